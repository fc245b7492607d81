//! The row kernel is the definition, only faster; and it stops when it is told to.

use std::cell::Cell;

use fractal::{Completion, Grid, POISON, Region, STEPS_BETWEEN_LOOKS, escape_count};
use proptest::prelude::*;

/// Grids of a few pixels: near the set, deep inside it, and far away, where z overflows at once.
fn grids() -> impl Strategy<Value = Grid> {
    let edge = prop_oneof![
        4 => -2.0..2.0,
        2 => -0.01..0.01,
        1 => -1e3..1e3,
        1 => -1e300..1e300,
    ];
    let region = [edge.clone(), edge.clone(), edge.clone(), edge];
    (1_usize..20, 1_usize..70, 1_u64..300, region).prop_map(
        |(rows, columns, iterations, [top, left, bottom, right])| {
            let grid = Grid::new(rows, columns).and_then(|grid| grid.with_iterations(iterations));
            let region = Region { top, left, bottom, right };
            grid.and_then(|grid| grid.with_region(region)).expect("a valid grid")
        },
    )
}

proptest! {
    #[test]
    fn a_row_is_the_definition_point_by_point(grid in grids()) {
        let mut pixels = vec![POISON; grid.columns()];
        for row in 0..grid.rows() {
            grid.draw_row(row, &mut pixels).unwrap();
            let wanted: Vec<_> = (0..grid.columns())
                .map(|column| escape_count(grid.point(row, column), grid.iterations()))
                .collect();
            prop_assert_eq!(&pixels, &wanted, "row {}", row);
        }
    }

    #[test]
    fn a_band_is_its_rows(grid in grids(), ends in (0_usize..20, 0_usize..20)) {
        let rows = ends.0.min(grid.rows())..ends.0.min(grid.rows()).max(ends.1.min(grid.rows()));
        let mut band = vec![POISON; rows.len() * grid.columns()];
        grid.draw_band(rows.clone(), &mut band).unwrap();
        let mut wanted = vec![POISON; grid.columns()];
        for (row, pixels) in rows.zip(band.chunks(grid.columns())) {
            grid.draw_row(row, &mut wanted).unwrap();
            prop_assert_eq!(pixels, &wanted);
        }
    }

    #[test]
    fn a_row_that_could_be_stopped_is_the_same(grid in grids()) {
        let (mut pixels, mut wanted) = (vec![POISON; grid.columns()], vec![POISON; grid.columns()]);
        grid.draw_row(0, &mut wanted).unwrap();
        prop_assert_eq!(grid.draw_row_unless(0, &mut pixels, || false), Ok(Completion::Finished));
        prop_assert_eq!(pixels, wanted);
    }
}

#[test]
fn a_distance_of_exactly_two_is_not_outside() {
    // z = -2, then 2 for ever.
    let grid = Grid::new(1, 1)
        .and_then(|grid| grid.with_region(Region { top: 0.0, left: -2.0, ..Region::default() }));
    let grid = grid.expect("a valid grid");
    assert_eq!(escape_count(grid.point(0, 0), 20), 20);
    let mut row = [POISON];
    grid.draw_row(0, &mut row).expect("its only row");
    assert_eq!(row, [20]);
}

/// A grid whose every point never leaves, so that the steps to be made are known.
fn inside(columns: usize, iterations: u64) -> Grid {
    let region = Region { top: 0.0, left: -0.1, bottom: 0.0, right: 0.1 };
    let grid = Grid::new(1, columns).and_then(|grid| grid.with_iterations(iterations));
    grid.and_then(|grid| grid.with_region(region)).expect("a valid grid")
}

#[test]
fn a_row_told_to_stop_before_it_began_is_not_touched() {
    let mut row = [POISON; 30];
    let grid = Grid::new(40, 30).expect("a small grid");
    assert_eq!(grid.draw_row_unless(39, &mut row, || true), Ok(Completion::Stopped));
    assert_eq!(row, [POISON; 30]);
}

#[test]
fn a_single_point_of_two_billion_iterations_stops() {
    let grid = inside(1, i32::MAX as u64);
    let looks = Cell::new(0);
    let stop = || looks.replace(looks.get() + 1) == 3;
    let mut row = [POISON];
    assert_eq!(grid.draw_row_unless(0, &mut row, stop), Ok(Completion::Stopped));
    assert_eq!((looks.get(), row), (4, [POISON]));
}

#[test]
fn a_row_that_stopped_half_way_shows_how_far_it_came() {
    let columns = 1 << 16;
    let grid = inside(columns, 100);
    let looks = Cell::new(0);
    let stop = || looks.replace(looks.get() + 1) == 2;
    let mut row = vec![POISON; columns];
    assert_eq!(grid.draw_row_unless(0, &mut row, stop), Ok(Completion::Stopped));
    let reached = row.iter().take_while(|&&count| count == 100).count();
    assert!(reached > 0 && reached < columns, "{reached}");
    assert!(row[reached..].iter().all(|&count| count == POISON));
}

#[test]
fn it_looks_whether_to_stop_as_often_as_it_says_and_no_more() {
    for (columns, iterations) in [(1 << 16, 100), (64, 1 << 17), (1 << 12, 1 << 11)] {
        let looks = Cell::new(0);
        let stop = || {
            looks.set(looks.get() + 1);
            false
        };
        let mut row = vec![POISON; columns];
        let drawn = inside(columns, iterations).draw_row_unless(0, &mut row, stop);
        assert_eq!(drawn, Ok(Completion::Finished));
        // One look before the first point, then one each time that so many steps were made; a set of points is
        // not interrupted before its turn is over, so it may be a little later.
        let most = 1 + columns as u64 * iterations / STEPS_BETWEEN_LOOKS;
        assert!(looks.get() <= most && looks.get() >= most - 1 - most / 100, "{} of {most}", looks.get());
    }
}
