//! The rows as a plot: how long each variant took beside the serial run, and how much memory its process had.
//!
//! Times are drawn as ratios, on an axis where each doubling is as long as any other: twice as fast and twice as slow
//! are equally far from the serial run, and a script that takes a hundred times as long is in the picture too.

use std::fmt::Write as _;

use crate::measure::Row;

/// An axis of ratios: from `least` to `most`, both powers of two.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Axis {
    least: f64,
    most: f64,
}

impl Axis {
    /// One that holds 1, which is the serial run, and every run and ideal run, with room at the ends.
    fn of(rows: &[Row]) -> Axis {
        let ratios = || rows.iter().flat_map(|row| [row.over_serial(), row.ideal_ms / row.serial_ms]);
        let least = ratios().fold(1.0, f64::min);
        let most = ratios().fold(1.0, f64::max);
        Axis { least: (least * 0.9).log2().floor().exp2(), most: (most * 1.1).log2().ceil().exp2() }
    }

    /// Where a ratio lies: 0 at the beginning, 1 at the end.
    fn place(self, ratio: f64) -> f64 {
        (ratio / self.least).log2() / (self.most / self.least).log2()
    }

    /// Every power of two on it.
    fn ticks(self) -> impl Iterator<Item = f64> {
        std::iter::successors(Some(self.least), |tick| Some(tick * 2.0))
            .take_while(move |tick| *tick <= self.most)
    }
}

/// How a tick is written: `1/4`, `8`.
fn ratio(tick: f64) -> String {
    if tick < 1.0 { format!("1/{:.0}", 1.0 / tick) } else { format!("{tick:.0}") }
}

/// How many characters the axis is long in a terminal.
const CHARACTERS: usize = 48;

/// For a terminal: `|` the serial run, `i` the ideal one, `o` the variant.
#[must_use]
pub fn text(rows: &[Row]) -> String {
    let axis = Axis::of(rows);
    let column = |ratio: f64| (axis.place(ratio) * (CHARACTERS - 1) as f64).round() as usize;
    let name = |row: &Row| format!("{} {}", row.lesson, row.variant);
    let width = rows.iter().map(|row| name(row).chars().count()).max().unwrap_or(0);
    let mut text = format!(
        "how long it takes (o) beside the serial run (|) and the ideal (i); from {} to {} times as long\n",
        ratio(axis.least),
        ratio(axis.most)
    );
    for row in rows {
        let mut line = ['·'; CHARACTERS];
        line[column(1.0)] = '|';
        line[column(row.ideal_ms / row.serial_ms)] = 'i';
        line[column(row.over_serial())] = 'o';
        let line: String = line.iter().collect();
        writeln!(text, "{:width$}  {line}", name(row)).expect("a string takes all text");
    }
    text
}

/// Width of the drawing, in its own units, which are pixels if nobody scales it.
const WIDTH: f64 = 1000.0;
/// Where names end and ratios begin, and where they end.
const RATIOS: (f64, f64) = (230.0, 760.0);
/// Where memory begins, and how long the longest bar is.
const MEMORY: (f64, f64) = (790.0, 120.0);
/// Height of title and legend, of a row, and of the axis below.
const HEAD: f64 = 96.0;
const LINE: f64 = 20.0;
const FOOT: f64 = 44.0;

/// As SVG.
#[must_use]
pub fn svg(rows: &[Row]) -> String {
    let axis = Axis::of(rows);
    let bottom = HEAD + LINE * rows.len() as f64;
    let mut svg = String::new();
    let mut put = |line: String| {
        svg.push_str(&line);
        svg.push('\n');
    };
    let height = bottom + FOOT;
    let title = "Every lesson and every variant, beside the serial run";
    put(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" aria-label="{title}" font-family="system-ui, sans-serif" font-size="13" fill="#1c2530">
<rect width="100%" height="100%" fill="#fff"/>
<text x="16" y="30" font-size="18" font-weight="600">{title}</text>"##
    ));
    let x = |ratio: f64| RATIOS.0 + axis.place(ratio) * (RATIOS.1 - RATIOS.0);
    put(dot(RATIOS.0 + 6.0, 56.0) + &label(RATIOS.0 + 16.0, 60.0, "how many times as long as the serial run"));
    put(ideal(RATIOS.0 + 312.0, 56.0) + &label(RATIOS.0 + 322.0, 60.0, "the ideal: nothing shared"));
    put(label(MEMORY.0, 60.0, "peak memory of the process"));

    for tick in axis.ticks() {
        let (at, stroke) = (x(tick), if tick == 1.0 { "#1c2530" } else { "#d5dae0" });
        put(format!(r#"<path d="M{at:.1} {} V{bottom}" stroke="{stroke}"/>"#, HEAD - 8.0));
        put(format!(
            r#"<text x="{at:.1}" y="{}" text-anchor="middle">{}</text>"#,
            bottom + 18.0,
            ratio(tick)
        ));
    }
    put(format!(r#"<text x="{:.1}" y="{}" text-anchor="middle">serial</text>"#, x(1.0), bottom + 36.0));

    let most = rows.iter().filter_map(|row| row.peak_memory_bytes).max().unwrap_or(1) as f64;
    let mut lesson = "";
    for (index, row) in rows.iter().enumerate() {
        let y = HEAD + LINE * (index as f64 + 0.5);
        if row.lesson != lesson {
            lesson = &row.lesson;
            let line = y - LINE / 2.0;
            put(format!(r##"<path d="M16 {line} H{}" stroke="#eef0f3"/>"##, WIDTH - 16.0));
            put(format!(r#"<text x="16" y="{}" font-weight="600">{}</text>"#, y + 4.0, escaped(lesson)));
        }
        put(format!(
            r#"<text x="{}" y="{}" text-anchor="end">{}</text>"#,
            RATIOS.0 - 12.0,
            y + 4.0,
            escaped(&row.variant)
        ));
        put(ideal(x(row.ideal_ms / row.serial_ms), y));
        put(dot(x(row.over_serial()), y));
        if let Some(bytes) = row.peak_memory_bytes {
            let length = MEMORY.1 * bytes as f64 / most;
            put(format!(
                r##"<rect x="{}" y="{}" width="{length:.1}" height="8" fill="#9fb4cc"/>"##,
                MEMORY.0,
                y - 4.0
            ));
            put(label(MEMORY.0 + length + 6.0, y + 4.0, &format!("{:.0} MB", bytes as f64 / 1e6)));
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn dot(x: f64, y: f64) -> String {
    format!(r##"<circle cx="{x:.1}" cy="{y}" r="5" fill="#1f4e8c"/>"##)
}

fn ideal(x: f64, y: f64) -> String {
    format!(r##"<path d="M{x:.1} {} v12" stroke="#c9740e" stroke-width="3"/>"##, y - 6.0)
}

fn label(x: f64, y: f64, text: &str) -> String {
    format!(r##"<text x="{x:.1}" y="{y}" fill="#55606d">{}</text>"##, escaped(text))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::tests::rows;

    #[test]
    fn every_run_is_on_the_axis_and_so_is_the_serial_one() {
        let axis = Axis::of(&rows());
        assert_eq!(axis, Axis { least: 0.25, most: 128.0 });
        assert_eq!((axis.place(0.25), axis.place(128.0)), (0.0, 1.0));
        assert_eq!(axis.ticks().count(), 10);
        assert_eq!((ratio(0.25), ratio(8.0)), ("1/4".to_owned(), "8".to_owned()));
    }

    #[test]
    fn in_a_terminal_each_variant_is_a_line() {
        insta::assert_snapshot!(text(&rows()), @r"
        how long it takes (o) beside the serial run (|) and the ideal (i); from 1/4 to 128 times as long
        lock by-hand  ······o···|·····································
        lock std      ······o···|·····································
        gil by-hand   ······i···|··································o··
        ");
    }

    #[test]
    fn the_drawing_holds_every_name_and_is_closed() {
        let svg = svg(&rows());
        for row in rows() {
            assert!(
                svg.contains(&format!(">{}<", row.lesson)) && svg.contains(&format!(">{}<", row.variant))
            );
        }
        assert!(svg.ends_with("</svg>\n"));
    }
}
