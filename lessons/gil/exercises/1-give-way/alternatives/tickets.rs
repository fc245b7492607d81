use learn::sync::{Condvar, Mutex};

/// A lock that is held for long, and whose holder gives way: threads get it in the order in which they came for it.
pub struct Turns {
    state: Mutex<State>,
    /// Notified when the lock is put back.
    freed: Condvar,
}

/// What the mutex guards.
struct State {
    /// The number that the next one to come gets.
    next: u64,
    /// Whose turn it is.
    turn: u64,
}

impl Turns {
    /// A lock that nobody has.
    pub fn new() -> Turns {
        Turns { state: Mutex::new(State { next: 0, turn: 0 }), freed: Condvar::new() }
    }

    /// Blocks until it is this thread's turn.
    pub fn take(&self) {
        let mut state = self.state.lock();
        let mine = state.next;
        state.next += 1;
        while state.turn != mine {
            self.freed.wait(&mut state);
        }
    }

    /// Puts the lock back: it is the next one's turn, also if that has not come yet.
    pub fn put_back(&self) {
        self.state.lock().turn += 1;
        // No wakeup is lost: who waits has looked under the mutex, which was held just now. Each waits for a turn of
        // its own, so all are woken.
        self.freed.notify_all();
    }

    /// Whether another thread waits for the lock, of which the caller has it.
    pub fn is_wanted(&self) -> bool {
        let state = self.state.lock();
        state.next > state.turn + 1
    }

    /// Lets another thread have the lock, if one waits, and returns when the caller has it again.
    pub fn give_way(&self) {
        // Whoever waits has a lower number than this thread gets now.
        self.put_back();
        self.take();
    }
}
