//! A million items through each kind of machinery: nothing that was put is lost, and nothing is delivered twice.

use std::thread;

use queue::by_hand::{Queue, Ring, Shutdown, SimpleQueue};

const ITEMS: usize = 1_000_000;
const PRODUCERS: usize = 2;
const CONSUMERS: usize = 2;
/// Room for some, so that both sides wait now and then, and not at each item.
const CAPACITY: usize = 256;

/// Has the producers put every number below [`ITEMS`], each its own share in order, and the consumers get them.
/// `get` returns nothing when all is over, which `end` brings about.
fn each_comes_once_and_in_order(
    put: impl Fn(usize) + Sync,
    end: impl FnOnce(),
    get: impl Fn() -> Option<usize> + Sync,
) {
    let (put, get) = (&put, &get);
    let got: Vec<Vec<usize>> = thread::scope(|scope| {
        let consumers = [(); CONSUMERS].map(|()| scope.spawn(|| std::iter::from_fn(get).collect()));
        let producers =
            [0, 1].map(|producer| scope.spawn(move || (producer..ITEMS).step_by(PRODUCERS).for_each(put)));
        for producer in producers {
            producer.join().expect("nobody panics");
        }
        end();
        consumers.map(|consumer| consumer.join().expect("nobody panics")).into()
    });
    let mut times = vec![0_u8; ITEMS];
    for of_one_consumer in &got {
        let mut last = [None; PRODUCERS];
        for &item in of_one_consumer {
            times[item] += 1;
            let before = last[item % PRODUCERS].replace(item);
            assert!(before < Some(item), "{item} came after {before:?} of the same producer");
        }
    }
    assert!(times.iter().all(|&times| times == 1), "each item comes once");
}

#[test]
fn through_a_queue() {
    let queue = Queue::new(CAPACITY);
    each_comes_once_and_in_order(
        |item| queue.put(item).expect("it is open"),
        || queue.shutdown(Shutdown::Graceful),
        || queue.get().ok(),
    );
}

#[test]
fn through_a_simple_queue() {
    let queue = SimpleQueue::new();
    each_comes_once_and_in_order(
        |item| queue.put(Some(item)),
        || (0..CONSUMERS).for_each(|_| queue.put(None)),
        || queue.get(),
    );
}

#[test]
fn through_a_ring() {
    let ring = Ring::new(CAPACITY);
    each_comes_once_and_in_order(
        |item| ring.put(item).expect("it is open"),
        || ring.shutdown(Shutdown::Graceful),
        || ring.get().ok(),
    );
}
