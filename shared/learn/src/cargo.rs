//! Compiles an answer and runs it.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde::Deserialize;

use crate::course::Folder;

/// The profile that answers are compiled with. Cargo gives each profile a folder and a lock of its own, so
/// that nobody waits for an editor that is checking the same sources.
const PROFILE: &str = "learn";

/// What came of compiling an answer.
#[derive(Debug)]
pub enum Compiled {
    /// A program, which judges it.
    Program(PathBuf),
    /// The compiler's errors. Empty if they went to the terminal.
    Errors(String),
}

/// Where the compiler's words go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// To the terminal, as they come.
    Shown,
    /// Into [`Compiled::Errors`].
    Kept,
}

/// Compiles the program around an answer in the crate `answers` of the workspace at `root`.
///
/// Blocks until that is done.
///
/// # Errors
/// If cargo cannot be run, or says nothing of the program.
pub fn compile(root: &Path, exercise: &Folder, words: Words) -> io::Result<Compiled> {
    // The cargo that runs us, if one does.
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["build", "--quiet", "--package", "answers", "--profile", PROFILE])
        .args(["--bin", &exercise.id()])
        .arg("--message-format=json-render-diagnostics")
        .current_dir(root)
        .stdin(Stdio::null())
        .stderr(match words {
            Words::Shown => Stdio::inherit(),
            Words::Kept => Stdio::piped(),
        });
    let Output { status, stdout, stderr } = command.output()?;
    if !status.success() {
        return Ok(Compiled::Errors(String::from_utf8_lossy(&stderr).into_owned()));
    }
    String::from_utf8_lossy(&stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<Message>(line).ok())
        .filter(|message| message.target.as_ref().is_some_and(|target| target.name == exercise.id()))
        .find_map(|message| message.executable)
        .map(Compiled::Program)
        .ok_or_else(|| io::Error::other("cargo has built the answer and does not say where it is"))
}

/// As much of cargo's messages as is asked for.
#[derive(Deserialize)]
struct Message {
    target: Option<Target>,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}
