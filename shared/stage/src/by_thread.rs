//! The colours, and for plain text the letters, that stand for workers.

use std::ops::Range;

use fractal::{ColourDepth, Paint, Rgb};

use crate::latest::Latest;
use crate::log::Log;
use crate::picture::block;
use crate::report::MOST_LINES;

/// Colours each pixel by who computed it; lighter where the count is higher, so that the fractal stays visible.
#[derive(Debug)]
pub(crate) struct ByThread {
    names: Vec<String>,
    owners: Latest<usize>,
    iterations: i32,
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
        let names = workers.iter().map(|log| log.name.clone()).collect();
        ByThread { names, owners: Latest::new(rows, workers, |log, _| log.index), iterations }
    }

    /// A letter for the part of a column that these rows are, in plain text, if somebody drew it: that of whoever
    /// computed most of it, a small one if the count is low.
    pub(crate) fn letter(&self, rows: Range<usize>, column: usize, count: i32) -> Option<char> {
        let mut owners: Vec<usize> = rows.filter_map(|row| self.owners.at(row, column)).collect();
        owners.sort_unstable();
        let most = owners.chunk_by(|a, b| a == b).max_by_key(|same| same.len())?;
        let letter = letter(most[0]);
        Some(if count < self.iterations / 4 { letter.to_ascii_lowercase() } else { letter })
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
    fn colour(&self, row: usize, column: usize, count: i32) -> Rgb {
        let owner = self.owners.at(row, column).filter(|_| count >= 0);
        owner.map_or(Rgb::UNDRAWN, |worker| hue(worker, count, self.iterations))
    }
}

/// The colour of a pixel that this worker drew.
pub(crate) fn hue(worker: usize, count: i32, iterations: i32) -> Rgb {
    let Rgb(r, g, b) = HUES[worker % HUES.len()];
    // From less than half as light to the whole hue, quickly at first: most counts are small.
    let share = (f64::from(count) / f64::from(iterations)).sqrt().min(1.0);
    let light = |part: u8| (f64::from(part) * (0.4 + 0.6 * share)) as u8;
    Rgb(light(r), light(g), light(b))
}

fn letter(worker: usize) -> char {
    char::from(LETTERS[worker % LETTERS.len()])
}

fn swatch(mark: usize, depth: ColourDepth) -> String {
    match depth {
        ColourDepth::None => letter(mark).to_string(),
        _ => block(HUES[mark], depth),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::log::Drawn;

    fn worker(index: usize, name: &str, drawn: &[(Range<usize>, u64)]) -> Log {
        let drawn = drawn
            .iter()
            .map(|(rows, at)| Drawn { rows: rows.clone(), columns: 0..9, at: Duration::from_millis(*at) })
            .collect();
        Log { index, name: name.to_owned(), drawn, ..Log::default() }
    }

    #[test]
    fn a_letter_is_that_of_whoever_drew_most() {
        let workers = [worker(0, "a", &[(0..2, 1), (1..2, 5)]), worker(1, "b", &[(1..4, 3)])];
        let by_thread = ByThread::new(5, 20, &workers);
        assert_eq!(by_thread.letter(0..2, 0, 20), Some('A'));
        assert_eq!(by_thread.letter(0..3, 0, 1), Some('a'), "of three rows, two");
        assert_eq!(by_thread.letter(1..5, 8, 20), Some('B'));
        assert_eq!(by_thread.letter(4..5, 0, 20), None);
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
