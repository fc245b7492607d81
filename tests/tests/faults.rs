//! What becomes of a run when something goes wrong in it, in every variant of every lesson: it ends, says what
//! happened, and ends with the code that stands for it.

use std::process::Stdio;

use whole::programs::{end, program, run, variants};
use whole::repository::{Lesson, Repository};

/// Everything that a test has found, at once.
fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn each_variant(mut check: impl FnMut(&Lesson, &str)) {
    for lesson in Repository::here().lessons_and_template() {
        for variant in variants(&lesson) {
            check(&lesson, &variant);
        }
    }
}

#[test]
fn a_worker_that_panics_ends_the_run_with_its_name_its_piece_and_its_message() {
    let mut faults = Vec::new();
    each_variant(|lesson, variant| {
        // Alone, and with others who wait for it; at the beginning, in the middle, at the end.
        for threads in ["1", "3"] {
            for piece in ["0", "2", "3"] {
                let arguments =
                    ["--size", "40x30", "--variant", variant, "--threads", threads, "--fail-at", piece];
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
    });
    assert_none(&faults);
}

#[test]
fn a_pipe_that_nobody_reads_is_no_error() {
    let mut faults = Vec::new();
    each_variant(|lesson, variant| {
        let mut command = program(lesson);
        command
            .args(["--size", "400x300", "--variant", variant])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("a lesson can be run");
        drop(child.stdout.take());
        let ended = end(child);
        if ended != Ok((Some(0), String::new())) {
            faults.push(format!("{} {variant}: {ended:?}", lesson.name));
        }
    });
    assert_none(&faults);
}

#[test]
fn what_cannot_be_is_refused_with_what_can() {
    let mut faults = Vec::new();
    for lesson in Repository::here().lessons_and_template() {
        let variants = variants(&lesson).join(", ");
        for (arguments, hint) in [
            (&["--threads", "0"][..], "it must be a whole number from 1 to"),
            (&["--variant", "no-such-variant"], &*format!("[possible values: {variants}, all]")),
            (&["--size", "0x0"], "at least"),
            (&["--piece-rows", "0"], "at least 1"),
            (&["--iterations", "0"], "from 1 to"),
            (&["--out", "picture.gif"], ".png"),
        ] {
            let ran = run(&lesson, arguments);
            if ran.code != Some(2) || !ran.out.is_empty() || !ran.err.contains(hint) {
                faults.push(format!("{} {}: no {hint:?} in {ran:?}", lesson.name, arguments.join(" ")));
            }
        }
    }
    assert_none(&faults);
}

#[cfg(unix)]
mod interrupted {
    use std::path::Path;
    use std::process::Command;
    use std::time::{Duration, Instant};
    use std::{fs, thread};

    use fractal::POISON;
    use whole::golden::counts;

    use super::*;

    /// How often to look for the moment at which a variant draws.
    const ATTEMPTS: usize = 40;

    /// When a Ctrl-C came.
    enum Came {
        /// While the stage made one of the runs that the variant is compared with.
        Early,
        /// While the variant drew: after so long, the program had ended.
        While(Duration),
        /// When the variant had drawn everything.
        Late,
    }

    #[test]
    fn every_variant_stops_and_what_is_finished_is_saved() {
        let folder = tempfile::tempdir().expect("a folder for the pictures");
        let out = folder.path().join("part.npy");
        let mut faults = Vec::new();
        each_variant(|lesson, variant| {
            if let Err(fault) = interrupt_while_it_draws(lesson, variant, &out) {
                faults.push(format!("{} {variant}: {fault}", lesson.name));
            }
        });
        assert_none(&faults);
    }

    /// The program makes a serial run, an ideal run, and then the variant's. The moment that is wanted is looked for
    /// by halving: what comes too early or too late tells where to try next.
    fn interrupt_while_it_draws(lesson: &Lesson, variant: &str, out: &Path) -> Result<(), String> {
        let begin = Instant::now();
        let ended = end(start(lesson, variant, out))?;
        let mut late = begin.elapsed();
        if ended != (Some(0), String::new()) {
            return Err(format!("without any Ctrl-C it ended with {ended:?}"));
        }
        let mut early = late / 2;
        for _ in 0..ATTEMPTS {
            let moment = (early + late) / 2;
            match interrupt_after(moment, lesson, variant, out)? {
                Came::Early => early = moment,
                Came::Late => late = moment,
                Came::While(ended) if ended > Duration::from_secs(10) => {
                    return Err(format!("it took {ended:?} to end"));
                }
                Came::While(_) => return Ok(()),
            }
            if late - early < Duration::from_millis(5) {
                // The machine is not as fast as it was before.
                (early, late) = (early / 2, late * 2);
            }
        }
        Err("no Ctrl-C came while it drew; does it look, between rows, whether to stop?".to_owned())
    }

    fn start(lesson: &Lesson, variant: &str, out: &Path) -> std::process::Child {
        let _ = fs::remove_file(out);
        let mut command = program(lesson);
        command.args([
            "--size",
            "400x300",
            "--iterations",
            "1500",
            "--threads",
            "3",
            "--quiet",
            "--no-check",
        ]);
        command.args(["--variant", variant, "--out"]).arg(out).stderr(Stdio::piped());
        command.spawn().expect("a lesson can be run")
    }

    fn interrupt_after(moment: Duration, lesson: &Lesson, variant: &str, out: &Path) -> Result<Came, String> {
        let child = start(lesson, variant, out);
        thread::sleep(moment);
        let interrupted = Instant::now();
        // It may have ended already: then there is nobody to signal, and the exit code will tell.
        let pid = child.id().to_string();
        Command::new("kill")
            .args(["-s", "INT", &pid])
            .stderr(Stdio::null())
            .status()
            .expect("kill can be run");
        let (code, said) = end(child)?;
        let ended = interrupted.elapsed();

        let saved = format!("rows are finished, and saved in {}\n", out.display());
        match code {
            Some(0) => Ok(Came::Late),
            Some(130) if said.is_empty() => Ok(Came::Early), // nothing had begun
            Some(130) if said.starts_with("error: interrupted while saving") => Ok(Came::Late),
            Some(130) if said.starts_with("error: interrupted (") && said.ends_with(&saved) => {
                if !said.contains(&format!("({variant})")) {
                    return Ok(Came::Early);
                }
                let undrawn = counts(out).iter().filter(|&&count| count == POISON).count();
                Ok(if undrawn == 0 { Came::Late } else { Came::While(ended) })
            }
            // Before the program listens, the system's own way to end it.
            None => Ok(Came::Early),
            _ => Err(format!("exit code {code:?}: {said}")),
        }
    }
}
