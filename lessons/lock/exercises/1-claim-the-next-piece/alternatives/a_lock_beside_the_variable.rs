//! As in Python: the lock stands beside what it guards, and whoever forgets it is not stopped.

use learn::sync::{Arc, Mutex, Plain, thread};

/// Computes the piece of a number. It takes long, and may be called by several threads at the same time.
pub type Compute = Arc<dyn Fn(usize) -> Vec<i32> + Send + Sync>;

/// What the workers share.
struct Shared {
    /// Whoever reaches `next` holds this.
    claiming: Mutex<()>,
    /// The number of the next piece that nobody has claimed.
    next: Plain<usize>,
    /// The pieces that are finished, each at its own place.
    finished: Mutex<Vec<Vec<i32>>>,
}

/// Has `workers` threads compute `pieces` pieces, and returns them in order.
pub fn draw(workers: usize, pieces: usize, compute: Compute) -> Vec<Vec<i32>> {
    let shared = Arc::new(Shared {
        claiming: Mutex::new(()),
        next: Plain::new(0),
        finished: Mutex::new(vec![Vec::new(); pieces]),
    });
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
    while let Some(piece) = claim(shared, pieces) {
        let pixels = compute(piece);
        shared.finished.lock()[piece] = pixels;
    }
}

/// Claims the next piece; `None` if all are claimed.
fn claim(shared: &Shared, pieces: usize) -> Option<usize> {
    let _claiming = shared.claiming.lock();
    let piece = shared.next.get();
    if piece == pieces {
        return None;
    }
    shared.next.set(piece + 1);
    Some(piece)
}
