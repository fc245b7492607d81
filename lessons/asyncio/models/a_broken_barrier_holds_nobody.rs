//! Whoever waits at a barrier when it is aborted or reset is let go with an error, at whatever moment that is. Aborted,
//! it turns away who comes; reset, it is as new. Whoever gives up waiting has not come, and breaks nothing.

use std::time::Duration;

use super::by_hand::{Barrier, BrokenBarrier, gather, run, yield_now};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("a broken barrier holds nobody", || {
        let barrier = Arc::new(Barrier::new(2));
        let aborts = {
            let barrier = Arc::clone(&barrier);
            thread::spawn(move || barrier.abort())
        };
        assert_eq!(run(|_| barrier.wait()), Err(BrokenBarrier));
        aborts.join().expect("it does not panic");
        assert_eq!(run(|_| barrier.wait()), Err(BrokenBarrier), "until it is reset");
        barrier.reset();
        run(|executor| async move {
            let waits = Arc::clone(&barrier);
            let waits = executor.spawn(async move { waits.wait().await });
            yield_now().await;
            barrier.reset();
            assert_eq!(waits.await, Ok(Err(BrokenBarrier)), "it waited when that was reset");
            assert!(executor.timeout(Duration::ZERO, barrier.wait()).await.is_err());
            assert_eq!(gather([barrier.wait(), barrier.wait()]).await, [Ok(0), Ok(1)]);
        });
    })
    // One preemption puts the end between any two steps of who waits.
    .preemptions(Bound::AtMost(1))
}
