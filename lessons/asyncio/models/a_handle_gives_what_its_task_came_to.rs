//! Whoever awaits the handle of a task gets its value, in whatever thread; and what the task held has been dropped by
//! then.

use std::future::poll_fn;
use std::task::Poll;

use super::by_hand::{Event, EventLoop, run};
use crate::sync::{Arc, Bound, Model, Plain, thread};

/// Says when it is dropped: what the task holds.
struct Held(Arc<Plain<bool>>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

pub fn model() -> Model {
    Model::new("a handle gives what its task came to", || {
        let mut event_loop = EventLoop::new();
        let dropped = Arc::new(Plain::new(false));
        let held = Held(Arc::clone(&dropped));
        let task = event_loop.handle().spawn(poll_fn(move |_| {
            let _held = &held;
            Poll::Ready(7)
        }));
        let end = Arc::new(Event::new());
        let ended = Arc::clone(&end);
        let waits = thread::spawn(move || {
            assert_eq!(run(|_| task), Ok(7));
            assert!(dropped.get(), "what it held is dropped before anybody is told");
            ended.set();
        });
        event_loop.block_on(end.wait());
        waits.join().expect("it does not panic");
    })
    // One preemption puts the end of the task between any two steps of who waits for it.
    .preemptions(Bound::AtMost(1))
}
