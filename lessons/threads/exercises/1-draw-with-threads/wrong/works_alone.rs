//! verdict: does-not-use
//! Believes that what counts is the picture: it is right, and one thread has drawn all of it.

use learn::sync::{Arc, catch_unwind, thread};

/// Computes the piece of a number. It takes long, and may be called by several threads at the same time.
pub type Compute = Arc<dyn Fn(usize) -> Vec<i32> + Send + Sync>;

/// Has `threads` threads compute `pieces` pieces, and returns them in order.
///
/// # Errors
/// The panic, if computing a piece panicked.
pub fn draw(threads: usize, pieces: usize, compute: Compute) -> thread::Result<Vec<Vec<i32>>> {
    let _ = threads;
    catch_unwind(|| (0..pieces).map(|piece| compute(piece)).collect())
}
