//! How long it takes from a Ctrl-C to the end of the program, in each variant of each lesson:
//! `cargo bench -p whole --bench interrupting`, or, for some of them, `… -- threads lock`.
//!
//! A program is started on a picture that it would not finish in minutes, is given time until it computes, and gets a
//! signal. The time ends when the system says that the program has ended. On a machine that has other things to do all
//! of them take longer; one that takes much longer than the others has a reason of its own.

#[cfg(unix)]
fn main() -> std::process::ExitCode {
    unix::main()
}

#[cfg(not(unix))]
fn main() {
    println!("this sends signals, as Unix has them");
}

#[cfg(unix)]
mod unix {
    use std::io::Read;
    use std::process::{Child, ExitCode, Stdio};
    use std::time::{Duration, Instant};
    use std::{env, fs, thread};

    use nix::sys::signal::{Signal, kill};
    use nix::unistd::Pid;
    use whole::programs::{program, variants};
    use whole::repository::{Lesson, Repository};

    /// How often each variant is interrupted.
    const TIMES: usize = 9;
    /// A person does not notice that something took so long.
    const MOST: Duration = Duration::from_millis(100);
    /// Much work in a small picture: a lesson may need memory for each of its pixels.
    const LARGE: [&str; 4] = ["--size", "2000x1500", "--iterations", "1000000"];

    pub(crate) fn main() -> ExitCode {
        println!("{TIMES} times each{}", load().unwrap_or_default());
        println!("{:<40}{:>12}{:>12}", "", "median, ms", "most, ms");
        let (mut slow, mut failed) = (Vec::new(), Vec::new());
        // Cargo adds options of its own.
        let wanted: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
        let mut lessons = Repository::here().lessons_and_template();
        lessons.retain(|lesson| wanted.is_empty() || wanted.contains(&lesson.name));
        for lesson in lessons {
            for variant in variants(&lesson) {
                let name = format!("{}, {variant}", lesson.name);
                let times: Result<Vec<Duration>, String> =
                    (0..TIMES).map(|_| interrupted(&lesson, &variant)).collect();
                match times {
                    Ok(mut times) => {
                        times.sort_unstable();
                        let (median, most) = (times[TIMES / 2], times[TIMES - 1]);
                        println!("{name:<40}{:>12.1}{:>12.1}", milliseconds(median), milliseconds(most));
                        if most > MOST {
                            slow.push(name);
                        }
                    }
                    Err(why) => {
                        println!("{name:<40}{why:>24}");
                        failed.push(name);
                    }
                }
            }
        }
        let listed = |names: &[String]| if names.is_empty() { "none".to_owned() } else { names.join("; ") };
        println!("more than {} ms: {}", MOST.as_millis(), listed(&slow));
        if failed.is_empty() {
            return ExitCode::SUCCESS;
        }
        println!("did not end as interrupted programs do: {}", listed(&failed));
        ExitCode::FAILURE
    }

    /// Starts a variant, interrupts it while it computes, and says how long it took to end.
    fn interrupted(lesson: &Lesson, variant: &str) -> Result<Duration, String> {
        let mut command = program(lesson);
        command.args(["--alone", "--quiet", "--variant", variant]).args(LARGE).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| error.to_string())?;
        await_work(&mut child)?;
        let pid = i32::try_from(child.id()).map_err(|error| error.to_string())?;
        let begin = Instant::now();
        kill(Pid::from_raw(pid), Signal::SIGINT).map_err(|error| error.to_string())?;
        let status = child.wait().map_err(|error| error.to_string())?;
        let took = begin.elapsed();
        if status.code() == Some(130) {
            return Ok(took);
        }
        let mut said = String::new();
        child.stderr.take().map(|mut stderr| stderr.read_to_string(&mut said));
        Err(format!("{status}, {said:?}"))
    }

    /// Waits until the program has used a tenth of a second of processor time, or until it has been there for a second
    /// where nobody says what it has used.
    fn await_work(child: &mut Child) -> Result<(), String> {
        let begin = Instant::now();
        while child.try_wait().map_err(|error| error.to_string())?.is_none() {
            let enough = match ticks(child.id()) {
                Some(ticks) => ticks >= 10,
                None => begin.elapsed() > Duration::from_secs(1),
            };
            if enough {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(2));
        }
        Err("it ended by itself".to_owned())
    }

    /// The processor time that a process has used for itself, in hundredths of a second, where Linux says it.
    fn ticks(process: u32) -> Option<u64> {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        // The name in parentheses may hold spaces; the time in user mode is the 12th field after it.
        let (_, fields) = stat.rsplit_once(')')?;
        fields.split_whitespace().nth(11)?.parse().ok()
    }

    /// How busy the machine is, where Linux says it.
    fn load() -> Option<String> {
        let load = fs::read_to_string("/proc/loadavg").ok()?;
        let processors = thread::available_parallelism().ok()?;
        Some(format!("; {} want one of {processors} processors", load.split_whitespace().next()?))
    }

    fn milliseconds(time: Duration) -> f64 {
        time.as_secs_f64() * 1e3
    }
}
