//! A meeting that only threads at work at the same time can hold.

use sync_model::sync::{Condvar, Mutex};
use sync_model::trace::{Ending, Obstacle, Trace};
use sync_model::verdict::Verdict;

/// Where the work that an exercise hands to an answer meets itself: whoever arrives is held until as many
/// as were invited are there.
///
/// An answer that computes two pieces at the same time brings both to the meeting. One that computes them
/// one after the other, perhaps because it holds a lock meanwhile, cannot: the first is held, and nobody
/// else can come. Then nobody can move, which the books of a run know for certain, and because somebody is
/// held here the verdict is [`NotConcurrent`](Verdict::NotConcurrent). No clock is asked.
///
/// What is done here does not count as a use of anything by the answer.
pub struct Rendezvous {
    invited: usize,
    arrived: Mutex<usize>,
    everyone_is_here: Condvar,
}

impl Rendezvous {
    /// A meeting of so many threads. Make a new one in each run of a scenario.
    ///
    /// # Panics
    /// Outside of a scenario.
    #[must_use]
    pub fn of(invited: usize) -> Rendezvous {
        Rendezvous { invited, arrived: Mutex::new(0), everyone_is_here: Condvar::new() }
    }

    /// Blocks until so many threads as were invited have arrived. Who comes later passes at once.
    // By `track_caller` all operations here are booked on the line that calls, which is one of the checks'.
    #[track_caller]
    pub fn arrive(&self) {
        let mut arrived = self.arrived.lock();
        *arrived += 1;
        // No wakeup is lost: whoever waits has looked at the count under the lock before.
        if *arrived == self.invited {
            self.everyone_is_here.notify_all();
        }
        while *arrived < self.invited {
            self.everyone_is_here.wait(&mut arrived);
        }
    }
}

impl std::fmt::Debug for Rendezvous {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rendezvous").field("invited", &self.invited).finish_non_exhaustive()
    }
}

/// If threads of a stuck run are held at a meeting, says so in its ending: nothing else is wrong with it
/// than that others did not come.
pub(crate) fn tell_not_concurrent(trace: &mut Trace) {
    let Ending::Failed { verdict, message, stuck, .. } = &mut trace.ending else { return };
    let held: Vec<&str> = stuck
        .iter()
        .filter(|one| match one.on {
            Obstacle::Notification { condvar } => trace.objects[condvar].made_at.file == file!(),
            _ => false,
        })
        .map(|one| trace.threads[one.thread].name.as_str())
        .collect();
    if held.is_empty() {
        return;
    }
    *verdict = Verdict::NotConcurrent;
    let is = if held.len() == 1 { "is" } else { "are" };
    *message = format!(
        "{} {is} in the middle of work that others could do a part of at the same time, and nobody else can come to it",
        held.join(", ")
    );
}
