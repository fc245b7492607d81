//! The files it writes, and those it does not.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::toy::{ENDLESS, broken, program, run, run_command, small};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The counts in a NumPy file as the stage writes it: 128 bytes of header, then little-endian int32.
pub fn counts(path: &Path) -> Vec<i32> {
    let bytes = fs::read(path).expect("the file is there");
    assert!(bytes.starts_with(b"\x93NUMPY"));
    bytes[128..].chunks_exact(4).map(|four| i32::from_le_bytes(four.try_into().expect("four"))).collect()
}

#[test]
fn nothing_is_written_unless_asked() {
    let folder = folder();
    let mut command = program("toy");
    let ran = run_command(command.args(["--size", "40x30"]).current_dir(&folder));
    assert_eq!(ran.code, Some(0));
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn npy_holds_the_counts() {
    let folder = folder();
    let path = folder.path().join("counts.npy");
    let ran = small("right", &["--quiet", "--out", path.to_str().expect("UTF-8")]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let grid = fractal::Grid::new(40, 30).expect("a grid");
    assert_eq!(counts(&path), grid.draw().expect("a picture").counts());
    assert_eq!(names(folder.path()), ["counts.npy"]);
}

#[test]
fn a_wrong_picture_is_written_too_so_that_it_can_be_looked_at() {
    let folder = folder();
    let path = folder.path().join("wrong.png");
    let ran = broken("wrong", &["--quiet", "--out", path.to_str().expect("UTF-8")]);
    assert_eq!(ran.code, Some(1));
    assert!(fs::read(path).expect("the file is there").starts_with(b"\x89PNG"));
}

#[test]
fn a_file_that_cannot_be_written_is_found_before_the_work() {
    let folder = folder();
    fs::create_dir(folder.path().join("folder.png")).expect("a folder");
    for (option, name) in
        [("--out", "missing/x.png"), ("--out", "folder.png"), ("--timeline", "missing/x.svg")]
    {
        let path = folder.path().join(name);
        let path = path.to_str().expect("UTF-8");
        // The work would never end.
        let ran = run(&[&ENDLESS[..], &[option, path]].concat());
        assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}", ran.err);
        assert!(ran.err.starts_with(&format!("error: cannot write {path}: ")), "{}", ran.err);
    }
    assert_eq!(names(folder.path()), ["folder.png"]);
}

#[test]
fn a_run_that_fails_leaves_files_as_they_were() {
    let folder = folder();
    let (old, new) = (folder.path().join("old.png"), folder.path().join("new.svg"));
    fs::write(&old, "old").expect("a file");
    let (old, new) = (old.to_str().expect("UTF-8"), new.to_str().expect("UTF-8"));
    let ran = small("right", &["--fail-at", "1", "--out", old, "--timeline", new]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(fs::read_to_string(old).expect("the old file"), "old");
    assert_eq!(names(folder.path()), ["old.png"]);
}

#[cfg(unix)]
#[test]
fn a_new_file_can_be_read_by_whom_the_mask_allows_and_an_old_one_by_whom_it_was() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let mode = |name: &str| {
        let found = fs::metadata(folder.path().join(name)).expect("the file is there");
        found.permissions().mode() & 0o777
    };
    fs::write(folder.path().join("plain"), "").expect("a file");
    fs::write(folder.path().join("old.npy"), "").expect("a file");
    let private = fs::Permissions::from_mode(0o600);
    fs::set_permissions(folder.path().join("old.npy"), private).expect("its permissions");
    for name in ["new.npy", "old.npy"] {
        let path = folder.path().join(name);
        small("right", &["--quiet", "--out", path.to_str().expect("UTF-8")]);
    }
    assert_eq!(mode("new.npy"), mode("plain"));
    assert_eq!(mode("old.npy"), 0o600);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let folder = folder();
    let (link, target) = (folder.path().join("link.npy"), folder.path().join("target.npy"));
    fs::write(&target, "old").expect("a file");
    std::os::unix::fs::symlink(&target, &link).expect("a link");
    let ran = small("right", &["--quiet", "--out", link.to_str().expect("UTF-8")]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert!(fs::symlink_metadata(&link).expect("the link").is_symlink());
    assert_eq!(counts(&target).len(), 40 * 30);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_an_error() {
    let folder = folder();
    for (option, name) in
        [("--out", "x.png"), ("--out", "x.npy"), ("--timeline", "x.svg"), ("--timeline", "x.json")]
    {
        let link = folder.path().join(name);
        std::os::unix::fs::symlink("/dev/full", &link).expect("a link");
        let link = link.to_str().expect("UTF-8");
        let ran = small("right", &[option, link]);
        assert_eq!(ran.code, Some(1), "{name}");
        assert!(ran.err.starts_with(&format!("error: cannot write {link}: No space left")), "{}", ran.err);
        assert!(ran.out.contains("checked: every pixel"), "what was drawn is seen all the same: {}", ran.out);
        // One document says the one thing or the other.
        let ran = small("right", &[option, link, "--json"]);
        assert!(ran.out.contains("No space left") && !ran.out.contains("variants"), "{}", ran.out);
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_does_not_fit_leaves_nothing_behind() {
    let folder = folder();
    fs::write(folder.path().join("old.npy"), "old").expect("a file");
    for name in ["old.npy", "new.npy"] {
        let path = folder.path().join(name);
        // A limit of one block on the size of files stands for a full disk.
        let mut command = std::process::Command::new("sh");
        let toy = program("toy");
        let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"";
        command.args(["-c", script]).arg(toy.get_program()).args(["--size", "400x300", "--quiet", "--out"]);
        let ran = run_command(command.arg(&path));
        assert_eq!(ran.code, Some(1), "{}", ran.err);
        assert!(ran.err.starts_with("error: cannot write "), "{}", ran.err);
        assert!(!ran.err.contains("unfinished"), "it names what nobody has asked for: {}", ran.err);
    }
    assert_eq!(names(folder.path()), ["old.npy"]);
    assert_eq!(fs::read_to_string(folder.path().join("old.npy")).expect("the old file"), "old");
}

#[test]
fn the_drawing_has_a_lane_for_each_worker_and_folds_more_than_sixteen() {
    let folder = folder();
    let path = folder.path().join("timeline.svg");
    let draw = |size: &str| {
        let path = path.to_str().expect("UTF-8");
        let ran = run(&["--variant", "spawned", "--size", size, "--quiet", "--timeline", path]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
        fs::read_to_string(path).expect("the drawing")
    };
    let lanes = draw("160x30");
    assert_eq!(lanes.matches("<g><title>piece ").count(), 16);
    let folded = draw("170x30");
    assert_eq!(folded.matches("<g><title>").count(), 0);
    assert!(folded.contains("17 workers") && folded.contains("too many workers for a lane each"));
}

#[test]
fn the_trace_has_a_name_for_each_thread_and_a_span_for_each_piece() {
    let folder = folder();
    let path = folder.path().join("timeline.json");
    small("right", &["--quiet", "--timeline", path.to_str().expect("UTF-8")]);
    let trace: Value = serde_json::from_slice(&fs::read(path).expect("the trace")).expect("JSON");
    let events = trace["traceEvents"].as_array().expect("events");
    let of = |key: &'static str, value: &'static str| events.iter().filter(move |event| event[key] == value);
    let names: Vec<&Value> = of("name", "thread_name").map(|event| &event["args"]["name"]).collect();
    assert_eq!(names, ["worker 0", "worker 1"]);
    let mut pieces: Vec<&str> = of("cat", "computing").filter_map(|event| event["name"].as_str()).collect();
    pieces.sort_unstable();
    assert_eq!(pieces, ["piece 0", "piece 1", "piece 2", "piece 3"]);
    assert!(of("ph", "X").all(|event| event["ts"].is_f64() && event["dur"].is_f64()));
}

#[test]
fn marks_are_in_the_drawing_and_in_the_trace() {
    let folder = folder();
    let written = |name: &str| {
        let path = folder.path().join(name);
        let ran = small("batches", &["--quiet", "--timeline", path.to_str().expect("UTF-8")]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
        fs::read_to_string(path).expect("the file is there")
    };
    let drawing = written("timeline.svg");
    assert!(drawing.contains("<title>start, at ") && drawing.contains("<title>nothing left, worker "));
    let trace: Value = serde_json::from_str(&written("timeline.json")).expect("JSON");
    let events = trace["traceEvents"].as_array().expect("events");
    let mut marks: Vec<_> = events
        .iter()
        .filter(|event| event["ph"] == "i" && event["ts"].is_f64())
        .map(|event| (event["name"].as_str(), event["s"].as_str(), event["tid"].as_u64()))
        .collect();
    marks.sort_unstable();
    let (name, all) = (Some("nothing left"), (Some("start"), Some("p"), Some(0)));
    assert_eq!(marks, [(name, Some("t"), Some(1)), (name, Some("t"), Some(2)), all]);
}
