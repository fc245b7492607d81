//! What is asked of somebody else who draws for a worker, and what may come of it.

/// What a panic says that `--fail-at` has asked for.
pub const TOLD_TO_FAIL: &str = "told to fail at this piece by --fail-at";

/// What somebody else is asked to do with a piece: see [`Worker::compute_elsewhere`](crate::Worker::compute_elsewhere).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To draw it.
    Draw,
    /// To panic as it is begun, with the words [`TOLD_TO_FAIL`]: `--fail-at` names this piece.
    Panic,
}

/// What came of a piece that somebody else was asked to draw: see
/// [`Worker::compute_elsewhere`](crate::Worker::compute_elsewhere).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// Its pixels are filled.
    Drawn,
    /// They are not, and somebody may begin it again.
    NotDrawn,
    /// There was a panic: its message, and the place of it, where known.
    Panicked {
        /// What it said.
        message: String,
        /// Source file, line and column.
        place: Option<String>,
    },
}
