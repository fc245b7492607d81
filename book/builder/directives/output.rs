//! `{{#output package -- arguments}}`: a command and what it prints.

use super::{Call, Expansion, Workshop};
use crate::problem::Fault;
use crate::program::Invocation;

/// The command as the reader types it, and below it what it printed; of a command that is meant to fail
/// (`exit=CODE`), what it complained about as well.
pub(super) fn expand(call: &Call<'_>, workshop: &mut Workshop) -> Result<Expansion, Fault> {
    if call.fence.is_some() {
        return Err(call.malformed("it makes its own code block, so it stands outside of one"));
    }
    let (code, words) = match &*call.words {
        [first, rest @ ..] if first.starts_with("exit=") => match first["exit=".len()..].parse() {
            Ok(code) => (code, rest),
            Err(_) => return Err(call.malformed("exit= is followed by a number")),
        },
        words => (0, words),
    };
    let invocation = Invocation::parse(words).map_err(|why| call.malformed(why))?;
    let outcome = workshop.programs.run(&invocation, code)?;
    let complaint = if code == 0 { "" } else { &*outcome.stderr };
    let printed: Vec<&str> = outcome.stdout.lines().chain(complaint.lines()).map(str::trim_end).collect();
    let printed = printed.join("\n");
    let printed = printed.trim_end();
    if printed.is_empty() {
        return Err(Fault::Program {
            command: invocation.to_string(),
            why: "printed nothing to show".into(),
        });
    }
    let fence = fence_for(printed);
    Ok(Expansion { text: format!("{fence}console\n$ {invocation}\n{printed}\n{fence}"), below: None })
}

/// A fence that no line of `text` can close.
fn fence_for(text: &str) -> String {
    let longest = text.lines().map(|line| line.trim_start().chars().take_while(|c| *c == '`').count()).max();
    "`".repeat(longest.unwrap_or(0).max(2) + 1)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::directives::expand;
    use crate::directives::tests::{toy_workshop, toy_workspace};

    fn of(line: &str) -> Result<String, String> {
        let toy = toy_workspace();
        let mut workshop = toy_workshop(&toy);
        let expansion = expand(line, Path::new("a.md"), None, &mut workshop);
        expansion.map(|expansion| expansion.text).map_err(|fault| fault.to_string())
    }

    #[test]
    fn the_command_and_what_it_printed_are_shown() {
        assert_eq!(
            of("{{#output toy -- say hello}}").unwrap(),
            "```console\n$ cargo run -p toy -- say hello\nhello\n```"
        );
    }

    #[test]
    fn a_failing_command_shows_its_complaint_where_it_is_expected() {
        let shown = of("{{#output exit=3 toy -- fail}}").unwrap();
        assert_eq!(shown, "```console\n$ cargo run -p toy -- fail\nthe toy is broken\n```");
        assert!(of("{{#output exit=4 toy -- fail}}").unwrap_err().contains("ended with 3 where 4"));
        assert!(of("{{#output exit=x toy -- fail}}").unwrap_err().contains("a number"));
    }

    #[test]
    fn a_command_that_prints_nothing_is_a_problem() {
        assert!(of("{{#output toy -- say ''}}").unwrap_err().contains("printed nothing"));
    }

    #[test]
    fn output_cannot_close_its_own_fence() {
        assert_eq!(fence_for("a\n```\nb"), "````");
        assert_eq!(fence_for("a"), "```");
    }
}
