//! A waker may be called at any time, also just as the task ends, and long after: that does nothing then.

use std::future::poll_fn;
use std::task::Poll;

use super::by_hand::{Runnable, Schedule, Task, run};
use crate::sync::{Arc, Bound, Model, Mutex, thread};

/// A queue that has every task run at once, in a thread of its own: as bad as an executor can be.
struct AtOnce;

impl Schedule for AtOnce {
    fn schedule(&self, task: Arc<dyn Runnable>) {
        thread::spawn(move || task.run());
    }

    fn retire(&self, _number: u64) {}
}

pub fn model() -> Model {
    Model::new("what is done is not polled", || {
        let kept = Arc::new(Mutex::new(None));
        let keeps = Arc::clone(&kept);
        let future = poll_fn(move |context| {
            *keeps.lock() = Some(context.waker().clone());
            Poll::Ready(7)
        });
        let (task, handle) = Task::new(1, future, Arc::new(AtOnce));
        AtOnce.schedule(task);
        // A statement of its own: the lock is not held while waking.
        let early = kept.lock().clone();
        early.into_iter().for_each(|waker: std::task::Waker| waker.wake());
        assert_eq!(run(|_| handle), Ok(7));
        let late = kept.lock().take().expect("it has been polled");
        late.wake();
    })
    // One preemption puts the early wake into the poll, or between that and its end.
    .preemptions(Bound::AtMost(2))
}
