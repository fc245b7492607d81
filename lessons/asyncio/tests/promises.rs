//! The gate's promises under real threads. The name of a test is a promise; none of them sleeps to make a schedule
//! happen: where it matters who comes first, `tests/loom.rs` has all the orders.

use std::thread;
use std::time::Duration;

use asyncio::by_hand::{Gate, StillClosed};

// Ends this program, and says so, if all its threads sleep for good.
use watchdog as _;

#[test]
fn it_is_closed_at_first() {
    let gate = Gate::new();
    assert!(!gate.is_open());
    assert_eq!(gate.wait_timeout(Duration::ZERO), Err(StillClosed));
}

#[test]
fn nobody_waits_at_an_open_gate() {
    let gate = Gate::new();
    gate.open();
    gate.wait();
    assert_eq!(gate.wait_timeout(Duration::ZERO), Ok(()));
}

#[test]
fn to_open_it_twice_is_to_open_it() {
    let gate = Gate::new();
    gate.open();
    gate.open();
    assert!(gate.is_open());
}

#[test]
fn many_come_through() {
    let gate = &Gate::new();
    thread::scope(|scope| {
        let waiters: Vec<_> = (0..16).map(|_| scope.spawn(|| gate.wait())).collect();
        gate.open();
        for waiter in waiters {
            waiter.join().expect("nobody panics");
        }
    });
}

#[test]
fn a_timeout_may_be_too_long_to_be_told_from_for_ever() {
    let gate = &Gate::new();
    thread::scope(|scope| {
        let waiter = scope.spawn(|| gate.wait_timeout(Duration::MAX));
        gate.open();
        assert_eq!(waiter.join().expect("nobody panics"), Ok(()));
    });
}

#[test]
fn it_says_of_itself_whether_it_is_open() {
    let gate = Gate::new();
    assert_eq!(format!("{gate:?}"), "Gate { open: false, .. }");
}
