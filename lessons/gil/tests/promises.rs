//! The promises under real threads. What depends on the schedule is in `models/`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use gil::by_hand::{Closed, Counts, DEFAULT_SWITCH_INTERVAL, Gil, TakeError};
use gil::orders::{self, Between};
use gil::waiting;
use script::{Plain, Portable, Program, Shared};

// Ends this program, and says so, if all its threads sleep for good.
use watchdog as _;

const SHORT: Duration = Duration::from_millis(10);
/// Far longer than any of these tests takes.
const LONG: Duration = Duration::from_secs(600);

/// Blocks until so many wait: no test has to guess how long that takes.
fn until_waiting<T>(gil: &Gil<T>, count: usize) {
    while gil.waiting() != count {
        thread::yield_now();
    }
}

/// Blocks until somebody has asked for the interpreter.
fn until_requested<T>(gil: &Gil<T>) {
    while !gil.is_requested() {
        thread::yield_now();
    }
}

#[test]
fn one_has_it_at_a_time_and_it_goes_back_when_it_is_dropped() {
    let gil = Gil::new(1);
    assert!(!gil.is_held());
    let mut held = gil.take().expect("nobody closes it");
    *held += 1;
    assert!(gil.is_held());
    assert_eq!(gil.take_timeout(Duration::ZERO).map(|held| *held), Err(TakeError::TimedOut));
    drop(held);
    assert!(!gil.is_held());
    assert_eq!(*gil.take_timeout(Duration::ZERO).expect("nobody has it"), 2);
    assert_eq!(gil.into_inner(), 2);
}

#[test]
fn threads_that_run_on_and_on_take_turns_and_nothing_is_lost() {
    const THREADS: u64 = 4;
    const EACH: u64 = 20_000;
    let gil = Gil::new(0);
    gil.set_switch_interval(Duration::from_micros(50));
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                let mut held = gil.take().expect("nobody closes it");
                for _ in 0..EACH {
                    *held += 1;
                    if held.is_requested() {
                        held.give_way().expect("nobody closes it");
                    }
                }
            });
        }
    });
    assert!(!gil.is_requested(), "nobody is left who wants it");
    assert_eq!(gil.into_inner(), THREADS * EACH);
}

#[test]
fn who_waits_asks_after_an_interval_and_gets_it_when_the_holder_gives_way() {
    let gil = Gil::new(Vec::new());
    gil.set_switch_interval(Duration::from_millis(1));
    let mut held = gil.take().expect("nobody closes it");
    thread::scope(|scope| {
        let other = scope.spawn(|| gil.take().expect("nobody closes it").push("the other"));
        until_requested(&gil);
        assert!(held.is_requested());
        held.push("before");
        held.give_way().expect("nobody closes it");
        held.push("after");
        other.join().expect("nobody panics");
    });
    assert_eq!(*held, ["before", "the other", "after"]);
    assert!(!held.is_requested());
    let Counts { switches, requests } = gil.counts();
    assert_eq!(switches, 2);
    assert!(requests >= 1);
}

#[test]
fn two_that_give_way_again_and_again_take_turns_strictly() {
    const ROUNDS: u64 = 1000;
    let gil = Gil::new(0);
    gil.set_switch_interval(LONG);
    let mut held = gil.take().expect("nobody closes it");
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut held = gil.take().expect("nobody closes it");
            for _ in 0..ROUNDS {
                *held += 1;
                held.give_way().expect("nobody closes it");
            }
        });
        until_waiting(&gil, 1);
        for round in 1..=ROUNDS {
            held.give_way().expect("nobody closes it");
            assert_eq!(*held, round, "the other has had one turn");
        }
        drop(held);
    });
    assert_eq!(gil.counts().requests, 0, "to give way, nobody has to be asked");
}

#[test]
fn a_lone_thread_gives_way_to_nobody() {
    let gil = Gil::new(());
    let mut held = gil.take().expect("nobody closes it");
    for _ in 0..100 {
        assert_eq!(held.give_way(), Ok(()));
    }
    assert_eq!(gil.counts(), Counts::default());
}

#[test]
fn native_code_gives_it_up_and_has_it_again() {
    let gil = Gil::new(0);
    gil.set_switch_interval(LONG);
    let mut held = gil.take().expect("nobody closes it");
    let result = held.release_while(|| {
        thread::scope(|scope| {
            let other = scope.spawn(|| *gil.take().expect("nobody closes it") += 5);
            other.join().expect("it gets the interpreter, or this never ends");
        });
        "what it came to"
    });
    assert_eq!((result, *held), ("what it came to", 5));
    assert!(gil.is_held());
}

#[test]
fn native_code_of_several_threads_runs_at_the_same_time() {
    let gil = Gil::new(0);
    let (to_second, first) = mpsc::channel();
    let (to_first, second) = mpsc::channel();
    thread::scope(|scope| {
        for (send, receive) in [(to_second, second), (to_first, first)] {
            let gil = &gil;
            scope.spawn(move || {
                let mut held = gil.take().expect("nobody closes it");
                held.release_while(|| {
                    // Each waits for the other inside: both have to be there.
                    send.send(()).expect("the other is there");
                    receive.recv().expect("the other is there");
                });
                *held += 1;
            });
        }
    });
    assert_eq!(gil.into_inner(), 2);
}

#[test]
fn a_panic_in_native_code_takes_it_again_and_one_in_the_script_puts_it_back() {
    let gil = Gil::new(0);
    let mut held = gil.take().expect("nobody closes it");
    let panic =
        catch_unwind(AssertUnwindSafe(|| held.release_while(|| std::panic::resume_unwind(Box::new(1)))));
    assert!(panic.is_err());
    *held += 1;
    assert!(gil.is_held());
    let panic = catch_unwind(AssertUnwindSafe(move || {
        let _held = held;
        std::panic::resume_unwind(Box::new(2));
    }));
    assert!(panic.is_err());
    assert_eq!(*gil.take().expect("nothing is poisoned"), 1);
}

#[test]
fn closing_sends_away_who_waits_and_who_comes_and_asks_who_has_it() {
    let gil = Gil::new(0);
    gil.set_switch_interval(LONG);
    let mut held = gil.take().expect("it is not closed");
    thread::scope(|scope| {
        let patient = scope.spawn(|| gil.take().map(|held| *held));
        let hasty = scope.spawn(|| gil.take_timeout(LONG).map(|held| *held));
        until_waiting(&gil, 2);
        gil.close();
        gil.close();
        assert_eq!(patient.join().expect("nobody panics"), Err(Closed));
        assert_eq!(hasty.join().expect("nobody panics"), Err(TakeError::Closed));
    });
    assert!(gil.is_closed() && held.is_requested());
    assert_eq!(held.give_way(), Err(Closed));
    *held += 1;
    held.release_while(|| ());
    *held += 1;
    drop(held);
    assert_eq!(gil.take().map(|held| *held), Err(Closed));
    assert_eq!(gil.into_inner(), 2);
}

#[test]
fn a_timeout_is_not_early_and_too_long_a_one_is_for_ever() {
    let gil = Gil::new(0);
    let held = gil.take().expect("nobody closes it");
    let began = Instant::now();
    assert_eq!(gil.take_timeout(SHORT).map(|held| *held), Err(TakeError::TimedOut));
    assert!(began.elapsed() >= SHORT);
    thread::scope(|scope| {
        let patient = scope.spawn(|| *gil.take_timeout(Duration::MAX).expect("it is put back"));
        until_waiting(&gil, 1);
        drop(held);
        assert_eq!(patient.join().expect("nobody panics"), 0);
    });
}

#[test]
fn a_timeout_covers_the_whole_call_and_not_each_interval() {
    let gil = Gil::new(0);
    gil.set_switch_interval(Duration::from_micros(100));
    let _held = gil.take().expect("nobody closes it");
    // A hundred intervals; if each began the time anew, this would never end.
    assert_eq!(gil.take_timeout(SHORT).map(|held| *held), Err(TakeError::TimedOut));
    assert!(!gil.is_requested(), "who has asked has gone");
}

#[test]
fn the_switch_interval_is_pythons_and_can_be_changed() {
    let gil = Gil::new(());
    assert_eq!(gil.switch_interval(), DEFAULT_SWITCH_INTERVAL);
    assert_eq!(gil.switch_interval(), Duration::from_millis(5));
    gil.set_switch_interval(Duration::from_secs(1));
    assert_eq!(gil.switch_interval(), Duration::from_secs(1));
}

#[test]
#[should_panic(expected = "longer than nothing")]
fn a_switch_interval_of_nothing_is_refused() {
    Gil::new(()).set_switch_interval(Duration::ZERO);
}

#[test]
fn a_lock_may_be_dropped_in_any_state() {
    drop(Gil::new(()));
    let closed = Gil::new(());
    closed.close();
    drop(closed);
    let timed_out = Gil::new(());
    let held = timed_out.take().expect("nobody closes it");
    let _ = timed_out.take_timeout(Duration::ZERO);
    drop(held);
    drop(timed_out);
}

#[test]
fn errors_and_locks_say_what_is_the_matter() {
    assert!(Closed.to_string().contains("has come to its end"));
    assert_eq!(TakeError::Closed.to_string(), Closed.to_string());
    assert!(TakeError::TimedOut.to_string().contains("in time"));
    let gil = Gil::new(7);
    let held = gil.take().expect("nobody closes it");
    assert_eq!(format!("{held:?}"), "Held(7)");
    assert!(
        format!("{gil:?}")
            .starts_with("Gil { held: true, waiting: 0, switches: 0, requested: false, closed: false")
    );
}

fn plain(source: &str, natives: &[&str]) -> Plain {
    Plain::new(Arc::new(Program::compile(source, natives).expect("it is a script")))
}

#[test]
fn a_call_that_blocks_gives_it_up_and_others_go_on_meanwhile() {
    const ITEMS: i64 = 20;
    let gil = &Gil::new(plain(include_str!("../src/scripts/waits.py"), &["send", "receive"]));
    // Nobody asks for it: it goes from one to the other because they block, or not at all.
    gil.set_switch_interval(LONG);
    // Who sends waits until somebody receives: whichever comes first has to block, and if it kept the interpreter, the
    // other would never come.
    let (sender, receiver) = mpsc::sync_channel(0);
    let items = &[Portable::Int(ITEMS)][..];
    let sum = thread::scope(|scope| {
        scope.spawn(move || {
            waiting::run(gil, ("send_squares", items), |mut call| {
                sender.send(call.arguments.remove(0)).expect("somebody receives it");
                Portable::None
            })
            .expect("the script is right");
        });
        waiting::run(gil, ("sum_of", items), |_| receiver.recv().expect("something comes"))
    });
    let squares: i64 = (0..ITEMS).map(|n| n * n).sum();
    assert_eq!(sum.expect("the script is right"), Portable::Int(squares));
    assert_eq!(gil.counts().requests, 0);
}

#[test]
fn a_thread_that_blocks_outside_does_not_keep_a_script_that_computes() {
    let source = "def wait():\n    return receive()\n\ndef compute(n):\n    sum = 0\n    for i in range(n):\n        sum += i\n    return sum\n";
    let gil = &Gil::new(plain(source, &["receive"]));
    gil.set_switch_interval(LONG);
    let (blocks, blocked) = mpsc::channel();
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        let waits = scope.spawn(move || {
            waiting::run(gil, ("wait", &[]), |_| {
                blocks.send(()).expect("the other waits for this");
                receiver.recv().expect("something comes")
            })
        });
        blocked.recv().expect("it comes to wait");
        // It has taken the interpreter, and does not return before this has computed, and sent something.
        let sum = waiting::run(gil, ("compute", &[Portable::Int(1000)]), |_| Portable::None);
        sender.send(sum.expect("the script is right")).expect("the other waits");
        let received = waits.join().expect("it does not panic");
        assert_eq!(received.expect("the script is right"), Portable::Int(499_500));
    });
}

const COUNTS: &str = include_str!("../src/scripts/counts.py");
const LOSES_COUNTS: &str = include_str!("../src/scripts/loses_counts.py");
const COUNTS_WITH_A_LOCK: &str = include_str!("../src/scripts/counts_with_a_lock.py");
const COUNTS_BY_APPEND: &str = include_str!("../src/scripts/counts_by_append.py");

/// Of how many orders how many lose a count: without the interpreter's lock, and with it.
fn lost(source: &str, between: Between) -> [(usize, usize); 2] {
    let program = orders::compile(source).expect("it is a script");
    let without = orders::try_all(|| Shared::new(Arc::clone(&program)), between);
    let with = orders::try_all(|| Plain::new(Arc::clone(&program)), between);
    [without, with].map(|orders| orders.map(|orders| (orders.lost, orders.all)).expect("the script is right"))
}

#[test]
fn without_a_lock_one_more_is_several_steps_and_a_count_is_lost() {
    let program = orders::compile(COUNTS).expect("it is a script");
    let new = || Shared::new(Arc::clone(&program));
    let found = orders::try_all(new, Between::Instructions).expect("the script is right");
    // The two take six steps each, in any order. All is well only if one has read, added and assigned, which is four,
    // before the other begins: its last two and the other's six come in any order then.
    assert_eq!((found.all, found.lost), (924, 924 - 2 * 28));
    let order = found.example.expect("some are lost");
    let steps = orders::tell(new(), Between::Instructions, &order).expect("the script is right");
    let of = |thread| steps.iter().filter(move |step| step.thread == thread);
    for thread in [0, 1] {
        let instructions: Vec<_> = of(thread).map(|step| &*step.instruction).take(4).collect();
        assert_eq!(instructions, ["read total", "take 1", "compute +", "assign total"]);
    }
    assert_eq!(steps.last().map(|step| &step.counted), Some(&Portable::Int(1)));
}

#[test]
fn under_the_lock_what_is_one_step_depends_on_where_the_evaluator_looks() {
    let [without, with] = lost(COUNTS, Between::Instructions);
    assert!(with.0 > 0, "if it looks after each instruction, the lock does not help");
    assert_eq!(with, without);
    let [_, with] = lost(COUNTS, Between::Looks);
    assert_eq!(with, (0, 2), "there is no look in it, so one is first, or the other");
    let [_, with] = lost(LOSES_COUNTS, Between::Looks);
    assert_eq!(with, (4, 6), "there is a look in it, where a function is called");
}

#[test]
fn a_lock_of_the_script_or_a_step_that_is_one_counts_right_in_every_order() {
    for source in [COUNTS_WITH_A_LOCK, COUNTS_BY_APPEND] {
        for between in [Between::Instructions, Between::Looks] {
            let orders = lost(source, between);
            assert!(orders.iter().all(|&(lost, all)| lost == 0 && all > 1), "{orders:?}");
        }
    }
}
