//! The rows as a table.

use std::fmt::Write as _;

use crate::measure::Row;

/// The head of the table. What is a ratio says to what.
const HEAD: [&str; 8] =
    ["lesson", "variant", "size", "wall", "× serial", "× ideal", "peak memory", "switches"];
/// Columns of numbers stand to the right.
const TO_THE_RIGHT: [bool; 8] = [false, false, false, true, true, true, true, true];

/// For a terminal.
#[must_use]
pub fn text(rows: &[Row]) -> String {
    let lines: Vec<[String; 8]> =
        std::iter::once(HEAD.map(str::to_owned)).chain(rows.iter().map(cells)).collect();
    let mut widths = [0; 8];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    let mut lesson = "";
    for line in &lines {
        // A lesson is named once, at its first variant.
        let named = if line[0] == lesson { "" } else { &line[0] };
        lesson = &line[0];
        let mut out = String::new();
        for (index, (cell, width)) in line.iter().zip(widths).enumerate() {
            let cell = if index == 0 { named } else { cell };
            let written = if TO_THE_RIGHT[index] {
                write!(out, "{cell:>width$}  ")
            } else {
                write!(out, "{cell:<width$}  ")
            };
            written.expect("a string takes all text");
        }
        text.push_str(out.trim_end());
        text.push('\n');
    }
    text
}

/// For Markdown.
#[must_use]
pub fn markdown(rows: &[Row]) -> String {
    let mut text = format!("| {} |\n|", HEAD.join(" | "));
    for right in TO_THE_RIGHT {
        text.push_str(if right { "--:|" } else { "---|" });
    }
    text.push('\n');
    for row in rows {
        let [lesson, variant, rest @ ..] = cells(row);
        let line = format!("| {lesson} | `{variant}` | {} |\n", rest.join(" | "));
        text.push_str(&line);
    }
    text
}

fn cells(row: &Row) -> [String; 8] {
    [
        row.lesson.clone(),
        row.variant.clone(),
        format!("{} x {}", row.drew.rows, row.drew.columns),
        time(row.wall_ms),
        format!("{:.2}", row.over_serial()),
        format!("{:.2}", row.over_ideal()),
        row.peak_memory_bytes.map_or_else(unknown, memory),
        row.switches.map_or_else(unknown, |switches| (switches.voluntary + switches.involuntary).to_string()),
    ]
}

/// What the system does not tell.
fn unknown() -> String {
    "–".to_owned()
}

fn time(ms: f64) -> String {
    if ms < 1000.0 { format!("{ms:.0} ms") } else { format!("{:.1} s", ms / 1000.0) }
}

fn memory(bytes: u64) -> String {
    format!("{:.0} MB", bytes as f64 / 1e6)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::measure::{Drew, Switches};

    pub(crate) fn rows() -> Vec<Row> {
        let row = |lesson: &str, variant: &str, wall_ms| Row {
            lesson: lesson.to_owned(),
            variant: variant.to_owned(),
            drew: Drew { rows: 4000, columns: 3000, iterations: 20, threads: 2 },
            wall_ms,
            serial_ms: 140.0,
            ideal_ms: 75.0,
            peak_memory_bytes: Some(110_000_000),
            switches: Some(Switches { voluntary: 40, involuntary: 2 }),
        };
        let unmeasured = Row { peak_memory_bytes: None, switches: None, ..row("gil", "by-hand", 14_000.0) };
        vec![row("lock", "by-hand", 80.0), row("lock", "std", 82.0), unmeasured]
    }

    #[test]
    fn the_table_names_a_lesson_once_and_aligns_its_numbers() {
        insta::assert_snapshot!(text(&rows()), @r"
        lesson  variant  size           wall  × serial  × ideal  peak memory  switches
        lock    by-hand  4000 x 3000   80 ms      0.57     1.07       110 MB        42
                std      4000 x 3000   82 ms      0.59     1.09       110 MB        42
        gil     by-hand  4000 x 3000  14.0 s    100.00   186.67            –         –
        ");
    }

    #[test]
    fn in_markdown_each_row_stands_for_itself() {
        insta::assert_snapshot!(markdown(&rows()), @r"
        | lesson | variant | size | wall | × serial | × ideal | peak memory | switches |
        |---|---|---|--:|--:|--:|--:|--:|
        | lock | `by-hand` | 4000 x 3000 | 80 ms | 0.57 | 1.07 | 110 MB | 42 |
        | lock | `std` | 4000 x 3000 | 82 ms | 0.59 | 1.09 | 110 MB | 42 |
        | gil | `by-hand` | 4000 x 3000 | 14.0 s | 100.00 | 186.67 | – | – |
        ");
    }
}
