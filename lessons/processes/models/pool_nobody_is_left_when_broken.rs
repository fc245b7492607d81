//! A worker that answers just as the crew breaks does not survive it, whoever comes first: its answer may count, but
//! it is not kept for the next job.

use super::by_hand::pool::{Crew, Failed, Lost, OnDeath, StandIn};
use crate::sync::{Arc, Bound, Model, thread};

const DEADLY: usize = 0;

pub fn model() -> Model {
    Model::new("nobody is left when broken", || {
        let hire = || {
            Ok(StandIn::new(Arc::new(|job: &usize, _: &_| match *job {
                DEADLY => Err(Failed::Died("of the job")),
                harmless => Ok(harmless),
            })))
        };
        let crew = Arc::new(Crew::new(Box::new(hire), OnDeath::Break, None));
        let same = Arc::clone(&crew);
        let other = thread::spawn(move || same.see_to(&7));
        assert_eq!(crew.see_to(&DEADLY), Err(Lost::Broken("of the job")));
        let harmless = other.join().expect("it does not panic");
        assert!(harmless == Ok(7) || harmless == Err(Lost::Broken("of the job")), "{harmless:?}");
        assert_eq!(crew.switches().len(), 0, "nobody is left");
        assert_eq!(crew.see_to(&7), Err(Lost::Broken("of the job")), "and it stays so");
    })
    // Two preemptions put the breaking between any two steps of the answering.
    .preemptions(Bound::AtMost(2))
}
