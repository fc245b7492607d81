//! Who is on stage and what they are doing, so that a run that does not end can say why.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::Duration;

use crate::log::Doing;

/// Every worker's seat.
#[derive(Debug, Default)]
pub(crate) struct Seats {
    taken: Mutex<Vec<Weak<Seat>>>,
}

/// What a worker is doing. It is given up when the worker is dropped.
#[derive(Debug)]
pub(crate) struct Seat {
    name: String,
    doing: Mutex<Option<Doing>>,
}

impl Seats {
    pub(crate) fn take(&self, name: &str) -> Arc<Seat> {
        let seat = Arc::new(Seat { name: name.to_owned(), doing: Mutex::default() });
        lock(&self.taken).push(Arc::downgrade(&seat));
        seat
    }

    /// Waits until the other workers have come to rest: for some time none of them has computed. If that does not
    /// happen soon, it goes on all the same.
    pub(crate) fn await_rest(&self, of_all_but: &Arc<Seat>) {
        const LOOK: Duration = Duration::from_millis(1);
        const QUIET_LOOKS: u32 = 20;
        const MOST_LOOKS: u32 = 2000;
        let computes = |seat: Arc<Seat>| {
            !Arc::ptr_eq(&seat, of_all_but) && matches!(*lock(&seat.doing), Some(Doing::Computing(_)))
        };
        let (mut quiet, mut looks) = (0, 0);
        while quiet < QUIET_LOOKS && looks < MOST_LOOKS {
            thread::sleep(LOOK);
            let somebody = lock(&self.taken).iter().filter_map(Weak::upgrade).any(computes);
            quiet = if somebody { 0 } else { quiet + 1 };
            looks += 1;
        }
    }

    /// What each worker that has not ended is doing, in the order in which they came.
    pub(crate) fn taken(&self) -> Vec<String> {
        lock(&self.taken).iter().filter_map(Weak::upgrade).map(|seat| seat.to_string()).collect()
    }
}

impl Seat {
    pub(crate) fn set(&self, doing: Option<Doing>) {
        *lock(&self.doing) = doing;
    }
}

impl fmt::Display for Seat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *lock(&self.doing) {
            Some(Doing::Computing(piece)) => write!(f, "{} computes piece {piece}", self.name),
            Some(Doing::Waiting(what)) => write!(f, "{} waits on the {what}", self.name),
            None => write!(f, "{} neither computes nor waits", self.name),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Each change is a single store or push.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
