//! Finds the exercises that lessons bring along, and generates the tests that hold the lessons to them: a new lesson
//! is a new folder, and nothing has to be told of it.
//!
//! Nothing that is wrong with a lesson breaks the build: it becomes a test that fails and says what is wrong.
//!
//! # Layout
//!
//! 1. `exercises.rs`: every answer of every exercise as a module, and a test for each;
//! 2. `lessons.rs`: which lessons there are, and what of them is looked at;
//! 3. `rust.rs`: how names and texts are written in Rust.

#[allow(dead_code, reason = "mounted: what only the runner of exercises needs is in it too")]
#[path = "../../shared/learn/src/course.rs"]
mod course;
mod exercises;
mod lessons;
mod rust;

use std::path::PathBuf;
use std::{env, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the package is"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where to write"));
    let workspace = here.parent().expect("the package is a folder of the workspace");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=../shared/learn/src/course.rs");
    lessons::found(workspace, &["exercises"])?;
    exercises::generate(&lessons::folders(workspace), &out)
}
