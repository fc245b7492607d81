//! Of many timers the nearest is called first, also if it is added last, while the thread sleeps until a later one; and
//! none is called when it is not its time.

use std::time::Duration;

use super::by_hand::{Ending, Timers};
use crate::sync::{Arc, Bound, Deadline, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("the nearest first", || {
        let timers = Timers::new().expect("there is a thread");
        let order = Arc::new(Mutex::new(Vec::new()));
        let add = |name: &'static str, seconds: u64| {
            let order = Arc::clone(&order);
            let due = Deadline::after(Duration::from_secs(seconds));
            let too_late = Deadline::after(Duration::from_secs(seconds + 2));
            timers.after(Duration::from_secs(seconds), move || {
                assert!(due.has_passed(), "it is too early");
                assert!(!too_late.has_passed(), "it is too late: the thread has slept until a later one");
                order.lock().push(name);
            })
        };
        let far = add("far", 3);
        // Lets the thread go to sleep until then.
        thread::yield_now();
        let near = add("near", 1);
        let also_near = add("also near", 1);
        assert_eq!(far.join(), Ok(Ending::Called));
        assert_eq!((near.join(), also_near.join()), (Ok(Ending::Called), Ok(Ending::Called)));
        assert_eq!(*order.lock(), ["near", "also near", "far"]);
        assert_eq!(timers.pending(), 0);
    })
    // No wait ends early, or it would be late for the near ones by that. To look and then sleep takes one.
    .preemptions(Bound::AtMost(1))
}
