use learn::sync::{Arc, Deadline, Mutex, thread};

/// What is called when the time has come.
pub type Function = Box<dyn FnOnce() + Send>;

/// Calls a function when its time has come, unless it is cancelled before.
pub struct Timer {
    shared: Arc<Shared>,
}

/// What the timer and its thread share.
struct Shared {
    is_cancelled: Mutex<bool>,
}

impl Timer {
    /// Has `function` called in a thread of its own when the deadline has passed, and returns at once.
    pub fn start(due: Deadline, function: Function) -> Timer {
        let shared = Arc::new(Shared { is_cancelled: Mutex::new(false) });
        let theirs = Arc::clone(&shared);
        thread::spawn(move || {
            // Sleeps until the deadline, or is woken for no reason.
            thread::park_until(due);
            let is_cancelled = *theirs.is_cancelled.lock();
            if !is_cancelled {
                function();
            }
        });
        Timer { shared }
    }

    /// Calls it off. Returns true if it was in time: then the function is never called.
    pub fn cancel(&self) -> bool {
        *self.shared.is_cancelled.lock() = true;
        true
    }

    /// Waits until the function has returned, or is cancelled.
    pub fn join(&self) {}
}
