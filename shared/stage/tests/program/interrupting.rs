//! Ctrl-C.
#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::{Duration, Instant};

use crate::files::counts;
use crate::toy::{ENDLESS, SMALL, VARIANTS, program, small};

struct Running {
    child: Child,
    stderr: BufReader<ChildStderr>,
}

impl Running {
    fn new(lesson: &str, arguments: &[&str]) -> Running {
        let mut command = program(lesson);
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("a lesson can be run");
        let stderr = BufReader::new(child.stderr.take().expect("it is piped"));
        Running { child, stderr }
    }

    /// Reads lines from standard error until one holds this.
    fn await_line(&mut self, with: &str) -> String {
        loop {
            let mut line = String::new();
            let read = self.stderr.read_line(&mut line).expect("it prints UTF-8");
            assert!(read > 0, "it ended without a word of {with:?}");
            if line.contains(with) {
                return line;
            }
        }
    }

    /// Waits until it has used some processor time, which it does only while it draws.
    #[cfg(target_os = "linux")]
    fn await_work(&self) {
        let path = format!("/proc/{}/stat", self.child.id());
        loop {
            let stat = fs::read_to_string(&path).expect("it still runs");
            // The name in parentheses may hold spaces; the time in user mode is the 12th field after it.
            let fields = stat.rsplit_once(')').expect("a name").1;
            let ticks: u64 = fields.split_whitespace().nth(11).expect("a time").parse().expect("a number");
            if ticks >= 10 {
                return;
            }
            std::thread::yield_now();
        }
    }

    fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &pid]).status().expect("kill can be run");
        assert!(sent.success());
    }

    /// Its exit code, what it has yet to say, and what it has printed.
    fn end(mut self) -> (Option<i32>, String, String) {
        let (mut err, mut out) = (String::new(), String::new());
        self.stderr.read_to_string(&mut err).expect("it prints UTF-8");
        let mut stdout = self.child.stdout.take().expect("it is piped");
        stdout.read_to_string(&mut out).expect("it prints UTF-8");
        let code = self.child.wait().expect("it ends").code();
        (code, err, out)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A test that failed leaves nobody behind; one that passed has nobody to kill.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn waiters_are_woken_and_what_is_finished_is_saved() {
    for signal in ["INT", "TERM"] {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("part.npy");
        let path_text = path.to_str().expect("UTF-8");
        let mut running =
            Running::new("broken", &[&SMALL[..], &["--variant", "stuck", "--out", path_text]].concat());
        running.await_line("stuck");
        running.await_line("stuck");
        running.signal(signal);
        let (code, err, out) = running.end();
        assert_eq!((code, out.as_str()), (Some(130), ""));
        let told = "interrupted (stuck): 20 of 40 rows are finished, and saved in";
        assert_eq!(err, format!("error: {told} {path_text}\n"));

        // Each worker had two pieces, and finished its first.
        let counts = counts(&path);
        assert!(counts[..20 * 30].iter().all(|&count| count >= 0));
        assert!(counts[20 * 30..].iter().all(|&count| count == fractal::POISON));
    }
}

#[test]
fn json_tells_of_an_interruption() {
    let mut running = Running::new("broken", &[&SMALL[..], &["--variant", "stuck", "--json"]].concat());
    running.await_line("stuck");
    running.await_line("stuck");
    running.signal("INT");
    let (code, _, out) = running.end();
    assert_eq!(code, Some(130));
    let document: serde_json::Value = serde_json::from_str(&out).expect("one document");
    assert_eq!(document["exit_code"], 130);
}

#[test]
fn a_ctrl_c_that_comes_at_a_piece_ends_every_kind_of_variant_before_that_piece_is_drawn() {
    for variant in VARIANTS {
        let ran = small(variant, &["--interrupt-at", "2"]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(130), ""), "{variant}: {}", ran.err);
        let rows = ran.err.strip_prefix(&format!("error: interrupted ({variant}): "));
        let rows = rows.and_then(|rest| rest.strip_suffix(" of 40 rows are finished\n"));
        let finished: usize = rows.and_then(|rows| rows.parse().ok()).expect("it says how many");
        assert!(finished <= 30, "{variant}: {finished}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn computing_stops_within_a_tenth_of_a_second_even_inside_a_point() {
    // The serial run comes first, and would never end. The best of a few, since others use this machine too.
    let stop = || {
        let running = Running::new("toy", &ENDLESS);
        running.await_work();
        let begin = Instant::now();
        running.signal("INT");
        let (code, err, _) = running.end();
        assert_eq!(code, Some(130), "{err}");
        assert!(err.starts_with("error: interrupted (serial run): "), "{err}");
        begin.elapsed()
    };
    let best = (0..5).map(|_| stop()).min().expect("five attempts");
    assert!(best < Duration::from_millis(100), "{best:?}");
}

#[test]
fn a_run_that_does_not_end_says_who_is_still_on_and_a_second_interruption_ends_it() {
    let mut running = Running::new("broken", &[&SMALL[..], &["--variant", "hangs"]].concat());
    running.await_line("hangs");
    running.await_line("hangs");
    running.signal("INT");
    let line = running.await_line("still waiting");
    let who = "worker 0 waits on the miracle, worker 1 waits on the miracle";
    assert_eq!(line, format!("still waiting for the end of the run: {who}\n"));
    running.signal("INT");
    let (code, err, out) = running.end();
    assert_eq!((code, err.as_str(), out.as_str()), (Some(130), "", ""));
}
