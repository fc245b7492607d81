//! What cannot be drawn is refused with an error that says what can, and never by a panic or the end of the process.

use fractal::{Completion, Grid, GridError, Image, POISON, Palette, Region, RowState};

fn small() -> Grid {
    Grid::new(4, 3).expect("a small grid")
}

#[test]
fn a_picture_without_rows_or_columns_is_refused() {
    for (rows, columns) in [(0, 3), (4, 0), (0, 0)] {
        assert_eq!(Grid::new(rows, columns), Err(GridError::Empty { rows, columns }));
    }
    let text = GridError::Empty { rows: 0, columns: 3 }.to_string();
    assert_eq!(text, "a picture of 0 x 3 (rows x columns) has no pixels: it needs at least 1 x 1");
}

#[test]
fn sizes_whose_product_overflows_are_refused() {
    let half = 1_usize << (usize::BITS / 2);
    for (rows, columns) in [(half, half), (usize::MAX, 2), (usize::MAX, usize::MAX), (usize::MAX / 4, 1)] {
        let refused = Grid::new(rows, columns);
        assert!(matches!(refused, Err(GridError::TooManyPixels { .. })), "{rows} x {columns}: {refused:?}");
    }
}

#[test]
fn the_largest_grid_that_can_be_named_can_be_asked_about() {
    let grid = Grid::new(usize::MAX / 8, 1).expect("it can be addressed");
    assert_eq!(grid.piece_count(1), usize::MAX / 8);
    assert!(grid.pieces(usize::MAX).eq(std::iter::once(0..usize::MAX / 8)));
    assert!(grid.point(usize::MAX / 8 - 1, 0).is_finite());
}

#[test]
fn more_memory_than_can_be_had_is_refused() {
    let grid = Grid::new(1 << (usize::BITS - 5), 1).expect("it can be addressed");
    let one = Image::poisoned(&grid).map(drop).expect_err("no machine has it");
    let drawn = grid.draw().map(drop).expect_err("no machine has it");
    let passes = RowState::all(&grid).map(drop).expect_err("no machine has it");
    for refused in [one, drawn, passes] {
        assert!(matches!(refused, GridError::Memory { .. }), "{refused:?}");
        assert!(refused.to_string().ends_with("ask for fewer rows or columns"), "{refused}");
    }
    let long = Grid::new(1, 1 << (usize::BITS - 5)).expect("it can be addressed");
    let refused = RowState::new(&long, 0).map(drop);
    assert!(matches!(refused, Err(GridError::Memory { .. })), "{refused:?}");
}

#[test]
fn rows_to_be_computed_in_passes_are_refused_together_though_each_would_fit() {
    let grid = Grid::new(1 << 32, 1 << 20).expect("it can be addressed");
    let refused = RowState::all(&grid).map(drop);
    let Err(GridError::Memory { needed, .. }) = refused else { panic!("{refused:?}") };
    assert!(needed >= grid.pixels() * 20, "{needed} is less than z and count of every point");
}

#[test]
fn amounts_of_memory_are_told_in_units_that_people_know() {
    let refused = GridError::Memory { needed: 16_000_000_000_000, available: Some(23_400_000_000) };
    let wanted = "16.0 TB of memory are needed, and 23.4 GB can be had: ask for fewer rows or columns";
    assert_eq!(refused.to_string(), wanted);
    let refused = GridError::Memory { needed: 1_010_000_000, available: Some(999_900_000) };
    assert!(refused.to_string().starts_with("1.0 GB of memory are needed, and 999.9 MB can"), "{refused}");
    let refused = GridError::Memory { needed: usize::MAX, available: None };
    assert!(refused.to_string().contains("which is more than the system gives"), "{refused}");
}

#[test]
fn iterations_of_none_or_more_than_a_count_holds_are_refused() {
    for asked in [0, i32::MAX as u64 + 1, u64::MAX] {
        assert_eq!(small().with_iterations(asked), Err(GridError::Iterations { asked }));
    }
    assert!(small().with_iterations(1).is_ok());
    assert_eq!(small().with_iterations(i32::MAX as u64).map(|grid| grid.iterations()), Ok(i32::MAX));
    let text = GridError::Iterations { asked: 0 }.to_string();
    assert_eq!(text, "0 iterations cannot be made: it must be from 1 to 2147483647");
}

#[test]
fn a_region_whose_edges_are_not_finite_is_refused() {
    for wrong in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for edge in 0..4 {
            let mut edges = [-1.0, -1.5, 0.0, 0.0];
            edges[edge] = wrong;
            let [top, left, bottom, right] = edges;
            // One row or one column never looks at the other edge, and is refused as well.
            for (rows, columns) in [(4, 3), (1, 1)] {
                let grid = Grid::new(rows, columns).expect("a small grid");
                let refused = grid.with_region(Region { top, left, bottom, right });
                assert!(matches!(refused, Err(GridError::Region(_))), "{edges:?}: {refused:?}");
            }
        }
    }
}

#[test]
fn a_region_too_wide_for_its_distances_is_refused() {
    let region = Region { left: f64::MIN, right: f64::MAX, ..Region::default() };
    assert_eq!(small().with_region(region), Err(GridError::Region(region)));
}

#[test]
fn a_text_that_is_no_region_is_refused() {
    for text in ["", "1,2,3", "1,2,3,4,5", "1,2,3,x", "1;2;3;4", ",,,"] {
        assert_eq!(text.parse::<Region>(), Err(GridError::RegionText { text: text.to_owned() }));
    }
    let error = "here".parse::<Region>().expect_err("not a region");
    let wanted =
        r#""here" is not a region: it must be TOP,LEFT,BOTTOM,RIGHT, four numbers such as -1,-1.5,0,0"#;
    assert_eq!(error.to_string(), wanted);
    // These are numbers, so it is the grid that refuses them.
    let region = "nan,-inf,0,0".parse().expect("four numbers");
    assert!(matches!(small().with_region(region), Err(GridError::Region(_))));
}

#[test]
fn a_text_that_is_no_palette_is_refused_with_the_names_that_are() {
    let error = "rainbow".parse::<Palette>().expect_err("not a palette");
    for palette in Palette::ALL {
        assert!(error.to_string().contains(palette.name()), "{error}");
        assert_eq!(palette.to_string().parse(), Ok(palette));
        assert_eq!(palette.name().to_uppercase().parse(), Ok(palette));
    }
}

#[test]
fn a_band_outside_the_picture_is_refused() {
    let mut out = [POISON; 3];
    #[expect(clippy::reversed_empty_ranges, reason = "that is what must be refused")]
    for rows in [4..5, 3..5, usize::MAX..usize::MAX, 2..1, 0..usize::MAX] {
        let refused = small().draw_band(rows.clone(), &mut out);
        assert_eq!(refused, Err(GridError::BandOutside { start: rows.start, end: rows.end, rows: 4 }));
    }
    for row in [4, usize::MAX] {
        let refused = [
            small().draw_row(row, &mut out),
            small().draw_row_unless(row, &mut out, || false).map(|_| ()),
            RowState::new(&small(), row).map(drop),
        ];
        for refused in refused {
            assert!(matches!(refused, Err(GridError::BandOutside { rows: 4, .. })), "{refused:?}");
        }
    }
    assert_eq!(out, [POISON; 3]);
}

#[test]
fn a_slice_of_the_wrong_length_is_refused() {
    for given in [0, 2, 4] {
        let mut out = vec![POISON; given];
        let wrong = GridError::WrongLength { given, wanted: 3 };
        assert_eq!(small().draw_row(0, &mut out), Err(wrong.clone()));
        assert_eq!(small().draw_row_unless(0, &mut out, || false), Err(wrong));
        assert_eq!(small().draw_band(1..3, &mut out), Err(GridError::WrongLength { given, wanted: 6 }));
        assert!(out.iter().all(|&count| count == POISON));
    }
}

#[test]
fn a_band_of_no_rows_is_nothing_to_draw() {
    assert_eq!(small().draw_band(4..4, &mut []), Ok(()));
}

#[test]
fn pieces_of_no_rows_count_as_pieces_of_one() {
    assert!(small().pieces(0).eq(small().pieces(1)));
    assert_eq!(small().piece_count(0), 4);
    let mut image = small().draw().expect("a little memory");
    assert_eq!(image.bands_mut(0).count(), 4);
}

#[test]
fn extreme_regions_are_drawn_all_the_same() {
    let region = Region { top: -1e300, left: -1e300, bottom: 1e300, right: f64::MIN_POSITIVE };
    let grid = small().with_region(region).expect("finite");
    let mut row = [POISON; 3];
    assert_eq!(grid.draw_row_unless(0, &mut row, || false), Ok(Completion::Finished));
    assert_eq!(row, [0; 3]);
}
