//! Marks in the drawing: a row for each name, above the lanes, and from each mark a line down through all of them.
//!
//! However many there are, they stay legible: marks of one name never take more than a row, those that fall on one
//! another are drawn once, and where there are a lot of them their lines are only hinted at.

use std::collections::BTreeMap;
use std::time::Duration;

use super::svg::{Escaped, HEAD, LEFT, SPAN, put, shortened};
use crate::log::Mark;
use crate::perform::Performance;
use crate::report;

/// From one row to the next.
const ROW: f64 = 20.0;
/// More names than this share the last row.
const MOST_ROWS: usize = 6;
/// More lines than this would hide what they cross.
const MOST_LINES: usize = 40;
const COLOUR: &str = "#b0124c";

/// The marks of one name.
#[derive(Debug, PartialEq, Eq)]
struct Row<'a> {
    name: String,
    /// In order of time, with the worker that each happened to.
    marks: Vec<(Mark, Option<&'a str>)>,
}

/// The rows of a run, as they stand above its lanes.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    rows: Vec<Row<'a>>,
    wall: Duration,
}

impl<'a> Rows<'a> {
    pub(super) fn of(run: &'a Performance) -> Rows<'a> {
        let of_all = run.marks.iter().map(|mark| (*mark, None));
        let of_workers = run
            .workers
            .iter()
            .flat_map(|log| log.marks.iter().map(move |mark| (*mark, Some(log.name.as_str()))));
        let mut marks: Vec<_> = of_all.chain(of_workers).collect();
        marks.sort_by_key(|(mark, _)| mark.at);

        let mut rows: Vec<Row<'a>> = Vec::new();
        for (mark, who) in marks {
            match rows.iter_mut().find(|row| row.name == mark.name) {
                Some(row) => row.marks.push((mark, who)),
                None => rows.push(Row { name: mark.name.to_owned(), marks: vec![(mark, who)] }),
            }
        }
        if rows.len() > MOST_ROWS {
            let rest = rows.split_off(MOST_ROWS - 1);
            let name = format!("{} others", rest.len());
            let mut marks: Vec<_> = rest.into_iter().flat_map(|row| row.marks).collect();
            marks.sort_by_key(|(mark, _)| mark.at);
            rows.push(Row { name, marks });
        }
        Rows { rows, wall: run.wall }
    }

    /// How much room they take.
    pub(super) fn height(&self) -> f64 {
        ROW * self.rows.len() as f64
    }

    /// Draws them between the head and the lanes, with lines that reach down to `bottom`.
    pub(super) fn draw(&self, svg: &mut String, bottom: f64) {
        let places: Vec<_> = self.rows.iter().map(|row| row.places(self.wall)).collect();
        let lines: usize = places.iter().map(BTreeMap::len).sum();
        let strength = if lines <= MOST_LINES { 0.8 } else { 0.2 };
        for (number, (row, places)) in self.rows.iter().zip(&places).enumerate() {
            let top = HEAD - 10.0 + ROW * number as f64;
            let name = shortened(&row.name);
            put(
                svg,
                format_args!(
                    r#"<g fill="{COLOUR}" stroke="{COLOUR}"><text x="{}" y="{}" text-anchor="end" stroke="none"><title>{}</title>{}</text>"#,
                    LEFT - 10.0,
                    top + 9.0,
                    Escaped(&row.name),
                    Escaped(&name),
                ),
            );
            for (place, marks) in places {
                let x = LEFT + *place as f64;
                let told = told(marks);
                let told = Escaped(&told);
                put(
                    svg,
                    format_args!(
                        r#"<path d="M{x} {}V{bottom}" stroke-opacity="{strength}" stroke-dasharray="4 2"/><path d="M{} {top}h10l-5 9z" stroke="none"><title>{told}</title></path>"#,
                        top + 8.0,
                        x - 5.0,
                    ),
                );
            }
            if row.marks.len() > 1 {
                let x = LEFT + SPAN as f64 + 10.0;
                let count = row.marks.len();
                put(
                    svg,
                    format_args!(r#"<text x="{x}" y="{}" stroke="none">{count} times</text>"#, top + 9.0),
                );
            }
            put(svg, "</g>");
        }
    }
}

impl<'a> Row<'a> {
    /// Its marks by where they are on the time axis, in whole units: those of one place are drawn once.
    fn places(&self, wall: Duration) -> BTreeMap<usize, Vec<&(Mark, Option<&'a str>)>> {
        let scale = SPAN as f64 / wall.as_secs_f64().max(1e-9);
        let mut places: BTreeMap<usize, Vec<_>> = BTreeMap::new();
        for mark in &self.marks {
            let place = (mark.0.at.as_secs_f64() * scale).round() as usize;
            places.entry(place.min(SPAN)).or_default().push(mark);
        }
        places
    }
}

/// What is to be said of marks in one place: the first in full.
fn told(marks: &[&(Mark, Option<&str>)]) -> String {
    let Some((mark, who)) = marks.first() else { return String::new() };
    let who = who.map(|who| format!(", {who}")).unwrap_or_default();
    let more = if marks.len() > 1 { format!(", and {} more", marks.len() - 1) } else { String::new() };
    format!("{}{who}, at {}{more}", mark.name, report::time(mark.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Log;

    const MS: Duration = Duration::from_millis(1);

    fn run(marks: Vec<Mark>) -> Performance {
        Performance { wall: 100 * MS, marks, ..Performance::empty(Ok(())) }
    }

    fn drawn(run: &Performance) -> String {
        let mut svg = String::new();
        Rows::of(run).draw(&mut svg, 200.0);
        svg
    }

    #[test]
    fn each_name_has_a_row_and_a_worker_s_mark_says_whose_it_is() {
        let mut run = run(vec![Mark { name: "paused", at: 50 * MS }]);
        let marks = vec![Mark { name: "deadline", at: 25 * MS }];
        run.workers = vec![Log { name: "worker 1".to_owned(), marks, ..Log::default() }];
        let rows = Rows::of(&run);
        let names: Vec<&str> = rows.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["deadline", "paused"], "in order of time");
        let svg = drawn(&run);
        assert!(svg.contains("<title>deadline, worker 1, at 25.0 ms</title>"), "{svg}");
        assert!(svg.contains("<title>paused, at 50.0 ms</title>"), "{svg}");
        assert!(svg.contains(&format!("M{} ", LEFT + 0.5 * SPAN as f64)), "half way: {svg}");
    }

    #[test]
    fn thousands_of_marks_are_no_more_than_the_drawing_has_places() {
        let marks = (0..10_000).map(|number| Mark { name: "often", at: number * MS / 100 }).collect();
        let svg = drawn(&run(marks));
        assert!(svg.matches("<title>").count() <= SPAN + 2);
        assert!(svg.contains("10000 times") && svg.contains(r#"stroke-opacity="0.2""#));
    }

    #[test]
    fn many_names_share_the_last_row() {
        const NAMES: [&str; 9] = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
        let run = run(NAMES.map(|name| Mark { name, at: MS }).to_vec());
        let rows = Rows::of(&run);
        let names: Vec<&str> = rows.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["a", "b", "c", "d", "e", "4 others"]);
        assert_eq!(rows.rows[5].marks.len(), 4);
    }

    #[test]
    fn without_marks_there_is_no_row() {
        let run = run(Vec::new());
        assert_eq!((Rows::of(&run).height(), drawn(&run).as_str()), (0.0, ""));
    }
}
