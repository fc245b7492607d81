//! The builder as a person runs it, on small books that are right or wrong in one way.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;

/// A checkout with one source file and a book of one chapter, `a.md`.
struct Checkout(tempfile::TempDir);

impl Checkout {
    fn with_chapter(text: &str) -> Checkout {
        let checkout = Checkout(tempfile::tempdir().unwrap());
        checkout.write("toy.rs", "// ANCHOR: play\nfn play() {}\n// ANCHOR_END: play\n");
        let toml = "[book]\ntitle = \"Toy\"\n[build]\nbuild-dir = \"html\"\ncreate-missing = false\n\
                    use-default-preprocessors = false\n";
        checkout.write("book/book.toml", toml);
        checkout.write("book/src/SUMMARY.md", "# Summary\n\n- [A](a.md)\n");
        checkout.write("book/src/a.md", text);
        checkout
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn page(&self, name: &str) -> String {
        fs::read_to_string(self.book().join("html").join(name)).unwrap()
    }

    fn book(&self) -> std::path::PathBuf {
        self.0.path().join("book")
    }

    fn build(&self) -> assert_cmd::assert::Assert {
        // The current directory is no part of what the builder goes by.
        builder().arg("--book").arg(self.book()).current_dir("/").assert()
    }

    /// Builds, which must fail with just these complaints.
    fn refused(&self, complaints: &[&str]) {
        let assert = self.build().failure().code(1).stdout("");
        let said = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
        for complaint in complaints {
            assert!(said.contains(complaint), "expected: {complaint}\nsaid: {said}");
        }
        let count =
            if complaints.len() == 1 { "1 problem".into() } else { format!("{} problems", complaints.len()) };
        assert!(said.contains(&format!("The book has {count}.")), "{said}");
    }
}

fn builder() -> Command {
    Command::cargo_bin("book").unwrap()
}

#[test]
fn a_book_with_nothing_wrong_is_built_with_its_listings_and_linked_files() {
    let checkout = Checkout::with_chapter(
        "# A\n\n```rust\n{{#include ../../toy.rs:play}}\n```\n\n## Part\n\n[toy](../../toy.rs), [part](#part)\n",
    );
    let index = checkout.book().canonicalize().unwrap().join("html").join("index.html");
    checkout.build().success().stdout(contains(index.display().to_string()));
    let page = checkout.page("a.html");
    assert!(page.contains("fn play() {}") && !page.contains("ANCHOR"), "{page}");
    assert!(page.contains("href=\"source/toy.rs.txt\""), "{page}");
    assert!(checkout.page("source/toy.rs.txt").contains("fn play"));
}

#[test]
fn a_listing_of_a_missing_region_fails_and_names_chapter_and_region() {
    Checkout::with_chapter("# A\n\n```rust\n{{#include ../../toy.rs:pause}}\n```\n")
        .refused(&["book/src/a.md:4: toy.rs: there is no region \"pause\"; the file has: play"]);
}

#[test]
fn a_listing_of_a_missing_file_fails_and_names_chapter_and_file() {
    Checkout::with_chapter("# A\n\n```rust\n{{#include ../../joy.rs:play}}\n```\n")
        .refused(&["book/src/a.md:4: there is no file joy.rs"]);
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    Checkout::with_chapter("[x](b.md)\n\n```rust\nlet a = 1;\n```\n\n```\n```\n\n{{#draw}}\n").refused(&[
        "a.md:1: dead link b.md",
        "a.md:4: rust is shown from a file",
        "a.md:7: a code block names its language",
        "a.md:10: there is no directive \"draw\"",
    ]);
}

#[test]
fn a_dead_anchor_fails_and_names_the_chapter() {
    Checkout::with_chapter("# A\n\n[x](a.md#b)\n")
        .refused(&["book/src/a.md: dead link a.html#b: there is no anchor #b on a.html"]);
}

#[test]
fn a_link_to_a_file_that_the_repository_does_not_have_fails() {
    Checkout::with_chapter("# A\n\n[x](../../joy.rs)\n")
        .refused(&["a.md:3: dead link ../../joy.rs: there is no file"]);
}

#[test]
fn a_chapter_that_the_summary_forgot_fails() {
    let checkout = Checkout::with_chapter("# A\n");
    checkout.write("book/src/part/b.md", "# B\n");
    checkout.refused(&["book/src/part/b.md: SUMMARY.md does not list this chapter"]);
}

#[test]
fn an_entry_of_the_summary_without_a_file_fails_and_is_named() {
    let checkout = Checkout::with_chapter("# A\n");
    checkout.write("book/src/SUMMARY.md", "# Summary\n\n- [A](a.md)\n- [B]()\n");
    checkout.refused(&["book/src/SUMMARY.md: the entry \"B\" has no file"]);
    checkout.write("book/src/SUMMARY.md", "# Summary\n\n- [A](a.md)\n- [B](b.md)\n");
    checkout.build().failure().stderr(contains("b.md").and(contains("SUMMARY.md")));
    assert!(!checkout.book().join("src/b.md").exists(), "a chapter is written by a person");
}

#[test]
fn a_type_outside_of_code_that_a_browser_would_take_for_a_tag_fails() {
    Checkout::with_chapter("# A\n\nA Mutex<T> is a lock.\n")
        .refused(&["unclosed HTML tag `<t>` found in `a.md`"]);
}

#[test]
fn a_page_that_would_fetch_from_the_network_fails() {
    Checkout::with_chapter("# A\n\n<img src=\"https://example.org/a.png\" alt=\"a\">\n")
        .refused(&["book/src/a.md: the page would fetch https://example.org/a.png"]);
}

#[test]
fn a_program_that_is_not_there_fails_with_the_command() {
    let checkout = Checkout::with_chapter("# A\n\n{{#output joy -- --size 4x3}}\n");
    checkout.write("Cargo.toml", "[workspace]\nresolver = \"3\"\n");
    checkout.refused(&["book/src/a.md:3: `cargo run -p joy -- --size 4x3` does not compile"]);
}

#[test]
fn the_help_says_what_the_command_does_and_which_options_it_has() {
    builder().arg("--help").assert().success().stdout(
        contains("Build the book")
            .and(contains("--open"))
            .and(contains("--serve"))
            .and(contains("--port <N>")),
    );
    builder().args(["--port", "4000"]).assert().failure().code(2).stderr(contains("--serve"));
}

#[test]
fn the_book_is_served_on_this_machine_at_the_address_it_says() {
    let checkout = Checkout::with_chapter("# A\n\nServed to you.\n");
    let mut serving = std::process::Command::new(assert_cmd::cargo::cargo_bin("book"))
        .args(["--serve", "--port", "0", "--book"])
        .arg(checkout.book())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(serving.stdout.take().unwrap()).lines();
    let line = lines.map(Result::unwrap).find(|line| line.contains("http://")).unwrap();
    let address = line.split_once("http://").unwrap().1.split_once('/').unwrap().0.to_owned();
    let mut page = String::new();
    let mut stream = TcpStream::connect(&address).unwrap();
    write!(stream, "GET /a.html HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    stream.read_to_string(&mut page).unwrap();
    serving.kill().unwrap();
    serving.wait().unwrap();
    assert!(address.starts_with("127.0.0.1:"), "{address}");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("Served to you."), "{page}");
}

/// The pages of the theme are the same in every book, so a toy book shows what they fetch.
#[test]
fn no_page_mentions_another_machine_as_a_source() {
    let checkout = Checkout::with_chapter("# A\n\n```rust\n{{#include ../../toy.rs:play}}\n```\n");
    checkout.build().success();
    let pages = fs::read_dir(checkout.book().join("html")).unwrap().map(|entry| entry.unwrap().path());
    let mut looked_at = 0;
    for page in pages.filter(|path| path.extension().is_some_and(|ending| ending == "html")) {
        let html = fs::read_to_string(&page).unwrap();
        for source in ["src=\"http", "src=\"//", "<link rel=\"stylesheet\" href=\"http", "MathJax"] {
            assert!(!html.contains(source), "{source} in {}", page.display());
        }
        looked_at += 1;
    }
    assert!(looked_at >= 3, "only {looked_at} pages were looked at");
}
