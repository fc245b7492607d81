//! Each thread has neighbouring pieces, so that the picture is what they return, one after the other.

use learn::sync::{Arc, thread};

/// Computes the piece of a number. It takes long, and may be called by several threads at the same time.
pub type Compute = Arc<dyn Fn(usize) -> Vec<i32> + Send + Sync>;

/// Has `threads` threads compute `pieces` pieces, and returns them in order.
///
/// # Errors
/// The panic, if computing a piece panicked.
pub fn draw(threads: usize, pieces: usize, compute: Compute) -> thread::Result<Vec<Vec<i32>>> {
    let started: Vec<_> = (0..threads)
        .map(|number| {
            let band = number * pieces / threads..(number + 1) * pieces / threads;
            let compute = Arc::clone(&compute);
            thread::spawn(move || band.map(|piece| compute(piece)).collect::<Vec<_>>())
        })
        .collect();
    let joined: Vec<_> = started.into_iter().map(|thread| thread.join()).collect();
    let bands: Vec<_> = joined.into_iter().collect::<thread::Result<_>>()?;
    Ok(bands.into_iter().flatten().collect())
}
