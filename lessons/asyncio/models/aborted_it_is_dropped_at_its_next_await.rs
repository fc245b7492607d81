//! A task that is aborted, by whatever thread at whatever moment, is dropped where it awaits, with all that it holds,
//! and its handle says so; unless it came to its end first.

use super::by_hand::{JoinError, JoinHandle, run, yield_now};
use crate::sync::{Arc, Bound, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("aborted, it is dropped at its next await", || {
        run(|executor| async move {
            let held = Arc::new(());
            let kept = Arc::clone(&held);
            let never = executor.spawn(async move {
                let _held = held;
                std::future::pending::<()>().await;
            });
            let never = Arc::new(Mutex::new(Some(never)));
            let abort = {
                let never = Arc::clone(&never);
                thread::spawn(move || {
                    let never: JoinHandle<()> = never.lock().take().expect("only this takes it");
                    assert!(never.abort(), "it never ends by itself");
                    never
                })
            };
            yield_now().await;
            let never = abort.join().expect("it does not panic");
            assert_eq!(never.await, Err(JoinError::Cancelled));
            assert_eq!(Arc::strong_count(&kept), 1, "what it held is dropped before anybody is told");

            let soon = executor.spawn(async { 7 });
            yield_now().await;
            assert!(!soon.abort(), "it is too late");
            assert_eq!(soon.await, Ok(7));
        });
    })
    // One preemption puts the abort before, into, and after the poll.
    .preemptions(Bound::AtMost(1))
}
