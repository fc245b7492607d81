//! What comes out is what the counts say: files that others can read, text that fits.

use std::io::{self, Cursor, ErrorKind, Write};

use fractal::{
    ByCount, ColourDepth, Grid, Image, POISON, Paint, Palette, Rgb, TerminalSize, WriteError, render,
    write_npy, write_png,
};
use proptest::prelude::*;

const DEPTHS: [ColourDepth; 3] = [ColourDepth::TrueColour, ColourDepth::Ansi256, ColourDepth::None];

fn drawn(rows: usize, columns: usize) -> Image {
    Grid::new(rows, columns).and_then(|grid| grid.draw()).expect("a small picture")
}

fn paint() -> ByCount {
    ByCount::new(Palette::default(), 20)
}

/// The text without its escape sequences.
fn bare(text: &str) -> String {
    let mut parts = text.split("\x1b[");
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        bare.push_str(part.split_once('m').expect("a sequence ends").1);
    }
    bare
}

#[test]
fn a_png_read_back_has_the_colour_of_every_pixel() {
    let mut image = drawn(40, 30);
    image.counts_mut()[31] = POISON;
    let mut file = Vec::new();
    write_png(&image, &paint(), &mut file).expect("a vector takes all bytes");

    let mut reader = png::Decoder::new(Cursor::new(file)).read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("small")];
    let info = reader.next_frame(&mut pixels).expect("a whole PNG");
    assert_eq!((info.height, info.width, info.color_type), (40, 30, png::ColorType::Rgb));
    for (index, pixel) in pixels.chunks(3).enumerate() {
        let (row, column) = (index / 30, index % 30);
        let wanted = Palette::default().colour(image.row(row)[column], 20);
        assert_eq!(Rgb(pixel[0], pixel[1], pixel[2]), wanted, "row {row}, column {column}");
    }
}

#[test]
fn a_paint_is_told_where_the_pixel_is() {
    struct Places;
    impl Paint for Places {
        fn colour(&self, row: usize, column: usize, count: i32) -> Rgb {
            Rgb(row as u8, column as u8, count as u8)
        }
    }
    let image = drawn(3, 2);
    let mut file = Vec::new();
    write_png(&image, &Places, &mut file).expect("a vector takes all bytes");
    let mut reader = png::Decoder::new(Cursor::new(file)).read_info().expect("a PNG");
    let mut pixels = [0; 18];
    let _info = reader.next_frame(&mut pixels).expect("a whole PNG");
    for (index, pixel) in pixels.chunks(3).enumerate() {
        let (row, column) = (index / 2, index % 2);
        assert_eq!(pixel, [row as u8, column as u8, image.row(row)[column] as u8]);
    }
}

#[test]
fn an_npy_is_what_numpy_defines() {
    for (rows, columns) in [(40, 30), (1, 1), (1, 1234)] {
        let image = drawn(rows, columns);
        let mut file = Vec::new();
        write_npy(&image, &mut file).expect("a vector takes all bytes");

        assert_eq!(file[..8], *b"\x93NUMPY\x01\x00");
        let length = usize::from(u16::from_le_bytes([file[8], file[9]]));
        assert_eq!((10 + length) % 64, 0, "the data is aligned");
        let header = std::str::from_utf8(&file[10..10 + length]).expect("ASCII");
        let dictionary =
            format!("{{'descr': '<i4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}");
        assert_eq!(header.trim_end_matches(' ').trim_end_matches('\n').trim_end_matches(' '), dictionary);
        assert!(header.ends_with('\n'));
        assert_eq!(file[10 + length..], image.to_le_bytes());
    }
}

#[test]
fn a_writer_that_fails_gives_its_own_error() {
    /// Takes so many bytes.
    struct Full(usize);
    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let taken = bytes.len().min(self.0);
            self.0 -= taken;
            if taken == 0 { Err(ErrorKind::StorageFull.into()) } else { Ok(taken) }
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let image = drawn(40, 30);
    let mut whole = Vec::new();
    write_png(&image, &paint(), &mut whole).expect("a vector takes all bytes");
    for room in 0..whole.len() {
        match write_png(&image, &paint(), Full(room)) {
            Err(WriteError::Io(error)) => assert_eq!(error.kind(), ErrorKind::StorageFull, "room for {room}"),
            other => panic!("room for {room} of {}: {other:?}", whole.len()),
        }
    }
    for room in [0, 100, 1000] {
        let error = write_npy(&image, Full(room)).expect_err("no room");
        assert_eq!(error.kind(), ErrorKind::StorageFull);
    }
}

proptest! {
    #[test]
    fn a_rendering_fits_and_keeps_its_shape(
        rows in 1_usize..200,
        columns in 1_usize..200,
        width in 0_usize..100,
        lines in 0_usize..60,
    ) {
        let grid = Grid::new(rows, columns).unwrap();
        let image = Image::poisoned(&grid).unwrap();
        let fit = TerminalSize { columns: width, lines };
        for depth in DEPTHS {
            let text = bare(&render(&image, &paint(), 20, depth, fit));
            prop_assert!(text.ends_with('\n'));
            let (high, wide) = (text.lines().count(), text.lines().next().unwrap().chars().count());
            prop_assert!(high <= lines.max(1) && wide <= width.max(1), "{wide} x {high} in {fit:?}");
            prop_assert!(high <= rows && wide <= columns, "enlarged to {wide} x {high}");
            prop_assert!(text.lines().all(|line| line.chars().count() == wide));
            // Were it one dot wider, it would be too wide, too high, or larger than it is.
            let scale = (width.max(1) as f64 / columns as f64).min(2.0 * lines.max(1) as f64 / rows as f64).min(1.0);
            prop_assert!((wide as f64 - columns as f64 * scale).abs() <= 1.0, "{wide} wide at {scale}");
            prop_assert!((high as f64 - rows as f64 * scale / 2.0).abs() <= 1.0, "{high} high at {scale}");
        }
    }
}

#[test]
fn without_colours_there_is_only_ascii() {
    let fit = TerminalSize { columns: 80, lines: 24 };
    let text = render(&drawn(400, 300), &paint(), 20, ColourDepth::None, fit);
    assert!(text.bytes().all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte)), "{text}");
}

#[test]
fn without_colours_more_iterations_are_denser_characters() {
    let mut image = drawn(2, 21);
    for (column, pixels) in image.counts_mut().chunks_mut(21).flat_map(|row| row.iter_mut().enumerate()) {
        *pixels = column as i32;
    }
    let fit = TerminalSize { columns: 80, lines: 24 };
    assert_eq!(render(&image, &paint(), 20, ColourDepth::None, fit), " ,:;;--===++++******#\n");
    image.poison();
    assert_eq!(render(&image, &paint(), 20, ColourDepth::None, fit), format!("{}\n", "?".repeat(21)));
}

#[test]
fn two_pixels_share_a_cell_one_above_the_other() {
    let image = drawn(3, 1);
    let fit = TerminalSize { columns: 80, lines: 24 };
    let text = render(&image, &paint(), 20, ColourDepth::TrueColour, fit);
    let code = |row: usize| {
        let Rgb(r, g, b) = Palette::default().colour(image.row(row)[0], 20);
        format!("2;{r};{g};{b}")
    };
    let (upper, lower, last) = (code(0), code(1), code(2));
    let wanted = format!("\x1b[38;{upper}m\x1b[48;{lower}m▀\x1b[0m\n\x1b[38;{last}m▀\x1b[0m\n");
    assert_eq!(text, wanted);
}

#[test]
fn a_line_leaves_no_colour_behind() {
    let fit = TerminalSize { columns: 80, lines: 24 };
    for depth in [ColourDepth::TrueColour, ColourDepth::Ansi256] {
        let text = render(&drawn(400, 300), &paint(), 20, depth, fit);
        assert!(text.lines().all(|line| line.ends_with("\x1b[0m")));
    }
}

#[test]
fn the_256_colours_are_named_by_number() {
    let mut image = drawn(2, 1);
    image.poison();
    let fit = TerminalSize { columns: 80, lines: 24 };
    let text = render(&image, &paint(), 20, ColourDepth::Ansi256, fit);
    assert_eq!(text, "\x1b[38;5;201m\x1b[48;5;201m▀\x1b[0m\n");
}

#[test]
fn every_palette_tells_the_counts_of_the_default_picture_apart() {
    for palette in Palette::ALL {
        let mut colours: Vec<Rgb> = (0..=20).map(|count| palette.colour(count, 20)).collect();
        colours.push(palette.colour(POISON, 20));
        for (index, colour) in colours.iter().enumerate() {
            assert!(!colours[..index].contains(colour), "{palette}: {index} looks like another");
        }
    }
}

#[test]
fn every_palette_grows_brighter_with_the_count() {
    let lightness = |Rgb(r, g, b)| 2126 * u32::from(r) + 7152 * u32::from(g) + 722 * u32::from(b);
    for palette in Palette::ALL {
        let brighter = (1..20)
            .all(|count| lightness(palette.colour(count, 20)) > lightness(palette.colour(count - 1, 20)));
        assert!(brighter, "{palette}");
        assert_eq!(palette.colour(20, 20), Rgb(0, 0, 0), "what never left is quiet");
    }
}

#[test]
fn a_table_of_colours_ends_where_counts_go_on() {
    for iterations in [1, 20, 5000, i32::MAX] {
        let paint = ByCount::new(Palette::Viridis, iterations);
        for count in [POISON, 0, 1, 19, 20, 1023, 1024, 1025, 4999, 5000, i32::MAX] {
            assert_eq!(paint.colour(0, 0, count), Palette::Viridis.colour(count, iterations), "{count}");
        }
    }
}
