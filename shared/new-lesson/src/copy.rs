//! What is written.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{About, Error, Name};

/// The template's names, which are replaced wherever they stand, in files and in names of files.
const NAME: &str = "lesson-template";
const IDENTIFIER: &str = "lesson_template";
const TITLE: &str = "Lesson template";
const ABOUT: &str = "One line that says what it teaches";

/// The line of the README before which a lesson is entered.
const END_OF_TABLE: &str = "<!-- end of lessons -->";

/// The chapter of the book before which a lesson's is entered.
const AFTER_LESSONS: &str = "- [All of them beside each other](comparison.md)";

/// What lies already where the lesson's program would be built: the one program that is not called as its package is,
/// and the folders that cargo keeps there.
const PROGRAMS: [&str; 5] = ["judge", "build", "deps", "examples", "incremental"];

/// Begins a lesson in the repository at `root`, and returns what was written or changed, as paths from there.
///
/// # Errors
/// If there is something of that name, or a file cannot be read or written. What could be known before is known
/// before anything is written.
pub fn begin(root: &Path, template: &Path, name: &Name, about: &About) -> Result<Vec<PathBuf>, Error> {
    refuse_taken(root, name)?;
    let readme = with_table_row(&read(&root.join("README.md"))?, name, about)?;
    let summary = with_chapter(&read(&root.join("book/src/SUMMARY.md"))?, name)?;

    let mut written = Vec::new();
    for path in files(template)? {
        if path == Path::new("book/src/SUMMARY.md") {
            continue;
        }
        let text = renamed(&read(&template.join(&path))?, name, about);
        let path = PathBuf::from(renamed(&path.to_string_lossy(), name, about));
        write(&root.join(&path), &text)?;
        written.push(path);
    }
    for (path, text) in [("README.md", readme), ("book/src/SUMMARY.md", summary)] {
        write(&root.join(path), &text)?;
        written.push(PathBuf::from(path));
    }
    Ok(written)
}

fn refuse_taken(root: &Path, name: &Name) -> Result<(), Error> {
    let taken = |what| Err(Error::Taken { what, name: name.to_string() });
    if root.join("lessons").join(name.as_str()).exists() {
        return taken("lesson");
    }
    if root.join("book/src").join(format!("{name}.md")).exists() {
        return taken("chapter");
    }
    // Cargo's lock file has every package there is, those included that nobody here has asked for by name: `-p` and
    // such a name would mean two.
    let line = format!("name = \"{name}\"");
    if read(&root.join("Cargo.lock"))?.lines().any(|other| other == line) {
        return taken("package");
    }
    if PROGRAMS.contains(&name.as_str()) {
        return taken("program or folder of cargo's");
    }
    Ok(())
}

fn renamed(text: &str, name: &Name, about: &About) -> String {
    text.replace(NAME, name.as_str())
        .replace(IDENTIFIER, &name.identifier())
        .replace(TITLE, &name.title())
        .replace(ABOUT, about.as_str())
}

fn with_table_row(readme: &str, name: &Name, about: &About) -> Result<String, Error> {
    with_line_before(
        readme,
        "README.md",
        END_OF_TABLE,
        &format!("| [`{name}`](lessons/{name}) | {} |", about.as_str()),
    )
}

/// The summary with the chapter as the last one of a lesson: its author knows where among them it belongs.
fn with_chapter(summary: &str, name: &Name) -> Result<String, Error> {
    with_line_before(
        summary,
        "book/src/SUMMARY.md",
        AFTER_LESSONS,
        &format!("- [{}]({name}.md)", name.title()),
    )
}

fn with_line_before(text: &str, file: &'static str, line: &'static str, new: &str) -> Result<String, Error> {
    let place = text.find(line).ok_or(Error::NoPlace { file, line })?;
    let (before, after) = text.split_at(place);
    Ok(format!("{before}{new}\n{after}"))
}

/// Every file below a folder, as paths from there, in order.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inner) = folders.pop() {
        let path = folder.join(&inner);
        let fail = |error| Error::File { path: path.clone(), error };
        for entry in fs::read_dir(&path).map_err(fail)? {
            let entry = entry.map_err(fail)?;
            let path = inner.join(entry.file_name());
            if entry.file_type().map_err(fail)?.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|error| Error::File { path: path.to_owned(), error })
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(path, text));
    written.map_err(|error| Error::File { path: path.to_owned(), error })
}
