//! Step 2: to wait for many futures at once.
//!
//! Whoever waits hangs a *bell* at each of them. A bell is rung once by each future, with the number that the future
//! has for it: when it is settled, or at once if it is. That is decided under the future's own lock, so one that is
//! settled just as the bell is being hung up is not missed. When the waiting is over, the bell is taken off again: a
//! future that is waited for a thousand times in vain has no thousand bells.

use std::collections::VecDeque;
use std::error::Error;
use std::fmt;
use std::time::Duration;

use super::future::Future;
use crate::sync::{Arc, Condvar, Deadline, Mutex};

// ANCHOR: bell
/// Numbers, in the order in which they came.
pub(super) struct Bell {
    rung: Mutex<VecDeque<usize>>,
    /// Notified when it is rung.
    ringing: Condvar,
}

impl Bell {
    fn new() -> Arc<Bell> {
        Arc::new(Bell { rung: Mutex::default(), ringing: Condvar::new() })
    }

    pub(super) fn ring(&self, number: usize) {
        self.rung.lock().push_back(number);
        // No wakeup is lost: who listens looks under the lock, and found the number there, or sleeps by now. One
        // listens.
        self.ringing.notify_one();
    }

    /// The next number. Blocks until there is one; `None` if the deadline passes first.
    fn listen(&self, deadline: Deadline) -> Option<usize> {
        let mut rung = self.rung.lock();
        while rung.is_empty() {
            if self.ringing.wait_until(&mut rung, deadline).timed_out() && rung.is_empty() {
                return None;
            }
        }
        rung.pop_front()
    }
}
// ANCHOR_END: bell

/// What [`wait`] waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Until one of them is done.
    FirstCompleted,
    /// Until one of them has failed, or all are done.
    FirstFailed,
    /// Until all of them are done.
    AllCompleted,
}

/// Those that are done, and those that are not, each in the order in which they were given.
#[derive(Debug)]
pub struct Split<T> {
    /// Finished or cancelled.
    pub done: Vec<Future<T>>,
    /// Neither.
    pub not_done: Vec<Future<T>>,
}

/// A bell that hangs at some futures, until this is dropped.
struct Hung<T> {
    bell: Arc<Bell>,
    futures: Vec<Future<T>>,
}

impl<T> Hung<T> {
    /// Hangs a bell at each of these, once where one is named twice.
    fn at(futures: impl IntoIterator<Item = Future<T>>) -> Hung<T> {
        let mut hung = Hung { bell: Bell::new(), futures: Vec::new() };
        for future in futures {
            if !hung.futures.iter().any(|known| known.is_same(&future)) {
                future.ring_when_done(&hung.bell, hung.futures.len());
                hung.futures.push(future);
            }
        }
        hung
    }
}

impl<T> Drop for Hung<T> {
    fn drop(&mut self) {
        self.futures.iter().for_each(|future| future.forget(&self.bell));
    }
}

// ANCHOR: wait
/// Blocks until as many of the futures are done as `until` says, or until `timeout` has passed (`None`: for ever).
/// One that is named twice counts once. Whatever was waited for, `done` has *all* that are done by now.
///
/// ```
/// use future::by_hand::{Promise, Until, wait};
///
/// let (promise, first) = Promise::new();
/// let (_promise, second) = Promise::<u32>::new();
/// promise.set_result(1).unwrap();
/// let split = wait(&[first, second], None, Until::FirstCompleted);
/// assert_eq!((split.done.len(), split.not_done.len()), (1, 1));
/// ```
#[must_use]
pub fn wait<T>(futures: &[Future<T>], timeout: Option<Duration>, until: Until) -> Split<T> {
    let deadline = timeout.map_or(Deadline::NEVER, Deadline::after);
    let hung = Hung::at(futures.iter().cloned());
    for _ in 0..hung.futures.len() {
        let Some(number) = hung.bell.listen(deadline) else { break };
        match until {
            Until::FirstCompleted => break,
            Until::FirstFailed if hung.futures[number].has_failed() => break,
            Until::FirstFailed | Until::AllCompleted => {}
        }
    }
    let (done, not_done) = hung.futures.iter().cloned().partition(Future::is_done);
    Split { done, not_done }
}
// ANCHOR_END: wait

/// The time was up, and so many of so many futures were not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StillWaiting {
    /// How many were not done.
    pub left: usize,
    /// Of how many.
    pub of: usize,
}

impl fmt::Display for StillWaiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} futures were not done in time", self.left, self.of)
    }
}

impl Error for StillWaiting {}

/// See [`as_completed`].
pub struct AsCompleted<T> {
    hung: Hung<T>,
    given: usize,
    deadline: Deadline,
}

// ANCHOR: as_completed
/// Gives each of the futures once, as soon as it is done: first those that are, then the others as they come. Its
/// `next` blocks until the next one is done.
///
/// If `timeout` passes, counted from this call, it gives an error instead of the next one, and then no more.
pub fn as_completed<T>(
    futures: impl IntoIterator<Item = Future<T>>,
    timeout: Option<Duration>,
) -> AsCompleted<T> {
    let deadline = timeout.map_or(Deadline::NEVER, Deadline::after);
    AsCompleted { hung: Hung::at(futures), given: 0, deadline }
}

impl<T> Iterator for AsCompleted<T> {
    type Item = Result<Future<T>, StillWaiting>;

    fn next(&mut self) -> Option<Result<Future<T>, StillWaiting>> {
        let of = self.hung.futures.len();
        if self.given == of {
            return None;
        }
        let Some(number) = self.hung.bell.listen(self.deadline) else {
            let left = of - std::mem::replace(&mut self.given, of);
            return Some(Err(StillWaiting { left, of }));
        };
        self.given += 1;
        Some(Ok(self.hung.futures[number].clone()))
    }
}
// ANCHOR_END: as_completed

impl<T> fmt::Debug for AsCompleted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (given, of) = (self.given, self.hung.futures.len());
        f.debug_struct("AsCompleted").field("given", &given).field("of", &of).finish_non_exhaustive()
    }
}
