//! Where the lessons are, what of them a build script looks at, and how it writes what it makes of them.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::course;

/// The folders of lessons. What is copied to begin a lesson is held to what lessons are held to.
pub fn folders(workspace: &Path) -> [PathBuf; 2] {
    [workspace.join("lessons"), workspace.join("shared/new-lesson/template/lessons")]
}

/// The lessons in these folders. The script runs again when something changes in the `parts` of one of them, not at
/// every change of a lesson, and when one is added.
pub fn found(workspace: &Path, parts: &[&str]) -> io::Result<Vec<PathBuf>> {
    // A lesson that is added is a package that is added.
    println!("cargo::rerun-if-changed={}", workspace.join("Cargo.lock").display());
    let lessons: io::Result<Vec<Vec<PathBuf>>> =
        folders(workspace).iter().map(|folder| course::entries(folder)).collect();
    let lessons = lessons?.concat();
    for lesson in &lessons {
        watch(lesson, parts);
    }
    Ok(lessons)
}

fn watch(lesson: &Path, parts: &[&str]) {
    let parts: Vec<PathBuf> = parts.iter().map(|part| lesson.join(part)).collect();
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
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|before| before == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}
