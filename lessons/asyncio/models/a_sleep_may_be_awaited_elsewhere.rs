//! A sleep belongs to the loop that it was made with, and may be awaited in another one: a loop that is asleep already
//! is told of it.

use std::time::Duration;

use super::by_hand::{Event, EventLoop, run};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("a sleep may be awaited elsewhere", || {
        let mut event_loop = EventLoop::new();
        let sleep = event_loop.handle().sleep(Duration::from_millis(10));
        let signal = Arc::new(Event::new());
        let other = {
            let signal = Arc::clone(&signal);
            thread::spawn(move || {
                run(|_| sleep);
                signal.set();
            })
        };
        event_loop.block_on(signal.wait());
        other.join().expect("it does not panic");
    })
    // One preemption puts the sleep's beginning before and into that of the loop.
    .preemptions(Bound::AtMost(1))
}
