//! verdict: assertion
//! Believes that what was pending a moment ago still is: it looks, lets go of the lock, and calls. In between somebody
//! cancels, and is told that it was in time.

use learn::sync::{Arc, Condvar, Deadline, Mutex, thread};

/// What is called when the time has come.
pub type Function = Box<dyn FnOnce() + Send>;

/// Calls a function when its time has come, unless it is cancelled before.
pub struct Timer {
    shared: Arc<Shared>,
}

/// What the timer and its thread share.
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Pending,
    Over,
}

impl Timer {
    /// Has `function` called in a thread of its own when the deadline has passed, and returns at once.
    pub fn start(due: Deadline, function: Function) -> Timer {
        let shared = Arc::new(Shared { state: Mutex::new(State::Pending), changed: Condvar::new() });
        let theirs = Arc::clone(&shared);
        thread::spawn(move || theirs.wait_and_call(due, function));
        Timer { shared }
    }

    /// Calls it off. Returns true if it was in time: then the function is never called.
    pub fn cancel(&self) -> bool {
        let mut state = self.shared.state.lock();
        let in_time = *state == State::Pending;
        if in_time {
            *state = State::Over;
            // No wakeup is lost: who waits has looked at the state under the lock that is held here.
            self.shared.changed.notify_all();
        }
        in_time
    }

    /// Waits until the function has returned, or is cancelled.
    pub fn join(&self) {
        let mut state = self.shared.state.lock();
        while *state != State::Over {
            self.shared.changed.wait(&mut state);
        }
    }
}

impl Shared {
    /// The whole of the thread's life.
    fn wait_and_call(&self, due: Deadline, function: Function) {
        let mut state = self.state.lock();
        while *state == State::Pending {
            if self.changed.wait_until(&mut state, due).timed_out() {
                break;
            }
        }
        if *state != State::Pending {
            return;
        }
        drop(state);
        function();
        *self.state.lock() = State::Over;
        self.changed.notify_all();
    }
}
