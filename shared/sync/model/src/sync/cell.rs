//! Memory that is not atomic, and whose races are seen.

use std::fmt;
use std::panic::Location;

use crate::books::{Access, After};
use crate::engine::RawCell;
use crate::run::Run;
use crate::trace::{Action, ObjectKind, ObjectNumber};

/// Watches one piece of memory.
struct Watch {
    number: ObjectNumber,
    raw: Box<dyn RawCell>,
}

impl Watch {
    fn new(at: &'static Location<'static>) -> Watch {
        let run = Run::here();
        Watch { number: run.new_object(ObjectKind::Cell, at), raw: run.with_engine(|engine| engine.cell()) }
    }

    /// Tells of an access before it is made; ends the run if another one is not ordered with it.
    fn access(&self, at: &'static Location<'static>, writes: bool) {
        let run = Run::here();
        let me = run.begin(at);
        let mut books = run.books();
        books.turn_of(me);
        let accesses = &mut books.objects[self.number].accesses;
        accesses.retain(|access| access.thread != me || access.writes != writes);
        accesses.push(Access { thread: me, at, writes });
        let action = if writes { Action::CellWrite } else { Action::CellRead };
        run.step_in(&mut books, action, Some(self.number), After::Nothing, Vec::new());
        drop(books);
        run.with_engine(|_| if writes { self.raw.write() } else { self.raw.read() });
    }
}

/// `std::cell::UnsafeCell`, reached by closures so that each access is seen.
pub struct UnsafeCell<T: ?Sized> {
    watch: Watch,
    data: std::cell::UnsafeCell<T>,
}

impl<T> UnsafeCell<T> {
    /// A new cell.
    ///
    /// # Panics
    /// Outside of a scenario.
    #[track_caller]
    pub fn new(value: T) -> UnsafeCell<T> {
        UnsafeCell { watch: Watch::new(Location::caller()), data: std::cell::UnsafeCell::new(value) }
    }

    /// The value, of a cell that nobody else has.
    pub fn into_inner(self) -> T {
        self.data.into_inner()
    }
}

impl<T: ?Sized> UnsafeCell<T> {
    /// Gives `access` a pointer to read through.
    #[track_caller]
    pub fn with<R>(&self, access: impl FnOnce(*const T) -> R) -> R {
        self.watch.access(Location::caller(), false);
        access(self.data.get())
    }

    /// Gives `access` a pointer to write through.
    #[track_caller]
    pub fn with_mut<R>(&self, access: impl FnOnce(*mut T) -> R) -> R {
        self.watch.access(Location::caller(), true);
        access(self.data.get())
    }

    /// The value of a cell that nobody else can reach.
    pub fn get_mut(&mut self) -> &mut T {
        self.data.get_mut()
    }
}

impl<T: ?Sized> fmt::Debug for UnsafeCell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnsafeCell").field("number", &self.watch.number).finish_non_exhaustive()
    }
}

/// Plain memory that scenarios share without a lock: two accesses that nothing orders are a data race,
/// and the run ends there.
///
/// The real world has no such type, since there a race would be undefined behaviour.
///
/// Call its methods in a closure, `.map(|cell| cell.get())` rather than `.map(Plain::get)`: a failing schedule shows
/// the line of the call, which would otherwise be one of the standard library.
pub struct Plain<T> {
    watch: Watch,
    // A race is found before the memory is reached, so this lock is never contended.
    data: parking_lot::Mutex<T>,
}

impl<T: Copy> Plain<T> {
    /// New memory.
    ///
    /// # Panics
    /// Outside of a scenario.
    #[track_caller]
    pub fn new(value: T) -> Plain<T> {
        Plain { watch: Watch::new(Location::caller()), data: parking_lot::Mutex::new(value) }
    }

    /// Reads the memory.
    #[track_caller]
    pub fn get(&self) -> T {
        self.watch.access(Location::caller(), false);
        *self.data.lock()
    }

    /// Writes the memory.
    #[track_caller]
    pub fn set(&self, value: T) {
        self.watch.access(Location::caller(), true);
        *self.data.lock() = value;
    }
}

impl<T> fmt::Debug for Plain<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plain").field("number", &self.watch.number).finish_non_exhaustive()
    }
}
