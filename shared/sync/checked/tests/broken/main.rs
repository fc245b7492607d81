//! Broken programs. Each must be caught with its verdict, and each one's table is pinned.

mod programs;

use sync_checked::{Counterexample, Verdict, check};

/// The table and nothing that differs between machines: places are told by file name and line.
fn caught(model: &sync_checked::sync::Model, verdict: Verdict) -> Box<Counterexample> {
    let counterexample = check(model).expect_err("the program is broken");
    assert_eq!(counterexample.verdict, verdict, "\n{counterexample}");
    for line in counterexample.to_string().lines() {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= 100, "wider than 100 columns: {line}");
    }
    counterexample
}

macro_rules! broken {
    ($($name:ident: $verdict:ident,)+) => {
        $(
            #[test]
            fn $name() {
                let counterexample = caught(&programs::$name::model(), Verdict::$verdict);
                insta::assert_snapshot!(counterexample);
            }
        )+
    };
}

broken! {
    assertion: Assertion,
    assertion_in_a_joined_thread: Assertion,
    barrier_without_generation: Deadlock,
    cancelled_between_look_and_call: Assertion,
    data_race_on_a_cell: DataRace,
    double_unlock: Panic,
    if_for_while: Assertion,
    in_order_of_arrival: Assertion,
    livelock_by_politeness: Livelock,
    lock_order: Deadlock,
    lost_token: LostWakeup,
    notify_before_wait: LostWakeup,
    one_finishes_and_one_is_stuck: Deadlock,
    panic_in_a_thread_nobody_joins: Panic,
    relaxed_publication: DataRace,
    timeout_taken_for_success: Assertion,
    two_increments_in_two_steps: Assertion,
}
