//! How a pool draws: every piece of the picture is a job.

use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};

use stage::{Canvas, Show, Stopped};
use threadpool::ThreadPool;

use crate::by_hand::Builder;

/// Jobs that borrow their pieces of the picture. A run that is called off cancels the pool: what nobody has begun is
/// dropped.
// ANCHOR: by_hand
pub(crate) fn by_hand(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let pool = Builder::new(show.threads()).name("pool").build();
    let outcome = Mutex::new(Ok(()));
    let cancel = || {
        pool.cancel();
    };
    show.waking(cancel, || {
        pool.scope(|scope| {
            for mut piece in canvas.into_pieces() {
                let outcome = &outcome;
                let job = move || note(outcome, show.here(|worker| worker.compute(&mut piece)));
                if let Err(rejected) = scope.execute(job) {
                    note(outcome, Err(show.fail(rejected)));
                    break;
                }
            }
        });
    });
    show.note("threads started", format!("{} for {} jobs", pool.threads(), show.piece_count()));
    *lock(&outcome)
}
// ANCHOR_END: by_hand

/// The same with the pool of `rayon`. Its threads are there before the first job.
// ANCHOR: rayon
pub(crate) fn rayon(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let builder = rayon::ThreadPoolBuilder::new().num_threads(show.threads());
    let pool =
        builder.thread_name(|index| format!("pool_{index}")).build().map_err(|error| show.fail(error))?;
    let outcome = Mutex::new(Ok(()));
    pool.in_place_scope(|scope| {
        for mut piece in canvas.into_pieces() {
            let outcome = &outcome;
            scope.spawn(move |_| note(outcome, show.here(|worker| worker.compute(&mut piece))));
        }
    });
    *lock(&outcome)
}
// ANCHOR_END: rayon

/// With the pool of the crate `threadpool`, whose jobs cannot borrow: each has its piece in memory of its own, and
/// sends it back.
// ANCHOR: threadpool
pub(crate) fn threadpool(show: &Show, mut canvas: Canvas<'_>) -> Result<(), Stopped> {
    let pool = ThreadPool::new(show.threads());
    let (send, drawn) = mpsc::channel();
    for index in 0..show.piece_count() {
        let (show, send, mut piece) = (show.clone(), send.clone(), show.owned_piece(index));
        pool.execute(move || {
            let computed = show.here(|worker| worker.compute(&mut piece));
            // Who collects is there until every sender is gone.
            let _ = send.send(computed.map(|()| piece));
        });
    }
    drop(send);
    let mut outcome = Ok(());
    for piece in drawn {
        outcome = outcome.and(piece.map(|piece| canvas.place(&piece)));
    }
    // A job that panicked has sent nothing; its worker has told the stage of the panic.
    if pool.panic_count() > 0 { Err(show.fail("a job panicked")) } else { outcome }
}
// ANCHOR_END: threadpool

/// Keeps the first failure.
fn note(outcome: &Mutex<Result<(), Stopped>>, result: Result<(), Stopped>) {
    let mut outcome = lock(outcome);
    *outcome = outcome.and(result);
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // It holds a result that is whole at any moment.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
