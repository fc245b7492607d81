//! What it shows on something that takes itself for a terminal: the picture as it grows, and a report that fits.
#![cfg(unix)]

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::process::{Child, Command, Stdio};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::toy::{SMALL, VARIANTS, program};

const HIDE_CURSOR: &str = "\x1b[?25l";
const SHOW_CURSOR: &str = "\x1b[?25h";
const ERASE_TO_THE_END: &str = "\x1b[J";

/// Room for the pictures of these tests, in columns.
const COLUMNS: u16 = 40;

/// A program that runs on a terminal of 40 columns and 30 lines.
struct OnTerminal {
    child: Child,
    /// Where what it prints can be read.
    terminal: File,
}

impl OnTerminal {
    /// With `--live`.
    fn live(lesson: &str, arguments: &[&str]) -> OnTerminal {
        OnTerminal::new(lesson, &[&["--live"], arguments].concat())
    }

    fn new(lesson: &str, arguments: &[&str]) -> OnTerminal {
        let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&terminal).and_then(|()| unlockpt(&terminal)).expect("it can be opened");
        let name = ptsname(&terminal, Vec::new()).expect("it has a name");
        let other_end = OpenOptions::new().write(true).open(name.to_str().expect("UTF-8")).expect("it opens");
        let size = Winsize { ws_row: 30, ws_col: COLUMNS, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&other_end, size).expect("it has a size");
        let mut command = program(lesson);
        command.args(arguments).stdout(other_end).stderr(Stdio::piped());
        let child = command.spawn().expect("a lesson can be run");
        // The program alone has the other end now: when it ends, so does what can be read here.
        drop(command);
        OnTerminal { child, terminal: File::from(terminal) }
    }

    /// Its exit code and all it has printed.
    fn end(mut self) -> (Option<i32>, String) {
        let (mut printed, mut buffer) = (Vec::new(), [0; 4096]);
        // The end of a terminal is no end of a file, but an error.
        while let Ok(length @ 1..) = self.terminal.read(&mut buffer) {
            printed.extend_from_slice(&buffer[..length]);
        }
        let code = self.child.wait().expect("it ends").code();
        (code, String::from_utf8(printed).expect("it prints UTF-8"))
    }

    /// Waits until it has said this so many times on standard error, and interrupts it.
    fn interrupt_after(&mut self, word: &str, times: usize) {
        let mut said = String::new();
        let stderr = self.child.stderr.as_mut().expect("it is piped");
        while said.matches(word).count() < times {
            let mut byte = [0];
            stderr.read_exact(&mut byte).expect("it goes on");
            said.push(char::from(byte[0]));
        }
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", "INT", &pid]).status().expect("kill can be run");
        assert!(sent.success());
    }
}

impl Drop for OnTerminal {
    fn drop(&mut self) {
        // A test that failed leaves nobody behind; one that passed has nobody to kill.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_picture_is_drawn_in_place_and_gives_way_to_the_report() {
    let (code, printed) = OnTerminal::live("toy", &SMALL).end();
    assert_eq!(code, Some(0));
    let (before, rest) = printed.split_once(HIDE_CURSOR).expect("the cursor is hidden");
    let (live, report) = rest.split_once(SHOW_CURSOR).expect("and shown again");
    assert_eq!(before, "");
    assert!(live.contains("right: ") && live.contains(" %\r\n"), "{live:?}");
    // Twenty lines of picture and the one below it.
    assert!(live.ends_with(&format!("\x1b[21A\r{}\x1b[21A\r", "\x1b[K\r\n".repeat(21))), "{live:?}");
    assert!(!report.contains(HIDE_CURSOR) && report.contains("toy, right: "), "{report:?}");
}

#[test]
fn each_variant_is_seen_under_its_name_until_it_has_drawn_everything() {
    let (code, printed) =
        OnTerminal::live("toy", &[&SMALL[..], &["--variant", "all", "--repeat", "2"]].concat()).end();
    assert_eq!((code, printed.matches(HIDE_CURSOR).count()), (Some(0), 2 * VARIANTS.len()));
    let shown: Vec<&str> = printed.split(HIDE_CURSOR).skip(1).collect();
    let variants = VARIANTS.repeat(2);
    for (variant, shown) in variants.iter().zip(shown) {
        // The last frame, which has everything, and what erases it.
        let frames: Vec<&str> = shown.split(ERASE_TO_THE_END).collect();
        let last = frames[frames.len() - 2];
        assert!(last.contains(&format!("\n\x1b[K{variant}: ")) && !last.contains('?'), "{variant}: {last}");
    }
}

#[test]
fn what_was_drawn_is_seen_while_the_run_goes_on() {
    let mut running = OnTerminal::live("broken", &[&SMALL[..], &["--variant", "stuck"]].concat());
    // Each worker draws one of its two pieces, and waits. The first frames may come before that, but not hundreds.
    let mut printed = String::new();
    let half_drawn = |frame: &str| {
        let undrawn = frame.lines().filter(|line| line.starts_with("\x1b[K?")).count();
        undrawn == 10 && frame.lines().count() == 21 && frame.contains("stuck: 50 %")
    };
    while !printed.split(ERASE_TO_THE_END).any(half_drawn) {
        assert!(printed.matches(ERASE_TO_THE_END).count() < 300, "{printed}");
        let mut buffer = [0; 4096];
        let length = running.terminal.read(&mut buffer).expect("it goes on");
        printed += &String::from_utf8_lossy(&buffer[..length]);
    }
    running.interrupt_after("stuck", 2);
    assert_eq!(running.end().0, Some(130));
}

#[test]
fn the_cursor_is_there_again_after_an_interruption_a_panic_and_an_end_by_force() {
    let mut interrupted = OnTerminal::live("broken", &[&SMALL[..], &["--variant", "stuck"]].concat());
    interrupted.interrupt_after("stuck", 2);
    let mut forced = OnTerminal::live("broken", &[&SMALL[..], &["--variant", "hangs"]].concat());
    forced.interrupt_after("hangs", 2);
    forced.interrupt_after("still waiting", 1);
    let panicked = OnTerminal::live("broken", &[&SMALL[..], &["--variant", "panics"]].concat());
    for (running, expected) in [(interrupted, 130), (forced, 130), (panicked, 1)] {
        let (code, printed) = running.end();
        assert_eq!((code, printed.matches(HIDE_CURSOR).count()), (Some(expected), 1), "{printed:?}");
        let (_, after) = printed.rsplit_once(SHOW_CURSOR).expect("the cursor is shown");
        assert!(!after.contains('\x1b'), "{after:?}");
    }
}

#[test]
fn a_report_fits_a_narrow_terminal() {
    for variant in ["passes", "all"] {
        let (code, printed) = OnTerminal::new("toy", &[&SMALL[..], &["--variant", variant]].concat()).end();
        assert_eq!(code, Some(0));
        let (_, report) = printed.split_once("toy, ").expect("a title");
        assert!(report.lines().all(|line| line.chars().count() <= COLUMNS.into()), "{report}");
        // The columns that did not fit are below, for the same workers or variants.
        let first = if variant == "all" { "right " } else { "worker 0 " };
        assert!(report.lines().filter(|line| line.starts_with(first)).count() > 1, "{report}");
    }
}
