//! The alarm remembers that it was called, so that it may be called before anybody sleeps.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Wake, Waker};

use learn::sync::{Arc, Condvar, Mutex};

struct Alarm {
    /// Whether it has been called since it was last listened to.
    called: Mutex<bool>,
    ringing: Condvar,
}

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        *self.called.lock() = true;
        self.ringing.notify_one();
    }
}

pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let alarm = Arc::new(Alarm { called: Mutex::new(false), ringing: Condvar::new() });
    let waker = Waker::from(Arc::clone(&alarm));
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return value;
        }
        let mut called = alarm.called.lock();
        while !*called {
            alarm.ringing.wait(&mut called);
        }
        *called = false;
    }
}
