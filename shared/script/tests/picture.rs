//! The script that draws the picture draws just what the kernel draws.

use std::sync::Arc;

use fractal::{Grid, Region};
use script::{Interpreter, PICTURE, Plain, Portable, Program, Shared, finish};

fn draw(interpreter: &mut impl Interpreter, grid: &Grid) -> Vec<i32> {
    let Region { top, left, bottom, right } = grid.region();
    let mut counts = Vec::new();
    for row in 0..grid.rows() {
        let shape = [row, grid.rows(), grid.columns()].map(|number| Portable::Int(number as i64));
        let iterations = [Portable::Int(grid.iterations().into())];
        let edges = [top, left, bottom, right].map(Portable::Float);
        let arguments = [&shape[..], &iterations, &edges].concat();
        let mut thread = interpreter.call("draw_row", &arguments).expect("it takes these");
        let row = finish(interpreter, &mut thread, |_| Err("it calls none".to_owned())).expect("it is right");
        let row = row.as_list().expect("a row is a list");
        counts.extend(row.iter().map(|count| count.as_int().expect("of integers") as i32));
    }
    counts
}

#[test]
fn the_script_draws_what_the_kernel_draws_bit_for_bit() {
    let elsewhere: Region = "0.1,-0.75,0.3,-0.7".parse().expect("a region");
    for grid in [
        Grid::new(40, 30).expect("a size"),
        Grid::new(17, 23).and_then(|grid| grid.with_iterations(300)).expect("a size"),
        Grid::new(31, 29).and_then(|grid| grid.with_iterations(150)?.with_region(elsewhere)).expect("a size"),
        Grid::new(1, 1).expect("a size"),
    ] {
        let expected = grid.draw().expect("there is memory");
        let program = Arc::new(Program::compile(PICTURE, &[]).expect("it is right"));
        let mut plain = Plain::new(Arc::clone(&program));
        assert_eq!(draw(&mut plain, &grid), expected.counts(), "{grid:?}");
        assert_eq!(plain.objects(), 0, "nothing is left behind");
        assert_eq!(draw(&mut Shared::new(program), &grid), expected.counts(), "{grid:?}");
    }
}
