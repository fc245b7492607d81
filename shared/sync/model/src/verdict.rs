//! The one word that a judgement comes down to.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What is wrong with a program. A case can get only one of them: the definitions exclude each other,
/// and where two could be meant the text says which it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// A check of the scenario did not hold: a panic that nobody contained began in the file that holds
    /// the scenario.
    ///
    /// A thread's panic that is carried to `join` and panics again there counts where it began first.
    Assertion,
    /// A panic that nobody contained began anywhere else: in the primitive, in the learner's own file, in
    /// a library.
    Panic,
    /// Two threads reached the same memory, at least one of them to write, the memory is not atomic, and
    /// nothing ordered the two.
    DataRace,
    /// Nobody can move; whoever is stuck is parked or waits on a condition (or waits for such a thread to
    /// finish); no lock is held by any of them; and a notification on such a condition, or an unpark of
    /// such a thread, came to nothing because nobody waited or one was pending already.
    LostWakeup,
    /// Nobody can move, in any other way: also when some threads have finished and only the rest are stuck.
    Deadlock,
    /// The schedule goes on and on: it reached the limit of steps for one run with somebody still able to
    /// move.
    Livelock,
    /// Every check of the models held, real threads too, but the picture they drew is not the right one.
    WrongPicture,
    /// The answer came out right without the primitive that the exercise is about: the counts of what was
    /// spawned, locked or waited for are too low.
    DoesNotUse,
    /// The answer came out right, but its threads never worked at the same time where they could have.
    NotConcurrent,
    /// It used more processor time than it can need, or slept where nobody could say why, and was ended: it
    /// does something outside of the watched types, or under real threads what no model has shown. Models
    /// judge first, so this is rare.
    EndedByLimit,
}

impl Verdict {
    /// Every verdict, in the order of the definitions.
    pub const ALL: [Verdict; 10] = [
        Verdict::Assertion,
        Verdict::Panic,
        Verdict::DataRace,
        Verdict::LostWakeup,
        Verdict::Deadlock,
        Verdict::Livelock,
        Verdict::WrongPicture,
        Verdict::DoesNotUse,
        Verdict::NotConcurrent,
        Verdict::EndedByLimit,
    ];

    /// The name in lists of mutants and wrong answers: `lost-wakeup`.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Assertion => "assertion",
            Verdict::Panic => "panic",
            Verdict::DataRace => "data-race",
            Verdict::LostWakeup => "lost-wakeup",
            Verdict::Deadlock => "deadlock",
            Verdict::Livelock => "livelock",
            Verdict::WrongPicture => "wrong-picture",
            Verdict::DoesNotUse => "does-not-use",
            Verdict::NotConcurrent => "not-concurrent",
            Verdict::EndedByLimit => "ended-by-limit",
        }
    }

    /// What it means, in a sentence for whoever has got it.
    pub fn meaning(self) -> &'static str {
        match self {
            Verdict::Assertion => "A check does not hold.",
            Verdict::Panic => "A thread panics, and it is not a check that fails.",
            Verdict::DataRace => {
                "Two threads reach the same memory, at least one of them to write, and nothing orders the two."
            }
            Verdict::LostWakeup => {
                "Whoever is left waits to be woken, and the wakeup came when nobody waited."
            }
            Verdict::Deadlock => "Whoever is left waits for something that cannot come any more.",
            Verdict::Livelock => "It goes on and on without coming any further.",
            Verdict::WrongPicture => "Every check holds, and yet the picture is not the right one.",
            Verdict::DoesNotUse => "It comes out right, but without what it is about.",
            Verdict::NotConcurrent => "It comes out right, but its threads work one after the other.",
            Verdict::EndedByLimit => "It did not come to an end by itself.",
        }
    }
}

impl fmt::Display for Verdict {
    /// In words: `lost wakeup`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name().replace('-', " "))
    }
}

impl std::str::FromStr for Verdict {
    type Err = UnknownVerdict;

    fn from_str(name: &str) -> Result<Verdict, UnknownVerdict> {
        Verdict::ALL.into_iter().find(|v| v.name() == name).ok_or_else(|| UnknownVerdict(name.to_owned()))
    }
}

/// A name that is no verdict's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownVerdict(pub String);

impl fmt::Display for UnknownVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no verdict; there are: ", self.0)?;
        for (i, verdict) in Verdict::ALL.into_iter().enumerate() {
            write!(f, "{}{}", if i == 0 { "" } else { ", " }, verdict.name())?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownVerdict {}
