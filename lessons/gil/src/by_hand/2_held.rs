//! The interpreter in hand: how it is given away for a while, on request or for a native call.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use super::gil::{Closed, Gil, State, Who};
use crate::sync::{Deadline, MutexGuard};

/// The interpreter in hand. Dropped, it is put back.
///
/// It stays with the thread that took it: who has it now is what decides whether there was a switch.
///
/// ```compile_fail,E0277
/// # let gil = gil::by_hand::Gil::new(());
/// let held = gil.take().unwrap();
/// std::thread::scope(|scope| {
///     scope.spawn(move || drop(held)); // it cannot be sent to another thread
/// });
/// ```
#[must_use = "if it is dropped at once, it was taken for nothing"]
pub struct Held<'a, T> {
    gil: &'a Gil<T>,
    /// There, except while this thread has given it up for a while; and then it is lent mutably.
    interpreter: Option<Box<T>>,
    /// What has a pointer in it is not `Send`.
    stays_here: PhantomData<*const ()>,
}

impl<'a, T> Held<'a, T> {
    pub(super) fn new(gil: &'a Gil<T>, interpreter: Box<T>) -> Held<'a, T> {
        Held { gil, interpreter: Some(interpreter), stays_here: PhantomData }
    }

    /// Whether this thread is asked to drop it: see [`Gil::is_requested`].
    #[inline]
    #[must_use]
    pub fn is_requested(&self) -> bool {
        self.gil.is_requested()
    }

    // ANCHOR: give_way
    /// Lets somebody else have the interpreter, if anybody waits for it: puts it back, blocks until
    /// another thread has taken it, and until it is to be had again.
    ///
    /// # Errors
    /// If the lock is closed. This thread still has the interpreter, and should leave soon.
    pub fn give_way(&mut self) -> Result<(), Closed> {
        let gil = self.gil;
        let mut state = gil.state.lock();
        if state.closed {
            return Err(Closed);
        }
        if state.waiting == 0 {
            // Whoever has asked has gone away meanwhile; the flag is down (invariant 3).
            return Ok(());
        }
        // From now on this thread wants it too: whoever takes it may give way to this one.
        state.waiting += 1;
        let before = state.switches;
        if let Some(interpreter) = self.interpreter.take() {
            gil.put_back(&mut state, interpreter);
        }
        // The forced switch. If all others go away without taking it, nobody would end this.
        while state.switches == before && state.waiting > 1 {
            gil.switched.wait(&mut state);
        }
        state.waiting -= 1;
        self.take_again(&mut state);
        if state.closed { Err(Closed) } else { Ok(()) }
    }
    // ANCHOR_END: give_way

    // ANCHOR: release_while
    /// Gives the interpreter up while `work` is done: a native function that does not need it, or
    /// something that blocks. Then takes it again, which may block; also if `work` panics, since
    /// whoever catches that may still have this guard.
    ///
    /// It is given to this thread again even if the lock has been closed meanwhile:
    /// [`give_way`](Held::give_way) tells.
    pub fn release_while<R>(&mut self, work: impl FnOnce() -> R) -> R {
        self.drop_it();
        let _takes_again = TakesAgain(self);
        work()
    }
    // ANCHOR_END: release_while

    fn drop_it(&mut self) {
        if let Some(interpreter) = self.interpreter.take() {
            self.gil.put_back(&mut self.gil.state.lock(), interpreter);
        }
    }

    fn take_again(&mut self, state: &mut MutexGuard<'_, State<T>>) {
        // It has no deadline, and whoever returns is not turned away.
        self.interpreter = self.gil.wait_and_take(state, Deadline::NEVER, Who::Returns).ok();
    }
}

/// Takes the interpreter again when it is dropped, in the usual way or by a panic.
struct TakesAgain<'a, 'b, T>(&'a mut Held<'b, T>);

impl<T> Drop for TakesAgain<'_, '_, T> {
    fn drop(&mut self) {
        let gil = self.0.gil;
        self.0.take_again(&mut gil.state.lock());
    }
}

impl<T> Drop for Held<'_, T> {
    fn drop(&mut self) {
        self.drop_it();
    }
}

impl<T> Deref for Held<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.interpreter.as_ref().expect("while it is given up, this guard is lent to whoever takes it again")
    }
}

impl<T> DerefMut for Held<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.interpreter.as_mut().expect("while it is given up, this guard is lent to whoever takes it again")
    }
}

impl<T: fmt::Debug> fmt::Debug for Held<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Held").field(&**self).finish()
    }
}
