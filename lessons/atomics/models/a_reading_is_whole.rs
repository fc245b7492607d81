//! What a reader gets is what one update has left, in all its words.
//!
//! One update and one reading, and two words, which are the fewest that can be mixed. That is enough to be explored
//! completely, and for a reader to have a word that is too old (it comes after the update) and one that is too new (it
//! comes before). A second update would add nothing but another number.

use super::by_hand::SeqLock;
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    Model::new("a reading is whole", || {
        let pair = Arc::new(SeqLock::new([0, 0]));
        let shared = Arc::clone(&pair);
        let writer = thread::spawn(move || shared.update(|words| *words = [1, 1]));
        let [left, right] = pair.read();
        assert_eq!(left, right, "both are of the same update");
        writer.join().expect("the writer does not panic");
        assert_eq!(pair.read(), [1, 1], "who comes after the update sees it");
    })
}
