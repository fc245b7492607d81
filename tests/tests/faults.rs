//! What becomes of a run when something goes wrong in it, in every variant of every lesson: it ends, says what
//! happened, and ends with the code that stands for it.
//!
//! The variants are run alone, without the runs that the stage would compare them with.

use std::process::Stdio;

use fractal::POISON;
use whole::golden::counts;
use whole::programs::{default_size, each_lesson, each_variant, end, program, run, variants};
use whole::repository::Lesson;

/// A small picture of four pieces.
const SMALL: [&str; 3] = ["--alone", "--size", "40x30"];
/// A picture of forty pieces that are worth some work.
const LARGER: [&str; 5] = ["--alone", "--size", "400x300", "--iterations", "100"];
/// As many pieces for a lesson that takes much longer for each, and says so by a smaller default size.
const SLOWER: [&str; 5] = ["--alone", "--size", "400x300", "--iterations", "10"];

fn larger(lesson: &Lesson) -> [&'static str; 5] {
    let (rows, columns) = default_size(lesson);
    if (rows, columns) < (1000, 750) { SLOWER } else { LARGER }
}

/// Everything that a test has found, at once.
fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_worker_that_panics_ends_the_run_with_its_name_its_piece_and_its_message() {
    assert_none(&each_variant(|lesson, variant| {
        let mut faults = Vec::new();
        // Alone, and with others who compute, or who wait for it; at the beginning, in the middle, at the end.
        for (threads, when, pieces) in
            [("1", &[][..], &["2"][..]), ("3", &[], &["0", "3"]), ("3", &["--hold"], &["0", "2", "3"])]
        {
            for piece in pieces {
                let how = ["--variant", variant, "--threads", threads, "--fail-at", piece];
                let arguments = [&SMALL[..], &how, when].concat();
                let ran = run(lesson, &arguments);
                let begin = format!("error: {variant}: ");
                let told = format!(" panicked while computing piece {piece}: told to fail at this piece");
                let worker = ran.err.strip_prefix(&begin).and_then(|rest| rest.split_once(&told));
                let is_named = worker.is_some_and(|(worker, _)| !worker.is_empty() && !worker.contains('\n'));
                if ran.code != Some(1) || !ran.out.is_empty() || !is_named || ran.err.lines().count() != 1 {
                    faults.push(format!("{} {}: {ran:?}", lesson.name, arguments.join(" ")));
                }
            }
        }
        faults
    }));
}

/// The Ctrl-C comes at the moment at which a piece is begun, which is then not finished: at once, when others compute,
/// or when all others wait or have ended. (That a signal is heard at any moment, the tests of the stage show.)
#[test]
fn a_ctrl_c_ends_the_run_and_what_is_finished_is_saved() {
    assert_none(&each_variant(|lesson, variant| {
        let folder = tempfile::tempdir().expect("a folder for the pictures");
        let out = folder.path().join("part.npy");
        let path = out.to_str().expect("a temporary folder is UTF-8");
        let mut faults = Vec::new();
        for (picture, rows, piece, when) in [
            (&SMALL[..], 40, "2", &["--threads", "1"][..]),
            (&larger(lesson), 400, "20", &["--threads", "3"]),
            (&SMALL, 40, "0", &["--threads", "3", "--hold"]),
            (&SMALL, 40, "2", &["--threads", "3", "--hold"]),
        ] {
            let how = ["--variant", variant, "--interrupt-at", piece, "--out", path];
            let arguments = [picture, &how, when].concat();
            let ran = run(lesson, &arguments);
            let told = ran.err.strip_prefix(&format!("error: interrupted ({variant}): "));
            let told = told
                .and_then(|rest| rest.strip_suffix(&format!(" rows are finished, and saved in {path}\n")));
            let finished = (ran.code == Some(130) && ran.out.is_empty())
                .then(|| counts(&out).chunks(30 * rows / 40).filter(|row| !row.contains(&POISON)).count());
            let is_right = finished
                .is_some_and(|finished| finished < rows && told == Some(&format!("{finished} of {rows}")));
            if !is_right {
                faults.push(format!("{} {}: {ran:?}", lesson.name, arguments.join(" ")));
            }
            let _ = std::fs::remove_file(&out);
        }
        faults
    }));
}

#[test]
fn a_pipe_that_nobody_reads_is_no_error() {
    assert_none(&each_variant(|lesson, variant| {
        let mut command = program(lesson);
        command.args(SMALL).args(["--variant", variant]).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("a lesson can be run");
        drop(child.stdout.take());
        let ended = end(child);
        if ended == Ok((Some(0), String::new())) {
            return Vec::new();
        }
        vec![format!("{} {variant}: {ended:?}", lesson.name)]
    }));
}

#[test]
fn what_cannot_be_is_refused_with_what_can() {
    assert_none(&each_lesson(|lesson| {
        let variants = variants(lesson).join(", ");
        let mut faults = Vec::new();
        for (arguments, hint) in [
            (&["--threads", "0"][..], "it must be a whole number from 1 to"),
            (&["--variant", "no-such-variant"], &*format!("[possible values: {variants}, all]")),
            (&["--size", "0x0"], "at least"),
            (&["--piece-rows", "0"], "at least 1"),
            (&["--iterations", "0"], "from 1 to"),
            (&["--out", "picture.gif"], ".png"),
        ] {
            let ran = run(lesson, arguments);
            if ran.code != Some(2) || !ran.out.is_empty() || !ran.err.contains(hint) {
                faults.push(format!("{} {}: no {hint:?} in {ran:?}", lesson.name, arguments.join(" ")));
            }
        }
        faults
    }));
}
