//! One chapter, from what is written to what mdBook renders.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use crate::directives::{self, Workshop};
use crate::links::{Leads, leads};
use crate::markdown::{self, Block, Parts, line_of};
use crate::place::{slashed, to_root};
use crate::problem::{Fault, Problem};

/// Languages that a chapter may type: nothing in them can drift from the code.
const TYPED: &[&str] = &["console", "python", "text"];
/// Languages that a chapter shows from files only.
const SHOWN: &[&str] = &["json", "rust", "toml"];

/// One replacement in a chapter: these bytes become this text.
type Edit = (Range<usize>, String);

/// Expands the directives of a chapter and turns its links to source files into links to their copies.
/// What is wrong is added to `problems`; the text that comes back is then not worth rendering.
pub fn prepare(page: &Path, text: &str, workshop: &mut Workshop, problems: &mut Vec<Problem>) -> String {
    let mut chapter =
        Chapter { page, text, parts: markdown::parts(text), edits: Vec::new(), found: Vec::new() };
    chapter.check_languages();
    chapter.expand_directives(workshop);
    chapter.carry_linked_files(workshop);
    let file = workshop.place.shown(&workshop.place.src().join(page));
    chapter.found.sort_by_key(|(at, _)| *at);
    problems.extend(chapter.found.into_iter().map(|(at, fault)| fault.at(&*file, line_of(text, at))));
    edited(text, chapter.edits)
}

struct Chapter<'a> {
    page: &'a Path,
    text: &'a str,
    parts: Parts,
    edits: Vec<Edit>,
    /// What is wrong, and at which byte.
    found: Vec<(usize, Fault)>,
}

impl Chapter<'_> {
    fn check_languages(&mut self) {
        for block in &self.parts.blocks {
            let language = &*block.language;
            let known = || [TYPED, SHOWN].concat().join(", ");
            if language.is_empty() {
                self.found.push((block.range.start, Fault::NoLanguage(known())));
            } else if SHOWN.contains(&language) {
                if let Some(at) = typed_line(self.text, block) {
                    self.found.push((at, Fault::Typed { language: language.to_owned() }));
                }
            } else if !TYPED.contains(&language) {
                let fault = Fault::UnknownLanguage { language: language.to_owned(), languages: known() };
                self.found.push((block.range.start, fault));
            }
        }
    }

    fn expand_directives(&mut self, workshop: &mut Workshop) {
        let mut below: BTreeSet<(usize, String)> = BTreeSet::new();
        for (at, line) in lines(self.text) {
            let Some(position) = line.find("{{#") else { continue };
            if let Some(backslash) = line.find("\\{{#") {
                self.edits.push((at + backslash..at + backslash + 1, String::new()));
                continue;
            }
            let (indent, directive) = (&line[..position], line.trim());
            if !indent.trim().is_empty() || !directive.ends_with("}}") {
                self.found.push((at, Fault::Crowded));
                continue;
            }
            let block = self.parts.blocks.iter().find(|block| block.range.contains(&(at + position)));
            let fence = block.map(|block| block.opening(self.text));
            match directives::expand(directive, self.page, fence, workshop) {
                Ok(expansion) => {
                    self.edits.push((at..at + line.len(), indented(&expansion.text, indent)));
                    if let (Some(html), Some(block)) = (expansion.below, block) {
                        // An indented block ends with its newline, a fenced one before it.
                        let margin = margin(self.text, block);
                        below.insert((block.range.end, format!("\n\n{margin}{html}\n")));
                    }
                }
                Err(fault) => self.found.push((at, fault)),
            }
        }
        self.edits.extend(below.into_iter().map(|(at, html)| (at..at, html)));
    }

    fn carry_linked_files(&mut self, workshop: &mut Workshop) {
        for link in &self.parts.links {
            let carried = match leads(&workshop.place, self.page, &link.target) {
                Ok(Leads::Repository(file)) => workshop.carry(&file),
                Ok(Leads::Away | Leads::Within) => continue,
                Err(fault) => Err(fault),
            };
            match (carried, &link.written) {
                (Ok(to), Some(written)) => {
                    let address = format!("{}{}", to_root(self.page), slashed(&to));
                    self.edits.push((written.clone(), address));
                }
                (Ok(_), None) => {
                    let why = "write the path without escapes".to_owned();
                    self.found.push((link.start, Fault::DeadLink { target: link.target.clone(), why }));
                }
                (Err(fault), _) => self.found.push((link.start, fault)),
            }
        }
    }
}

/// The first byte of the first line of a code block that is neither blank nor a directive.
fn typed_line(text: &str, block: &Block) -> Option<usize> {
    let opening = block.opening(text);
    let ticks = opening.trim_end_matches(|c| !matches!(c, '`' | '~'));
    let inner = lines(&text[block.range.clone()]).skip(1);
    let mut typed = inner.filter(|(_, line)| {
        let line = line.trim();
        !(line.is_empty() || line.starts_with("{{#") || (!ticks.is_empty() && line.starts_with(ticks)))
    });
    typed.next().map(|(at, _)| block.range.start + at)
}

/// The white space before a block, so that what is put below it stays in the same list item.
fn margin<'text>(text: &'text str, block: &Block) -> &'text str {
    let line = text[..block.range.start].rfind('\n').map_or(0, |newline| newline + 1);
    let before = &text[line..block.range.start];
    if before.trim().is_empty() { before } else { "" }
}

/// The lines of `text`, each with its first byte.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end_matches(['\n', '\r'])))
    })
}

fn indented(text: &str, indent: &str) -> String {
    let line = |line: &str| if line.is_empty() { String::new() } else { format!("{indent}{line}") };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// `text` with its edits made. They do not overlap.
fn edited(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let (mut out, mut done) = (String::new(), 0);
    for (range, new) in edits {
        out.push_str(&text[done..range.start]);
        out.push_str(&new);
        done = range.end;
    }
    out.push_str(&text[done..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directives::tests::{toy_workshop, toy_workspace};

    /// What a chapter becomes, and what is wrong with it.
    fn prepared(text: &str) -> (String, Vec<String>) {
        let toy = toy_workspace();
        let source =
            "struct Toy;\nimpl Toy {\n    // ANCHOR: play\n    fn play() {}\n    // ANCHOR_END: play\n}\n";
        std::fs::write(toy.path().join("toy/src/toy.rs"), source).unwrap();
        let mut problems = Vec::new();
        let text = prepare(Path::new("part/a.md"), text, &mut toy_workshop(&toy), &mut problems);
        (text, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_listing_is_the_region_with_its_file_named_below() {
        let (text, problems) =
            prepared("```rust\n{{#include ../../../toy/src/toy.rs:play}}\n```\n\nAfter.\n");
        assert_eq!(problems, [""; 0]);
        let below =
            "<p class=\"listing-source\"><a href=\"../source/toy/src/toy.rs.txt\">toy/src/toy.rs</a></p>";
        assert_eq!(text, format!("```rust\nfn play() {{}}\n```\n\n{below}\n\n\nAfter.\n"));
    }

    #[test]
    fn a_listing_in_a_list_stays_in_the_list() {
        let (text, problems) =
            prepared("- x\n\n  ```rust\n  {{#include ../../../toy/src/toy.rs:play}}\n  ```\n");
        assert_eq!(problems, [""; 0]);
        assert!(text.starts_with("- x\n\n  ```rust\n  fn play() {}\n  ```\n\n  <p class"), "{text}");
    }

    #[test]
    fn a_region_that_does_not_exist_is_named_with_its_chapter_and_line() {
        let (_, problems) = prepared("# A\n\n```rust\n{{#include ../../../toy/src/toy.rs:pause}}\n```\n");
        let expected =
            "book/src/part/a.md:4: toy/src/toy.rs: there is no region \"pause\"; the file has: play";
        assert_eq!(problems, [expected]);
    }

    #[test]
    fn a_listed_file_that_does_not_exist_is_a_problem() {
        let (_, problems) = prepared("```rust\n{{#include ../../../toy/src/joy.rs:play}}\n```\n");
        assert_eq!(problems, ["book/src/part/a.md:2: there is no file toy/src/joy.rs"]);
    }

    #[test]
    fn rust_typed_into_the_book_is_a_problem() {
        let (_, problems) = prepared("```rust\n\nlet a = 1;\n```\n");
        assert_eq!(problems.len(), 1);
        assert!(problems[0].starts_with("book/src/part/a.md:3: rust is shown from a file"), "{problems:?}");
    }

    #[test]
    fn a_code_block_of_no_language_or_an_unknown_one_is_a_problem() {
        let (_, problems) = prepared("```\nlet a = 1;\n```\n\n    let b = 2;\n\n```c\nint a;\n```\n");
        assert_eq!(problems.len(), 3, "{problems:?}");
        assert!(problems[2].contains("no code block is in \"c\""), "{problems:?}");
    }

    #[test]
    fn text_console_and_python_may_be_typed() {
        let chapter = "```text\na\n```\n\n```console\n$ a\n```\n\n```python\na = 1\n```\n";
        assert_eq!(prepared(chapter), (chapter.to_owned(), vec![]));
    }

    #[test]
    fn a_directive_that_shares_its_line_is_a_problem_and_an_escaped_one_is_shown() {
        let (_, problems) = prepared("See {{#output toy -- say hello}}.\n");
        assert!(problems[0].contains("stands alone on its line"), "{problems:?}");
        let (text, problems) = prepared("See `\\{{#output toy}}`.\n");
        assert_eq!((text.as_str(), problems.len()), ("See `{{#output toy}}`.\n", 0));
    }

    #[test]
    fn a_link_to_a_source_file_leads_to_its_copy() {
        let (text, problems) =
            prepared("[toy](../../../toy/src/toy.rs) and [b][]\n\n[b]: ../../../Cargo.toml\n");
        assert_eq!(problems, [""; 0]);
        let expected = "[toy](../source/toy/src/toy.rs.txt) and [b][]\n\n[b]: ../source/Cargo.toml.txt\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_dead_link_is_named_with_its_line() {
        let (_, problems) = prepared("\n[toy](../../../toy/src/joy.rs)\n");
        assert_eq!(
            problems,
            ["book/src/part/a.md:2: dead link ../../../toy/src/joy.rs: there is no file toy/src/joy.rs"]
        );
    }
}
