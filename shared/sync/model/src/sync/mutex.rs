//! `Mutex`.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::Location;

use crate::books::{After, Status};
use crate::engine::{Held, RawMutex};
use crate::run::Run;
use crate::trace::{Action, ObjectKind, ObjectNumber};

/// A mutex with data, in `parking_lot`'s shape: no poisoning.
pub struct Mutex<T: ?Sized> {
    number: ObjectNumber,
    raw: Box<dyn RawMutex>,
    // The engine lets one thread in at a time, so this one is always free when it is asked.
    data: parking_lot::Mutex<T>,
}

/// The right to the data. Gives the lock back when dropped.
#[must_use = "the lock is given back at once if the guard is dropped"]
pub struct MutexGuard<'a, T: ?Sized> {
    mutex: &'a Mutex<T>,
    /// `None` only while a condition variable has them.
    locked: Option<Locked<'a, T>>,
}

struct Locked<'a, T: ?Sized> {
    // In this order they are dropped: the data first, or the next owner would find it taken.
    data: parking_lot::MutexGuard<'a, T>,
    _held: Box<dyn Held + 'a>,
}

impl<T> Mutex<T> {
    /// A free mutex.
    ///
    /// # Panics
    /// Outside of a scenario.
    #[track_caller]
    pub fn new(value: T) -> Mutex<T> {
        let run = Run::here();
        Mutex {
            number: run.new_object(ObjectKind::Mutex, Location::caller()),
            raw: run.with_engine(|engine| engine.mutex()),
            data: parking_lot::Mutex::new(value),
        }
    }

    /// The data, of a mutex that nobody else has.
    pub fn into_inner(self) -> T {
        self.data.into_inner()
    }
}

impl<T: ?Sized> Mutex<T> {
    /// Blocks until the mutex is free, and takes it.
    #[track_caller]
    pub fn lock(&self) -> MutexGuard<'_, T> {
        let locked = self.take(Location::caller());
        MutexGuard { mutex: self, locked: Some(locked) }
    }

    /// Takes the mutex if it is free.
    #[track_caller]
    pub fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
        let run = Run::here();
        let me = run.begin(Location::caller());
        let held = run.with_engine(|_| self.raw.try_lock());
        let mut books = run.books();
        books.turn_of(me);
        books.uses_of(me).locked += 1;
        if held.is_some() {
            books.objects[self.number].owner = Some(me);
        }
        let after = books.objects[self.number].owner.map_or(After::Free, After::HeldBy);
        run.step_in(&mut books, Action::TryLock(held.is_some()), Some(self.number), after, Vec::new());
        drop(books);
        // The lock first: without it the data may be taken.
        let held = held?;
        let locked = Locked { data: self.data(), _held: held };
        Some(MutexGuard { mutex: self, locked: Some(locked) })
    }

    /// The data of a mutex that nobody else can reach.
    pub fn get_mut(&mut self) -> &mut T {
        self.data.get_mut()
    }

    pub(crate) fn number(&self) -> ObjectNumber {
        self.number
    }

    fn take(&self, at: &'static Location<'static>) -> Locked<'_, T> {
        let run = Run::here();
        let me = run.begin(at);
        let mut books = run.books();
        books.threads[me].status = Status::WantsMutex(self.number);
        if let Some(owner) = books.objects[self.number].owner {
            run.step_in(
                &mut books,
                Action::LockBlocked(owner),
                Some(self.number),
                After::HeldBy(owner),
                Vec::new(),
            );
            drop(books);
            run.must_block();
        } else {
            drop(books);
        }
        let held = run.with_engine(|_| self.raw.lock());
        let mut books = run.books();
        books.turn_of(me);
        books.threads[me].status = Status::Ready;
        books.objects[self.number].owner = Some(me);
        books.uses_of(me).locked += 1;
        run.step_in(&mut books, Action::Lock, Some(self.number), After::HeldBy(me), Vec::new());
        drop(books);
        Locked { data: self.data(), _held: held }
    }

    fn data(&self) -> parking_lot::MutexGuard<'_, T> {
        self.data.try_lock().expect("the engine lets one thread in at a time")
    }
}

impl<'a, T: ?Sized> MutexGuard<'a, T> {
    /// The mutex that this is the right to.
    pub fn mutex(guard: &Self) -> &'a Mutex<T> {
        guard.mutex
    }

    /// Gives the lock back, calls `work`, and takes the lock again; also if `work` panics.
    #[track_caller]
    pub fn unlocked<R>(guard: &mut Self, work: impl FnOnce() -> R) -> R {
        struct TakesAgain<'g, 'a, T: ?Sized>(&'g mut MutexGuard<'a, T>, &'static Location<'static>);
        impl<T: ?Sized> Drop for TakesAgain<'_, '_, T> {
            fn drop(&mut self) {
                self.0.take_again(self.1);
            }
        }

        let at = Location::caller();
        Run::here().begin(at);
        guard.unlock();
        let _again = TakesAgain(guard, at);
        work()
    }

    /// Gives the lock back, and writes it down.
    fn unlock(&mut self) {
        // Outside of a run there is nothing left to tell.
        let Some(run) = Run::current() else { return };
        let Some(locked) = self.locked.take() else { return };
        let me = run.me();
        if run.books().ending.is_some() {
            run.stop();
        }
        run.with_engine(|_| self.mutex.raw.leaving());
        let number = self.mutex.number;
        let mut books = run.books();
        books.turn_of(me);
        books.objects[number].owner = None;
        let unblocked = books.wanting(number);
        run.step_in(&mut books, Action::Unlock, Some(number), After::Free, unblocked);
        drop(books);
        run.with_engine(|_| drop(locked));
    }

    /// The lock is about to be given back for the time of a wait. Others may move now.
    pub(crate) fn leaving_to_wait(&self, run: &Run) {
        run.with_engine(|_| self.mutex.raw.leaving_to_wait());
    }

    /// Gives the lock back for the time of a wait; the books have been brought up to date by the caller.
    pub(crate) fn give_back(&mut self) {
        let locked = self.locked.take();
        Run::here().with_engine(|_| drop(locked));
    }

    /// Takes the lock again after a wait.
    pub(crate) fn take_again(&mut self, at: &'static Location<'static>) {
        self.locked = Some(self.mutex.take(at));
    }

    fn locked(&self) -> &Locked<'a, T> {
        self.locked.as_ref().expect("a guard is away only inside of a wait")
    }
}

impl<T: ?Sized> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        self.unlock();
    }
}

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.locked().data
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.locked.as_mut().expect("a guard is away only inside of a wait").data
    }
}

impl<T: Default> Default for Mutex<T> {
    #[track_caller]
    fn default() -> Mutex<T> {
        Mutex::new(T::default())
    }
}

impl<T: ?Sized> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mutex").field("number", &self.number).finish_non_exhaustive()
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}
