//! verdict: lost-wakeup
//! Believes that a notification waits for whoever comes later.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Wake, Waker};

use learn::sync::{Arc, Condvar, Mutex};

struct Alarm {
    listening: Mutex<()>,
    ringing: Condvar,
}

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        self.ringing.notify_one();
    }
}

pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let alarm = Arc::new(Alarm { listening: Mutex::new(()), ringing: Condvar::new() });
    let waker = Waker::from(Arc::clone(&alarm));
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return value;
        }
        let mut listening = alarm.listening.lock();
        alarm.ringing.wait(&mut listening);
    }
}
