//! Generates the mutants that `models/mutants.toml` of the lessons list, and a test for each lesson: a new one is a
//! new folder, and nothing has to be told of it.
//!
//! Nothing that is wrong with a list breaks the build: it becomes a test that fails and says what is wrong.
//!
//! # Layout
//!
//! 1. `plant.rs`: every mutant as a changed copy of its primitive, and a test for each lesson;
//! 2. `lessons.rs`: which lessons there are, and what of them is looked at;
//! 3. `rust.rs`: how names and texts are written in Rust.

#[allow(dead_code, reason = "mounted: what only the runner of exercises needs is in it too")]
#[path = "../../../shared/learn/src/course.rs"]
mod course;
#[allow(dead_code, reason = "mounted: what only the exercises need is in it too")]
#[path = "../../build/lessons.rs"]
mod lessons;
mod plant;
#[path = "../../build/rust.rs"]
mod rust;

use std::path::{Path, PathBuf};
use std::{env, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the package is"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where to write"));
    let workspace = here.ancestors().nth(2).expect("the package is a folder of a folder of the workspace");
    for path in ["build", "../build", "../../shared/learn/src/course.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    plant::generate(&wanted(workspace)?, &out)
}

/// The mutants of all lessons take a while to compile. While one works on those of one lesson, this is its name.
const ONLY: &str = "ONLY_LESSON";

/// The lessons whose mutants are compiled: all of them, as a rule.
fn wanted(workspace: &Path) -> io::Result<Vec<PathBuf>> {
    let mut lessons = lessons::found(workspace, &["models", "src"])?;
    println!("cargo::rerun-if-env-changed={ONLY}");
    if let Ok(only) = env::var(ONLY) {
        println!("cargo::warning={ONLY} is set: there are no mutants but those of {only}");
        lessons.retain(|lesson| course::name_of(lesson) == only);
    }
    Ok(lessons)
}
