//! The window behind a lock, and a condition variable for each of the two things that somebody waits for.

use std::fmt;

use super::by_hand::Condvar;
use super::window::{CalledOff, Window};
use crate::sync::Mutex;

// ANCHOR: type
/// Brings pieces from workers, who finish them in any order, to a deliverer, who gets them in
/// order.
pub struct Delivery<T> {
    window: Mutex<Window<T>>,
    /// Notified when the window has moved on: workers wait for room.
    room: Condvar,
    /// Notified when a piece is finished: the deliverer waits for the next.
    arrived: Condvar,
}
// ANCHOR_END: type

impl<T> Delivery<T> {
    /// A delivery of so many pieces, of which at most `window` are held at once.
    ///
    /// # Panics
    /// If `window` is 0.
    #[must_use]
    pub fn new(pieces: usize, window: usize) -> Delivery<T> {
        let window = Mutex::new(Window::new(pieces, window));
        Delivery { window, room: Condvar::new(), arrived: Condvar::new() }
    }

    // ANCHOR: worker
    /// For workers: the next piece that nobody has claimed, if there is one.
    pub fn claim(&self) -> Option<usize> {
        self.window.lock().claim()
    }

    /// For workers: begins a piece that was claimed; blocks until there is room for it.
    ///
    /// # Errors
    /// If the delivery is called off.
    pub fn begin(&self, piece: usize) -> Result<(), CalledOff> {
        self.room.wait_for(&mut self.window.lock(), |window| window.begin(piece))
    }

    /// For workers: puts down a piece that is finished. Does not wait for it to go out.
    pub fn finish(&self, piece: usize, result: T) {
        let mut window = self.window.lock();
        window.finish(piece, result);
        // No wakeup is lost: the deliverer looks for its piece under the lock, which is held
        // here, and gives the lock up only by waiting. It alone waits for this, so one is
        // enough.
        self.arrived.notify_one(&window);
    }
    // ANCHOR_END: worker

    // ANCHOR: deliverer
    /// For the deliverer: blocks until the piece that has to go out next is finished, and takes
    /// it.
    ///
    /// # Errors
    /// If the delivery is called off.
    pub fn take_next(&self) -> Result<T, CalledOff> {
        self.arrived.wait_for(&mut self.window.lock(), |window| window.take_next())
    }

    /// For the deliverer: the piece that was taken has gone out, and the window moves on.
    pub fn advance(&self) {
        let mut window = self.window.lock();
        window.advance();
        // No wakeup is lost: a worker looks for room under the lock, which is held here. All
        // are notified, because each waits for room for a piece of its own: the one that has
        // waited longest need not be the one that has it.
        self.room.notify_all(&window);
    }
    // ANCHOR_END: deliverer

    /// Calls the delivery off, for everybody who waits and everybody who comes.
    pub fn call_off(&self) {
        let mut window = self.window.lock();
        window.call_off();
        // No wakeup is lost: both look under the lock, which is held here. This concerns everybody.
        self.room.notify_all(&window);
        self.arrived.notify_all(&window);
    }

    /// The most pieces that were held at once so far.
    #[must_use]
    pub fn most_held(&self) -> usize {
        self.window.lock().most_held()
    }
}

impl<T> fmt::Debug for Delivery<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("room", &self.room)
            .field("arrived", &self.arrived)
            .finish_non_exhaustive()
    }
}
