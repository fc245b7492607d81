//! The books that a run keeps: who does what, who holds what, who waits for what, and what was done.
//!
//! Nothing here blocks or decides; [`crate::run`] does.

use std::collections::VecDeque;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use crate::engine::{Gate, RawAtomic, RawJoin};
use crate::run::Uses;
use crate::trace::{
    Action, Ending, ObjectKind, ObjectNumber, Obstacle, Place, Step, Stuck, Switch, ThreadNumber, Wake,
};

/// The turnstiles of a thread's parks.
pub(crate) struct ParkGate {
    /// Opened for a thread that is parked.
    pub(crate) wake: Arc<dyn Gate>,
    /// Opened for a thread that is not: its next park goes through here.
    pub(crate) token: Arc<dyn Gate>,
}

/// Where a thread is, as far as going on is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// It can go on.
    Ready,
    /// It can go on, but gave way.
    Yielded,
    /// It wants a mutex; it is stuck as long as somebody holds it.
    WantsMutex(ObjectNumber),
    /// It wants a share of a readers-writer lock.
    WantsRead(ObjectNumber),
    /// It wants a readers-writer lock for itself.
    WantsWrite(ObjectNumber),
    /// It waits to be notified.
    Waiting { condvar: ObjectNumber, deadline: Option<Duration> },
    /// It waits to be unparked.
    Parked { deadline: Option<Duration> },
    /// It waits for another thread to finish.
    Joining(ThreadNumber),
    /// It has come to its end.
    Finished,
}

/// A panic, as the panic hook saw it.
#[derive(Clone, Debug)]
pub(crate) struct Panicked {
    pub(crate) message: String,
    pub(crate) at: Place,
}

impl Panicked {
    /// Whether a later panic with this message only passes this one on: `unwrap` and `expect` say of a thread's panic
    /// that it is `Any`, others tell its text.
    fn is_passed_on_by(&self, message: &str) -> bool {
        let text = self.message.lines().next().unwrap_or_default();
        message.ends_with("Any { .. }")
            || !text.is_empty()
                && (message.contains(text) || message.contains(&text.escape_debug().to_string()))
    }
}

pub(crate) struct ThreadBook {
    pub(crate) name: String,
    pub(crate) started_at: &'static Location<'static>,
    pub(crate) status: Status,
    /// Where it does, or is about to do, what it does.
    pub(crate) at: &'static Location<'static>,
    /// Turnstile of its condition waits.
    pub(crate) wait_gate: Option<Arc<dyn Gate>>,
    /// Where its parks and unparks meet. Each unpark adds to it with Release, and each park looks at it with
    /// Acquire: as in `std`, a park sees what was done before every unpark so far, also before one that came
    /// to nothing because another was pending.
    pub(crate) unparks: Arc<dyn RawAtomic>,
    /// Whether an unpark came while it was woken and had not moved yet.
    pub(crate) unparked_again: bool,
    /// Turnstile of its parks.
    pub(crate) park_gate: Option<Arc<ParkGate>>,
    /// An unpark that came while it was not parked.
    pub(crate) token: bool,
    /// Why its last wait ended, until it has seen it.
    pub(crate) woken: Option<Wake>,
    /// How many nested catchers of panics are around what it does now.
    pub(crate) catchers: usize,
    /// The panic that is unwinding it, or that ended it.
    pub(crate) panicked: Option<Panicked>,
    /// The panic that it was told of last, by a join or by a catcher.
    pub(crate) told: Option<Panicked>,
    /// Whether somebody joined it.
    pub(crate) joined: bool,
    /// Its clock. Time passes for a thread only when a deadline of its own passes.
    pub(crate) clock: Duration,
    /// The deadline it looked at last, and how often in a row.
    pub(crate) looks: (Duration, u32),
    /// How many waits it has begun, each of which could end early.
    pub(crate) chances: u32,
    pub(crate) join: Option<Arc<dyn RawJoin>>,
}

impl ThreadBook {
    pub(crate) fn new(
        name: String,
        started_at: &'static Location<'static>,
        catchers: usize,
        unparks: Arc<dyn RawAtomic>,
    ) -> ThreadBook {
        ThreadBook {
            unparks,
            unparked_again: false,
            name,
            started_at,
            status: Status::Ready,
            at: started_at,
            wait_gate: None,
            park_gate: None,
            token: false,
            woken: None,
            catchers,
            panicked: None,
            told: None,
            joined: false,
            clock: Duration::ZERO,
            looks: (Duration::ZERO, 0),
            chances: 0,
            join: None,
        }
    }

    /// The thread has passed its gate: it can go on, and why. Both change together, or somebody who looks in
    /// between would take it for one that still waits.
    pub(crate) fn end_wait(&mut self) -> Wake {
        self.status = Status::Ready;
        self.woken.take().expect("who opens the gate says why")
    }
}

pub(crate) struct ObjectBook {
    pub(crate) kind: ObjectKind,
    pub(crate) made_at: &'static Location<'static>,
    /// Of a mutex: who holds it. Of a readers-writer lock: who holds it for itself.
    pub(crate) owner: Option<ThreadNumber>,
    /// Of a readers-writer lock: who holds shares, once for each share.
    pub(crate) readers: Vec<ThreadNumber>,
    /// Of a condition variable: who waits, longest first.
    pub(crate) waiters: VecDeque<ThreadNumber>,
    /// Of a condition variable: whether a notification found nobody.
    pub(crate) notified_nobody: bool,
    /// Of an atomic: the newest value.
    pub(crate) newest: u64,
    /// Of a cell: the last access of each thread, newest last.
    pub(crate) accesses: Vec<Access>,
}

/// An access to memory that is not atomic.
#[derive(Clone, Copy)]
pub(crate) struct Access {
    pub(crate) thread: ThreadNumber,
    pub(crate) at: &'static Location<'static>,
    pub(crate) writes: bool,
}

/// A step as it is written down: nothing is formatted before somebody wants to read it.
pub(crate) struct RawStep {
    thread: ThreadNumber,
    at: At,
    action: Action,
    object: Option<ObjectNumber>,
    after: After,
    unblocked: Vec<ThreadNumber>,
    switch: Switch,
}

/// Where a step was made. Only a panic's place is not known to live as long as the program.
enum At {
    Line(&'static Location<'static>),
    Panic(Place),
}

/// What an object is like after a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum After {
    Nothing,
    Free,
    HeldBy(ThreadNumber),
    Readers(usize),
    Waiters(usize),
    Value(u64),
    /// A load got an old value; this is the newest.
    Newest(u64),
}

#[derive(Default)]
pub(crate) struct Books {
    pub(crate) threads: Vec<ThreadBook>,
    pub(crate) objects: Vec<ObjectBook>,
    pub(crate) steps: Vec<RawStep>,
    /// Who made the last step, and the switch that the next one is.
    last: Option<ThreadNumber>,
    switch: Option<Switch>,
    /// Whether an unpark was lost.
    pub(crate) unpark_lost: Vec<ThreadNumber>,
    /// Set once, when the run is over.
    pub(crate) ending: Option<Ending>,
    /// Whether steps were made that are not in `steps`, which was full.
    pub(crate) steps_left_out: bool,
    /// How often each kind of thing was done, by the file that it stands in.
    pub(crate) uses: Vec<(&'static str, Uses)>,
}

impl Books {
    /// Whether a thread cannot go on until another one does something.
    pub(crate) fn is_stuck(&self, thread: ThreadNumber) -> bool {
        match self.threads[thread].status {
            Status::Ready | Status::Yielded | Status::Finished => false,
            Status::WantsMutex(object) => self.objects[object].owner.is_some(),
            Status::WantsRead(object) => self.objects[object].owner.is_some(),
            Status::WantsWrite(object) => {
                self.objects[object].owner.is_some() || !self.objects[object].readers.is_empty()
            }
            Status::Waiting { .. } | Status::Parked { .. } => self.threads[thread].woken.is_none(),
            Status::Joining(other) => self.threads[other].status != Status::Finished,
        }
    }

    /// Whether nobody can go on although somebody has not finished.
    pub(crate) fn all_stuck(&self) -> bool {
        let mut someone = false;
        for thread in 0..self.threads.len() {
            if self.threads[thread].status == Status::Finished {
                continue;
            }
            if !self.is_stuck(thread) {
                return false;
            }
            someone = true;
        }
        someone
    }

    /// The stuck thread whose deadline is the nearest.
    pub(crate) fn nearest_deadline(&self) -> Option<(ThreadNumber, Duration)> {
        let deadlines = self.threads.iter().enumerate().filter_map(|(number, thread)| {
            match (thread.status, thread.woken) {
                (Status::Waiting { deadline: Some(d), .. } | Status::Parked { deadline: Some(d) }, None) => {
                    Some((number, d))
                }
                _ => None,
            }
        });
        // Of equal deadlines, the lowest thread's: `min_by_key` keeps the first.
        deadlines.min_by_key(|&(_, deadline)| deadline)
    }

    /// Counts a thread as woken from its condition wait or park, and returns the gate that has to be
    /// opened for it. It is in no queue any more, so that no notification is spent on it.
    pub(crate) fn wake(&mut self, thread: ThreadNumber, why: Wake) -> Option<Arc<dyn Gate>> {
        for object in &mut self.objects {
            object.waiters.retain(|&waiter| waiter != thread);
        }
        let book = &mut self.threads[thread];
        book.woken = Some(why);
        match book.status {
            Status::Waiting { .. } => book.wait_gate.clone(),
            _ => book.park_gate.as_ref().map(|gate| Arc::clone(&gate.wake)),
        }
    }

    /// The counts of the file that a thread's operation stands in.
    pub(crate) fn uses_of(&mut self, thread: ThreadNumber) -> &mut Uses {
        let file = self.threads[thread].at.file();
        let known = self.uses.iter().position(|(known, _)| *known == file);
        let index = known.unwrap_or_else(|| {
            self.uses.push((file, Uses::default()));
            self.uses.len() - 1
        });
        &mut self.uses[index].1
    }

    /// The thread that is about to write down a step. The first call after another thread's steps settles
    /// what kind of switch it was, by what that other thread could do at this moment.
    pub(crate) fn turn_of(&mut self, thread: ThreadNumber) {
        if self.last == Some(thread) {
            return;
        }
        let switch = match self.last {
            None => Switch::None,
            Some(before) => match self.threads[before].status {
                Status::Finished | Status::Yielded => Switch::Natural,
                _ if self.is_stuck(before) => Switch::Natural,
                _ => Switch::Preemption { of: before },
            },
        };
        self.last = Some(thread);
        self.switch = Some(switch);
    }

    pub(crate) fn write_down(
        &mut self,
        thread: ThreadNumber,
        action: Action,
        object: Option<ObjectNumber>,
        after: After,
        unblocked: Vec<ThreadNumber>,
    ) {
        self.turn_of(thread);
        let switch = self.switch.take().unwrap_or(Switch::None);
        let at = At::Line(self.threads[thread].at);
        self.steps.push(RawStep { thread, at, action, object, after, unblocked, switch });
    }

    /// Writes down that a thread panicked.
    pub(crate) fn write_down_panic(&mut self, thread: ThreadNumber, panicked: &Panicked) {
        let action = Action::Panic(panicked.message.clone());
        self.write_down(thread, action, None, After::Nothing, Vec::new());
        if let Some(step) = self.steps.last_mut() {
            step.at = At::Panic(panicked.at.clone());
        }
    }

    /// Where a panic of a thread began that says this: if it only passes on what the thread was told of, or what a
    /// thread that was joined came to, it began there.
    pub(crate) fn origin_of(&self, thread: ThreadNumber, message: &str) -> Option<Panicked> {
        let told = self.threads[thread].told.iter();
        let joined = self.threads.iter().filter(|t| t.joined).filter_map(|t| t.panicked.as_ref());
        told.chain(joined).find(|earlier| earlier.is_passed_on_by(message)).cloned()
    }

    /// Those that this lock has kept waiting.
    pub(crate) fn wanting(&self, object: ObjectNumber) -> Vec<ThreadNumber> {
        let wants = |status: Status| {
            [Status::WantsMutex(object), Status::WantsRead(object), Status::WantsWrite(object)]
                .contains(&status)
        };
        (0..self.threads.len()).filter(|&t| wants(self.threads[t].status)).collect()
    }

    /// The locks that a thread holds.
    fn held_by(&self, thread: ThreadNumber) -> Vec<ObjectNumber> {
        (0..self.objects.len())
            .filter(|&o| self.objects[o].owner == Some(thread) || self.objects[o].readers.contains(&thread))
            .collect()
    }

    /// Everyone who is stuck, on what, and holding what.
    pub(crate) fn stuck(&self) -> Vec<Stuck> {
        (0..self.threads.len())
            .filter(|&t| self.is_stuck(t))
            .map(|number| {
                let thread = &self.threads[number];
                let on = match thread.status {
                    Status::WantsMutex(object) | Status::WantsRead(object) | Status::WantsWrite(object) => {
                        let book = &self.objects[object];
                        let only_reader = match book.readers[..] {
                            [reader] => Some(reader),
                            _ => None,
                        };
                        Obstacle::Lock { object, held_by: book.owner.or(only_reader) }
                    }
                    Status::Waiting { condvar, .. } => Obstacle::Notification { condvar },
                    Status::Joining(other) => Obstacle::Thread(other),
                    _ => Obstacle::Unpark,
                };
                Stuck { thread: number, at: thread.at.into(), on, holds: self.held_by(number) }
            })
            .collect()
    }

    /// How many steps came by a preemption.
    pub(crate) fn preemptions(&self) -> usize {
        self.steps.iter().filter(|step| matches!(step.switch, Switch::Preemption { .. })).count()
    }

    /// The steps in the form that is shown and stored.
    pub(crate) fn steps(&self) -> Vec<Step> {
        self.steps
            .iter()
            .map(|raw| Step {
                thread: raw.thread,
                at: match &raw.at {
                    At::Line(line) => (*line).into(),
                    At::Panic(place) => place.clone(),
                },
                action: raw.action.clone(),
                object: raw.object,
                after: match raw.after {
                    After::Nothing => None,
                    After::Free => Some("free".to_owned()),
                    After::HeldBy(thread) => Some(format!("held by {}", self.threads[thread].name)),
                    After::Readers(1) => Some("1 reader".to_owned()),
                    After::Readers(n) => Some(format!("{n} readers")),
                    After::Waiters(0) => Some("nobody waits".to_owned()),
                    After::Waiters(1) => Some("1 waits".to_owned()),
                    After::Waiters(n) => Some(format!("{n} wait")),
                    After::Value(value) => Some(format!("= {value}")),
                    After::Newest(value) => Some(format!("= {value} by now")),
                },
                unblocked: raw.unblocked.clone(),
                switch: raw.switch,
            })
            .collect()
    }
}
