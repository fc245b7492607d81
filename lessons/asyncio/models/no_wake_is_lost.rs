//! A task that is woken by another thread, at whatever moment, is polled after that; also when the loop is just about
//! to fall asleep.

use super::by_hand::{Event, run};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("no wake is lost", || {
        let signal = Arc::new(Event::new());
        let giver = {
            let signal = Arc::clone(&signal);
            thread::spawn(move || signal.set())
        };
        let value = run(|executor| async move {
            let waits = executor.spawn(async move {
                signal.wait().await;
                7
            });
            waits.await
        });
        assert_eq!(value, Ok(7));
        giver.join().expect("it does not panic");
    })
    // One preemption puts the wake between any two steps of the loop; a second one, into its sleep as well.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
