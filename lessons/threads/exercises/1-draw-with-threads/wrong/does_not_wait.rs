//! verdict: panic
//! Believes that a thread is done soon after it has been started, and joins none.

use learn::sync::{Arc, Mutex, thread};

/// Computes the piece of a number. It takes long, and may be called by several threads at the same time.
pub type Compute = Arc<dyn Fn(usize) -> Vec<i32> + Send + Sync>;

/// Has `threads` threads compute `pieces` pieces, and returns them in order.
///
/// # Errors
/// The panic, if computing a piece panicked.
pub fn draw(threads: usize, pieces: usize, compute: Compute) -> thread::Result<Vec<Vec<i32>>> {
    let drawn = Arc::new(Mutex::new(vec![None; pieces]));
    for number in 0..threads {
        let (drawn, compute) = (Arc::clone(&drawn), Arc::clone(&compute));
        thread::spawn(move || {
            for piece in (number..pieces).step_by(threads) {
                let pixels = compute(piece);
                drawn.lock()[piece] = Some(pixels);
            }
        });
    }
    let drawn = drawn.lock().iter_mut().map(|pixels| pixels.take().expect("it has been drawn")).collect();
    Ok(drawn)
}
