//! Whoever awaits the handle of a task gets its value, in whatever thread; and what the task held has been dropped by then.

use super::by_hand::{Event, EventLoop, run};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("a handle gives what its task came to", || {
        let mut event_loop = EventLoop::new();
        let held = Arc::new(());
 let kept = Arc::clone(&held);
        let task = event_loop.handle().spawn(async move {
            let _held = held;
            7
        });
        let end = Arc::new(Event::new());
        let ended = Arc::clone(&end);
        let waits = thread::spawn(move || {
            assert_eq!(run(|_| task), Ok(7));
            assert_eq!(Arc::strong_count(&kept), 1, "what it held is dropped before anybody is told");
            ended.set();
        });
        event_loop.block_on(end.wait());
        waits.join().expect("it does not panic");
    })
    // One preemption puts the end of the task between any two steps of who waits for it.
    .preemptions(Bound::AtMost(1))
}
