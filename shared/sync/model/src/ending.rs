//! How a run ends.
//!
//! Once it is decided how a run ends badly, nothing of it moves again. Whoever carries out the next
//! operation, in a `Drop` too, goes to sleep for good inside of it ([`Engine::stop`]), and the trace is
//! read from the books by somebody outside. No frame is unwound and no destructor runs, so that a
//! deadlock with guards alive, or with shared pointers alive, cannot turn into an abort while it is being
//! cleaned up. Only where the ending is a panic, that is unwound as far as the first operation: destructors
//! without one do run, and one of those that panics itself ends the process, as it would anywhere. The price
//! is that a failed run leaks what it held: some kilobytes, and what carried it, be
//! that threads of the operating system or stacks of fibers.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::MutexGuard;

use crate::books::{After, Books, Panicked, Status};
use crate::engine::Gate;
use crate::run::Run;
use crate::trace::{Action, Ending, Obstacle, Place, ThreadNumber, Wake};
use crate::verdict::Verdict;

impl Run {
    /// The moving thread's status is one that waits. If that leaves nobody to move, time passes until
    /// the nearest deadline; if there is none, the run is over. Returns whether the moving thread has to
    /// block.
    ///
    /// No wakeup is lost between this and the blocking: whoever wakes the thread opens its gate, and a
    /// gate remembers that it was opened.
    pub(crate) fn must_block(&self) -> bool {
        let me = self.me();
        match self.let_time_pass(self.books()) {
            Some((thread, _)) if thread == me => false,
            Some((_, gate)) => {
                self.open(gate);
                true
            }
            None => true,
        }
    }

    /// If nobody can move, wakes the thread with the nearest deadline; if there is none, ends the run.
    fn let_time_pass(
        &self,
        mut books: MutexGuard<'_, Books>,
    ) -> Option<(ThreadNumber, Option<Arc<dyn Gate>>)> {
        if !books.all_stuck() {
            return None;
        }
        match books.nearest_deadline() {
            Some((thread, deadline)) => {
                books.threads[thread].clock = deadline;
                let gate = books.wake(thread, Wake::TimedOut);
                Some((thread, gate))
            }
            None => {
                drop(books);
                self.nobody_moves()
            }
        }
    }

    /// The moving thread has come to its end.
    pub(crate) fn finish(&self) {
        let me = self.me();
        let mut books = self.books();
        if books.ending.is_some() {
            drop(books);
            self.stop();
        }
        let joiners =
            (0..books.threads.len()).filter(|&t| books.threads[t].status == Status::Joining(me)).collect();
        // The line is the last one that it did something at.
        books.turn_of(me);
        books.threads[me].status = Status::Finished;
        books.write_down(me, Action::Finish, None, After::Nothing, joiners);
        if books.threads.iter().all(|t| t.status == Status::Finished) {
            let alone = books.threads.iter().find_map(|t| t.panicked.clone().filter(|_| !t.joined));
            drop(books);
            match alone {
                Some(panicked) => self.fail_with_panic(&panicked),
                None => {
                    self.books().ending = Some(Ending::Passed);
                    self.tell_ended();
                }
            }
        } else if let Some((_, gate)) = self.let_time_pass(books) {
            self.open(gate);
        }
    }

    /// A panic that nobody contains: where it began says whose fault it is.
    pub(crate) fn ending_of(&self, panicked: &Panicked) -> Ending {
        let verdict = if panicked.at.file == self.model_file { Verdict::Assertion } else { Verdict::Panic };
        Ending::Failed {
            verdict,
            message: panicked.message.clone(),
            at: Some(panicked.at.clone()),
            stuck: Vec::new(),
        }
    }

    pub(crate) fn fail_with_panic(&self, panicked: &Panicked) -> ! {
        let ending = self.ending_of(panicked);
        self.end(ending)
    }

    pub(crate) fn fail(&self, verdict: Verdict, message: String, at: Option<Place>) -> ! {
        self.end(Ending::Failed { verdict, message, at, stuck: Vec::new() })
    }

    /// Nobody can move: says whether that is a lost wakeup or any other deadlock.
    fn nobody_moves(&self) -> ! {
        let books = self.books();
        let stuck = books.stuck();
        let waits = |s: &crate::trace::Stuck| match s.on {
            Obstacle::Notification { condvar } => Some(books.objects[condvar].notified_nobody),
            Obstacle::Unpark => Some(books.unpark_lost.contains(&s.thread)),
            _ => None,
        };
        // Threads that only wait for others to finish are looked through.
        let really: Vec<_> = stuck.iter().filter(|s| !matches!(s.on, Obstacle::Thread(_))).collect();
        let all_wait = !really.is_empty() && really.iter().all(|s| waits(s).is_some());
        let no_locks = stuck.iter().all(|s| s.holds.is_empty());
        let in_vain = really.iter().any(|s| waits(s) == Some(true));
        let (verdict, message) = if all_wait && no_locks && in_vain {
            (Verdict::LostWakeup, "whoever is left waits, and the notification came when nobody did")
        } else if stuck.len() < books.threads.len() {
            (Verdict::Deadlock, "some have finished, and nobody who is left can move")
        } else {
            (Verdict::Deadlock, "nobody can move")
        };
        drop(books);
        self.end(Ending::Failed { verdict, message: message.to_owned(), at: None, stuck })
    }

    /// Decides the run, unless it is decided, and stops it.
    pub fn end(&self, ending: Ending) -> ! {
        self.books().ending.get_or_insert(ending);
        self.tell_ended();
        self.stop()
    }

    /// The run is decided, and the calling thread moves no more.
    pub(crate) fn stop(&self) -> ! {
        Run::hand_over_to_the_engine();
        self.engine.stop()
    }

    /// Wakes whoever waits for the ending, which is in the books by now. No wakeup is lost: the watcher
    /// looks at it with the books open before it sleeps.
    pub(crate) fn tell_ended(&self) {
        self.ended.notify_all();
    }

    /// Blocks until the run has ended or `patience` is over; how it ended, if it has.
    pub fn wait_for_ending(&self, patience: Duration) -> Option<Ending> {
        let mut books = self.books();
        if books.ending.is_none() {
            self.ended.wait_while_for(&mut books, |books| books.ending.is_none(), patience);
        }
        books.ending.clone()
    }

    /// How the run ended, if it has.
    pub fn ending(&self) -> Option<Ending> {
        self.books().ending.clone()
    }

    /// The engine found something wrong by itself.
    pub(crate) fn engine_panicked(&self, message: &str) -> ! {
        let me = self.me();
        let books = self.books();
        let at = books.threads[me].at;
        let (verdict, message) = if message.contains("Causality violation") || message.contains("to cell") {
            let other = books.objects.iter().flat_map(|object| {
                let this = object.accesses.iter().rfind(|a| a.thread == me && a.at == at)?;
                object.accesses.iter().rev().find(|a| a.thread != me && (a.writes || this.writes)).copied()
            });
            let both = match other.last() {
                Some(other) => format!(
                    "{} {} this memory at {} and nothing orders the two",
                    books.threads[other.thread].name,
                    if other.writes { "writes" } else { "reads" },
                    Place::from(other.at)
                ),
                None => "nothing orders this access and another one".to_owned(),
            };
            (Verdict::DataRace, both)
        } else if message.contains("maximum number of branches") {
            (Verdict::Livelock, format!("more than {} steps", books.steps.len()))
        } else if message.contains("deadlock") {
            (Verdict::Deadlock, "nobody can move".to_owned())
        } else {
            (Verdict::Panic, format!("the explorer itself: {message}"))
        };
        drop(books);
        self.fail(verdict, message, Some(at.into()))
    }
}
