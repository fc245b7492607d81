//! What the primitives promise, with real threads.
//!
//! What hangs on one particular schedule, or on one ordering, is left to `tests/loom.rs`, which tries them all.

use std::cell::Cell;
use std::ops::Range;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;

use atomics::by_hand::{Claims, Counter, Flag, OneShot, Padded, SeqLock};

// Ends this program, and says so, if all its threads sleep for good.
use watchdog as _;

/// Runs `work` in so many threads at the same time, each with its number, and returns what each comes to.
fn in_threads<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let (work, start) = (&work, &Barrier::new(count));
    thread::scope(|scope| {
        let run = |number| {
            scope.spawn(move || {
                start.wait();
                work(number)
            })
        };
        let threads: Vec<_> = (0..count).map(run).collect();
        threads.into_iter().map(|thread| thread.join().expect("no thread panics")).collect()
    })
}

/// Panics without printing.
fn panic_quietly() -> ! {
    panic::resume_unwind(Box::new("on purpose"))
}

mod a_counter {
    use super::*;

    #[test]
    fn loses_no_addition() {
        let counter = Counter::new();
        in_threads(4, |_| (0..20_000).for_each(|_| _ = counter.add(3)));
        assert_eq!(counter.get(), 4 * 20_000 * 3);
    }

    #[test]
    fn tells_each_who_adds_another_number() {
        let counter = Counter::default();
        let told = in_threads(4, |_| (0..5_000).map(|_| counter.add(1)).collect::<Vec<_>>());
        assert!(told.iter().all(|numbers| numbers.is_sorted()), "each thread sees it grow");
        let mut told = told.concat();
        told.sort_unstable();
        assert_eq!(told, (0..20_000).collect::<Vec<_>>());
    }

    #[test]
    fn goes_on_at_0_beyond_the_greatest_number() {
        let counter = Counter::new();
        counter.add(u64::MAX);
        assert_eq!(counter.add(2), u64::MAX);
        assert_eq!(counter.get(), 1);
        assert_eq!(format!("{counter:?}"), "Counter(1)");
    }

    #[test]
    fn that_is_padded_shares_no_cache_line_with_its_neighbour() {
        let counters: [Padded<Counter>; 2] = Default::default();
        let [first, second] = counters.each_ref().map(|counter| std::ptr::from_ref(&**counter).addr());
        assert_eq!((first % 128, second - first), (0, 128));
        counters[1].add(1);
        assert_eq!((counters[0].get(), counters[1].0.get()), (0, 1), "it is used as any other");
    }
}

mod claims {
    use super::*;

    /// Has each of four threads claim until nothing is left, and holds what they got against what there was.
    fn all_are_claimed_once(claim: impl Fn(&Claims, usize) -> Range<usize> + Sync) {
        let claims = Claims::new(20_000);
        let claimed = in_threads(4, |number| {
            let shares = std::iter::repeat_with(|| claim(&claims, number));
            shares.take_while(|share| !share.is_empty()).flatten().collect::<Vec<_>>()
        });
        let mut claimed = claimed.concat();
        claimed.sort_unstable();
        assert_eq!(claimed, (0..20_000).collect::<Vec<_>>());
    }

    fn one(claims: &Claims) -> Range<usize> {
        claims.claim().map_or(0..0, |number| number..number + 1)
    }

    #[test]
    fn give_out_each_number_once() {
        all_are_claimed_once(|claims, _| one(claims));
    }

    #[test]
    fn give_out_each_number_once_also_if_some_claim_shares() {
        all_are_claimed_once(
            |claims, thread| if thread < 2 { one(claims) } else { claims.claim_share(5_000) },
        );
    }

    #[test]
    fn give_out_nothing_beyond_the_end_however_often_they_are_asked() {
        let claims = Claims::new(1);
        assert_eq!(claims.claim(), Some(0));
        for _ in 0..3 {
            assert_eq!(claims.claim(), None);
            assert!(claims.claim_share(1).is_empty());
        }
        assert_eq!(Claims::new(0).claim(), None);
    }

    #[test]
    fn give_out_shares_of_what_is_left_rounded_up() {
        let claims = Claims::new(10);
        let shares: Vec<_> = (0..6).map(|_| claims.claim_share(3)).collect();
        assert_eq!(shares, [0..4, 4..6, 6..8, 8..9, 9..10, 10..10]);
    }

    #[test]
    #[should_panic(expected = "a share of none")]
    fn refuse_to_make_no_shares() {
        let _ = Claims::new(1).claim_share(0);
    }

    #[test]
    fn say_what_is_left() {
        let claims = Claims::new(3);
        let _ = claims.claim();
        assert_eq!(format!("{claims:?}"), "Claims { left: 1..3 }");
        let _ = (claims.claim(), claims.claim(), claims.claim());
        assert_eq!(format!("{claims:?}"), "Claims { left: 3..3 }");
    }
}

mod a_flag {
    use super::*;

    #[test]
    fn is_seen_together_with_what_came_before_it() {
        for round in 1..2_000 {
            let (message, flag) = (AtomicUsize::new(0), Flag::new());
            in_threads(2, |number| match number {
                0 => {
                    message.store(round, Ordering::Relaxed); // Relaxed: the flag publishes it
                    flag.raise();
                }
                _ => {
                    while !flag.is_raised() {
                        thread::yield_now();
                    }
                    assert_eq!(message.load(Ordering::Relaxed), round); // Relaxed: after the flag
                }
            });
        }
    }

    #[test]
    fn stays_raised() {
        let flag = Flag::default();
        assert!(!flag.is_raised());
        assert_eq!(format!("{flag:?}"), "Flag { raised: false }");
        for _ in 0..2 {
            flag.raise();
            assert!(flag.is_raised());
        }
    }
}

mod a_one_shot_cell {
    use super::*;

    #[test]
    fn hands_each_value_over_whole() {
        let cells: Vec<OneShot<String>> = (0..2_000).map(|_| OneShot::new()).collect();
        in_threads(2, |number| {
            for (index, cell) in cells.iter().enumerate() {
                if number == 0 {
                    assert_eq!(cell.set(index.to_string()), Ok(()));
                } else {
                    let value = loop {
                        match cell.take() {
                            Some(value) => break value,
                            None => thread::yield_now(),
                        }
                    };
                    assert_eq!(value, index.to_string());
                }
            }
        });
        assert!(cells.iter().all(|cell| cell.is_set() && cell.take().is_none()));
    }

    #[test]
    fn is_set_by_one_of_many_and_the_others_get_their_values_back() {
        for _ in 0..500 {
            let cell = OneShot::new();
            let set = in_threads(3, |number| cell.set(number));
            let winner = cell.take().expect("somebody has set it");
            for (number, outcome) in set.into_iter().enumerate() {
                assert_eq!(outcome, if number == winner { Ok(()) } else { Err(number) });
            }
        }
    }

    #[test]
    fn gives_its_value_to_one_of_many() {
        for _ in 0..500 {
            let cell = OneShot::new();
            cell.set("value").expect("nobody has set it");
            let taken = in_threads(3, |_| cell.take());
            assert_eq!(taken.into_iter().flatten().collect::<Vec<_>>(), ["value"]);
        }
    }

    #[test]
    fn is_never_set_a_second_time() {
        let cell = OneShot::default();
        assert_eq!(cell.take(), None);
        assert!(!cell.is_set());
        assert_eq!(cell.set(1), Ok(()), "to have looked in vain does not spoil it");
        assert_eq!(cell.set(2), Err(2), "the value comes back");
        assert_eq!(cell.take(), Some(1));
        assert_eq!(cell.set(3), Err(3), "not after it was taken either");
        assert_eq!(cell.take(), None);
        assert!(cell.is_set(), "it has been");
    }

    #[test]
    fn may_be_dropped_in_any_state_and_drops_its_value_once() {
        let value = Arc::new(());
        let (never_set, full, taken) = (OneShot::<Arc<()>>::new(), OneShot::new(), OneShot::new());
        full.set(Arc::clone(&value)).expect("nobody has set it");
        taken.set(Arc::clone(&value)).expect("nobody has set it");
        let in_hand = taken.take();
        drop((never_set, full, taken));
        assert_eq!(Arc::strong_count(&value), 2, "what was taken lives on");
        drop(in_hand);
        assert_eq!(Arc::strong_count(&value), 1);
    }

    #[test]
    fn that_nobody_else_has_is_opened_without_asking() {
        let cell = OneShot::new();
        cell.set(1).expect("nobody has set it");
        assert_eq!(format!("{cell:?}"), "OneShot { set: true, taken: false, .. }");
        assert_eq!(cell.into_inner(), Some(1));
        assert_eq!(OneShot::<i32>::new().into_inner(), None);
    }

    #[test]
    fn hands_over_what_can_be_sent_though_it_cannot_be_shared() {
        let cell = OneShot::new();
        thread::scope(|scope| {
            scope.spawn(|| cell.set(Cell::new(1)).expect("nobody else sets it"));
        });
        assert_eq!(cell.take().map(Cell::into_inner), Some(1));
    }
}

mod a_sequence_lock {
    use super::*;

    /// Adds the same to each word.
    fn step(words: &mut [u64; 3]) {
        words.iter_mut().for_each(|word| *word += 1);
    }

    #[test]
    fn is_read_whole_and_never_backwards_while_others_write() {
        let lock = SeqLock::new([0; 3]);
        in_threads(4, |number| {
            if number < 2 {
                for _ in 0..2_000 {
                    lock.update(step);
                    thread::yield_now();
                }
            } else {
                let mut before = 0;
                while before < 4_000 {
                    let [first, rest @ ..] = lock.read();
                    assert_eq!(rest, [first; 2], "of one update");
                    assert!(first >= before, "no older than the last time");
                    before = first;
                    thread::yield_now();
                }
            }
        });
        assert_eq!(lock.read(), [4_000; 3]);
    }

    #[test]
    fn loses_no_update() {
        let lock = SeqLock::new([0]);
        let found = in_threads(4, |_| {
            let add = |[word]: &mut [u64; 1]| {
                *word += 1;
                *word - 1
            };
            (0..5_000).map(|_| lock.update(add)).collect::<Vec<_>>()
        });
        let mut found = found.concat();
        found.sort_unstable();
        assert_eq!(found, (0..20_000).collect::<Vec<_>>(), "each found another number");
    }

    #[test]
    fn says_that_somebody_writes_rather_than_wait() {
        let lock = SeqLock::new([1, 2]);
        lock.update(|words| {
            words[0] = 7;
            assert_eq!(lock.try_read(), None);
            assert_eq!(format!("{lock:?}"), "SeqLock { words: <being written> }");
        });
        assert_eq!(lock.try_read(), Some([7, 2]));
        assert_eq!(format!("{lock:?}"), "SeqLock { words: [7, 2] }");
    }

    #[test]
    fn is_as_it_was_after_an_update_that_panics_and_can_be_used() {
        let lock = SeqLock::new([1, 1]);
        let update = || {
            lock.update(|words| {
                words[0] = 7;
                panic_quietly()
            })
        };
        panic::catch_unwind(AssertUnwindSafe(update)).expect_err("it panics");
        assert_eq!(lock.try_read(), Some([1, 1]));
        lock.update(|words| words[1] = 2);
        assert_eq!(lock.read(), [1, 2]);
    }
}
