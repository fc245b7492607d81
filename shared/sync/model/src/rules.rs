//! What a run may do, and what it is asked to have used.

use std::collections::BTreeSet;
use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use crate::trace::{ThreadNumber, Wake};

/// A wait that is made to end early: the `chance`-th wait that thread `thread` begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Early {
    /// Whose wait.
    pub thread: ThreadNumber,
    /// Which of its waits, from 0. Waits on conditions, parks and looks at a deadline all count.
    pub chance: u32,
    /// Why it ends.
    pub why: EarlyWake,
}

impl Early {
    /// From a choice of waits that end early each one that has one more, out of those that could. That one comes
    /// later in the order, so that no choice is made twice.
    pub fn one_more<'a>(
        choice: &'a [Early],
        chances: &'a BTreeSet<Early>,
    ) -> impl Iterator<Item = Vec<Early>> + 'a {
        let later = chances.iter().filter(|chance| choice.last().is_none_or(|last| *chance > last));
        // One wait cannot end early in two ways.
        let other_wait =
            later.filter(|new| !choice.iter().any(|e| e.thread == new.thread && e.chance == new.chance));
        other_wait.map(|&new| choice.iter().copied().chain([new]).collect())
    }
}

/// The two ways for a wait to end although nobody notified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EarlyWake {
    /// A spurious wakeup.
    Spurious,
    /// The deadline passed.
    TimedOut,
}

impl From<EarlyWake> for Wake {
    fn from(early: EarlyWake) -> Wake {
        match early {
            EarlyWake::Spurious => Wake::Spurious,
            EarlyWake::TimedOut => Wake::TimedOut,
        }
    }
}

/// What a run may do.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// The waits that end early.
    pub early: Vec<Early>,
    /// How many steps one run may have: one more is a livelock.
    pub max_steps: usize,
    /// Whether a run may go on beyond `max_steps`, without writing down any more steps. Then it is up to who
    /// watches to end it.
    pub endless: bool,
}

/// How often a run used what. Exercises ask for a minimum.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uses {
    /// Threads that were started.
    pub spawned: usize,
    /// Locks that were taken, tries included.
    pub locked: usize,
    /// Waits on a condition, and parks.
    pub waited: usize,
    /// Notifications and unparks.
    pub notified: usize,
    /// Operations on atomics.
    pub atomic: usize,
}

impl Uses {
    /// Each count, with what it counts: `("locked", 3)`.
    pub fn counts(&self) -> [(&'static str, usize); 5] {
        [
            ("spawned", self.spawned),
            ("locked", self.locked),
            ("waited", self.waited),
            ("notified", self.notified),
            ("atomic", self.atomic),
        ]
    }
}

impl AddAssign<&Uses> for Uses {
    fn add_assign(&mut self, other: &Uses) {
        self.spawned += other.spawned;
        self.locked += other.locked;
        self.waited += other.waited;
        self.notified += other.notified;
        self.atomic += other.atomic;
    }
}
