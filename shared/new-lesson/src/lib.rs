//! Begins a lesson: `cargo new-lesson latch "What it teaches, in a line"`.
//!
//! `template/` is a small repository with one lesson and its chapter. The lesson is a member of the workspace and
//! held to everything that lessons are held to, so what is copied compiles, draws and passes its tests. To begin a
//! lesson is to copy it with other names.
//!
//! # Layout
//!
//! 1. `name.rs`: what a lesson may be called, and how its name is written where;
//! 2. `copy.rs`: what is written;
//! 3. `main.rs`: the command.

#![forbid(unsafe_code)]

mod copy;
mod name;

use std::io;
use std::path::PathBuf;

pub use copy::begin;
pub use name::{About, Name};

/// Why no lesson was begun.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The name cannot be that of a lesson.
    #[error("`{name}` cannot be a lesson's name: {why}")]
    Name {
        /// The name.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The line cannot say what a lesson teaches.
    #[error("what it teaches has to be one line of at most {} characters, without \" and \\", About::LONGEST)]
    About,
    /// There is something of that name.
    #[error("there is a {what} `{name}` already")]
    Taken {
        /// What has the name: a lesson, a chapter, a package, a program.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A file has not the place in it where the lesson would be named.
    #[error("{file} has no line `{line}`, before which the lesson would be named")]
    NoPlace {
        /// The file, from the root.
        file: &'static str,
        /// What was looked for.
        line: &'static str,
    },
    /// A file could not be read or written.
    #[error("{}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}
