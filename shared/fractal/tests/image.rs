//! An image keeps its shape and shows what nobody drew.

use fractal::{Difference, Grid, Image, POISON};
use proptest::prelude::*;

proptest! {
    #[test]
    fn bands_are_the_pieces_and_cover_every_pixel_once(
        rows in 1_usize..50,
        columns in 1_usize..20,
        piece_rows in 0_usize..60,
    ) {
        let grid = Grid::new(rows, columns).unwrap();
        let mut image = Image::poisoned(&grid).unwrap();
        prop_assert!(image.bands_mut(piece_rows).map(|(rows, _)| rows).eq(grid.pieces(piece_rows)));
        prop_assert_eq!(image.bands_mut(piece_rows).len(), grid.piece_count(piece_rows));
        for (rows, band) in image.bands_mut(piece_rows) {
            prop_assert_eq!(band.len(), rows.len() * columns);
            for (row, pixels) in rows.zip(band.chunks_mut(columns)) {
                pixels.fill(row as i32);
            }
        }
        for row in 0..rows {
            prop_assert!(image.row(row).iter().all(|&count| count == row as i32));
        }
    }
}

fn small() -> Image {
    Grid::new(4, 3).and_then(|grid| grid.draw()).expect("a small picture")
}

#[test]
fn an_image_begins_poisoned_and_can_be_poisoned_again() {
    let grid = Grid::new(4, 3).expect("a small grid");
    let mut image = Image::poisoned(&grid).expect("a little memory");
    assert_eq!((image.rows(), image.columns()), (4, 3));
    assert_eq!(image.counts(), [POISON; 12]);
    grid.draw_band(0..4, image.counts_mut()).expect("the whole grid");
    assert!(!image.counts().contains(&POISON));
    image.poison();
    assert_eq!(image.counts(), [POISON; 12]);
}

#[test]
fn a_pixel_is_found_by_row_and_column() {
    let mut image = small();
    image.counts_mut()[2 * 3 + 1] = 77;
    assert_eq!(image.get(2, 1), Some(77));
    assert_eq!(image.row(2)[1], 77);
    assert_eq!((image.get(4, 0), image.get(0, 3)), (None, None));
}

#[test]
fn the_first_difference_is_the_first_row_by_row() {
    let (image, mut other) = (small(), small());
    assert_eq!(image.first_difference(&other), None);
    other.counts_mut()[3 * 3] = 77;
    other.counts_mut()[2 * 3 + 2] = POISON;
    let left = image.get(2, 2);
    let wanted = Difference { row: 2, column: 2, left, right: Some(POISON) };
    assert_eq!(image.first_difference(&other), Some(wanted));
}

#[test]
fn a_picture_of_fewer_iterations_is_in_that_of_more() {
    let of = |iterations| {
        let grid = Grid::new(30, 20).and_then(|grid| grid.with_iterations(iterations)).expect("a small grid");
        grid.draw().expect("a small picture")
    };
    let many = of(40);
    for iterations in 1..=40 {
        assert_eq!(of(iterations).first_difference_as_of(&many, iterations as i32), None, "{iterations}");
    }
    // Row 0 is far outside: its points leave at once, and are the same in both.
    let wanted = of(8).first_difference(&of(7)).expect("some points leave after the seventh iteration");
    let found = of(8).first_difference_as_of(&many, 7).expect("one too many");
    assert_eq!(found, wanted);
    assert_eq!((found.left, found.right), (Some(8), Some(7)));
    let undrawn = Image::poisoned(&Grid::new(30, 20).expect("a small grid")).expect("a little memory");
    assert!(undrawn.first_difference_as_of(&many, 7).is_some(), "nobody has drawn it");
}

#[test]
fn images_of_different_shapes_differ_even_if_one_begins_like_the_other() {
    let grid = Grid::new(5, 3).expect("a small grid");
    let mut longer = Image::poisoned(&grid).expect("a little memory");
    longer.counts_mut()[..12].copy_from_slice(small().counts());
    let wanted = Difference { row: 4, column: 0, left: None, right: Some(POISON) };
    assert_eq!(small().first_difference(&longer), Some(wanted));
}

#[test]
fn bytes_are_little_endian_and_row_major() {
    let mut image = small();
    image.counts_mut()[1] = 0x0102_0304;
    let bytes = image.to_le_bytes();
    assert_eq!(bytes.len(), 4 * 12);
    assert_eq!(bytes[4..8], [4, 3, 2, 1]);
}
