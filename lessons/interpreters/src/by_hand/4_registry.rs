//! Step 4: all interpreters of a program, and the life of each.
//!
//! *Invariants.*
//!
//! 1. An interpreter is on the roll from before its engine is made until after it is gone. No two have the same number,
//!    also not one after the other.
//! 2. When it ends, whether it was closed, or nobody has it any more, or it died, these come one after the other: it is
//!    off the roll, and what it has put into queues belongs to nobody; what is left in its mailbox is dropped; who sent
//!    the request in which it died is told.

use std::fmt;
use std::io;
use std::mem;
use std::num::{NonZeroU64, NonZeroUsize};

use super::ends::{Receiver, unbounded};
use super::engine::{End, Engine, Request, serve};
use super::interpreter::{Desk, Interpreter};
use super::queue::{Core, Queue, Unbound};
use crate::sync::thread;
use crate::sync::{Arc, Mutex, Weak, catch_unwind};

/// Which interpreter. No other one of the same [`Interpreters`] ever has the same, also after this one is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(u64);

impl Id {
    /// The program itself, which is in no interpreter.
    pub const MAIN: Id = Id(0);
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

// ANCHOR: roll
/// Who is in which thread.
pub(super) struct Roll {
    present: Mutex<Present>,
}

struct Present {
    last: u64,
    threads: Vec<(NonZeroU64, Id)>,
}

impl Roll {
    fn new() -> Roll {
        Roll { present: Mutex::new(Present { last: 0, threads: Vec::new() }) }
    }

    /// The interpreter that the calling thread belongs to.
    pub(super) fn current(&self) -> Id {
        let me = thread::number();
        let present = self.present.lock();
        present.threads.iter().find(|(thread, _)| *thread == me).map_or(Id::MAIN, |(_, id)| *id)
    }

    fn next(&self) -> Id {
        let mut present = self.present.lock();
        present.last += 1;
        Id(present.last)
    }
}
// ANCHOR_END: roll

// ANCHOR: type
/// All interpreters of a program, each in a thread of its own.
///
/// ```
/// use interpreters::Tiny;
/// use interpreters::by_hand::Interpreters;
///
/// let interpreters = Interpreters::new(Tiny::default);
/// let (one, other) = (interpreters.create().unwrap(), interpreters.create().unwrap());
/// one.exec("x = 1").unwrap();
/// other.exec("x = 2").unwrap();
/// assert_eq!(one.call("x", vec![]), Ok(1)); // each has its own
/// one.close().unwrap();
/// assert_eq!(interpreters.list_all(), [other]);
/// ```
pub struct Interpreters<E: Engine> {
    pub(super) registry: Arc<Registry<E>>,
}

pub(super) struct Registry<E: Engine> {
    /// Makes an engine, in the thread that it will live in.
    pub(super) make: Box<dyn Fn() -> E + Send + Sync>,
    pub(super) roll: Arc<Roll>,
    known: Mutex<Known<E>>,
}

struct Known<E: Engine> {
    /// In the order in which they were created.
    interpreters: Vec<(Id, Weak<Desk<E>>)>,
    queues: Vec<Weak<Core<E::Value>>>,
    last_queue: u64,
}
// ANCHOR_END: type

impl<E: Engine> Interpreters<E> {
    /// No interpreters; those to come have what `make` makes, each in its own thread.
    #[must_use]
    pub fn new(make: impl Fn() -> E + Send + Sync + 'static) -> Interpreters<E> {
        let none = Known { interpreters: Vec::new(), queues: Vec::new(), last_queue: 0 };
        let registry =
            Registry { make: Box::new(make), roll: Arc::new(Roll::new()), known: Mutex::new(none) };
        Interpreters { registry: Arc::new(registry) }
    }

    /// A new interpreter, in a new thread. Does not wait until it is there: what it is sent, it finds.
    ///
    /// # Errors
    /// If the operating system has no thread to give.
    pub fn create(&self) -> io::Result<Interpreter<E>> {
        let registry = Arc::clone(&self.registry);
        self.create_with(move || (registry.make)())
    }

    // ANCHOR: create
    /// The same, with an engine of its own kind. `make` is called in the new thread.
    ///
    /// # Errors
    /// If the operating system has no thread to give.
    pub fn create_with(&self, make: impl FnOnce() -> E + Send + 'static) -> io::Result<Interpreter<E>> {
        let (id, registry) = (self.registry.roll.next(), Arc::clone(&self.registry));
        let (mailbox, receive) = unbounded();
        let desk = Arc::new(Desk::new(id, mailbox, Arc::clone(&registry)));
        self.registry.known.lock().interpreters.push((id, Arc::downgrade(&desk)));
        let thread = thread::Builder::new().name(format!("interpreter {id}"));
        match thread.spawn(move || registry.live(id, make, receive)) {
            Ok(thread) => desk.sits_in(thread),
            Err(error) => {
                self.registry.forget(id);
                return Err(error);
            }
        }
        Ok(Interpreter { desk })
    }
    // ANCHOR_END: create

    /// Every interpreter that was created and has not ended, the oldest first.
    #[must_use]
    pub fn list_all(&self) -> Vec<Interpreter<E>> {
        let known = self.registry.known.lock();
        let desks: Vec<_> = known.interpreters.iter().filter_map(|(_, desk)| desk.upgrade()).collect();
        // Without the lock, since whoever drops the last share of one closes its mailbox.
        drop(known);
        desks.into_iter().map(|desk| Interpreter { desk }).collect()
    }

    /// The interpreter that the calling thread belongs to; [`Id::MAIN`], if it is none's.
    #[must_use]
    pub fn current(&self) -> Id {
        self.registry.roll.current()
    }

    /// A queue between these interpreters, for so many values; `None` for any number. What becomes of a value when the
    /// interpreter that put it is closed, `unbound` says, if it is not said as the value is put.
    #[must_use]
    pub fn create_queue(&self, room: Option<NonZeroUsize>, unbound: Unbound) -> Queue<E::Value> {
        let mut known = self.registry.known.lock();
        known.last_queue += 1;
        let core = Arc::new(Core::new(known.last_queue, room, unbound, Arc::clone(&self.registry.roll)));
        known.queues.retain(|queue| queue.strong_count() > 0);
        known.queues.push(Arc::downgrade(&core));
        Queue { core }
    }
}

impl<E: Engine> Registry<E> {
    // ANCHOR: live
    /// The whole life of an interpreter.
    fn live(self: Arc<Self>, id: Id, make: impl FnOnce() -> E, mut mailbox: Receiver<Request<E::Value>>) {
        let present = self.enter(id);
        let lives = || {
            let mut engine = make();
            serve(&mut engine, &mut mailbox)
        };
        let end = catch_unwind(lives).unwrap_or_else(|panic| {
            // The engine could not be made, or not be dropped. The payload is not dropped: as in
            // step 3.
            mem::forget(panic);
            End::Closed
        });
        // Invariant 2.
        drop(present);
        drop(mailbox);
        drop(end);
    }
    // ANCHOR_END: live

    /// Puts the calling thread on the roll, as an interpreter's, for as long as the presence lasts.
    fn enter(self: &Arc<Self>, id: Id) -> Presence<E> {
        self.roll.present.lock().threads.push((thread::number(), id));
        Presence { registry: Arc::clone(self), id }
    }

    /// The same for a new interpreter, which others do not see.
    pub(super) fn enter_as_next(self: &Arc<Self>) -> Presence<E> {
        self.enter(self.roll.next())
    }

    fn forget(&self, id: Id) {
        self.known.lock().interpreters.retain(|(known, _)| *known != id);
    }
}

/// An interpreter that is there.
pub(super) struct Presence<E: Engine> {
    registry: Arc<Registry<E>>,
    id: Id,
}

impl<E: Engine> Drop for Presence<E> {
    // ANCHOR: leave
    fn drop(&mut self) {
        self.registry.forget(self.id);
        self.registry.roll.present.lock().threads.retain(|(_, id)| *id != self.id);
        let queues: Vec<_> = self.registry.known.lock().queues.iter().filter_map(Weak::upgrade).collect();
        // Without the lock: a value may do anything as it is dropped.
        for queue in queues {
            queue.unbind(self.id);
        }
    }
    // ANCHOR_END: leave
}

impl<E: Engine> Clone for Interpreters<E> {
    fn clone(&self) -> Interpreters<E> {
        Interpreters { registry: Arc::clone(&self.registry) }
    }
}

impl<E: Engine> fmt::Debug for Interpreters<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Interpreters").field(&self.list_all()).finish()
    }
}
