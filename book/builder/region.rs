//! The part of a file between two `ANCHOR` comments.
//!
//! ```text
//! // ANCHOR: wait
//! pub fn wait(&self) { … }
//! // ANCHOR_END: wait
//! ```
//!
//! Regions may overlap: the comments of other regions are left out of a listing.

use std::fmt;

/// What can be the matter with a region.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegionFault {
    /// The file has no such region.
    #[error("there is no region \"{name}\"; {}", Regions(.there))]
    Missing {
        /// The region that was asked for.
        name: String,
        /// The regions that the file has.
        there: Vec<String>,
    },
    /// The region begins and never ends.
    #[error("the region \"{0}\" begins and does not end (ANCHOR_END: {0})")]
    Unclosed(String),
    /// The region begins more than once.
    #[error("the region \"{0}\" begins more than once")]
    Repeated(String),
    /// There is nothing in the region.
    #[error("the region \"{0}\" is empty")]
    Empty(String),
}

struct Regions<'a>(&'a [String]);

impl fmt::Display for Regions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [] => write!(f, "the file has none"),
            there => write!(f, "the file has: {}", there.join(", ")),
        }
    }
}

enum Mark<'a> {
    Begin(&'a str),
    End(&'a str),
}

fn mark(line: &str) -> Option<Mark<'_>> {
    let after = |word: &str| {
        let (before, name) = line.split_once(word)?;
        // Only a comment can hold a mark: `//`, `#`, `<!--`, with nothing but punctuation before the word.
        let comment =
            !before.is_empty() && before.chars().all(|c| c.is_whitespace() || c.is_ascii_punctuation());
        let name = name.trim().trim_end_matches("-->").trim_end();
        let named = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        (comment && named).then_some(name)
    };
    after("ANCHOR_END:").map(Mark::End).or_else(|| after("ANCHOR:").map(Mark::Begin))
}

/// The lines of the region `name` of `text`, moved left as far as they go, without a newline at the end.
///
/// # Errors
/// If the region is missing, has no end, has two beginnings or holds nothing but blank lines.
pub fn region(text: &str, name: &str) -> Result<String, RegionFault> {
    let mut lines = Vec::new();
    let mut there = Vec::new();
    let (mut begun, mut inside) = (false, false);
    for line in text.lines() {
        match mark(line) {
            Some(Mark::Begin(found)) => {
                there.push(found.to_owned());
                if found == name {
                    if begun {
                        return Err(RegionFault::Repeated(name.to_owned()));
                    }
                    (begun, inside) = (true, true);
                }
            }
            Some(Mark::End(found)) => inside &= found != name,
            None if inside => lines.push(line),
            None => {}
        }
    }
    if !begun {
        Err(RegionFault::Missing { name: name.to_owned(), there })
    } else if inside {
        Err(RegionFault::Unclosed(name.to_owned()))
    } else if lines.iter().all(|line| line.trim().is_empty()) {
        Err(RegionFault::Empty(name.to_owned()))
    } else {
        Ok(moved_left(&lines))
    }
}

/// All of `text` but its marks.
#[must_use]
pub fn whole(text: &str) -> String {
    moved_left(&text.lines().filter(|line| mark(line).is_none()).collect::<Vec<_>>())
}

fn moved_left(lines: &[&str]) -> String {
    let indent = |line: &&str| line.len() - line.trim_start_matches(' ').len();
    let least = lines.iter().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let lines: Vec<&str> = lines.iter().map(|line| line.get(least..).unwrap_or("").trim_end()).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\
impl Barrier {
    // ANCHOR: outer
    // ANCHOR: wait
    fn wait() {

        sleep();
    }
    // ANCHOR_END: wait
    fn abort() {}
    // ANCHOR_END: outer
}
// ANCHOR: open
// ANCHOR: nothing

// ANCHOR_END: nothing
";

    #[test]
    fn a_region_is_moved_left_and_keeps_its_inner_indent() {
        assert_eq!(region(SOURCE, "wait").unwrap(), "fn wait() {\n\n    sleep();\n}");
    }

    #[test]
    fn marks_of_other_regions_are_left_out() {
        assert_eq!(region(SOURCE, "outer").unwrap(), "fn wait() {\n\n    sleep();\n}\nfn abort() {}");
        assert!(!whole(SOURCE).contains("ANCHOR"));
    }

    #[test]
    fn a_missing_region_says_which_there_are() {
        let fault = region(SOURCE, "wait_timeout").unwrap_err();
        assert_eq!(
            fault.to_string(),
            "there is no region \"wait_timeout\"; the file has: outer, wait, open, nothing"
        );
    }

    #[test]
    fn a_region_without_an_end_is_refused() {
        assert_eq!(region(SOURCE, "open"), Err(RegionFault::Unclosed("open".into())));
    }

    #[test]
    fn an_empty_region_is_refused() {
        assert_eq!(region(SOURCE, "nothing"), Err(RegionFault::Empty("nothing".into())));
    }

    #[test]
    fn a_region_that_begins_twice_is_refused() {
        let twice = "// ANCHOR: a\nx\n// ANCHOR_END: a\n// ANCHOR: a\ny\n// ANCHOR_END: a\n";
        assert_eq!(region(twice, "a"), Err(RegionFault::Repeated("a".into())));
    }

    #[test]
    fn a_mark_is_a_comment_and_not_any_mention_of_the_word() {
        let text = "// ANCHOR: a\nlet a = 1; // not an ANCHOR: b\n// ANCHOR_END: a\n";
        assert_eq!(region(text, "a").unwrap(), "let a = 1; // not an ANCHOR: b");
        assert_eq!(region("<!-- ANCHOR: a -->\nx\n<!-- ANCHOR_END: a -->", "a").unwrap(), "x");
        assert_eq!(region("# ANCHOR: a\nx = 1\n# ANCHOR_END: a", "a").unwrap(), "x = 1");
    }
}
