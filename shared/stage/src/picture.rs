//! The picture on the terminal.

use std::env;
use std::io::{self, IsTerminal};
use std::ops::Range;

use fractal::{ByCount, ColourDepth, Image, POISON, Paint, Rgb, TerminalSize};

use crate::by_thread::ByThread;
use crate::by_time::ByTime;
use crate::cli::{ColorBy, Options};
use crate::perform::Performance;

/// What the terminal, or whatever stands in its place, can show.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    pub(crate) depth: ColourDepth,
    pub(crate) size: TerminalSize,
    /// How wide a line of text may be.
    pub(crate) text: usize,
}

impl Screen {
    /// The widest picture when nobody says how wide is possible.
    const COLUMNS: usize = 80;
    /// The highest picture.
    const LINES: usize = 28;

    /// What standard output leads to.
    pub(crate) fn of_stdout() -> Screen {
        let depth = match supports_color::on(supports_color::Stream::Stdout) {
            Some(level) if level.has_16m => ColourDepth::TrueColour,
            Some(level) if level.has_256 => ColourDepth::Ansi256,
            _ => ColourDepth::None,
        };
        let found = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
        let size = match found {
            Some((width, height)) => {
                TerminalSize { columns: width.0.max(1).into(), lines: usize::from(height.0).max(1) }
            }
            None => TerminalSize { columns: Self::COLUMNS, lines: usize::MAX },
        };
        let depth =
            if env::var_os("TERM").is_some_and(|term| term == "dumb") { ColourDepth::None } else { depth };
        // What is read from a file or a pipe keeps its lines.
        let text = found.map_or(usize::MAX, |_| size.columns);
        Screen { depth, size, text }
    }

    /// Room for a picture above `below` lines of report.
    pub(crate) fn room_above(&self, below: usize) -> TerminalSize {
        let lines = self.size.lines.saturating_sub(below + 1).clamp(8, Self::LINES);
        TerminalSize { columns: self.size.columns, lines }
    }
}

/// How the pixels are coloured.
#[derive(Debug)]
pub(crate) enum Colours {
    /// By their counts.
    Count(ByCount),
    /// By who computed them.
    Thread(ByThread),
    /// By when they were drawn.
    Time(ByTime),
}

impl Colours {
    /// As the command line asks, for a picture of so many iterations.
    pub(crate) fn new(options: &Options, iterations: i32, run: &Performance) -> Colours {
        let (rows, arguments) = (options.grid.rows(), &options.arguments);
        let palette = arguments.palette;
        match arguments.color_by {
            ColorBy::Count => Colours::Count(ByCount::new(palette, iterations)),
            ColorBy::Thread => Colours::Thread(ByThread::new(rows, iterations, &run.workers)),
            ColorBy::Time => Colours::Time(ByTime::new(rows, palette, &run.workers)),
        }
    }

    /// The picture, of so many iterations, as text.
    pub(crate) fn picture(
        &self,
        image: &Image,
        iterations: i32,
        depth: ColourDepth,
        room: TerminalSize,
    ) -> String {
        let text = || fractal::render(image, self, iterations, depth, room);
        match self {
            Colours::Thread(by_thread) if depth == ColourDepth::None => {
                characters(image, &text(), |rows, column| {
                    let count = image.row(rows.start.midpoint(rows.end))[column];
                    by_thread.letter(rows, column, count)
                })
            }
            Colours::Time(by_time) if depth == ColourDepth::None => {
                characters(image, &text(), |rows, column| {
                    by_time.digit(rows.start.midpoint(rows.end), column)
                })
            }
            _ => text(),
        }
    }

    /// What the colours mean, where that needs words; else nothing.
    pub(crate) fn legend(&self, depth: ColourDepth, columns: usize) -> String {
        match self {
            Colours::Count(_) => String::new(),
            Colours::Thread(by_thread) => by_thread.legend(depth, columns),
            Colours::Time(by_time) => by_time.legend(depth, columns),
        }
    }
}

/// The picture in plain text of the same shape as `like`: for each cell what `character` says of the rows of its line
/// and the column in its middle; a question mark if it says nothing.
fn characters(image: &Image, like: &str, character: impl Fn(Range<usize>, usize) -> Option<char>) -> String {
    let (lines, columns) = (like.lines().count().max(1), like.lines().map(str::len).max().unwrap_or(1));
    let first_row = |line: usize| line * image.rows() / lines;
    let mut text = String::new();
    for line in 0..lines {
        let rows = first_row(line)..first_row(line + 1);
        text.extend((0..columns).map(|cell| {
            let column = (2 * cell + 1) * image.columns() / (2 * columns);
            character(rows.clone(), column).unwrap_or('?')
        }));
        text.push('\n');
    }
    text
}

/// A block of this colour, as the legends have it.
pub(crate) fn block(colour: Rgb, depth: ColourDepth) -> String {
    let Rgb(r, g, b) = colour;
    match depth {
        ColourDepth::None => "█".to_owned(),
        ColourDepth::Ansi256 => format!("\x1b[38;5;{}m█\x1b[0m", cube(colour)),
        ColourDepth::TrueColour => format!("\x1b[38;2;{r};{g};{b}m█\x1b[0m"),
    }
}

/// The nearest colour of the 6 x 6 x 6 cube among xterm's 256.
fn cube(Rgb(r, g, b): Rgb) -> u8 {
    let step = |part: u8| ((u16::from(part).saturating_sub(35)) / 40).min(5) as u8;
    16 + 36 * step(r) + 6 * step(g) + step(b)
}

impl Paint for Colours {
    fn colour(&self, row: usize, column: usize, count: i32) -> Rgb {
        // A wrong picture may hold anything.
        let count = if count < 0 { POISON } else { count };
        match self {
            Colours::Count(paint) => paint.colour(row, column, count),
            Colours::Thread(paint) => paint.colour(row, column, count),
            Colours::Time(paint) => paint.colour(row, column, count),
        }
    }
}

/// How many rows have no pixel left undrawn.
pub(crate) fn finished_rows(image: &Image) -> usize {
    (0..image.rows()).filter(|&row| !image.row(row).contains(&POISON)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_count_can_be_is_marked_as_undrawn() {
        let colours = Colours::Count(ByCount::new(fractal::Palette::default(), 20));
        assert_eq!(colours.colour(0, 0, -7), Rgb::UNDRAWN);
        assert_eq!(colours.colour(0, 0, POISON), Rgb::UNDRAWN);
        assert_ne!(colours.colour(0, 0, 0), Rgb::UNDRAWN);
    }
}
