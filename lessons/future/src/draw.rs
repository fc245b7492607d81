//! How futures draw: one for each piece, which somebody computes and somebody else puts where it belongs.

use std::sync::{Mutex, PoisonError};

use rayon::ThreadPool;
use stage::{Canvas, OwnedPiece, Show, Stopped};

use crate::by_hand::{Executor, Shutdown, as_completed};
use crate::pool::Builder;

/// What a piece comes to.
type Drawn = Result<OwnedPiece, Stopped>;

/// Puts the pieces together as they come, in whatever order. A run that is called off cancels what nobody has begun,
/// and so wakes who waits for it.
// ANCHOR: by_hand
pub(crate) fn by_hand(show: &Show, mut canvas: Canvas<'_>) -> Result<(), Stopped> {
    let executor = Executor::over(Builder::new(show.threads()).name("executor"));
    let mut main = show.worker("main");
    let cancel = || executor.shutdown(Shutdown::CancelPending);
    show.waking(cancel, || {
        let submit = |index| executor.submit(draw_piece(show, index)).map_err(|refused| show.fail(refused));
        let futures: Vec<_> = (0..show.piece_count()).map(submit).collect::<Result<_, Stopped>>()?;
        let mut completed = as_completed(futures, None);
        while let Some(future) = main.waiting("futures", || completed.next()) {
            let future = future.map_err(|still_waiting| show.fail(still_waiting))?;
            // It is there: this does not wait. If the piece has failed, it is told here.
            let drawn = future.result().map_err(|missing| show.fail(missing))?;
            canvas.place((*drawn).as_ref().map_err(|stopped| *stopped)?);
        }
        Ok(())
    })
}
// ANCHOR_END: by_hand

/// Takes the results in the order of the pieces: a slow one keeps the ones behind it waiting.
// ANCHOR: map
pub(crate) fn map(show: &Show, mut canvas: Canvas<'_>) -> Result<(), Stopped> {
    let executor = Executor::over(Builder::new(show.threads()).name("executor"));
    let mut main = show.worker("main");
    let cancel = || executor.shutdown(Shutdown::CancelPending);
    show.waking(cancel, || {
        let drawing = show.clone();
        let draw = move |index| draw_piece(&drawing, index)();
        let pieces = executor.map(0..show.piece_count(), None, draw);
        let mut pieces = pieces.map_err(|refused| show.fail(refused))?;
        while let Some(drawn) = main.waiting("next piece", || pieces.next()) {
            let drawn = drawn.map_err(|missing| show.fail(missing))?;
            canvas.place((*drawn).as_ref().map_err(|stopped| *stopped)?);
        }
        Ok(())
    })
}
// ANCHOR_END: map

/// A function that draws a piece, to be called by somebody else.
// ANCHOR: piece
fn draw_piece(show: &Show, index: usize) -> impl FnOnce() -> Drawn + Send + 'static {
    let (show, mut piece) = (show.clone(), show.owned_piece(index));
    move || show.here(|worker| worker.compute(&mut piece)).map(|()| piece)
}
// ANCHOR_END: piece

/// A channel for each piece that carries one value: a future without cancelling, callbacks, or waiting for many.
// ANCHOR: oneshot
pub(crate) fn oneshot(show: &Show, mut canvas: Canvas<'_>) -> Result<(), Stopped> {
    let pool = rayon_pool(show)?;
    let mut main = show.worker("main");
    let start = |index| {
        let (send, receive) = oneshot::channel::<Drawn>();
        let draw = draw_piece(show, index);
        pool.spawn_fifo(move || {
            // Whoever gave up waiting does not want it any more. A panic drops the sender, and so tells who waits.
            let _ =
                std::panic::catch_unwind(std::panic::AssertUnwindSafe(draw)).map(|drawn| send.send(drawn));
        });
        receive
    };
    let receivers: Vec<oneshot::Receiver<Drawn>> = (0..show.piece_count()).map(start).collect();
    for receive in receivers {
        let drawn = main.waiting("next piece", || receive.recv());
        canvas.place(&drawn.map_err(|_| show.fail("a piece will not come"))??);
    }
    Ok(())
}
// ANCHOR_END: oneshot

/// A scope has no futures: it ends when everything is there. The results have a place of their own, which each job
/// borrows.
// ANCHOR: rayon
pub(crate) fn rayon(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let outcome = Mutex::new(Ok(()));
    rayon_pool(show)?.in_place_scope(|scope| {
        for mut piece in canvas.into_pieces() {
            let outcome = &outcome;
            scope.spawn(move |_| {
                let drawn = show.here(|worker| worker.compute(&mut piece));
                let mut outcome = outcome.lock().unwrap_or_else(PoisonError::into_inner);
                *outcome = outcome.and(drawn);
            });
        }
    });
    outcome.into_inner().unwrap_or_else(PoisonError::into_inner)
}
// ANCHOR_END: rayon

fn rayon_pool(show: &Show) -> Result<ThreadPool, Stopped> {
    let builder = rayon::ThreadPoolBuilder::new().num_threads(show.threads());
    builder.thread_name(|index| format!("rayon_{index}")).build().map_err(|error| show.fail(error))
}
