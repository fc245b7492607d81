//! `Condvar`.

use std::fmt;
use std::panic::Location;

use crate::books::{After, Status};
use crate::engine::Point;
use crate::run::{EarlyWake, Run};
use crate::sync::{Deadline, MutexGuard};
use crate::trace::{Action, ObjectKind, ObjectNumber, ThreadNumber, Wake};

/// A condition variable, in `parking_lot`'s shape. Waits may end early: spuriously, or by their deadline.
/// `notify_one` wakes whoever has waited longest.
pub struct Condvar {
    number: ObjectNumber,
    point: Box<dyn Point>,
}

/// Why a wait with a deadline ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitResult {
    timed_out: bool,
}

impl WaitResult {
    /// Whether it ended because the deadline had passed.
    pub fn timed_out(self) -> bool {
        self.timed_out
    }
}

impl Condvar {
    /// A condition variable that nobody waits on.
    ///
    /// # Panics
    /// Outside of a scenario.
    #[track_caller]
    #[allow(clippy::new_without_default)]
    pub fn new() -> Condvar {
        let run = Run::here();
        Condvar {
            number: run.new_object(ObjectKind::Condvar, Location::caller()),
            point: run.with_engine(|engine| engine.point()),
        }
    }

    /// Gives the lock back, blocks until notified (or spuriously), and takes the lock again.
    #[track_caller]
    pub fn wait<T: ?Sized>(&self, guard: &mut MutexGuard<'_, T>) {
        self.wait_at(guard, Deadline::NEVER, Location::caller());
    }

    /// As [`wait`](Condvar::wait), until a deadline at most.
    #[track_caller]
    pub fn wait_until<T: ?Sized>(&self, guard: &mut MutexGuard<'_, T>, deadline: Deadline) -> WaitResult {
        self.wait_at(guard, deadline, Location::caller())
    }

    fn wait_at<T: ?Sized>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        deadline: Deadline,
        at: &'static Location<'static>,
    ) -> WaitResult {
        let run = Run::here();
        let me = run.begin(at);
        run.with_engine(|_| self.point.visit());
        guard.leaving_to_wait(&run);
        self.make_gate(&run, me);
        let early = match deadline.0 {
            None => run.chance(&[EarlyWake::Spurious]).map(Wake::from),
            Some(moment) if run.books().threads[me].clock >= moment => Some(Wake::TimedOut),
            Some(_) => run.chance(&[EarlyWake::TimedOut, EarlyWake::Spurious]).map(Wake::from),
        };

        let mutex = MutexGuard::mutex(guard).number();
        let mut books = run.books();
        books.turn_of(me);
        books.uses_of(me).waited += 1;
        books.objects[mutex].owner = None;
        let unblocked = books.wanting(mutex);
        if early.is_none() {
            books.objects[self.number].waiters.push_back(me);
            books.threads[me].status = Status::Waiting { condvar: self.number, deadline: deadline.0 };
            books.threads[me].woken = None;
        }
        let after = After::Waiters(books.objects[self.number].waiters.len());
        let action = Action::Wait { mutex, timed: deadline.0.is_some() };
        run.step_in(&mut books, action, Some(self.number), after, unblocked);
        drop(books);

        guard.give_back();
        let why = match early {
            Some(why) => why,
            None => self.block(&run, me),
        };
        let mut books = run.books();
        books.turn_of(me);
        if let (Wake::TimedOut, Some(moment)) = (why, deadline.0) {
            let clock = &mut books.threads[me].clock;
            *clock = moment.max(*clock);
        }
        let after = After::Waiters(books.objects[self.number].waiters.len());
        run.step_in(&mut books, Action::Woken(why), Some(self.number), after, Vec::new());
        drop(books);
        guard.take_again(at);
        WaitResult { timed_out: why == Wake::TimedOut }
    }

    /// A gate is made before anybody can know that the thread waits: whoever wakes it finds one.
    fn make_gate(&self, run: &Run, me: ThreadNumber) {
        if run.books().threads[me].wait_gate.is_none() {
            let gate = run.with_engine(|engine| engine.gate());
            run.books().threads[me].wait_gate = Some(gate);
        }
    }

    fn block(&self, run: &Run, me: ThreadNumber) -> Wake {
        if run.must_block() {
            let gate = run.books().threads[me].wait_gate.clone().expect("made before the wait");
            run.with_engine(|_| gate.pass());
        }
        run.books().threads[me].end_wait()
    }

    /// Wakes the thread that has waited longest, if any waits.
    #[track_caller]
    pub fn notify_one(&self) {
        let run = Run::here();
        let me = run.begin(Location::caller());
        run.with_engine(|_| self.point.visit());
        let mut books = run.books();
        books.turn_of(me);
        books.uses_of(me).notified += 1;
        let woken = books.objects[self.number].waiters.pop_front();
        books.objects[self.number].notified_nobody |= woken.is_none();
        let after = After::Waiters(books.objects[self.number].waiters.len());
        let unblocked = woken.into_iter().collect();
        let gate = woken.and_then(|thread| books.wake(thread, Wake::Notified));
        run.step_in(&mut books, Action::NotifyOne(woken), Some(self.number), after, unblocked);
        drop(books);
        run.open(gate);
    }

    /// Wakes every thread that waits.
    #[track_caller]
    pub fn notify_all(&self) {
        let run = Run::here();
        let me = run.begin(Location::caller());
        run.with_engine(|_| self.point.visit());
        let mut books = run.books();
        books.turn_of(me);
        books.uses_of(me).notified += 1;
        let woken: Vec<ThreadNumber> = books.objects[self.number].waiters.drain(..).collect();
        books.objects[self.number].notified_nobody |= woken.is_empty();
        let action = Action::NotifyAll(woken.clone());
        let gates: Vec<_> = woken.iter().filter_map(|&thread| books.wake(thread, Wake::Notified)).collect();
        run.step_in(&mut books, action, Some(self.number), After::Waiters(0), woken);
        drop(books);
        run.open(gates);
    }
}

impl fmt::Debug for Condvar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Condvar").field("number", &self.number).finish_non_exhaustive()
    }
}
