//! Step 10: a value that tasks watch.
//!
//! Here nothing is given to anybody but the word to *look again*, and that to all in line whenever anything has
//! changed. So [`Watched`] is for tasks what a mutex with a condition variable is for threads: a value, and those who
//! have looked at it and did not like what they saw.
//!
//! It wakes more than it needs to, and whoever is woken may find that somebody else was quicker. But any condition can
//! be waited for without deciding who gets what, and it is simple to see that whoever is dropped while it waits takes
//! nothing along: it has got nothing yet. The queues of step 11 are made of it, where some wait for room, some for an
//! item, and some for the end of all work.

use std::fmt;

use super::line::{Kept, Line, Shared};

// ANCHOR: watched
/// A value that tasks can wait for: a [`Condition`](super::Condition) with its lock inside.
///
/// ```
/// use asyncio::by_hand::{Watched, run};
/// use std::sync::Arc;
///
/// let days = run(|executor| async move {
///     let days = Arc::new(Watched::new(3));
///     let counts = Arc::clone(&days);
///     executor.spawn(async move {
///         for _ in 0..3 {
///             counts.change(|days| *days -= 1);
///         }
///     });
///     days.until(|days| (*days == 0).then_some("launch")).await
/// });
/// assert_eq!(days, "launch");
/// ```
pub struct Watched<T> {
    shared: Shared<Value<T>>,
}

struct Value<T>(T);

impl<T> Kept for Value<T> {
    type Share = ();

    /// All who waited were told to look again, so nobody misses this one.
    fn take_back(&mut self, _word: (), _line: &mut Line<()>) {}
}

impl<T> Watched<T> {
    /// A value that nobody waits for.
    #[must_use]
    pub fn new(value: T) -> Watched<T> {
        Watched { shared: Shared::new(Value(value)) }
    }

    /// Changes the value, and has everybody who waits look again. Does not wait itself.
    pub fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        self.shared.with(|value, line| {
            line.give_all(());
            change(&mut value.0)
        })
    }

    /// Tries to change it. If that gives an error, it has changed nothing, and nobody looks again.
    ///
    /// # Errors
    /// Those of `attempt`.
    pub fn attempt<R, E>(&self, attempt: impl FnOnce(&mut T) -> Result<R, E>) -> Result<R, E> {
        self.shared.with(|value, line| attempt(&mut value.0).inspect(|_| line.give_all(())))
    }

    /// Looks at it.
    pub fn look<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        self.shared.with(|value, _| look(&value.0))
    }

    /// Waits until `attempt` gives something. It is called with the value before any wait, and after each change. Only
    /// the attempt that gives something may change the value; the others who wait then look again, too.
    pub async fn until<R>(&self, mut attempt: impl FnMut(&mut T) -> Option<R>) -> R {
        loop {
            let mut result = None;
            let look = |value: &mut Value<T>, line: &mut Line<()>| {
                result = attempt(&mut value.0);
                result.is_some().then(|| line.give_all(()))
            };
            self.shared.wait(look).await;
            if let Some(result) = result {
                return result;
            }
        }
    }
}
// ANCHOR_END: watched

impl<T: fmt::Debug> fmt::Debug for Watched<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.look(|value| f.debug_tuple("Watched").field(value).finish())
    }
}
