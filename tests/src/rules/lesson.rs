//! What every lesson has.

use std::fs;
use std::path::{Path, PathBuf};

use crate::repository::{Lesson, Part, read, slashed};

/// The least number of wrong answers that an exercise has.
const WRONG_ANSWERS: usize = 3;

/// The files that no lesson goes without.
#[must_use]
pub fn own_files(lesson: &Lesson) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in ["src/lib.rs", "src/draw.rs", "src/main.rs", "tests/snapshots/program.snap"] {
        complaints.extend(missing(lesson, file));
    }
    let library = text(lesson, "src/lib.rs");
    if !library.contains("//! # Layout") {
        complaints
            .push("src/lib.rs does not say under `# Layout` which files to read in what order".to_owned());
    }
    if !library.contains("pub const LESSON: Lesson") {
        complaints.push("src/lib.rs has no `pub const LESSON: Lesson`".to_owned());
    }
    let manifest = text(lesson, "Cargo.toml");
    if !manifest.contains(&format!("name = \"{}\"", lesson.name)) {
        complaints.push("the package is not called as its folder".to_owned());
    }
    if manifest.lines().any(|line| line.starts_with("description = ") && line.ends_with(".\"")) {
        complaints.push("its description ends with a full stop, which the README's table has not".to_owned());
    }
    complaints
}

/// Its tests with real threads: in `tests/promises.rs`. Where there are proofs, those come first, since cargo runs a
/// package's tests in the order of their names: a primitive that loses a wakeup fails there with the schedule, and
/// hangs here. And what hangs is ended.
#[must_use]
pub fn promises(lesson: &Lesson) -> Vec<String> {
    let (promises, watched) = ("tests/promises.rs", "use watchdog as _;");
    let missing =
        missing(lesson, promises).map(|missing| format!("{missing}: the promises, with real threads"));
    let mut complaints = Vec::from_iter(missing);
    if !lesson.folder.join("tests/loom.rs").is_file() {
        return complaints;
    }
    if complaints.is_empty() && !text(lesson, promises).lines().any(|line| line == watched) {
        complaints.push(format!(
            "{promises} has no line `{watched}`, which ends it if all its threads sleep for good (and \
             `watchdog.workspace = true` under [dev-dependencies])"
        ));
    }
    for stem in stems(&lesson.folder.join("tests"), "rs").into_iter().filter(|stem| stem.as_str() < "loom") {
        complaints.push(format!(
            "tests/{stem}.rs would be run before the proofs in tests/loom.rs: give it a name that comes after \"loom\" \
             in the alphabet"
        ));
    }
    complaints
}

/// The parts that a lesson declares in its manifest: those it says it has are there and whole, and for those it has
/// not it says why.
#[must_use]
pub fn declared_parts(lesson: &Lesson) -> Vec<String> {
    let declaration = match lesson.declaration() {
        Ok(declaration) => declaration,
        Err(error) => return vec![error],
    };
    let mut complaints = Vec::new();
    let by_hand = part(lesson, "by-hand", &declaration.by_hand, "src/by_hand.rs", &mut complaints);
    if by_hand && !text(lesson, "src/lib.rs").contains("pub mod by_hand;") {
        complaints.push("src/lib.rs does not show its primitive: `pub mod by_hand;`".to_owned());
    }
    if part(lesson, "models", &declaration.models, "models", &mut complaints) {
        complaints.extend(models(lesson, by_hand));
    }
    if part(lesson, "exercises", &declaration.exercises, "exercises", &mut complaints) {
        complaints.extend(exercises(lesson));
    }
    complaints
}

/// Whether a lesson has a part; what is wrong with how it declares it goes to the complaints.
fn part(lesson: &Lesson, name: &str, part: &Part, usual: &str, complaints: &mut Vec<String>) -> bool {
    match part {
        Part::Here(path) if lesson.folder.join(path).exists() => true,
        Part::Here(path) => {
            complaints.push(format!("{name} is declared as {}, which is not there", path.display()));
            false
        }
        Part::Missing { none } => {
            if lesson.folder.join(usual).exists() {
                complaints.push(format!("{name} is declared as none, but {usual} is there"));
            }
            if none.split_whitespace().count() < 5 || !none.ends_with('.') {
                complaints.push(format!("{name}.none needs a sentence of why, not {none:?}"));
            }
            false
        }
    }
}

/// What makes a test of each scenario that is declared.
const PROVING: &str = "proving as sync";

fn models(lesson: &Lesson, by_hand: bool) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in ["models/mod.rs", "tests/loom.rs", "examples/play.rs"] {
        complaints.extend(missing(lesson, file));
    }
    if by_hand {
        complaints.extend(missing(lesson, "models/mutants.toml"));
    }
    if !text(lesson, "tests/loom.rs").contains(PROVING) {
        complaints.push(format!("tests/loom.rs proves no scenario: it wants `{PROVING}`"));
    }
    let declared = text(lesson, "models/mod.rs");
    let scenarios = stems(&lesson.folder.join("models"), "rs").into_iter().filter(|stem| stem != "mod");
    let mut any = false;
    for scenario in scenarios {
        any = true;
        if !words(&declared).any(|word| word == scenario) {
            complaints.push(format!("models/mod.rs does not name the scenario {scenario}"));
        }
    }
    if !any {
        complaints.push("models/ has no scenario".to_owned());
    }
    complaints
}

fn exercises(lesson: &Lesson) -> Vec<String> {
    let folders = entries(&lesson.folder.join("exercises")).into_iter().filter(|path| path.is_dir());
    let mut complaints = Vec::new();
    let mut any = false;
    for folder in folders {
        any = true;
        let shown = slashed(folder.strip_prefix(&lesson.folder).unwrap_or(&folder));
        for file in ["task.md", "starter.rs", "checks.rs", "solution.rs", "hints.md"] {
            complaints.extend(missing(lesson, &format!("{shown}/{file}")));
        }
        let wrong = stems(&folder.join("wrong"), "rs").len();
        if wrong < WRONG_ANSWERS {
            complaints.push(format!("{shown}/wrong has {wrong} answers, not {WRONG_ANSWERS} or more"));
        }
        let hints = fs::read_to_string(folder.join("hints.md")).unwrap_or_default();
        if !["\n## 1\n", "\n## 2\n"].iter().all(|heading| format!("\n{hints}").contains(heading)) {
            complaints.push(format!("{shown}/hints.md has no second hint: headings are `## 1`, `## 2`, …"));
        }
    }
    if !any {
        complaints.push("exercises/ has no exercise".to_owned());
    }
    complaints
}

/// What no file that is mounted in several worlds has in its code, and why.
pub const FORBIDDEN: [(&str, &str); 13] = [
    ("std::sync", "concurrency comes from crate::sync"),
    ("std::thread", "concurrency comes from crate::sync"),
    ("parking_lot", "concurrency comes from crate::sync"),
    ("crossbeam", "concurrency comes from crate::sync"),
    ("loom::", "it is not only mounted over loom"),
    ("std::{", "one `use` for each module of std, so that it is seen at once which"),
    ("Instant", "time is a Deadline of crate::sync, which the checked world can let pass"),
    ("SystemTime", "time is a Deadline of crate::sync, which the checked world can let pass"),
    ("thread_local!", "the checked world begins anew with each schedule, and this would not"),
    ("static ", "the checked world begins anew with each schedule, and a static does not"),
    ("const fn new", "the checked world's objects cannot be made in a constant"),
    ("thread::scope", "the checked world has no scoped threads"),
    ("#[cfg(test)]", "its tests are in tests/"),
];

/// What files that are mounted in several worlds must not do.
#[must_use]
pub fn mounted_files(lesson: &Lesson) -> Vec<String> {
    let mut complaints = Vec::new();
    for path in lesson.mounted() {
        let shown = slashed(&path);
        let code = without_comments(&text(lesson, &shown));
        for (forbidden, why) in FORBIDDEN {
            let found = code.match_indices(forbidden).any(|(at, _)| !code[..at].ends_with('\''));
            if found {
                complaints.push(format!("{shown} has `{}`: {why}", forbidden.trim_end()));
            }
        }
        if shown.starts_with("src/") && has_child_without_path(&code) {
            complaints
                .push(format!("{shown} has `mod …;` without #[path]: mounted, it looks in the wrong folder"));
        }
    }
    complaints
}

fn has_child_without_path(code: &str) -> bool {
    let mut path_before = false;
    for line in code.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let module = line
            .trim_start_matches("pub ")
            .trim_start_matches("pub(crate) ")
            .trim_start_matches("pub(super) ");
        if module.starts_with("mod ") && module.ends_with(';') && !path_before {
            return true;
        }
        path_before = line.starts_with("#[path") || (path_before && line.starts_with("#["));
    }
    false
}

fn without_comments(code: &str) -> String {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    code.lines().filter(is_code).collect::<Vec<_>>().join("\n")
}

pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric() && character != '_')
}

fn missing(lesson: &Lesson, file: &str) -> Option<String> {
    (!lesson.folder.join(file).is_file()).then(|| format!("{file} is missing"))
}

/// The text of a file of the lesson; nothing, if it is missing, of which another rule complains.
fn text(lesson: &Lesson, file: &str) -> String {
    let path = lesson.folder.join(file);
    if path.is_file() { read(&path) } else { String::new() }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .map_or_else(|_| Vec::new(), |entries| entries.map(|entry| entry.expect("an entry").path()).collect())
}

pub(super) fn stems(folder: &Path, extension: &str) -> Vec<String> {
    let files =
        entries(folder).into_iter().filter(|path| path.extension().is_some_and(|found| found == extension));
    files.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect()
}
