//! This very program, started once more and told to hang, is ended with a message. It names nothing of the crate, so
//! it also shows that to be linked in is enough.

use std::process::{Command, Output};
use std::time::{Duration, Instant};
use std::{env, hint, thread};

use watchdog as _;

/// The variable that says how to hang.
const HANG: &str = "WATCHDOG_TEST_HANG";

/// Far longer than that limit; not for good, so that it is known some day if nobody ends it.
const LONG: Duration = Duration::from_secs(60);

/// What the others start: it hangs as it is told, and ends at once if it is told nothing.
#[test]
fn hang() {
    match env::var(HANG).as_deref() {
        Ok("asleep") => thread::sleep(LONG),
        Ok("spinning") => {
            let begin = Instant::now();
            while begin.elapsed() < LONG {
                hint::spin_loop();
            }
        }
        _ => {}
    }
}

#[test]
fn a_program_that_sleeps_for_good_is_ended() {
    let told = ended("asleep", "WATCHDOG_ASLEEP");
    assert!(told.contains("watchdog: every thread has been asleep for 0.3 s: a wakeup was lost"), "{told}");
}

#[test]
fn a_program_that_spins_for_good_is_ended() {
    let told = ended("spinning", "WATCHDOG_BUSY");
    assert!(told.contains("watchdog: it has used 0.3 s of processor time: a thread spins"), "{told}");
}

/// Hangs so, with a limit of less than a second; what it said when it was ended.
fn ended(how: &str, limit: &str) -> String {
    let test = env::current_exe().expect("a test has a path");
    let mut command = Command::new(test);
    command.args(["--exact", "hang"]).env(HANG, how).env(limit, "0.3");
    let Output { status, stderr, .. } = command.output().expect("a test can be run");
    assert_eq!(status.code(), Some(101), "as if a test had failed");
    String::from_utf8_lossy(&stderr).into_owned()
}
