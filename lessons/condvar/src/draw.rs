//! How pieces that are finished in any order become a picture that is written from top to bottom.

use stage::{Canvas, OwnedPiece, Piece, Pixels, Show, Stopped, Worker};

use crate::delivery::Delivery;
use crate::window::Window;

// ANCHOR: by_hand
/// With the condition variable by hand, which waits inside of the [`Delivery`].
pub(crate) fn by_hand(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let delivery = Delivery::new(show.piece_count(), window_size(show));
    let work = |worker: &mut Worker| {
        while let Some(index) = delivery.claim() {
            worker.waiting("room", || delivery.begin(index)).map_err(|off| worker.fail(off))?;
            let mut piece = show.owned_piece(index);
            worker.compute(&mut piece)?;
            delivery.finish(index, piece);
        }
        Ok(())
    };
    let deliver = |worker: &mut Worker| {
        for next in canvas.into_pieces() {
            let piece = worker.waiting("next piece", || delivery.take_next());
            write(next, piece.map_err(|off| worker.fail(off))?);
            worker.mark("delivered");
            delivery.advance();
        }
        Ok(())
    };
    let side_by_side = || show.beside("deliverer", deliver, || show.workers(work));
    let outcome = show.waking(|| delivery.call_off(), side_by_side);
    note(show, delivery.most_held());
    outcome
}
// ANCHOR_END: by_hand

// ANCHOR: parking_lot
/// With `parking_lot`'s, and everything in one place.
pub(crate) fn parking_lot(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let window = parking_lot::Mutex::new(Window::new(show.piece_count(), window_size(show)));
    let (room, arrived) = (parking_lot::Condvar::new(), parking_lot::Condvar::new());
    let work = |worker: &mut Worker| {
        loop {
            let Some(index) = window.lock().claim() else { return Ok(()) };
            let begun = worker.waiting("room", || wait_for(&room, &window, |window| window.begin(index)));
            begun.map_err(|off| worker.fail(off))?;
            let mut piece = show.owned_piece(index);
            worker.compute(&mut piece)?;
            window.lock().finish(index, piece);
            // No wakeup is lost, though the lock is free again: the piece was put down under it,
            // so the deliverer has found it there, or sleeps. It alone waits for this.
            arrived.notify_one();
        }
    };
    let deliver = |worker: &mut Worker| {
        for next in canvas.into_pieces() {
            let piece = worker.waiting("next piece", || wait_for(&arrived, &window, Window::take_next));
            write(next, piece.map_err(|off| worker.fail(off))?);
            worker.mark("delivered");
            window.lock().advance();
            // No wakeup is lost, as above; and each of them waits for room of its own.
            room.notify_all();
        }
        Ok(())
    };
    let call_off = || {
        window.lock().call_off();
        // No wakeup is lost, as above. This concerns everybody.
        room.notify_all();
        arrived.notify_all();
    };
    let side_by_side = || show.beside("deliverer", deliver, || show.workers(work));
    let outcome = show.waking(call_off, side_by_side);
    note(show, window.lock().most_held());
    outcome
}

/// What the condition variable by hand has as a method.
fn wait_for<T, R>(
    condvar: &parking_lot::Condvar,
    mutex: &parking_lot::Mutex<T>,
    mut predicate: impl FnMut(&mut T) -> Option<R>,
) -> R {
    let mut guard = mutex.lock();
    loop {
        if let Some(found) = predicate(&mut guard) {
            return found;
        }
        condvar.wait(&mut guard);
    }
}
// ANCHOR_END: parking_lot

// ANCHOR: write
/// Writes a piece where the picture goes on: it takes its rows in order only, as a file or a
/// pipe does. A piece that came too early would stand in another's place.
fn write(mut next: Piece<'_>, mut piece: OwnedPiece) {
    next.pixels_mut().copy_from_slice(piece.pixels_mut());
}
// ANCHOR_END: write

fn window_size(show: &Show) -> usize {
    usize::try_from(show.choice("window")).unwrap_or(usize::MAX)
}

fn note(show: &Show, most_held: usize) {
    show.note("most pieces held at once", format!("{most_held} of at most {}", window_size(show)));
}
