//! `cargo learn` from end to end, with cargo and the compiler: in a small workspace that is laid out as this
//! one, whose crate `learn` is a stand-in that compiles at once.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Instead of this crate: it asks for a number, and prints a judgement as this crate does.
const STAND_IN: &str = r##"
pub type Exercise = fn() -> u32;

pub fn main_of(answer: Exercise) -> std::process::ExitCode {
    let seen = r#"{"models":[],"real_runs":7,"uses":{"spawned":0,"locked":0,"waited":0,"notified":0,"atomic":0}}"#;
    if answer() == 42 {
        println!("{}", seen.replacen('{', r#"{"judgement":"passed","#, 1));
        return 0.into();
    }
    let why = r#""verdict":"assertion","stage":{"kind":"model","name":"the answer"},"message":"it is not 42""#;
    println!(r#"{{"judgement":"failed",{why},"at":null,"counterexample":null,"before":{seen}}}"#);
    1.into()
}
"##;

struct Place {
    root: tempfile::TempDir,
}

impl Place {
    fn new() -> Place {
        let place = Place { root: tempfile::tempdir().expect("a folder of one's own") };
        let package = |name: &str, rest: &str| {
            format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n{rest}")
        };
        place.write(
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"lessons/*\", \"shared/learn\", \"shared/learn/answers\"]\n\
             default-members = [\"lessons/*\", \"shared/learn\"]\n\n[profile.learn]\ninherits = \"dev\"\n",
        );
        place.write("shared/learn/Cargo.toml", &package("learn", ""));
        place.write("shared/learn/src/lib.rs", STAND_IN);
        let dependency = "[dependencies]\nlearn = { path = \"..\" }\n";
        place.write("shared/learn/answers/Cargo.toml", &package("answers", dependency));
        place.write("shared/learn/answers/src/lib.rs", "");
        place.write("lessons/lock/Cargo.toml", &package("lock", ""));
        place.write("lessons/lock/src/lib.rs", "");
        let exercise = "lessons/lock/exercises/1-the-answer";
        place.write(&format!("{exercise}/task.md"), "# The answer\n\nFind it.\n");
        place.write(&format!("{exercise}/hints.md"), "## 1\n\nIt is a number.\n\n## 2\n\nIt is even.\n");
        place.write(&format!("{exercise}/starter.rs"), "pub fn answer() -> u32 {\n    6 * 9\n}\n");
        place.write(
            &format!("{exercise}/checks.rs"),
            "use super::answer::answer;\n\npub fn exercise() -> learn::Exercise {\n    answer\n}\n",
        );
        place
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.path().join(path);
        fs::create_dir_all(path.parent().expect("below the root")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn answer(&self, text: &str) {
        self.write("shared/learn/answers/src/bin/lock-1/answer.rs", text);
    }

    fn target(&self) -> PathBuf {
        self.root.path().join("target")
    }

    fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command
            .current_dir(self.root.path())
            .env("CARGO_TARGET_DIR", self.target())
            .env("CARGO_MANIFEST_DIR", self.root.path().join("shared/learn"))
            .env("CARGO_TERM_COLOR", "never")
            .env_remove("CARGO_BUILD_TARGET_DIR");
        command
    }

    #[track_caller]
    fn learn(&self, arguments: &[&str], exit: i32) -> String {
        let run = self.command(env!("CARGO_BIN_EXE_learn")).args(arguments).output();
        let Output { status, stdout, stderr } = run.expect("it can be run");
        let told = String::from_utf8_lossy(&stdout).into_owned() + &String::from_utf8_lossy(&stderr);
        assert_eq!(status.code(), Some(exit), "{told}");
        told
    }

    #[track_caller]
    fn json(&self, arguments: &[&str], exit: i32) -> Value {
        let told = self.learn(&[arguments, &["--json"]].concat(), exit);
        serde_json::from_str(&told).unwrap_or_else(|error| panic!("one document of JSON: {error}\n{told}"))
    }

    #[track_caller]
    fn begun() -> Place {
        let place = Place::new();
        place.learn(&["lock-1"], 0);
        place
    }
}

#[test]
fn the_list_says_what_there_is_and_how_far_one_is() {
    let place = Place::new();
    let list = place.learn(&[], 0);
    assert!(list.contains("lock-1") && list.contains("The answer"), "{list}");
    assert!(list.contains("Go on with: cargo learn lock-1"), "{list}");
    let state = || place.json(&[], 0)[0]["state"].clone();
    assert_eq!(state(), "not-begun");
    place.learn(&["lock-1"], 0);
    assert_eq!(state(), "begun");
    place.answer("pub fn answer() -> u32 {\n    42\n}\n");
    place.learn(&["lock-1"], 0);
    assert_eq!(state(), "solved");
}

#[test]
fn the_first_time_begins_and_says_which_file_to_edit() {
    let place = Place::new();
    let told = place.learn(&["lock-1"], 0);
    assert!(told.contains("Find it."), "the task: {told}");
    let line = told.lines().find_map(|line| line.strip_prefix("Edit:")).expect("a file to edit").trim();
    assert_eq!(
        fs::read_to_string(place.root.path().join(line)).expect("it is there"),
        "pub fn answer() -> u32 {\n    6 * 9\n}\n"
    );
}

#[test]
fn an_answer_is_judged_and_judged_again_when_it_has_changed() {
    let place = Place::begun();
    let told = place.learn(&["lock-1"], 1);
    assert!(told.contains("assertion: it is not 42"), "{told}");
    assert!(told.contains("cargo learn lock-1 --hint"), "{told}");
    assert_eq!(place.json(&["lock-1"], 1)["verdict"], "assertion");

    place.answer("pub fn answer() -> u32 {\n    println!(\"I print\");\n    42\n}\n");
    let told = place.learn(&["lock-1"], 0);
    assert!(told.contains("lock-1 is solved."), "{told}");
}

#[test]
fn what_an_answer_prints_does_not_hide_what_comes_of_it() {
    let place = Place::begun();
    place.answer("pub fn answer() -> u32 {\n    print!(\"no end of line\");\n    42\n}\n");
    let told = place.learn(&["lock-1"], 0);
    assert!(told.contains("lock-1 is solved.") && told.contains("no end of line"), "{told}");

    let prints = "(1..=300_000).for_each(|n| println!(\"line {n} of many\"))";
    place.answer(&format!("pub fn answer() -> u32 {{\n    {prints};\n    42\n}}\n"));
    let told = place.learn(&["lock-1"], 0);
    assert!(told.contains("lock-1 is solved.") && told.contains("line 300000 of many"), "{told}");
    assert!(told.contains("299980 lines more were printed"), "{}", told.len());
    assert!(!told.contains("line 299980 of many"), "{}", told.len());

    let line = "print!(\"{}end\", \"x\".repeat(2000))";
    place.answer(&format!("pub fn answer() -> u32 {{\n    {line};\n    std::process::exit(0)\n}}\n"));
    let told = place.learn(&["lock-1"], 1);
    assert!(told.contains("xend") && told.len() < 1500, "{told}");
}

#[test]
fn an_answer_that_does_not_compile_shows_the_compilers_words_and_harms_nobody() {
    let place = Place::begun();
    place.answer("pub fn answer() -> u32 {\n    \"42\"\n}\n");
    let told = place.learn(&["lock-1"], 3);
    assert!(told.contains("mismatched types") && told.contains("answer.rs:2"), "{told}");
    let json = place.json(&["lock-1"], 3);
    assert_eq!(json["judgement"], "does-not-compile");
    assert!(json["errors"].as_str().expect("a text").contains("mismatched types"), "{json}");

    // The real workspace's members are looked at in `apart.rs`.
    for what in ["build", "test"] {
        let run = place.command(env!("CARGO")).args([what, "--offline", "--quiet"]).output();
        let run = run.expect("cargo can be run");
        assert!(run.status.success(), "cargo {what}: {}", String::from_utf8_lossy(&run.stderr));
    }
}

#[test]
fn an_answer_that_ends_the_process_is_told() {
    let place = Place::begun();
    place.answer("pub fn answer() -> u32 {\n    std::process::exit(0)\n}\n");
    let told = place.learn(&["lock-1"], 1);
    assert!(told.contains("ended the whole process"), "{told}");
    assert_eq!(place.json(&["lock-1"], 1)["judgement"], "ended-the-process");
}

#[test]
fn a_changed_starter_is_told_and_the_answer_stays() {
    let place = Place::begun();
    place.write("lessons/lock/exercises/1-the-answer/starter.rs", "pub fn answer() -> u32 {\n    7 * 9\n}\n");
    let told = place.learn(&["lock-1"], 1);
    assert!(told.contains("has changed since you began"), "{told}");
    assert_eq!(place.json(&["lock-1"], 1)["starter_changed"], true);
    let told = place.learn(&["lock-1", "--reset"], 0);
    assert!(told.contains("answer.1.rs"), "{told}");
    assert_eq!(place.json(&["lock-1"], 1)["starter_changed"], false);
}

#[test]
fn hints_come_one_by_one() {
    let place = Place::new();
    for expected in ["It is a number.", "It is even.", "It is even."] {
        let told = place.learn(&["lock-1", "--hint"], 0);
        assert!(told.contains(expected), "{told}");
    }
    assert_eq!(place.json(&["lock-1", "--hint"], 0)["of"], 2);
}

#[test]
fn what_does_not_exist_is_answered_with_what_does() {
    let place = Place::new();
    let told = place.learn(&["lock-2"], 2);
    assert!(told.contains("no exercise `lock-2`") && told.contains("lock-1"), "{told}");
    place.learn(&["--hint"], 2);
}

#[test]
fn an_editor_that_is_checking_the_sources_is_not_waited_for() {
    let place = Place::begun();
    // What cargo locks while it checks or builds as an editor does.
    let folder = place.target().join("debug");
    fs::create_dir_all(&folder).expect("a folder");
    let lock = File::create(folder.join(".cargo-lock")).expect("a file");
    lock.lock().expect("nobody else has it");
    let mut learner = place
        .command(env!("CARGO_BIN_EXE_learn"))
        .arg("lock-1")
        .stdout(Stdio::null())
        .spawn()
        .expect("it can be run");
    let began = Instant::now();
    let ended = loop {
        match learner.try_wait().expect("it can be asked") {
            Some(status) => break Some(status),
            // It would wait for ever: the lock is given back only after it.
            None if began.elapsed() > Duration::from_secs(120) => break None,
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    let _ = learner.kill();
    assert_eq!(ended.expect("it waits for the lock").code(), Some(1));
    lock.unlock().expect("it is ours");
}

#[test]
fn a_pipe_that_its_reader_has_closed_ends_it_quietly() {
    let place = Place::new();
    let mut command = place.command(env!("CARGO_BIN_EXE_learn"));
    let mut run = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it can be run");
    drop(run.stdout.take());
    let output = run.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}
