//! Compiles a program once, runs it once for each command line.
//!
//! A chapter that shows what a program prints names it as the reader will type it: the words between
//! `cargo run -p` and the program's own arguments. The program runs with the root of the checkout as its
//! current directory, its output piped and colours off, and it must end by itself.

use std::collections::HashMap;
use std::fmt;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};

use cargo_metadata::{Message, TargetKind};

use crate::problem::Fault;

/// How long a program may run, compiling aside. Generous: it only has to tell slow from stuck.
const LIMIT: Duration = Duration::from_secs(120);

/// A command line, from `-p` on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Invocation {
    /// What to run.
    pub target: Target,
    /// Its own arguments: what stands after `--`.
    pub arguments: Vec<String>,
}

/// Something that `cargo run` can run.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target {
    /// The package.
    pub package: String,
    /// One of its examples; `None` for its program.
    pub example: Option<String>,
}

impl Invocation {
    /// Reads `package [--example NAME] [-- ARGUMENT…]`.
    ///
    /// # Errors
    /// In words, if it is something else.
    pub fn parse(words: &[String]) -> Result<Invocation, String> {
        let (before, arguments) = match words.iter().position(|word| word == "--") {
            Some(at) => (&words[..at], words[at + 1..].to_vec()),
            None => (words, Vec::new()),
        };
        let (package, example) = match before {
            [package] => (package, None),
            [package, flag, name] if flag == "--example" => (package, Some(name.clone())),
            _ => return Err("it is followed by: package [--example NAME] [-- ARGUMENTS]".into()),
        };
        if package.starts_with('-') {
            return Err(format!("\"{package}\" is no name of a package"));
        }
        Ok(Invocation { target: Target { package: package.clone(), example }, arguments })
    }

    /// The same with more arguments.
    #[must_use]
    pub fn with(&self, more: &[&str]) -> Invocation {
        let mut invocation = self.clone();
        invocation.arguments.extend(more.iter().map(|word| (*word).to_owned()));
        invocation
    }

    /// A name for a file made by this command: its words, with dashes between.
    #[must_use]
    pub fn slug(&self) -> String {
        let words = std::iter::once(&self.target.package).chain(&self.target.example).chain(&self.arguments);
        let text = words.map(String::as_str).collect::<Vec<_>>().join("-");
        let parts = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("-")
    }
}

impl fmt::Display for Invocation {
    /// The command as the reader types it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cargo run -p {}", self.target.package)?;
        if let Some(example) = &self.target.example {
            write!(f, " --example {example}")?;
        }
        if !self.arguments.is_empty() {
            let quoted = shlex::try_join(self.arguments.iter().map(String::as_str)).unwrap_or_default();
            write!(f, " -- {quoted}")?;
        }
        Ok(())
    }
}

/// What a program printed, and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What it printed.
    pub stdout: String,
    /// What it complained about.
    pub stderr: String,
    /// Its exit code; `None` if a signal ended it.
    pub code: Option<i32>,
}

/// The programs of one build: each compiled at most once, each command run at most once.
#[derive(Debug)]
pub struct Programs {
    repository: PathBuf,
    into: Option<PathBuf>,
    limit: Duration,
    compiled: HashMap<Target, Result<PathBuf, Fault>>,
    ran: HashMap<Invocation, Rc<Outcome>>,
}

impl Programs {
    /// The programs of the workspace at `repository`.
    #[must_use]
    pub fn of(repository: &Path) -> Programs {
        let (compiled, ran) = Default::default();
        Programs { repository: repository.to_owned(), into: None, limit: LIMIT, compiled, ran }
    }

    /// The same, compiled into `folder` rather than where cargo would.
    #[must_use]
    pub fn compiled_into(self, folder: &Path) -> Programs {
        Programs { into: Some(folder.to_owned()), ..self }
    }

    /// Runs a command, or recalls what it did when it was run before. Blocks until the program has ended.
    ///
    /// # Errors
    /// If the program cannot be compiled or started, does not end in time, or ends with another code than
    /// `expected`.
    pub fn run(&mut self, invocation: &Invocation, expected: i32) -> Result<Rc<Outcome>, Fault> {
        let outcome = match self.ran.get(invocation) {
            Some(outcome) => Rc::clone(outcome),
            None => {
                let outcome = Rc::new(self.run_anew(invocation)?);
                self.ran.insert(invocation.clone(), Rc::clone(&outcome));
                outcome
            }
        };
        if outcome.code == Some(expected) {
            return Ok(outcome);
        }
        let ended = outcome.code.map_or("was ended by a signal".into(), |code| format!("ended with {code}"));
        let why = format!("{ended} where {expected} was expected\n{}", outcome.stderr.trim_end());
        Err(failed(invocation, why))
    }

    fn run_anew(&mut self, invocation: &Invocation) -> Result<Outcome, Fault> {
        let program = match self.compiled.get(&invocation.target) {
            Some(known) => known.clone(),
            None => {
                let fresh = self.compile(invocation);
                self.compiled.insert(invocation.target.clone(), fresh.clone());
                fresh
            }
        }?;
        let mut command = Command::new(program);
        command.args(&invocation.arguments).current_dir(&self.repository).stdin(Stdio::null());
        command
            .env("NO_COLOR", "1")
            .env_remove("FORCE_COLOR")
            .env_remove("RUST_BACKTRACE")
            .env_remove("CLICOLOR_FORCE")
            // What cargo has said about the book is not true of this program, which would look in the wrong folder.
            .env_remove("CARGO_MANIFEST_DIR");
        match output_within(&mut command, self.limit) {
            Ok(Some(outcome)) => Ok(outcome),
            Ok(None) => Err(failed(invocation, format!("did not end within {} s", self.limit.as_secs()))),
            Err(error) => Err(failed(invocation, format!("could not be run: {error}"))),
        }
    }

    /// Compiles a program and says where it is. Compiling is apart from running so that the time a program is
    /// given is its own, and so that what is stopped, if it is stuck, is the program and not cargo.
    fn compile(&self, invocation: &Invocation) -> Result<PathBuf, Fault> {
        let Target { package, example } = &invocation.target;
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.current_dir(&self.repository).args([
            "build",
            "--quiet",
            "--message-format",
            "json",
            "-p",
            package,
        ]);
        if let Some(folder) = &self.into {
            command.arg("--target-dir").arg(folder);
        }
        let kind = match example {
            Some(name) => {
                command.args(["--example", name]);
                TargetKind::Example
            }
            None => {
                command.arg("--bins");
                TargetKind::Bin
            }
        };
        let output = command.stdin(Stdio::null()).output();
        let output = output.map_err(|error| failed(invocation, format!("could not be built: {error}")))?;
        let (mut programs, mut errors) = (Vec::new(), String::new());
        for message in Message::parse_stream(BufReader::new(&*output.stdout)).map_while(Result::ok) {
            match message {
                Message::CompilerArtifact(artifact) if artifact.target.kind.contains(&kind) => {
                    programs.extend(artifact.executable);
                }
                Message::CompilerMessage(message) => errors += &message.to_string(),
                _ => {}
            }
        }
        if !output.status.success() {
            errors += &String::from_utf8_lossy(&output.stderr);
            return Err(failed(invocation, format!("does not compile\n{}", errors.trim_end())));
        }
        match &*programs {
            [program] => Ok(program.clone().into_std_path_buf()),
            [] => Err(failed(invocation, "has no program to run".into())),
            _ => Err(failed(invocation, "has more than one program".into())),
        }
    }
}

fn failed(invocation: &Invocation, why: String) -> Fault {
    Fault::Program { command: invocation.to_string(), why }
}

/// What `command` printed, or `None` if it had to be stopped because `limit` was over.
fn output_within(command: &mut Command, limit: Duration) -> std::io::Result<Option<Outcome>> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    // Both pipes are read while the program runs: a full one would block it for ever.
    let stdout = child.stdout.take().map(|pipe| thread::spawn(|| read(pipe)));
    let stderr = child.stderr.take().map(|pipe| thread::spawn(|| read(pipe)));
    let end = Instant::now() + limit;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if Instant::now() >= end {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(5));
    };
    let text = |reader: Option<thread::JoinHandle<String>>| {
        reader.and_then(|reader| reader.join().ok()).unwrap_or_default()
    };
    Ok(Some(Outcome { stdout: text(stdout), stderr: text(stderr), code: status.code() }))
}

fn read(mut pipe: impl Read) -> String {
    let mut bytes = Vec::new();
    // A pipe that breaks in the middle has given what it had; the exit code tells the rest.
    let _ = pipe.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directives::tests::toy_workspace;

    fn words(text: &str) -> Vec<String> {
        shlex::split(text).unwrap()
    }

    #[test]
    fn a_command_reads_back_as_the_reader_types_it() {
        for text in ["barrier", "barrier -- --size 40x30", "barrier --example play -- --schedule '1 2'"] {
            let invocation = Invocation::parse(&words(text)).unwrap();
            assert_eq!(invocation.to_string(), format!("cargo run -p {text}"));
        }
        let invocation = Invocation::parse(&words("barrier -- --size 40x30")).unwrap();
        assert_eq!(invocation.slug(), "barrier-size-40x30");
        for wrong in ["", "a b", "a --bin b", "--size 40x30", "-- --size"] {
            assert!(Invocation::parse(&words(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_command_is_run_once_however_often_it_is_shown() {
        let toy = toy_workspace();
        let mut programs = Programs::of(toy.path()).compiled_into(&toy.path().join("target"));
        let count = Invocation::parse(&words("toy -- count")).unwrap();
        assert_eq!(programs.run(&count, 0).unwrap().stdout, "run 1\n");
        assert_eq!(programs.run(&count, 0).unwrap().stdout, "run 1\n");
        assert_eq!(std::fs::read_to_string(toy.path().join("runs")).unwrap(), "1");
    }

    #[test]
    fn an_unexpected_exit_code_is_a_problem_that_quotes_the_complaint() {
        let toy = toy_workspace();
        let mut programs = Programs::of(toy.path()).compiled_into(&toy.path().join("target"));
        let fail = Invocation::parse(&words("toy -- fail")).unwrap();
        let fault = programs.run(&fail, 0).unwrap_err().to_string();
        assert!(fault.contains("`cargo run -p toy -- fail` ended with 3 where 0 was expected"), "{fault}");
        assert!(fault.contains("the toy is broken"), "{fault}");
        assert_eq!(programs.run(&fail, 3).unwrap().stderr, "the toy is broken\n");
    }

    #[test]
    fn a_program_that_does_not_end_is_stopped() {
        let toy = toy_workspace();
        let mut programs = Programs::of(toy.path()).compiled_into(&toy.path().join("target"));
        programs.limit = Duration::from_millis(300);
        let hang = Invocation::parse(&words("toy -- hang")).unwrap();
        assert!(programs.run(&hang, 0).unwrap_err().to_string().contains("did not end within 0 s"));
    }

    #[test]
    fn a_program_that_does_not_exist_is_a_problem() {
        let toy = toy_workspace();
        let mut programs = Programs::of(toy.path()).compiled_into(&toy.path().join("target"));
        let unknown = Invocation::parse(&words("toys")).unwrap();
        assert!(programs.run(&unknown, 0).unwrap_err().to_string().contains("does not compile"));
    }
}
