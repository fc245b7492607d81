//! The drawing itself, with a picture of two rows: each interpreter is sent its row, draws it into memory of its own,
//! and sends it back; what comes back is put in its place.

use super::by_hand::{Engine, Interpreters, Trouble};
use crate::sync::{Arc, Bound, Model, Plain};

/// Draws a row: a copy of it crosses.
#[derive(Default)]
struct Painter;

/// A row that has been drawn, in plain memory: who looks too early races.
type Row = Arc<Plain<Option<usize>>>;

impl Engine for Painter {
    type Value = (usize, Row);

    fn set(&mut self, _: &str, _: (usize, Row)) {}

    fn exec(&mut self, _: &str) -> Result<(), Trouble> {
        Ok(())
    }

    fn call(&mut self, _: &str, mut arguments: Vec<(usize, Row)>) -> Result<(usize, Row), Trouble> {
        let (row, drawn) = arguments.remove(0);
        drawn.set(Some(row * row));
        Ok((row, drawn))
    }
}

pub fn model() -> Model {
    Model::new("the picture is whole", || {
        let mut picture = [None; 2];
        let interpreters = Interpreters::new(Painter::default);
        let workers = [(); 2].map(|()| interpreters.create().expect("there are threads"));
        let rows: [Row; 2] = [(); 2].map(|()| Arc::new(Plain::new(None)));
        let replies = [0, 1].map(|row| {
            let message = (row, Arc::clone(&rows[row]));
            workers[row].call_in_thread("draw", vec![message]).expect("it is open")
        });
        // Taken from what was sent, and not from the answer: an answer that comes too early is a race.
        for (row, reply) in replies.iter().enumerate() {
            let answered = reply.result();
            picture[row] = rows[row].get();
            assert!(answered.is_ok());
        }
        assert_eq!(picture, [Some(0), Some(1)], "every row is drawn");
    })
    // Two that draw beside each other and main: one preemption is enough to look at a row that is being drawn.
    .preemptions(Bound::AtMost(1))
}
