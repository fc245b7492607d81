//! If one task of a group fails, the others are cancelled, and all have ended before the group says so; without a
//! failure it gives all values, in the order in which the tasks were spawned.

use std::future::pending;

use super::by_hand::{TaskError, TaskGroup, run, yield_now};
use crate::sync::{Arc, Model};

pub fn model() -> Model {
    Model::new("one failure cancels its siblings", || {
        run(|executor| async move {
            let mut group = TaskGroup::<u32, &str>::new(&executor);
            group.spawn(async {
                yield_now().await;
                Ok(1)
            });
            group.spawn(async { Ok(2) });
            assert_eq!(group.join().await, Ok(vec![1, 2]));

            let held = Arc::new(());
            let kept = Arc::clone(&held);
            let mut group = TaskGroup::<u32, &str>::new(&executor);
            group.spawn(async move {
                let _held = held;
                pending().await
            });
            group.spawn(async {
                yield_now().await;
                Err("failed")
            });
            group.spawn(async { panic!("on purpose") });
            let failures = group.join().await.expect_err("two of them fail");
            assert_eq!(failures[0], TaskError::Panicked("on purpose".to_owned()));
            assert_eq!(Arc::strong_count(&kept), 1, "the others have ended by then");

            let held = Arc::new(());
            let kept = Arc::clone(&held);
            let mut left = TaskGroup::<(), ()>::new(&executor);
            left.spawn(async move {
                let _held = held;
                pending().await
            });
            drop(left);
            yield_now().await;
            assert_eq!(Arc::strong_count(&kept), 1, "none outlives its group");
        });
    })
}
