//! An item that was lent to somebody who died goes to who waits for the next one.

use super::by_hand::queue::{Nothing, Shelf};
use crate::sync::{Arc, Deadline, Model, thread};

pub fn model() -> Model {
    Model::new("a dead getter loses nothing", || {
        let shelf = Arc::new(Shelf::new(1));
        let same = Arc::clone(&shelf);
        // Borrows the item and never says that it has it, or comes too late.
        let dies = thread::spawn(move || same.lend(Deadline::NEVER).map(drop));
        shelf.put(7, Deadline::NEVER).expect("there is room");
        assert_eq!(shelf.lend(Deadline::NEVER).expect("it is open").keep(), 7);
        shelf.close();
        let told = dies.join().expect("it does not panic");
        assert!(told == Ok(()) || told == Err(Nothing::Closed));
    })
    // Complete: two threads, `main` included.
    .early_wakes(1)
}
