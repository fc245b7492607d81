//! The exercises, found by walking `lessons/`: whatever folder has the form of one is one.
//!
//! Only `std` is used here, since the build script that generates the exercises' tests mounts this file.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// An exercise's folder: `lessons/lock/exercises/1-claim-the-next-piece`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Folder {
    /// The lesson: `lock`.
    pub lesson: String,
    /// Its number within the lesson, from 1.
    pub number: u32,
    /// What it is about: `claim-the-next-piece`.
    pub slug: String,
    /// Where it is.
    pub path: PathBuf,
}

impl Folder {
    /// What a learner types: `lock-1`.
    pub fn id(&self) -> String {
        format!("{}-{}", self.lesson, self.number)
    }

    /// The text of one of its files.
    ///
    /// # Errors
    /// If it cannot be read; the error names the file.
    pub fn read(&self, file: &str) -> io::Result<String> {
        let path = self.path.join(file);
        fs::read_to_string(&path).map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", path.display())))
    }

    /// The files of a folder that hold answers (`wrong`, `alternatives`), sorted; none if there is no such
    /// folder.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn answers(&self, folder: &str) -> io::Result<Vec<PathBuf>> {
        let is_rust = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs");
        Ok(entries(&self.path.join(folder))?.into_iter().filter(is_rust).collect())
    }

    /// What `task.md` has as its title.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn title(&self) -> io::Result<String> {
        let task = self.read("task.md")?;
        let title = task.lines().find_map(|line| line.strip_prefix("# "));
        Ok(title.unwrap_or(&self.slug).trim().to_owned())
    }

    /// The hints of `hints.md`, in order, each without its heading.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn hints(&self) -> io::Result<Vec<String>> {
        let mut hints: Vec<String> = Vec::new();
        for line in self.read("hints.md")?.lines() {
            if line == format!("## {}", hints.len() + 1) {
                hints.push(String::new());
            } else if let Some(hint) = hints.last_mut() {
                hint.push_str(line);
                hint.push('\n');
            }
        }
        Ok(hints.into_iter().map(|hint| hint.trim().to_owned()).collect())
    }
}

/// Every exercise below `lessons`, a folder of lessons, in the order of lessons' names and of numbers.
///
/// # Errors
/// If a folder cannot be read, or one of those in `exercises` is not called `<number>-<slug>`.
pub fn exercises(lessons: &Path) -> io::Result<Vec<Folder>> {
    let mut found = Vec::new();
    for lesson in entries(lessons)? {
        for path in entries(&lesson.join("exercises"))?.into_iter().filter(|path| path.is_dir()) {
            let name = name_of(&path);
            let (number, slug) = name
                .split_once('-')
                .and_then(|(number, slug)| Some((number.parse().ok()?, slug.to_owned())))
                .ok_or_else(|| {
                    let message = format!("{}: not called `<number>-<what it is about>`", path.display());
                    io::Error::new(io::ErrorKind::InvalidData, message)
                })?;
            found.push(Folder { lesson: name_of(&lesson), number, slug, path });
        }
    }
    found.sort();
    Ok(found)
}

/// Puts exercises into the order in which the book, whose table of contents is `summary`, has the chapters of
/// their lessons. Those of a lesson that has no chapter come last.
pub fn in_the_order_of(summary: &str, exercises: &mut [Folder]) {
    let chapter = |folder: &Folder| summary.find(&format!("({}.md)", folder.lesson)).unwrap_or(usize::MAX);
    exercises.sort_by_key(|folder| (chapter(folder), folder.clone()));
}

/// What is in a folder, sorted; nothing, if there is no such folder. Names that begin with a dot are left out.
pub fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let read = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(Vec::new()),
        other => other?,
    };
    let mut paths = read.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<PathBuf>>>()?;
    paths.retain(|path| !name_of(path).starts_with('.'));
    paths.sort();
    Ok(paths)
}

/// The last part of a path, as text.
pub fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
