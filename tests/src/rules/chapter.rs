//! What the chapter of every lesson has.

use std::fs;

use crate::repository::{Lesson, Repository, read, slashed};
use crate::rules::lesson::{stems, words};

/// What begins the sentences of the template that tell what belongs in their place.
const PLACEHOLDER: &str = "here stands";
/// The chapter that comes after those of the lessons.
const AFTER_LESSONS: &str = "](comparison.md)";
/// The section whose names of scenarios and mutants are looked up.
const PROVED: &str = "## What is proved";

/// The chapter: there, in the summary, with the lesson's own source in it and something that its program makes.
#[must_use]
pub fn chapter(lesson: &Lesson) -> Vec<String> {
    let file = format!("{}.md", lesson.name);
    let Ok(chapter) = fs::read_to_string(lesson.chapters.join(&file)) else {
        return vec![format!("there is no chapter book/src/{file}")];
    };
    let mut complaints = Vec::new();
    let summary = fs::read_to_string(lesson.chapters.join("SUMMARY.md")).unwrap_or_default();
    let line_of = |link: &str| summary.lines().position(|line| line.contains(link));
    match (line_of(&format!("]({file})")), line_of(AFTER_LESSONS)) {
        (None, _) => complaints.push(format!("book/src/SUMMARY.md does not list {file}")),
        (Some(own), Some(after)) if own > after => complaints.push(format!(
            "book/src/SUMMARY.md lists {file} after the lessons: it goes between two of them, in the order in which \
             one learns"
        )),
        _ => {}
    }
    if !chapter.contains(&format!("{{{{#include ../../lessons/{}/src/", lesson.name)) {
        complaints.push(format!("book/src/{file} shows nothing of the lesson's source"));
    }
    let runs = |line: &str| line.starts_with("{{#") && line.contains(&format!(" {} --", lesson.name));
    if !chapter.lines().any(runs) {
        complaints.push(format!("book/src/{file} shows nothing that `cargo run -p {}` makes", lesson.name));
    }
    complaints
}

/// What the chapter names is there: files of the lesson, mutants, and in the section on what is proved the scenarios.
#[must_use]
pub fn names_in_the_chapter(lesson: &Lesson) -> Vec<String> {
    let chapter = fs::read_to_string(lesson.chapters.join(format!("{}.md", lesson.name))).unwrap_or_default();
    let lessons = lesson.folder.parent().expect("a lesson is in the folder of lessons");
    let mut complaints = Vec::new();

    // `mutants -- lesson name`, wherever the line breaks.
    let in_a_line = chapter.split_whitespace().collect::<Vec<_>>().join(" ");
    for (at, shown) in in_a_line.match_indices("mutants -- ") {
        let after = &in_a_line[at + shown.len()..];
        let is_name = |character: char| character.is_alphanumeric() || "-_".contains(character);
        let mut named = after.split_whitespace().map(|word| word.trim_end_matches(|c| !is_name(c)));
        if let (Some(of), Some(mutant)) = (named.next(), named.next()) {
            let listed = fs::read_to_string(lessons.join(of).join("models/mutants.toml")).unwrap_or_default();
            if !listed.lines().any(|line| line == format!("name = \"{mutant}\"")) {
                complaints
                    .push(format!("the chapter shows the mutant `{mutant}` of {of}, which is not there"));
            }
        }
    }

    let repository = lessons.parent().expect("the folder of lessons is in a repository");
    for path in in_code(&chapter).filter(|code| {
        ["src/", "models/", "tests/", "lessons/"].iter().any(|folder| code.starts_with(folder))
    }) {
        let is_pattern = path.contains(['*', '<', '{', ' ', '…']);
        if !is_pattern && !lesson.folder.join(path).exists() && !repository.join(path).exists() {
            complaints.push(format!("the chapter names `{path}`, which is not there"));
        }
    }

    let section =
        chapter.split_once(PROVED).map_or("", |(_, after)| after.split("\n## ").next().unwrap_or(after));
    let scenarios = stems(&lesson.folder.join("models"), "rs");
    let sources = Repository::at(&lesson.folder).texts();
    for name in in_code(section).filter(|code| is_long_name(code)) {
        let is_mutant = |text: &String| text.contains(&format!("\"{name}\""));
        let is_known = scenarios.iter().any(|scenario| scenario == name)
            || sources.iter().any(|(_, text)| is_mutant(text) || words(text).any(|word| word == name));
        if !is_known {
            complaints.push(format!(
                "the chapter says under `{PROVED}` that `{name}` is a scenario or a mutant, and none is called so"
            ));
        }
    }
    complaints
}

/// What a lesson has that is begun and not finished. The template has it for ever.
#[must_use]
pub fn what_is_left_to_write(lesson: &Lesson) -> Vec<String> {
    let mut texts = Repository::at(&lesson.folder).texts();
    let chapter = format!("{}.md", lesson.name);
    if let Ok(text) = fs::read_to_string(lesson.chapters.join(&chapter)) {
        texts.push((format!("book/src/{chapter}").into(), text));
    }
    let mut left = Vec::new();
    for (path, text) in texts {
        for (number, line) in
            text.lines().enumerate().filter(|(_, line)| line.to_lowercase().contains(PLACEHOLDER))
        {
            left.push(format!("{}:{}: {}", slashed(&path), number + 1, line.trim()));
        }
    }
    let heading = format!("## `{}`", lesson.name);
    if !read(&lesson.chapters.join("from-python.md")).lines().any(|line| line == heading) {
        left.push(format!(
            "book/src/from-python.md has no section {heading}: what Python calls it, or what one does in Python instead"
        ));
    }
    left
}

/// What a text has between single backticks, outside of blocks of code.
fn in_code(text: &str) -> impl Iterator<Item = &str> {
    let prose = text.split("```").step_by(2);
    prose.flat_map(|prose| prose.split('`').skip(1).step_by(2))
}

/// Three words or more, as scenarios (`nobody_is_forgotten`) and mutants (`if-for-while`) are called: shorter ones may
/// be operations (`notify_one`) or variants (`by-hand`).
fn is_long_name(code: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    ['_', '-'].iter().any(|&between| code.split(between).count() > 2 && code.split(between).all(is_word))
}
