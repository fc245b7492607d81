//! An event that is set and cleared at once lets all go who waited by then, and nobody who comes later.

use std::time::Duration;

use super::by_hand::{Elapsed, Event, gather, run, yield_now};
use crate::sync::{Arc, Model};

pub fn model() -> Model {
    // Explored completely: there is only this thread.
    Model::new("a short set wakes everybody", || {
        run(|executor| async move {
            let event = Arc::new(Event::new());
            let waiters = [(); 2].map(|()| {
                let event = Arc::clone(&event);
                executor.spawn(async move { event.wait().await })
            });
            yield_now().await;
            event.set();
            event.clear();
            let late = executor.timeout(Duration::ZERO, event.wait()).await;
            assert_eq!(late, Err(Elapsed), "who comes later waits");
            assert_eq!(gather(waiters).await, [Ok(()), Ok(())]);
        });
    })
}
