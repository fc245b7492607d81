//! The engine that is the operating system: real threads, as they come.
//!
//! Exercises are run over it, because it counts what was used and knows for certain when everybody is stuck: no
//! deadline decides that. Time passes only when nobody can move, as in a model, so nothing sleeps either, and no wait
//! ends early. Memory is sequentially consistent, and races on cells are not seen: that is the models' business, and
//! they come first.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use parking_lot::{Condvar, Mutex};

use crate::Model;
use crate::engine::{
    Engine, Gate, Held, Point, RawAtomic, RawCell, RawJoin, RawMutex, RawRwLock, Rmw, Width,
};
use crate::run::{Rules, Run};
use crate::trace::ThreadNumber;

/// See the [module's documentation](self).
#[derive(Clone, Copy, Debug, Default)]
pub struct Native;

/// Starts a scenario on real threads and returns its run, which goes on: [`Run::wait_for_ending`] tells how
/// it ended. A run that does not end by itself is left to itself when the process ends.
///
/// Bounds do not apply. Only the run's first `kept_steps` steps are written down.
///
/// # Panics
/// If the operating system has no thread to give.
pub fn start(model: &Model, kept_steps: usize) -> Arc<Run> {
    let rules = Rules { early: Vec::new(), max_steps: kept_steps, endless: true };
    let run = Run::new(model, Box::new(Native), rules, Arc::default());
    let scenario = model.scenario();
    let main = Arc::clone(&run);
    std::thread::Builder::new()
        .name("main of a run".to_owned())
        .spawn(move || main.main(&*scenario))
        .expect("the operating system has a thread to give");
    run
}

impl Engine for Native {
    fn spawn(&self, number: ThreadNumber, body: Box<dyn FnOnce() + Send>) -> Arc<dyn RawJoin> {
        let finished = Arc::new(Finished::default());
        let tell = Arc::clone(&finished);
        std::thread::Builder::new()
            .name(format!("t{number}"))
            .spawn(move || {
                body();
                tell.open();
            })
            .expect("the operating system has a thread to give");
        finished
    }

    fn mutex(&self) -> Box<dyn RawMutex> {
        Box::new(Mutex::new(()))
    }

    fn rwlock(&self) -> Box<dyn RawRwLock> {
        Box::new(Shares::default())
    }

    fn atomic(&self, width: Width, initial: u64) -> Box<dyn RawAtomic> {
        Box::new(LockedAtomic { width, value: Mutex::new(initial) })
    }

    fn cell(&self) -> Box<dyn RawCell> {
        Box::new(Unwatched)
    }

    fn point(&self) -> Box<dyn Point> {
        Box::new(Unwatched)
    }

    fn gate(&self) -> Arc<dyn Gate> {
        Arc::new(NativeGate::default())
    }

    fn fence(&self, order: Ordering) {
        std::sync::atomic::fence(order);
    }

    fn yield_now(&self) {
        std::thread::yield_now();
    }

    fn stop(&self) -> ! {
        loop {
            std::thread::park();
        }
    }
}

impl Held for parking_lot::MutexGuard<'_, ()> {}

impl RawMutex for Mutex<()> {
    fn lock(&self) -> Box<dyn Held + '_> {
        Box::new(Mutex::lock(self))
    }

    fn try_lock(&self) -> Option<Box<dyn Held + '_>> {
        Mutex::try_lock(self).map(|guard| Box::new(guard) as Box<dyn Held>)
    }
}

/// A readers-writer lock that never lets a reader wait for a writer who waits himself, as `parking_lot`'s
/// does: the books, which say who is stuck, know nothing of that.
#[derive(Default)]
struct Shares {
    state: Mutex<Sharing>,
    freed: Condvar,
}

#[derive(Default)]
struct Sharing {
    readers: usize,
    written: bool,
}

/// A share of a [`Shares`], or the whole.
struct Share<'a> {
    of: &'a Shares,
    writes: bool,
}

impl Sharing {
    fn admits(&self, writes: bool) -> bool {
        !(self.written || writes && self.readers > 0)
    }
}

impl Shares {
    fn enter(&self, writes: bool, state: &mut Sharing) -> Box<dyn Held + '_> {
        if writes {
            state.written = true;
        } else {
            state.readers += 1;
        }
        Box::new(Share { of: self, writes })
    }

    fn wait(&self, writes: bool) -> Box<dyn Held + '_> {
        let mut state = self.state.lock();
        self.freed.wait_while(&mut state, |state| !state.admits(writes));
        self.enter(writes, &mut state)
    }

    fn look(&self, writes: bool) -> Option<Box<dyn Held + '_>> {
        let mut state = self.state.lock();
        state.admits(writes).then(|| self.enter(writes, &mut state))
    }
}

impl Held for Share<'_> {}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        let mut state = self.of.state.lock();
        if self.writes {
            state.written = false;
        } else {
            state.readers -= 1;
        }
        // No wakeup is lost: whoever waits looks at the state under the lock before. All, since readers and
        // writers wait together.
        self.of.freed.notify_all();
    }
}

impl RawRwLock for Shares {
    fn read(&self) -> Box<dyn Held + '_> {
        self.wait(false)
    }

    fn write(&self) -> Box<dyn Held + '_> {
        self.wait(true)
    }

    fn try_read(&self) -> Option<Box<dyn Held + '_>> {
        self.look(false)
    }

    fn try_write(&self) -> Option<Box<dyn Held + '_>> {
        self.look(true)
    }
}

/// What needs no watching under real threads.
struct Unwatched;

impl RawCell for Unwatched {
    fn read(&self) {}
    fn write(&self) {}
}

impl Point for Unwatched {
    fn visit(&self) {}
}

/// An integer whose every operation is one step, because a lock makes it so.
pub struct LockedAtomic {
    width: Width,
    value: Mutex<u64>,
}

impl LockedAtomic {
    /// An integer with a value.
    pub fn new(width: Width, initial: u64) -> LockedAtomic {
        LockedAtomic { width, value: Mutex::new(initial) }
    }
}

impl RawAtomic for LockedAtomic {
    fn load(&self, _order: Ordering) -> u64 {
        *self.value.lock()
    }

    fn store(&self, value: u64, _order: Ordering) {
        *self.value.lock() = value;
    }

    fn rmw(&self, operation: Rmw, _order: Ordering) -> u64 {
        let mut value = self.value.lock();
        let after = operation.outcome(*value, self.width);
        std::mem::replace(&mut *value, after)
    }

    fn compare_exchange(&self, current: u64, new: u64, _: Ordering, _: Ordering) -> Result<u64, u64> {
        let mut value = self.value.lock();
        if *value == current { Ok(std::mem::replace(&mut *value, new)) } else { Err(*value) }
    }
}

#[derive(Default)]
struct NativeGate {
    open: Mutex<bool>,
    opened: Condvar,
}

impl Gate for NativeGate {
    fn pass(&self) {
        let mut open = self.open.lock();
        self.opened.wait_while(&mut open, |open| !*open);
        *open = false;
    }

    fn open(&self) {
        *self.open.lock() = true;
        // No wakeup is lost: the one thread that may pass looks at `open` under the lock before it waits.
        self.opened.notify_one();
    }
}

/// A thread's end: once open, open for good.
#[derive(Default)]
struct Finished {
    finished: Mutex<bool>,
    told: Condvar,
}

impl Finished {
    fn open(&self) {
        *self.finished.lock() = true;
        // No wakeup is lost: `join` looks at the flag under the lock before it waits.
        self.told.notify_all();
    }
}

impl RawJoin for Finished {
    fn join(&self) {
        let mut finished = self.finished.lock();
        self.told.wait_while(&mut finished, |finished| !*finished);
    }
}
