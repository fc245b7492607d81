//! How the pieces are dealt out and drawn: a function a variant, a screen at the most.

use std::sync::{Mutex, OnceLock, PoisonError};

use stage::{Canvas, Piece, Show, Stopped, Worker};

use crate::by_hand::Gate;
use crate::sync;

/// The pieces that one worker draws.
type Hand<'a> = Vec<Piece<'a>>;

// ANCHOR: by_hand
/// Worker 0 deals, and opens the gate. Whoever waits when the run is called off is let through, and finds nothing
/// to do.
pub(crate) fn by_hand(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let hands: Vec<sync::Mutex<Hand<'_>>> = (0..show.threads()).map(|_| sync::Mutex::default()).collect();
    let pack = sync::Mutex::new(canvas.into_hands(show.threads()));
    let gate = Gate::new();
    let work = |worker: &mut Worker| {
        if worker.number() == 0 {
            for (hand, dealt) in hands.iter().zip(pack.lock().drain(..)) {
                *hand.lock() = dealt;
            }
            gate.open();
        }
        worker.waiting("gate", || gate.wait());
        let hand = std::mem::take(&mut *hands[worker.number()].lock());
        draw_hand(worker, hand)
    };
    show.waking(|| gate.open(), || show.workers(work))
}
// ANCHOR_END: by_hand

// ANCHOR: std
/// The same with `std`'s gate, which has the hands inside: nobody can reach them before they are dealt.
pub(crate) fn std(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let hands: OnceLock<Vec<Mutex<Hand<'_>>>> = OnceLock::new();
    let pack = Mutex::new(canvas.into_hands(show.threads()));
    let deal = || hands.get_or_init(|| unpoisoned(&pack).drain(..).map(Mutex::new).collect());
    let work = |worker: &mut Worker| {
        if worker.number() == 0 {
            deal();
        }
        let hands = worker.waiting("gate", || hands.wait());
        let hand = std::mem::take(&mut *unpoisoned(&hands[worker.number()]));
        draw_hand(worker, hand)
    };
    // To call the waiting off is to deal: computing is what stops then.
    show.waking(
        || {
            deal();
        },
        || show.workers(work),
    )
}
// ANCHOR_END: std

fn draw_hand(worker: &mut Worker, hand: Hand<'_>) -> Result<(), Stopped> {
    hand.into_iter().try_for_each(|mut piece| worker.compute(&mut piece))
}

fn unpoisoned<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // Nobody panics while holding one of these: each is held for one line.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
