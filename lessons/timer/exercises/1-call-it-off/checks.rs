//! What is asked of `Timer`.

use std::time::Duration;

use learn::fractal::Grid;
use learn::sync::atomic::{AtomicUsize, Ordering};
use learn::sync::{Arc, Bound, Deadline, Model, Mutex, Plain, thread};
use learn::{Exercise, Picture, Real, Uses};

use super::answer::Timer;

/// The function is called once, not before its time, or never; and nobody sleeps longer than there is something to sleep
/// for.
pub fn exercise() -> Exercise {
    Exercise::new()
        // Complete. Two early wakes: the thread is woken for no reason, and then by its deadline.
        .model(Model::new("its time comes", its_time_comes).early_wakes(2))
        // Complete, with the same.
        .model(Model::new("it is cancelled as its time comes", cancelled_or_called).early_wakes(2))
        .model(
            Model::new("it is cancelled, and its time never comes", cancelled_for_good)
                // Those who wait do so without any; one stops somebody on the way to it.
                .preemptions(Bound::AtMost(1))
                .early_wakes(1),
        )
        // Complete.
        .model(Model::new("the function cancels its own timer", it_cancels_itself))
        .real(
            Real::new("twenty timers, and every other one is cancelled", twenty_timers)
                .uses(Uses { spawned: 20, ..Uses::default() }),
        )
        .picture(Picture::new(small_grid(), a_timer_for_each_row))
}

fn soon() -> Deadline {
    Deadline::after(Duration::from_secs(1))
}

/// The memory is plain: were the function and who joins not ordered, the accesses would be a data race.
fn its_time_comes() {
    let (due, memory) = (soon(), Arc::new((Plain::new(0), Plain::new(false))));
    let theirs = Arc::clone(&memory);
    let function = move || {
        theirs.0.set(theirs.0.get() + 1);
        theirs.1.set(due.has_passed());
    };
    let timer = Timer::start(due, Box::new(function));
    timer.join();
    assert_eq!(memory.0.get(), 1, "how often the function was called");
    assert!(memory.1.get(), "it was called before its time");
    assert!(!timer.cancel(), "it is too late to cancel");
}

fn cancelled_or_called() {
    // Relaxed, all: only counts. It must not order what the answer has to order.
    let calls = Arc::new(AtomicUsize::new(0));
    let theirs = Arc::clone(&calls);
    let function = move || {
        theirs.fetch_add(1, Ordering::Relaxed);
    };
    let timer = Timer::start(soon(), Box::new(function));
    let in_time = timer.cancel();
    timer.join();
    let calls = calls.load(Ordering::Relaxed);
    assert_eq!(calls, usize::from(!in_time), "how often it was called, when cancel returned {in_time}");
}

fn cancelled_for_good() {
    let timer = Arc::new(Timer::start(Deadline::NEVER, Box::new(|| panic!("its time never comes"))));
    let theirs = Arc::clone(&timer);
    let waiter = thread::spawn(move || theirs.join());
    // Lets them go to sleep.
    thread::yield_now();
    assert!(timer.cancel(), "it is in time");
    waiter.join().expect("nobody panics");
}

fn it_cancels_itself() {
    let slot: Arc<Mutex<Option<Arc<Timer>>>> = Arc::default();
    let theirs = Arc::clone(&slot);
    let function = move || {
        // If it is not there yet, the time has come very soon.
        let timer = theirs.lock().take();
        if let Some(timer) = timer {
            assert!(!timer.cancel(), "it is being called");
        }
    };
    let timer = Arc::new(Timer::start(soon(), Box::new(function)));
    *slot.lock() = Some(Arc::clone(&timer));
    timer.join();
}

fn twenty_timers() {
    let calls = Arc::new(AtomicUsize::new(0));
    let timers: Vec<Timer> = (0..20)
        .map(|number| {
            let calls = Arc::clone(&calls);
            let function = move || {
                calls.fetch_add(1, Ordering::Relaxed);
            };
            // Half of them in a moment, and half of them never.
            let due = if number % 2 == 0 { Deadline::after(Duration::ZERO) } else { Deadline::NEVER };
            Timer::start(due, Box::new(function))
        })
        .collect();
    let in_time = timers.iter().skip(1).step_by(2).filter(|timer| timer.cancel()).count();
    timers.iter().for_each(Timer::join);
    assert_eq!((calls.load(Ordering::Relaxed), in_time), (10, 10), "how many were called, and cancelled");
}

fn small_grid() -> Grid {
    Grid::new(24, 32).expect("24 x 32 is a size")
}

/// Each row is drawn by a timer whose time has come.
fn a_timer_for_each_row(grid: &Grid) -> Vec<i32> {
    let columns = grid.columns();
    let picture = Arc::new(Mutex::new(vec![0; grid.rows() * columns]));
    let timers: Vec<Timer> = (0..grid.rows())
        .map(|row| {
            let (picture, grid) = (Arc::clone(&picture), grid.clone());
            let draw = move || {
                let mut counts = vec![0; columns];
                grid.draw_row(row, &mut counts).expect("the row is one of the grid's");
                picture.lock()[row * columns..][..columns].copy_from_slice(&counts);
            };
            Timer::start(Deadline::after(Duration::ZERO), Box::new(draw))
        })
        .collect();
    timers.iter().for_each(Timer::join);
    let picture = picture.lock();
    picture.clone()
}
