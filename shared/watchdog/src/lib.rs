//! Ends a test program in which every thread sleeps for good, or spins for good, and says so.
//!
//! A wakeup that is lost in a test with real threads makes `cargo test` wait for ever, and whoever sits before it does
//! not learn for what. A test file of a lesson begins so:
//!
//! ```text
//! // Ends this program, and says so, if all its threads sleep for good.
//! use watchdog as _;
//! ```
//!
//! and nothing else is needed: to be linked in is to be at work.
//!
//! # What it goes by
//!
//! No verdict hangs on the speed of the machine. That everybody sleeps is told by the processor time, of which a
//! program that is merely slow, or has to wait for its turn on a busy machine, goes on using some: it has to use next
//! to none, moment after moment, for [`Limits::asleep`]. That is a little longer than the minute after which the test
//! runner names the tests that are still running, so that their names stand above the message.
//!
//! Two environment variables change the limits, in seconds: `WATCHDOG_ASLEEP` and `WATCHDOG_BUSY`.
//!
//! # Layout
//!
//! 1. [`Limits`] and [`watch`]: what is seen and what is said;
//! 2. `begin.rs`: how it begins before `main`, since a test program's `main` is not ours.

#![deny(unsafe_code)]

mod begin;

use std::time::{Duration, Instant};
use std::{env, process, thread};

use cpu_time::ProcessTime;

/// How often to look, if the limits are as usual.
const LOOK: Duration = Duration::from_millis(500);
/// At least so often within the shorter limit.
const LOOKS: u32 = 4;
/// Who uses less than one part in so many of a processor is asleep. The watching itself is far below that.
const AWAKE: u32 = 100;
/// The exit code of a test program in which a test has failed.
const FAILED: i32 = 101;

/// When to give a program up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// All its threads have slept for so long.
    pub asleep: Duration,
    /// It has used so much processor time, all threads together.
    pub busy: Duration,
}

impl Limits {
    /// Far more than the tests of a lesson need on a slow machine.
    pub const OF_TESTS: Limits = Limits { asleep: Duration::from_secs(75), busy: Duration::from_secs(600) };

    /// Those of the environment, and of [`OF_TESTS`](Limits::OF_TESTS) what it does not say.
    fn here() -> Limits {
        let seconds = |variable| Duration::try_from_secs_f64(env::var(variable).ok()?.parse().ok()?).ok();
        Limits {
            asleep: seconds("WATCHDOG_ASLEEP").unwrap_or(Limits::OF_TESTS.asleep),
            busy: seconds("WATCHDOG_BUSY").unwrap_or(Limits::OF_TESTS.busy),
        }
    }
}

/// Watches the program that the calling thread belongs to. Returns only by ending it, as a test program ends in which
/// a test has failed.
pub fn watch(limits: Limits) -> ! {
    let look = LOOK.min(limits.asleep.min(limits.busy) / LOOKS);
    let mut used = processor_time();
    let mut asleep = Duration::ZERO;
    loop {
        let before = Instant::now();
        thread::sleep(look);
        // A program that was stopped for an hour has slept for one moment, not for an hour.
        let watched = before.elapsed().min(2 * look);
        let now = processor_time();
        let is_asleep = now.saturating_sub(used) < watched / AWAKE;
        asleep = if is_asleep { asleep + watched } else { Duration::ZERO };
        used = now;
        if asleep >= limits.asleep {
            give_up(&format!("every thread has been asleep for {} s", limits.asleep.as_secs_f64()), SLEEPS);
        }
        if used >= limits.busy {
            give_up(&format!("it has used {} s of processor time", limits.busy.as_secs_f64()), SPINS);
        }
    }
}

const SLEEPS: &str = "a wakeup was lost, or some wait for each other";
const SPINS: &str = "a thread spins, waiting for what does not come";

/// Says why, and ends the process.
fn give_up(what: &str, so: &str) -> ! {
    // Not a test's thread, so the test runner does not keep this to itself.
    eprintln!(
        "\nwatchdog: {what}: {so}.\n\
         The tests that hang are those that \"have been running for over 60 seconds\", above. Which schedule leads\n\
         there, the scenarios in `tests/loom.rs` would show: if they pass, one is missing, or too small."
    );
    process::exit(FAILED)
}

/// What all threads of this process have used together.
fn processor_time() -> Duration {
    ProcessTime::now().as_duration()
}
