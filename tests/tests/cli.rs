//! What the program of every lesson prints, pinned: its own words in the help (the rest is the stage's, and pinned
//! there), what it says of a command line that cannot be, and a small run with its times masked.
//!
//! The pinned text is in the lesson's own folder, `tests/snapshots/program.snap`. When it changes on purpose, or for a
//! new lesson, `INSTA_UPDATE=always cargo test -p whole --test cli` writes it anew: look at the difference.

use whole::programs::{Ran, run};
use whole::repository::{Lesson, Repository};

#[test]
fn every_lesson_prints_what_is_pinned() {
    let mut failed = Vec::new();
    for lesson in Repository::here().drawing_here() {
        // All of them are compared, and all that differ are shown.
        if std::panic::catch_unwind(|| compare(&lesson)).is_err() {
            failed.push(lesson.name);
        }
    }
    assert!(failed.is_empty(), "these print something else than what is pinned: {}", failed.join(", "));
}

#[test]
fn json_has_the_same_keys_in_every_lesson() {
    let keys: Vec<(String, Vec<String>)> = Repository::here()
        .drawing_here()
        .into_iter()
        .map(|lesson| {
            let ran = run(&lesson, &["--json", "--size", "40x30", "--threads", "1"]);
            let document: serde_json::Value =
                serde_json::from_str(&ran.out).expect("one document, and nothing else");
            let mut keys = Vec::new();
            list_keys("", &document, &mut keys);
            keys.dedup();
            (lesson.name, keys)
        })
        .collect();
    let [(_, first), rest @ ..] = &keys[..] else { panic!("no lesson") };
    insta::assert_snapshot!("json_keys", first.join("\n"));
    for (name, keys) in rest {
        assert_eq!(keys, first, "{name}");
    }
}

fn compare(lesson: &Lesson) {
    let tiny = ["--size", "40x30", "--threads", "1", "--no-picture"];
    let chapters = [
        section(lesson, &["--help"], |ran| own_words(&ran.out)),
        section(lesson, &["--variant", "nope"], |ran| ran.err),
        section(lesson, &["--threads", "0"], |ran| ran.err),
        section(lesson, &["--size", "0x0"], |ran| ran.err),
        section(lesson, &tiny, |ran| masked(&ran.out, &notes(lesson, &tiny))),
    ];
    let settings = {
        let mut settings = insta::Settings::new();
        settings.set_snapshot_path(lesson.folder.join("tests/snapshots"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings
    };
    settings.bind(|| insta::assert_snapshot!("program", chapters.join("\n")));
}

fn section(lesson: &Lesson, arguments: &[&str], shown: impl FnOnce(Ran) -> String) -> String {
    let ran = run(lesson, arguments);
    let code = ran.code.map_or_else(|| "killed".to_owned(), |code| code.to_string());
    format!("$ {} {}\n{}(exit code {code})\n", lesson.name, arguments.join(" "), shown(ran))
}

/// What in the help comes from the lesson: what it teaches, its variants, and its options.
fn own_words(help: &str) -> String {
    let (about, rest) = help.split_once("\n\n").expect("the help begins with what the lesson teaches");
    let variants = rest.lines().skip_while(|line| !line.contains("--variant"));
    let until_default = variants.take_while(|line| !line.contains("[default")).map(str::trim_end);
    let default =
        rest.lines().skip_while(|line| !line.contains("--variant")).find(|line| line.contains("[default"));
    let variants: Vec<&str> = until_default.chain(default).collect();
    let options = rest.split("\n\n").skip_while(|part| !part.starts_with("What this lesson lets you choose"));
    let options: String =
        options.take_while(|part| !part.starts_with("Examples")).map(|part| format!("{part}\n…\n")).collect();
    format!("{about}\n…\n{}\n…\n{options}", variants.join("\n"))
}

/// The names of what a run notes.
fn notes(lesson: &Lesson, arguments: &[&str]) -> Vec<String> {
    let ran = run(lesson, &[arguments, &["--json"]].concat());
    let document: serde_json::Value = serde_json::from_str(&ran.out).expect("one document, and nothing else");
    let notes = document["variants"][0]["notes"].as_object().expect("the notes of a variant");
    notes.keys().cloned().collect()
}

/// The text with every time and ratio masked, every number in what was noted, and every run of spaces shortened.
fn masked(text: &str, notes: &[String]) -> String {
    let is_note = |line: &str| notes.iter().any(|name| line.starts_with(&format!("{name}: ")));
    let mask = |line| if is_note(line) { masked_note(line) } else { masked_line(line) };
    text.lines().map(|line| mask(line) + "\n").collect()
}

/// What a run has measured may be another number in the next one.
fn masked_note(line: &str) -> String {
    let mask = |word: &str| {
        let number = word.trim_end_matches([',', ';', '%']);
        if number.parse::<f64>().is_ok() { word.replace(number, "NUMBER") } else { word.to_owned() }
    };
    line.split_whitespace().map(mask).collect::<Vec<_>>().join(" ")
}

fn masked_line(line: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in line.split_whitespace() {
        let is_unit = ["µs", "ms", "s"].contains(&word.trim_end_matches(','));
        if is_unit && words.last() == Some(&"NUMBER") {
            words.pop();
            words.push("TIME");
        } else if word.contains('.') && word.parse::<f64>().is_ok() {
            words.push("NUMBER");
        } else {
            words.push(word);
        }
    }
    words.join(" ")
}

/// The paths of all keys, such as `variants[].name`.
fn list_keys(path: &str, value: &serde_json::Value, keys: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(entries) => {
            for (key, value) in entries {
                let path = format!("{path}.{key}");
                keys.push(path.clone());
                // What a lesson waits on, what it lets its user choose, and what it notes, is its own affair.
                if !["waiting", "options", "notes"].contains(&key.as_str()) {
                    list_keys(&path, value, keys);
                }
            }
        }
        serde_json::Value::Array(values) => {
            if let Some(first) = values.first() {
                list_keys(&format!("{path}[]"), first, keys);
            }
        }
        _ => {}
    }
}
