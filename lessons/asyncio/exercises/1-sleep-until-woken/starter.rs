//! The smallest executor: one future, one thread.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Wake, Waker};

use learn::sync::{Arc, thread};

/// What the future calls when it should be polled again.
struct Alarm;

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {}
}

/// Polls the future until it is ready, and returns what it comes to. Blocks meanwhile.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Alarm));
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::yield_now(),
        }
    }
}
