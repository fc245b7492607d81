//! The function is kept under the lock: whoever takes it out, to call it or to drop it, has won.

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

struct State {
    /// Until it is called or cancelled.
    function: Option<Function>,
    is_over: bool,
}

impl Timer {
    /// Has `function` called in a thread of its own when the deadline has passed, and returns at once.
    pub fn start(due: Deadline, function: Function) -> Timer {
        let state = State { function: Some(function), is_over: false };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let theirs = Arc::clone(&shared);
        thread::spawn(move || {
            theirs.wait(due);
            if let Some(function) = theirs.take() {
                function();
                theirs.end();
            }
        });
        Timer { shared }
    }

    /// Calls it off. Returns true if it was in time: then the function is never called.
    pub fn cancel(&self) -> bool {
        let function = self.shared.take();
        let in_time = function.is_some();
        if in_time {
            self.shared.end();
        }
        in_time
    }

    /// Waits until the function has returned, or is cancelled.
    pub fn join(&self) {
        let mut state = self.shared.state.lock();
        while !state.is_over {
            self.shared.changed.wait(&mut state);
        }
    }
}

impl Shared {
    fn wait(&self, due: Deadline) {
        let mut state = self.state.lock();
        while state.function.is_some() && !self.changed.wait_until(&mut state, due).timed_out() {}
    }

    fn take(&self) -> Option<Function> {
        self.state.lock().function.take()
    }

    fn end(&self) {
        self.state.lock().is_over = true;
        // No wakeup is lost: who waits looks at both under the lock, and both have changed by now.
        self.changed.notify_all();
    }
}
