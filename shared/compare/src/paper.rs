//! A file with a place for the table.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// What stands before and after the table.
pub const BEGIN: &str = "<!-- comparison -->\n";
/// See [`BEGIN`].
pub const END: &str = "<!-- end of comparison -->\n";

/// Puts `table` into a file, in the place of the one between [`BEGIN`] and [`END`].
///
/// # Errors
/// If the file cannot be read or written, or has no such place.
pub fn write(path: &Path, table: &str) -> Result<()> {
    let before = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let after = with(&before, table)
        .with_context(|| format!("{} has no lines {} and {}", path.display(), BEGIN.trim(), END.trim()))?;
    fs::write(path, after).with_context(|| format!("cannot write {}", path.display()))
}

fn with(text: &str, table: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}{table}{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_replaces_the_one_before_and_nothing_else() {
        let text = format!("above\n{BEGIN}| old |\n{END}below\n");
        assert_eq!(with(&text, "| new |\n"), Some(format!("above\n{BEGIN}| new |\n{END}below\n")));
        assert_eq!(with("no place", "| new |\n"), None);
    }
}
