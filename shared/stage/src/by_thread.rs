//! The colours, and for plain text the letters, that stand for workers.

use fractal::{ColourDepth, Image, Paint, Rgb, TerminalSize};

use crate::log::Log;
use crate::report::MOST_LINES;

/// Colours each pixel by who computed it; lighter where the count is higher, so that the fractal stays visible.
#[derive(Debug)]
pub(crate) struct ByThread {
    names: Vec<String>,
    /// The worker of each row.
    owners: Vec<Option<usize>>,
    pub(crate) iterations: i32,
}

/// Hues that people tell apart, also those who see fewer of them (after Okabe and Ito, in another order).
const HUES: [Rgb; 8] = [
    Rgb(0x56, 0xb4, 0xe9),
    Rgb(0xe6, 0x9f, 0x00),
    Rgb(0x00, 0xb4, 0x83),
    Rgb(0xcc, 0x79, 0xa7),
    Rgb(0xf0, 0xe4, 0x42),
    Rgb(0x3c, 0x7d, 0xe0),
    Rgb(0xe3, 0x5e, 0x00),
    Rgb(0xc8, 0xc8, 0xc8),
];

const LETTERS: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";

impl ByThread {
    pub(crate) fn new(rows: usize, iterations: i32, workers: &[Log]) -> ByThread {
        let mut owners = vec![None; rows];
        let mut drawn: Vec<_> =
            workers.iter().flat_map(|log| log.drawn.iter().map(move |drawn| (drawn, log.index))).collect();
        // Who was last is who is seen.
        drawn.sort_by_key(|(drawn, _)| drawn.at);
        for (drawn, worker) in drawn {
            owners[drawn.rows.clone()].fill(Some(worker));
        }
        ByThread { names: workers.iter().map(|log| log.name.clone()).collect(), owners, iterations }
    }

    /// The picture in plain text: the letter of whoever computed most of the rows of a line, a small one where
    /// counts are low.
    pub(crate) fn letters(&self, image: &Image, room: TerminalSize) -> String {
        // Only its shape is used: how many lines, and how many characters in each.
        let shape = fractal::render(image, self, self.iterations, ColourDepth::None, room);
        let (lines, columns) = (shape.lines().count().max(1), shape.lines().map(str::len).max().unwrap_or(1));
        let first_row = |line: usize| line * image.rows() / lines;
        let mut text = String::new();
        for line in 0..lines {
            let rows = first_row(line)..first_row(line + 1);
            let mark = self.most_frequent(rows.clone()).map_or('?', letter);
            let middle = image.row(rows.start.midpoint(rows.end));
            text.extend((0..columns).map(|column| {
                let count = middle[(2 * column + 1) * image.columns() / (2 * columns)];
                if count < self.iterations / 4 { mark.to_ascii_lowercase() } else { mark }
            }));
            text.push('\n');
        }
        text
    }

    fn most_frequent(&self, rows: std::ops::Range<usize>) -> Option<usize> {
        let mut owners: Vec<usize> = self.owners[rows].iter().flatten().copied().collect();
        owners.sort_unstable();
        owners.chunk_by(|a, b| a == b).max_by_key(|same| same.len()).map(|same| same[0])
    }

    /// Which colour, or letter, is whose.
    pub(crate) fn legend(&self, depth: ColourDepth, columns: usize) -> String {
        let marks = if depth == ColourDepth::None { LETTERS.len() } else { HUES.len() };
        let mut lines = vec![(String::new(), 0)];
        for mark in 0..marks.min(self.names.len()) {
            let whose = self.whose(mark, marks);
            let width = whose.chars().count() + 4;
            if lines.last().is_some_and(|(_, used)| *used > 0 && used + width > columns) {
                lines.push((String::new(), 0));
            }
            if let Some((line, used)) = lines.last_mut() {
                *line += &format!("{} {whose}  ", swatch(mark, depth));
                *used += width;
            }
        }
        let text: Vec<&str> = lines.iter().map(|(line, _)| line.trim_end()).collect();
        text.join("\n") + "\n\n"
    }

    /// The workers that share a mark.
    fn whose(&self, mark: usize, marks: usize) -> String {
        let names: Vec<&str> = self.names.iter().skip(mark).step_by(marks).map(String::as_str).collect();
        match &names[..] {
            [first, second, _, ..] if self.names.len() > MOST_LINES => format!("{first}, {second}, …"),
            _ => names.join(", "),
        }
    }
}

impl Paint for ByThread {
    fn colour(&self, row: usize, _column: usize, count: i32) -> Rgb {
        let Some(worker) = self.owners[row].filter(|_| count >= 0) else { return Rgb::UNDRAWN };
        let Rgb(r, g, b) = HUES[worker % HUES.len()];
        // From less than half as light to the whole hue, quickly at first: most counts are small.
        let share = (f64::from(count) / f64::from(self.iterations)).sqrt().min(1.0);
        let light = |part: u8| (f64::from(part) * (0.4 + 0.6 * share)) as u8;
        Rgb(light(r), light(g), light(b))
    }
}

fn letter(worker: usize) -> char {
    char::from(LETTERS[worker % LETTERS.len()])
}

fn swatch(mark: usize, depth: ColourDepth) -> String {
    match depth {
        ColourDepth::None => letter(mark).to_string(),
        ColourDepth::Ansi256 => format!("\x1b[38;5;{}m█\x1b[0m", cube(HUES[mark])),
        ColourDepth::TrueColour => {
            let Rgb(r, g, b) = HUES[mark];
            format!("\x1b[38;2;{r};{g};{b}m█\x1b[0m")
        }
    }
}

/// The nearest colour of the 6 x 6 x 6 cube among xterm's 256.
fn cube(Rgb(r, g, b): Rgb) -> u8 {
    let step = |part: u8| ((u16::from(part).saturating_sub(35)) / 40).min(5) as u8;
    16 + 36 * step(r) + 6 * step(g) + step(b)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::log::Drawn;

    fn worker(index: usize, name: &str, drawn: &[(std::ops::Range<usize>, u64)]) -> Log {
        let drawn = drawn
            .iter()
            .map(|(rows, at)| Drawn { rows: rows.clone(), at: Duration::from_millis(*at) })
            .collect();
        Log { index, name: name.to_owned(), drawn, ..Log::default() }
    }

    #[test]
    fn a_row_is_whose_who_drew_it_last() {
        let workers = [worker(0, "a", &[(0..2, 1), (1..2, 5)]), worker(1, "b", &[(1..3, 3)])];
        assert_eq!(ByThread::new(4, 20, &workers).owners, [Some(0), Some(0), Some(1), None]);
    }

    #[test]
    fn a_higher_count_is_lighter_and_what_nobody_drew_is_marked() {
        let by_thread = ByThread::new(2, 20, &[worker(0, "a", &[(0..1, 1)])]);
        let (Rgb(low, ..), Rgb(high, ..)) = (by_thread.colour(0, 0, 1), by_thread.colour(0, 0, 20));
        assert!(low < high);
        assert_eq!(by_thread.colour(1, 0, 3), Rgb::UNDRAWN);
        assert_eq!(by_thread.colour(0, 0, fractal::POISON), Rgb::UNDRAWN);
    }

    #[test]
    fn workers_that_share_a_colour_share_an_entry_and_the_legend_fits() {
        let workers: Vec<Log> = (0..20).map(|index| worker(index, &format!("worker {index}"), &[])).collect();
        let legend = ByThread::new(1, 20, &workers).legend(ColourDepth::Ansi256, 60);
        assert!(legend.contains("worker 0, worker 8, …"), "{legend}");
        let plain = ByThread::new(1, 20, &workers).legend(ColourDepth::None, 30);
        assert!(plain.starts_with("A worker 0  B worker 1\nC worker 2"), "{plain}");
        assert!(plain.lines().all(|line| line.chars().count() <= 30), "{plain}");
    }
}
