//! To be unparked is remembered by the thread itself; the flag tells a wake from a park that ended for no reason.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Wake, Waker};

use learn::sync::atomic::{AtomicBool, Ordering};
use learn::sync::{Arc, thread};

struct Alarm {
    called: AtomicBool,
    sleeper: thread::Thread,
}

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        // Release: pairs with the swap of whoever sleeps, who then sees what was done before the call.
        self.called.swap(true, Ordering::Release);
        self.sleeper.unpark();
    }
}

pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let alarm = Arc::new(Alarm { called: AtomicBool::new(false), sleeper: thread::current() });
    let waker = Waker::from(Arc::clone(&alarm));
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return value;
        }
        // Acquire: pairs with the store of who called.
        while !alarm.called.swap(false, Ordering::Acquire) {
            thread::park();
        }
    }
}
