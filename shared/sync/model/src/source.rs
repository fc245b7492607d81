//! The learner's own lines, and what they call things.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::trace::Place;

/// What an object is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// It is put into this field or variable.
    Own(String),
    /// It is part of what is put into this field or variable.
    OfLine(String),
}

/// Source files, read when first needed.
#[derive(Default)]
pub struct Sources {
    files: HashMap<String, Option<Vec<String>>>,
}

impl Sources {
    /// No file read so far.
    pub fn new() -> Sources {
        Sources::default()
    }

    /// The line at a place, without its indentation; `None` where the source is not at hand.
    pub fn line(&mut self, place: &Place) -> Option<&str> {
        let lines = self.files.entry(place.file.clone()).or_insert_with(|| read(&place.file)).as_ref()?;
        lines.get(place.line.checked_sub(1)? as usize).map(|line| line.trim())
    }

    /// What the source calls an object that is made at `made_at`: the field or the variable that it is put
    /// into. `column` is where its making begins, from 1 and in characters.
    pub fn name_of(&mut self, made_at: &Place, column: u32) -> Option<Name> {
        let lines = self.files.entry(made_at.file.clone()).or_insert_with(|| read(&made_at.file)).as_ref()?;
        let line = lines.get(made_at.line.checked_sub(1)? as usize)?;
        let before: String = line.chars().take(column.saturating_sub(1) as usize).collect();
        name_before(&before).map(Name::Own).or_else(|| name_in(line.trim()).map(Name::OfLine))
    }
}

/// The compiler names files from the workspace's root, a test runs in its package's folder, and a program
/// anywhere: the file is looked for from here upwards.
fn read(file: &str) -> Option<Vec<String>> {
    let from = |start: &Path| start.ancestors().map(|folder| folder.join(file)).find(|path| path.is_file());
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let path = std::env::current_dir().ok().and_then(|here| from(&here)).or_else(|| from(&manifest?))?;
    let text = std::fs::read_to_string(path).ok()?;
    Some(text.lines().map(str::to_owned).collect())
}

/// What is written just before the making of an object: `state: ` of a field, `let state = ` of a variable,
/// with an `Arc::new(` in between perhaps.
fn name_before(before: &str) -> Option<String> {
    let before = before.trim_end().trim_end_matches("Arc::new(").trim_end();
    let before = before.strip_suffix([':', '=']).filter(|rest| !rest.ends_with([':', '=', '!']))?;
    let name = before.trim_end().rsplit(|c: char| !c.is_alphanumeric() && c != '_').next()?;
    (!name.is_empty()).then(|| name.to_owned())
}

/// `state: Mutex::new(…)` is called `state`, and so is `let state = Arc::new(Mutex::new(…))`.
fn name_in(line: &str) -> Option<String> {
    let line = line.strip_prefix("let ").unwrap_or(line);
    let line = line.strip_prefix("mut ").unwrap_or(line);
    let name: String = line.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let rest = line[name.len()..].trim_start();
    // `name: Type = value`, `name: value` and `name = value`, but neither `path::to` nor `a == b`.
    let is_name = (rest.starts_with(':') && !rest.starts_with("::"))
        || (rest.starts_with('=') && !rest.starts_with("=="));
    (is_name && !name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::{name_before, name_in};

    #[test]
    fn objects_are_called_what_the_source_calls_them() {
        assert_eq!(name_in("state: Mutex::new(State::default()),").as_deref(), Some("state"));
        assert_eq!(name_in("let flag = Arc::new(AtomicBool::new(false));").as_deref(), Some("flag"));
        assert_eq!(name_in("let mut gate: Mutex<u32> = Mutex::new(0);").as_deref(), Some("gate"));
        assert_eq!(name_before("Pair { left: Mutex::new(0), right: ").as_deref(), Some("right"));
        assert_eq!(name_before("    let flag = Arc::new(").as_deref(), Some("flag"));
        assert_eq!(name_before("let pair = (Mutex::new(0), "), None);
        assert_eq!(name_before("if x == "), None);
        assert_eq!(name_in("Mutex::new(0)"), None);
        assert_eq!(name_in("assert!(x == y)"), None);
    }
}
