//! What is moved to a thread is awaited like anything else: its value, and what was done for it; its panic; and if the
//! pool takes it no more, that is told.

use super::by_hand::{JoinError, run, to_thread};
use super::pool::Pool;
use crate::sync::{Arc, Bound, Model, Plain};

pub fn model() -> Model {
    Model::new("work in a thread is awaited", || {
        let pool = Pool::new(1);
        let done = Arc::new(Plain::new(0));
        let does = Arc::clone(&done);
        let work = to_thread(&pool, move || {
            does.set(1);
            7
        });
        assert_eq!(run(|_| work), Ok(7));
        assert_eq!(done.get(), 1, "what was done for it");
        let panics = to_thread(&pool, || panic!("on purpose"));
        assert_eq!(run(|_| panics), Err::<(), _>(JoinError::Panicked("on purpose".to_owned())));
        pool.close();
        assert_eq!(run(|_| to_thread(&pool, || 7)), Err(JoinError::Cancelled));
    })
    // One preemption puts the end of the work between any two steps of awaiting it.
    .preemptions(Bound::AtMost(1))
}
