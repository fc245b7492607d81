//! `cargo new-lesson`: what it writes is a whole lesson, and nothing in it still has the template's name.
//!
//! That the lesson compiles, draws, passes its tests and its exercise is known from the template, which is a member of
//! the workspace and tested as such; what a copy adds is other names. So the copy is looked at here and not compiled:
//! in another folder every crate of the workspace would have to be, once more. `.ci/run` does that.

use std::fs;
use std::path::Path;
use std::process::Command;

use new_lesson::{About, Error, Name, begin};
use tempfile::TempDir;
use whole::repository::{Lesson, Repository, read, slashed};
use whole::rules;

const ABOUT: &str = "Many may read at once, or one may write";

/// A copy of everything but what is built.
fn copy() -> (TempDir, Repository) {
    let folder = tempfile::tempdir().expect("a folder for a copy");
    let here = Repository::here();
    for path in here.files() {
        let copy = folder.path().join(&path);
        fs::create_dir_all(copy.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::copy(here.root().join(&path), copy).expect("a file can be copied");
    }
    let repository = Repository::at(folder.path());
    (folder, repository)
}

fn begin_one(repository: &Repository, name: &str) -> Result<Lesson, Error> {
    let name: Name = name.parse()?;
    let about: About = ABOUT.parse()?;
    begin(repository.root(), repository.template().root(), &name, &about)?;
    let mut lessons = repository.lessons().into_iter();
    Ok(lessons.find(|lesson| lesson.name == name.as_str()).expect("it was begun"))
}

#[test]
fn a_lesson_that_is_begun_is_whole_and_has_its_own_name_everywhere() {
    let (_folder, repository) = copy();
    // The name has a hyphen, so that the two ways to write it differ.
    let lesson = begin_one(&repository, "rw-lock").expect("the name is free");
    assert_eq!(rules::complaints_of(&lesson), [""; 0]);
    let complaints: Vec<String> = rules::OF_REPOSITORY.iter().flat_map(|rule| rule(&repository)).collect();
    assert_eq!(complaints, [""; 0]);

    let mut texts = Repository::at(&lesson.folder).texts();
    texts.push(("chapter".into(), read(&lesson.chapters.join("rw-lock.md"))));
    for (path, text) in &texts {
        for left in ["lesson-template", "lesson_template", "Lesson template", "One line that says"] {
            assert!(!text.contains(left) && !slashed(path).contains(left), "{} has {left}", path.display());
        }
    }
    assert!(read(&lesson.folder.join("src/main.rs")).contains("stage::main(&rw_lock::LESSON)"));
    assert!(read(&lesson.folder.join("Cargo.toml")).contains(ABOUT));
    let line = "\n- [Rw lock](rw-lock.md)\n- [All of them beside each other](comparison.md)\n";
    assert!(repository.read("book/src/SUMMARY.md").contains(line));
    let row = format!("| [`rw-lock`](lessons/rw-lock) | {ABOUT} |\n<!-- end of lessons -->");
    assert!(repository.read("README.md").contains(&row));

    // Cargo finds it. The package and its program have one name; the library has the other.
    let found = cargo(repository.root(), &["metadata", "--no-deps", "--offline", "--format-version", "1"]);
    assert!(found.contains("\"rw-lock\"") && found.contains("\"rw_lock\""));
}

#[test]
fn what_is_there_is_not_overwritten() {
    let (_folder, repository) = copy();
    let before = repository.texts();
    let lesson = repository.lessons().remove(0).name;
    // `parking` is a crate that nobody here has asked for, and which is compiled all the same; `judge` is a program.
    let taken =
        ["stage", "loom", "whole", "lesson-template", "answers", "compare", "mutants", "parking", "judge"];
    for name in [&[&*lesson], &taken[..]].concat() {
        let error = begin_one(&repository, name).expect_err("the name is taken");
        assert!(matches!(error, Error::Taken { .. }), "{name}: {error}");
    }
    fs::write(repository.root().join("book/src/latch.md"), "mine").expect("a file can be written");
    begin_one(&repository, "latch").expect_err("there is a chapter");
    fs::remove_file(repository.root().join("book/src/latch.md")).expect("it is there");
    assert!(repository.texts() == before, "nothing was written");
}

fn cargo(folder: &Path, arguments: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo).args(arguments).current_dir(folder).output().expect("cargo can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("cargo prints UTF-8")
}
