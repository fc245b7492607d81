//! Threads of the operating system that move one at a time, when the board says so.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use parking_lot::Mutex;
use sync_model::engine::{
    Engine, Gate, Held, Point, RawAtomic, RawCell, RawJoin, RawMutex, RawRwLock, Rmw, Width,
};
use sync_model::native::LockedAtomic;
use sync_model::trace::ThreadNumber;

use crate::board::Board;

/// See the [module's documentation](self).
///
/// Nothing here blocks by itself: a thread gets a turn only when the run's books say that it can go on, so
/// that a lock is free by the time its taker's turn comes.
pub(crate) struct PlayedEngine {
    pub(crate) board: Arc<Board>,
    /// Whether to give a lock back takes a turn.
    pub(crate) unlocking: Unlocking,
}

/// Whether to give a lock back takes a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unlocking {
    /// It belongs to the turn before: nobody can notice the difference, if everybody waits for the locks that they
    /// take.
    WithTheTurnBefore,
    /// It does, since somebody tries a lock, and finds that it is taken or that it is not.
    ATurn,
}

impl Engine for PlayedEngine {
    fn spawn(&self, number: ThreadNumber, body: Box<dyn FnOnce() + Send>) -> Arc<dyn RawJoin> {
        let board = Arc::clone(&self.board);
        board.seat(number);
        std::thread::Builder::new()
            .name(format!("t{number}"))
            .spawn(move || {
                board.sit_down(number);
                body();
                board.leave();
            })
            .expect("the operating system has a thread to give");
        Arc::new(Turn(Arc::clone(&self.board)))
    }

    fn mutex(&self) -> Box<dyn RawMutex> {
        Box::new(PlayedLock::new(self))
    }

    fn rwlock(&self) -> Box<dyn RawRwLock> {
        Box::new(PlayedLock::new(self))
    }

    fn atomic(&self, width: Width, initial: u64) -> Box<dyn RawAtomic> {
        Box::new(PlayedAtomic { board: Arc::clone(&self.board), value: LockedAtomic::new(width, initial) })
    }

    fn cell(&self) -> Box<dyn RawCell> {
        Box::new(Unwatched)
    }

    fn point(&self) -> Box<dyn Point> {
        Box::new(Turn(Arc::clone(&self.board)))
    }

    fn gate(&self) -> Arc<dyn Gate> {
        Arc::new(PlayedGate { board: Arc::clone(&self.board), open: Mutex::new(false) })
    }

    fn fence(&self, _order: Ordering) {
        // Memory is sequentially consistent without it.
    }

    fn yield_now(&self) {
        self.board.turn();
    }

    fn stop(&self) -> ! {
        self.board.stop()
    }
}

/// An operation that is nothing but a turn.
struct Turn(Arc<Board>);

impl Point for Turn {
    fn visit(&self) {
        self.0.turn();
    }
}

impl RawJoin for Turn {
    fn join(&self) {
        self.0.turn();
    }
}

struct Unwatched;

impl RawCell for Unwatched {
    fn read(&self) {}
    fn write(&self) {}
}

/// How many hold a lock.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holders {
    Readers(usize),
    Writer,
}

struct PlayedLock {
    board: Arc<Board>,
    unlocking: Unlocking,
    holders: Mutex<Holders>,
}

/// Gives back what was taken.
struct PlayedHeld<'a>(&'a PlayedLock);

impl Held for PlayedHeld<'_> {}

impl Drop for PlayedHeld<'_> {
    fn drop(&mut self) {
        let mut holders = self.0.holders.lock();
        *holders = match *holders {
            Holders::Readers(n) => Holders::Readers(n.saturating_sub(1)),
            Holders::Writer => Holders::Readers(0),
        };
    }
}

impl PlayedLock {
    fn new(engine: &PlayedEngine) -> PlayedLock {
        let (board, unlocking) = (Arc::clone(&engine.board), engine.unlocking);
        PlayedLock { board, unlocking, holders: Mutex::new(Holders::Readers(0)) }
    }

    fn unlock_in_turn(&self) {
        if self.unlocking == Unlocking::ATurn {
            self.board.turn();
        }
    }

    fn try_share(&self) -> Option<Box<dyn Held + '_>> {
        self.board.turn();
        let mut holders = self.holders.lock();
        let Holders::Readers(n) = *holders else { return None };
        *holders = Holders::Readers(n + 1);
        Some(Box::new(PlayedHeld(self)))
    }

    fn try_take(&self) -> Option<Box<dyn Held + '_>> {
        self.board.turn();
        let mut holders = self.holders.lock();
        if *holders != Holders::Readers(0) {
            return None;
        }
        *holders = Holders::Writer;
        Some(Box::new(PlayedHeld(self)))
    }
}

const FREE_BY_NOW: &str = "a turn comes only when the lock is free";

impl RawMutex for PlayedLock {
    fn lock(&self) -> Box<dyn Held + '_> {
        self.try_take().expect(FREE_BY_NOW)
    }

    fn try_lock(&self) -> Option<Box<dyn Held + '_>> {
        self.try_take()
    }

    fn leaving(&self) {
        self.unlock_in_turn();
    }
}

impl RawRwLock for PlayedLock {
    fn read(&self) -> Box<dyn Held + '_> {
        self.try_share().expect(FREE_BY_NOW)
    }

    fn write(&self) -> Box<dyn Held + '_> {
        self.try_take().expect(FREE_BY_NOW)
    }

    fn try_read(&self) -> Option<Box<dyn Held + '_>> {
        self.try_share()
    }

    fn try_write(&self) -> Option<Box<dyn Held + '_>> {
        self.try_take()
    }

    fn leaving(&self) {
        self.unlock_in_turn();
    }
}

struct PlayedAtomic {
    board: Arc<Board>,
    value: LockedAtomic,
}

impl RawAtomic for PlayedAtomic {
    fn load(&self, order: Ordering) -> u64 {
        self.board.turn();
        self.value.load(order)
    }

    fn store(&self, value: u64, order: Ordering) {
        self.board.turn();
        self.value.store(value, order);
    }

    fn rmw(&self, operation: Rmw, order: Ordering) -> u64 {
        self.board.turn();
        self.value.rmw(operation, order)
    }

    fn compare_exchange(
        &self,
        current: u64,
        new: u64,
        success: Ordering,
        failure: Ordering,
    ) -> Result<u64, u64> {
        self.board.turn();
        self.value.compare_exchange(current, new, success, failure)
    }
}

struct PlayedGate {
    board: Arc<Board>,
    open: Mutex<bool>,
}

impl Gate for PlayedGate {
    fn pass(&self) {
        // A gate that stands open already (an unpark that was remembered) is no operation of its own.
        let stands_open = *self.open.lock();
        if !stands_open {
            self.board.turn();
        }
        *self.open.lock() = false;
    }

    fn open(&self) {
        *self.open.lock() = true;
    }
}
