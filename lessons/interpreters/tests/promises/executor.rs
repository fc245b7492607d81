//! Step 7.

use std::time::Duration;

use future::by_hand::{Failure, Missing, Until, wait};
use interpreters::by_hand::{Builder, Executor, Refused, Shutdown, Trouble};

use super::{Held, SHORT, held, tiny};

/// A pool of one interpreter, which is held until the sender is dropped.
fn held_pool() -> (Executor<Held>, std::sync::mpsc::Sender<()>) {
    let (interpreters, begun, let_go) = held();
    let pool = Builder::new(&interpreters, 1).build();
    drop(pool.submit("hold", vec![]).expect("it is open"));
    begun.recv().expect("it begins");
    (pool, let_go)
}

#[test]
fn each_request_is_answered_by_one_of_them() {
    let pool = Builder::new(&tiny(), 4).build();
    let replies: Vec<_> = (0..1000).map(|n| pool.submit("add", vec![n, n]).expect("it is open")).collect();
    let done = wait(&replies, None, Until::AllCompleted).done;
    assert_eq!(done.len(), 1000);
    assert!(replies.iter().zip(0..).all(|(reply, n)| reply.result().as_deref() == Ok(&Ok(2 * n))));
    assert!(pool.interpreters() <= 4);
}

#[test]
fn each_begins_with_what_is_shared_and_its_initializer() {
    let pool = Builder::new(&tiny(), 3).share("x", 1).share("y", 2).initializer("y = 3").build();
    for _ in 0..30 {
        let replies = ["x", "y"].map(|name| pool.submit(name, vec![]).expect("it is open"));
        let [x, y] = replies.map(|reply| reply.result().expect("it comes"));
        assert_eq!((&*x, &*y), (&Ok(1), &Ok(3)), "first what is shared, then the initializer");
    }
}

#[test]
fn a_source_text_can_be_submitted_as_well() {
    let pool = Builder::new(&tiny(), 1).build();
    let ran = pool.submit_source("x = 7").expect("it is open");
    assert_eq!(ran.result().as_deref(), Ok(&Ok(())));
    assert_eq!(pool.submit("x", vec![]).expect("it is open").result().as_deref(), Ok(&Ok(7)));
}

#[test]
fn a_map_gives_results_in_the_order_of_the_items_and_the_failure_when_its_turn_comes() {
    let pool = Builder::new(&tiny(), 4).build();
    let sums = pool.map("add", 0..100, None).expect("it is open");
    let sums: Vec<i64> =
        sums.map(|sum| sum.expect("it comes").as_ref().as_ref().copied().expect("it adds")).collect();
    assert_eq!(sums, (0..100).collect::<Vec<_>>());
    let mut raised = pool.map("raise", [1], None).expect("it is open");
    assert!(matches!(raised.next().expect("one").as_deref(), Ok(Err(Trouble::Failed(_)))));
    assert!(raised.next().is_none());
}

#[test]
fn a_map_out_of_time_says_so_once_and_one_that_is_half_read_cancels_the_rest() {
    let (pool, let_go) = held_pool();
    let mut late = pool.map("add", 0..10, Some(SHORT)).expect("it is open");
    assert_eq!(late.next(), Some(Err(Missing::TimedOut)));
    assert!(late.next().is_none());
    let unread = pool.map("add", 0..10, None).expect("it is open");
    drop(unread);
    let mut read = pool.map("panic", 0..10, Some(Duration::ZERO)).expect("it is open");
    assert!(read.next().is_some());
    drop(read);
    drop(let_go);
    let last = pool.submit("add", vec![7]).expect("it is open");
    assert_eq!(last.result().as_deref(), Ok(&Ok(7)));
}

#[test]
fn none_is_started_before_it_is_needed_nor_more_than_there_may_be() {
    let (interpreters, begun, let_go) = held();
    let pool = Builder::new(&interpreters, 2).name("crew").build();
    assert_eq!(pool.interpreters(), 0);
    for n in [1, 2] {
        let reply = pool.submit("add", vec![n]).expect("it is open");
        assert_eq!(reply.result().as_deref(), Ok(&Ok(n)));
        assert_eq!(pool.interpreters(), 1, "it was free again as soon as it had answered");
    }
    let held = [(); 3].map(|()| pool.submit("hold", vec![]).expect("it is open"));
    (0..2).for_each(|_| begun.recv().expect("it begins"));
    assert_eq!(pool.interpreters(), 2);
    assert_eq!(format!("{pool:?}"), "Executor { interpreters: 2, most: 2, pending: Some(3), .. }");
    drop(let_go);
    assert!(held.iter().all(|reply| reply.result().is_ok()));
}

#[test]
fn a_graceful_end_does_what_is_left_and_takes_no_more() {
    let (pool, let_go) = held_pool();
    let left = pool.submit("add", vec![1]).expect("it is open");
    pool.shutdown(Shutdown::Graceful);
    assert!(matches!(pool.submit("add", vec![]), Err(Refused::Closed)));
    drop(let_go);
    assert_eq!(left.result().as_deref(), Ok(&Ok(1)));
    pool.join();
    pool.shutdown(Shutdown::CancelPending);
    pool.join();
}

#[test]
fn a_cancelling_end_cancels_what_is_left_and_may_follow_a_graceful_one() {
    let (pool, let_go) = held_pool();
    let left = [1, 2].map(|n| pool.submit("add", vec![n]).expect("it is open"));
    let text = pool.submit_source("panic").expect("it is open");
    pool.shutdown(Shutdown::Graceful);
    pool.shutdown(Shutdown::CancelPending);
    assert!(left.iter().all(|reply| reply.result() == Err(Missing::Cancelled)));
    assert_eq!(text.result(), Err(Missing::Cancelled));
    drop(let_go);
    pool.join();
}

#[test]
fn one_that_cannot_begin_breaks_the_pool_and_everybody_is_told_why() {
    for initializer in ["raise", "panic"] {
        let pool = Builder::new(&tiny(), 2).initializer(initializer).build();
        let first = pool.submit("add", vec![1]).expect("nobody knows yet");
        let told = first.result().expect("it is answered");
        let Err(Trouble::Broken(why)) = &*told else { panic!("{told:?}") };
        assert_eq!(why.kind, if initializer == "raise" { "RuntimeError" } else { "panic" });
        assert!(matches!(pool.submit("add", vec![]), Err(Refused::Broken(_))));
        let refused = pool.map("add", [1], None).expect_err("it is broken");
        assert!(refused.to_string().starts_with("an interpreter of the pool could not begin: "));
    }
}

#[test]
fn one_that_dies_is_replaced_by_one_that_begins_as_it_did() {
    let pool = Builder::new(&tiny(), 1).share("x", 7).build();
    for _ in 0..3 {
        let dies = pool.submit("panic", vec![]).expect("it is open");
        assert_eq!(dies.result(), Err(Missing::Failed(Failure::Abandoned)));
        assert_eq!(pool.submit("x", vec![]).expect("it is open").result().as_deref(), Ok(&Ok(7)));
    }
    assert_eq!(pool.interpreters(), 1);
}

#[test]
fn its_interpreters_are_nobody_elses() {
    let interpreters = tiny();
    let pool = Builder::new(&interpreters, 1).build();
    assert!(pool.submit("add", vec![1]).expect("it is open").result().is_ok());
    assert!(interpreters.list_all().is_empty());
}

#[test]
#[should_panic(expected = "a pool has at least one interpreter")]
fn a_pool_of_none_is_a_mistake() {
    drop(Builder::new(&tiny(), 0).build());
}
