//! The whole run, one step a line.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use mdbook_driver::MDBook;
use mdbook_driver::book::{Book, BookItem};

use crate::chapter;
use crate::directives::Workshop;
use crate::pages;
use crate::place::{Place, slashed};
use crate::problem::{Fault, Problem, Problems};
use crate::warnings::heard;

/// A book that was built, with nothing wrong in it.
#[derive(Debug, Clone)]
pub struct Built {
    /// The folder of its pages.
    pub html: PathBuf,
    /// Its first page.
    pub index: PathBuf,
}

/// Builds the book, running the programs that its chapters show; blocks until they have all ended. `began` is told the
/// name of each chapter before its programs are run.
///
/// # Errors
/// [`Problems`] if anything is wrong with the book: all that is wrong with the chapters, or else all that is
/// wrong with the pages. Another error if a file cannot be read or written or a chapter that `SUMMARY.md`
/// names does not exist.
pub fn build(place: &Place, began: impl Fn(&str)) -> anyhow::Result<Built> {
    let mut book = MDBook::load(&place.book).with_context(|| {
        format!("cannot load the book: look at {}", place.shown(&place.src().join("SUMMARY.md")))
    })?;
    let mut problems = check_summary(place, &book.book)?;
    let mut workshop = Workshop::new(place.clone());
    book.book.for_each_chapter_mut(|chapter| {
        // Chapters of a file have both paths; it is the drafts that have none, and they are left out here.
        let Some(page) = chapter.path.clone() else { return };
        began(&chapter.name);
        chapter.content = chapter::prepare(&page, &chapter.content, &mut workshop, &mut problems);
    });
    none(problems)?;
    let (rendered, warnings) = heard(|| book.build());
    rendered.context("mdBook cannot render the book")?;
    none(warnings.into_iter().map(|warning| Fault::Renderer(warning).at("mdBook", None)).collect())?;
    let html = book.build_dir_for("html");
    write_extras(&html, &workshop)?;
    none(pages::check(place, &html)?)?;
    Ok(Built { index: html.join("index.html"), html })
}

fn none(problems: Vec<Problem>) -> Result<(), Problems> {
    if problems.is_empty() { Ok(()) } else { Err(Problems(problems)) }
}

/// Every entry has a file, and every file an entry.
fn check_summary(place: &Place, book: &Book) -> anyhow::Result<Vec<Problem>> {
    let src = place.src();
    let summary = src.join("SUMMARY.md");
    let mut listed = BTreeSet::from([summary.clone()]);
    let mut problems = Vec::new();
    for item in book.iter() {
        if let BookItem::Chapter(chapter) = item {
            match &chapter.source_path {
                Some(path) => drop(listed.insert(src.join(path))),
                None => problems.push(Fault::Draft(chapter.name.clone()).at(place.shown(&summary), None)),
            }
        }
    }
    for path in pages::files(&src)? {
        if path.extension().is_some_and(|ending| ending == "md") && !listed.contains(&path) {
            problems.push(Fault::NotInSummary.at(place.shown(&path), None));
        }
    }
    Ok(problems)
}

fn write_extras(html: &Path, workshop: &Workshop) -> anyhow::Result<()> {
    for (path, bytes) in &workshop.extras {
        let to = html.join(path);
        let folder = to.parent().context("a file has a folder")?;
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        fs::write(&to, bytes).with_context(|| format!("cannot write {}", slashed(&to)))?;
    }
    Ok(())
}
