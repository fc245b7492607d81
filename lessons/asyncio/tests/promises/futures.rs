//! Futures made of futures, and of what threads do.

use std::future::{pending, ready};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use asyncio::by_hand::{
    Elapsed, Event, JoinError, TaskError, TaskGroup, as_completed, gather, run, to_thread, try_gather,
    yield_now,
};
use pool::by_hand::Pool;

#[test]
fn gather_keeps_failures_and_try_gather_ends_with_the_first() {
    let mixed = || [Ok(1), Err("second"), Err("third")].map(ready);
    run(|_| async move {
        assert_eq!(gather(mixed()).await, [Ok(1), Err("second"), Err("third")]);
        assert_eq!(try_gather(mixed()).await, Err("second"));
        assert_eq!(gather(Vec::<std::future::Ready<()>>::new()).await, []);
    });
}

#[test]
fn a_gather_that_is_dropped_drops_what_it_gathers() {
    run(|executor| async move {
        let held = Arc::new(());
        let waits = |held: Arc<()>| async move {
            let _held = held;
            pending::<()>().await;
        };
        let both = gather([waits(Arc::clone(&held)), waits(Arc::clone(&held))]);
        assert_eq!(executor.timeout(Duration::ZERO, both).await, Err(Elapsed));
        assert_eq!(Arc::strong_count(&held), 1);
    });
}

#[test]
fn as_completed_gives_each_once_and_loses_none_to_a_timeout() {
    run(|executor| async move {
        let events = [(); 3].map(|()| Arc::new(Event::new()));
        let waits = |number: usize| {
            let event = Arc::clone(&events[number]);
            async move {
                event.wait().await;
                number
            }
        };
        let mut completed = as_completed([waits(0), waits(1), waits(2)]);
        assert_eq!(executor.timeout(Duration::ZERO, completed.next()).await, Err(Elapsed));
        events[1].set();
        assert_eq!(completed.next().await, Some(1));
        events[0].set();
        events[2].set();
        assert_eq!((completed.next().await, completed.next().await), (Some(0), Some(2)));
        assert_eq!(completed.next().await, None);
    });
}

#[test]
fn a_timeout_covers_the_whole_wait_and_zero_means_try() {
    run(|executor| async move {
        assert_eq!(executor.timeout(Duration::ZERO, ready(7)).await, Ok(7));
        assert_eq!(executor.timeout(Duration::ZERO, pending::<()>()).await, Err(Elapsed));
        let wakes_all_the_time = async {
            loop {
                yield_now().await;
            }
        };
        let outcome: Result<(), Elapsed> =
            executor.timeout(Duration::from_millis(5), wakes_all_the_time).await;
        assert_eq!(outcome, Err(Elapsed));
    });
}

#[test]
fn a_group_gives_all_values_or_the_failures() {
    run(|executor| async move {
        let mut group = TaskGroup::<u32, &str>::new(&executor);
        (0..10).for_each(|number| group.spawn(async move { Ok(number) }));
        assert_eq!(group.join().await, Ok((0..10).collect()));
        let mut group = TaskGroup::<u32, &str>::new(&executor);
        (0..10).for_each(|_| group.spawn(pending()));
        group.spawn(async { Err("failed") });
        assert_eq!(group.join().await, Err(vec![TaskError::Failed("failed")]));
    });
}

#[test]
fn work_in_threads_goes_on_at_the_same_time_as_the_loop() {
    let pool = Pool::new(2);
    let (to_first, first) = mpsc::channel();
    let (to_second, second) = mpsc::channel();
    // Each waits for the other, and for the loop: they are done only if all three are at work.
    let one = to_thread(&pool, move || {
        to_second.send(1).expect("the other waits for this");
        first.recv()
    });
    let other = to_thread(&pool, move || second.recv());
    let results = run(|executor| async move {
        executor.spawn(async move { to_first.send(2) }).await.expect("it does not panic").expect("one waits");
        (one.await, other.await)
    });
    assert_eq!(results, (Ok(Ok(2)), Ok(Ok(1))));
}

#[test]
fn work_that_is_never_begun_is_cancelled() {
    let pool = Pool::new(1);
    let (hold, held) = mpsc::channel::<()>();
    let (begun, has_begun) = mpsc::channel();
    let first = to_thread(&pool, move || {
        begun.send(()).expect("the test waits for this");
        held.recv().is_err()
    });
    has_begun.recv().expect("it begins");
    let second = to_thread(&pool, || 7);
    pool.cancel();
    drop(hold);
    assert_eq!(run(|_| async { (first.await, second.await) }), (Ok(true), Err(JoinError::Cancelled)));
}
