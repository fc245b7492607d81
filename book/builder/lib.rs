//! Builds the book, and refuses to build a wrong one.
//!
//! The chapters are Markdown in `book/src`. Nothing that could drift from the code is typed into them: a
//! listing is a region of a source file, a picture or a table is what a program of this repository printed
//! while the book was being built. A chapter asks for such things with a *directive* on a line of its own,
//! for instance `{{#output barrier -- --size 40x30}}`; [`directives`] lists them all.
//!
//! [`build()`] collects everything that is wrong in one go: a region that does not exist, a dead link, Rust
//! typed by hand, a chapter that `SUMMARY.md` forgot, a page that would fetch from the network.
//!
//! # Layout
//!
//! Read in this order:
//!
//! - [`mod@build`]: the whole run, one step a line.
//! - [`place`]: where the book, the repository and the result are.
//! - [`problem`]: everything that can be wrong with a chapter, in one enum.
//! - [`chapter`]: one chapter, from what is written to what mdBook renders.
//!   - [`markdown`]: the code blocks and links of a chapter, and where they stand.
//!   - [`directives`]: the kinds of directive; a new kind is a module and a line in its table.
//!     - [`region`]: the part of a file between two `ANCHOR` comments.
//!     - [`program`]: compiles a program once, runs it once for each command line.
//!   - [`links`]: links to files of the repository, which the book carries along.
//! - [`pages`]: the rendered pages: links, anchors, nothing from the network.
//! - [`warnings`]: what mdBook says to a log that nobody reads.
//! - [`serve`]: the book on a port of this machine.
#![forbid(unsafe_code)]

pub mod build;
pub mod chapter;
pub mod directives;
pub mod links;
pub mod markdown;
pub mod pages;
pub mod place;
pub mod problem;
pub mod program;
pub mod region;
pub mod serve;
pub mod warnings;

pub use build::{Built, build};
pub use place::Place;
