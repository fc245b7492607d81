//! A table in plain text.

use std::fmt::Write as _;

use textwrap::Options;

/// On which side of its column a cell stands.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Align {
    Left,
    Right,
}

/// Columns that are as wide as what they hold, with a gap between them.
#[derive(Debug)]
pub(crate) struct Table<const N: usize> {
    align: [Align; N],
    rows: Vec<[String; N]>,
}

const GAP: usize = 2;

impl<const N: usize> Table<N> {
    pub(crate) fn new(align: &[Align; N]) -> Table<N> {
        Table { align: *align, rows: Vec::new() }
    }

    pub(crate) fn row(&mut self, cells: [&str; N]) {
        self.rows.push(cells.map(str::to_owned));
    }

    /// The table as lines of up to `width` characters. If it is wider, it is cut into several, one below the other,
    /// each of which begins with the first column.
    pub(crate) fn text(&self, width: usize) -> String {
        let mut widths = [0; N];
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let parts = parts(&widths, width).into_iter().map(|columns| self.part(&widths, &columns, width));
        // A column that is empty makes no part.
        parts.filter(|part| !part.is_empty()).collect::<Vec<String>>().join("\n")
    }

    /// These columns of the table, and the rows that have something in them besides their first cell.
    fn part(&self, widths: &[usize; N], columns: &[usize], width: usize) -> String {
        let mut text = String::new();
        for row in &self.rows {
            if columns.iter().skip(1).all(|&column| row[column].is_empty()) {
                continue;
            }
            let mut line = String::new();
            for &column in columns {
                let (cell, wide) = (&row[column], widths[column]);
                let written = match self.align[column] {
                    Align::Left => write!(line, "{cell:<wide$}{:GAP$}", ""),
                    Align::Right => write!(line, "{cell:>wide$}{:GAP$}", ""),
                };
                written.expect("a string takes all text");
            }
            // A cell that is a sentence may still be too wide.
            text += &textwrap::fill(line.trim_end(), Options::new(width).subsequent_indent("  "));
            text.push('\n');
        }
        text
    }
}

/// Which columns stand side by side: the first one, and as many of the others as fit, but at least one.
fn parts(widths: &[usize], width: usize) -> Vec<Vec<usize>> {
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut used = 0;
    for column in 1..widths.len() {
        let needed = GAP + widths[column];
        match parts.last_mut() {
            Some(part) if used + needed <= width => {
                part.push(column);
                used += needed;
            }
            _ => {
                parts.push(vec![0, column]);
                used = widths[0] + needed;
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table<4> {
        let mut table = Table::new(&[Align::Left, Align::Right, Align::Right, Align::Left]);
        table.row(["worker", "pieces", "idle", "on"]);
        table.row(["worker 0", "12", "3 ms", "the lock"]);
        table.row(["worker 1", "3", "12 ms", ""]);
        table
    }

    #[test]
    fn columns_are_as_wide_as_what_they_hold() {
        let expected = "\
worker    pieces   idle  on
worker 0      12   3 ms  the lock
worker 1       3  12 ms
";
        assert_eq!(table().text(33), expected);
        assert_eq!(table().text(usize::MAX), expected);
    }

    #[test]
    fn what_does_not_fit_goes_below_with_the_first_column_again() {
        let expected = "\
worker    pieces   idle
worker 0      12   3 ms
worker 1       3  12 ms

worker    on
worker 0  the lock
";
        assert_eq!(table().text(32), expected);
        let narrowest = table().text(1);
        assert_eq!(narrowest.split("\n\n").count(), 3, "one column each: {narrowest}");
    }
}
