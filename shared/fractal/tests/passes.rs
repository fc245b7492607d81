//! A row computed in passes is the row computed in one go, however the iterations are split, and wherever it was
//! stopped.

use std::cell::Cell;

use fractal::{Completion, Grid, POISON, Region, RowState, STEPS_BETWEEN_LOOKS};
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
fn it_looks_before_each_row_whether_to_stop_taking_memory_for_more() {
    let grid = Grid::new(40, 30).expect("a small grid");
    for (looks, stops) in [(0, true), (39, true), (40, false)] {
        let states = RowState::all_unless(&grid, after(looks)).expect("a little memory");
        assert_eq!(states.is_none(), stops, "after {looks} looks");
    }
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

/// A row whose every point never leaves: its counts are how many iterations each point has made, one as many as all
/// others unless it was stopped.
fn inside(columns: usize, iterations: u64) -> RowState {
    let region = Region { top: 0.0, left: -0.1, bottom: 0.0, right: 0.1 };
    let grid = Grid::new(1, columns).and_then(|grid| grid.with_iterations(iterations)?.with_region(region));
    RowState::new(&grid.expect("a valid grid"), 0).expect("a little memory")
}

/// Says to stop when it is asked for the time after so many.
fn after(looks: usize) -> impl FnMut() -> bool {
    let left = Cell::new(looks);
    move || left.replace(left.get().saturating_sub(1)) == 0
}

#[test]
fn a_row_that_is_told_to_stop_before_it_began_is_not_touched() {
    let mut state = inside(30, 20);
    assert_eq!(state.advance_unless(20, || true), Completion::Stopped);
    assert_eq!((state.done(), state.living(), state.counts()), (0, 30, &[0; 30][..]));
}

#[test]
fn who_has_nothing_to_do_does_not_ask_whether_to_stop() {
    let mut state = inside(30, 20);
    assert_eq!(state.advance_unless(0, || unreachable!()), Completion::Finished);
    state.advance(20);
    assert_eq!(state.advance_unless(20, || unreachable!()), Completion::Finished);
}

/// Wide and short, narrow and long, and both: the iterations of a row of so many columns in two passes of as many.
const SHAPES: [(usize, i32); 4] = [(1 << 19, 1), (1 << 17, 7), (1 << 10, 1 << 11), (1, 1 << 18)];

#[test]
fn from_a_look_to_the_next_no_more_steps_of_single_points_are_made_than_it_says() {
    for (columns, pass) in SHAPES {
        let mut state = inside(columns, 2 * pass as u64);
        // A set of points is not interrupted before its turn is over.
        let a_turn = STEPS_BETWEEN_LOOKS.min(8 * pass as u64);
        let (mut done, mut made) = (0, 0);
        while !state.is_finished() {
            // One look before the first step, one after so many steps: there it stops.
            let _completion = state.advance_unless(pass, after(1));
            let before = (done, made);
            (done, made) = (state.done(), steps(&state));
            assert!((done, made) > before, "{columns} columns, passes of {pass}: stuck at {made}");
            let most = STEPS_BETWEEN_LOOKS + a_turn;
            assert!(
                made - before.1 <= most,
                "{columns} columns, passes of {pass}: {} steps",
                made - before.1
            );
        }
        assert_eq!(made, columns as u64 * 2 * pass as u64, "{columns} columns, passes of {pass}");
    }
}

/// How many iterations the points have made, all together.
fn steps(state: &RowState) -> u64 {
    state.counts().iter().map(|&count| u64::from(count.unsigned_abs())).sum()
}

#[test]
fn it_looks_whether_to_stop_no_more_often_than_it_says() {
    for (columns, pass) in SHAPES {
        let mut state = inside(columns, 2 * pass as u64);
        for _ in 0..2 {
            let looks = Cell::new(0);
            let stop = || {
                looks.set(looks.get() + 1);
                false
            };
            assert_eq!(state.advance_unless(pass, stop), Completion::Finished);
            let points = columns.next_multiple_of(8) as u64;
            let most = 1 + points * pass as u64 / STEPS_BETWEEN_LOOKS;
            assert!(looks.get() <= most, "{columns} columns, passes of {pass}: {} looks", looks.get());
        }
    }
}

#[test]
fn a_row_that_was_stopped_again_and_again_is_the_one_drawn_in_one_go() {
    // Points that leave at once, soon, late and never, in a row that has several looks in it.
    let grid = Grid::new(40, 1 << 19).and_then(|grid| grid.with_iterations(100)).expect("a valid grid");
    for (row, pass) in [(20, 100), (30, 7), (39, 40)] {
        let mut wanted = vec![POISON; grid.columns()];
        grid.draw_row(row, &mut wanted).expect("a row of the grid");
        let mut state = RowState::new(&grid, row).expect("a little memory");
        let mut stops = 0;
        while !state.is_finished() {
            let stopped = state.advance_unless(pass, after(1)) == Completion::Stopped;
            stops += usize::from(stopped);
            if stopped && stops % 6 == 0 {
                // Less than was begun, and without an end: what was begun is ended.
                state.advance(1);
            }
            let living = wanted.iter().filter(|&&count| count >= state.done()).count();
            assert_eq!(state.living(), living, "row {row} in passes of {pass}");
            let so_far: Vec<i32> = wanted.iter().map(|&count| count.min(state.done())).collect();
            assert!(state.counts_as_of(state.done()) == so_far, "row {row} in passes of {pass}");
        }
        assert!(stops >= 6, "row {row} in passes of {pass} was stopped {stops} times");
        assert!(state.counts() == wanted, "row {row} in passes of {pass}");
    }
}

#[test]
fn a_single_point_of_two_billion_iterations_stops_and_goes_on() {
    let mut state = inside(1, i32::MAX as u64);
    let mut before = 0;
    for _ in 0..3 {
        assert_eq!(state.advance_unless(i32::MAX, after(2)), Completion::Stopped);
        assert!(state.done() > before && state.done() < 1 << 24, "{}", state.done());
        before = state.done();
    }
}
