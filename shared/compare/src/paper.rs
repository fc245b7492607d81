//! A file with a place for the table.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// What stands before and after the table.
pub const BEGIN: &str = "<!-- comparison -->\n";
/// See [`BEGIN`].
pub const END: &str = "<!-- end of comparison -->\n";

/// Puts `table` into a file, in the place of the one between [`BEGIN`] and [`END`]. Rows of lessons that it says
/// nothing of stay, and all are in the order of `lessons`; those of a lesson that is not one of these go.
///
/// # Errors
/// If the file cannot be read or written, or has no such place.
pub fn write(path: &Path, table: &str, lessons: &[String]) -> Result<()> {
    let before = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let after = with(&before, table, lessons)
        .with_context(|| format!("{} has no lines {} and {}", path.display(), BEGIN.trim(), END.trim()))?;
    fs::write(path, after).with_context(|| format!("cannot write {}", path.display()))
}

fn with(text: &str, table: &str, lessons: &[String]) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (old, after) = rest.split_once(END)?;
    let table = merged(old, table, lessons);
    Some(format!("{before}{BEGIN}{table}{END}{after}"))
}

/// The head of the new table, and for each lesson its rows from there or else from the old one.
fn merged(old: &str, new: &str, lessons: &[String]) -> String {
    let (head, new): (Vec<&str>, Vec<&str>) =
        (new.lines().take(HEAD).collect(), new.lines().skip(HEAD).collect());
    let old: Vec<&str> = old.lines().skip(HEAD).collect();
    let of = |rows: &[&str], lesson: &str| -> String {
        let begin = format!("| {lesson} |");
        rows.iter().filter(|row| row.starts_with(&begin)).map(|row| format!("{row}\n")).collect()
    };
    let rows = lessons.iter().map(|lesson| Some(of(&new, lesson)).filter(|rows| !rows.is_empty()));
    let rows = rows.zip(lessons).map(|(rows, lesson)| rows.unwrap_or_else(|| of(&old, lesson)));
    head.iter().map(|line| format!("{line}\n")).chain(rows).collect()
}

/// The lines above the first row.
const HEAD: usize = 2;

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&str]) -> String {
        let rows: String = rows.iter().map(|row| format!("| {row} |\n")).collect();
        format!("| lesson | wall |\n|---|---|\n{rows}")
    }

    fn text(rows: &[&str]) -> String {
        format!("above\n{BEGIN}{}{END}below\n", table(rows))
    }

    fn lessons() -> Vec<String> {
        ["locks", "threads", "waits"].map(str::to_owned).to_vec()
    }

    #[test]
    fn the_table_replaces_the_one_before_and_nothing_else() {
        let old = text(&["locks | 1", "threads | 2", "waits | 3"]);
        let new = ["locks | 4", "threads | 5", "waits | 6"];
        assert_eq!(with(&old, &table(&new), &lessons()), Some(text(&new)));
        assert_eq!(with("no place", &table(&new), &lessons()), None);
        assert_eq!(with(&format!("above\n{BEGIN}{END}below\n"), &table(&new), &lessons()), Some(text(&new)));
    }

    #[test]
    fn rows_of_lessons_that_were_not_run_stay_in_the_order_of_the_lessons() {
        let old = text(&["locks | 1", "gone | 0", "waits | 3"]);
        let new = table(&["threads | 5"]);
        let merged = text(&["locks | 1", "threads | 5", "waits | 3"]);
        assert_eq!(with(&old, &new, &lessons()), Some(merged));
    }
}
