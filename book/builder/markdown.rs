//! The code blocks and links of a chapter, and where they stand.
//!
//! Found by the parser that renders the chapter afterwards, so that what looks like a link to this module is
//! a link to the reader too.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

/// A code block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its bytes in the chapter, fences included.
    pub range: Range<usize>,
    /// The language after the fence; empty if there is none, or no fence.
    pub language: String,
}

impl Block {
    /// The line that opens the block: its fence, unless the block is an indented one.
    #[must_use]
    pub fn opening<'text>(&self, text: &'text str) -> &'text str {
        text[self.range.clone()].lines().next().unwrap_or("").trim()
    }
}

/// A link or a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, as written.
    pub target: String,
    /// The bytes of the chapter that hold `target`; `None` if it is written with escapes.
    pub written: Option<Range<usize>>,
    /// The first byte of the link.
    pub start: usize,
}

/// What a chapter holds.
#[derive(Debug, Default)]
pub struct Parts {
    /// Its code blocks, in order.
    pub blocks: Vec<Block>,
    /// Its links, those by reference once for each definition.
    pub links: Vec<Link>,
}

/// Finds the code blocks and the links of `text`.
#[must_use]
pub fn parts(text: &str) -> Parts {
    let mut parts = Parts::default();
    let parser = new_cmark_parser(text, &MarkdownOptions::default());
    for (_, definition) in parser.reference_definitions().iter() {
        let span = definition.span.clone();
        let target = definition.dest.to_string();
        let written = text[span.clone()].find("]:").and_then(|colon| {
            let from = span.start + colon;
            let at = text[from..span.end].find(&target)?;
            Some(from + at..from + at + target.len())
        });
        parts.links.push(Link { target, written, start: span.start });
    }
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split([',', ' ', '{']).next().unwrap_or("").trim().to_owned()
                    }
                    CodeBlockKind::Indented => String::new(),
                };
                parts.blocks.push(Block { range, language });
            }
            Event::Start(
                Tag::Link { link_type: LinkType::Inline, dest_url, .. }
                | Tag::Image { link_type: LinkType::Inline, dest_url, .. },
            ) => {
                let target = dest_url.to_string();
                let written = ["](", "](<"].iter().find_map(|before| {
                    let at = text[range.clone()].rfind(&format!("{before}{target}"))? + before.len();
                    Some(range.start + at..range.start + at + target.len())
                });
                parts.links.push(Link { target, written, start: range.start });
            }
            _ => {}
        }
    }
    parts
}

/// The line, counted from 1, that byte `at` of `text` is on.
#[must_use]
pub fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_know_their_language_and_their_bytes() {
        let text = "a\n\n```rust,ignore\nx\n```\n\n    indented\n";
        let found = parts(text);
        assert_eq!(found.blocks.len(), 2);
        assert_eq!(found.blocks[0].language, "rust");
        assert_eq!(&text[found.blocks[0].range.clone()], "```rust,ignore\nx\n```");
        assert_eq!(found.blocks[0].opening(text), "```rust,ignore");
        assert_eq!(found.blocks[1].language, "");
    }

    #[test]
    fn a_link_knows_where_its_target_is_written() {
        let text = "[a](b.rs) ![b.rs](b.rs \"b.rs\") [c][d] [f](<a b.rs>)\n\n[d]: e.rs\n";
        for link in parts(text).links {
            let written = link.written.as_ref().expect("each is written plainly");
            assert_eq!(text[written.clone()], link.target);
            assert!(["](", ": ", "(<"].contains(&&text[written.start - 2..written.start]), "{link:?}");
        }
        assert_eq!(parts(text).links.len(), 4);
    }

    #[test]
    fn what_looks_like_a_link_in_code_is_none() {
        assert_eq!(parts("`[a](b.rs)`\n\n```text\n[a](b.rs)\n```\n").links, []);
    }
}
