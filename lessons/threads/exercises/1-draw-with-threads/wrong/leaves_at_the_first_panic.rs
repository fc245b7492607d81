//! verdict: assertion
//! Believes that `?` is all that a panic takes: it returns while the threads that were not joined yet go on.

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
            let compute = Arc::clone(&compute);
            thread::spawn(move || {
                share(number, threads, pieces).map(|piece| compute(piece)).collect::<Vec<_>>()
            })
        })
        .collect();
    let mut drawn = vec![Vec::new(); pieces];
    for (number, thread) in started.into_iter().enumerate() {
        let computed = thread.join()?;
        for (piece, pixels) in share(number, threads, pieces).zip(computed) {
            drawn[piece] = pixels;
        }
    }
    Ok(drawn)
}

fn share(number: usize, threads: usize, pieces: usize) -> impl Iterator<Item = usize> {
    (number..pieces).step_by(threads)
}
