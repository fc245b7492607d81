//! verdict: not-concurrent
//! Believes that a worker may keep the lock until it has published: right, and no faster than one thread.

use learn::sync::{Arc, Mutex, thread};

/// Computes the piece of a number. It takes long, and may be called by several threads at the same time.
pub type Compute = Arc<dyn Fn(usize) -> Vec<i32> + Send + Sync>;

/// What the workers share.
struct Shared {
    /// The number of the next piece that nobody has claimed.
    next: Mutex<usize>,
    /// The pieces that are finished, each at its own place.
    finished: Mutex<Vec<Vec<i32>>>,
}

/// Has `workers` threads compute `pieces` pieces, and returns them in order.
pub fn draw(workers: usize, pieces: usize, compute: Compute) -> Vec<Vec<i32>> {
    let shared = Arc::new(Shared { next: Mutex::new(0), finished: Mutex::new(vec![Vec::new(); pieces]) });
    let threads: Vec<_> = (0..workers)
        .map(|_| {
            let shared = Arc::clone(&shared);
            let compute = Arc::clone(&compute);
            thread::spawn(move || work(&shared, pieces, &compute))
        })
        .collect();
    for thread in threads {
        thread.join().expect("no worker panics");
    }
    let finished = shared.finished.lock();
    finished.clone()
}

/// What each worker does.
fn work(shared: &Shared, pieces: usize, compute: &Compute) {
    loop {
        let mut next = shared.next.lock();
        let piece = *next;
        if piece == pieces {
            return;
        }
        *next += 1;
        let pixels = compute(piece);
        shared.finished.lock()[piece] = pixels;
    }
}
