//! Every variant of every lesson draws the pictures that NumPy computes, whatever the number of threads and the
//! size of the pieces.

use std::path::Path;

use whole::golden::Golden;
use whole::programs::{run, variants};
use whole::repository::{Lesson, Repository};

/// `--threads` and `--piece-rows`: alone, more threads than this machine may have, more threads than pieces, and
/// pieces that do not divide the picture.
const WAYS: [[&str; 2]; 4] = [["1", "10"], ["2", "7"], ["3", "1"], ["16", "13"]];

/// Larger pictures are for the defaults.
const SMALL: usize = 400 * 300;

#[test]
fn every_variant_draws_the_golden_pictures() {
    let folder = tempfile::tempdir().expect("a folder for the pictures");
    let mut faults = Vec::new();
    for lesson in Repository::here().lessons_and_template() {
        for variant in variants(&lesson) {
            for golden in Golden::all().iter().filter(|golden| golden.pixels() <= SMALL) {
                for [threads, piece_rows] in WAYS {
                    let options = ["--variant", &variant, "--threads", threads, "--piece-rows", piece_rows]
                        .map(str::to_owned);
                    faults.extend(fault(&lesson, golden, &options, folder.path()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_lesson_draws_the_large_golden_pictures_as_it_is_run_by_default() {
    let folder = tempfile::tempdir().expect("a folder for the pictures");
    let mut faults = Vec::new();
    for lesson in Repository::here().lessons_and_template() {
        for golden in Golden::all().iter().filter(|golden| golden.pixels() > SMALL) {
            faults.extend(fault(&lesson, golden, &[], folder.path()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Draws a picture; what is wrong with it, and with what command.
fn fault(lesson: &Lesson, golden: &Golden, options: &[String], folder: &Path) -> Option<String> {
    let out = folder.join("counts.npy");
    let mut arguments = vec!["--size".to_owned(), golden.size()];
    arguments.extend(["--iterations".to_owned(), golden.iterations.to_string()]);
    arguments.extend_from_slice(options);
    let command = format!("{} {}", lesson.name, arguments.join(" "));
    // Not compared with the stage's own serial run: the measure is NumPy.
    arguments.extend(["--quiet", "--no-check", "--out"].map(str::to_owned));
    arguments.push(out.to_str().expect("a temporary folder is UTF-8").to_owned());

    let ran = run(lesson, &arguments);
    let fault = if ran.code == Some(0) { golden.fault_of(&out) } else { Some(format!("{ran:?}")) };
    // So that the next command cannot be taken for having drawn this one's picture.
    let _ = std::fs::remove_file(&out);
    fault.map(|fault| format!("{command}: {fault}"))
}
