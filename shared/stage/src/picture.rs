//! The picture on the terminal.

use std::env;
use std::io::{self, IsTerminal};

use fractal::{ByCount, ColourDepth, Image, POISON, Paint, Rgb, TerminalSize};

use crate::by_thread::ByThread;
use crate::cli::{ColorBy, Options};
use crate::perform::Performance;

/// What the terminal, or whatever stands in its place, can show.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    pub(crate) depth: ColourDepth,
    pub(crate) size: TerminalSize,
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
        Screen { depth, size }
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
    ByCount { paint: ByCount, iterations: i32 },
    /// By who computed them.
    ByThread(ByThread),
}

impl Colours {
    /// As the command line asks.
    pub(crate) fn new(options: &Options, run: &Performance) -> Colours {
        let (grid, arguments) = (&options.grid, &options.arguments);
        let iterations = grid.iterations();
        match arguments.color_by {
            ColorBy::Count => {
                Colours::ByCount { paint: ByCount::new(arguments.palette, iterations), iterations }
            }
            ColorBy::Thread => Colours::ByThread(ByThread::new(grid.rows(), iterations, &run.workers)),
        }
    }

    /// The picture as text.
    pub(crate) fn picture(&self, image: &Image, depth: ColourDepth, room: TerminalSize) -> String {
        match self {
            Colours::ByThread(by_thread) if depth == ColourDepth::None => by_thread.letters(image, room),
            Colours::ByThread(by_thread) => fractal::render(image, self, by_thread.iterations, depth, room),
            Colours::ByCount { iterations, .. } => fractal::render(image, self, *iterations, depth, room),
        }
    }

    /// What the colours mean, where that needs words; else nothing.
    pub(crate) fn legend(&self, depth: ColourDepth, columns: usize) -> String {
        match self {
            Colours::ByCount { .. } => String::new(),
            Colours::ByThread(by_thread) => by_thread.legend(depth, columns),
        }
    }
}

impl Paint for Colours {
    fn colour(&self, row: usize, column: usize, count: i32) -> Rgb {
        // A wrong picture may hold anything.
        let count = if count < 0 { POISON } else { count };
        match self {
            Colours::ByCount { paint, .. } => paint.colour(row, column, count),
            Colours::ByThread(paint) => paint.colour(row, column, count),
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
        let (paint, iterations) = (ByCount::new(fractal::Palette::default(), 20), 20);
        let colours = Colours::ByCount { paint, iterations };
        assert_eq!(colours.colour(0, 0, -7), Rgb::UNDRAWN);
        assert_eq!(colours.colour(0, 0, POISON), Rgb::UNDRAWN);
        assert_ne!(colours.colour(0, 0, 0), Rgb::UNDRAWN);
    }
}
