//! Step 8: an event and a barrier for tasks: what is given is the word to go on.
//!
//! | primitive | what is kept | who gives what to whom |
//! |---|---|---|
//! | [`Event`] | whether it is set | `set` gives the word to all in line |
//! | [`Barrier`] | whether it is broken | the last to come gives each its index; `abort` and `reset` give an error |
//!
//! Both are difficult to make for threads, since there a sleeper is told to look again, and what it should see may be
//! gone by then: an event that has been cleared, a barrier that has begun its next round. What was given to a task is
//! not taken away by what happens later, so neither has to count its rounds.

use std::fmt;

use super::line::{Kept, Line, Shared};

// ANCHOR: event
/// A flag that tasks wait for.
pub struct Event {
    is_set: Shared<Flag>,
}

struct Flag(bool);

impl Kept for Flag {
    type Share = ();

    /// The word that was given to somebody was for nobody else.
    fn take_back(&mut self, _word: (), _line: &mut Line<()>) {}
}

impl Event {
    /// An event that is not set.
    #[must_use]
    pub fn new() -> Event {
        Event { is_set: Shared::new(Flag(false)) }
    }

    /// Sets it: everybody goes on who waits now, even if it is cleared at once. Set already, it stays so.
    pub fn set(&self) {
        self.is_set.with(|flag, line| {
            flag.0 = true;
            line.give_all(());
        });
    }

    /// Who waits from now on waits for the next [`set`](Event::set).
    pub fn clear(&self) {
        self.is_set.with(|flag, _| flag.0 = false);
    }

    /// Whether it is set.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.is_set.with(|flag, _| flag.0)
    }

    /// Waits until it is set, or has been set since this was first polled.
    pub async fn wait(&self) {
        self.is_set.wait(|flag, _| flag.0.then_some(())).await;
    }
}
// ANCHOR_END: event

/// The barrier was broken, or was broken or reset while this task waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenBarrier;

impl fmt::Display for BrokenBarrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the barrier is broken")
    }
}

impl std::error::Error for BrokenBarrier {}

// ANCHOR: barrier
/// Where so many tasks meet, again and again.
///
/// ```
/// use asyncio::by_hand::{Barrier, gather, run};
///
/// let barrier = Barrier::new(2);
/// let indices = run(|_| gather([barrier.wait(), barrier.wait()]));
/// assert_eq!(indices, [Ok(0), Ok(1)]);
/// ```
pub struct Barrier {
    parties: usize,
    state: Shared<State>,
}

struct State {
    is_broken: bool,
}

impl Kept for State {
    type Share = Result<usize, BrokenBarrier>;

    /// The round is over, whoever comes to hear of it.
    fn take_back(&mut self, _outcome: Self::Share, _line: &mut Line<Self::Share>) {}
}

impl Barrier {
    /// A barrier for so many.
    ///
    /// # Panics
    /// If there are none.
    #[must_use]
    pub fn new(parties: usize) -> Barrier {
        assert!(parties > 0, "a barrier is for at least one party");
        Barrier { parties, state: Shared::new(State { is_broken: false }) }
    }

    /// Waits until all have come. Returns which of them this was, from 0: each once a round. One that is dropped while
    /// it waits has not come, and the others go on waiting.
    ///
    /// # Errors
    /// If the barrier is broken, or somebody breaks or resets it meanwhile.
    pub async fn wait(&self) -> Result<usize, BrokenBarrier> {
        let come = |state: &mut State, line: &mut Line<_>| {
            let last = self.parties - 1;
            if state.is_broken {
                return Some(Err(BrokenBarrier));
            }
            if line.len() < last {
                return None;
            }
            // The line is empty after this, and the next round can begin, whenever these here come to know.
            for index in 0..last {
                let _ = line.give(Ok(index));
            }
            Some(Ok(last))
        };
        self.state.wait(come).await
    }

    /// Breaks it: all who wait, and all who come, get [`BrokenBarrier`], until it is [`reset`](Barrier::reset).
    pub fn abort(&self) {
        self.end(true);
    }

    /// Makes it as new. Those who wait get [`BrokenBarrier`]; who comes from now on begins a round.
    pub fn reset(&self) {
        self.end(false);
    }

    fn end(&self, is_broken: bool) {
        self.state.with(|state, line| {
            state.is_broken = is_broken;
            line.give_all(Err(BrokenBarrier));
        });
    }

    /// How many meet.
    #[must_use]
    pub fn parties(&self) -> usize {
        self.parties
    }

    /// How many of them wait; those who may go do not count.
    #[must_use]
    pub fn n_waiting(&self) -> usize {
        self.state.with(|_, line| line.len())
    }

    /// Whether it is broken.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.state.with(|state, _| state.is_broken)
    }
}
// ANCHOR_END: barrier

impl Default for Event {
    fn default() -> Event {
        Event::new()
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event").field("is_set", &self.is_set()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Barrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Barrier")
            .field("n_waiting", &self.n_waiting())
            .field("parties", &self.parties)
            .field("is_broken", &self.is_broken())
            .finish_non_exhaustive()
    }
}
