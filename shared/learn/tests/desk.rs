//! The learner's desk: nothing that was written there is lost.

use std::fs;
use std::path::{Path, PathBuf};

use learn::course::{self, Folder};
use learn::desk::{Desk, State};

/// A workspace with one exercise, which goes away in the end.
struct Place {
    root: tempfile::TempDir,
}

impl Place {
    fn new() -> Place {
        let place = Place { root: tempfile::tempdir().expect("a folder of one's own") };
        place.write("lessons/lock/exercises/1-claim/starter.rs", "fn begin() {}\n");
        place.write("lessons/lock/exercises/1-claim/task.md", "# Claim\n\nDo it.\n");
        place.write("lessons/lock/exercises/1-claim/hints.md", "Hints.\n\n## 1\n\none\n\n## 2\n\ntwo\n");
        place
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.path().join(path);
        fs::create_dir_all(path.parent().expect("below the root")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn exercise(&self) -> Folder {
        course::exercises(&self.root.path().join("lessons")).expect("readable").remove(0)
    }

    fn answers(&self) -> PathBuf {
        self.root.path().join("shared/learn/answers")
    }

    fn desk(&self) -> Desk {
        Desk::new(&self.answers())
    }

    fn program(&self) -> String {
        fs::read_to_string(self.answers().join("src/bin/lock-1/main.rs")).expect("there is a program")
    }

    fn answer(&self) -> String {
        fs::read_to_string(self.desk().answer(&self.exercise())).expect("there is an answer")
    }
}

#[test]
fn exercises_are_found_by_their_folders() {
    let place = Place::new();
    place.write("lessons/barrier/exercises/2-later/task.md", "# Later\n");
    place.write("lessons/barrier/exercises/10-last/task.md", "# Last\n");
    place.write("lessons/empty/src/lib.rs", "");
    let found = course::exercises(&place.root.path().join("lessons")).expect("readable");
    assert_eq!(found.iter().map(Folder::id).collect::<Vec<_>>(), ["barrier-2", "barrier-10", "lock-1"]);
    assert_eq!(found[0].title().expect("readable"), "Later");

    place.write("lessons/barrier/exercises/odd/task.md", "");
    let error = course::exercises(&place.root.path().join("lessons")).expect_err("`odd` has no number");
    assert!(error.to_string().contains("odd"), "{error}");
}

#[test]
fn exercises_come_in_the_order_of_the_book() {
    let place = Place::new();
    for lesson in ["barrier", "queue", "threads"] {
        place.write(&format!("lessons/{lesson}/exercises/1-first/task.md"), "# First\n");
    }
    place.write("lessons/threads/exercises/2-second/task.md", "# Second\n");
    let mut found = course::exercises(&place.root.path().join("lessons")).expect("readable");
    let summary = "- [Threads](threads.md)\n- [Lock](lock.md)\n- [Barrier](barrier.md)\n";
    course::in_the_order_of(summary, &mut found);
    let ids: Vec<_> = found.iter().map(Folder::id).collect();
    assert_eq!(ids, ["threads-1", "threads-2", "lock-1", "barrier-1", "queue-1"]);
}

#[test]
fn an_exercise_is_begun_with_a_copy_of_the_starter() {
    let place = Place::new();
    let (desk, exercise) = (place.desk(), place.exercise());
    assert_eq!(desk.state(&exercise), State::NotBegun);
    desk.begin(&exercise).expect("it can be begun");
    assert_eq!(desk.state(&exercise), State::Begun);
    assert_eq!(place.answer(), "fn begin() {}\n");
}

#[test]
fn the_program_finds_the_checks_and_the_answer() {
    let place = Place::new();
    place.desk().begin(&place.exercise()).expect("it can be begun");
    let program = place.program();
    assert!(program.contains("mod answer;"), "{program}");
    let checks = program.lines().find_map(|line| line.strip_prefix("#[path = \"")?.strip_suffix("\"]"));
    let checks = Path::new(checks.expect("a path")).to_owned();
    assert!(checks.is_relative(), "a checkout may be moved: {}", checks.display());
    let found = place.answers().join("src/bin/lock-1").join(checks).parent().map(fs::canonicalize);
    let folder = fs::canonicalize(&place.exercise().path).expect("it is there");
    assert_eq!(found.expect("in a folder").expect("which is there"), folder);
}

#[test]
fn beginning_twice_overwrites_nothing() {
    let place = Place::new();
    place.desk().begin(&place.exercise()).expect("it can be begun");
    place.write("shared/learn/answers/src/bin/lock-1/answer.rs", "mine");
    place.desk().begin(&place.exercise()).expect("it can be begun again");
    assert_eq!(place.answer(), "mine");
}

#[test]
fn a_changed_starter_is_told_and_overwrites_nothing() {
    let place = Place::new();
    let (desk, exercise) = (place.desk(), place.exercise());
    desk.begin(&exercise).expect("it can be begun");
    assert!(!desk.refresh(&exercise).expect("readable"));
    // Another system ends its lines differently.
    place.write("lessons/lock/exercises/1-claim/starter.rs", "fn begin() {}\r\n");
    assert!(!desk.refresh(&exercise).expect("readable"));
    place.write("lessons/lock/exercises/1-claim/starter.rs", "fn begin_otherwise() {}\n");
    assert!(desk.refresh(&exercise).expect("readable"));
    assert!(desk.refresh(&exercise).expect("readable"), "it is told each time");
    assert_eq!(place.answer(), "fn begin() {}\n");
    desk.reset(&exercise).expect("it can be reset");
    assert!(!desk.refresh(&exercise).expect("readable"), "begun from the new one");
}

#[test]
fn a_renamed_exercise_is_found_again() {
    let place = Place::new();
    let (desk, exercise) = (place.desk(), place.exercise());
    desk.begin(&exercise).expect("it can be begun");
    let renamed = exercise.path.with_file_name("1-claim-a-piece");
    fs::rename(&exercise.path, &renamed).expect("it can be renamed");
    assert!(!desk.refresh(&place.exercise()).expect("readable"));
    assert!(place.program().contains("1-claim-a-piece/checks.rs"), "{}", place.program());
}

#[test]
fn a_reset_keeps_what_was_written() {
    let place = Place::new();
    let (desk, exercise) = (place.desk(), place.exercise());
    desk.begin(&exercise).expect("it can be begun");
    let mut all_kept = Vec::new();
    for text in ["first", "second"] {
        place.write("shared/learn/answers/src/bin/lock-1/answer.rs", text);
        desk.solved(&exercise).expect("written down");
        let kept = desk.reset(&exercise).expect("it can be reset").expect("there was an answer");
        all_kept.push((kept, text));
        assert_eq!(place.answer(), "fn begin() {}\n");
        assert_eq!(desk.state(&exercise), State::Begun);
    }
    for (kept, text) in all_kept {
        assert_eq!(fs::read_to_string(kept).expect("it is kept"), text);
    }
}

#[test]
fn who_removes_a_solved_answer_begins_again() {
    let place = Place::new();
    let (desk, exercise) = (place.desk(), place.exercise());
    desk.begin(&exercise).expect("it can be begun");
    desk.solved(&exercise).expect("written down");
    fs::remove_file(desk.answer(&exercise)).expect("it is there");
    assert_eq!(desk.state(&exercise), State::NotBegun);
    desk.begin(&exercise).expect("it can be begun again");
    assert_eq!(desk.state(&exercise), State::Begun, "the starter is no solution");
}

#[test]
fn what_is_solved_stays_solved() {
    let place = Place::new();
    let (desk, exercise) = (place.desk(), place.exercise());
    desk.begin(&exercise).expect("it can be begun");
    desk.solved(&exercise).expect("written down");
    assert_eq!(desk.state(&exercise), State::Solved);
    desk.next_hint(&exercise, 2).expect("written down");
    assert_eq!(desk.state(&exercise), State::Solved, "a hint read afterwards changes nothing");
}

#[test]
fn hints_come_one_by_one_and_the_last_stays() {
    let place = Place::new();
    let (desk, exercise) = (place.desk(), place.exercise());
    let hints = exercise.hints().expect("readable");
    assert_eq!(hints, ["one", "two"]);
    let shown: Vec<_> =
        (0..4).map(|_| desk.next_hint(&exercise, hints.len()).expect("written down")).collect();
    assert_eq!(shown, [0, 1, 1, 1]);
    assert_eq!(desk.state(&exercise), State::NotBegun, "a hint read beforehand begins nothing");
}
