//! Whoever waits for a value to change is woken by each change, in whatever thread it is made; an event that is set and
//! cleared at once has woken all who waited by then.

use super::by_hand::{Event, Watched, run, yield_now};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("whoever waits for a change sees it", || {
        let value = Arc::new(Watched::new(0));
        let changes = Arc::clone(&value);
        let other = thread::spawn(move || changes.change(|value| *value += 1));
        run(|executor| async move {
            let event = Arc::new(Event::new());
            let waiters: Vec<_> = (0..2)
                .map(|_| {
                    let event = Arc::clone(&event);
                    executor.spawn(async move { event.wait().await })
                })
                .collect();
            // A task, since the loop polls what it was given more often than it has to.
            let sees = executor.spawn(async move { value.until(|value| (*value == 1).then_some(())).await });
            assert_eq!(sees.await, Ok(()));
            yield_now().await;
            event.set();
            event.clear();
            for waiter in waiters {
                assert_eq!(waiter.await, Ok(()));
            }
        });
        other.join().expect("it does not panic");
    })
    // One preemption puts the change between looking and waiting.
    .preemptions(Bound::AtMost(1))
}
