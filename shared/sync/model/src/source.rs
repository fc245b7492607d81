//! The learner's own lines, and what they call things.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::trace::Place;

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

    /// What the line that makes an object calls it: the field, the variable or the constant that it is
    /// put into.
    pub fn name_of(&mut self, made_at: &Place) -> Option<String> {
        name_in(self.line(made_at)?)
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
    use super::name_in;

    #[test]
    fn objects_are_called_what_the_source_calls_them() {
        assert_eq!(name_in("state: Mutex::new(State::default()),").as_deref(), Some("state"));
        assert_eq!(name_in("let flag = Arc::new(AtomicBool::new(false));").as_deref(), Some("flag"));
        assert_eq!(name_in("let mut gate: Mutex<u32> = Mutex::new(0);").as_deref(), Some("gate"));
        assert_eq!(name_in("Mutex::new(0)"), None);
        assert_eq!(name_in("assert!(x == y)"), None);
    }
}
