//! Until when a wait may last.

use std::panic::Location;
use std::time::Duration;

use crate::books::After;
use crate::run::Run;
use crate::trace::Action;

/// A moment until which a wait may last, or none.
///
/// In a scenario time stands still while anybody can move. It passes when a wait is made to time out
/// early, and when nobody can move but somebody waits with a deadline: then the nearest passes.
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
        Deadline(now.checked_add(timeout))
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
