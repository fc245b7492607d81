//! An item is written before it is taken, and taken before the slot is written again; and what its producer did before
//! it put it, its consumer sees.
//!
//! One slot and two laps: with one lap nobody writes a slot that was in use. The slot's memory is watched, and so is
//! the memory that the items are about.

use super::by_hand::{GetError, PutError, Slots};
use crate::sync::{Arc, Bound, Model, Plain, hint, thread};

pub fn model() -> Model {
    Model::new("what was put is seen", || {
        let shared = Arc::new((Slots::new(1), [Plain::new(0), Plain::new(0)]));
        let theirs = Arc::clone(&shared);
        let producer = thread::spawn(move || {
            let (slots, memory) = &*theirs;
            for index in [0, 1] {
                memory[index].set(7);
                while slots.try_put(index) == Err(PutError::Full(index)) {
                    hint::spin_loop();
                }
            }
        });
        let (slots, memory) = &*shared;
        for expected in [0, 1] {
            let index = loop {
                match slots.try_get() {
                    Ok(index) => break index,
                    Err(error) => assert_eq!(error, GetError::Empty),
                }
                hint::spin_loop();
            };
            assert_eq!(index, expected);
            assert_eq!(memory[index].get(), 7);
        }
        producer.join().expect("nobody panics");
    })
    // An order that is missing shows without any preemption. With two the spinning of both is too much to explore.
    .preemptions(Bound::AtMost(1))
}
