//! Tests in processes of their own: what happens there is told here.

use std::sync::atomic::{AtomicUsize, Ordering};

use sync_checked::apart;

macro_rules! apart {
    ($test:literal, $body:expr) => {
        apart(concat!(module_path!(), "::", $test), $body)
    };
}

#[test]
fn what_is_done_apart_is_not_done_here() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    apart!("what_is_done_apart_is_not_done_here", || {
        assert_eq!(CALLS.fetch_add(1, Ordering::Relaxed), 0);
    });
    assert_eq!(CALLS.load(Ordering::Relaxed), 0);
}

#[test]
#[should_panic(expected = "in a process of its own `apart::a_panic_there_is_a_panic_here` ended with exit")]
fn a_panic_there_is_a_panic_here() {
    apart!("a_panic_there_is_a_panic_here", || panic!("as it should"));
}

#[test]
#[should_panic(expected = "in a process of its own `apart::")]
fn an_end_of_the_process_there_is_a_panic_here() {
    apart!("an_end_of_the_process_there_is_a_panic_here", || std::process::abort());
}

#[test]
#[should_panic(expected = "in a process of its own `apart::")]
fn a_name_that_no_test_has_is_no_pass() {
    apart!("no_such_test", || unreachable!("nobody calls this"));
}
