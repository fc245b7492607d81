//! `{{#picture "caption" package -- arguments}}`, `{{#timeline …}}` and `{{#plot …}}`: what a program drew into a file.

use std::path::{Path, PathBuf};

use super::{Call, Expansion, Workshop, escaped};
use crate::place::{slashed, to_root};
use crate::problem::Fault;
use crate::program::Invocation;

/// The folder, among the pages, of the figures.
const FIGURES: &str = "figures";

/// The picture that `--out` writes.
pub(super) fn picture(call: &Call<'_>, workshop: &mut Workshop) -> Result<Expansion, Fault> {
    figure(call, workshop, "--out", "png")
}

/// The timeline that `--timeline` writes.
pub(super) fn timeline(call: &Call<'_>, workshop: &mut Workshop) -> Result<Expansion, Fault> {
    figure(call, workshop, "--timeline", "svg")
}

/// The plot that `--plot` writes.
pub(super) fn plot(call: &Call<'_>, workshop: &mut Workshop) -> Result<Expansion, Fault> {
    figure(call, workshop, "--plot", "svg")
}

fn figure(call: &Call<'_>, workshop: &mut Workshop, option: &str, ending: &str) -> Result<Expansion, Fault> {
    if call.fence.is_some() {
        return Err(call.malformed("it stands outside of code blocks"));
    }
    let needs = "it is followed by: \"caption\" package [--example NAME] [-- ARGUMENTS]";
    let [caption, command @ ..] = &*call.words else {
        return Err(call.malformed(needs));
    };
    // A caption is words; a first word without a space is a caption that somebody forgot.
    if !caption.contains(' ') {
        return Err(call.malformed(needs));
    }
    let invocation = Invocation::parse(command).map_err(|_| call.malformed(needs))?;
    let name = format!("{}-{}.{ending}", invocation.slug(), option.trim_start_matches('-'));
    let path = Path::new(FIGURES).join(name);
    if !workshop.extras.contains_key(&path) {
        let bytes = drawn(&invocation, option, ending, workshop)?;
        workshop.extras.insert(path.clone(), bytes);
    }
    // Under the figure: the command with which the reader gets the same file.
    let file = PathBuf::from(&invocation.target.package).with_extension(ending);
    let typed = invocation.with(&[option, &slashed(&file)]);
    let address = format!("{}{}", to_root(call.page), escaped(&slashed(&path)));
    let caption = escaped(caption);
    let command = escaped(&typed.to_string());
    let text = format!(
        "<figure class=\"{kind}\">\n\
         <a href=\"{address}\"><img src=\"{address}\" alt=\"{caption}\"></a>\n\
         <figcaption>{caption}<br><code>{command}</code></figcaption>\n\
         </figure>",
        kind = call.kind,
    );
    Ok(Expansion { text, below: None })
}

/// The bytes of the file that the command writes when `option` asks for it.
fn drawn(
    invocation: &Invocation,
    option: &str,
    ending: &str,
    workshop: &mut Workshop,
) -> Result<Vec<u8>, Fault> {
    let why = |why: String| Fault::Program { command: invocation.to_string(), why };
    let scratch = tempfile::tempdir().map_err(|error| why(format!("has no room for its file: {error}")))?;
    let file = scratch.path().join("figure").with_extension(ending);
    let quiet = invocation.with(&["--quiet", option, &file.to_string_lossy()]);
    workshop.programs.run(&quiet, 0)?;
    std::fs::read(&file).map_err(|_| why(format!("wrote no file for {option}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directives::expand;
    use crate::directives::tests::{toy_workshop, toy_workspace};

    fn of(line: &str) -> Result<(String, Workshop), String> {
        let toy = toy_workspace();
        let mut workshop = toy_workshop(&toy);
        let expansion = expand(line, Path::new("part/a.md"), None, &mut workshop);
        expansion.map(|expansion| (expansion.text, workshop)).map_err(|fault| fault.to_string())
    }

    #[test]
    fn a_picture_is_what_the_program_wrote_with_its_caption_and_command() {
        let (html, workshop) = of("{{#picture \"A toy & its box\" toy -- draw --size 4x3}}").unwrap();
        let path = Path::new("figures/toy-draw-size-4x3-out.png");
        assert_eq!(workshop.extras[path], b"drawn by --out");
        assert!(
            html.contains("src=\"../figures/toy-draw-size-4x3-out.png\" alt=\"A toy &amp; its box\""),
            "{html}"
        );
        assert!(html.contains("<code>cargo run -p toy -- draw --size 4x3 --out toy.png</code>"), "{html}");
    }

    #[test]
    fn a_timeline_is_asked_for_by_its_own_option() {
        let (html, workshop) = of("{{#timeline \"A toy at work\" toy -- draw}}").unwrap();
        assert_eq!(workshop.extras[Path::new("figures/toy-draw-timeline.svg")], b"drawn by --timeline");
        assert!(html.contains("<figure class=\"timeline\">"), "{html}");
    }

    #[test]
    fn a_plot_is_asked_for_by_its_own_option() {
        let (html, workshop) = of("{{#plot \"Toys beside each other\" toy -- draw}}").unwrap();
        assert_eq!(workshop.extras[Path::new("figures/toy-draw-plot.svg")], b"drawn by --plot");
        assert!(html.contains("<figure class=\"plot\">"), "{html}");
    }

    #[test]
    fn a_program_that_writes_no_file_is_a_problem() {
        assert!(
            of("{{#picture \"A toy\" toy -- say hello}}").is_err_and(|why| why.contains("wrote no file"))
        );
    }

    #[test]
    fn a_figure_needs_a_caption() {
        assert!(of("{{#picture Toy toy -- draw}}").is_err_and(|why| why.contains("\"caption\" package")));
        assert!(of("{{#picture toy -- draw}}").is_err_and(|why| why.contains("\"caption\" package")));
    }
}
