//! What it prints when all goes well.

use serde_json::Value;

use crate::toy::{broken, masked, program, run, run_command, small, split};

#[test]
fn help_says_what_there_is() {
    insta::assert_snapshot!(run(&["--help"]).out);
}

#[test]
fn a_run_prints_the_picture_the_workers_the_comparison_and_the_check() {
    let ran = small("passes", &[]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let (picture, report) = split(&ran.out);
    // Cells are twice as high as wide.
    assert_eq!(picture.lines().map(|line| line.chars().count()).collect::<Vec<_>>(), [30; 20]);
    insta::assert_snapshot!(masked(report));
}

#[test]
fn many_workers_are_folded_into_a_summary() {
    let ran = run(&["--variant", "spawned", "--size", "170x30", "--no-picture"]);
    assert_eq!(ran.code, Some(0));
    insta::assert_snapshot!(masked(&ran.out));
}

#[test]
fn sixteen_workers_have_a_line_each() {
    let ran = run(&["--variant", "spawned", "--size", "160x30", "--no-picture"]);
    let lines = ran.out.lines().filter(|line| line.starts_with("piece ")).count();
    assert_eq!(lines, 16);
}

#[test]
fn all_variants_are_a_table() {
    let ran = small("all", &["--no-picture"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(masked(&ran.out));
}

#[test]
fn all_variants_end_at_the_first_that_fails() {
    let ran = broken("all", &["--no-picture"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    assert!(ran.err.starts_with("error: panics: worker 1 panicked"), "{}", ran.err);
}

#[test]
fn quiet_prints_nothing() {
    let ran = small("right", &["--quiet"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(0), "", ""));
}

#[test]
fn no_check_says_unchecked_even_of_a_wrong_picture() {
    let ran = broken("wrong", &["--no-check", "--no-picture"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.out.ends_with("unchecked\n"), "{}", ran.out);
}

#[test]
fn repeated_runs_are_medians() {
    let ran = small("right", &["--repeat", "3", "--no-picture"]);
    assert!(ran.out.contains("medians of 3"), "{}", ran.out);
}

#[test]
fn a_run_that_is_alone_is_compared_with_nothing() {
    let one = small("passes", &["--alone", "--no-picture"]);
    let all = small("all", &["--alone", "--no-picture"]);
    assert_eq!((one.code, all.code), (Some(0), Some(0)));
    insta::assert_snapshot!(masked(&one.out) + "\n" + &masked(&all.out));
    let ran = small("right", &["--alone", "--json"]);
    let document: Value = serde_json::from_str(&ran.out).expect("one document and nothing else");
    let variant = &document["variants"][0];
    assert_eq!((&document["serial_ms"], &variant["speed_up"]), (&Value::Null, &Value::Null));
    assert_eq!(variant["check"]["result"], "unchecked");
}

#[test]
fn json_is_one_document() {
    let ran = small("passes", &["--json"]);
    let mut document: Value = serde_json::from_str(&ran.out).expect("one document and nothing else");
    mask(&mut document);
    // What the system tells is another number each time, and nothing where it does not.
    assert_eq!(document["peak_memory_bytes"].take().is_u64(), cfg!(unix));
    assert_eq!(document["variants"][0]["switches"].take().is_object(), cfg!(unix));
    insta::assert_json_snapshot!(document);
}

#[test]
fn json_tells_of_a_wrong_pixel() {
    let ran = broken("wrong", &["--json"]);
    assert_eq!(ran.code, Some(1));
    let document: Value = serde_json::from_str(&ran.out).expect("one document and nothing else");
    let check = &document["variants"][0]["check"];
    insta::assert_json_snapshot!(check);
}

#[test]
fn json_tells_of_a_fault() {
    let ran = small("right", &["--json", "--fail-at", "2", "--threads", "1"]);
    assert_eq!(ran.code, Some(1));
    let mut document: Value = serde_json::from_str(&ran.out).expect("one document and nothing else");
    // The line of the source moves.
    document["error"].take();
    document["fault"]["place"].take();
    insta::assert_json_snapshot!(document);
}

#[test]
fn a_pipe_gets_plain_text_of_at_most_80_columns() {
    let ran = small("right", &[]);
    assert!(!ran.out.contains('\x1b'), "{:?}", ran.out);
    let wide = run(&["--size", "30x400", "--threads", "1"]);
    assert!(wide.out.lines().all(|line| line.chars().count() <= 80), "{}", wide.out);
}

#[test]
fn a_dumb_terminal_gets_plain_text_even_if_colour_is_forced() {
    let coloured = run_command(program("toy").args(["--size", "40x30"]).env("FORCE_COLOR", "3"));
    assert!(coloured.out.contains("\x1b[38;2;"), "{:?}", coloured.out);
    let dumb =
        run_command(program("toy").args(["--size", "40x30"]).env("FORCE_COLOR", "3").env("TERM", "dumb"));
    assert!(!dumb.out.contains('\x1b'), "{:?}", dumb.out);
}

#[test]
fn colour_by_thread_names_the_workers_under_the_picture() {
    let plain = small("passes", &["--color-by", "thread"]);
    let (picture, below) = split(&plain.out);
    // Each line is somebody's, and of the one who drew most of it.
    assert!(picture.lines().all(|line| "AB".contains(&line[..1].to_uppercase())), "{picture}");
    insta::assert_snapshot!(masked(below));
    let mut command = program("toy");
    command.args(["--variant", "passes", "--size", "40x30", "--threads", "2", "--color-by", "thread"]);
    let coloured = run_command(command.env("FORCE_COLOR", "3"));
    assert!(coloured.out.contains("█\x1b[0m worker 1"), "{:?}", coloured.out);
}

#[test]
fn colour_by_thread_tells_columns_apart_too() {
    let ran = small("stripes", &["--color-by", "thread"]);
    let (picture, _) = split(&ran.out);
    let is_whose = |letters: &str, whose| letters.chars().all(|letter| letter.to_ascii_uppercase() == whose);
    assert!(
        picture.lines().all(|line| is_whose(&line[..15], 'A') && is_whose(&line[15..], 'B')),
        "{picture}"
    );
}

#[test]
fn colour_by_time_runs_from_early_to_late() {
    let ran = small("right", &["--threads", "1", "--color-by", "time"]);
    let (picture, below) = split(&ran.out);
    // Four pieces of five lines each, from the top to the bottom.
    let digits: Vec<&str> = picture.lines().map(|line| &line[..1]).collect();
    assert!(digits.is_sorted() && digits[..5] == ["0"; 5] && digits[15..] == ["9"; 5], "{picture}");
    assert!(picture.lines().all(|line| line.len() == 30 && line == line[..1].repeat(30)), "{picture}");
    let legend = masked(below.lines().next().unwrap_or_default());
    assert_eq!(legend, "drawn at TIME 0123456789 TIME\n");
    let mut command = program("toy");
    command.args(["--size", "40x30", "--color-by", "time", "--palette", "greys"]);
    let coloured = run_command(command.env("FORCE_COLOR", "3"));
    assert!(coloured.out.contains("\x1b[38;2;"), "{:?}", coloured.out);
}

#[test]
fn what_was_chosen_and_what_was_noted_stand_in_the_report() {
    let ran = small("batches", &["--no-picture", "--threads", "1", "--batch", "3"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(masked(&ran.out));
}

#[test]
fn json_has_what_was_chosen_and_what_was_noted() {
    let ran = small("batches", &["--json", "--batch", "4"]);
    let document: Value = serde_json::from_str(&ran.out).expect("one document and nothing else");
    assert_eq!(document["options"], serde_json::json!({ "batch": 4 }));
    assert_eq!(document["variants"][0]["notes"], serde_json::json!({ "claims under the lock": "1" }));
}

#[test]
fn the_size_of_a_lesson_is_explained_unless_another_was_asked_for() {
    let usual = run(&["--no-picture"]);
    let lines: Vec<&str> = usual.out.lines().take(3).collect();
    let [title, _, why] = &lines[..] else { panic!("{}", usual.out) };
    assert!(title.contains(": 400 x 300 pixels") && title.contains("40 pieces of 10 rows"), "{title}");
    assert_eq!(*why, "not the usual 4000 x 3000 pixels, because a toy is small");
    let asked = run(&["--no-picture", "--size", "400x300"]);
    assert!(!asked.out.contains("not the usual"), "{}", asked.out);
}

#[test]
fn a_picture_of_fewer_iterations_is_compared_with_the_serial_one_of_as_many_and_coloured_as_such() {
    let cut = small("half", &[]);
    let whole = small("right", &["--iterations", "10"]);
    assert_eq!((cut.code, cut.err.as_str()), (Some(0), ""));
    let ((cut, below), (whole, _)) = (split(&cut.out), split(&whole.out));
    assert_eq!(cut, whole);
    let said = "\nchecked: every pixel is as the serial run has it after 10 of 20 iterations\n";
    assert!(below.contains(said), "{below}");

    let ran = small("half", &["--json"]);
    let document: Value = serde_json::from_str(&ran.out).expect("one document and nothing else");
    assert_eq!((&document["iterations"], &document["variants"][0]["iterations"]), (&20.into(), &10.into()));
    assert_eq!(document["variants"][0]["check"]["result"], "right");
    let table = run(&["--size", "40x30", "--variant", "all", "--no-picture"]);
    assert!(table.out.lines().any(|line| line.starts_with("half") && line.ends_with(" right as of 10")));
}

/// Makes every time and ratio 0.
fn mask(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => *value = Value::from(0),
        Value::Array(values) => values.iter_mut().for_each(mask),
        Value::Object(values) => values.values_mut().for_each(mask),
        _ => {}
    }
}
