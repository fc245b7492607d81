//! verdict: assertion
//! Believes that what was seen in a list is still there when it is taken.

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
            while let Some(piece) = next(&lists, me) {
                compute(piece);
            }
        })
    };
    let threads: Vec<_> = (0..workers).map(start).collect();
    for thread in threads {
        thread.join().expect("a worker does not panic");
    }
}

/// The next piece for worker `me`.
fn next(lists: &[List], me: usize) -> Option<usize> {
    let own = lists[me].lock().pop_back();
    if own.is_some() {
        return own;
    }
    for list in lists {
        let oldest = list.lock().front().copied();
        if let Some(piece) = oldest {
            list.lock().pop_front();
            return Some(piece);
        }
    }
    None
}
