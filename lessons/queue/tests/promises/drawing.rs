//! What the variants promise of the picture.

use fractal::{Grid, Image};
use queue::LESSON;
use stage::{Performance, Recording, Settings, Stop, perform};

/// Draws with the variant of this name.
fn draw(variant: &str, settings: &Settings) -> Performance {
    let variant = LESSON.variants.iter().find(|known| known.name == variant).expect("there is one");
    let mut image = Image::poisoned(&settings.grid).expect("it is small");
    let run = perform(variant.draw, &mut image, settings, &Stop::new());
    assert_eq!(run.outcome, Ok(()));
    run
}

fn settings() -> Settings {
    let grid = Grid::new(90, 40).expect("90 x 40 is a size");
    Settings { grid, piece_rows: 10, threads: 1, ..Settings::of(&LESSON) }
}

/// In which order one worker alone drew the pieces.
fn order_of_one(variant: &str) -> Vec<usize> {
    let recording = Recording { rows: true, ..Recording::default() };
    let run = draw(variant, &Settings { recording, ..settings() });
    let worker = run.workers.iter().find(|worker| worker.pieces > 0).expect("somebody drew");
    worker.drawn.iter().map(|drawn| drawn.rows.start / 10).collect()
}

#[test]
fn by_hand_the_pieces_come_from_the_top_to_the_bottom() {
    assert_eq!(order_of_one("by-hand"), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
}

#[test]
fn priority_is_nearest_the_centre_first() {
    assert_eq!(order_of_one("priority"), [4, 3, 5, 2, 6, 1, 7, 0, 8]);
}

#[test]
fn the_most_that_is_queued_is_within_the_capacity_and_noted() {
    for variant in ["by-hand", "lifo", "ring", "crossbeam"] {
        for capacity in [1, 3] {
            let run = draw(variant, &Settings { threads: 3, ..settings() }.choosing("capacity", capacity));
            let note = run.notes.iter().find(|note| note.name == "most pieces queued").expect("it is noted");
            let (most, of) = note.value.split_once(" of at most ").expect("there is a limit");
            assert_eq!(of, capacity.to_string(), "{variant}");
            assert!(most.parse::<u64>().is_ok_and(|most| most <= capacity), "{variant}: {}", note.value);
        }
    }
}
