//! What is asked of `Slot`.

use learn::fractal::Grid;
use learn::sync::{Arc, Model, hint, thread};
use learn::{Exercise, Picture, Real, Uses};

use super::answer::Slot;

/// Who gets a value gets all of it, and one sets it.
pub fn exercise() -> Exercise {
    Exercise::new()
        // All are explored completely: two or three threads with a few steps each.
        .model(Model::new("who gets the value sees it", seen_once_it_is_there))
        .model(Model::new("of two who set it one does", one_of_two))
        .model(Model::new("who looks meanwhile sees the winner's value", seen_meanwhile))
        .real(Real::new("four threads set two hundred slots", four_set_two_hundred).uses(Uses {
            // Each set takes at least one step, and the one that succeeds another.
            atomic: 4 * SLOTS + SLOTS,
            ..Uses::default()
        }))
        .picture(
            Picture::new(small_grid(), draw_through_slots).uses(Uses { atomic: 3 * ROWS, ..Uses::default() }),
        )
}

/// One sets it, and one looks until it is there. The value's memory is plain: were its writing and its reading not
/// ordered by the slot, they would be a data race.
fn seen_once_it_is_there() {
    let slot = Arc::new(Slot::new());
    assert_eq!(slot.get(), None, "nobody has set it");
    let theirs = Arc::clone(&slot);
    let setter = thread::spawn(move || theirs.set(7));
    let value = loop {
        match slot.get() {
            Some(value) => break value,
            None => hint::spin_loop(),
        }
    };
    assert_eq!(value, 7);
    assert_eq!(setter.join().expect("it does not panic"), Ok(()), "nobody else sets it");
    assert_eq!(slot.set(8), Err(8), "once is once");
    assert_eq!(slot.get(), Some(7), "as often as one asks");
}

fn one_of_two() {
    let slot = Arc::new(Slot::new());
    let theirs = Arc::clone(&slot);
    let other = thread::spawn(move || theirs.set(2));
    let mine = slot.set(1);
    let theirs = other.join().expect("it does not panic");
    match (mine, theirs) {
        (Ok(()), Err(2)) => assert_eq!(slot.get(), Some(1)),
        (Err(1), Ok(())) => assert_eq!(slot.get(), Some(2)),
        both => panic!("one sets it, and the other gets its value back, but here: {both:?}"),
    }
}

fn seen_meanwhile() {
    let slot = Arc::new(Slot::new());
    let setters = [1, 2].map(|value| {
        let slot = Arc::clone(&slot);
        thread::spawn(move || slot.set(value))
    });
    let seen = slot.get();
    let set = setters.map(|setter| setter.join().expect("it does not panic"));
    let winner = if set[0].is_ok() { 1 } else { 2 };
    assert!(seen.is_none() || seen == Some(winner), "{seen:?} was seen, and {winner} was set");
}

const SLOTS: usize = 200;

fn four_set_two_hundred() {
    let slots: Arc<Vec<Slot<usize>>> = Arc::new((0..SLOTS).map(|_| Slot::new()).collect());
    let setters: Vec<_> = (0..4)
        .map(|me| {
            let slots = Arc::clone(&slots);
            thread::spawn(move || slots.iter().map(|slot| slot.set(me)).collect::<Vec<_>>())
        })
        .collect();
    let outcomes: Vec<_> =
        setters.into_iter().map(|setter| setter.join().expect("it does not panic")).collect();
    for (index, slot) in slots.iter().enumerate() {
        let winner = slot.get().expect("it has been set");
        for (me, outcome) in outcomes.iter().map(|outcomes| outcomes[index]).enumerate() {
            assert_eq!(outcome, if me == winner { Ok(()) } else { Err(me) }, "slot {index}, thread {me}");
        }
    }
}

const ROWS: usize = 24;
const COLUMNS: usize = 32;
const WORKERS: usize = 3;

fn small_grid() -> Grid {
    Grid::new(ROWS, COLUMNS).expect("24 x 32 is a size")
}

/// Each row through a slot of its own, from the worker that computes it to this thread.
fn draw_through_slots(grid: &Grid) -> Vec<i32> {
    let rows: Arc<Vec<Slot<[i32; COLUMNS]>>> = Arc::new((0..ROWS).map(|_| Slot::new()).collect());
    for me in 0..WORKERS {
        let (rows, grid) = (Arc::clone(&rows), grid.clone());
        thread::spawn(move || {
            for row in (me..ROWS).step_by(WORKERS) {
                let mut pixels = [0; COLUMNS];
                grid.draw_row(row, &mut pixels).expect("it is a row of the grid");
                rows[row].set(pixels).expect("nobody else computes this row");
            }
        });
    }
    let mut picture = Vec::new();
    for row in rows.iter() {
        let pixels = loop {
            match row.get() {
                Some(pixels) => break pixels,
                None => hint::spin_loop(),
            }
        };
        picture.extend(pixels);
    }
    picture
}
