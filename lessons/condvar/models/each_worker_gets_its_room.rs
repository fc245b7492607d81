//! No more pieces are held than the window has room for; and of two workers who wait for room for different pieces,
//! each goes on when there is room for its own.

use super::delivery::Delivery;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("each worker gets its room", || {
        // A window of one, which the first piece fills.
        let delivery = Arc::new(Delivery::new(3, 1));
        delivery.begin(0).expect("nobody calls it off");
        let workers = [2, 1].map(|piece| {
            let delivery = Arc::clone(&delivery);
            thread::spawn(move || {
                delivery.begin(piece).expect("nobody calls it off");
                delivery.finish(piece, piece);
            })
        });
        delivery.finish(0, 0);
        for piece in 0..2 {
            assert_eq!(delivery.take_next(), Ok(piece));
            delivery.advance();
        }
        workers.into_iter().for_each(|worker| worker.join().expect("nobody panics"));
        assert_eq!(delivery.most_held(), 1, "a window of one");
    })
    // One lets both come to wait, in either order, before the first piece is finished.
    .preemptions(Bound::AtMost(1))
}
