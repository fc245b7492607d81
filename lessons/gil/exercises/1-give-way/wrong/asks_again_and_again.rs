//! verdict: livelock
//! Believes that somebody who asks again and again until nobody waits has given way. Others may come all the time.

use learn::sync::{Condvar, Mutex, thread};

/// A lock that is held for long, and whose holder gives way.
pub struct Turns {
    state: Mutex<State>,
    /// Notified when the lock is put back.
    freed: Condvar,
}

/// What the mutex guards.
struct State {
    /// Whether a thread has the lock.
    taken: bool,
    /// How many wait for it.
    waiting: usize,
}

impl Turns {
    /// A lock that nobody has.
    pub fn new() -> Turns {
        Turns { state: Mutex::new(State { taken: false, waiting: 0 }), freed: Condvar::new() }
    }

    /// Blocks until nobody has the lock, and takes it.
    pub fn take(&self) {
        let mut state = self.state.lock();
        state.waiting += 1;
        while state.taken {
            self.freed.wait(&mut state);
        }
        state.waiting -= 1;
        state.taken = true;
    }

    /// Puts the lock back.
    pub fn put_back(&self) {
        self.state.lock().taken = false;
        // No wakeup is lost: who waits has looked under the mutex, which was held just now.
        self.freed.notify_one();
    }

    /// Whether another thread waits for the lock.
    pub fn is_wanted(&self) -> bool {
        self.state.lock().waiting > 0
    }

    /// Lets another thread have the lock, if one waits, and returns when the caller has it again.
    pub fn give_way(&self) {
        self.put_back();
        while self.is_wanted() {
            thread::yield_now();
        }
        self.take();
    }
}
