//! The rendered pages: every link and anchor leads somewhere, and nothing comes from the network.
//!
//! What is checked is the HTML that a browser gets, so links of the theme, of the table of contents and of
//! raw HTML in a chapter are held to it like any other.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use percent_encoding::percent_decode_str;

use crate::links::has_scheme;
use crate::place::{Place, normal, slashed};
use crate::problem::{Fault, Problem};

/// Pages that repeat what stands in other pages.
const REPEATING: &[&str] = &["index.html", "print.html", "toc.html"];

/// A page, as far as links go.
#[derive(Debug, Default)]
struct Page {
    /// The anchors on it.
    anchors: BTreeSet<String>,
    /// Where the reader may go from it.
    links: Vec<String>,
    /// What a browser fetches to show it.
    fetched: Vec<String>,
    /// What relative addresses start from, if not from the page.
    base: Option<String>,
}

/// Checks all pages and style sheets in `html`, the folder that mdBook wrote.
///
/// # Errors
/// If the folder cannot be read. What is wrong with the pages is returned.
pub fn check(place: &Place, html: &Path) -> anyhow::Result<Vec<Problem>> {
    let mut problems = Vec::new();
    let mut pages = BTreeMap::new();
    for path in files(html)? {
        let name = slashed(path.strip_prefix(html)?);
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("html") => {
                let text = fs::read_to_string(&path).with_context(|| format!("cannot read {name}"))?;
                pages.insert(name, read(&text));
            }
            Some("css") => {
                let text = fs::read_to_string(&path).with_context(|| format!("cannot read {name}"))?;
                problems.extend(
                    fetched_by_style(&text).map(|url| Fault::Network(url.to_owned()).at(&*name, None)),
                );
            }
            _ => {}
        }
    }
    let (repeating, chapters): (Vec<_>, Vec<_>) =
        pages.iter().partition(|(name, _)| REPEATING.contains(&name.as_str()));
    for (name, page) in chapters {
        problems
            .extend(check_page(name, page, &pages, html).map(|fault| fault.at(source(place, name), None)));
    }
    // What is wrong with a chapter is wrong with its repetitions too; it is said once.
    if problems.is_empty() {
        for (name, page) in repeating {
            problems.extend(check_page(name, page, &pages, html).map(|fault| fault.at(name.clone(), None)));
        }
    }
    Ok(problems)
}

/// The chapter that a page was made from, or else the page.
fn source(place: &Place, name: &str) -> String {
    let chapter = place.src().join(name).with_extension("md");
    if chapter.exists() { place.shown(&chapter) } else { name.to_owned() }
}

fn check_page<'a>(
    name: &'a str,
    page: &'a Page,
    pages: &'a BTreeMap<String, Page>,
    html: &'a Path,
) -> impl Iterator<Item = Fault> + 'a {
    let fetched = page.fetched.iter().filter_map(move |url| {
        if url.starts_with("data:") {
            None
        } else if has_scheme(url) {
            Some(Fault::Network(url.clone()))
        } else {
            dead(name, page, url, pages, html)
        }
    });
    let links = page.links.iter().filter(|url| !has_scheme(url));
    let links = links.filter_map(move |url| dead(name, page, url, pages, html));
    let mut said = BTreeSet::new();
    fetched.chain(links).filter(move |fault| said.insert(fault.to_string()))
}

/// Why the address `url` on a page leads nowhere, if it does.
fn dead(name: &str, page: &Page, url: &str, pages: &BTreeMap<String, Page>, html: &Path) -> Option<Fault> {
    let dead = |why: String| Some(Fault::DeadLink { target: url.to_owned(), why });
    let (path, anchor) = url.split_once('#').map_or((url, ""), |(path, anchor)| (path, anchor));
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let (path, anchor) =
        (percent_decode_str(path).decode_utf8_lossy(), percent_decode_str(anchor).decode_utf8_lossy());
    let from = match &page.base {
        Some(base) => Path::new(base.trim_start_matches('/')),
        None => Path::new(name).parent().unwrap_or(Path::new("")),
    };
    let to = match &*path {
        "" => Some(PathBuf::from(name)),
        path => normal(&from.join(path)),
    };
    let Some(to) = to.filter(|to| to.is_relative()) else {
        return dead("it leads out of the book".into());
    };
    let to = if html.join(&to).is_dir() { to.join("index.html") } else { to };
    if !html.join(&to).is_file() {
        return dead(format!("there is no page {}", slashed(&to)));
    }
    let there = pages.get(&slashed(&to));
    match there {
        Some(there) if !anchor.is_empty() && !there.anchors.contains(&*anchor) => {
            dead(format!("there is no anchor #{anchor} on {}", slashed(&to)))
        }
        _ => None,
    }
}

/// The addresses that a style sheet makes a browser fetch from another machine.
fn fetched_by_style(css: &str) -> impl Iterator<Item = &str> {
    let starts = css.match_indices("url(").map(|(at, word)| at + word.len());
    let imports = css.match_indices("@import").map(|(at, word)| at + word.len());
    starts.chain(imports).filter_map(|at| {
        let address = css[at..].trim_start().trim_start_matches(['"', '\'']);
        let address = &address[..address.find(['"', '\'', ')', ';']).unwrap_or(address.len())];
        (has_scheme(address) && !address.starts_with("data:")).then_some(address)
    })
}

/// All files below `folder`, in order.
pub(crate) fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

fn read(html: &str) -> Page {
    let reader = Tokenizer::new(Reader(RefCell::default()), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    // The reader never asks the tokenizer to stop at a script, so one call reads all there is.
    let _ = reader.feed(&input);
    reader.end();
    reader.sink.0.into_inner()
}

struct Reader(RefCell<Page>);

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag @ Tag { kind: TagKind::StartTag, .. }) = token else {
            return TokenSinkResult::Continue;
        };
        let page = &mut *self.0.borrow_mut();
        for attribute in &tag.attrs {
            let value = attribute.value.to_string();
            match (&*tag.name, &*attribute.name.local) {
                (_, "id") | ("a", "name") => {
                    page.anchors.insert(value);
                }
                ("a" | "area", "href") => page.links.push(value),
                ("base", "href") => page.base = Some(value),
                ("link" | "use" | "image", "href") | (_, "src" | "poster" | "data") => {
                    page.fetched.push(value)
                }
                ("form", "action") => page.fetched.push(value),
                _ => {}
            }
        }
        match &*tag.name {
            // What stands in these is no HTML: a `<` in a script begins no tag.
            "script" => TokenSinkResult::RawData(html5ever::tokenizer::states::RawKind::ScriptData),
            "style" => TokenSinkResult::RawData(html5ever::tokenizer::states::RawKind::Rawtext),
            "title" | "textarea" => TokenSinkResult::RawData(html5ever::tokenizer::states::RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wrong with a page `a.html` beside a page `b.html` that has the anchor `there`.
    fn wrong(a: &str) -> Vec<String> {
        let dir = tempfile::tempdir().unwrap();
        let (book, html) = (dir.path().join("book"), dir.path().join("book/html"));
        fs::create_dir_all(&html).unwrap();
        fs::write(html.join("a.html"), a).unwrap();
        fs::write(html.join("b.html"), "<h2 id=there>B</h2>").unwrap();
        let problems = check(&Place::of_book(&book).unwrap(), &html).unwrap();
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn links_that_lead_somewhere_are_fine() {
        let page = "<a href=b.html>b</a><a href='b.html#there'>b</a><p id=x><a href='#x'>x</a>\
                    <a href=https://example.org>away</a><img src='data:image/png;base64,'>";
        assert_eq!(wrong(page), [""; 0]);
    }

    #[test]
    fn a_link_to_a_page_that_does_not_exist_is_dead() {
        assert_eq!(wrong("<a href=c.html>c</a>"), ["a.html: dead link c.html: there is no page c.html"]);
        assert_eq!(
            wrong("<a href=../c.html>c</a>"),
            ["a.html: dead link ../c.html: it leads out of the book"]
        );
    }

    #[test]
    fn a_link_to_an_anchor_that_does_not_exist_is_dead() {
        assert_eq!(
            wrong("<a href=b.html#here>b</a>"),
            ["a.html: dead link b.html#here: there is no anchor #here on b.html"]
        );
        assert_eq!(wrong("<a href=#y>y</a>"), ["a.html: dead link #y: there is no anchor #y on a.html"]);
    }

    #[test]
    fn a_page_that_fetches_from_the_network_is_refused() {
        for tag in [
            "<script src='https://cdn.example/x.js'></script>",
            "<link rel=stylesheet href=http://cdn.example/x.css>",
            "<img src=//cdn.example/x.png>",
            "<iframe src=https://example.org></iframe>",
        ] {
            let problems = wrong(tag);
            assert!(problems.len() == 1 && problems[0].contains("would fetch"), "{tag}: {problems:?}");
        }
    }

    #[test]
    fn a_missing_picture_is_a_dead_link() {
        assert_eq!(wrong("<img src=x.png>"), ["a.html: dead link x.png: there is no page x.png"]);
    }

    #[test]
    fn a_tag_in_a_script_is_none() {
        assert_eq!(wrong("<script>const a = '<img src=https://example.org/x.png>';</script>"), [""; 0]);
    }

    #[test]
    fn a_style_sheet_that_fetches_from_the_network_is_refused() {
        let css = "@import 'https://a.example/x.css'; b { background: url(data:x) } c { src: url(\"//d.example/x\") }";
        let mut found: Vec<_> = fetched_by_style(css).collect();
        found.sort();
        assert_eq!(found, ["//d.example/x", "https://a.example/x.css"]);
        assert_eq!(fetched_by_style("a { src: url('open-sans.woff2') }").next(), None);
    }
}
