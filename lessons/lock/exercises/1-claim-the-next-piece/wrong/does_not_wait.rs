//! verdict: panic
//! Believes that the workers are finished once they have been started: nobody joins them.

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
    for _ in 0..workers {
        let shared = Arc::clone(&shared);
        let compute = Arc::clone(&compute);
        thread::spawn(move || work(&shared, pieces, &compute));
    }
    let finished = shared.finished.lock();
    assert!(finished.iter().all(|pixels| !pixels.is_empty()), "every piece is finished");
    finished.clone()
}

/// What each worker does.
fn work(shared: &Shared, pieces: usize, compute: &Compute) {
    while let Some(piece) = claim(shared, pieces) {
        let pixels = compute(piece);
        shared.finished.lock()[piece] = pixels;
    }
}

/// Claims the next piece; `None` if all are claimed.
fn claim(shared: &Shared, pieces: usize) -> Option<usize> {
    // Held from reading to writing: for the others the two are one step.
    let mut next = shared.next.lock();
    if *next == pieces {
        return None;
    }
    let piece = *next;
    *next += 1;
    Some(piece)
}
