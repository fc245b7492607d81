//! A task that is woken just as its executor ends, or is spawned just then, by another thread, is dropped like all
//! others, and whoever awaits its handle is told.

use super::by_hand::{Event, EventLoop, JoinError, run, yield_now};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("who comes as it ends is told", || {
        let mut event_loop = EventLoop::new();
        let executor = event_loop.handle();
        let signal = Arc::new(Event::new());
        let waits = Arc::clone(&signal);
        let woken = executor.spawn(async move { waits.wait().await });
        event_loop.block_on(yield_now());
        let other = thread::spawn(move || {
            signal.set();
            executor.spawn(async { 7 })
        });
        drop(event_loop);
        assert_eq!(run(|_| woken), Err(JoinError::Cancelled));
        let spawned = other.join().expect("it does not panic");
        assert_eq!(run(|_| spawned), Err(JoinError::Cancelled));
    })
    // One preemption puts the end between any two steps of the wake, and of the spawn.
    .preemptions(Bound::AtMost(2))
}
