//! A notification for one goes to whoever has waited longest.

use super::by_hand::Condvar;
use crate::sync::{Arc, Bound, Model, Mutex, thread};

/// What the lock guards.
#[derive(Default)]
struct Order {
    here: usize,
    /// Who went, in this order.
    gone: Vec<u32>,
}

type Shared = Arc<(Mutex<Order>, Condvar, Condvar)>;

pub fn model() -> Model {
    Model::new("who has waited longest goes first", || {
        let shared: Shared = Arc::new((Mutex::new(Order::default()), Condvar::new(), Condvar::new()));
        let (order, arrived, go) = &*shared;
        let first = waiter(&shared, 1);
        arrived.wait_while(&mut order.lock(), |order| order.here < 1);
        let second = waiter(&shared, 2);
        let mut order = order.lock();
        arrived.wait_while(&mut order, |order| order.here < 2);
        assert!(go.notify_one(&order));
        drop(order);
        first.join().expect("it was notified");
        let order = shared.0.lock();
        assert_eq!(order.gone, [1]);
        assert!(go.notify_one(&order));
        drop(order);
        second.join().expect("nobody panics");
    })
    // The order is made by the lock, not by preemptions; one, to be taken away in the middle of joining the queue.
    .preemptions(Bound::AtMost(1))
}

fn waiter(shared: &Shared, number: u32) -> thread::JoinHandle<()> {
    let shared = Arc::clone(shared);
    thread::spawn(move || {
        let (order, arrived, go) = &*shared;
        let mut order = order.lock();
        order.here += 1;
        arrived.notify_one(&order);
        go.wait(&mut order);
        order.gone.push(number);
    })
}
