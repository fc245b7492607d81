//! What the event promises, with real threads. What hangs on one particular schedule is in `models/`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use event::by_hand::Event;
use event::render::{Player, Render, Signal};

// Ends this program, and says so, if all its threads sleep for good.
use watchdog as _;

const SHORT: Duration = Duration::from_millis(20);
/// Far longer than any of these tests takes.
const LONG: Duration = Duration::from_secs(600);

/// Blocks until so many wait: no test has to guess how long that takes.
fn until_waiting(event: &Event, count: usize) {
    while event.waiting() != count {
        thread::yield_now();
    }
}

#[test]
fn it_is_set_and_cleared_and_either_twice_is_the_same_as_once() {
    let event = Event::new();
    assert!(!event.is_set());
    event.clear();
    assert!(!event.is_set(), "there was nothing to clear");
    for _ in 0..3 {
        event.set();
        assert!(event.is_set());
        event.set();
        assert!(event.is_set(), "once more changes nothing");
        event.clear();
        assert!(!event.is_set());
        event.clear();
        assert!(!event.is_set(), "once more changes nothing");
    }
}

#[test]
fn all_go_who_wait_and_all_who_come_until_it_is_cleared() {
    let (event, gone) = (Event::new(), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                event.wait();
                // Relaxed, here and below: a number.
                gone.fetch_add(1, Ordering::Relaxed);
            });
        }
        until_waiting(&event, 8);
        assert_eq!(gone.load(Ordering::Relaxed), 0, "nobody before it is set");
        event.set();
        until_waiting(&event, 0);
        // Neither blocks.
        event.wait();
        event.wait();
    });
    assert_eq!(gone.into_inner(), 8);
    event.clear();
    assert!(!event.wait_timeout(SHORT), "who comes now is held");
}

#[test]
fn set_and_cleared_at_once_it_lets_everyone_go_who_waited() {
    let event = Event::new();
    for _ in 0..100 {
        thread::scope(|scope| {
            let waiters = [(); 4].map(|()| scope.spawn(|| event.wait()));
            let timed = scope.spawn(|| event.wait_timeout(LONG));
            until_waiting(&event, 5);
            event.set();
            event.clear();
            waiters.into_iter().for_each(|waiter| waiter.join().expect("nobody panics"));
            assert!(timed.join().expect("nobody panics"), "it was set while this one waited");
        });
        assert!(!event.is_set());
    }
}

#[test]
fn a_wait_with_a_timeout_is_true_if_it_is_set_by_now_or_meanwhile() {
    let event = Event::new();
    thread::scope(|scope| {
        let meanwhile = scope.spawn(|| event.wait_timeout(LONG));
        until_waiting(&event, 1);
        event.set();
        assert!(meanwhile.join().expect("nobody panics"));
    });
    assert!(event.wait_timeout(LONG), "by now");
    assert!(event.wait_timeout(Duration::ZERO), "by now, and zero means to look");
    event.clear();
    assert!(!event.wait_timeout(Duration::ZERO));
}

#[test]
fn a_wait_that_times_out_is_not_early_and_leaves_no_trace() {
    let event = Event::new();
    let began = Instant::now();
    assert!(!event.wait_timeout(SHORT));
    assert!(began.elapsed() >= SHORT);
    assert_eq!(event.waiting(), 0);
}

#[test]
fn a_time_too_long_for_the_clock_means_for_ever() {
    let event = Event::new();
    thread::scope(|scope| {
        let waiter = scope.spawn(|| event.wait_timeout(Duration::MAX));
        until_waiting(&event, 1);
        event.set();
        assert!(waiter.join().expect("nobody panics"));
    });
}

#[test]
fn timed_and_untimed_waiters_mix_over_many_rounds() {
    const ROUNDS: usize = 300;
    let (there, back) = (Event::new(), Event::new());
    let rounds = AtomicUsize::new(0);
    thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..ROUNDS {
                there.wait();
                there.clear();
                // Relaxed, here and below: the events order it.
                rounds.fetch_add(1, Ordering::Relaxed);
                back.set();
            }
        });
        for round in 1..=ROUNDS {
            there.set();
            // One that gives up comes again.
            while !back.wait_timeout(Duration::from_micros(20)) {}
            back.clear();
            assert_eq!(rounds.load(Ordering::Relaxed), round, "what came before it was set is seen");
        }
    });
}

#[test]
fn an_event_may_be_dropped_in_any_state() {
    fn wait_and_go(event: &Event) {
        thread::scope(|scope| {
            scope.spawn(|| event.wait());
            scope.spawn(|| assert!(event.wait_timeout(LONG)));
            until_waiting(event, 2);
            event.set();
        });
    }
    let new: fn(&Event) = |_| ();
    let set: fn(&Event) = Event::set;
    let cleared: fn(&Event) = |event| {
        event.set();
        event.clear();
    };
    let timed_out: fn(&Event) = |event| {
        assert!(!event.wait_timeout(Duration::ZERO));
        assert!(!event.wait_timeout(Duration::from_millis(1)));
    };
    let waited_for_and_cleared: fn(&Event) = |event| {
        wait_and_go(event);
        event.clear();
    };
    for bring_about in [new, set, cleared, timed_out, wait_and_go, waited_for_and_cleared] {
        let event = Box::new(Event::new());
        bring_about(&event);
        drop(event);
    }
}

#[test]
fn it_shows_whether_it_is_set_and_how_many_wait() {
    let event = Event::default();
    thread::scope(|scope| {
        scope.spawn(|| event.wait());
        until_waiting(&event, 1);
        assert_eq!(format!("{event:?}"), "Event { set: false, waiting: 1, .. }");
        event.set();
    });
    assert_eq!(format!("{event:?}"), "Event { set: true, waiting: 0, .. }");
}

/// Counts what it draws, and finds nothing wrong with being stopped.
#[derive(Default)]
struct Counter(usize);

impl Player<usize> for Counter {
    type Error = ();

    fn wait(&mut self, _place: &'static str, event: &impl Signal) -> Result<(), ()> {
        event.wait();
        Ok(())
    }

    fn draw(&mut self, _piece: usize) -> Result<(), ()> {
        self.0 += 1;
        thread::yield_now();
        Ok(())
    }

    fn mark(&mut self, _moment: &'static str) {}
}

#[test]
#[should_panic(expected = "at least one worker")]
fn a_team_of_nobody_is_refused() {
    let _ = Render::<usize, Event>::new(0);
}

#[test]
fn every_piece_is_drawn_by_one_team_or_the_other_however_many_there_are() {
    for (pieces, team) in [(0, 1), (1, 1), (2, 3), (3, 2), (7, 4), (300, 3)] {
        let render = Render::<usize, Event>::new(team);
        let mut stood = None;
        let [first, second] = thread::scope(|scope| {
            let first = (0..team).map(|number| {
                let render = &render;
                scope.spawn(move || {
                    let mut worker = Counter::default();
                    render.first_team(number, &mut worker).map(|()| worker.0)
                })
            });
            let first: Vec<_> = first.collect();
            let second = scope.spawn(|| {
                let mut worker = Counter::default();
                render.second_team(&mut worker).map(|()| worker.0)
            });
            let pieces = Vec::from_iter(0..pieces);
            render
                .direct(&mut Counter::default(), pieces, |finished| stood = Some(finished))
                .expect("no stop");
            let drawn =
                first.into_iter().map(|worker| worker.join().expect("nobody panics").expect("no stop"));
            [drawn.sum::<usize>(), second.join().expect("nobody panics").expect("no stop")]
        });
        assert_eq!(first + second, pieces);
        assert_eq!(render.left(), 0, "nothing is left lying");
        // Each of the first team may have been at a piece when the button was pressed.
        let stood = stood.expect("the director was at rest");
        assert!((pieces / 3..=pieces / 3 + team).contains(&stood), "{stood} of {pieces} when all stood");
        assert!(
            (pieces * 2 / 3..=pieces * 2 / 3 + team).contains(&first),
            "{first} of {pieces} by the first"
        );
    }
}
