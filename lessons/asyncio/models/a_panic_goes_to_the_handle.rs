//! A panic in a task arrives where its handle is awaited, be it in a poll or in a drop; other tasks and the loop go on.

use super::by_hand::{JoinError, run, yield_now};
use crate::sync::Model;

struct PanicsWhenDropped;

impl Drop for PanicsWhenDropped {
    fn drop(&mut self) {
        panic!("dropped");
    }
}

pub fn model() -> Model {
    Model::new("a panic goes to the handle", || {
        let panicked = |message: &str| Err(JoinError::Panicked(message.to_owned()));
        run(|executor| async move {
            let panics = executor.spawn(async {
                yield_now().await;
                panic!("on purpose");
            });
            let other = executor.spawn(async {
                yield_now().await;
                7
            });
            let dropped = executor.spawn(async {
                let _held = PanicsWhenDropped;
                std::future::pending::<()>().await;
            });
            yield_now().await;
            assert!(dropped.abort());
            assert_eq!(panics.await, panicked("on purpose"));
            assert_eq!(other.await, Ok(7));
            assert_eq!(dropped.await, panicked("dropped"));
        });
    })
}
