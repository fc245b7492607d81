//! Its own list first, from the back; then the others', from the front. One lock at a time.

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

/// The next piece for worker `me`: its own newest, or somebody else's oldest.
fn next(lists: &[List], me: usize) -> Option<usize> {
    // A statement of its own: the lock is given back before the next one is taken.
    let own = lists[me].lock().pop_back();
    own.or_else(|| {
        // Nothing is ever added, so a list that was empty stays so, and one round is enough.
        let others = (1..lists.len()).map(|distance| &lists[(me + distance) % lists.len()]);
        others.into_iter().find_map(|list| list.lock().pop_front())
    })
}
