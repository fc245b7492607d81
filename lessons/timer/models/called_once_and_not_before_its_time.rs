//! The function is called once, when its time has come and not before, whatever the thread is woken by; and not by the
//! thread that started the timer.

use std::time::Duration;

use super::by_hand::{Ending, Timer};
use crate::sync::atomic::{AtomicUsize, Ordering};
use crate::sync::{Arc, Deadline, Model, thread};

pub fn model() -> Model {
    Model::new("once, and not before its time", || {
        let calls = Arc::new(AtomicUsize::new(0));
        let (counted, starter) = (Arc::clone(&calls), thread::current().id());
        let due = Deadline::after(Duration::from_secs(1));
        let timer = Timer::new(Duration::from_secs(1), move || {
            assert!(due.has_passed(), "it is too early");
            assert!(thread::current().id() != starter, "in a thread of its own");
            // Relaxed: only counts; who joins sees it.
            counted.fetch_add(1, Ordering::Relaxed);
        });
        timer.start().expect("it was not started before");
        assert_eq!(timer.join(), Ok(Ending::Called));
        assert_eq!(timer.join(), Ok(Ending::Called), "as often as one likes");
        assert_eq!(calls.load(Ordering::Relaxed), 1);
    })
    // Complete. Two, so that its thread may be woken for no reason, and then by its deadline at once.
    .early_wakes(2)
}
