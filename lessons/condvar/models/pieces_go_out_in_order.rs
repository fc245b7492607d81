//! The drawing itself, with numbers for pieces: they go out in order, whichever is finished first.

use super::delivery::Delivery;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("pieces go out in order", || {
        let delivery = Arc::new(Delivery::new(2, 2));
        let workers = [(); 2].map(|()| {
            let delivery = Arc::clone(&delivery);
            thread::spawn(move || {
                let piece = delivery.claim().expect("there is one for each");
                delivery.begin(piece).expect("nobody calls it off");
                delivery.finish(piece, piece);
            })
        });
        for piece in 0..2 {
            assert_eq!(delivery.take_next(), Ok(piece));
            delivery.advance();
        }
        workers.into_iter().for_each(|worker| worker.join().expect("nobody panics"));
        assert_eq!(delivery.claim(), None, "each was claimed once");
    })
    // One lets the second piece be finished before the first.
    .preemptions(Bound::AtMost(1))
}
