//! A timeout ends the wait when the time is over, and what was waited for has been dropped by then; what is ready in
//! time is given, also with a time of zero.

use std::future::{pending, ready};
use std::time::Duration;

use super::by_hand::{Elapsed, Event, run};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("a timeout drops what it waited for", || {
        let signal = Arc::new(Event::new());
        let giver = {
            let signal = Arc::clone(&signal);
            thread::spawn(move || signal.set())
        };
        run(|executor| async move {
            let held = Arc::new(());
            let kept = Arc::clone(&held);
            let never = async move {
                let _held = held;
                pending::<()>().await;
            };
            assert_eq!(executor.timeout(Duration::from_millis(1), never).await, Err(Elapsed));
            assert_eq!(Arc::strong_count(&kept), 1, "it is dropped before the wait ends");
            assert_eq!(executor.timeout(Duration::ZERO, ready(7)).await, Ok(7));
            // It is given at any moment: in time, or too late.
            let in_time = executor.timeout(Duration::from_millis(1), signal.wait()).await;
            assert!(matches!(in_time, Ok(()) | Err(Elapsed)));
            signal.wait().await;
        });
        giver.join().expect("it does not panic");
    })
    // One preemption puts the signal anywhere; early wakes let either time pass before it.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
