//! The drawing itself, with a picture of three pieces: a producer that puts them, consumers that draw them, the join
//! after which every piece is drawn, and the shutdown that ends the consumers.
//!
//! A piece is plain memory. It is drawn by one consumer, or the two race for it; and it is looked at after the join.

use super::by_hand::{Queue, Shutdown};
use crate::sync::{Arc, Bound, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("the picture is whole", || {
        let picture = Arc::new([Plain::new(false), Plain::new(false), Plain::new(false)]);
        let queue = Arc::new(Queue::<usize>::new(1));
        let consumers = [(); 2].map(|()| {
            let (queue, picture) = (Arc::clone(&queue), Arc::clone(&picture));
            thread::spawn(move || {
                while let Ok(piece) = queue.get_task() {
                    picture[*piece].set(true);
                }
            })
        });
        for piece in 0..picture.len() {
            queue.put(piece).expect("it is open");
        }
        queue.join();
        assert!(picture.iter().all(Plain::get), "every piece is drawn");
        queue.shutdown(Shutdown::Graceful);
        for consumer in consumers {
            consumer.join().expect("nobody panics");
        }
    })
    // Who is slow to wake, and is overtaken, needs no preemption. With one there are more than forty times as many
    // schedules.
    .preemptions(Bound::AtMost(0))
}
