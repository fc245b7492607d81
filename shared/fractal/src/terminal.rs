//! An image as text for a terminal.

use std::fmt::Write;

use crate::colour::{Paint, Rgb, level};
use crate::image::Image;

/// Which colours a terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColourDepth {
    /// 24 bits.
    TrueColour,
    /// The 256 colours that xterm began with.
    Ansi256,
    /// None: plain ASCII characters, and not one escape sequence.
    None,
}

/// Room for a picture, in character cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TerminalSize {
    /// Cells in a line.
    pub columns: usize,
    /// Lines.
    pub lines: usize,
}

/// The image as lines of text, each ended by a newline, that fit into `fit` (of which 0 counts as 1).
///
/// A cell is taken to be twice as high as wide, so that the picture keeps its shape. With colours a cell shows
/// two pixels, one above the other; without, one character of a ramp that stands for the count. A picture that is
/// smaller than the room is not enlarged.
///
/// ```
/// use fractal::{ByCount, ColourDepth, Grid, Palette, TerminalSize, render};
///
/// let grid = Grid::new(400, 300)?;
/// let fit = TerminalSize { columns: 40, lines: 100 };
/// let text = render(&grid.draw()?, &ByCount::new(Palette::Viridis, 20), 20, ColourDepth::None, fit);
/// assert_eq!(text.lines().count(), 27);
/// assert!(text.lines().all(|line| line.len() == 40));
/// # Ok::<(), fractal::GridError>(())
/// ```
#[must_use]
pub fn render(
    image: &Image,
    paint: &dyn Paint,
    iterations: i32,
    depth: ColourDepth,
    fit: TerminalSize,
) -> String {
    let canvas = Canvas::new(image, fit);
    match depth {
        ColourDepth::TrueColour => half_blocks(&canvas, paint, |Rgb(r, g, b)| format!("2;{r};{g};{b}")),
        ColourDepth::Ansi256 => half_blocks(&canvas, paint, |colour| format!("5;{}", nearest_of_256(colour))),
        ColourDepth::None => characters(&canvas, iterations),
    }
}

/// The image seen through a coarser grid of dots, each as wide as a cell and half as high.
struct Canvas<'a> {
    image: &'a Image,
    columns: usize,
    rows: usize,
}

impl Canvas<'_> {
    /// Samples taken of the pixels under a dot, in each direction: their mean is steady enough.
    const SAMPLES: usize = 4;

    fn new(image: &Image, fit: TerminalSize) -> Canvas<'_> {
        let (rows, columns) = (image.rows() as f64, image.columns() as f64);
        let across = fit.columns.max(1) as f64 / columns;
        let down = (2.0 * fit.lines.max(1) as f64) / rows;
        let scale = across.min(down).min(1.0);
        let dots = |pixels: f64| ((pixels * scale).round() as usize).max(1);
        Canvas {
            image,
            columns: dots(columns).min(fit.columns.max(1)),
            rows: dots(rows).min(fit.lines.max(1).saturating_mul(2)),
        }
    }

    /// The mean colour of the pixels under a dot.
    fn colour(&self, row: usize, column: usize, paint: &dyn Paint) -> Rgb {
        let across = spread(column, self.columns, self.image.columns());
        let (mut sum, mut samples) = ([0; 3], 0);
        for row in spread(row, self.rows, self.image.rows()) {
            for column in across.clone() {
                let Rgb(r, g, b) = paint.colour(row, column, self.image.row(row)[column]);
                sum = [sum[0] + u32::from(r), sum[1] + u32::from(g), sum[2] + u32::from(b)];
                samples += 1;
            }
        }
        let [r, g, b] = sum.map(|sum| (sum / samples) as u8);
        Rgb(r, g, b)
    }

    /// The count of the pixel in the middle of the cell whose upper dot this is.
    fn count(&self, row: usize, column: usize) -> i32 {
        let down = self.image.rows() as f64 / self.rows as f64;
        let across = self.image.columns() as f64 / self.columns as f64;
        let row = (row as f64 + 1.0) * down; // past the end if the last cell has one dot only
        let column = (column as f64 + 0.5) * across;
        self.image.row(pixel_at(row, self.image.rows()))[pixel_at(column, self.image.columns())]
    }
}

/// Up to [`Canvas::SAMPLES`] of `pixels`, evenly spread over the dot at `index` of `dots`.
fn spread(index: usize, dots: usize, pixels: usize) -> impl Iterator<Item = usize> + Clone {
    let length = pixels as f64 / dots as f64;
    let samples = (length.ceil() as usize).clamp(1, Canvas::SAMPLES);
    (0..samples).map(move |sample| {
        let place = index as f64 + (sample as f64 + 0.5) / samples as f64;
        pixel_at(place * length, pixels)
    })
}

/// The index that a place among `pixels` falls on.
fn pixel_at(place: f64, pixels: usize) -> usize {
    (place as usize).min(pixels - 1)
}

/// Two dots a cell: the upper as the colour of the character, the lower as that of the ground.
fn half_blocks(canvas: &Canvas<'_>, paint: &dyn Paint, code: impl Fn(Rgb) -> String) -> String {
    const RESET: &str = "\x1b[0m";
    let mut text = String::new();
    for row in (0..canvas.rows).step_by(2) {
        let mut shown = (None, None);
        for column in 0..canvas.columns {
            let upper = Some(code(canvas.colour(row, column, paint)));
            let lower = (row + 1 < canvas.rows).then(|| code(canvas.colour(row + 1, column, paint)));
            for (target, code, before) in [("38", &upper, &shown.0), ("48", &lower, &shown.1)] {
                if let Some(code) = code.as_ref().filter(|_| code != before) {
                    write!(text, "\x1b[{target};{code}m").expect("a string takes all text");
                }
            }
            shown = (upper, lower);
            text.push('▀');
        }
        text.push_str(RESET);
        text.push('\n');
    }
    text
}

/// One character a cell, which is two dots.
fn characters(canvas: &Canvas<'_>, iterations: i32) -> String {
    /// From left at once to left late.
    const RAMP: &[u8] = b" .,:;-=+*";
    const INSIDE: char = '#';
    const UNDRAWN: char = '?';
    let mut text = String::new();
    for row in (0..canvas.rows).step_by(2) {
        for column in 0..canvas.columns {
            text.push(match canvas.count(row, column) {
                count if count < 0 => UNDRAWN,
                count if count >= iterations => INSIDE,
                count => {
                    let index = level(count, iterations) * RAMP.len() as f64;
                    char::from(RAMP[(index as usize).min(RAMP.len() - 1)])
                }
            });
        }
        text.push('\n');
    }
    text
}

/// The nearest of xterm's 256 colours: of the 6 x 6 x 6 cube (from 16 on) or of the 24 greys (from 232 on).
fn nearest_of_256(Rgb(r, g, b): Rgb) -> u8 {
    const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let distance = |x: u8, y: u8| u32::from(x.abs_diff(y)).pow(2);
    let far = |other: [u8; 3]| distance(r, other[0]) + distance(g, other[1]) + distance(b, other[2]);

    let step = |value: u8| (0..6).min_by_key(|&step| distance(value, CUBE[step as usize])).unwrap_or(0);
    let (red, green, blue): (u8, u8, u8) = (step(r), step(g), step(b));
    let cube = far([red, green, blue].map(|step| CUBE[usize::from(step)]));

    let grey_value = |index: u8| 8 + 10 * index;
    let grey = (0..24).min_by_key(|&index| far([grey_value(index); 3])).unwrap_or(0);
    if far([grey_value(grey); 3]) < cube { 232 + grey } else { 16 + 36 * red + 6 * green + blue }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_of_the_256_is_its_own_nearest() {
        assert_eq!(nearest_of_256(Rgb(0, 0, 0)), 16);
        assert_eq!(nearest_of_256(Rgb(255, 255, 255)), 231);
        assert_eq!(nearest_of_256(Rgb(95, 135, 175)), 67);
        assert_eq!(nearest_of_256(Rgb(8, 8, 8)), 232);
        assert_eq!(nearest_of_256(Rgb(238, 238, 238)), 255);
    }

    #[test]
    fn a_colour_between_two_of_the_256_goes_to_the_nearer() {
        assert_eq!(nearest_of_256(Rgb(254, 1, 2)), 196);
        assert_eq!(nearest_of_256(Rgb(120, 121, 120)), 243); // a grey is nearer than any of the cube
    }
}
