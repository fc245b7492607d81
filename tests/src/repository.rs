//! The checkout: its folders, its lessons, and its files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Table;

/// Folders that hold nothing of the repository's own.
const NOT_OURS: [&str; 5] = ["target", ".git", "vendor", "book/html", "shared/learn/answers/src/bin"];

/// A checkout, or a copy of one.
#[derive(Clone, Debug)]
pub struct Repository {
    root: PathBuf,
}

impl Repository {
    /// The checkout that these tests belong to.
    ///
    /// # Panics
    /// If the folder of this crate is gone.
    #[must_use]
    pub fn here() -> Repository {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .expect("this crate is in a folder of the repository");
        Repository::at(root)
    }

    /// The one in this folder.
    pub fn at(root: impl Into<PathBuf>) -> Repository {
        Repository { root: root.into() }
    }

    /// Its root.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The text of a file, by its path from the root.
    ///
    /// # Panics
    /// If it cannot be read.
    #[must_use]
    pub fn read(&self, path: &str) -> String {
        read(&self.root.join(path))
    }

    /// Every folder of `lessons/`, by name.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn lessons(&self) -> Vec<Lesson> {
        let entries = fs::read_dir(self.root.join("lessons")).expect("a repository has lessons");
        let mut folders: Vec<PathBuf> =
            entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect();
        folders.sort();
        assert!(!folders.is_empty(), "no lesson in {}", self.root.display());
        folders.into_iter().map(|folder| Lesson::of(self, folder)).collect()
    }

    /// The lessons, and the template of one.
    #[must_use]
    pub fn lessons_and_template(&self) -> Vec<Lesson> {
        let mut lessons = self.lessons();
        lessons.extend(self.template().lessons());
        lessons
    }

    /// Of the lessons and the template those that draw on this system.
    #[must_use]
    pub fn drawing_here(&self) -> Vec<Lesson> {
        self.lessons_and_template().into_iter().filter(Lesson::draws_here).collect()
    }

    /// What `cargo new-lesson` copies: a small repository, with one lesson and its chapter.
    #[must_use]
    pub fn template(&self) -> Repository {
        Repository::at(self.root.join("shared/new-lesson/template"))
    }

    /// The manifests of all packages and of the workspace, as paths from the root.
    #[must_use]
    pub fn manifests(&self) -> Vec<PathBuf> {
        self.files().into_iter().filter(|path| path.ends_with("Cargo.toml")).collect()
    }

    /// The files that a package's program is made from, as paths from the root: the sources and manifests of the
    /// package and of all packages of the repository that it depends on, and what they have in common.
    ///
    /// # Panics
    /// If a manifest is none.
    #[must_use]
    pub fn sources_of(&self, package: &str) -> Vec<PathBuf> {
        let packages: BTreeMap<String, (PathBuf, Table)> = self
            .manifests()
            .into_iter()
            .filter_map(|path| {
                let manifest: Table =
                    self.read(&slashed(&path)).parse().expect("cargo has read this manifest");
                let name = manifest.get("package")?.get("name")?.as_str()?.to_owned();
                Some((name, (path.parent()?.to_owned(), manifest)))
            })
            .collect();
        let files = self.files();
        let mut sources = vec![PathBuf::from("Cargo.toml"), PathBuf::from("Cargo.lock")];
        let (mut wanted, mut seen) = (vec![package.to_owned()], BTreeSet::new());
        while let Some(name) = wanted.pop() {
            let Some((folder, manifest)) = packages.get(&name).filter(|_| seen.insert(name)) else {
                continue;
            };
            let (own, manifest_file) = (folder.join("src"), folder.join("Cargo.toml"));
            sources.extend(
                files.iter().filter(|file| file.starts_with(&own) || **file == manifest_file).cloned(),
            );
            let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
            wanted.extend(dependencies.into_iter().flat_map(Table::keys).cloned());
        }
        sources
    }

    /// Every file that could be committed, as a path from the root, in order.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        self.walk(Path::new(""), &mut files);
        files.sort();
        files
    }

    /// Every file below a folder that is text, with its text.
    #[must_use]
    pub fn texts(&self) -> Vec<(PathBuf, String)> {
        self.files()
            .into_iter()
            .filter_map(|path| {
                let bytes = fs::read(self.root.join(&path)).ok()?;
                Some((path, String::from_utf8(bytes).ok()?))
            })
            .collect()
    }

    fn walk(&self, folder: &Path, files: &mut Vec<PathBuf>) {
        let entries = fs::read_dir(self.root.join(folder)).expect("a folder that can be read");
        for entry in entries {
            let entry = entry.expect("an entry");
            let path = folder.join(entry.file_name());
            if NOT_OURS.iter().any(|other| path == Path::new(other)) {
                continue;
            }
            if entry.file_type().expect("a kind").is_dir() {
                self.walk(&path, files);
            } else {
                files.push(path);
            }
        }
    }
}

/// The text of a file.
///
/// # Panics
/// If it cannot be read.
#[must_use]
pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A path as it is written everywhere: with forward slashes.
#[must_use]
pub fn slashed(path: &Path) -> String {
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// A lesson: a folder.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// The name of the folder, of the package and of the program.
    pub name: String,
    /// Where it is.
    pub folder: PathBuf,
    /// The folder of the book's chapters, of which one is its own.
    pub chapters: PathBuf,
}

impl Lesson {
    fn of(repository: &Repository, folder: PathBuf) -> Lesson {
        let name = folder.file_name().expect("a folder has a name").to_string_lossy().into_owned();
        Lesson { name, folder, chapters: repository.root.join("book/src") }
    }

    /// The name as it is written in Rust.
    #[must_use]
    pub fn identifier(&self) -> String {
        self.name.replace('-', "_")
    }

    /// What its manifest declares.
    ///
    /// # Errors
    /// What is wrong with the declaration, as a sentence.
    pub fn declaration(&self) -> Result<Declaration, String> {
        let manifest: Manifest =
            toml::from_str(&read(&self.folder.join("Cargo.toml"))).map_err(|error| error.to_string())?;
        let lesson = manifest.package.metadata.and_then(|metadata| metadata.lesson);
        lesson.ok_or_else(|| "Cargo.toml has no [package.metadata.lesson]".to_owned())
    }

    /// Whether it draws on this system. One that does not say what it needs does.
    #[must_use]
    pub fn draws_here(&self) -> bool {
        cfg!(unix) || self.declaration().is_ok_and(|declaration| declaration.needs == Needs::Nothing)
    }

    /// The files that are mounted in several worlds, each from the lesson's folder: the primitive and its parts,
    /// and the scenarios.
    ///
    /// # Panics
    /// If a folder cannot be read.
    #[must_use]
    pub fn mounted(&self) -> Vec<PathBuf> {
        let files = Repository::at(&self.folder).files();
        let is_mounted = |path: &PathBuf| {
            let path = slashed(path);
            path.ends_with(".rs")
                && (path == "src/by_hand.rs"
                    || path.starts_with("src/by_hand/")
                    || path.starts_with("models/"))
        };
        files.into_iter().filter(is_mounted).collect()
    }
}

#[derive(Deserialize)]
struct Manifest {
    package: Package,
}

#[derive(Deserialize)]
struct Package {
    metadata: Option<Metadata>,
}

#[derive(Deserialize)]
struct Metadata {
    lesson: Option<Declaration>,
}

/// `[package.metadata.lesson]`: which of the parts that not every lesson needs this one has.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Declaration {
    /// The primitive made by hand.
    pub by_hand: Part,
    /// The scenarios that are run under every schedule.
    pub models: Part,
    /// The exercises.
    pub exercises: Part,
    /// On which systems it draws; everywhere if it does not say.
    #[serde(default)]
    pub needs: Needs,
}

/// `needs = "unix"`: on which systems a lesson draws. Elsewhere it compiles, and its program says why it does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Needs {
    /// On all of them.
    #[default]
    Nothing,
    /// On Unix.
    Unix,
}

/// A part of a lesson: a path from the lesson's folder, or the reason why there is none.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Part {
    /// `by-hand = "src/by_hand.rs"`
    Here(PathBuf),
    /// `by-hand.none = "Why not, in a sentence."`
    Missing {
        /// The sentence.
        none: String,
    },
}
