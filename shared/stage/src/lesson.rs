//! A lesson as the stage sees it: one value.

use crate::{Canvas, Show, Stopped};

/// A lesson: its name, what it teaches, and the ways it can draw.
#[derive(Clone, Copy, Debug)]
pub struct Lesson {
    /// The name of its program, which is the name of its crate.
    pub name: &'static str,
    /// What it teaches, in a line, for `--help`.
    pub about: &'static str,
    /// The implementations it sets beside each other: at least one. The first one runs when none is named.
    pub variants: &'static [Variant],
}

/// One way to draw the picture.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// What `--variant` calls it, such as `by-hand` or `std`; not `all`, which stands for all of them.
    pub name: &'static str,
    /// What sets it apart, in a line, for `--help`.
    pub about: &'static str,
    /// The function that draws.
    pub draw: Draw,
}

/// A function that draws the whole canvas with the threads that `show` asks for.
///
/// It returns when all of its threads have ended, with [`Stopped`] if the run was asked to stop before the end.
pub type Draw = fn(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped>;
