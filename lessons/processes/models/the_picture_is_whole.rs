//! The drawing itself: two claim pieces and draw them, and the parent, who is one of them here, looks at each as soon
//! as it is drawn. The rows are plain memory: if a piece were claimed twice, or could be seen before it is there, that
//! would be a race.

use super::by_hand::{Claims, LocalFutex, Owner, Value, ValueWords};
use crate::sync::atomic::AtomicU32;
use crate::sync::{Arc, Bound, Model, Plain, thread};

const PIECES: usize = 2;

struct Shared {
    left: ValueWords,
    futex: LocalFutex,
    pieces: Vec<AtomicU32>,
    rows: Vec<Plain<u32>>,
}

impl Shared {
    fn claims(&self, me: u32) -> Claims<'_, LocalFutex> {
        let me = Owner::new(me);
        Claims::new(Value::new(&self.left, me, &self.futex), &self.pieces, me)
    }
}

fn draw(shared: &Shared, me: u32) {
    let claims = shared.claims(me);
    while let Some(piece) = claims.claim() {
        let row = &shared.rows[piece];
        row.set(row.get() + 1);
        claims.finish(piece);
    }
}

pub fn model() -> Model {
    Model::new("the picture is whole", || {
        let shared = Arc::new(Shared {
            left: ValueWords::new(0),
            futex: LocalFutex::new(),
            pieces: (0..PIECES).map(|_| AtomicU32::new(0)).collect(),
            rows: (0..PIECES).map(|_| Plain::new(0)).collect(),
        });
        let parent = shared.claims(1);
        parent.put_up(0..PIECES);
        let theirs = Arc::clone(&shared);
        let worker = thread::spawn(move || draw(&theirs, 2));
        draw(&shared, 3);
        // What the other has drawn meanwhile is there as soon as its word says so.
        let seen = (0..PIECES).filter(|&piece| parent.is_drawn(piece)).map(|piece| shared.rows[piece].get());
        assert!(seen.into_iter().all(|row| row == 1), "what is said to be drawn is there");
        worker.join().expect("the worker does not panic");
        assert!((0..PIECES).all(|piece| parent.is_drawn(piece)), "all is drawn");
        assert!(shared.rows.iter().all(|row| row.get() == 1), "each piece once");
    })
    // One puts a worker between the steps of another's claim, or the parent between a row and the word for it.
    .preemptions(Bound::AtMost(1))
}
