//! What it says, and with what code it ends, when something is wrong.

use std::process::Stdio;

use crate::toy::{VARIANTS, broken, program, run, run_command, small};

/// The error of a command line that cannot be, and that nothing else is printed.
fn refused(arguments: &[&str]) -> String {
    let ran = run(arguments);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}: {}", ran.err);
    ran.err
}

#[test]
fn what_cannot_be_is_refused_with_what_can() {
    let refusals: Vec<String> = [
        &["--threads", "0"][..],
        &["--threads", "1025"],
        &["--threads", "many"],
        &["--variant", "no-such"],
        &["--size", "0x3000"],
        &["--size", "4000"],
        &["--size", "18446744073709551615x18446744073709551615"],
        &["--iterations", "0"],
        &["--iterations", "2147483648"],
        &["--region", "1,2,3"],
        &["--region", "nan,0,1,1"],
        &["--piece-rows", "0"],
        &["--repeat", "0"],
        &["--palette", "rainbow"],
        &["--color-by", "mood"],
        &["--out", "picture.gif"],
        &["--timeline", "timeline.png"],
        &["--json", "--quiet"],
        &["--live"],
        &["--live", "--no-picture"],
        &["--variant", "all", "--timeline", "timeline.svg"],
        &["--fail-at", "40"],
        &["--interrupt-at", "40"],
        &["--batch", "0"],
        &["--batch", "65"],
        &["--batch", "some"],
    ]
    .iter()
    .map(|arguments| format!("$ toy {}\n{}", arguments.join(" "), refused(arguments)))
    .collect();
    insta::assert_snapshot!(refusals.join("\n"));
}

#[test]
fn more_memory_than_there_is_is_refused() {
    let error = refused(&["--size", "4000000x3000000"]);
    assert!(error.contains("of memory are needed"), "{error}");
}

#[test]
fn a_wrong_picture_names_its_first_wrong_pixel() {
    let ran = broken("wrong", &["--quiet"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    insta::assert_snapshot!(ran.err);
}

#[test]
fn a_pixel_that_nobody_drew_is_wrong() {
    let ran = broken("undrawn", &["--quiet"]);
    assert_eq!(ran.code, Some(1));
    insta::assert_snapshot!(ran.err);
}

#[test]
fn a_panic_names_the_worker_the_piece_and_the_message_once() {
    let ran = broken("panics", &[]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    let (error, place) = ran.err.split_once(" (at ").expect("it says where");
    assert_eq!(error, "error: panics: worker 1 panicked after piece 3: this piece brings bad luck");
    assert!(place.contains("broken.rs") && place.lines().count() == 1, "{place}");
}

#[test]
fn a_panic_in_a_thread_without_a_worker_is_told_once_too() {
    let ran = broken("panics-bare", &[]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.err.matches("nobody looks after this thread").count(), 1, "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
}

#[test]
fn an_injected_panic_ends_every_kind_of_variant() {
    let toys = VARIANTS.map(|variant| (variant, small(variant, &["--fail-at", "0"])));
    let stuck = ("stuck", broken("stuck", &["--fail-at", "0"]));
    for (variant, ran) in toys.into_iter().chain([stuck]) {
        assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{variant}: {}", ran.err);
        let told = "panicked while computing piece 0: told to fail at this piece by --fail-at (at ";
        assert_eq!(ran.err.matches(told).count(), 1, "{variant}: {}", ran.err);
        // The place is the lesson's, not the stage's.
        assert!(ran.err.contains("examples"), "{variant}: {}", ran.err);
    }
}

#[test]
fn a_backtrace_is_printed_only_when_asked_for() {
    let mut command = program("toy");
    let asked = run_command(command.args(["--size", "40x30", "--fail-at", "1"]).env("RUST_BACKTRACE", "1"));
    assert!(asked.err.lines().count() > 2, "{}", asked.err);
    assert_eq!(small("right", &["--fail-at", "1"]).err.lines().count(), 1);
}

#[test]
fn a_worker_that_gives_up_ends_the_run_with_its_error() {
    let ran = broken("fails", &[]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.err, "error: fails: worker 0 failed: the primitive is broken\n");
}

#[test]
fn a_pipe_that_nobody_reads_is_no_error() {
    for arguments in [&["--size", "400x300"][..], &["--help"], &["--json", "--size", "400x300"]] {
        let mut child = program("toy")
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a lesson can be run");
        drop(child.stdout.take());
        let ended = child.wait_with_output().expect("it ends");
        assert_eq!(ended.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_does_not_fit_the_disk_is_an_error() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has /dev/full");
    let ended = program("toy").args(["--size", "40x30"]).stdout(full).output().expect("a lesson can be run");
    assert_eq!(ended.status.code(), Some(1));
    let error = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(error.starts_with("error: cannot print: No space left"), "{error}");
}

#[cfg(target_os = "linux")]
#[test]
fn threads_that_cannot_be_had_are_an_error_and_those_that_can_do_not_wait_for_them() {
    // Room for the stacks of some threads, but not of a thousand. It is address space that is limited, so stacks are
    // large and heaps few: what is left when one more stack does not fit is enough for everything else.
    let mut command = std::process::Command::new("sh");
    let toy = program("toy");
    let script = "ulimit -v 8000000; exec \"$0\" \"$@\"";
    command.args(["-c", script]).arg(toy.get_program());
    command.env("RUST_MIN_STACK", (1_usize << 30).to_string()).env("MALLOC_ARENA_MAX", "1");
    let ran = run_command(command.args(["--size", "40x30", "--variant", "passes", "--threads", "1024"]));
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}", ran.err);
    assert!(ran.err.starts_with("error: ideal run: only "), "{}", ran.err);
    assert!(ran.err.contains(" of 1024 threads could start: "), "{}", ran.err);
}

#[test]
fn a_piece_of_more_rows_than_there_are_is_the_whole_picture() {
    let most = usize::MAX.to_string();
    for variant in VARIANTS {
        let ran = small(variant, &["--piece-rows", &most]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{variant}");
        assert!(ran.out.contains("1 piece of "), "{variant}: {}", ran.out);
    }
}
