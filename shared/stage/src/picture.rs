//! The picture on the terminal, and the colours of the workers.

use std::env;
use std::io::{self, IsTerminal};

use fractal::{ByCount, ColourDepth, Image, Paint, Palette, Rgb, TerminalSize};

use crate::log::Log;

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

/// Colours each pixel by who computed it; lighter where the count is higher.
#[derive(Debug)]
pub(crate) struct ByThread {
    /// The worker of each row.
    owners: Vec<Option<usize>>,
    iterations: i32,
}

impl ByThread {
    /// Eight hues that people tell apart, also those who see fewer colours (after Okabe and Ito, in another order).
    const HUES: [Rgb; 8] = [
        Rgb(0x56, 0xb4, 0xe9),
        Rgb(0xe6, 0x9f, 0x00),
        Rgb(0x00, 0x9e, 0x73),
        Rgb(0xcc, 0x79, 0xa7),
        Rgb(0xf0, 0xe4, 0x42),
        Rgb(0x00, 0x72, 0xb2),
        Rgb(0xd5, 0x5e, 0x00),
        Rgb(0xbb, 0xbb, 0xbb),
    ];

    pub(crate) fn new(rows: usize, iterations: i32, workers: &[Log]) -> ByThread {
        let mut owners = vec![None; rows];
        let mut drawn: Vec<_> =
            workers.iter().flat_map(|log| log.drawn.iter().map(move |drawn| (drawn, log.index))).collect();
        // Who was last is who is seen.
        drawn.sort_by_key(|(drawn, _)| drawn.at);
        for (drawn, worker) in drawn {
            owners[drawn.rows.clone()].fill(Some(worker));
        }
        ByThread { owners, iterations }
    }

    /// The colour of a worker in the legend.
    pub(crate) fn hue(worker: usize) -> Rgb {
        Self::HUES[worker % Self::HUES.len()]
    }
}

impl Paint for ByThread {
    fn colour(&self, row: usize, _column: usize, count: i32) -> Rgb {
        let Some(worker) = self.owners[row].filter(|_| count >= 0) else { return Rgb::UNDRAWN };
        let Rgb(r, g, b) = Self::hue(worker);
        // From half as light to the whole hue, quickly at first: most counts are small.
        let share = (f64::from(count) / f64::from(self.iterations)).sqrt();
        let light = |part: u8| (f64::from(part) * (0.45 + 0.55 * share)) as u8;
        Rgb(light(r), light(g), light(b))
    }
}

/// The paint that was asked for.
pub(crate) fn by_count(palette: Palette, iterations: i32) -> ByCount {
    ByCount::new(palette, iterations)
}

/// How many rows have no pixel left undrawn.
pub(crate) fn finished_rows(image: &Image) -> usize {
    (0..image.rows()).filter(|&row| !image.row(row).contains(&fractal::POISON)).count()
}
