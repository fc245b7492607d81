//! Tests in processes of their own.
//!
//! loom gives each thread of each schedule a stack that it takes from the operating system and gives back at once. When
//! memory is given back, the system interrupts every processor that runs this process, and explorations that run at
//! once in one process hold each other up so much that they might as well run one after the other. In processes of
//! their own they do not meet.

use std::process::exit;

use rusty_fork::fork_test::fix_module_path;
use rusty_fork::rusty_fork_id;

/// For tests: has the calling test done over in a process of its own, where `body` is called instead, and waits for its
/// end. What it prints there is printed here.
///
/// `test` is the test's path, as `concat!(module_path!(), "::", "its_name")` gives it.
///
/// # Panics
/// If `body` panics there, or is not called because no test has that path, or the process ends in another way, or
/// cannot be started.
#[track_caller]
pub fn apart(test: &str, body: fn()) {
    let ended = rusty_fork::fork(
        fix_module_path(test),
        rusty_fork_id!(),
        |_| (),
        |process, _| process.wait().expect("a process that was started can be waited for"),
        || {
            body();
            exit(DONE);
        },
    );
    let status = ended.expect("a test can be started in a process of its own");
    assert!(status.code() == Some(DONE), "in a process of its own `{test}` ended with {status}");
}

/// How the process ends when `body` has returned. One that found no test to run ends with 0.
const DONE: i32 = 42;
