//! Sets all lessons beside each other: `cargo run -p compare`.
//!
//! Each variant of each lesson is run in a process of its own, because the peak of a process's memory is a fact of
//! the whole process: two variants in one would share it. The program of a lesson measures the rest by itself, in
//! one go: the serial run, the ideal one and the variant take turns, so that a machine that grows slower meanwhile is
//! equally unkind to each. What is compared between lessons are therefore ratios, and no times.
//!
//! # Layout
//!
//! Read in this order:
//!
//! 1. [`lessons`]: the lessons, found by walking, and their programs, built;
//! 2. [`measure`]: one variant, run and understood;
//! 3. [`table`]: what is printed, for a terminal and for Markdown;
//! 4. [`plot`]: the same to look at, as SVG;
//! 5. [`paper`]: how the table gets into a file that has a place for it.

#![forbid(unsafe_code)]

pub mod lessons;
pub mod measure;
pub mod paper;
pub mod plot;
pub mod table;
