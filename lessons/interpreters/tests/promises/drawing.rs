//! What the variants promise of the picture.

use fractal::{Grid, Image};
use interpreters::LESSON;
use stage::{Performance, Settings, Stop, perform};

/// Draws with the variant of this name.
fn draw(variant: &str, threads: usize) -> (Performance, Image, Grid) {
    let variant = LESSON.variants.iter().find(|known| known.name == variant).expect("there is one");
    let grid = Grid::new(25, 16).expect("25 x 16 is a size");
    let settings = Settings { grid: grid.clone(), piece_rows: 4, threads, ..Settings::of(&LESSON) };
    let mut image = Image::poisoned(&grid).expect("it is small");
    let run = perform(variant.draw, &mut image, &settings, &Stop::new());
    assert_eq!(run.outcome, Ok(()));
    (run, image, grid)
}

#[test]
fn every_variant_draws_what_the_kernel_draws() {
    for variant in LESSON.variants {
        for threads in [1, 3] {
            let (_, image, grid) = draw(variant.name, threads);
            let serial = grid.draw().expect("it is small");
            assert_eq!(image.counts(), serial.counts(), "{} with {threads}", variant.name);
        }
    }
}

#[test]
fn what_crosses_is_counted() {
    // Seven pieces go and come; each interpreter is sent eight variables and a text before.
    for (variant, threads, messages) in [("one", 3, 23), ("by-hand", 1, 23), ("by-hand", 3, 41)] {
        let (run, ..) = draw(variant, threads);
        let note = run.notes.iter().find(|note| note.name == "messages").expect("it is noted");
        assert_eq!(note.value, messages.to_string(), "{variant} with {threads}");
    }
}
