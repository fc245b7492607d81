//! Gives up on an answer that does not end by itself, by processor time and not by the clock.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use parking_lot::Mutex;
use sync_model::Verdict;
use sync_model::run::operations;

use crate::exercise::Limits;
use crate::judge::without_trace;
use crate::judgement::{Judgement, Stage};

/// How often to look.
const LOOK: Duration = Duration::from_millis(100);
/// Whoever uses less than one part in so many of a processor between two looks, and carries out no operation of a
/// watched type, was asleep.
const AWAKE: u32 = 10;

/// Watches what an answer uses while it is judged.
pub(crate) struct Watch {
    limits: Limits,
    /// What is being asked, and the processor time when that began.
    stage: Mutex<Option<(Stage, Duration)>>,
}

/// What was seen at the last look, and before.
struct Seen {
    /// The processor time when what is being asked began: tells one thing that is asked from the next.
    began: Duration,
    operations: u64,
    /// The processor time at the last look.
    at: Duration,
    /// The processor time that was used since the last operation of a watched type.
    without_operation: Duration,
    /// How long everyone was asleep since what is being asked began: at once or in many short sleeps.
    asleep: Duration,
}

impl Watch {
    pub(crate) fn new(limits: Limits) -> Watch {
        Watch { limits, stage: Mutex::new(None) }
    }

    /// The next thing is asked.
    pub(crate) fn begin(&self, stage: Stage) {
        *self.stage.lock() = Some((stage, processor_time()));
    }

    /// What is being asked.
    ///
    /// # Panics
    /// Before anything is asked.
    pub(crate) fn stage(&self) -> Stage {
        self.stage.lock().clone().expect("something is being asked").0
    }

    /// Blocks until the judgement comes or a limit is reached.
    pub(crate) fn over(&self, told: &Receiver<Judgement>) -> Judgement {
        let mut seen = Seen::now();
        loop {
            let before = Instant::now();
            match told.recv_timeout(LOOK) {
                Ok(judgement) => return judgement,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    unreachable!("who judges contains its panics, and tells or never ends")
                }
            }
            // A process that was stopped for an hour has watched for one moment, not for an hour.
            let watched = before.elapsed().min(2 * LOOK);
            if let Some(message) = self.given_up(&mut seen, watched) {
                // The judge may have ended in this very moment: then its word counts.
                if let Ok(judgement) = told.try_recv() {
                    return judgement;
                }
                return Judgement::Failed(without_trace(Verdict::EndedByLimit, self.stage(), message));
            }
        }
    }

    /// Why to give up now, if there is a reason.
    fn given_up(&self, seen: &mut Seen, watched: Duration) -> Option<String> {
        let (stage, began) = self.stage.lock().clone()?;
        let now = processor_time();

        let in_all = now.saturating_sub(began);
        let limit = match stage {
            Stage::Model { .. } => self.limits.model,
            Stage::Real { .. } | Stage::Picture { .. } => self.limits.real_run,
        };
        if in_all >= limit {
            return Some(match stage {
                Stage::Model { .. } => format!(
                    "there are more schedules than can be run in {} s of processor time: the answer does \
                     many more steps than it needs",
                    limit.as_secs_f64()
                ),
                _ => format!(
                    "it was still going after {} s of processor time: a thread spins, waiting for what does \
                     not come",
                    limit.as_secs_f64()
                ),
            });
        }

        if seen.began != began {
            (seen.began, seen.asleep) = (began, Duration::ZERO);
        }
        let used = now.saturating_sub(std::mem::replace(&mut seen.at, now));
        let operations = operations();
        if std::mem::replace(&mut seen.operations, operations) != operations {
            seen.without_operation = Duration::ZERO;
            return None;
        }
        seen.without_operation += used;
        if seen.without_operation >= self.limits.without_operation {
            return Some(format!(
                "it used {} s of processor time without a single operation of `learn::sync`: a loop that \
                 never ends?",
                self.limits.without_operation.as_secs_f64()
            ));
        }
        if used < watched / AWAKE {
            seen.asleep += watched;
        }
        (seen.asleep >= self.limits.asleep).then(|| {
            "everyone sleeps, and not in `learn::sync`, which would know for what: a `std::thread::sleep`, \
             or a lock or channel of `std`?"
                .to_owned()
        })
    }
}

impl Seen {
    fn now() -> Seen {
        let (operations, at, none) = (operations(), processor_time(), Duration::ZERO);
        Seen { began: none, operations, at, without_operation: none, asleep: none }
    }
}

/// What all threads of this process have used together.
fn processor_time() -> Duration {
    ProcessTime::now().as_duration()
}
