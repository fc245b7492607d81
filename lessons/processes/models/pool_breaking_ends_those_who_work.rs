//! When a death breaks the crew, everybody who waits for a worker is told: also who waits for one that would never have
//! come to an end by itself, and who was just hiring one. All are told of the first death.

use super::by_hand::pool::{Crew, Failed, Lost, OnDeath, StandIn, Switch};
use crate::sync::{Arc, Bound, Model, thread};

const DEADLY: usize = 0;
const ENDLESS: usize = 1;

pub fn model() -> Model {
    Model::new("breaking ends those who work", || {
        let hire = || {
            Ok(StandIn::new(Arc::new(|job: &usize, switch: &Switch| -> Result<(), _> {
                match *job {
                    DEADLY => Err(Failed::Died("of the job")),
                    _ => Err(switch.wait_until_killed()),
                }
            })))
        };
        let crew = Arc::new(Crew::new(Box::new(hire), OnDeath::Break, None));
        let same = Arc::clone(&crew);
        let other = thread::spawn(move || same.see_to(&ENDLESS));
        assert_eq!(crew.see_to(&DEADLY), Err(Lost::Broken("of the job")));
        assert_eq!(other.join().expect("it does not panic"), Err(Lost::Broken("of the job")));
        assert_eq!(crew.switches().len(), 0, "nobody is left");
    })
    // Two preemptions put the breaking between any two steps of the hiring.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
