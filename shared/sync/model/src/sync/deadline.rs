//! Until when a wait may last.

use std::cmp::Ordering;
use std::panic::Location;
use std::time::Duration;

use crate::books::After;
use crate::run::Run;
use crate::trace::Action;

/// What the clock cannot tell beyond. That of `std` can count so many seconds as well.
const END_OF_TIME: Duration = Duration::from_secs(i64::MAX.unsigned_abs());

/// A moment until which a wait may last, or none.
///
/// In a scenario time stands still while anybody can move. It passes when a wait is made to time out
/// early, and when nobody can move but somebody waits with a deadline: then the nearest passes. Deadlines are in the
/// order of their moments, and [`NEVER`](Deadline::NEVER) is the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline(pub(crate) Option<Duration>);

impl Deadline {
    /// A wait without end.
    pub const NEVER: Deadline = Deadline(None);

    /// The moment that is `timeout` from now, counted once; [`NEVER`](Deadline::NEVER) if that is further
    /// away than the clock can tell.
    pub fn after(timeout: Duration) -> Deadline {
        let run = Run::here();
        let me = run.me();
        let now = run.books().threads[me].clock;
        Deadline(now.checked_add(timeout).filter(|moment| *moment <= END_OF_TIME))
    }

    /// Whether the moment has come.
    #[track_caller]
    pub fn has_passed(&self) -> bool {
        let Some(moment) = self.0 else { return false };
        let run = Run::here();
        run.begin(Location::caller());
        let passed = run.look_at(moment);
        run.step(Action::Clock { passed }, None, After::Nothing);
        passed
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
