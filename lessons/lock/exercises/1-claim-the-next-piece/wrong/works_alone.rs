//! verdict: does-not-use
//! Believes that whoever shares nothing needs no lock: true, and one thread does all the work.

use learn::sync::Arc;

/// Computes the piece of a number. It takes long, and may be called by several threads at the same time.
pub type Compute = Arc<dyn Fn(usize) -> Vec<i32> + Send + Sync>;

/// Has `workers` threads compute `pieces` pieces, and returns them in order.
pub fn draw(_workers: usize, pieces: usize, compute: Compute) -> Vec<Vec<i32>> {
    (0..pieces).map(|piece| compute(piece)).collect()
}
