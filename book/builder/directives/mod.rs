//! The kinds of directive.
//!
//! | in a chapter, on a line of its own | becomes |
//! |---|---|
//! | `{{#include ../../lessons/lock/src/by_hand.rs:unlock}}` | in a code block: the lines between `// ANCHOR: unlock` and `// ANCHOR_END: unlock` |
//! | `{{#output lock -- --size 40x30}}` | the command and what it prints, as a code block |
//! | `{{#output exit=2 lock -- --threads 0}}` | the same of a command that fails |
//! | `{{#picture "What it shows" lock -- --color-by thread}}` | the picture that the command draws, with its caption |
//! | `{{#timeline "What it shows" lock -- --threads 2}}` | the timeline that the command writes, with its caption |
//! | `{{#plot "What it shows" compare}}` | the plot that the command writes, with its caption |
//!
//! Commands are what the reader types after `cargo run -p`. `\{{#…}}` shows a directive instead of obeying it.
//!
//! **A new kind** is a function from [`Call`] and [`Workshop`] to [`Expansion`], and a line in `KINDS`.

mod figure;
mod include;
mod output;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::place::Place;
use crate::problem::Fault;
use crate::program::Programs;

/// Turns one call of a directive into Markdown.
type Expand = fn(&Call<'_>, &mut Workshop) -> Result<Expansion, Fault>;

/// Every kind of directive: its name and what expands it.
const KINDS: &[(&str, Expand)] = &[
    ("include", include::expand),
    ("output", output::expand),
    ("picture", figure::picture),
    ("timeline", figure::timeline),
    ("plot", figure::plot),
];

/// A directive as it stands in a chapter.
#[derive(Debug, Clone)]
pub struct Call<'a> {
    /// The name of its kind.
    pub kind: &'static str,
    /// What follows the name, split as a shell would.
    pub words: Vec<String>,
    /// The chapter, from `book/src`.
    pub page: &'a Path,
    /// The fence of the code block around it, for instance "```rust"; `None` in running text.
    pub fence: Option<&'a str>,
}

impl Call<'_> {
    /// A fault that says what this kind of directive needs.
    #[must_use]
    pub fn malformed(&self, why: impl Into<String>) -> Fault {
        Fault::Malformed { kind: self.kind, why: why.into() }
    }
}

/// What a directive becomes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expansion {
    /// Markdown, or code, in place of the directive.
    pub text: String,
    /// HTML below the code block that the directive stands in.
    pub below: Option<String>,
}

/// What directives work with.
#[derive(Debug)]
pub struct Workshop {
    /// Where everything is.
    pub place: Place,
    /// The programs that chapters show.
    pub programs: Programs,
    /// Files to put beside the pages, by their path from the folder of pages.
    pub extras: BTreeMap<PathBuf, Vec<u8>>,
}

impl Workshop {
    /// A workshop with nothing made yet.
    #[must_use]
    pub fn new(place: Place) -> Workshop {
        Workshop { programs: Programs::of(&place.repository), place, extras: BTreeMap::new() }
    }

    /// Puts a copy of the file at `path` of the repository beside the pages, and says where.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn carry(&mut self, path: &Path) -> Result<PathBuf, Fault> {
        let full = self.place.repository.join(path);
        let bytes = std::fs::read(&full).map_err(|_| Fault::NoFile(self.place.shown(&full)))?;
        let to = crate::links::carried(path);
        self.extras.insert(to.clone(), bytes);
        Ok(to)
    }
}

/// Expands the directive on `line` (trimmed, `{{#…}}`).
///
/// # Errors
/// If there is no such kind, or its expansion fails.
pub fn expand(
    line: &str,
    page: &Path,
    fence: Option<&str>,
    workshop: &mut Workshop,
) -> Result<Expansion, Fault> {
    let inner = line.trim_start_matches("{{#").trim_end_matches("}}").trim();
    let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let Some((kind, expand)) = KINDS.iter().find(|(kind, _)| *kind == name) else {
        let kinds = KINDS.iter().map(|(kind, _)| *kind).collect::<Vec<_>>().join(", ");
        return Err(Fault::UnknownDirective { name: name.to_owned(), kinds });
    };
    let words = shlex::split(rest)
        .ok_or_else(|| Fault::Malformed { kind, why: "a quotation mark is not closed".into() })?;
    expand(&Call { kind, words, page, fence }, workshop)
}

/// `text` with what HTML gives a meaning to written out.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::fs;

    /// A workspace with a program that does what it is told, and an empty book.
    pub(crate) fn toy_workspace() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        let at = |path: &str| dir.path().join(path);
        for folder in ["toy/src", "book/src"] {
            fs::create_dir_all(at(folder)).unwrap();
        }
        fs::write(at("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"toy\"]\n").unwrap();
        fs::write(at("toy/Cargo.toml"), "[package]\nname = \"toy\"\nedition = \"2024\"\n").unwrap();
        fs::write(at("toy/src/main.rs"), include_str!("../../tests/toy/program.rs")).unwrap();
        dir
    }

    /// A workshop for the book of such a workspace, which compiles into a folder of its own.
    pub(crate) fn toy_workshop(toy: &tempfile::TempDir) -> Workshop {
        let mut workshop = Workshop::new(Place::of_book(&toy.path().join("book")).unwrap());
        workshop.programs = Programs::of(toy.path()).compiled_into(&toy.path().join("target"));
        workshop
    }

    #[test]
    fn an_unknown_directive_says_which_there_are() {
        let toy = toy_workspace();
        let mut workshop = toy_workshop(&toy);
        let fault = expand("{{#outptu toy}}", Path::new("a.md"), None, &mut workshop).unwrap_err();
        assert_eq!(
            fault.to_string(),
            "there is no directive \"outptu\"; there are: include, output, picture, timeline, plot"
        );
    }

    #[test]
    fn an_open_quotation_mark_is_a_problem() {
        let toy = toy_workspace();
        let mut workshop = toy_workshop(&toy);
        let fault = expand("{{#picture \"a toy}}", Path::new("a.md"), None, &mut workshop).unwrap_err();
        assert!(fault.to_string().contains("not closed"));
    }
}
