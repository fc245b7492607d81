//! What is asked of `Event`.

use learn::fractal::{Grid, RowState};
use learn::sync::{Arc, Bound, Model, Mutex, Plain, thread};
use learn::{Exercise, Picture, Real, Uses};

use super::answer::Event;

/// How many wait under real threads.
const WAITERS: usize = 8;

/// Everybody goes who waited, nobody else does, and nobody is forgotten.
pub fn exercise() -> Exercise {
    Exercise::new()
        // Two threads have few enough schedules for all of them; one early wake shows a wait without a loop.
        .model(Model::new("what came before is seen", one_waits).early_wakes(1))
        .model(
            Model::new("all go who waited", two_wait)
                // One lets both fall asleep before it is set.
                .preemptions(Bound::AtMost(1)),
        )
        // One thread has one schedule.
        .model(Model::new("twice is the same as once", twice))
        // Two threads have few enough schedules for all of them.
        .model(Model::new("a clear lets nobody go", one_is_held).early_wakes(1))
        .real(
            Real::new("all of eight go", many_wait)
                // It is set only when all of them wait.
                .uses(Uses { waited: WAITERS, ..Uses::default() }),
        )
        .picture(Picture::new(small_grid(), draw_behind_a_gate))
}

/// The memory is plain: were the two not ordered by the event, its accesses would be a data race.
fn one_waits() {
    let shared = Arc::new((Event::new(), Plain::new(0)));
    let theirs = Arc::clone(&shared);
    let other = thread::spawn(move || {
        theirs.1.set(7);
        theirs.0.set();
    });
    shared.0.wait();
    assert_eq!(shared.1.get(), 7, "what was done before it was set");
    other.join().expect("nobody panics");
    assert!(shared.0.is_set());
    shared.0.wait();
}

fn two_wait() {
    let event = Arc::new(Event::new());
    let waiters = [(); 2].map(|()| {
        let event = Arc::clone(&event);
        thread::spawn(move || event.wait())
    });
    let all_wait = event.waiting() == 2;
    event.set();
    if all_wait {
        event.clear();
        assert!(!event.is_set());
    }
    waiters.into_iter().for_each(|waiter| waiter.join().expect("nobody panics"));
    assert_eq!(event.waiting(), 0);
}

fn twice() {
    let event = Event::new();
    event.set();
    event.set();
    assert!(event.is_set(), "set twice");
    event.wait();
    event.clear();
    event.clear();
    assert!(!event.is_set(), "cleared twice");
}

/// The memory is plain: were the other one let go by the `clear`, its accesses would be a data race.
fn one_is_held() {
    let shared = Arc::new((Event::new(), Plain::new(0)));
    let theirs = Arc::clone(&shared);
    let other = thread::spawn(move || {
        theirs.0.wait();
        assert_eq!(theirs.1.get(), 7, "it was held until it was set");
    });
    let (event, memory) = &*shared;
    event.clear();
    memory.set(7);
    event.set();
    other.join().expect("nobody panics");
}

/// Each waits once, and all of them do when it is set.
fn many_wait() {
    let event = Arc::new(Event::new());
    let waiters = [(); WAITERS].map(|()| {
        let event = Arc::clone(&event);
        thread::spawn(move || event.wait())
    });
    while event.waiting() < WAITERS {
        thread::yield_now();
    }
    event.set();
    event.clear();
    waiters.into_iter().for_each(|waiter| waiter.join().expect("nobody panics"));
}

const WORKERS: usize = 3;

fn small_grid() -> Grid {
    Grid::new(24, 32).expect("24 x 32 is a size")
}

/// Workers wait at a gate until the rows are dealt. Who is through too early finds none.
fn draw_behind_a_gate(grid: &Grid) -> Vec<i32> {
    let rows = RowState::all(grid).expect("it is small");
    let (dealt, drawn) = (Arc::new(Mutex::new(Vec::<RowState>::new())), Arc::new(Mutex::new(Vec::new())));
    let gate = Arc::new(Event::new());
    let workers = [(); WORKERS].map(|()| {
        let (dealt, drawn, gate) = (Arc::clone(&dealt), Arc::clone(&drawn), Arc::clone(&gate));
        let iterations = grid.iterations();
        thread::spawn(move || {
            gate.wait();
            let next = || dealt.lock().pop();
            while let Some(mut row) = next() {
                row.advance(iterations);
                drawn.lock().push((row.row(), row.counts().to_vec()));
            }
        })
    });
    *dealt.lock() = rows;
    gate.set();
    workers.into_iter().for_each(|worker| worker.join().expect("no worker panics"));
    let mut drawn = std::mem::take(&mut *drawn.lock());
    drawn.sort_unstable();
    drawn.into_iter().flat_map(|(_row, counts)| counts).collect()
}
