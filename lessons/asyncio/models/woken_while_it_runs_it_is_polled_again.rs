//! A task that is woken while it is being polled is polled once more after that: once, however often it was woken.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use super::by_hand::{Executor, yield_now};
use crate::sync::{Arc, Model, Mutex};

pub fn model() -> Model {
    Model::new("woken while it runs, it is polled again", || {
        let polls = Arc::new(Mutex::new(0));
        let counts = Arc::clone(&polls);
        let mut executor = Executor::new(|| {});
        let task = executor.handle().spawn(poll_fn(move |context| {
            let mut polls = counts.lock();
            *polls += 1;
            context.waker().wake_by_ref();
            context.waker().wake_by_ref();
            if *polls < 3 { Poll::Pending } else { Poll::Ready(()) }
        }));
        assert_eq!(executor.drive(pin!(task)), Poll::Ready(Ok(())));
        assert_eq!(*polls.lock(), 3);
        let other = executor.handle().spawn(yield_now());
        assert_eq!(executor.drive(pin!(other)), Poll::Ready(Ok(())));
    })
}
