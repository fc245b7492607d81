use std::cmp::Ordering;
use std::time::{Duration, Instant};

/// A moment until which a wait may last, or none.
///
/// A timeout is made into a deadline once, when the call begins, so that it covers the whole call however often the
/// call waits inside. Deadlines are in the order of their moments, and [`NEVER`](Deadline::NEVER) is the last.
///
/// ```
/// use std::time::Duration;
/// use sync_real::Deadline;
///
/// assert!(Deadline::after(Duration::ZERO).has_passed(), "zero means: try");
/// assert_eq!(Deadline::after(Duration::MAX), Deadline::NEVER, "too long to count is for ever");
/// assert!(Deadline::after(Duration::ZERO) < Deadline::after(Duration::from_secs(1)));
/// assert!(Deadline::after(Duration::from_secs(1)) < Deadline::NEVER);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline(Option<Instant>);

impl Deadline {
    /// A wait without end.
    pub const NEVER: Deadline = Deadline(None);

    /// The moment that is `timeout` from now; [`NEVER`](Deadline::NEVER) if that is further away than the
    /// clock can tell.
    #[inline]
    pub fn after(timeout: Duration) -> Deadline {
        Deadline(Instant::now().checked_add(timeout))
    }

    /// Whether the moment has come.
    #[inline]
    pub fn has_passed(&self) -> bool {
        self.0.is_some_and(|moment| Instant::now() >= moment)
    }

    /// How long it is until then: nothing if it has passed, and `None` if it never comes. For waits that are the
    /// system's own; a primitive that is checked as well has none of them, and this is not in the other worlds.
    ///
    /// ```
    /// use std::time::Duration;
    /// use sync_real::Deadline;
    ///
    /// assert_eq!(Deadline::after(Duration::ZERO).left(), Some(Duration::ZERO));
    /// assert!(Deadline::after(Duration::from_secs(9)).left() <= Some(Duration::from_secs(9)));
    /// assert_eq!(Deadline::NEVER.left(), None);
    /// ```
    #[must_use]
    pub fn left(self) -> Option<Duration> {
        self.0.map(|moment| moment.saturating_duration_since(Instant::now()))
    }

    pub(crate) fn moment(self) -> Option<Instant> {
        self.0
    }
}

impl Ord for Deadline {
    fn cmp(&self, other: &Deadline) -> Ordering {
        match (self.0, other.0) {
            (Some(mine), Some(theirs)) => mine.cmp(&theirs),
            (mine, theirs) => mine.is_none().cmp(&theirs.is_none()),
        }
    }
}

impl PartialOrd for Deadline {
    fn partial_cmp(&self, other: &Deadline) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
