//! The stage as a program: the lessons among the examples, run as a user runs them.

mod ending;
mod files;
mod interrupting;
mod printing;
mod terminal;
mod toy;
