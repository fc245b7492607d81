//! What is asked of `Turns`.

use learn::fractal::Grid;
use learn::sync::{Arc, Bound, Model, Mutex, Plain, thread};
use learn::{Exercise, Picture, Real, Uses};

use super::answer::Turns;

/// Who gives way comes second, and nobody is kept waiting.
pub fn exercise() -> Exercise {
    Exercise::new()
        .model(
            Model::new("who gives way comes second", || {
                give_way_to_one();
            })
            // One lets the other thread come to wait, one stops anybody anywhere; one early wake shows a wait without
            // a loop.
            .preemptions(Bound::AtMost(2))
            .early_wakes(1),
        )
        // Complete: there is only one thread.
        .model(Model::new("there may be nobody to give way to", || {
            let turns = Turns::new();
            turns.take();
            turns.give_way();
            turns.put_back();
            assert!(!turns.is_wanted());
        }))
        // Three, so that two wait in different places at once. Without preemptions they still wake up in any order.
        .model(
            Model::new("three take turns", || take_turns(3, 1)).preemptions(Bound::AtMost(1)).early_wakes(1),
        )
        .real(
            Real::new("a hundred times, who gives way comes second", || {
                let given = (0..100).filter(|_| give_way_to_one()).count();
                assert!(given <= 100, "{given} of 100");
            })
            .uses(Uses { locked: 400, ..Uses::default() }),
        )
        .real(
            Real::new("four threads take turns", || take_turns(4, 100))
                .uses(Uses { locked: 400, ..Uses::default() }),
        )
        .picture(Picture::new(small_grid(), draw_in_turns))
}

/// Whether there was one to give way to. The memory is plain: were the two inside at once, that would be a data race.
fn give_way_to_one() -> bool {
    let shared = Arc::new((Turns::new(), Plain::new(false)));
    let theirs = Arc::clone(&shared);
    let (turns, had) = &*shared;
    turns.take();
    let other = thread::spawn(move || {
        let (turns, had) = &*theirs;
        turns.take();
        had.set(true);
        turns.put_back();
    });
    let wanted = turns.is_wanted();
    turns.give_way();
    if wanted {
        assert!(had.get(), "the other one has waited, and has had no turn");
    }
    turns.put_back();
    other.join().expect("nobody panics");
    wanted
}

fn take_turns(threads: usize, rounds: u32) {
    let shared = Arc::new((Turns::new(), Plain::new(0)));
    let have_turns = move |(turns, count): &(Turns, Plain<u32>)| {
        turns.take();
        for _ in 0..rounds {
            count.set(count.get() + 1);
            turns.give_way();
        }
        turns.put_back();
    };
    let others: Vec<_> = (1..threads)
        .map(|_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || have_turns(&shared))
        })
        .collect();
    have_turns(&shared);
    for other in others {
        other.join().expect("nobody panics");
    }
    shared.0.take();
    assert_eq!(shared.1.get() as usize, threads * rounds as usize, "everybody has had all turns");
}

const WORKERS: usize = 3;

fn small_grid() -> Grid {
    Grid::new(24, 32).expect("24 x 32 is a size")
}

/// A row a turn.
fn draw_in_turns(grid: &Grid) -> Vec<i32> {
    let picture = Arc::new((Turns::new(), Mutex::new(vec![0; grid.pixels()])));
    let workers: Vec<_> = (0..WORKERS)
        .map(|worker| {
            let (shared, grid) = (Arc::clone(&picture), grid.clone());
            thread::spawn(move || {
                let (turns, picture) = &*shared;
                turns.take();
                for row in (worker..grid.rows()).step_by(WORKERS) {
                    let pixels = row * grid.columns()..(row + 1) * grid.columns();
                    grid.draw_row(row, &mut picture.lock()[pixels]).expect("it is a row of the grid");
                    turns.give_way();
                }
                turns.put_back();
            })
        })
        .collect();
    for worker in workers {
        worker.join().expect("no worker panics");
    }
    picture.1.lock().clone()
}
