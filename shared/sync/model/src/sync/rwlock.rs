//! `RwLock`.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::Location;

use crate::books::{After, Status};
use crate::engine::{Held, RawRwLock};
use crate::run::Run;
use crate::trace::{Action, ObjectKind, ObjectNumber};

/// A readers-writer lock with data, in `parking_lot`'s shape: no poisoning.
pub struct RwLock<T: ?Sized> {
    number: ObjectNumber,
    raw: Box<dyn RawRwLock>,
    // The engine keeps readers and writers apart, so this one never blocks.
    data: parking_lot::RwLock<T>,
}

/// A share of the data.
#[must_use = "the share is given back at once if the guard is dropped"]
pub struct RwLockReadGuard<'a, T: ?Sized> {
    lock: &'a RwLock<T>,
    // `Option` so that both can be given back, data first, before the books are closed.
    data: Option<(parking_lot::RwLockReadGuard<'a, T>, Box<dyn Held + 'a>)>,
}

/// The right to change the data.
#[must_use = "the lock is given back at once if the guard is dropped"]
pub struct RwLockWriteGuard<'a, T: ?Sized> {
    lock: &'a RwLock<T>,
    data: Option<(parking_lot::RwLockWriteGuard<'a, T>, Box<dyn Held + 'a>)>,
}

const NEVER_BLOCKS: &str = "the engine keeps readers and writers apart";
const ALIVE: &str = "a guard has its lock until it is dropped";

impl<T> RwLock<T> {
    /// A free lock.
    ///
    /// # Panics
    /// Outside of a scenario.
    #[track_caller]
    pub fn new(value: T) -> RwLock<T> {
        let run = Run::here();
        RwLock {
            number: run.new_object(ObjectKind::RwLock, Location::caller()),
            raw: run.with_engine(|engine| engine.rwlock()),
            data: parking_lot::RwLock::new(value),
        }
    }
}

impl<T: ?Sized> RwLock<T> {
    /// Blocks until no writer holds the lock, and takes a share.
    #[track_caller]
    pub fn read(&self) -> RwLockReadGuard<'_, T> {
        let wants = Status::WantsRead(self.number);
        let held =
            self.take(wants, (Action::ReadBlocked, Action::Read), Location::caller(), |raw| raw.read());
        RwLockReadGuard { lock: self, data: Some((self.data.try_read().expect(NEVER_BLOCKS), held)) }
    }

    /// Blocks until nobody holds the lock, and takes it.
    #[track_caller]
    pub fn write(&self) -> RwLockWriteGuard<'_, T> {
        let wants = Status::WantsWrite(self.number);
        let held =
            self.take(wants, (Action::WriteBlocked, Action::Write), Location::caller(), |raw| raw.write());
        RwLockWriteGuard { lock: self, data: Some((self.data.try_write().expect(NEVER_BLOCKS), held)) }
    }

    /// Takes a share if no writer holds the lock.
    #[track_caller]
    pub fn try_read(&self) -> Option<RwLockReadGuard<'_, T>> {
        let run = Run::here();
        run.begin(Location::caller());
        let held = run.with_engine(|_| self.raw.try_read());
        self.entered(&run, Action::TryRead(held.is_some()), held.is_some(), false);
        let data = (self.data.try_read().filter(|_| held.is_some())?, held?);
        Some(RwLockReadGuard { lock: self, data: Some(data) })
    }

    /// Takes the lock if nobody holds it.
    #[track_caller]
    pub fn try_write(&self) -> Option<RwLockWriteGuard<'_, T>> {
        let run = Run::here();
        run.begin(Location::caller());
        let held = run.with_engine(|_| self.raw.try_write());
        self.entered(&run, Action::TryWrite(held.is_some()), held.is_some(), true);
        let held = held?;
        Some(RwLockWriteGuard { lock: self, data: Some((self.data.try_write().expect(NEVER_BLOCKS), held)) })
    }

    fn take<'a>(
        &'a self,
        wants: Status,
        (blocked, taken): (Action, Action),
        at: &'static Location<'static>,
        lock: impl FnOnce(&'a dyn RawRwLock) -> Box<dyn Held + 'a>,
    ) -> Box<dyn Held + 'a> {
        let run = Run::here();
        let me = run.begin(at);
        let mut books = run.books();
        books.threads[me].status = wants;
        if books.is_stuck(me) {
            run.step_in(&mut books, blocked, Some(self.number), After::Nothing, Vec::new());
            drop(books);
            run.must_block();
        } else {
            drop(books);
        }
        let held = run.with_engine(|_| lock(&*self.raw));
        run.books().threads[me].status = Status::Ready;
        self.entered(&run, taken, true, matches!(wants, Status::WantsWrite(_)));
        held
    }

    fn entered(&self, run: &Run, action: Action, entered: bool, writes: bool) {
        let me = run.me();
        let mut books = run.books();
        // Before the lock has another owner: whoever is interrupted here may be just about to take it.
        books.turn_of(me);
        books.uses_of(me).locked += 1;
        let object = &mut books.objects[self.number];
        match (entered, writes) {
            (false, _) => {}
            (true, true) => object.owner = Some(me),
            (true, false) => object.readers.push(me),
        }
        let after = object.owner.map_or(After::Readers(object.readers.len()), After::HeldBy);
        run.step_in(&mut books, action, Some(self.number), after, Vec::new());
    }

    fn leave(&self, give_back: impl FnOnce(), writes: bool) {
        let Some(run) = Run::current() else { return };
        let me = run.me();
        if run.books().ending.is_some() {
            run.stop();
        }
        run.with_engine(|_| self.raw.leaving());
        let mut books = run.books();
        books.turn_of(me);
        let object = &mut books.objects[self.number];
        if writes {
            object.owner = None;
        } else if let Some(share) = object.readers.iter().position(|&reader| reader == me) {
            object.readers.remove(share);
        }
        let after =
            if object.readers.is_empty() { After::Free } else { After::Readers(object.readers.len()) };
        let unblocked = books.wanting(self.number).into_iter().filter(|&t| !books.is_stuck(t)).collect();
        run.step_in(&mut books, Action::Release, Some(self.number), after, unblocked);
        drop(books);
        run.with_engine(|_| give_back());
    }
}

impl<T: ?Sized> Drop for RwLockReadGuard<'_, T> {
    fn drop(&mut self) {
        let data = self.data.take();
        self.lock.leave(|| drop(data), false);
    }
}

impl<T: ?Sized> Drop for RwLockWriteGuard<'_, T> {
    fn drop(&mut self) {
        let data = self.data.take();
        self.lock.leave(|| drop(data), true);
    }
}

impl<T: ?Sized> Deref for RwLockReadGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.data.as_ref().expect(ALIVE).0
    }
}

impl<T: ?Sized> Deref for RwLockWriteGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.data.as_ref().expect(ALIVE).0
    }
}

impl<T: ?Sized> DerefMut for RwLockWriteGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.data.as_mut().expect(ALIVE).0
    }
}

impl<T: ?Sized> fmt::Debug for RwLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RwLock").field("number", &self.number).finish_non_exhaustive()
    }
}
