//! A worker that dies while it has nothing to do costs the next job nothing: it is replaced, and that job may still be
//! tried twice. If deaths are to break the crew, this one does.

use super::by_hand::pool::{Crew, Failed, Kill, Losses, Lost, OnDeath, StandIn};
use crate::sync::atomic::{AtomicUsize, Ordering};
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    Model::new("an idle death costs nothing", || {
        for on_death in [OnDeath::Retry, OnDeath::Break] {
            let hirings = AtomicUsize::new(0);
            let hire = move || {
                // Relaxed: a number that is drawn, which publishes nothing.
                let number = hirings.fetch_add(1, Ordering::Relaxed);
                // The second one dies of its first job.
                Ok(StandIn::new(Arc::new(move |_: &(), _: &_| match number {
                    1 => Err(Failed::Died("of a job")),
                    others => Ok(others),
                })))
            };
            let crew = Crew::new(Box::new(hire), on_death, None);
            assert_eq!(crew.see_to(&()), Ok(0));
            let first = crew.switches().pop().expect("one was hired");
            thread::spawn(move || first.kill()).join().expect("it does not panic");
            match on_death {
                OnDeath::Retry => {
                    assert_eq!(crew.see_to(&()), Ok(2));
                    assert_eq!(crew.lost(), Losses { workers: 2, jobs_again: 1 });
                }
                OnDeath::Break => {
                    assert_eq!(crew.see_to(&()), Err(Lost::Broken("killed")));
                    assert_eq!(crew.lost(), Losses { workers: 1, jobs_again: 0 });
                }
            }
        }
    })
    // Complete: one thread after the other.
}
