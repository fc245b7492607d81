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

fn pictures(wanted: impl Fn(&Golden) -> bool) -> Vec<Picture> {
    Golden::all().iter().filter(|golden| wanted(golden)).map(Golden::picture).collect()
}

/// The pictures that take all variants of a lesson next to no time, beside what it draws by default.
fn small<'a>(lesson: &Lesson, pictures: &'a [Picture]) -> impl Iterator<Item = &'a Picture> {
    let (rows, columns) = default_size(lesson);
    let most = rows * columns * DEFAULT_ITERATIONS / 10;
    pictures.iter().filter(move |picture| picture.pixels() * picture.iterations() <= most)
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
        // Each picture in one way, and more pictures than ways; where there are fewer, some in two.
        let pictures: Vec<&Picture> = small(lesson, &pictures).collect();
        for number in 0..pictures.len().max(WAYS.len()) {
            let picture = pictures[number % pictures.len()];
            let [threads, piece_rows] = WAYS[number % WAYS.len()];
            let way = ["--variant", variant, "--threads", threads, "--piece-rows", piece_rows];
            faults.extend(fault(lesson, picture, &way, &folder));
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
