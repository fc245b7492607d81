//! What was said last of each pixel, from notes of who drew which rectangle when.

use std::ops::Range;

use crate::log::{Drawn, Log};

/// A value for each pixel that somebody has drawn: what was said of it last.
#[derive(Debug)]
pub(crate) struct Latest<T> {
    rows: Vec<Row<T>>,
}

/// A row as stretches of equal value, from left to right. The first begins in column 0. A row that was always drawn
/// as a whole is a single stretch.
#[derive(Clone, Debug)]
struct Row<T>(Vec<Stretch<T>>);

/// Pixels from this column to where the next stretch begins.
#[derive(Clone, Copy, Debug)]
struct Stretch<T> {
    from: usize,
    value: Option<T>,
}

impl<T: Copy> Latest<T> {
    /// What `value` says of the drawings of all workers, in a picture of so many rows.
    pub(crate) fn new(rows: usize, workers: &[Log], value: impl Fn(&Log, &Drawn) -> T) -> Latest<T> {
        let mut drawn: Vec<(&Log, &Drawn)> =
            workers.iter().flat_map(|log| log.drawn.iter().map(move |drawn| (log, drawn))).collect();
        // Who was last is who is seen.
        drawn.sort_by_key(|(_, drawn)| drawn.at);
        let mut latest = Latest { rows: vec![Row(vec![Stretch { from: 0, value: None }]); rows] };
        for (log, drawn) in drawn {
            let value = value(log, drawn);
            latest.rows[drawn.rows.clone()].iter_mut().for_each(|row| row.put(&drawn.columns, value));
        }
        latest
    }

    /// What was said last of a pixel, if anything.
    pub(crate) fn at(&self, row: usize, column: usize) -> Option<T> {
        self.rows[row].at(column)
    }
}

impl<T: Copy> Row<T> {
    fn at(&self, column: usize) -> Option<T> {
        let after = self.0.partition_point(|stretch| stretch.from <= column);
        after.checked_sub(1).and_then(|last| self.0[last].value)
    }

    fn put(&mut self, columns: &Range<usize>, value: T) {
        if columns.is_empty() {
            return;
        }
        let behind = Stretch { from: columns.end, value: self.at(columns.end) };
        let first = self.0.partition_point(|stretch| stretch.from < columns.start);
        let end = self.0.partition_point(|stretch| stretch.from <= columns.end);
        self.0.splice(first..end, [Stretch { from: columns.start, value: Some(value) }, behind]);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn latest(drawn: &[(Range<usize>, Range<usize>, u64)]) -> Vec<String> {
        let drawn = drawn
            .iter()
            .map(|(rows, columns, at)| Drawn {
                rows: rows.clone(),
                columns: columns.clone(),
                at: Duration::from_millis(*at),
            })
            .collect();
        let latest = Latest::new(3, &[Log { drawn, ..Log::default() }], |_, drawn| drawn.at.as_millis());
        let pixel =
            |row, column| latest.at(row, column).map_or_else(|| ".".to_owned(), |value| value.to_string());
        (0..3).map(|row| (0..6).map(|column| pixel(row, column)).collect()).collect()
    }

    #[test]
    fn whole_rows_are_whose_who_drew_them_last() {
        assert_eq!(
            latest(&[(0..2, 0..6, 1), (1..2, 0..6, 5), (1..2, 0..6, 3)]),
            ["111111", "555555", "......"]
        );
    }

    #[test]
    fn a_rectangle_hides_what_is_below_it_and_nothing_else() {
        let drawn = [(0..3, 0..6, 1), (0..2, 1..4, 2), (1..3, 3..5, 3), (0..1, 2..3, 4), (2..3, 0..1, 5)];
        assert_eq!(latest(&drawn), ["124211", "122331", "511331"]);
    }

    #[test]
    fn what_covers_others_exactly_takes_their_place() {
        let drawn = [(0..1, 0..2, 1), (0..1, 2..4, 2), (0..1, 0..4, 3), (1..2, 2..2, 4), (2..3, 4..6, 5)];
        assert_eq!(latest(&drawn), ["3333..", "......", "....55"]);
    }
}
