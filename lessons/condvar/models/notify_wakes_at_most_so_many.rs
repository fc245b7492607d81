//! Of three that wait, a notification for two lets two go, and the third stays until the next.

use super::by_hand::Condvar;
use crate::sync::{Arc, Bound, Model, Mutex, thread};

/// What the lock guards.
#[derive(Default)]
struct Count {
    here: usize,
    /// How many may go, by the notifications so far.
    may_go: usize,
    gone: usize,
}

/// What they share: a lock, and two condition variables over it.
struct Place {
    count: Mutex<Count>,
    all_here: Condvar,
    go: Condvar,
}

pub fn model() -> Model {
    Model::new("two of three go", || {
        let place = Arc::new(Place {
            count: Mutex::new(Count::default()),
            all_here: Condvar::new(),
            go: Condvar::new(),
        });
        let waiters = [(); 3].map(|()| {
            let place = Arc::clone(&place);
            thread::spawn(move || waits(&place))
        });
        // Whoever has counted itself gives the lock up only to wait. So all three do.
        let mut count = place.count.lock();
        place.all_here.wait_while(&mut count, |count| count.here < 3);
        count.may_go = 2;
        assert_eq!(place.go.notify(&count, 2), 2);
        drop(count);
        // Those who were notified may go in between, or not yet.
        let mut count = place.count.lock();
        count.may_go = 3;
        assert_eq!(place.go.notify(&count, 2), 1, "one was left");
        drop(count);
        waiters.into_iter().for_each(|waiter| waiter.join().expect("nobody panics"));
    })
    // How many are notified is decided under the lock: the orders in which threads get it are enough, and they
    // take no preemption.
    .preemptions(Bound::AtMost(0))
}

fn waits(place: &Place) {
    let mut count = place.count.lock();
    count.here += 1;
    if count.here == 3 {
        place.all_here.notify_one(&count);
    }
    place.go.wait(&mut count);
    count.gone += 1;
    assert!(count.gone <= count.may_go, "one too many");
}
