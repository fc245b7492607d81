//! Every schedule within a bound, each once.

use std::ops::ControlFlow;
use std::sync::{Arc as StdArc, Mutex as StdMutex};

use sync_played::every_schedule;
use sync_played::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use sync_played::sync::{Arc, Condvar, Model, Mutex, hint, thread};
use sync_played::trace::Ending;

fn count(model: &Model, early_wakes: usize, preemptions: usize) -> (usize, usize) {
    let (mut schedules, mut failed) = (0, 0);
    every_schedule(model, early_wakes, preemptions, |run| {
        schedules += 1;
        failed += usize::from(matches!(run.ending(), Some(Ending::Failed { .. })));
        ControlFlow::Continue(())
    });
    (schedules, failed)
}

#[test]
fn each_order_comes_once_and_with_its_number_of_preemptions() {
    let order = StdArc::new(StdMutex::new(String::new()));
    let told = StdArc::clone(&order);
    let model = Model::new("two steps each", move || {
        let steps = Arc::new((AtomicU32::new(0), StdMutex::new(String::new())));
        let step = |name: char, steps: &(AtomicU32, StdMutex<String>)| {
            steps.0.fetch_add(1, Ordering::AcqRel);
            steps.1.lock().expect("nobody panics with it").push(name);
        };
        let theirs = Arc::clone(&steps);
        let other = thread::spawn(move || (0..2).for_each(|_| step('b', &theirs)));
        (0..2).for_each(|_| step('a', &steps));
        other.join().expect("nobody panics");
        *told.lock().expect("nobody panics with it") = steps.1.lock().expect("here neither").clone();
    });
    let by_preemptions: [&[&str]; 5] = [&["aabb"], &["abba", "bbaa"], &["abab", "baab"], &["baba"], &[]];
    let mut expected: Vec<&str> = Vec::new();
    for (preemptions, with_so_many) in by_preemptions.into_iter().enumerate() {
        expected.extend(with_so_many);
        expected.sort_unstable();
        let mut orders: Vec<String> = Vec::new();
        every_schedule(&model, 0, preemptions, |_| {
            orders.push(order.lock().expect("nobody panics with it").clone());
            ControlFlow::Continue(())
        });
        orders.sort_unstable();
        assert_eq!(orders, expected, "at most {preemptions} preemptions");
    }
}

#[test]
fn waits_end_early_in_every_way_as_often_as_they_are_told_to() {
    let model = Model::new("a wait without a loop", || {
        let flag = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = Arc::clone(&flag);
        let setter = thread::spawn(move || {
            *theirs.0.lock() = true;
            theirs.1.notify_one();
        });
        let mut set = flag.0.lock();
        if !*set {
            flag.1.wait(&mut set);
        }
        assert!(*set);
        drop(set);
        setter.join().expect("nobody panics");
    });
    assert_eq!(count(&model, 0, 3).1, 0);
    assert!(count(&model, 1, 0).1 > 0);
    // There is one wait, and nothing that could end early beside it.
    assert_eq!(count(&model, 2, 3), (0, 0));
}

#[test]
fn who_gives_way_does_not_spin_for_ever() {
    let model = Model::new("a flag to spin on", || {
        let flag = Arc::new(AtomicBool::new(false));
        let theirs = Arc::clone(&flag);
        let setter = thread::spawn(move || theirs.store(true, Ordering::Release)); // pairs with the load
        while !flag.load(Ordering::Acquire) {
            hint::spin_loop();
        }
        setter.join().expect("nobody panics");
    });
    let (schedules, failed) = count(&model, 0, 2);
    assert!(schedules > 1, "before and after the store");
    assert_eq!(failed, 0);
}

#[test]
fn who_has_seen_enough_breaks_off() {
    let model = Model::new("two threads", || {
        let sum = Arc::new(AtomicU32::new(0));
        let theirs = Arc::clone(&sum);
        let other = thread::spawn(move || theirs.fetch_add(1, Ordering::AcqRel));
        sum.fetch_add(1, Ordering::AcqRel);
        other.join().expect("nobody panics");
    });
    assert_eq!(count(&model, 0, 1).0, 2);
    let mut schedules = 0;
    every_schedule(&model, 0, 1, |_| {
        schedules += 1;
        ControlFlow::Break(())
    });
    assert_eq!(schedules, 1);
}
