//! How a queue draws: a producer puts the pieces of the picture into it, and consumers get them out
//! and compute them.
//!
//! Take the queue away, and no piece comes to anybody who could draw it.

use std::cmp::Ordering;
use std::thread;

use crossbeam::channel::{self, Receiver};
use stage::{Canvas, Piece, Pixels, Show, Stopped, Worker};

use crate::by_hand::{LifoQueue, PriorityQueue, Queue, Ring, Shutdown, SimpleQueue, Store, TaskQueue};

// ANCHOR: by_hand
/// First in, first out.
pub(crate) fn by_hand(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    hand_over(show, canvas, &Queue::new(capacity(show)))
}

/// Last in, first out.
pub(crate) fn lifo(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    hand_over(show, canvas, &LifoQueue::new(capacity(show)))
}

/// Has the picture drawn through a queue, whatever its order.
fn hand_over<'a, S>(show: &Show, canvas: Canvas<'a>, queue: &TaskQueue<S>) -> Result<(), Stopped>
where
    S: Store<Item = Piece<'a>> + Send,
{
    let produce = |worker: &mut Worker| {
        let mut most = 0;
        for piece in canvas.into_pieces() {
            worker.waiting("room", || queue.put(piece)).map_err(|shut| worker.fail(shut))?;
            most = most.max(queue.len());
        }
        worker.mark("all put");
        worker.waiting("tasks", || queue.join()); // every piece is drawn, not merely fetched
        worker.mark("all done");
        queue.shutdown(Shutdown::Graceful); // so the consumers may go
        Ok(most)
    };
    let consume = |worker: &mut Worker| {
        while let Ok(mut piece) = worker.waiting("items", || queue.get_task()) {
            worker.compute(&mut *piece)?; // also if this fails, or panics, the task is done
        }
        Ok(())
    };
    let call_off = || queue.shutdown(Shutdown::Immediate);
    let most = show.waking(call_off, || with_producer(show, produce, || show.workers(consume)))?;
    note_within(show, most, queue.maxsize())
}
// ANCHOR_END: by_hand

// ANCHOR: priority
/// Nearest the centre first. A queue can put first only what it holds, so it is filled before
/// anybody begins.
pub(crate) fn priority(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let queue = PriorityQueue::new(0);
    for piece in canvas.into_pieces() {
        queue.put(Nearest::to_centre(show, piece)).map_err(|shut| show.fail(shut))?;
    }
    note_without_limit(show, queue.len());
    queue.shutdown(Shutdown::Graceful); // what is queued can still be fetched
    show.workers(|worker| {
        while let Ok(mut nearest) = worker.waiting("items", || queue.get()) {
            worker.compute(&mut nearest.piece)?;
        }
        Ok(())
    })
}

/// A piece that is the smaller, the nearer it is to the centre of the picture.
struct Nearest<'a> {
    /// In halves of a row, from the middle of the piece to that of the picture.
    distance: usize,
    piece: Piece<'a>,
}

impl<'a> Nearest<'a> {
    fn to_centre(show: &Show, piece: Piece<'a>) -> Nearest<'a> {
        let rows = piece.rows();
        Nearest { distance: (rows.start + rows.end).abs_diff(show.grid().rows()), piece }
    }
}
// ANCHOR_END: priority

impl Ord for Nearest<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let rank = |nearest: &Self| (nearest.distance, nearest.piece.index());
        rank(self).cmp(&rank(other))
    }
}

impl PartialOrd for Nearest<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Nearest<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Nearest<'_> {}

// ANCHOR: simple
/// Through a queue that knows no limit and no end: the producer never waits, and tells each
/// consumer of the end by a last item.
pub(crate) fn simple(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let queue = SimpleQueue::new();
    let produce = |worker: &mut Worker| {
        let mut most = 0;
        for piece in canvas.into_pieces() {
            queue.put(Some(piece));
            most = most.max(queue.len());
        }
        worker.mark("all put");
        (0..show.threads()).for_each(|_consumer| queue.put(None));
        Ok(most)
    };
    let consume = |worker: &mut Worker| {
        while let Some(mut piece) = worker.waiting("items", || queue.get()) {
            worker.compute(&mut piece)?;
        }
        Ok(())
    };
    let most = with_producer(show, produce, || show.workers(consume))?;
    note_without_limit(show, most);
    Ok(())
}
// ANCHOR_END: simple

// ANCHOR: ring
/// Through a ring, which nobody can join: the consumers are done when they have been told of the
/// end.
pub(crate) fn ring(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let ring = Ring::new(capacity(show));
    let produce = |worker: &mut Worker| {
        let mut most = 0;
        for piece in canvas.into_pieces() {
            worker.waiting("room", || ring.put(piece)).map_err(|shut| worker.fail(shut))?;
            most = most.max(ring.len());
        }
        worker.mark("all put");
        ring.shutdown(Shutdown::Graceful);
        Ok(most)
    };
    let consume = |worker: &mut Worker| {
        while let Ok(mut piece) = worker.waiting("items", || ring.get()) {
            worker.compute(&mut piece)?;
        }
        Ok(())
    };
    let call_off = || ring.shutdown(Shutdown::Immediate);
    let most = show.waking(call_off, || with_producer(show, produce, || show.workers(consume)))?;
    note_within(show, most, ring.capacity())
}
// ANCHOR_END: ring

// ANCHOR: crossbeam
/// Through a channel. It is shut down by dropping: without a sender there is nothing to come,
/// without a receiver there is nobody to send to. So nobody has to be woken if the run is called
/// off.
pub(crate) fn crossbeam(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let (sender, receiver) = channel::bounded(capacity(show));
    let produce = move |worker: &mut Worker| {
        let mut most = 0;
        for piece in canvas.into_pieces() {
            let sent = worker.waiting("room", || sender.send(piece));
            sent.map_err(|_| worker.fail("the consumers are gone"))?;
            most = most.max(sender.len());
        }
        worker.mark("all put");
        Ok(most)
    };
    let consume = |worker: &mut Worker, receiver: Receiver<Piece<'_>>| {
        while let Ok(mut piece) = worker.waiting("items", || receiver.recv()) {
            worker.compute(&mut piece)?;
        }
        Ok(())
    };
    let receivers = vec![receiver; show.threads()];
    let most = with_producer(show, produce, || show.workers_with(receivers, consume))?;
    note_within(show, most, capacity(show))
}
// ANCHOR_END: crossbeam

/// Runs a producer in a thread of its own while `consume` runs the consumers. Returns what it has
/// produced when all have ended.
fn with_producer<T: Send>(
    show: &Show,
    produce: impl FnOnce(&mut Worker) -> Result<T, Stopped> + Send,
    consume: impl FnOnce() -> Result<(), Stopped>,
) -> Result<T, Stopped> {
    thread::scope(|scope| {
        let producer = show.worker("producer");
        let producer = scope.spawn(|| producer.run(produce));
        let consumed = consume();
        let produced = producer.join().expect("a worker contains its panics");
        consumed.and(produced)
    })
}

/// How many pieces may be queued: `--capacity`.
fn capacity(show: &Show) -> usize {
    usize::try_from(show.choice("capacity")).expect("the option's most is a size")
}

/// Notes the most pieces that were seen in the queue. More than it has room for is an error.
fn note_within(show: &Show, most: usize, capacity: usize) -> Result<(), Stopped> {
    show.note(MOST, format!("{most} of at most {capacity}"));
    if most > capacity {
        return Err(show.fail(format!("{most} pieces were queued where there is room for {capacity}")));
    }
    Ok(())
}

/// Notes the most pieces that were seen in a queue that has room for any number.
fn note_without_limit(show: &Show, most: usize) {
    show.note(MOST, format!("{most}, without a limit"));
}

const MOST: &str = "most pieces queued";
