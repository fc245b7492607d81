//! Step 2: first come, first served.
//!
//! *The algorithm.* Who finds no permit joins the end of a line, and sleeps on a condition variable of its own. Who
//! gives a permit while there is a line does not add to the number: it takes the first out of the line and wakes
//! it. The permit has been **handed over**. It was never there for anybody else, so nobody can overtake, and
//! the sleeper has only to look whether it is still in line. (Handing over is how the entry queue of a monitor
//! worked in the 1970s. The semaphores of tokio and of Java's *fair* kind keep such a line too.)
//!
//! | permits | line | who wants one | who gives one |
//! |---|---|---|---|
//! | some | empty | takes it | adds to them |
//! | none | empty | joins the line | adds it |
//! | none | somebody | joins the line | hands it to the first |
//!
//! *Invariants.* Between any two holders of the lock:
//!
//! 1. If there are permits, nobody is in line.
//! 2. Who waits leaves the line once: taken out by `give`, and then it has a permit; or by itself, because its time
//!    is over, and then it has none. So whoever is not in line any more, and has not left by itself, has a permit.
//!
//! *What it costs.* The permit is nobody's use until the sleeper runs. If threads come back for permits faster than
//! one wakes up, they end up in line, all of them, and each permit costs a wakeup.

use std::collections::VecDeque;
use std::fmt;

use super::count::sum_within;
use super::{Raw, ReleasedTooOften};
use crate::sync::{Arc, Condvar, Deadline, Mutex};

// ANCHOR: state
/// Permits that are handed out in the order in which they were asked for.
///
/// ```
/// use std::thread;
///
/// use semaphore::by_hand::{Line, Raw};
/// use sync_real::Deadline;
///
/// let permits = Line::new(0);
/// thread::scope(|scope| {
///     let first = scope.spawn(|| permits.take_until(Deadline::NEVER));
///     while permits.waiting() < 1 {
///         thread::yield_now();
///     }
///     permits.give(1, usize::MAX).expect("there is room");
///     assert!(!permits.try_take(), "it is the first one's, though that one may not have woken up yet");
///     assert!(first.join().expect("nobody panics"));
/// });
/// ```
pub struct Line {
    state: Mutex<State>,
}

/// What the lock guards.
struct State {
    /// How many permits nobody has.
    permits: usize,
    /// Who waits, in the order in which they came: what each of them sleeps on.
    line: VecDeque<Arc<Condvar>>,
}
// ANCHOR_END: state

// ANCHOR: take
impl Raw for Line {
    fn new(permits: usize) -> Line {
        Line { state: Mutex::new(State { permits, line: VecDeque::new() }) }
    }

    fn try_take(&self) -> bool {
        self.state.lock().try_take()
    }

    fn take_until(&self, deadline: Deadline) -> bool {
        let mut state = self.state.lock();
        if state.try_take() {
            return true;
        }
        let turn = Arc::new(Condvar::new());
        state.line.push_back(Arc::clone(&turn));
        while state.place_of(&turn).is_some() {
            if turn.wait_until(&mut state, deadline).timed_out() && state.leave_line(&turn) {
                return false;
            }
        }
        // Invariant 2: it has been taken out of the line, so a permit has been handed to it.
        true
    }
    // ANCHOR_END: take

    // ANCHOR: give
    fn give(&self, more: usize, limit: usize) -> Result<(), ReleasedTooOften> {
        let mut state = self.state.lock();
        let permits = sum_within(limit, state.permits, more)?;
        let handed = permits.min(state.line.len());
        for next in state.line.drain(..handed) {
            // No wakeup is lost: who waits looks for itself in the line under the lock, which is
            // held here, and gives the lock back only by waiting. Nobody else sleeps on this
            // condition variable.
            next.notify_one();
        }
        state.permits = permits - handed;
        Ok(())
    }
    // ANCHOR_END: give

    fn available(&self) -> usize {
        self.state.lock().permits
    }
}

impl Line {
    /// How many are in line. By the time you know, it may be otherwise.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.state.lock().line.len()
    }
}

impl State {
    /// Takes a permit if there is one. Nobody is overtaken: by invariant 1 nobody is in line then.
    fn try_take(&mut self) -> bool {
        let is_one = self.permits > 0;
        if is_one {
            self.permits -= 1;
        }
        is_one
    }

    fn place_of(&self, who: &Arc<Condvar>) -> Option<usize> {
        self.line.iter().position(|waiting| Arc::ptr_eq(waiting, who))
    }

    // ANCHOR: leave
    /// Takes out of the line who gives up. Returns `false` if it is too late for that: it has
    /// been taken out, and has a permit, which would be lost if it went away now.
    fn leave_line(&mut self, who: &Arc<Condvar>) -> bool {
        let place = self.place_of(who);
        if let Some(place) = place {
            self.line.remove(place);
        }
        place.is_some()
    }
    // ANCHOR_END: leave
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state.lock();
        f.debug_struct("Line").field("available", &state.permits).field("waiting", &state.line.len()).finish()
    }
}
