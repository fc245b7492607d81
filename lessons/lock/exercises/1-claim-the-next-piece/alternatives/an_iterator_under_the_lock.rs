//! What is guarded is the range of pieces that are left; what is finished comes back by `join`.

use learn::sync::{Arc, Mutex, thread};

/// Computes the piece of a number. It takes long, and may be called by several threads at the same time.
pub type Compute = Arc<dyn Fn(usize) -> Vec<i32> + Send + Sync>;

/// Has `workers` threads compute `pieces` pieces, and returns them in order.
pub fn draw(workers: usize, pieces: usize, compute: Compute) -> Vec<Vec<i32>> {
    let left = Arc::new(Mutex::new(0..pieces));
    let threads: Vec<_> = (0..workers)
        .map(|_| {
            let left = Arc::clone(&left);
            let compute = Arc::clone(&compute);
            thread::spawn(move || {
                let mut mine = Vec::new();
                loop {
                    // A statement of its own: its guard is gone before the piece is computed.
                    let claimed = left.lock().next();
                    let Some(piece) = claimed else { return mine };
                    mine.push((piece, compute(piece)));
                }
            })
        })
        .collect();
    let mut finished: Vec<_> =
        threads.into_iter().flat_map(|t| t.join().expect("no worker panics")).collect();
    finished.sort_by_key(|(piece, _)| *piece);
    finished.into_iter().map(|(_, pixels)| pixels).collect()
}
