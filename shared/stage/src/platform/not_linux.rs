//! Elsewhere a signal is an event: whoever it wakes tells the others.

use std::io;
use std::sync::Arc;

/// Interruptions that nobody has heard yet: none, since each comes to somebody.
pub(crate) struct Waiting;

impl Waiting {
    /// Leaves all of them to whoever else listens.
    ///
    /// # Errors
    /// None.
    pub(crate) fn listen(_interrupted: impl Fn() + Send + Sync + 'static) -> io::Result<Arc<Waiting>> {
        Ok(Arc::new(Waiting))
    }

    /// There is nothing to be seen.
    #[expect(clippy::unused_self, reason = "as it is on Linux")]
    pub(crate) fn look(&self) {}
}
