//! However a task is woken, no two poll it at the same time, and each wake is followed by a poll: even where whoever
//! takes it from the queue begins at once, in another thread.

use std::future::{Future, poll_fn};

use super::by_hand::{Event, Runnable, Schedule, Task, run};
use crate::sync::{Arc, Bound, Model, Plain, thread};

/// A queue that has every task run at once, in a thread of its own: as bad as an executor can be.
struct AtOnce;

impl Schedule for AtOnce {
    fn schedule(&self, task: Arc<dyn Runnable>) {
        thread::spawn(move || task.run());
    }

    fn retire(&self, _number: u64) {}
}

pub fn model() -> Model {
    Model::new("a task is polled by one at a time", || {
        let polls = Arc::new(Plain::new(0));
        let (given, counted) = (Arc::new(Event::new()), Arc::clone(&polls));
        let waited_for = Arc::clone(&given);
        let mut waits = Box::pin(async move { waited_for.wait().await });
        let future = poll_fn(move |context| {
            counted.set(counted.get() + 1);
            waits.as_mut().poll(context)
        });
        let (task, handle) = Task::new(1, future, Arc::new(AtOnce));
        AtOnce.schedule(task);
        given.set();
        assert_eq!(run(|_| handle), Ok(()));
        assert!((1..=2).contains(&polls.get()), "polled {} times", polls.get());
    })
    // One preemption puts the wake into the poll; a second one, the next poll beside it.
    .preemptions(Bound::AtMost(2))
}
