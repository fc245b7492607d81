//! The drawing itself, with rows of a few points: every row is in the picture, and has been worked on until
//! nothing was left to do. Without the barrier a row is dealt while somebody still has it in hand.

use super::by_hand::Barrier;
use super::deal::{Card, Table};
use crate::sync::{Arc, Bound, Model, thread};

/// A row that is finished after so many passes.
struct Row(usize);

impl Card for Row {
    fn weight(&self) -> usize {
        self.0
    }
}

pub fn model() -> Model {
    Model::new("every row is finished", || {
        let table = Arc::new(Table::new(vec![Row(1), Row(2)], 2));
        let dealer = Arc::clone(&table);
        let barrier = Arc::new(Barrier::new(2).with_action(move || dealer.deal()));
        let theirs = (Arc::clone(&table), Arc::clone(&barrier));
        let other = thread::spawn(move || play(&theirs.0, &theirs.1, 1));
        play(&table, &barrier, 0);
        other.join().expect("nobody panics");
        let finished = table.take_finished();
        assert_eq!(finished.len(), 2, "no row is lost");
        assert!(finished.iter().all(|row| row.0 == 0), "no row is given up early");
    })
    // One preemption takes a worker away while it has a hand, which is what the barrier has to stand.
    .preemptions(Bound::AtMost(1))
}

fn play(table: &Table<Row>, barrier: &Barrier, player: usize) {
    let pass = |(): &mut (), row: &mut Row| {
        row.0 -= 1;
        Ok(())
    };
    table.play(player, &mut (), pass, |()| barrier.wait().map(drop)).expect("nobody breaks it");
}
