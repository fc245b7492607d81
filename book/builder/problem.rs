//! Everything that can be wrong with a chapter, in one enum.

use std::fmt;

use crate::region::RegionFault;

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file it is in, from the root of the checkout: usually a chapter.
    pub file: String,
    /// The line it is on, counted from 1, where one line can be blamed.
    pub line: Option<usize>,
    /// What is wrong.
    pub fault: Fault,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.fault),
            None => write!(f, "{}: {}", self.file, self.fault),
        }
    }
}

/// What can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// `SUMMARY.md` does not lead to this chapter.
    #[error("SUMMARY.md does not list this chapter, so no reader would find it")]
    NotInSummary,
    /// `SUMMARY.md` names a chapter without a file.
    #[error("the entry \"{0}\" has no file")]
    Draft(String),

    /// A directive of no known kind.
    #[error("there is no directive \"{name}\"; there are: {kinds}")]
    UnknownDirective {
        /// The name as written.
        name: String,
        /// The names there are.
        kinds: String,
    },
    /// A directive that shares its line with something else.
    #[error("a directive stands alone on its line (write \\{{{{#… to show one instead)")]
    Crowded,
    /// A directive whose words make no sense.
    #[error("{{{{#{kind} …}}}}: {why}")]
    Malformed {
        /// The kind of directive.
        kind: &'static str,
        /// What it needs.
        why: String,
    },

    /// A file that is to be shown and is not there.
    #[error("there is no file {0}")]
    NoFile(String),
    /// A region that is to be shown and cannot be.
    #[error("{path}: {fault}")]
    Region {
        /// The file, from the root of the checkout.
        path: String,
        /// What is the matter with the region.
        fault: RegionFault,
    },

    /// Code that is in the book only, where nothing compiles or reads it.
    #[error(
        "{language} is shown from a file that is in use, with {{{{#include path:region}}}}; this line is typed"
    )]
    Typed {
        /// The language of the code block.
        language: String,
    },
    /// A code block that does not say what it is.
    #[error("a code block names its language: one of {0}")]
    NoLanguage(String),
    /// A code block in a language that the book does not use.
    #[error("no code block is in \"{language}\"; there are: {languages}")]
    UnknownLanguage {
        /// The language as written.
        language: String,
        /// The languages there are.
        languages: String,
    },

    /// A link that leads nowhere.
    #[error("dead link {target}: {why}")]
    DeadLink {
        /// The link as written.
        target: String,
        /// What is missing.
        why: String,
    },
    /// Something that a page would fetch from another machine.
    #[error("the page would fetch {0}, but the book works offline")]
    Network(String),

    /// Something that mdBook warns of: most often `<T>` outside of code, which a browser takes for a tag.
    #[error("{0}")]
    Renderer(String),

    /// A program that did not do what the chapter says.
    #[error("`{command}` {why}")]
    Program {
        /// The command as the reader would type it.
        command: String,
        /// What it did instead.
        why: String,
    },
}

impl Fault {
    /// This fault, at a line of a file.
    #[must_use]
    pub fn at(self, file: impl Into<String>, line: impl Into<Option<usize>>) -> Problem {
        Problem { file: file.into(), line: line.into(), fault: self }
    }
}

/// All that is wrong with a book. Never empty.
#[derive(Debug, thiserror::Error)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.0 {
            writeln!(f, "{problem}")?;
        }
        match self.0.len() {
            1 => write!(f, "The book has 1 problem."),
            many => write!(f, "The book has {many} problems."),
        }
    }
}
