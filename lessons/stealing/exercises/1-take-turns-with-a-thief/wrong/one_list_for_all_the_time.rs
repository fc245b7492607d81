//! verdict: not-concurrent
//! Believes that who holds the lock of a list keeps others from its pieces, and only from those.

use std::collections::VecDeque;

use learn::sync::{Arc, Mutex, thread};

/// Computes a piece.
pub type Compute = Arc<dyn Fn(usize) + Send + Sync>;

/// The pieces that a worker still has to compute.
type List = Mutex<VecDeque<usize>>;

/// Has `pieces` pieces computed by `workers` workers. Returns when all of them have been.
pub fn share(workers: usize, pieces: usize, compute: Compute) {
    let lists: Arc<Vec<List>> = Arc::new((0..workers).map(|_| Mutex::new(VecDeque::new())).collect());
    lists[0].lock().extend(0..pieces);
    let start = |me: usize| {
        let (lists, compute) = (Arc::clone(&lists), Arc::clone(&compute));
        thread::spawn(move || {
            loop {
                let mut list = lists[0].lock();
                let piece = if me == 0 { list.pop_back() } else { list.pop_front() };
                match piece {
                    Some(piece) => compute(piece),
                    None => break,
                }
            }
        })
    };
    let threads: Vec<_> = (0..workers).map(start).collect();
    for thread in threads {
        thread.join().expect("a worker does not panic");
    }
}
