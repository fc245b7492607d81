//! A barrier made of a mutex, two condition variables and a generation counter.
//!
//! # The algorithm
//!
//! Threads are counted as they arrive. The last one to arrive is the *leader*: it carries out the action,
//! if there is one, and ends the *generation* (one round) by adding one to its number. Whoever waits, waits
//! until the number is not the one that it arrived in. To wait for the count to go back would not do: a
//! thread that is slow to wake up could find the count of the next round.
//!
//! Beside the number there is a door. Nobody arrives for the next round before the last has left this one, so
//! that how a round ended has to be remembered for one round only.
//!
//! A round goes through these states:
//!
//! | state | who comes | who is inside |
//! |---|---|---|
//! | **filling**: fewer have arrived than there are parties | arrives | waits for the generation to end |
//! | **acting**: all have arrived, the leader is at the action | waits to arrive | waits for the generation to end |
//! | **leaving**: the generation has ended | waits to arrive | leaves with how it ended: opened or broken |
//!
//! After the last one has left, the next round fills. Beside this the barrier may be *broken*: then who comes
//! gets an error at once, until [`reset`](Barrier::reset).
//!
//! The shape is that of CPython's `threading.Barrier`, which has the states but no generations; the
//! generation counter is that of the POSIX threads' barriers.

use std::fmt;
use std::mem;
use std::time::Duration;

use crate::sync::{Condvar, Deadline, Mutex, MutexGuard};

// ANCHOR: state
/// How a generation ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// All parties had arrived, and the action was carried out.
    Opened,
    /// Somebody gave up: by abort, by reset, by a timeout, by a panic of the action.
    Broken,
}

/// What the lock guards.
///
/// # Invariants
///
/// Between any two holders of the lock:
///
/// 1. `arrived <= parties`, and `arrived == parties` only while the leader is at the action.
/// 2. A generation ends once: `generation` grows by one, and all of `arrived` become `leaving`.
/// 3. Nobody arrives while `leaving > 0`. So whoever leaves finds in `ended` the outcome of its own
///    generation: the next one cannot end before it has begun.
struct State {
    /// How many wait for the generation to end, the leader at its action included.
    arrived: usize,
    /// How many of the generation that ended last have not left yet.
    leaving: usize,
    /// The number of the generation that fills, or acts.
    generation: u64,
    /// How the generation before it ended.
    ended: Outcome,
    /// Whether who comes is turned away.
    broken: bool,
}
// ANCHOR_END: state

// ANCHOR: type
/// A place where a fixed number of threads wait for each other, again and again.
///
/// Beside `std::sync::Barrier` it has timeouts, an action, and ways to call the waiting off.
///
/// ```
/// use std::sync::atomic::{AtomicUsize, Ordering};
/// use std::thread;
///
/// use barrier::by_hand::Barrier;
///
/// let rounds = &AtomicUsize::new(0);
/// let barrier = &Barrier::new(3);
/// thread::scope(|scope| {
///     for _ in 0..3 {
///         scope.spawn(move || {
///             for _ in 0..10 {
///                 let arrival = barrier.wait().expect("nobody breaks it");
///                 if arrival.is_leader() {
///                     rounds.fetch_add(1, Ordering::Relaxed); // Relaxed: read after the threads have ended
///                 }
///             }
///         });
///     }
/// });
/// assert_eq!(rounds.load(Ordering::Relaxed), 10);
/// ```
pub struct Barrier {
    parties: usize,
    action: Option<Box<dyn Fn() + Send + Sync>>,
    timeout: Option<Duration>,
    state: Mutex<State>,
    /// Notified when a generation ends.
    ended: Condvar,
    /// Notified when the barrier can be entered again, or has broken.
    emptied: Condvar,
}
// ANCHOR_END: type

/// What [`Barrier::wait`] tells a thread whose round came together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    index: usize,
    leader: bool,
}

impl Arrival {
    /// Which it was to arrive, from 0: each index of `0..parties` once a round.
    #[must_use]
    pub fn index(self) -> usize {
        self.index
    }

    /// Whether it was the last to arrive, which carried out the action. One in each round is.
    #[must_use]
    pub fn is_leader(self) -> bool {
        self.leader
    }
}

/// Why a round did not come together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarrierError {
    /// The barrier was broken, or was broken or reset while this thread waited.
    Broken,
    /// This thread's time was up before all had arrived. That has broken the barrier for everyone but a round that was
    /// complete.
    TimedOut,
}

impl fmt::Display for BarrierError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BarrierError::Broken => "the barrier is broken",
            BarrierError::TimedOut => "the others did not arrive in time, so the barrier is broken",
        })
    }
}

impl std::error::Error for BarrierError {}

impl Barrier {
    /// A barrier for so many threads, without action and without timeout.
    ///
    /// # Panics
    /// If `parties` is 0.
    #[must_use]
    pub fn new(parties: usize) -> Barrier {
        assert!(parties > 0, "a barrier is for at least one party");
        let state = State { arrived: 0, leaving: 0, generation: 0, ended: Outcome::Opened, broken: false };
        Barrier {
            parties,
            action: None,
            timeout: None,
            state: Mutex::new(state),
            ended: Condvar::new(),
            emptied: Condvar::new(),
        }
    }

    /// Has `action` carried out once a round, by the last thread to arrive, before anybody is let go.
    ///
    /// If it panics, the barrier breaks, and the panic goes on in that thread.
    #[must_use]
    pub fn with_action(self, action: impl Fn() + Send + Sync + 'static) -> Barrier {
        Barrier { action: Some(Box::new(action)), ..self }
    }

    /// Gives every [`wait`](Barrier::wait) this timeout.
    #[must_use]
    pub fn with_timeout(self, timeout: Duration) -> Barrier {
        Barrier { timeout: Some(timeout), ..self }
    }

    /// Blocks until all parties have arrived, or for the barrier's own timeout.
    ///
    /// # Errors
    /// As [`wait_timeout`](Barrier::wait_timeout).
    ///
    /// # Panics
    /// If this thread is the last to arrive and the action panics.
    pub fn wait(&self) -> Result<Arrival, BarrierError> {
        self.wait_until(self.timeout.map_or(Deadline::NEVER, Deadline::after))
    }

    /// Blocks until all parties have arrived, or until `timeout` has passed. The timeout covers the whole
    /// call; zero means that the others must be here already.
    ///
    /// # Errors
    /// [`BarrierError::TimedOut`] if the time is up first, which breaks the barrier;
    /// [`BarrierError::Broken`] if it is broken, or somebody else breaks or resets it.
    ///
    /// # Panics
    /// If this thread is the last to arrive and the action panics.
    pub fn wait_timeout(&self, timeout: Duration) -> Result<Arrival, BarrierError> {
        self.wait_until(Deadline::after(timeout))
    }

    // ANCHOR: wait
    fn wait_until(&self, deadline: Deadline) -> Result<Arrival, BarrierError> {
        let mut state = self.state.lock();

        // Invariant 3: the round before has to be over for everybody.
        let shut = |state: &State| !state.broken && (state.leaving > 0 || state.arrived == self.parties);
        while shut(&state) {
            if self.emptied.wait_until(&mut state, deadline).timed_out() && shut(&state) {
                // The round inside is complete, and ends as it would: it is only for who comes next that it breaks.
                self.turn_away(&mut state);
                return Err(BarrierError::TimedOut);
            }
        }
        if state.broken {
            return Err(BarrierError::Broken);
        }

        let index = state.arrived;
        let generation = state.generation;
        state.arrived += 1;
        let leader = state.arrived == self.parties;
        if leader {
            state = self.open(state);
        }
        let mut timed_out = false;
        while state.generation == generation {
            // Once all are here, the time that the action takes is not theirs.
            let deadline = if state.arrived == self.parties { Deadline::NEVER } else { deadline };
            if self.ended.wait_until(&mut state, deadline).timed_out()
                && state.generation == generation
                && state.arrived < self.parties
            {
                timed_out = true;
                self.break_it(&mut state);
            }
        }
        match (self.leave(&mut state), timed_out) {
            (Outcome::Opened, _) => Ok(Arrival { index, leader }),
            (Outcome::Broken, true) => Err(BarrierError::TimedOut),
            (Outcome::Broken, false) => Err(BarrierError::Broken),
        }
    }
    // ANCHOR_END: wait

    // ANCHOR: open
    /// The leader's part: carries out the action and ends the generation, unless somebody else has ended it
    /// meanwhile. The lock is not held during the action, which may look at the barrier or abort it.
    fn open<'a>(&'a self, mut state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        let generation = state.generation;
        if let Some(action) = &self.action {
            drop(state);
            let breaks = BreaksIfDropped(self);
            action();
            mem::forget(breaks);
            state = self.state.lock();
        }
        if state.generation == generation {
            self.end_generation(&mut state, Outcome::Opened);
        }
        state
    }
    // ANCHOR_END: open

    // ANCHOR: end
    /// Lets everybody go who has arrived (invariant 2).
    fn end_generation(&self, state: &mut State, outcome: Outcome) {
        state.leaving = mem::take(&mut state.arrived);
        state.generation += 1;
        state.ended = outcome;
        // No wakeup is lost: a waiter compares the generation under the lock, which is held here, and gives
        // the lock back only by waiting. All of them are concerned, so all are notified.
        self.ended.notify_all();
    }

    /// One that had arrived goes; how its generation ended.
    fn leave(&self, state: &mut State) -> Outcome {
        state.leaving -= 1;
        if state.leaving == 0 {
            // No wakeup is lost: who wants to enter looks at `leaving` under the lock, which is held here.
            // All may enter now.
            self.emptied.notify_all();
        }
        state.ended
    }
    // ANCHOR_END: end

    /// Breaks the barrier for everybody: who is inside, and who comes.
    fn break_it(&self, state: &mut State) {
        if state.arrived > 0 {
            self.end_generation(state, Outcome::Broken);
        }
        self.turn_away(state);
    }

    /// Breaks the barrier for who comes, and for who waits at the door.
    fn turn_away(&self, state: &mut State) {
        state.broken = true;
        // No wakeup is lost: who wants to enter looks at `broken` under the lock, which is held here.
        self.emptied.notify_all();
    }

    /// Breaks the barrier: everybody who waits, and everybody who comes, gets an error, until
    /// [`reset`](Barrier::reset). A round that has opened already is not called back.
    pub fn abort(&self) {
        self.break_it(&mut self.state.lock());
    }

    /// Makes the barrier whole and empty. Who waits in it gets [`BarrierError::Broken`]; who comes next waits
    /// until the last of those has left, and is then the first of a new round.
    pub fn reset(&self) {
        let mut state = self.state.lock();
        // Nobody is to be woken for it at the door: this opens nothing, and who was woken when it broke looks by itself.
        state.broken = false;
        if state.arrived > 0 {
            self.end_generation(&mut state, Outcome::Broken);
        }
    }

    /// How many threads meet here.
    #[must_use]
    pub fn parties(&self) -> usize {
        self.parties
    }

    /// How many threads wait for the others now. Those of a round that has ended do not count, though they
    /// may not have left yet.
    #[must_use]
    pub fn n_waiting(&self) -> usize {
        self.state.lock().arrived
    }

    /// Whether who comes is turned away.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.state.lock().broken
    }
}

/// Stands by while the action runs: dropped only if it panics.
struct BreaksIfDropped<'a>(&'a Barrier);

impl Drop for BreaksIfDropped<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state.lock();
        self.0.break_it(&mut state);
        self.0.leave(&mut state);
    }
}

impl fmt::Debug for Barrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state.lock();
        f.debug_struct("Barrier")
            .field("parties", &self.parties)
            .field("waiting", &state.arrived)
            .field("generation", &state.generation)
            .field("broken", &state.broken)
            .finish_non_exhaustive()
    }
}
