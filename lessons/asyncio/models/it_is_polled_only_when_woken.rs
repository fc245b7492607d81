//! A task that waits is not polled before somebody wakes it, and then sees what they did before. Woken twice, it is
//! polled once, or twice.

use std::future::poll_fn;
use std::task::Poll;

use super::by_hand::run;
use crate::sync::{Arc, Bound, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("it is polled only when woken", || {
        let done = Arc::new(Plain::new(0));
        let value = run(|executor| async move {
            let mut begun = false;
            let task = executor.spawn(poll_fn(move |context| {
                if begun {
                    return Poll::Ready(done.get());
                }
                begun = true;
                let (waker, done) = (context.waker().clone(), Arc::clone(&done));
                thread::spawn(move || {
                    done.set(7);
                    waker.wake_by_ref();
                    waker.wake();
                });
                Poll::Pending
            }));
            task.await
        });
        assert_eq!(value, Ok(7));
    })
    // One preemption puts the wake into the poll, and before or into the sleep.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
