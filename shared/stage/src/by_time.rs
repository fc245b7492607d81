//! The colours, and for plain text the digits, that stand for when a pixel was drawn.

use std::time::Duration;

use fractal::{ColourDepth, Paint, Palette, Rgb};

use crate::latest::Latest;
use crate::log::Log;
use crate::picture::block;
use crate::report;

/// Colours each pixel by when it was drawn: from the beginning of the palette to its end.
#[derive(Debug)]
pub(crate) struct ByTime {
    when: Latest<Duration>,
    first: Duration,
    last: Duration,
    palette: Palette,
}

/// How many blocks, or digits, the legend has.
const STEPS: u8 = 10;

impl ByTime {
    pub(crate) fn new(rows: usize, palette: Palette, workers: &[Log]) -> ByTime {
        let times = || workers.iter().flat_map(|log| log.drawn.iter().map(|drawn| drawn.at));
        ByTime {
            when: Latest::new(rows, workers, |_, drawn| drawn.at),
            first: times().min().unwrap_or_default(),
            last: times().max().unwrap_or_default(),
            palette,
        }
    }

    /// A digit for a pixel in plain text, if it was drawn: 0 is early, 9 is late.
    pub(crate) fn digit(&self, row: usize, column: usize) -> Option<char> {
        let place = self.place(self.when.at(row, column)?);
        let step = ((place * f64::from(STEPS)) as u8).min(STEPS - 1);
        Some(char::from(b'0' + step))
    }

    /// What the colours, or digits, mean, for a terminal of so many columns.
    pub(crate) fn legend(&self, depth: ColourDepth, columns: usize) -> String {
        let (first, last) = (format!("drawn at {}", report::time(self.first)), report::time(self.last));
        let left = columns.saturating_sub(first.chars().count() + last.chars().count() + " ".len() * 2);
        let wide = if left < 2 * usize::from(STEPS) { 1 } else { 2 };
        let step = |step: u8| match depth {
            ColourDepth::None => step.to_string(),
            _ => block(self.colour_at((f64::from(step) + 0.5) / f64::from(STEPS)), depth).repeat(wide),
        };
        let steps: String = (0..STEPS).map(step).collect();
        format!("{first} {steps} {last}\n\n")
    }

    /// Where a time stands between the first (0) and the last (1).
    fn place(&self, at: Duration) -> f64 {
        let whole = self.last.saturating_sub(self.first).as_secs_f64().max(1e-9);
        at.saturating_sub(self.first).as_secs_f64() / whole
    }

    fn colour_at(&self, place: f64) -> Rgb {
        /// Where the palette begins, so that what was drawn first can be told from black.
        const DARKEST: f64 = 0.1;
        self.palette.at(DARKEST + (1.0 - DARKEST) * place)
    }
}

impl Paint for ByTime {
    fn colour(&self, row: usize, column: usize, count: i32) -> Rgb {
        match self.when.at(row, column) {
            Some(at) if count >= 0 => self.colour_at(self.place(at)),
            _ => Rgb::UNDRAWN,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Drawn;

    const MS: Duration = Duration::from_millis(1);

    fn by_time() -> ByTime {
        let drawn = |row, at| Drawn { rows: row..row + 1, columns: 0..2, at };
        let drawn = vec![drawn(0, 5 * MS), drawn(1, 15 * MS), drawn(2, 25 * MS)];
        ByTime::new(4, Palette::Greys, &[Log { drawn, ..Log::default() }])
    }

    #[test]
    fn what_was_drawn_later_is_further_along_the_palette() {
        let by_time = by_time();
        let Rgb(first, ..) = by_time.colour(0, 0, 20);
        let (Rgb(second, ..), Rgb(third, ..)) = (by_time.colour(1, 0, 3), by_time.colour(2, 1, 0));
        assert!(first < second && second < third);
        assert_eq!(by_time.colour(3, 0, 3), Rgb::UNDRAWN, "nobody said that they drew it");
        assert_eq!(by_time.colour(0, 0, fractal::POISON), Rgb::UNDRAWN);
    }

    #[test]
    fn in_plain_text_digits_run_from_0_to_9() {
        let digits: Vec<Option<char>> = (0..4).map(|row| by_time().digit(row, 0)).collect();
        assert_eq!(digits, [Some('0'), Some('5'), Some('9'), None]);
        assert_eq!(by_time().legend(ColourDepth::None, 80), "drawn at 5.0 ms 0123456789 25.0 ms\n\n");
    }

    #[test]
    fn the_legend_fits_a_terminal_of_40_columns() {
        for (columns, blocks) in [(40, 10), (43, 10), (44, 20), (80, 20)] {
            let legend = by_time().legend(ColourDepth::TrueColour, columns);
            assert_eq!(legend.matches('█').count(), blocks, "{columns} columns: {legend}");
        }
    }
}
