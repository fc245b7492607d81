//! What a lesson may be called, and how its name is written where.

use std::fmt;
use std::str::FromStr;

use crate::Error;

/// What cannot be the name of a crate, or would hide one that every crate has.
const RESERVED: [&str; 53] = [
    "abstract",
    "alloc",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "core",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "proc-macro",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "std",
    "struct",
    "super",
    "test",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "use",
    "where",
    "while",
];

/// The name of a lesson: words of small letters and digits, with hyphens in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// As the folder, the package and the program are called: `rw-lock`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is written in Rust: `rw_lock`.
    #[must_use]
    pub fn identifier(&self) -> String {
        self.0.replace('-', "_")
    }

    /// As it is written above a chapter: `Rw lock`.
    #[must_use]
    pub fn title(&self) -> String {
        let words = self.0.replace('-', " ");
        let (first, rest) = words.split_at(1);
        first.to_uppercase() + rest
    }
}

impl FromStr for Name {
    type Err = Error;

    fn from_str(name: &str) -> Result<Name, Error> {
        let refuse = |why| Err(Error::Name { name: name.to_owned(), why });
        let is_word = |word: &str| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        if !name.split('-').all(is_word) {
            return refuse("it has to be of small letters and digits, with single hyphens between words");
        }
        if name.starts_with(|first: char| first.is_ascii_digit()) {
            return refuse("no crate's name begins with a digit");
        }
        if RESERVED.contains(&name) {
            return refuse("Rust has the word for itself");
        }
        Ok(Name(name.to_owned()))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a lesson teaches, in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About(String);

impl About {
    /// So many characters it may have: it stands in `--help` and in a table.
    pub const LONGEST: usize = 80;

    /// The line.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for About {
    type Err = Error;

    fn from_str(line: &str) -> Result<About, Error> {
        // In a table and in `--help` no line has a full stop.
        let line = line.trim().trim_end_matches('.');
        let fits = (1..=About::LONGEST).contains(&line.chars().count());
        // It is written into a string of Rust, one of TOML, and a table of Markdown.
        let is_plain = !line.chars().any(|character| character.is_control() || "\"\\|".contains(character));
        if fits && is_plain { Ok(About(line.to_owned())) } else { Err(Error::About) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_written_in_three_ways() {
        let name: Name = "rw-lock".parse().expect("a name");
        assert_eq!((name.as_str(), &*name.identifier(), &*name.title()), ("rw-lock", "rw_lock", "Rw lock"));
    }

    #[test]
    fn what_cannot_be_a_crate_cannot_be_a_lesson() {
        for name in ["", "-", "a-", "a--b", "A", "a_b", "ä", "2-locks", "loop", "std", "../x"] {
            assert!(name.parse::<Name>().is_err(), "{name:?}");
        }
    }

    #[test]
    fn what_it_teaches_is_one_plain_line() {
        for line in ["", "  ", "two\nlines", "\"quoted\"", "a | b", &"x".repeat(81)] {
            assert!(line.parse::<About>().is_err(), "{line:?}");
        }
        assert_eq!(" Counts. ".parse::<About>().expect("a line").as_str(), "Counts");
    }
}
