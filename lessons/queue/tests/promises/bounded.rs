//! What both bounded queues promise, the one under a lock and the one of atomics.

use std::cell::Cell;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use queue::by_hand::{GetError, PutError, Queue, Ring, ShutDown, Shutdown};

use super::{LONG, SHORT};

macro_rules! bounded {
    ($name:ident, $Queue:ident) => {
        mod $name {
            use super::*;

            #[test]
            fn first_in_first_out() {
                let queue = $Queue::new(3);
                for round in 0..10 {
                    for item in 0..3 {
                        queue.put((round, item)).expect("it is open");
                    }
                    for item in 0..3 {
                        assert_eq!(queue.get(), Ok((round, item)));
                    }
                }
            }

            #[test]
            fn what_does_not_fit_comes_back() {
                let queue = $Queue::new(1);
                assert_eq!(queue.try_put(1), Ok(()));
                assert_eq!(queue.try_put(2), Err(PutError::Full(2)));
                assert_eq!(queue.put_timeout(3, SHORT), Err(PutError::Full(3)));
                assert_eq!(queue.try_put(4).expect_err("it is full").into_item(), 4);
                assert_eq!(queue.get(), Ok(1));
                assert_eq!(queue.try_get(), Err(GetError::Empty), "nothing else got in");
            }

            #[test]
            fn an_empty_queue_says_so() {
                let queue = $Queue::<u32>::new(1);
                assert_eq!(queue.try_get(), Err(GetError::Empty));
                assert_eq!(queue.get_timeout(SHORT), Err(GetError::Empty));
            }

            #[test]
            fn there_is_a_length() {
                let queue = $Queue::new(2);
                assert_eq!((queue.len(), queue.is_empty(), queue.is_full()), (0, true, false));
                queue.put(1).expect("it is open");
                assert_eq!((queue.len(), queue.is_empty(), queue.is_full()), (1, false, false));
                queue.put(2).expect("it is open");
                assert_eq!((queue.len(), queue.is_empty(), queue.is_full()), (2, false, true));
                queue.get().expect("two are there");
                assert_eq!((queue.len(), queue.is_empty(), queue.is_full()), (1, false, false));
            }

            #[test]
            fn a_put_waits_for_room() {
                let queue = $Queue::new(1);
                queue.put(1).expect("it is open");
                thread::scope(|scope| {
                    for timeout in [None, Some(LONG)] {
                        // It takes longer to start a thread than to find the queue full.
                        let consumer = scope.spawn(|| queue.get());
                        match timeout {
                            None => queue.put(2).expect("it is open"),
                            Some(timeout) => queue.put_timeout(2, timeout).expect("in time"),
                        }
                        assert_eq!(consumer.join().expect("nobody panics"), Ok(1));
                        assert_eq!(queue.get(), Ok(2));
                        queue.put(1).expect("it is open");
                    }
                });
            }

            #[test]
            fn a_get_waits_for_an_item() {
                let queue = $Queue::new(1);
                thread::scope(|scope| {
                    for timeout in [None, Some(LONG)] {
                        // It takes longer to start a thread than to find the queue empty.
                        scope.spawn(|| queue.put(1).expect("it is open"));
                        match timeout {
                            None => assert_eq!(queue.get(), Ok(1)),
                            Some(timeout) => assert_eq!(queue.get_timeout(timeout), Ok(1)),
                        }
                    }
                });
            }

            #[test]
            fn a_timeout_is_not_early() {
                let queue = $Queue::new(1);
                let began = Instant::now();
                assert_eq!(queue.get_timeout(SHORT), Err(GetError::Empty));
                assert!(began.elapsed() >= SHORT);
                queue.put(1).expect("it is open");
                let began = Instant::now();
                assert_eq!(queue.put_timeout(2, SHORT), Err(PutError::Full(2)));
                assert!(began.elapsed() >= SHORT);
            }

            #[test]
            fn zero_means_try() {
                let queue = $Queue::new(1);
                assert_eq!(queue.get_timeout(Duration::ZERO), Err(GetError::Empty));
                assert_eq!(queue.put_timeout(1, Duration::ZERO), Ok(()));
                assert_eq!(queue.put_timeout(2, Duration::ZERO), Err(PutError::Full(2)));
                assert_eq!(queue.get_timeout(Duration::ZERO), Ok(1));
            }

            #[test]
            fn a_timeout_too_long_for_the_clock_is_for_ever() {
                let queue = $Queue::new(1);
                thread::scope(|scope| {
                    scope.spawn(|| queue.put_timeout(1, Duration::MAX).expect("there is room"));
                    assert_eq!(queue.get_timeout(Duration::MAX), Ok(1));
                    queue.put(2).expect("it is open");
                    scope.spawn(|| assert_eq!(queue.get(), Ok(2)));
                    assert_eq!(queue.put_timeout(3, Duration::MAX), Ok(()));
                });
            }

            #[test]
            fn timed_and_untimed_waiters_mix() {
                let queue = $Queue::new(1);
                thread::scope(|scope| {
                    for _ in 0..2 {
                        scope.spawn(|| (0..200).for_each(|item| queue.put(item).expect("it is open")));
                        scope.spawn(|| {
                            (0..200).for_each(|item| queue.put_timeout(item, LONG).expect("it is open"));
                        });
                        scope.spawn(|| (0..200).for_each(|_| assert!(queue.get().is_ok())));
                        scope.spawn(|| {
                            (0..200).for_each(|_| assert!(queue.get_timeout(LONG).is_ok()));
                        });
                    }
                });
                assert!(queue.is_empty());
            }

            #[test]
            fn after_a_graceful_shutdown_what_is_queued_can_be_fetched() {
                let queue = $Queue::new(2);
                queue.put(1).expect("it is open");
                queue.put(2).expect("it is open");
                assert!(!queue.is_shut_down());
                queue.shutdown(Shutdown::Graceful);
                assert!(queue.is_shut_down());
                assert_eq!(queue.put(3), Err(ShutDown(3)));
                assert_eq!(queue.try_put(4), Err(PutError::ShutDown(4)));
                assert_eq!(queue.get(), Ok(1));
                assert_eq!(queue.put_timeout(5, LONG), Err(PutError::ShutDown(5)), "though there is room");
                assert_eq!(queue.get_timeout(LONG), Ok(2));
                assert_eq!(queue.get(), Err(ShutDown(())));
                assert_eq!(queue.try_get(), Err(GetError::ShutDown));
                assert_eq!(queue.get_timeout(LONG), Err(GetError::ShutDown));
            }

            #[test]
            fn an_immediate_shutdown_drops_what_is_queued() {
                let (queue, item) = ($Queue::new(2), Arc::new(()));
                queue.put(Arc::clone(&item)).expect("it is open");
                queue.put(Arc::clone(&item)).expect("it is open");
                queue.shutdown(Shutdown::Immediate);
                assert_eq!(Arc::strong_count(&item), 1);
                assert!(queue.is_empty());
                assert_eq!(queue.get(), Err(ShutDown(())));
                assert_eq!(queue.put(Arc::clone(&item)), Err(ShutDown(item)));
            }

            #[test]
            fn shutdown_may_be_called_again_and_become_immediate() {
                let queue = $Queue::new(2);
                queue.put(1).expect("it is open");
                queue.shutdown(Shutdown::Graceful);
                queue.shutdown(Shutdown::Graceful);
                assert_eq!(queue.len(), 1);
                queue.shutdown(Shutdown::Immediate);
                assert_eq!(queue.len(), 0);
                queue.shutdown(Shutdown::Immediate);
                queue.shutdown(Shutdown::Graceful);
                assert_eq!(queue.get(), Err(ShutDown(())));
            }

            #[test]
            fn shutdown_wakes_every_producer_and_every_consumer() {
                for how in [Shutdown::Graceful, Shutdown::Immediate] {
                    let (full, empty) = (&$Queue::new(1), &$Queue::<u32>::new(1));
                    full.put(0).expect("it is open");
                    thread::scope(|scope| {
                        let producers = [1, 2, 3, 4].map(|item| scope.spawn(move || full.put(item)));
                        let consumers = [(); 4].map(|()| scope.spawn(|| empty.get()));
                        full.shutdown(how);
                        empty.shutdown(how);
                        for (item, producer) in (1..).zip(producers) {
                            assert_eq!(producer.join().expect("nobody panics"), Err(ShutDown(item)));
                        }
                        for consumer in consumers {
                            assert_eq!(consumer.join().expect("nobody panics"), Err(ShutDown(())));
                        }
                    });
                }
            }

            #[test]
            fn nothing_is_kept_of_an_item_once_it_is_fetched() {
                let (queue, item) = ($Queue::new(4), Arc::new(()));
                for _ in 0..10 {
                    queue.put(Arc::clone(&item)).expect("it is open");
                    drop(queue.get().expect("it is there"));
                    assert_eq!(Arc::strong_count(&item), 1);
                }
            }

            #[test]
            fn items_need_to_be_sent_but_not_shared() {
                let queue = $Queue::new(1);
                thread::scope(|scope| {
                    scope.spawn(|| queue.put(Cell::new(7)).expect("it is open"));
                    assert_eq!(queue.get().expect("it is open").get(), 7);
                });
            }

            #[test]
            fn what_an_item_does_as_it_is_dropped_may_use_the_queue() {
                struct Looks(Arc<$Queue<Looks>>, mpsc::Sender<bool>);
                impl Drop for Looks {
                    fn drop(&mut self) {
                        let shut = self.0.try_get().is_err_and(|error| error == GetError::ShutDown);
                        self.1.send(shut).expect("the test listens");
                    }
                }
                let (queue, (told, heard)) = (Arc::new($Queue::new(1)), mpsc::channel());
                queue.put(Looks(Arc::clone(&queue), told)).expect("it is open");
                queue.shutdown(Shutdown::Immediate);
                assert_eq!(heard.recv(), Ok(true));
            }

            #[test]
            fn a_queue_may_be_dropped_in_any_state() {
                let item = Arc::new(());
                for shutdown in [None, Some(Shutdown::Graceful), Some(Shutdown::Immediate)] {
                    let queue = $Queue::new(2);
                    queue.put(Arc::clone(&item)).expect("it is open");
                    queue.put(Arc::clone(&item)).expect("it is open");
                    drop(queue.get());
                    let _ = queue.put_timeout(Arc::clone(&item), Duration::ZERO);
                    let _ = queue.put_timeout(Arc::clone(&item), Duration::ZERO);
                    shutdown.into_iter().for_each(|how| queue.shutdown(how));
                    drop(queue);
                    assert_eq!(Arc::strong_count(&item), 1);
                }
            }

            #[test]
            fn it_shows_how_long_it_is() {
                let queue = $Queue::new(2);
                queue.put(Cell::new(1)).expect("it is open");
                let shown = format!("{queue:?}");
                assert!(shown.contains("len: 1") && shown.contains("shut: false"), "{shown}");
            }
        }
    };
}

bounded!(locked, Queue);
bounded!(ring, Ring);

#[test]
#[should_panic(expected = "at least one slot")]
fn a_ring_without_slots_is_refused() {
    let _ = Ring::<u32>::new(0);
}

#[test]
fn errors_say_what_happened() {
    assert_eq!(PutError::Full(1).to_string(), "the queue is full");
    assert_eq!(PutError::ShutDown(1).to_string(), "the queue has been shut down");
    assert_eq!(GetError::Empty.to_string(), "the queue is empty");
    assert_eq!(GetError::ShutDown.to_string(), "the queue has been shut down");
    assert_eq!(ShutDown(1).to_string(), "the queue has been shut down");
    // Without asking that the item can be shown.
    assert_eq!(format!("{:?}", PutError::Full(Cell::new(1))), "Full(..)");
    assert_eq!(format!("{:?}", ShutDown(Cell::new(1))), "ShutDown(..)");
}
