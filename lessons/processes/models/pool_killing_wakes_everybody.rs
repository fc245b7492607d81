//! To kill the workers is to be rid of them: whoever waits for one is told so, and not that its job was to blame,
//! though a worker has died of it before; and no other is hired.

use super::by_hand::pool::{Crew, Failed, Lost, OnDeath, StandIn, Switch};
use crate::sync::atomic::{AtomicUsize, Ordering};
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    Model::new("killing wakes everybody", || {
        let hired = AtomicUsize::new(0);
        let hire = move || {
            // Relaxed: a number that is drawn, which publishes nothing.
            let number = hired.fetch_add(1, Ordering::Relaxed);
            Ok(StandIn::new(Arc::new(move |_: &(), switch: &Switch| -> Result<(), _> {
                // The first one dies of the job, the second one is stuck in it.
                Err(if number == 0 { Failed::Died("of the job") } else { switch.wait_until_killed() })
            })))
        };
        let crew = Arc::new(Crew::new(Box::new(hire), OnDeath::Retry, None));
        let same = Arc::clone(&crew);
        let waits = thread::spawn(move || same.see_to(&()));
        assert_eq!(crew.break_off("dismissed"), Lost::Broken("dismissed"));
        assert_eq!(waits.join().expect("it does not panic"), Err(Lost::Broken("dismissed")));
        assert_eq!(crew.switches().len(), 0, "nobody is left");
    })
    // Complete: two threads, `main` included.
    .early_wakes(1)
}
