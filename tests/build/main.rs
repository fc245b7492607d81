//! Finds what lessons bring along, exercises and planted mutants, and generates the tests that hold the
//! lessons to it: a new lesson is a new folder, and nothing has to be told of it.
//!
//! Nothing that is wrong with a lesson breaks the build: it becomes a test that fails and says what is wrong.
//!
//! # Layout
//!
//! 1. `exercises.rs`: every answer of every exercise as a module, and a test for each;
//! 2. `mutants.rs`: every mutant as a changed copy of its primitive, and a test for each;
//! 3. `rust.rs`: how names and texts are written in Rust.

#[allow(dead_code, reason = "mounted: what only the runner of exercises needs is in it too")]
#[path = "../../shared/learn/src/course.rs"]
mod course;
mod exercises;
mod mutants;
mod rust;

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the package is"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where to write"));
    let workspace = here.parent().expect("the package is a folder of the workspace");
    // What is copied to begin a lesson is held to what lessons are held to.
    let folders = [workspace.join("lessons"), workspace.join("shared/new-lesson/template/lessons")];

    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=../shared/learn/src/course.rs");
    // A lesson that is added is a package that is added.
    println!("cargo::rerun-if-changed=../Cargo.lock");
    println!("cargo::rerun-if-env-changed={ONLY}");
    let lessons: io::Result<Vec<Vec<PathBuf>>> =
        folders.iter().map(|folder| course::entries(folder)).collect();
    let lessons = lessons?.concat();
    for lesson in &lessons {
        watch(lesson);
    }

    exercises::generate(&folders, &out)?;
    mutants::generate(&wanted(lessons), &out)
}

/// The mutants of all lessons take a while to compile. While one works on those of one lesson, this is its name.
const ONLY: &str = "ONLY_LESSON";

/// The lessons whose mutants are compiled: all of them, as a rule.
fn wanted(mut lessons: Vec<PathBuf>) -> Vec<PathBuf> {
    if let Ok(only) = env::var(ONLY) {
        println!("cargo::warning={ONLY} is set: there are no mutants but those of {only}");
        lessons.retain(|lesson| course::name_of(lesson) == only);
    }
    lessons
}

/// Has the script run again when something changes that it looks at: not at every change of a lesson.
fn watch(lesson: &Path) {
    let parts = ["exercises", "models", "src"].map(|part| lesson.join(part));
    if parts.iter().all(|part| part.exists()) {
        for part in parts {
            println!("cargo::rerun-if-changed={}", part.display());
        }
    } else {
        // Whatever is missing may come.
        println!("cargo::rerun-if-changed={}", lesson.display());
    }
}

/// Writes a file unless it is the same already: what did not change is not compiled again.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|before| before == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}
