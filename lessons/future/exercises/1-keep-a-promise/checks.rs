//! What is asked of `Slot`.

use learn::fractal::Grid;
use learn::sync::atomic::{AtomicUsize, Ordering};
use learn::sync::{Arc, Bound, Model, thread};
use learn::{Exercise, Picture, Real, Uses};

use super::answer::Slot;

/// Whoever waits gets the value, and whoever left word is called, once each.
pub fn exercise() -> Exercise {
    Exercise::new()
        // Two who wait are enough for one of them to be forgotten; a wait may end early.
        .model(
            Model::new("two wait for the value", || gets_the_value(2))
                .preemptions(Bound::AtMost(2))
                .early_wakes(1),
        )
        // One left before and one at any time: complete.
        .model(Model::new("each who left word is called once", || calls_each_once(1, 1)))
        .model(Model::new("who is called may ask the slot", asks_again))
        .real(Real::new("eight wait for the value", || gets_the_value(8)))
        .real(
            Real::new("forty left word", || calls_each_once(20, 20))
                .uses(Uses { locked: 41, ..Uses::default() }),
        )
        .picture(Picture::new(small_grid(), draw_the_picture).uses(Uses { locked: 24, ..Uses::default() }))
}

fn gets_the_value(waiters: usize) {
    let slot = Arc::new(Slot::new());
    let waiters: Vec<_> = (0..waiters)
        .map(|_| {
            let slot = Arc::clone(&slot);
            thread::spawn(move || [slot.get(), slot.get()])
        })
        .collect();
    slot.put(7);
    assert_eq!(slot.get(), 7, "what `get` returns to who has put it there");
    for waiter in waiters {
        assert_eq!(waiter.join().unwrap(), [7, 7], "what `get` returns to who waits, twice");
    }
}

fn calls_each_once(before: usize, meanwhile: usize) {
    let slot = Arc::new(Slot::new());
    let calls: Arc<Vec<AtomicUsize>> =
        Arc::new((0..before + meanwhile).map(|_| AtomicUsize::new(0)).collect());
    let leave_word = |number: usize| {
        let calls = Arc::clone(&calls);
        slot.when_done(move |value| {
            assert_eq!(value, 7, "what it is called with");
            // Relaxed: only counts. It must not order what the answer has to order.
            calls[number].fetch_add(1, Ordering::Relaxed);
        });
    };
    (0..before).for_each(leave_word);
    let putter = {
        let slot = Arc::clone(&slot);
        thread::spawn(move || slot.put(7))
    };
    (before..before + meanwhile).for_each(leave_word);
    putter.join().unwrap();
    for (number, calls) in calls.iter().enumerate() {
        assert_eq!(
            calls.load(Ordering::Relaxed),
            1,
            "how often function {number} has been called in the end"
        );
    }
}

fn asks_again() {
    let slot = Arc::new(Slot::new());
    let leave_word = || {
        let same = Arc::clone(&slot);
        slot.when_done(move |value| assert_eq!(same.get(), value));
    };
    leave_word();
    slot.put(7);
    leave_word();
}

const PIECE_ROWS: usize = 2;

fn small_grid() -> Grid {
    Grid::new(24, 32).expect("24 x 32 is a size")
}

/// A slot for each piece carries how many of its points never left; the pixels are put together from the threads.
fn draw_the_picture(grid: &Grid) -> Vec<i32> {
    let pieces: Vec<_> = grid
        .pieces(PIECE_ROWS)
        .map(|rows| {
            let (slot, grid) = (Arc::new(Slot::new()), grid.clone());
            let done = Arc::clone(&slot);
            let painter = thread::spawn(move || {
                let mut pixels = vec![0; rows.len() * grid.columns()];
                grid.draw_band(rows, &mut pixels).expect("a piece is inside of its grid");
                done.put(pixels.len() as u32);
                pixels
            });
            (slot, painter)
        })
        .collect();
    let mut picture = Vec::new();
    for (slot, painter) in pieces {
        let length = slot.get() as usize;
        let pixels = painter.join().unwrap();
        picture.extend_from_slice(&pixels[..length]);
    }
    picture
}
