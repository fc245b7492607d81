//! A row computed in passes is the row computed in one go, however the iterations are split.

use fractal::{Grid, POISON, Region, RowState};
use proptest::prelude::*;

proptest! {
    #[test]
    fn any_split_of_the_iterations_gives_the_same_counts(
        columns in 1_usize..70,
        iterations in 1_u64..200,
        top in -1.2..1.2,
        sides in (-2.1..0.6, -2.1..0.6),
        splits in prop::collection::vec(0_i32..40, 0..20),
    ) {
        let region = Region { top, left: sides.0, bottom: top, right: sides.1 };
        let grid = Grid::new(1, columns).unwrap().with_iterations(iterations).unwrap();
        let grid = grid.with_region(region).unwrap();
        let mut state = RowState::new(&grid, 0).unwrap();
        for split in splits {
            state.advance(split);
            // After so many iterations the counts are those of a picture of so many iterations.
            if state.done() > 0 {
                let so_far = grid.clone().with_iterations(state.done() as u64).unwrap();
                prop_assert_eq!(state.counts(), row(&so_far));
            }
            let living = state.counts().iter().filter(|&&count| count == state.done()).count();
            prop_assert_eq!(state.living(), living);
        }
        state.advance(i32::MAX);
        prop_assert_eq!(state.done(), grid.iterations());
        prop_assert_eq!(state.counts(), row(&grid));
    }
}

fn row(grid: &Grid) -> Vec<i32> {
    let mut row = vec![POISON; grid.columns()];
    grid.draw_row(0, &mut row).expect("a row of the grid");
    row
}

#[test]
fn a_row_at_its_beginning_has_every_point_alive() {
    let grid = Grid::new(40, 30).expect("a small grid");
    let state = RowState::new(&grid, 12).expect("a little memory");
    assert_eq!((state.row(), state.done(), state.living()), (12, 0, 30));
    assert_eq!(state.counts(), [0; 30]);
}

#[test]
fn no_iterations_or_fewer_change_nothing() {
    let grid = Grid::new(40, 30).expect("a small grid");
    let mut state = RowState::new(&grid, 12).expect("a little memory");
    state.advance(5);
    let (counts, living) = (state.counts().to_vec(), state.living());
    for iterations in [0, -1, i32::MIN] {
        state.advance(iterations);
        assert_eq!((state.done(), state.living(), state.counts()), (5, living, &counts[..]));
    }
}

#[test]
fn it_never_goes_beyond_the_iterations_of_the_grid() {
    let grid = Grid::new(40, 30).expect("a small grid");
    let mut state = RowState::new(&grid, 39).expect("a little memory");
    for _ in 0..3 {
        state.advance(i32::MAX);
        assert_eq!(state.done(), 20);
        assert!(state.counts().iter().all(|&count| count <= 20));
    }
}

#[test]
fn a_row_goes_on_in_another_thread_from_where_it_was_left() {
    let grid = Grid::new(40, 30).expect("a small grid");
    let mut state = RowState::new(&grid, 12).expect("a little memory");
    state.advance(9);
    let state = std::thread::spawn(move || {
        state.advance(11);
        state
    });
    let mut wanted = [POISON; 30];
    grid.draw_row(12, &mut wanted).expect("a row of the grid");
    assert_eq!(state.join().expect("no panic").counts(), wanted);
}

#[test]
fn all_rows_come_from_the_top() {
    let grid = Grid::new(40, 30).expect("a small grid");
    let states = RowState::all(&grid).expect("a little memory");
    assert!(states.iter().map(RowState::row).eq(0..40));
}

#[test]
fn the_counts_as_of_some_iterations_are_those_of_a_grid_of_as_many() {
    let of = |iterations| {
        Grid::new(30, 20).and_then(|grid| grid.with_iterations(iterations)).expect("a small grid")
    };
    for (row, made) in [(0, 5), (12, 20), (20, 33), (29, 40)] {
        let mut state = RowState::new(&of(40), row).expect("the grid has this row");
        state.advance(made);
        for iterations in 1..=made {
            let mut counts = vec![0; 20];
            of(iterations as u64).draw_row(row, &mut counts).expect("the grid has this row");
            assert_eq!(state.counts_as_of(iterations), counts, "row {row} as of {iterations}");
        }
    }
}

#[test]
#[should_panic = "row 29 as of iteration 8, when 7 are made"]
fn counts_of_iterations_to_come_are_not_known() {
    let grid = Grid::new(30, 20).expect("a small grid");
    let mut state = RowState::new(&grid, 29).expect("the grid has this row");
    state.advance(7);
    let _ = state.counts_as_of(8);
}
