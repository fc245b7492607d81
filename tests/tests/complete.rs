//! Every lesson is whole, and no file has what none may have. Each rule is also shown to find what it is for: in a copy
//! of the template in which just that is broken.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use whole::repository::{Lesson, Repository};
use whole::rules;

#[test]
fn every_lesson_is_whole() {
    let lessons = Repository::here().lessons_and_template();
    let complaints: Vec<String> = lessons.iter().flat_map(rules::complaints_of).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn every_lesson_is_finished() {
    let left: Vec<String> =
        Repository::here().lessons().iter().flat_map(rules::what_is_left_to_write).collect();
    assert!(left.is_empty(), "there is something left to write:\n{}", left.join("\n"));
}

#[test]
fn what_is_left_to_write_is_found() {
    let sandbox = Sandbox::new();
    let python = "../../book/src/from-python.md";
    sandbox.write(python, "## `another`\n");
    let left = || rules::what_is_left_to_write(&sandbox.lesson());
    let is_left = |part: &str| left().iter().any(|sentence| sentence.contains(part));
    assert!(is_left("src/lib.rs:3: //! Here stands the concept"), "{:#?}", left());
    assert!(is_left("book/src/lesson-template.md:"), "{:#?}", left());
    assert!(is_left("book/src/from-python.md has no section ## `lesson-template`"), "{:#?}", left());

    sandbox.write(python, "## `lesson-template`\n");
    for (path, text) in Repository::at(sandbox.root()).texts() {
        let written = text.replace("Here stands", "This is");
        fs::write(sandbox.root().join(path), written).expect("a copy can be written");
    }
    assert_eq!(left(), [""; 0]);
}

#[test]
fn no_file_has_what_none_may_have() {
    let repository = Repository::here();
    let complaints: Vec<String> = rules::OF_REPOSITORY.iter().flat_map(|rule| rule(&repository)).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn each_rule_for_lessons_can_be_broken() {
    type Break = fn(&Sandbox);
    let breaks: [(Break, &str); 32] = [
        (|sandbox| sandbox.remove("src/draw.rs"), "src/draw.rs is missing"),
        (|sandbox| sandbox.remove("tests/promises.rs"), "tests/promises.rs is missing"),
        (
            |sandbox| sandbox.replace("tests/promises.rs", "use watchdog as _;", ""),
            "tests/promises.rs has no line `use watchdog as _;`",
        ),
        (
            |sandbox| sandbox.write("tests/lesson_template.rs", ""),
            "tests/lesson_template.rs would be run before the proofs",
        ),
        (|sandbox| sandbox.remove("tests/snapshots/program.snap"), "tests/snapshots/program.snap is missing"),
        (|sandbox| sandbox.replace("src/lib.rs", "# Layout", "# Files"), "does not say under `# Layout`"),
        (
            |sandbox| sandbox.replace("src/lib.rs", "pub const LESSON", "const LESSON"),
            "has no `pub const LESSON",
        ),
        (
            |sandbox| sandbox.replace("Cargo.toml", "name = \"lesson-", "name = \"other-"),
            "not called as its folder",
        ),
        (
            |sandbox| sandbox.replace("Cargo.toml", "[package.metadata.lesson]", "[package.metadata.other]"),
            "no [package.metadata.lesson]",
        ),
        (
            |sandbox| sandbox.replace("Cargo.toml", "\"src/by_hand.rs\"", "\"src/gate.rs\""),
            "by-hand is declared as src/gate.rs, which is not there",
        ),
        (
            |sandbox| {
                sandbox.replace(
                    "Cargo.toml",
                    "by-hand = \"src/by_hand.rs\"",
                    "by-hand.none = \"There is none here.\"",
                );
            },
            "by-hand is declared as none, but src/by_hand.rs is there",
        ),
        (
            |sandbox| sandbox.replace("Cargo.toml", "exercises = \"exercises\"", "exercises.none = \"No.\""),
            "exercises.none needs a sentence of why",
        ),
        (|sandbox| sandbox.remove("tests/loom.rs"), "tests/loom.rs is missing"),
        (|sandbox| sandbox.remove("examples/play.rs"), "examples/play.rs is missing"),
        (|sandbox| sandbox.remove("models/mutants.toml"), "models/mutants.toml is missing"),
        (
            |sandbox| sandbox.write("models/new_one.rs", ""),
            "models/mod.rs does not name the scenario new_one",
        ),
        (
            |sandbox| sandbox.replace("tests/loom.rs", "proving as sync", "sync"),
            "tests/loom.rs proves no scenario",
        ),
        (|sandbox| sandbox.remove_exercise_file("checks.rs"), "checks.rs is missing"),
        (|sandbox| sandbox.remove_wrong_answer(), "answers, not 3 or more"),
        (|sandbox| sandbox.write_hints("## 1\nOne.\n"), "has no second hint"),
        (|sandbox| sandbox.remove("../../book/src/lesson-template.md"), "there is no chapter"),
        (|sandbox| sandbox.write("../../book/src/SUMMARY.md", "# Summary\n"), "SUMMARY.md does not list"),
        (
            |sandbox| {
                let line = "- [Lesson template](lesson-template.md)";
                let late = format!("- [All of them](comparison.md)\n{line}");
                sandbox.replace("../../book/src/SUMMARY.md", line, &late);
            },
            "SUMMARY.md lists lesson-template.md after the lessons",
        ),
        (
            |sandbox| sandbox.replace("models/mutants.toml", "name = \"no-wait\"", "name = \"never-waits\""),
            "the chapter shows the mutant `no-wait` of lesson-template, which is not there",
        ),
        (
            |sandbox| {
                let chapter = "../../book/src/lesson-template.md";
                sandbox.replace(chapter, "`everybody_is_woken`", "`everyone_is_woken`");
            },
            "that `everyone_is_woken` is a scenario or a mutant, and none is called so",
        ),
        (
            |sandbox| {
                let chapter = "../../book/src/lesson-template.md";
                sandbox.replace(chapter, "`lessons/lesson-template/src/lib.rs`", "`tests/gate.rs`");
            },
            "the chapter names `tests/gate.rs`, which is not there",
        ),
        (
            |sandbox| sandbox.replace("Cargo.toml", "what it teaches\"", "what it teaches.\""),
            "its description ends with a full stop",
        ),
        (
            |sandbox| sandbox.write("../../book/src/lesson-template.md", "cargo run -p lesson-template"),
            "shows nothing of the lesson's source",
        ),
        (
            |sandbox| sandbox.replace("src/by_hand.rs", "use crate::sync::", "use std::sync::"),
            "src/by_hand.rs has `std::sync`",
        ),
        (|sandbox| sandbox.append("src/by_hand.rs", "pub mod parts;\n"), "has `mod …;` without #[path]"),
        (
            |sandbox| sandbox.append("models/mod.rs", "use std::time::Instant;\n"),
            "models/mod.rs has `Instant`",
        ),
        (
            |sandbox| sandbox.append("src/by_hand.rs", "impl Gate { pub const fn new() {} }\n"),
            "src/by_hand.rs has `const fn new`",
        ),
    ];
    for (break_it, expected) in breaks {
        let sandbox = Sandbox::new();
        assert_eq!(rules::complaints_of(&sandbox.lesson()), [""; 0], "before anything is broken");
        break_it(&sandbox);
        let complaints = rules::complaints_of(&sandbox.lesson());
        let found = complaints.iter().any(|complaint| complaint.contains(expected));
        assert!(found, "nobody complains {expected:?}; but {complaints:#?}");
    }
}

#[test]
fn each_word_that_a_mounted_file_may_not_have_is_found_in_code_and_not_in_comments() {
    let sandbox = Sandbox::new();
    for (word, why) in rules::FORBIDDEN {
        sandbox.write("models/mod.rs", &format!("// It is not {word}here.\n"));
        assert_eq!(rules::mounted_files(&sandbox.lesson()), [""; 0], "{word} in a comment");
        sandbox.append("models/mod.rs", &format!("    {word}HERE\n"));
        let expected = format!("models/mod.rs has `{}`: {why}", word.trim_end());
        let complaints = rules::mounted_files(&sandbox.lesson());
        assert!(complaints.contains(&expected), "nobody complains {expected:?}; but {complaints:#?}");
    }
}

#[test]
fn each_rule_for_the_repository_can_be_broken() {
    type Break = fn(&Sandbox);
    let breaks: [(Break, &str); 11] = [
        (
            |sandbox| {
                sandbox.write(
                    "../../shared/x/src/lib.rs",
                    "const FOLDER: &str = \"lessons/lesson-template/src\";\n",
                )
            },
            "shared/x/src/lib.rs names the lesson lesson-template",
        ),
        (
            |sandbox| {
                sandbox.replace(
                    "../../shared/x/Cargo.toml",
                    "[dev-dep",
                    "[dependencies]\nlesson-template.workspace = true\n[dev-dep",
                )
            },
            "depends on the lesson lesson-template",
        ),
        (
            |sandbox| sandbox.append("src/lib.rs", &format!("// see /{}/me/notes\n", "home")),
            concat!("src/lib.rs names /ho", "me/"),
        ),
        (
            |sandbox| {
                let root = sandbox.root().to_string_lossy().into_owned();
                sandbox.append("src/lib.rs", &format!("// see {root}/notes\n"));
            },
            "src/lib.rs names ",
        ),
        (
            |sandbox| sandbox.replace("../../Cargo.toml", "# Says why.\n", "\n"),
            "Cargo.toml does not say what x is for",
        ),
        (
            |sandbox| sandbox.replace("Cargo.toml", "[lints]", "[not-lints]"),
            "does not have `[lints] workspace = true`",
        ),
        (
            |sandbox| {
                sandbox.replace("../../shared/x/Cargo.toml", "tempfile.workspace = true", "tempfile = \"3\"")
            },
            "tempfile is not taken from the workspace's manifest",
        ),
        (
            |sandbox| sandbox.write("../../shared/x/src/lib.rs", "//! Not `tempfiles`.\n"),
            "shared/x/Cargo.toml: nothing in the package uses tempfile",
        ),
        (
            |sandbox| {
                let list = "default-members = [\"lessons/*\", \"shared/x\"]";
                sandbox.replace("../../Cargo.toml", list, "default-members = [\"lessons/*\"]")
            },
            "`cargo test` leaves shared/x out",
        ),
        (
            |sandbox| sandbox.append("tests/loom.rs", concat!("#[", "ignore]\nfn later() {}\n")),
            concat!("tests/loom.rs has #[", "ignore"),
        ),
        (
            |sandbox| sandbox.append("src/lib.rs", concat!("// TO", "DO: the rest\n")),
            concat!("src/lib.rs has TO", "DO"),
        ),
    ];
    for (break_it, expected) in breaks {
        let sandbox = Sandbox::new();
        let complaints =
            || rules::OF_REPOSITORY.iter().flat_map(|rule| rule(&sandbox.repository())).collect::<Vec<_>>();
        assert_eq!(complaints(), [""; 0], "before anything is broken");
        break_it(&sandbox);
        let complaints = complaints();
        let found = complaints.iter().any(|complaint| complaint.contains(expected));
        assert!(found, "nobody complains {expected:?}; but {complaints:#?}");
    }
}

/// A copy of the template's small repository, with the beginnings of a workspace around it. Paths are from the lesson's
/// folder.
struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    fn new() -> Sandbox {
        let sandbox = Sandbox { folder: tempfile::tempdir().expect("a folder for a copy") };
        let template = Repository::here().template();
        for path in template.files() {
            let copy = sandbox.root().join(&path);
            fs::create_dir_all(copy.parent().expect("a file is in a folder")).expect("a folder can be made");
            fs::copy(template.root().join(&path), copy).expect("a file can be copied");
        }
        sandbox.write(
            "../../Cargo.toml",
            "[workspace]\nmembers = [\"lessons/*\", \"shared/x\", \"book\"]\n\
             default-members = [\"lessons/*\", \"shared/x\"]\n\
             [workspace.dependencies]\n# Says why.\nx = \"1\"\ny = \"1\"\n\n[profile]\n",
        );
        sandbox.write("../../shared/x/src/lib.rs", "use tempfile as _;\n");
        sandbox.write(
            "../../shared/x/Cargo.toml",
            "[package]\nname = \"x\"\n[lints]\nworkspace = true\n[dev-dependencies]\ntempfile.workspace = true\n",
        );
        sandbox
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn repository(&self) -> Repository {
        Repository::at(self.root())
    }

    fn lesson(&self) -> Lesson {
        self.repository().lessons().remove(0)
    }

    fn path(&self, file: &str) -> PathBuf {
        self.lesson().folder.join(file)
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a copy can be written");
    }

    fn append(&self, file: &str, text: &str) {
        let before = fs::read_to_string(self.path(file)).expect("the file is there");
        self.write(file, &(before + text));
    }

    fn replace(&self, file: &str, from: &str, to: &str) {
        let before = fs::read_to_string(self.path(file)).expect("the file is there");
        assert!(before.contains(from), "{file} has no {from:?} to break");
        self.write(file, &before.replace(from, to));
    }

    fn remove(&self, file: &str) {
        fs::remove_file(self.path(file)).expect("the file is there");
    }

    fn exercise(&self) -> PathBuf {
        let mut entries = fs::read_dir(self.path("exercises")).expect("the template has exercises");
        entries.next().expect("the template has an exercise").expect("an entry").path()
    }

    fn remove_exercise_file(&self, file: &str) {
        fs::remove_file(self.exercise().join(file)).expect("the file is there");
    }

    fn remove_wrong_answer(&self) {
        for entry in fs::read_dir(self.exercise().join("wrong")).expect("there are wrong answers").skip(2) {
            fs::remove_file(entry.expect("an entry").path()).expect("the file is there");
        }
    }

    fn write_hints(&self, text: &str) {
        fs::write(self.exercise().join("hints.md"), text).expect("a copy can be written");
    }
}
