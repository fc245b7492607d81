//! Holds every exercise to its format, in both directions: what is right passes, and each wrong answer gets
//! the verdict that it declares. The tests are generated from the folders.

use std::path::Path;
use std::process::Command;

use learn::course::{self, Folder};
use learn::{Judgement, Verdict};
use unicode_width::UnicodeWidthStr;

include!(concat!(env!("OUT_DIR"), "/exercise_tests.rs"));

/// Judges an answer in a process of its own.
#[track_caller]
#[allow(dead_code, reason = "there may be no exercise")]
fn judged(answer: &str) -> Judgement {
    let program = env!("CARGO_BIN_EXE_judge");
    let output = Command::new(program).arg(answer).output().expect("the program is there");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{answer} was not judged ({}): {told}", output.status);
    let judgement: Judgement = serde_json::from_slice(&output.stdout).expect("it prints a judgement");
    for line in judgement.to_string().lines() {
        assert!(line.width() <= 100, "wider than 100 columns: {line}");
    }
    judgement
}

#[track_caller]
#[allow(dead_code, reason = "there may be no exercise")]
fn passes(answer: &str) {
    let judgement = judged(answer);
    match judgement.verdict() {
        None => println!("{judgement}"),
        Some(verdict) => panic!("{answer} has to pass, and gets {}\n\n{judgement}", verdict.name()),
    }
}

#[track_caller]
#[allow(dead_code, reason = "there may be no exercise")]
fn fails(answer: &str) {
    let judgement = judged(answer);
    match judgement.verdict() {
        Some(_) => println!("{judgement}"),
        None => panic!("{answer} has to fail, and passes\n\n{judgement}"),
    }
}

#[track_caller]
#[allow(dead_code, reason = "there may be no exercise")]
fn fails_with(answer: &str, verdict: &str) {
    let declared: Verdict =
        verdict.parse().unwrap_or_else(|error| panic!("{answer} declares a verdict: {error}"));
    let judgement = judged(answer);
    match judgement.verdict() {
        Some(verdict) if verdict == declared => println!("{judgement}"),
        Some(verdict) => {
            panic!("{answer}: declared {}, gets {}\n\n{judgement}", declared.name(), verdict.name())
        }
        None => panic!("{answer}: declared {}, and passes\n\n{judgement}", declared.name()),
    }
}

/// The exercise of a folder.
#[track_caller]
fn folder(path: &str) -> Folder {
    let path = Path::new(path);
    let lessons = path.ancestors().nth(3).expect("lessons/<lesson>/exercises/<exercise>");
    let all = course::exercises(lessons).expect("the lessons can be read");
    all.into_iter().find(|folder| folder.path == path).expect("the folder is an exercise")
}

#[track_caller]
#[allow(dead_code, reason = "there may be no exercise")]
fn has_a_task(path: &str) {
    let task = folder(path).read("task.md").expect("there is a task");
    let mut lines = task.lines();
    assert!(lines.next().is_some_and(|line| line.starts_with("# ")), "the first line is its title");
    let said = lines.filter(|line| !line.trim().is_empty()).count();
    assert!((1..=25).contains(&said), "a task is a few lines, not {said}");
}

#[track_caller]
#[allow(dead_code, reason = "there may be no exercise")]
fn has_hints(path: &str) {
    let folder = folder(path);
    let hints = folder.hints().expect("there are hints");
    assert!(hints.len() >= 2, "there are hints under `## 1`, `## 2`, …, each saying more");
    assert!(hints.iter().all(|hint| !hint.is_empty()), "no hint is empty");

    // A line of the solution that the learner does not begin with, in a hint, is the answer given away.
    let starter = folder.read("starter.rs").expect("there is a starter");
    let solution = folder.read("solution.rs").expect("there is a solution");
    let given = |line: &&str| starter.lines().any(|known| known.trim() == *line);
    let lines = solution.lines().map(str::trim).filter(|line| line.len() > 12 && !line.starts_with("//"));
    for line in lines.filter(|line| !given(line)) {
        assert!(!hints.iter().any(|hint| hint.contains(line)), "a hint gives this line away: {line}");
    }
}

#[track_caller]
#[allow(dead_code, reason = "there may be no exercise")]
fn has_wrong_answers(path: &str) {
    let wrong = folder(path).answers("wrong").expect("the folder can be read").len();
    assert!(wrong >= 3, "an exercise knows at least three wrong answers, and this one knows {wrong}");
}
