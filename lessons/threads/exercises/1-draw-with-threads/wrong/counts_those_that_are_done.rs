//! verdict: livelock
//! Believes that a count of the threads that are done does what joining does. A thread that panics is never counted.

use learn::sync::atomic::{AtomicUsize, Ordering};
use learn::sync::{Arc, Mutex, thread};

/// Computes the piece of a number. It takes long, and may be called by several threads at the same time.
pub type Compute = Arc<dyn Fn(usize) -> Vec<i32> + Send + Sync>;

/// Has `threads` threads compute `pieces` pieces, and returns them in order.
///
/// # Errors
/// The panic, if computing a piece panicked.
pub fn draw(threads: usize, pieces: usize, compute: Compute) -> thread::Result<Vec<Vec<i32>>> {
    let drawn = Arc::new(Mutex::new(vec![Vec::new(); pieces]));
    let done = Arc::new(AtomicUsize::new(0));
    for number in 0..threads {
        let (drawn, done, compute) = (Arc::clone(&drawn), Arc::clone(&done), Arc::clone(&compute));
        thread::spawn(move || {
            for piece in (number..pieces).step_by(threads) {
                let pixels = compute(piece);
                drawn.lock()[piece] = pixels;
            }
            done.fetch_add(1, Ordering::Release);
        });
    }
    while done.load(Ordering::Acquire) < threads {
        thread::yield_now();
    }
    let drawn = drawn.lock().clone();
    Ok(drawn)
}
