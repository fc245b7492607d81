//! What `cargo learn` does with what it is told.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus, Stdio};

use anyhow::{Context, Result};
use clap::Parser;
use learn::Judgement;
use learn::cargo::{Compiled, Words, compile};
use learn::course::{self, Folder};
use learn::desk::{Desk, State};
use learn::program::Exit;
use serde_json::json;
use sync_model::table;
use terminal_size::{Width, terminal_size};

use crate::printed::Printed;

/// The exercises of the lessons: small programs that are almost right, and a judge that tries every schedule.
///
/// Without an exercise: lists them. With one: the first time it copies what you begin with and shows what to
/// do; after that it judges what you have written.
#[derive(Parser)]
#[command(name = "cargo learn", bin_name = "cargo learn", after_help = AFTER_HELP)]
struct Arguments {
    /// The exercise, as the list calls it: `lock-1`.
    exercise: Option<String>,
    /// Shows the next hint; each says more than the one before.
    #[arg(long, requires = "exercise", conflicts_with = "reset")]
    hint: bool,
    /// Begins again. What you have written is kept beside, under another name.
    #[arg(long, requires = "exercise")]
    reset: bool,
    /// Prints one document of JSON and nothing else.
    #[arg(long)]
    json: bool,
}

const AFTER_HELP: &str = "\
Examples:
  cargo learn                  what there is, and how far you are
  cargo learn lock-1           begins the exercise; from then on, judges your answer
  cargo learn lock-1 --hint    the next hint

It ends with 0 if the answer passes (or nothing was judged), 1 if it fails, 2 if what was asked for cannot be done, \
3 if the answer does not compile.";

/// Prints a line, or returns why it cannot be printed.
macro_rules! say {
    ($($text:tt)*) => {
        writeln!(io::stdout(), $($text)*)?
    };
}

/// Does what the command line says. A pipe that is closed by who reads it ends it quietly.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match Runner::here().and_then(|runner| runner.obey(&arguments)) {
        Ok(exit) => exit.into(),
        Err(error) if is_closed_pipe(&error) => Exit::Passed.into(),
        Err(error) => {
            eprintln!("cargo learn: {error:#}");
            Exit::Usage.into()
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// What came of running an answer.
enum Outcome {
    Judged(Judgement),
    /// It ended the process before it could be judged.
    Ended(ExitStatus),
}

struct Runner {
    root: PathBuf,
    exercises: Vec<Folder>,
    desk: Desk,
}

impl Runner {
    /// In the workspace that cargo runs this program from.
    fn here() -> Result<Runner> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let learn = manifest.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
        let root =
            learn.ancestors().nth(2).context("this crate is two folders below the workspace")?.to_owned();
        let mut exercises = course::exercises(&root.join("lessons")).context("cannot read the lessons")?;
        // A workspace without the book has its exercises all the same.
        let summary = fs::read_to_string(root.join("book/src/SUMMARY.md")).unwrap_or_default();
        course::in_the_order_of(&summary, &mut exercises);
        Ok(Runner { desk: Desk::new(&learn.join("answers")), exercises, root })
    }

    fn obey(&self, arguments: &Arguments) -> Result<Exit> {
        let Some(id) = &arguments.exercise else { return self.list(arguments.json) };
        let exercise = self.find(id)?;
        if arguments.hint {
            self.hint(exercise, arguments.json)
        } else if arguments.reset {
            self.reset(exercise, arguments.json)
        } else if self.desk.state(exercise) == State::NotBegun {
            self.begin(exercise, arguments.json)
        } else {
            self.judge(exercise, arguments.json)
        }
    }

    fn find(&self, id: &str) -> Result<&Folder> {
        let known = || self.exercises.iter().map(Folder::id).collect::<Vec<_>>().join(", ");
        self.exercises
            .iter()
            .find(|exercise| exercise.id() == id)
            .with_context(|| format!("there is no exercise `{id}`; there are: {}", known()))
    }

    /// The first exercise that is not solved.
    fn unsolved(&self) -> Option<&Folder> {
        self.exercises.iter().find(|exercise| self.desk.state(exercise) != State::Solved)
    }

    fn list(&self, json: bool) -> Result<Exit> {
        if json {
            let list = self.exercises.iter().map(|exercise| {
                Ok(json!({
                    "exercise": exercise.id(),
                    "lesson": exercise.lesson,
                    "title": exercise.title()?,
                    "state": self.desk.state(exercise),
                    "file": self.shown(&self.desk.answer(exercise)),
                }))
            });
            say!("{}", json!(list.collect::<Result<Vec<_>>>()?));
            return Ok(Exit::Passed);
        }
        let width = self.exercises.iter().map(|exercise| exercise.id().len()).max().unwrap_or(0);
        for exercise in &self.exercises {
            let state = match self.desk.state(exercise) {
                State::NotBegun => "         ",
                State::Begun => "begun    ",
                State::Solved => "solved   ",
            };
            say!("  {:width$}   {state}   {}", exercise.id(), exercise.title()?);
        }
        if let Some(next) = self.unsolved() {
            say!("\nGo on with: cargo learn {}", next.id());
        }
        Ok(Exit::Passed)
    }

    fn begin(&self, exercise: &Folder, json: bool) -> Result<Exit> {
        self.desk.begin(exercise).context("cannot copy what you begin with")?;
        let file = self.shown(&self.desk.answer(exercise));
        let task = exercise.read("task.md")?;
        if json {
            say!("{}", json!({ "exercise": exercise.id(), "begun": file, "task": task }));
        } else {
            say!("{}\n", task.trim());
            say!("Edit:   {file}");
            say!("Judge:  cargo learn {}", exercise.id());
            say!("Hint:   cargo learn {} --hint", exercise.id());
        }
        Ok(Exit::Passed)
    }

    fn reset(&self, exercise: &Folder, json: bool) -> Result<Exit> {
        let kept = self.desk.reset(exercise).context("cannot begin again")?;
        let kept = kept.map(|path| self.shown(&path));
        if json {
            let file = self.shown(&self.desk.answer(exercise));
            say!("{}", json!({ "exercise": exercise.id(), "begun": file, "kept": kept }));
            return Ok(Exit::Passed);
        }
        if let Some(kept) = kept {
            say!("What you had written is kept: {kept}\n");
        }
        self.begin(exercise, json)
    }

    fn hint(&self, exercise: &Folder, json: bool) -> Result<Exit> {
        let hints = exercise.hints()?;
        let number = self.desk.next_hint(exercise, hints.len())?;
        let hint = hints.get(number).context("this exercise has no hints")?;
        if json {
            let (number, of) = (number + 1, hints.len());
            say!("{}", json!({ "exercise": exercise.id(), "hint": hint, "number": number, "of": of }));
        } else {
            say!("Hint {} of {}\n\n{hint}", number + 1, hints.len());
        }
        Ok(Exit::Passed)
    }

    fn judge(&self, exercise: &Folder, json: bool) -> Result<Exit> {
        let starter_changed = self.desk.refresh(exercise)?;
        let file = self.shown(&self.desk.answer(exercise));
        let words = if json { Words::Kept } else { Words::Shown };
        let program = match compile(&self.root, exercise, words).context("cannot run cargo")? {
            Compiled::Program(program) => program,
            Compiled::Errors(errors) => {
                if json {
                    let judgement = "does-not-compile";
                    say!(
                        "{}",
                        json!({ "exercise": exercise.id(), "judgement": judgement, "errors": errors })
                    );
                } else {
                    say!("{file} does not compile yet. The rest of the workspace does not mind.");
                }
                return Ok(Exit::DoesNotCompile);
            }
        };
        match self.run(&program)? {
            Outcome::Judged(judgement) => self.tell(exercise, &judgement, starter_changed, json),
            Outcome::Ended(status) => {
                if json {
                    let (judgement, status) = ("ended-the-process", status.to_string());
                    say!(
                        "{}",
                        json!({ "exercise": exercise.id(), "judgement": judgement, "status": status })
                    );
                } else {
                    say!("{file} ended the whole process ({status}), so that nobody could judge it.");
                }
                Ok(Exit::Failed)
            }
        }
    }

    /// Runs the program around an answer, which may end badly in any way.
    fn run(&self, program: &Path) -> Result<Outcome> {
        let mut child = Command::new(program)
            .arg("--json")
            // Places in the sources are told from the workspace's root.
            .current_dir(&self.root)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .with_context(|| format!("cannot run {}", program.display()))?;
        let mut printed = Printed::default();
        io::copy(&mut child.stdout.take().expect("it is piped"), &mut printed)?;
        let status = child.wait()?;
        Ok(match printed.judgement() {
            Some(judgement) => Outcome::Judged(judgement),
            None => Outcome::Ended(status),
        })
    }

    fn tell(
        &self,
        exercise: &Folder,
        judgement: &Judgement,
        starter_changed: bool,
        json: bool,
    ) -> Result<Exit> {
        let passed = judgement.verdict().is_none();
        if passed {
            self.desk.solved(exercise)?;
        }
        if json {
            let mut document = serde_json::to_value(judgement)?;
            document["exercise"] = json!(exercise.id());
            document["starter_changed"] = json!(starter_changed);
            say!("{document}");
        } else {
            let width = terminal_size().map_or(table::WIDTH, |(Width(columns), _)| columns.into());
            write!(io::stdout(), "{judgement:width$}")?;
            self.comment(exercise, judgement, starter_changed)?;
        }
        Ok(if passed { Exit::Passed } else { Exit::Failed })
    }

    fn comment(&self, exercise: &Folder, judgement: &Judgement, starter_changed: bool) -> Result<()> {
        let id = exercise.id();
        match judgement.verdict() {
            None => {
                let solution = self.shown(&exercise.path.join("solution.rs"));
                say!("\n{id} is solved. Compare: {solution}");
                if let Some(next) = self.unsolved() {
                    say!("Go on with: cargo learn {}", next.id());
                }
            }
            Some(verdict) => say!("\nNot yet. {}\nA hint: cargo learn {id} --hint", verdict.meaning()),
        }
        if starter_changed {
            say!(
                "\nWhat this exercise begins with has changed since you began. Your file is as you left it;\n\
                 `cargo learn {id} --reset` keeps it beside and begins with the new one."
            );
        }
        Ok(())
    }

    /// A path as it is shown: from the workspace's root.
    fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }
}
