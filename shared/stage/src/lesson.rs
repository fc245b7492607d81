//! A lesson as the stage sees it: one value.

use crate::{Canvas, Show, Stopped};

/// A lesson: its name, what it teaches, and the ways it can draw.
///
/// Most lessons need nothing beyond that, so a lesson says what it has, and the rest is [`PLAIN`](Lesson::PLAIN):
///
/// ```
/// use stage::{Canvas, Choice, Lesson, Show, Stopped, Variant};
///
/// pub const LESSON: Lesson = Lesson {
///     name: "semaphore",
///     about: "So many at a time, and no more",
///     variants: &[Variant { name: "by-hand", about: "A counter under a lock", draw: by_hand }],
///     options: &[Choice { name: "permits", about: "How many may be inside at once", default: 2, least: 1, most: 64 }],
///     ..Lesson::PLAIN
/// };
///
/// fn by_hand(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
///     let permits = show.choice("permits");
/// #   let _ = (permits, canvas);
///     // …
/// #   Ok(())
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Lesson {
    /// The name of its program, which is the name of its crate.
    pub name: &'static str,
    /// What it teaches, in a line, for `--help`.
    pub about: &'static str,
    /// The implementations it sets beside each other: at least one. The first one runs when none is named.
    pub variants: &'static [Variant],
    /// What it lets its user choose besides what every lesson does.
    pub options: &'static [Choice],
    /// The size that it draws if it is not told a size, where that is not the usual one.
    pub default_grid: Option<DefaultGrid>,
}

impl Lesson {
    /// A lesson without a name, which has nothing that a lesson may do without: to fill up the fields of another one.
    pub const PLAIN: Lesson = Lesson { name: "", about: "", variants: &[], options: &[], default_grid: None };
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

/// A whole number that a lesson lets its user choose: an option on its command line. A variant reads it with
/// [`Show::choice`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The name of the option, without the hyphens: `permits` for `--permits`. None that the stage has already.
    pub name: &'static str,
    /// What it means, in a line, for `--help`; with the unit, if it has one.
    pub about: &'static str,
    /// What it is when nobody says.
    pub default: u64,
    /// The least that it may be.
    pub least: u64,
    /// The most that it may be.
    pub most: u64,
}

/// The size that a lesson draws if it is not told a size. The serial and the ideal run draw it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DefaultGrid {
    /// Rows of the picture.
    pub rows: usize,
    /// Columns of the picture.
    pub columns: usize,
    /// Rows of a piece.
    pub piece_rows: usize,
    /// Why it is not the usual size: what follows "because", such as "each pixel is computed by a script".
    pub why: &'static str,
}

/// A function that draws the whole canvas with the threads that `show` asks for.
///
/// It returns when all of its threads have ended, with [`Stopped`] if the run was asked to stop before the end.
pub type Draw = fn(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped>;
