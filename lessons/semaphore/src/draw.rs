//! How the bands are drawn: by workers that need a permit for each buffer, and a writer that places what they drew.

use std::sync::mpsc;
use std::thread;

use stage::{Canvas, OwnedPiece, Show, Stopped, Worker};

use crate::bands::{Budget, Buffer};
use crate::by_hand::{BoundedSemaphore, Count, Raw};
use crate::sync::Mutex;

// ANCHOR: variants
/// Permits are handed out first come, first served.
pub fn by_hand(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let semaphore = BoundedSemaphore::new(permits(show));
    draw_with_permits(show, canvas, || semaphore.acquire())
}

/// Permits are taken by whoever is awake.
pub fn count(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let semaphore = BoundedSemaphore::over(Count::new(permits(show)));
    draw_with_permits(show, canvas, || semaphore.acquire())
}

/// A semaphore made for tasks. A thread gets a permit of it by blocking until the future is
/// ready.
pub fn tokio(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let semaphore = tokio::sync::Semaphore::new(permits(show));
    let acquire = || pollster::block_on(semaphore.acquire()).expect("nobody closes it");
    draw_with_permits(show, canvas, acquire)
}
// ANCHOR_END: variants

// ANCHOR: draw
/// Draws with no more buffers at a time than there are permits. `acquire` blocks until there is
/// one.
///
/// Nobody has to be woken when the run is stopped. Who stops drops its buffer, and with it the
/// permit, so that the next one wakes up, finds that the run is stopping, and does the same. The
/// writer goes on until the last worker has ended.
///
/// # Errors
/// If the run is stopped; and if a buffer is wanted beyond those that there may be, which permits
/// are there to prevent.
pub fn draw_with_permits<P: Send>(
    show: &Show,
    canvas: Canvas<'_>,
    acquire: impl Fn() -> P + Sync,
) -> Result<(), Stopped> {
    let limit = permits(show);
    let budget = Budget::of(limit);
    let bands = Mutex::new(0..show.piece_count());
    let outcome = thread::scope(|scope| {
        let (desk, finished) = mpsc::channel();
        let writer = show.worker("writer");
        let writer = scope.spawn(|| write(writer, canvas, finished));
        let drawn = show.workers(|worker| {
            while let Some(band) = { bands.lock().next() } {
                let permit = worker.waiting("permit", &acquire);
                let buffer = budget.buffer(permit, || show.owned_piece(band));
                let mut buffer = buffer.map_err(|over| worker.fail(over))?;
                worker.compute(&mut buffer.band)?;
                desk.send(buffer).map_err(|_| worker.fail("the writer has gone"))?;
            }
            Ok(())
        });
        // Now the writer ends, when it has placed what lies there.
        drop(desk);
        writer.join().expect("a worker catches its panics").and(drawn)
    });
    show.note("most buffers alive", format_args!("{} of at most {limit}", budget.most()));
    outcome
}

/// Places the bands in the picture, in the order in which they are finished, and drops each
/// buffer.
fn write<P>(
    writer: Worker,
    mut canvas: Canvas<'_>,
    finished: mpsc::Receiver<Buffer<OwnedPiece, P>>,
) -> Result<(), Stopped> {
    writer.run(|writer| {
        while let Ok(buffer) = writer.waiting("band", || finished.recv()) {
            canvas.place(&buffer.band);
        }
        Ok(())
    })
}
// ANCHOR_END: draw

fn permits(show: &Show) -> usize {
    usize::try_from(show.choice("permits")).expect("more are refused")
}
