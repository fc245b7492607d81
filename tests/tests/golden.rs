//! Every variant of every lesson draws the pictures that NumPy computes, whatever the number of threads and the
//! size of the pieces.
//!
//! A lesson that would take minutes for the usual picture says so by a smaller default size. Its variants are held to
//! the pictures that are much smaller still, and the one that is run by default to that size as well.

use tempfile::TempDir;
use whole::golden::{Golden, Picture};
use whole::programs::{default_size, each_lesson, each_variant, run};
use whole::repository::Lesson;

/// `--threads` and `--piece-rows`: alone, more threads than this machine may have, more threads than pieces, and
/// pieces that do not divide the picture.
const WAYS: [[&str; 2]; 4] = [["1", "10"], ["2", "7"], ["3", "1"], ["16", "13"]];

/// Pictures of up to so many pixels are drawn in these ways; larger ones are for the defaults.
const SMALL: usize = 400 * 300;

/// Pictures of up to so many pixels take no time to speak of, and are drawn in two of the ways; others in one.
const TINY: usize = 40 * 30;

fn pictures(wanted: impl Fn(&Golden) -> bool) -> Vec<Picture> {
    Golden::all().iter().filter(|golden| wanted(golden)).map(Golden::picture).collect()
}

/// The pictures that take all variants of a lesson next to no time, beside what it draws by default.
fn small<'a>(lesson: &Lesson, pictures: &'a [Picture]) -> impl Iterator<Item = (usize, &'a Picture)> {
    let (rows, columns) = default_size(lesson);
    let most = rows * columns * DEFAULT_ITERATIONS / 10;
    pictures.iter().enumerate().filter(move |(_, picture)| picture.pixels() * picture.iterations() <= most)
}

/// The pictures that a lesson can draw in reasonable time.
fn within<'a>(lesson: &Lesson, pictures: &'a [Picture]) -> impl Iterator<Item = &'a Picture> {
    let (rows, columns) = default_size(lesson);
    pictures.iter().filter(move |picture| picture.pixels() <= rows * columns)
}

/// How often a point is iterated at the most, when nobody says.
const DEFAULT_ITERATIONS: usize = 20;

#[test]
fn every_variant_draws_the_golden_pictures() {
    let pictures = pictures(|golden| golden.pixels() <= SMALL);
    let faults = each_variant(|lesson, variant| {
        let folder = tempfile::tempdir().expect("a folder for the pictures");
        let mut faults = Vec::new();
        for (number, picture) in small(lesson, &pictures) {
            let ways = if picture.pixels() <= TINY { 2 } else { 1 };
            for (place, [threads, piece_rows]) in WAYS.into_iter().enumerate() {
                // The pictures take turns with the ways.
                if (place + number).is_multiple_of(WAYS.len() / ways) {
                    let way = ["--variant", variant, "--threads", threads, "--piece-rows", piece_rows];
                    faults.extend(fault(lesson, picture, &way, &folder));
                }
            }
        }
        faults
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_lesson_draws_the_large_golden_pictures_as_it_is_run_by_default() {
    let pictures = pictures(|golden| golden.pixels() > SMALL);
    let faults = each_lesson(|lesson| {
        let folder = tempfile::tempdir().expect("a folder for the pictures");
        let (rows, columns) = default_size(lesson);
        let is_golden = pictures.iter().any(|picture| picture.size() == (rows, columns));
        // What a lesson draws by default is nearly always golden.
        let own = (!is_golden)
            .then(|| Picture::new(rows, columns, DEFAULT_ITERATIONS as u32).expect("there is memory for it"));
        let pictures = within(lesson, &pictures).chain(&own);
        pictures.filter_map(|picture| fault(lesson, picture, &[], &folder)).collect()
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Has a lesson draw a picture; what is wrong with it, and with what command. The lesson is not asked to compare it
/// with anything: that is done here.
fn fault(lesson: &Lesson, picture: &Picture, way: &[&str], folder: &TempDir) -> Option<String> {
    let out = folder.path().join("counts.npy");
    let mut arguments = picture.options().to_vec();
    arguments.extend(way.iter().map(|&word| word.to_owned()));
    arguments.extend(["--alone", "--quiet", "--out"].map(str::to_owned));
    arguments.push(out.display().to_string());
    let ran = run(lesson, &arguments);
    let command = format!("{} {}", lesson.name, arguments.join(" "));
    if ran.code != Some(0) || !ran.err.is_empty() {
        return Some(format!("{command}: {ran:?}"));
    }
    let fault = picture.fault_of(&out);
    // So that the next command cannot be taken for having drawn this one's picture.
    let _ = std::fs::remove_file(&out);
    fault.map(|fault| format!("{command}: {fault}"))
}
