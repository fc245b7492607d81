//! Who is on stage and what they are doing, so that a run that does not end can say why.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

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
