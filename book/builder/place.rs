//! Where the book, the repository and the result are.

use std::path::{Component, Path, PathBuf};

/// The folders that a build reads.
#[derive(Clone, Debug)]
pub struct Place {
    /// The root of the checkout, in which links and listings find their files and programs are run.
    pub repository: PathBuf,
    /// The folder with `book.toml`.
    pub book: PathBuf,
}

impl Place {
    /// The book of this checkout, whatever the current directory is.
    #[must_use]
    pub fn here() -> Place {
        // Cargo says at run time which package it runs. That is the safer source: checkouts that share a target
        // directory share this program, and with it the path that it was compiled in.
        let running = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let book = running.filter(|folder| folder.join("book.toml").is_file());
        let book = book.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
        let repository = book.parent().expect("the book is a folder of the repository").to_owned();
        Place { repository, book }
    }

    /// A book somewhere else, as the tests have it.
    ///
    /// # Errors
    /// If the folder does not exist or has no parent.
    pub fn of_book(book: &Path) -> anyhow::Result<Place> {
        use anyhow::Context as _;
        let book = book.canonicalize().with_context(|| format!("no folder {}", book.display()))?;
        let repository = book.parent().context("the book needs a folder around it")?.to_owned();
        Ok(Place { repository, book })
    }

    /// The folder of the chapters.
    #[must_use]
    pub fn src(&self) -> PathBuf {
        self.book.join("src")
    }

    /// `path` as it is written in messages: from the root of the checkout, with forward slashes.
    #[must_use]
    pub fn shown(&self, path: &Path) -> String {
        slashed(path.strip_prefix(&self.repository).unwrap_or(path))
    }
}

/// `path` with `.` and `..` worked out, without asking the disk; `None` if it climbs above its own start.
#[must_use]
pub fn normal(path: &Path) -> Option<PathBuf> {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if !matches!(out.components().next_back(), Some(Component::Normal(_))) {
                    return None;
                }
                out.pop();
            }
            other => out.push(other),
        }
    }
    Some(out)
}

/// `path` with forward slashes on every system, as an address needs it.
#[must_use]
pub fn slashed(path: &Path) -> String {
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
        .replace("//", "/")
}

/// What leads from a page back to the folder that all pages are in: `""`, `"../"`, `"../../"`, …
#[must_use]
pub fn to_root(page: &Path) -> String {
    "../".repeat(page.components().count().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_climbs_above_its_start_has_no_normal_form() {
        assert_eq!(normal(Path::new("a/./b/../c")), Some(PathBuf::from("a/c")));
        assert_eq!(normal(Path::new("a/../../c")), None);
        assert_eq!(normal(Path::new("/a/../..")), None);
    }

    #[test]
    fn a_page_knows_its_way_to_the_root() {
        assert_eq!(to_root(Path::new("barrier.md")), "");
        assert_eq!(to_root(Path::new("part/barrier.md")), "../");
    }
}
