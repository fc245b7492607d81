//! A get whose time runs out leaves no trace: the item, and the wakeup that came with it, go to who still waits.
//!
//! A hasty consumer, a patient one, and one item. If the hasty one gets it, there is a second one for the other.

use std::time::Duration;

use super::by_hand::{GetError, Queue};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("a get out of time loses nothing", || {
        let queue = Arc::new(Queue::new(0));
        let theirs = Arc::clone(&queue);
        let hasty = thread::spawn(move || theirs.get_timeout(Duration::from_secs(1)));
        let theirs = Arc::clone(&queue);
        let patient = thread::spawn(move || theirs.get().expect("it is open"));
        queue.put(1).expect("it is open");
        match hasty.join().expect("nobody panics") {
            Ok(item) => {
                assert_eq!(item, 1);
                queue.put(2).expect("it is open");
                assert_eq!(patient.join().expect("nobody panics"), 2);
            }
            Err(error) => {
                assert_eq!(error, GetError::Empty);
                assert_eq!(patient.join().expect("nobody panics"), 1);
            }
        }
    })
    // One to have both wait when the item comes.
    .preemptions(Bound::AtMost(1))
    // The deadline passes, and beside it one more wait may end early.
    .early_wakes(2)
}
