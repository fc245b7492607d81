//! What the orders promise, the limit that can be changed, and the simple queue.

use std::cmp::{Ordering, Reverse};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use queue::by_hand::{GetError, LifoQueue, PriorityQueue, PutError, Queue, SimpleQueue, Store, TaskQueue};

use super::{LONG, SHORT};

/// Puts these items, and gets all of them.
fn through<S: Store>(queue: &TaskQueue<S>, items: impl IntoIterator<Item = S::Item>) -> Vec<S::Item> {
    for item in items {
        queue.put(item).expect("it is open");
    }
    std::iter::from_fn(|| queue.try_get().ok()).collect()
}

#[test]
fn a_queue_gives_the_first_first() {
    assert_eq!(through(&Queue::new(0), [3, 1, 2]), [3, 1, 2]);
}

#[test]
fn a_lifo_queue_gives_the_last_first() {
    let queue = LifoQueue::new(0);
    assert_eq!(through(&queue, [3, 1, 2]), [2, 1, 3]);
    queue.put(1).expect("it is open");
    queue.put(2).expect("it is open");
    assert_eq!(queue.get(), Ok(2));
    queue.put(3).expect("it is open");
    assert_eq!(queue.get(), Ok(3), "the last at that moment");
}

#[test]
fn a_priority_queue_gives_the_smallest_first() {
    assert_eq!(through(&PriorityQueue::new(0), [3, 1, 2, 1]), [1, 1, 2, 3]);
    assert_eq!(
        through(&PriorityQueue::new(0), [(2, "b"), (1, "c"), (1, "a")]),
        [(1, "a"), (1, "c"), (2, "b")]
    );
    let largest = through(&PriorityQueue::new(0), [1, 3, 2].map(Reverse));
    assert_eq!(largest, [3, 2, 1].map(Reverse));
}

#[test]
fn every_order_has_room_for_so_many() {
    fn fills<S: Store<Item = u32>>(queue: &TaskQueue<S>) {
        queue.put(1).expect("it is open");
        queue.put(2).expect("it is open");
        assert_eq!(queue.try_put(3), Err(PutError::Full(3)));
        assert!(queue.is_full());
    }
    fills(&Queue::new(2));
    fills(&LifoQueue::new(2));
    fills(&PriorityQueue::new(2));
}

#[test]
fn nothing_is_kept_of_an_item_once_it_is_fetched() {
    let item = Arc::new(());
    assert_eq!(through(&LifoQueue::new(0), [Arc::clone(&item), Arc::clone(&item)]).len(), 2);
    assert_eq!(through(&PriorityQueue::new(0), [Arc::clone(&item), Arc::clone(&item)]).len(), 2);
    let simple = SimpleQueue::new();
    simple.put(Arc::clone(&item));
    drop(simple.get());
    assert_eq!(Arc::strong_count(&item), 1);
}

#[test]
fn a_maxsize_of_zero_is_no_limit() {
    let queue = Queue::new(0);
    assert_eq!(queue.maxsize(), 0);
    (0..10_000).for_each(|item| queue.try_put(item).expect("there is room"));
    assert_eq!(queue.len(), 10_000);
    assert!(!queue.is_full());
}

#[test]
fn maxsize_may_be_raised() {
    let queue = Queue::new(1);
    queue.put(1).expect("it is open");
    queue.set_maxsize(2);
    assert_eq!(queue.maxsize(), 2);
    assert_eq!(queue.try_put(2), Ok(()));
    assert_eq!(queue.try_put(3), Err(PutError::Full(3)));
    queue.set_maxsize(0);
    assert_eq!(queue.try_put(3), Ok(()));
}

#[test]
fn below_the_length_nothing_is_lost_and_puts_find_it_full() {
    let queue = Queue::new(0);
    (1..=4).for_each(|item| queue.put(item).expect("it is open"));
    queue.set_maxsize(2);
    assert_eq!(queue.len(), 4);
    assert!(queue.is_full());
    for item in 1..=2 {
        assert_eq!(queue.try_put(5), Err(PutError::Full(5)));
        assert_eq!(queue.get(), Ok(item));
    }
    assert_eq!(queue.try_put(5), Err(PutError::Full(5)), "two are there, and there is room for two");
    assert_eq!(queue.get(), Ok(3));
    assert_eq!(queue.try_put(5), Ok(()));
    assert_eq!(through(&queue, []), [4, 5]);
}

#[test]
fn a_timeout_covers_the_whole_call_however_often_it_is_woken_in_vain() {
    let queue = Queue::new(1);
    queue.put(1).expect("it is open");
    thread::scope(|scope| {
        // Much longer than the time between two wakeups.
        let hasty = scope.spawn(|| queue.put_timeout(2, 10 * SHORT));
        let begun = Instant::now();
        while !hasty.is_finished() && begun.elapsed() < Duration::from_secs(5) {
            queue.set_maxsize(1);
        }
        assert!(hasty.is_finished(), "each wakeup gives it new time");
        assert_eq!(hasty.join().expect("nobody panics"), Err(PutError::Full(2)));
    });
}

/// Keeps nothing, so that whoever is told of an item finds none.
struct Sieve;

impl Store for Sieve {
    type Item = u32;

    fn new() -> Sieve {
        Sieve
    }

    fn push(&mut self, _through: u32) {}

    fn pop(&mut self) -> Option<u32> {
        None
    }

    fn len(&self) -> usize {
        0
    }
}

#[test]
fn a_timeout_of_a_get_covers_the_whole_call_too() {
    let queue = TaskQueue::<Sieve>::new(0);
    thread::scope(|scope| {
        // Much longer than the time between two wakeups.
        let hasty = scope.spawn(|| queue.get_timeout(10 * SHORT));
        let begun = Instant::now();
        while !hasty.is_finished() && begun.elapsed() < Duration::from_secs(5) {
            queue.put(1).expect("it is open");
        }
        assert!(hasty.is_finished(), "each wakeup gives it new time");
        assert_eq!(hasty.join().expect("nobody panics"), Err(GetError::Empty));
    });
}

/// Compares with anything but itself by panicking.
#[derive(Debug)]
struct Picky(u32);

impl Ord for Picky {
    fn cmp(&self, other: &Picky) -> Ordering {
        if self.0 == 13 || other.0 == 13 {
            resume_unwind(Box::new("it does not compare with 13"));
        }
        self.0.cmp(&other.0)
    }
}

impl PartialOrd for Picky {
    fn partial_cmp(&self, other: &Picky) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Picky {
    fn eq(&self, other: &Picky) -> bool {
        self.0 == other.0
    }
}

impl Eq for Picky {}

#[test]
fn a_comparison_that_panics_goes_to_who_asked_and_the_queue_goes_on() {
    let queue = PriorityQueue::new(2);
    queue.put(Picky(1)).expect("it is open");
    let put = catch_unwind(AssertUnwindSafe(|| queue.put(Picky(13))));
    assert!(put.is_err(), "the panic is the producer's");
    assert_eq!((queue.len(), queue.unfinished_tasks()), (2, 2), "the item is there, and counts");
    assert!(queue.is_full());
    for _ in 0..2 {
        // With two of them there is nothing to compare on the way out.
        let _task = queue.get_task().expect("it is there");
    }
    assert_eq!(queue.try_get().expect_err("both were fetched"), GetError::Empty);
    queue.join();
}

#[test]
fn a_simple_queue_is_first_in_first_out_and_never_full() {
    let queue = SimpleQueue::new();
    (0..1000).for_each(|item| queue.put(item));
    assert_eq!(queue.len(), 1000);
    assert!(!queue.is_empty());
    assert_eq!((0..1000).map(|_| queue.get()).collect::<Vec<_>>(), (0..1000).collect::<Vec<_>>());
    assert!(queue.is_empty());
    assert_eq!(queue.try_get(), None);
}

#[test]
fn a_simple_queue_waits_for_an_item_and_no_longer_than_told() {
    let queue = &SimpleQueue::default();
    let began = Instant::now();
    assert_eq!(queue.get_timeout(SHORT), None);
    assert!(began.elapsed() >= SHORT);
    assert_eq!(queue.get_timeout(Duration::ZERO), None);
    thread::scope(|scope| {
        for timeout in [None, Some(LONG), Some(Duration::MAX)] {
            let consumer = scope.spawn(move || match timeout {
                None => Some(queue.get()),
                Some(timeout) => queue.get_timeout(timeout),
            });
            queue.put(7);
            assert_eq!(consumer.join().expect("nobody panics"), Some(7));
        }
    });
    assert!(format!("{queue:?}").contains("len: 0"));
}
