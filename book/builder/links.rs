//! Links to files of the repository, which the book carries along.
//!
//! A chapter links to a source file by its path from the chapter, `[the
//! barrier](../../lessons/barrier/src/by_hand.rs)`, so that the link also works where the chapter is read as Markdown.
//! In the built book the same link leads to a copy of that file: the folder of pages is complete, and can be handed to
//! somebody without the checkout.

use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

use crate::place::{Place, normal};
use crate::problem::Fault;

/// The folder, among the pages, of the files that the book carries along.
pub const CARRIED: &str = "source";

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leads {
    /// To another site, or to an address of another kind such as `mailto:`.
    Away,
    /// To a place in the book: a chapter, an anchor, a file beside the chapters.
    Within,
    /// To a file of the repository, given from its root.
    Repository(PathBuf),
}

/// Where the link `target` on the chapter `page` (a path inside `book/src`) leads.
///
/// # Errors
/// If nothing is there, or if it is a folder, or not in the repository.
pub fn leads(place: &Place, page: &Path, target: &str) -> Result<Leads, Fault> {
    let dead = |why: &str| Fault::DeadLink { target: target.to_owned(), why: why.to_owned() };
    if has_scheme(target) {
        return Ok(Leads::Away);
    }
    let (path, anchor) = target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)));
    if path.is_empty() {
        return Ok(Leads::Within);
    }
    if path.starts_with('/') {
        return Err(dead("links are relative, so that the book can be put anywhere"));
    }
    let path = percent_decode_str(path).decode_utf8_lossy();
    let src = place.src();
    let Some(full) = normal(&src.join(page.parent().unwrap_or(Path::new(""))).join(&*path)) else {
        return Err(dead("it climbs out of the file system"));
    };
    let Ok(inside) = full.strip_prefix(&place.repository) else {
        return Err(dead("it leads out of the repository"));
    };
    if !full.exists() {
        return Err(dead(&format!("there is no file {}", place.shown(&full))));
    }
    if full.starts_with(&src) {
        return Ok(Leads::Within);
    }
    if full.is_dir() {
        return Err(dead("it is a folder; link to a file in it"));
    }
    if anchor.is_some() {
        return Err(dead("a source file has no anchors"));
    }
    Ok(Leads::Repository(inside.to_owned()))
}

/// Where, among the pages, the file at `path` of the repository is put. Text gets the ending `.txt`, which
/// every browser shows; without it most would offer to save a `.rs` file.
#[must_use]
pub fn carried(path: &Path) -> PathBuf {
    let shown = path.extension().and_then(|ending| ending.to_str());
    let as_is = matches!(shown, Some("png" | "svg" | "txt"));
    let mut name = path.as_os_str().to_owned();
    if !as_is {
        name.push(".txt");
    }
    Path::new(CARRIED).join(name)
}

/// Does an address begin with `https:`, `mailto:` and the like, or with `//host`?
#[must_use]
pub fn has_scheme(target: &str) -> bool {
    target.starts_with("//")
        || target.split_once(':').is_some_and(|(scheme, _)| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> (tempfile::TempDir, Place) {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("book/src")).unwrap();
        std::fs::create_dir_all(dir.path().join("lessons/lock")).unwrap();
        std::fs::write(dir.path().join("lessons/lock/lock.rs"), "fn lock() {}").unwrap();
        std::fs::write(dir.path().join("book/src/a.md"), "# a").unwrap();
        let place = Place::of_book(&dir.path().join("book")).unwrap();
        (dir, place)
    }

    #[test]
    fn links_lead_away_within_or_to_a_file_of_the_repository() {
        let (_dir, place) = place();
        let to = |target| leads(&place, Path::new("a.md"), target);
        assert_eq!(to("https://example.org/x#y"), Ok(Leads::Away));
        assert_eq!(to("a.md#b"), Ok(Leads::Within));
        assert_eq!(to("#b"), Ok(Leads::Within));
        let file = PathBuf::from("lessons/lock/lock.rs");
        assert_eq!(to("../../lessons/lock/lock.rs"), Ok(Leads::Repository(file)));
    }

    #[test]
    fn links_to_nothing_to_a_folder_and_out_of_the_repository_are_dead() {
        let (_dir, place) = place();
        let why = |target| leads(&place, Path::new("a.md"), target).unwrap_err().to_string();
        assert!(why("../../lessons/lock/key.rs").contains("no file lessons/lock/key.rs"));
        assert!(why("b.md").contains("no file book/src/b.md"));
        assert!(why("../../lessons/lock").contains("it is a folder"));
        assert!(why("../../../passwd").contains("out of the repository"));
        assert!(why("../../lessons/lock/lock.rs#L3").contains("no anchors"));
        assert!(why("/a.md").contains("relative"));
    }

    #[test]
    fn a_carried_source_file_can_be_shown_by_a_browser() {
        assert_eq!(carried(Path::new("a/b.rs")), Path::new("source/a/b.rs.txt"));
        assert_eq!(carried(Path::new("a/b.png")), Path::new("source/a/b.png"));
    }
}
