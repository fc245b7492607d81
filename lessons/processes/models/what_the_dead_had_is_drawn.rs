//! A worker is killed in the middle of a claim, with the lock in hand: the piece has its number, and the value still
//! counts it as left. Whoever takes the lock next mends that, and the parent puts the piece up again.

use super::by_hand::{Claims, LocalFutex, Owner, Value, ValueWords};
use crate::sync::atomic::{AtomicU32, Ordering};
use crate::sync::{Arc, Bound, Model, Plain, thread};

const PIECES: usize = 2;
const DEAD: u32 = 9;

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
        shared.rows[piece].set(shared.rows[piece].get() + 1);
        claims.finish(piece);
    }
}

/// Half a claim, and no more: neither the second step is made, nor does a guard unlock.
fn die_in_a_claim(shared: &Shared) {
    let left = Value::new(&shared.left, Owner::new(DEAD), &shared.futex);
    let locked = left.get_lock();
    // Relaxed: under the lock, as in `Claims`.
    shared.pieces[0].store(DEAD, Ordering::Relaxed);
    std::mem::forget(locked);
}

pub fn model() -> Model {
    Model::new("what the dead had is drawn", || {
        let shared = Arc::new(Shared {
            left: ValueWords::new(0),
            futex: LocalFutex::new(),
            pieces: (0..PIECES).map(|_| AtomicU32::new(0)).collect(),
            rows: (0..PIECES).map(|_| Plain::new(0)).collect(),
        });
        let parent = shared.claims(1);
        parent.put_up(0..PIECES);
        die_in_a_claim(&shared);
        let theirs = Arc::clone(&shared);
        let worker = thread::spawn(move || draw(&theirs, 2));
        assert_eq!(parent.take_back(Owner::new(DEAD)), [0]);
        worker.join().expect("the worker does not panic");
        // If it has found nothing and has gone before the piece was put up again, another one draws it.
        draw(&shared, 3);
        assert!(shared.rows.iter().all(|row| row.get() == 1), "each piece is drawn, and once");
    })
    // One puts the worker between the burial and the taking back.
    .preemptions(Bound::AtMost(1))
}
