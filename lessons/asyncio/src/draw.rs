//! How tasks draw: several painters, each with a hand of pieces, who give way to each other after every piece.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::Poll;

use stage::{Canvas, OwnedPiece, Show, Stopped, Worker};
use tokio::task::JoinSet;

use crate::by_hand::{
    Event, EventLoop, Executor, JoinError, JoinHandle, Queue, Shutdown, gather, to_thread, yield_now,
};
use crate::pool::{Builder, Pool};

/// The pieces that one painter has to paint, by number.
type Hand = Vec<usize>;

/// All in one thread. While one paints, nobody else does: it takes as long as without tasks.
// ANCHOR: by_hand
pub(crate) fn by_hand(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let mut event_loop = EventLoop::new();
    let executor = event_loop.handle();
    let (easel, painted) = open_easel(show);
    let start = move |(number, hand)| {
        let worker = show.worker(format!("task {number}"));
        executor.spawn(paint(show.clone(), worker, hand, Arc::clone(&easel)))
    };
    let painters = hands(show, show.threads()).enumerate().map(start).collect();
    event_loop.block_on(put_together(show, canvas, painters, painted))
}

async fn paint(show: Show, mut worker: Worker, hand: Hand, easel: Arc<Easel>) -> Result<(), Stopped> {
    for index in hand {
        let mut piece = show.owned_piece(index);
        worker.attempt(|worker| worker.compute(&mut piece))?;
        easel.hand_over(piece).await;
        // The switching point. Nothing but an `await` makes one.
        yield_now().await;
    }
    Ok(())
}
// ANCHOR_END: by_hand

/// The same painters, who have each piece computed by a thread, and give way to each other until that is done. There
/// are twice as many as threads, so that no thread has to wait for the loop to hand it the next piece.
// ANCHOR: by_hand_threads
pub(crate) fn by_hand_threads(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let pool = Arc::new(Builder::new(show.threads()).name("to_thread").build());
    let mut event_loop = EventLoop::new();
    let executor = event_loop.handle();
    let (easel, painted) = open_easel(show);
    let start = move |hand| {
        executor.spawn(paint_in_threads(show.clone(), Arc::clone(&pool), hand, Arc::clone(&easel)))
    };
    let painters = hands(show, 2 * show.threads()).map(start).collect();
    let mut main = show.worker("event loop");
    main.waiting("tasks", || event_loop.block_on(put_together(show, canvas, painters, painted)))
}

async fn paint_in_threads(show: Show, pool: Arc<Pool>, hand: Hand, easel: Arc<Easel>) -> Result<(), Stopped> {
    for index in hand {
        let there = show.clone();
        let painted = to_thread(&pool, move || {
            let mut piece = there.owned_piece(index);
            there.here(|worker| worker.compute(&mut piece)).map(|()| piece)
        });
        easel.hand_over(painted.await.map_err(|missing| show.fail(missing))??).await;
    }
    Ok(())
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
    let handle = executor.handle();
    let (easel, painted) = open_easel(show);
    let frame = Arc::new(Event::new());
    let next_frame = Arc::clone(&frame);
    let start = move |(number, hand)| {
        let worker = show.worker(format!("task {number}"));
        handle.spawn(paint_by_frames(show.clone(), worker, Arc::clone(&next_frame), hand, Arc::clone(&easel)))
    };
    let painters = hands(show, show.threads()).enumerate().map(start).collect();
    let mut main = pin!(put_together(show, canvas, painters, painted));
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

async fn paint_by_frames(
    show: Show,
    mut worker: Worker,
    frame: Arc<Event>,
    hand: Hand,
    easel: Arc<Easel>,
) -> Result<(), Stopped> {
    for index in hand {
        let mut piece = show.owned_piece(index);
        worker.attempt(|worker| worker.compute(&mut piece))?;
        easel.hand_over(piece).await;
        frame.wait().await;
    }
    Ok(())
}
// ANCHOR_END: no_threads

/// The pieces dealt out like cards: a hand for each painter.
fn hands(show: &Show, painters: usize) -> impl Iterator<Item = Hand> {
    let pieces = show.piece_count();
    (0..painters).map(move |painter| (painter..pieces).step_by(painters).collect())
}

// ANCHOR: put_together
/// The painters' end of the queue for what they have painted. They share it, and when the last of them is gone, however
/// it came to that, nothing more will come.
struct Easel {
    painted: Arc<Queue<OwnedPiece>>,
}

impl Easel {
    async fn hand_over(&self, piece: OwnedPiece) {
        self.painted.put(piece).await.expect("it is open while there are painters");
    }
}

impl Drop for Easel {
    fn drop(&mut self) {
        self.painted.shutdown(Shutdown::Graceful);
    }
}

/// Both ends of a queue with room for a piece a thread.
fn open_easel(show: &Show) -> (Arc<Easel>, Arc<Queue<OwnedPiece>>) {
    let painted = Arc::new(Queue::new(show.threads()));
    (Arc::new(Easel { painted: Arc::clone(&painted) }), painted)
}

/// Puts what the painters have painted into the picture, as it comes.
async fn put_together(
    show: &Show,
    mut canvas: Canvas<'_>,
    painters: Vec<JoinHandle<Result<(), Stopped>>>,
    painted: Arc<Queue<OwnedPiece>>,
) -> Result<(), Stopped> {
    while let Ok(piece) = painted.get().await {
        canvas.place(&piece);
    }
    for outcome in gather(painters).await {
        outcome.map_err(|missing: JoinError| show.fail(missing))??;
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
                let show = show.clone();
                drawing.spawn_blocking(move || {
                    let mut piece = show.owned_piece(index);
                    show.here(|worker| worker.compute(&mut piece)).map(|()| piece)
                });
            }
            while let Some(drawn) = drawing.join_next().await {
                canvas.place(&drawn.map_err(|missing| show.fail(missing))??);
            }
            Ok(())
        })
    })
}
// ANCHOR_END: tokio
