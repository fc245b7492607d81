//! How tasks draw: several painters, each with a hand of pieces, who give way to each other after every piece.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::Poll;

use stage::{Canvas, OwnedPiece, Show, Stopped, Worker};
use tokio::task::JoinSet;

use crate::by_hand::{Event, EventLoop, Executor, JoinError, JoinHandle, as_completed, to_thread, yield_now};
use crate::pool::{Builder, Pool};

/// What a painter comes to.
type Painted = Result<Vec<OwnedPiece>, Stopped>;

/// All in one thread. While one paints, nobody else does: it takes as long as without tasks.
// ANCHOR: by_hand
pub(crate) fn by_hand(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let mut event_loop = EventLoop::new();
    let executor = event_loop.handle();
    let start = |(number, hand)| executor.spawn(paint(show.worker(format!("task {number}")), hand));
    let painters: Vec<_> = hands(show, show.threads()).into_iter().enumerate().map(start).collect();
    event_loop.block_on(put_together(show, canvas, painters))
}

async fn paint(mut worker: Worker, mut hand: Vec<OwnedPiece>) -> Painted {
    for piece in &mut hand {
        worker.attempt(|worker| worker.compute(piece))?;
        // The switching point. Nothing but an `await` makes one.
        yield_now().await;
    }
    Ok(hand)
}
// ANCHOR_END: by_hand

/// The same painters, who have each piece computed by a thread, and give way to each other until that is done. There
/// are twice as many as threads, so that no thread has to wait for the loop to hand it the next piece.
// ANCHOR: by_hand_threads
pub(crate) fn by_hand_threads(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let pool = Arc::new(Builder::new(show.threads()).name("to_thread").build());
    let mut event_loop = EventLoop::new();
    let executor = event_loop.handle();
    let start = |hand| executor.spawn(paint_in_threads(show.clone(), Arc::clone(&pool), hand));
    let painters: Vec<_> = hands(show, 2 * show.threads()).into_iter().map(start).collect();
    let mut main = show.worker("event loop");
    main.waiting("tasks", || event_loop.block_on(put_together(show, canvas, painters)))
}

async fn paint_in_threads(show: Show, pool: Arc<Pool>, hand: Vec<OwnedPiece>) -> Painted {
    let mut painted = Vec::with_capacity(hand.len());
    for mut piece in hand {
        let there = show.clone();
        let drawn = to_thread(&pool, move || there.here(|worker| worker.compute(&mut piece)).map(|()| piece));
        painted.push(drawn.await.map_err(|missing| show.fail(missing))??);
    }
    Ok(painted)
}
// ANCHOR_END: by_hand_threads

/// No thread, and nothing that blocks: the host calls, and the executor returns as soon as nothing is ready. The
/// painters wait for the host's next frame after every piece, as a program in a browser does so that the page stays
/// alive.
// ANCHOR: no_threads
pub(crate) fn no_threads(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let told = Arc::new(AtomicBool::new(false));
    let tells = Arc::clone(&told);
    // Relaxed, as below: there is only this thread.
    let mut executor = Executor::new(move || tells.store(true, Ordering::Relaxed));
    let frame = Arc::new(Event::new());
    let start = |(number, hand)| {
        let worker = show.worker(format!("task {number}"));
        executor.handle().spawn(paint_by_frames(worker, Arc::clone(&frame), hand))
    };
    let painters: Vec<_> = hands(show, show.threads()).into_iter().enumerate().map(start).collect();
    let mut main = pin!(put_together(show, canvas, painters));
    for frames in 1.. {
        if let Poll::Ready(drawn) = executor.drive(main.as_mut()) {
            show.note("frames", frames);
            return drawn;
        }
        // Here the host does what else it has to do. Then it begins the next frame, for which somebody should wait.
        told.store(false, Ordering::Relaxed);
        frame.set();
        frame.clear();
        if !told.load(Ordering::Relaxed) {
            break;
        }
    }
    Err(show.fail("nobody waits for the next frame, and the picture is not there"))
}

async fn paint_by_frames(mut worker: Worker, frame: Arc<Event>, mut hand: Vec<OwnedPiece>) -> Painted {
    for piece in &mut hand {
        worker.attempt(|worker| worker.compute(piece))?;
        frame.wait().await;
    }
    Ok(hand)
}
// ANCHOR_END: no_threads

/// The pieces dealt out like cards: a hand for each painter.
fn hands(show: &Show, painters: usize) -> Vec<Vec<OwnedPiece>> {
    let hand = |painter| (painter..show.piece_count()).step_by(painters).map(|index| show.owned_piece(index));
    (0..painters).map(|painter| hand(painter).collect()).collect()
}

/// Awaits the painters, and puts what they have painted into the picture.
// ANCHOR: put_together
async fn put_together(
    show: &Show,
    mut canvas: Canvas<'_>,
    painters: Vec<JoinHandle<Painted>>,
) -> Result<(), Stopped> {
    let mut painters = as_completed(painters);
    while let Some(painted) = painters.next().await {
        for piece in painted.map_err(|missing: JoinError| show.fail(missing))?? {
            canvas.place(&piece);
        }
    }
    Ok(())
}
// ANCHOR_END: put_together

/// A task of its own for each piece, in threads that `tokio` keeps for what blocks or computes.
// ANCHOR: tokio
pub(crate) fn tokio(show: &Show, mut canvas: Canvas<'_>) -> Result<(), Stopped> {
    let started = AtomicUsize::new(0);
    // Relaxed: a number for each, and nothing else hangs on it.
    let name = move || format!("blocking_{}", started.fetch_add(1, Ordering::Relaxed));
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.max_blocking_threads(show.threads()).thread_name_fn(name);
    let runtime = builder.build().map_err(|error| show.fail(error))?;
    let mut main = show.worker("event loop");
    main.waiting("tasks", || {
        runtime.block_on(async {
            let mut drawing = JoinSet::new();
            for index in 0..show.piece_count() {
                let (show, mut piece) = (show.clone(), show.owned_piece(index));
                drawing
                    .spawn_blocking(move || show.here(|worker| worker.compute(&mut piece)).map(|()| piece));
            }
            while let Some(drawn) = drawing.join_next().await {
                canvas.place(&drawn.map_err(|missing| show.fail(missing))??);
            }
            Ok(())
        })
    })
}
// ANCHOR_END: tokio
