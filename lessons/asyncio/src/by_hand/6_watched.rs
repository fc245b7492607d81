//! Step 6: what tasks share: lock, event, semaphore, barrier, queue, all over one list of those who wait.
//!
//! A thread that waits for a condition sleeps; a task returns, and leaves its waker. [`Watched`] is for tasks what a
//! mutex with a condition variable is for threads: a value, and a list of the wakers of those who have looked at it and
//! did not like what they saw. Whoever changes the value wakes them all, and each looks again.
//!
//! That wakes more than it needs to, but it is simple to see that nobody is forgotten, and that whoever is dropped
//! while it waits takes nothing along: it had got nothing yet. Who is woken is polled in the order in which they
//! waited, so the first comes first, unless somebody else comes in between.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::mem;
use std::ops::{Deref, DerefMut};
use std::task::{Poll, Waker};

use crate::sync::Mutex;

// ANCHOR: watched
/// A value that tasks can wait for: what Python has as `asyncio.Condition`, with the lock inside.
pub struct Watched<T> {
    state: Mutex<(T, Vec<Waker>)>,
}

impl<T> Watched<T> {
    /// A value that nobody waits for.
    pub fn new(value: T) -> Watched<T> {
        Watched { state: Mutex::new((value, Vec::new())) }
    }

    /// Changes the value, and wakes everybody who waits. Does not wait itself.
    pub fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let mut state = self.state.lock();
        let result = change(&mut state.0);
        let waiting = mem::take(&mut state.1);
        drop(state);
        // Without the lock. No wake is lost: whoever has left a waker has looked before this change, and whoever looks
        // later sees it.
        waiting.into_iter().for_each(Waker::wake);
        result
    }

    /// Looks at it.
    pub fn look<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.state.lock().0)
    }

    /// Waits until `attempt` gives something. It is called with the value before any wait, and after each change. Only
    /// the attempt that gives something may change the value; the others who wait are then woken, too.
    pub async fn until<R>(&self, mut attempt: impl FnMut(&mut T) -> Option<R>) -> R {
        poll_fn(|context| {
            let mut state = self.state.lock();
            let Some(result) = attempt(&mut state.0) else {
                // Looking and leaving word are one step, under the lock.
                if !state.1.iter().any(|waker| waker.will_wake(context.waker())) {
                    state.1.push(context.waker().clone());
                }
                return Poll::Pending;
            };
            let waiting = mem::take(&mut state.1);
            drop(state);
            waiting.into_iter().for_each(Waker::wake);
            Poll::Ready(result)
        })
        .await
    }
}
// ANCHOR_END: watched

// ANCHOR: lock
/// One task at a time has the value, also across an `await`: it is taken out of the lock and put back.
pub struct Lock<T> {
    inside: Watched<Option<T>>,
}

impl<T> Lock<T> {
    /// A lock that is free.
    pub fn new(value: T) -> Lock<T> {
        Lock { inside: Watched::new(Some(value)) }
    }

    /// Waits until it is free, and takes it. It is given back when the guard is dropped.
    pub async fn lock(&self) -> LockGuard<'_, T> {
        let value = self.inside.until(Option::take).await;
        LockGuard { lock: self, value: Some(value) }
    }

    /// Whether somebody has it.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.inside.look(Option::is_none)
    }
}

/// The value, until this is dropped.
pub struct LockGuard<'a, T> {
    lock: &'a Lock<T>,
    /// There until it is dropped.
    value: Option<T>,
}

impl<T> Drop for LockGuard<'_, T> {
    fn drop(&mut self) {
        let value = self.value.take();
        self.lock.inside.change(|inside| *inside = value);
    }
}
// ANCHOR_END: lock

impl<T> Deref for LockGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.as_ref().expect("there until it is dropped")
    }
}

impl<T> DerefMut for LockGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.value.as_mut().expect("there until it is dropped")
    }
}

/// A flag that tasks wait for.
pub struct Event {
    /// Whether it is set, and how often it was: so that a set which is cleared at once wakes all who waited.
    state: Watched<(bool, u64)>,
}

impl Event {
    /// An event that is not set.
    #[must_use]
    pub fn new() -> Event {
        Event { state: Watched::new((false, 0)) }
    }

    /// Sets it. Set already, it stays so.
    pub fn set(&self) {
        self.state.change(|(set, times)| {
            *times += u64::from(!*set);
            *set = true;
        });
    }

    /// Who waits from now on waits for the next set.
    pub fn clear(&self) {
        self.state.change(|(set, _)| *set = false);
    }

    /// Whether it is set.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.state.look(|(set, _)| *set)
    }

    /// Waits until it is set, or has been set since this was first polled.
    pub async fn wait(&self) {
        let mut at_first = None;
        let set_since = |&mut (set, times): &mut (bool, u64)| {
            (set || times != *at_first.get_or_insert(times)).then_some(())
        };
        self.state.until(set_since).await;
    }
}

/// Permits that tasks take and give back.
pub struct Semaphore {
    permits: Watched<usize>,
}

impl Semaphore {
    /// A semaphore with so many permits.
    #[must_use]
    pub fn new(permits: usize) -> Semaphore {
        Semaphore { permits: Watched::new(permits) }
    }

    /// Waits for a permit, and takes it. It is given back when it is dropped.
    pub async fn acquire(&self) -> Permit<'_> {
        self.permits.until(Semaphore::take).await;
        Permit { semaphore: self }
    }

    /// Takes a permit if there is one now.
    #[must_use]
    pub fn try_acquire(&self) -> Option<Permit<'_>> {
        self.permits.change(Semaphore::take).map(|()| Permit { semaphore: self })
    }

    fn take(permits: &mut usize) -> Option<()> {
        *permits = permits.checked_sub(1)?;
        Some(())
    }

    /// How many there are to take.
    #[must_use]
    pub fn available_permits(&self) -> usize {
        self.permits.look(|permits| *permits)
    }

    /// Adds permits.
    ///
    /// # Panics
    /// If there are more than can be counted.
    pub fn release(&self, count: usize) {
        self.permits.change(|permits| {
            *permits = permits.checked_add(count).expect("not more permits than can be counted")
        });
    }
}

/// A permit, until this is dropped.
#[must_use = "dropped, it is given back"]
pub struct Permit<'a> {
    semaphore: &'a Semaphore,
}

impl Permit<'_> {
    /// Keeps the permit for good.
    pub fn forget(self) {
        mem::forget(self);
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.semaphore.release(1);
    }
}

/// Where so many tasks meet.
pub struct Barrier {
    parties: usize,
    /// How many have come, and how many rounds are over.
    state: Watched<(usize, u64)>,
}

impl Barrier {
    /// A barrier for so many.
    ///
    /// # Panics
    /// If there are none.
    #[must_use]
    pub fn new(parties: usize) -> Barrier {
        assert!(parties > 0, "somebody has to come");
        Barrier { parties, state: Watched::new((0, 0)) }
    }

    /// Waits until all have come. Returns which of them this was, from 0: each once a round. One that is dropped while
    /// it waits has come all the same.
    pub async fn wait(&self) -> usize {
        let (index, round) = self.state.change(|(come, round)| {
            let mine = (*come, *round);
            *come += 1;
            if *come == self.parties {
                (*come, *round) = (0, *round + 1);
            }
            mine
        });
        self.state.until(|(_, now)| (*now != round).then_some(())).await;
        index
    }
}

// ANCHOR: queue
/// Values from those who put to those who get, first in, first out, and no more than a certain number at once.
pub struct Queue<T> {
    most: usize,
    state: Watched<Inside<T>>,
}

struct Inside<T> {
    items: VecDeque<T>,
    /// Put, and not yet said to be done.
    unfinished: usize,
    closed: bool,
}

/// There will be no more: the queue has been shut down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShutDown;

impl<T> Queue<T> {
    /// A queue for at most so many; 0 for any number.
    #[must_use]
    pub fn new(most: usize) -> Queue<T> {
        let inside = Inside { items: VecDeque::new(), unfinished: 0, closed: false };
        Queue { most, state: Watched::new(inside) }
    }

    /// Waits until there is room, and puts it in.
    ///
    /// # Errors
    /// The item, if the queue is shut down.
    pub async fn put(&self, item: T) -> Result<(), T> {
        let mut item = Some(item);
        let attempt = |inside: &mut Inside<T>| {
            let has_room = self.most == 0 || inside.items.len() < self.most;
            if inside.closed {
                return item.take().map(Err);
            }
            if !has_room {
                return None;
            }
            inside.items.extend(item.take());
            inside.unfinished += 1;
            Some(Ok(()))
        };
        self.state.until(attempt).await
    }

    /// Waits for the next one, and takes it.
    ///
    /// # Errors
    /// If the queue is shut down, and what was in it has been taken.
    pub async fn get(&self) -> Result<T, ShutDown> {
        let attempt = |inside: &mut Inside<T>| match inside.items.pop_front() {
            Some(item) => Some(Ok(item)),
            None => inside.closed.then_some(Err(ShutDown)),
        };
        self.state.until(attempt).await
    }
    // ANCHOR_END: queue

    /// What was taken has been dealt with.
    ///
    /// # Panics
    /// If that was said more often than something was put in.
    pub fn task_done(&self) {
        self.state.change(|inside| {
            inside.unfinished = inside.unfinished.checked_sub(1).expect("not more are done than were put in");
        });
    }

    /// Waits until all that was put in is done.
    pub async fn join(&self) {
        self.state.until(|inside| (inside.unfinished == 0).then_some(())).await;
    }

    /// Takes nothing more. What is in the queue can still be taken.
    pub fn shutdown(&self) {
        self.state.change(|inside| inside.closed = true);
    }

    /// How many there are to take.
    #[must_use]
    pub fn len(&self) -> usize {
        self.state.look(|inside| inside.items.len())
    }

    /// Whether there is none to take.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Default for Event {
    fn default() -> Event {
        Event::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for Watched<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.look(|value| f.debug_tuple("Watched").field(value).finish())
    }
}
