//! verdict: deadlock
//! Believes that the list should be locked while it is being completed: the threads wait for the list, and the
//! list for the threads.

use learn::sync::{Arc, Mutex, thread};

/// Computes the piece of a number. It takes long, and may be called by several threads at the same time.
pub type Compute = Arc<dyn Fn(usize) -> Vec<i32> + Send + Sync>;

/// Has `threads` threads compute `pieces` pieces, and returns them in order.
///
/// # Errors
/// The panic, if computing a piece panicked.
pub fn draw(threads: usize, pieces: usize, compute: Compute) -> thread::Result<Vec<Vec<i32>>> {
    let list = Arc::new(Mutex::new(vec![Vec::new(); pieces]));
    let started: Vec<_> = (0..threads)
        .map(|number| {
            let (list, compute) = (Arc::clone(&list), Arc::clone(&compute));
            thread::spawn(move || {
                for piece in (number..pieces).step_by(threads) {
                    let pixels = compute(piece);
                    list.lock()[piece] = pixels;
                }
            })
        })
        .collect();
    let drawn = list.lock();
    let mut outcome = Ok(());
    for thread in started {
        outcome = outcome.and(thread.join());
    }
    outcome?;
    Ok(drawn.clone())
}
