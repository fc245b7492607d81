//! Finds and runs the lessons among the examples, and makes what they print comparable.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

/// What the toy lesson has.
pub const VARIANTS: [&str; 9] =
    ["right", "spawned", "passes", "pool", "batches", "gate", "relay", "stripes", "half"];
/// Small enough to be over at once, and with four pieces.
pub const SMALL: [&str; 4] = ["--size", "40x30", "--threads", "2"];
/// More iterations than can be waited for: a run that only ends if it is stopped.
pub const ENDLESS: [&str; 4] = ["--iterations", "2000000000", "--threads", "2"];

/// The program of a lesson among the examples, in an environment that says nothing of colours or backtraces.
pub fn program(lesson: &str) -> Command {
    let mut command = Command::new(path(lesson));
    for variable in
        ["RUST_BACKTRACE", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM", "COLUMNS"]
    {
        command.env_remove(variable);
    }
    command.env("TERM", "xterm");
    command
}

/// `cargo test` builds the examples into a folder beside that of the tests.
fn path(lesson: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test has a path");
    let folder = test.ancestors().nth(2).expect("a test is in target/<profile>/deps");
    let program = folder.join("examples").join(format!("{lesson}{}", std::env::consts::EXE_SUFFIX));
    // `cargo test --test program` would not build the examples again.
    let built = fs::metadata(&program).and_then(|found| found.modified()).ok();
    assert!(
        built >= newest_source(lesson),
        "{} is not up to date: `cargo test -p stage` builds it",
        program.display()
    );
    program
}

/// When the stage or this example was last changed.
fn newest_source(lesson: &str) -> Option<SystemTime> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    ["src", "src/timeline"]
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).expect("the folder is there"))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .chain([root.join("examples").join(lesson).with_extension("rs")])
        .map(|path| fs::metadata(path).and_then(|found| found.modified()).expect("a time"))
        .max()
}

/// What a run did, as text.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Runs the toy lesson with these arguments; it has a minute.
pub fn run(arguments: &[&str]) -> Ran {
    run_command(program("toy").args(arguments))
}

pub fn run_command(command: &mut Command) -> Ran {
    let mut command = assert_cmd::Command::from_std(std::mem::replace(command, Command::new("")));
    let Output { status, stdout, stderr } =
        command.timeout(Duration::from_secs(60)).output().expect("a lesson can be run");
    Ran {
        code: status.code(),
        out: String::from_utf8(stdout).expect("it prints UTF-8"),
        err: String::from_utf8(stderr).expect("it prints UTF-8"),
    }
}

/// The small picture by this variant of the toy lesson, with more arguments.
pub fn small(variant: &str, more: &[&str]) -> Ran {
    run_command(program("toy").args(["--variant", variant]).args(SMALL).args(more))
}

/// The small picture by this variant of the broken lesson, with more arguments.
pub fn broken(variant: &str, more: &[&str]) -> Ran {
    run_command(program("broken").args(["--variant", variant]).args(SMALL).args(more))
}

/// The picture that begins what a run prints, and the report below it.
pub fn split(out: &str) -> (&str, &str) {
    out.split_once("\n\n").expect("an empty line below the picture")
}

/// The text with every time and ratio masked, and every run of spaces shortened.
pub fn masked(text: &str) -> String {
    text.lines().map(|line| masked_line(line) + "\n").collect()
}

fn masked_line(line: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in line.split_whitespace() {
        let unit = word.trim_end_matches(',');
        if ["µs", "ms", "s"].contains(&unit) && words.last() == Some(&"RATIO") {
            words.pop();
            words.push("TIME");
        } else if word.contains('.') && word.parse::<f64>().is_ok() {
            words.push("RATIO");
        } else {
            words.push(word);
        }
    }
    words.join(" ")
}
