//! verdict: deadlock
//! Believes that the guard in the head of `while let` is dropped before the body: it lives until the body's
//! end, and there the same thread wants the same lock.

use learn::sync::{Arc, Mutex, thread};

/// Computes the piece of a number. It takes long, and may be called by several threads at the same time.
pub type Compute = Arc<dyn Fn(usize) -> Vec<i32> + Send + Sync>;

/// What the workers share.
struct Shared {
    /// The pieces that nobody has claimed.
    left: std::ops::Range<usize>,
    /// The pieces that are finished, each at its own place.
    finished: Vec<Vec<i32>>,
}

/// Has `workers` threads compute `pieces` pieces, and returns them in order.
pub fn draw(workers: usize, pieces: usize, compute: Compute) -> Vec<Vec<i32>> {
    let shared = Arc::new(Mutex::new(Shared { left: 0..pieces, finished: vec![Vec::new(); pieces] }));
    let threads: Vec<_> = (0..workers)
        .map(|_| {
            let shared = Arc::clone(&shared);
            let compute = Arc::clone(&compute);
            thread::spawn(move || work(&shared, &compute))
        })
        .collect();
    for thread in threads {
        thread.join().expect("no worker panics");
    }
    let shared = shared.lock();
    shared.finished.clone()
}

/// What each worker does.
fn work(shared: &Mutex<Shared>, compute: &Compute) {
    while let Some(piece) = shared.lock().left.next() {
        let pixels = compute(piece);
        shared.lock().finished[piece] = pixels;
    }
}
