//! verdict: not-concurrent
//! Believes that pieces on their way from one list to another are seen by who looks into both.

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

/// The next piece for worker `me`. What is stolen beyond that goes into its own list.
fn next(lists: &[List], me: usize) -> Option<usize> {
    let own = lists[me].lock().pop_back();
    if own.is_some() {
        return own;
    }
    for distance in 1..lists.len() {
        let mut stolen: VecDeque<usize> = {
            let mut list = lists[(me + distance) % lists.len()].lock();
            let half = list.len().div_ceil(2);
            list.drain(..half).collect()
        };
        if let Some(piece) = stolen.pop_back() {
            lists[me].lock().extend(stolen);
            return Some(piece);
        }
    }
    None
}
