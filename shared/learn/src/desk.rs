//! The learner's desk: where answers are written, and what is known of each.
//!
//! An answer lives in a folder of the crate `answers`, `src/bin/lock-1/`, which git ignores:
//!
//! | file | written by | what it is |
//! |---|---|---|
//! | `answer.rs` | the learner | the answer; a copy of the starter at first |
//! | `main.rs` | [`Desk::refresh`] | the program that judges it; says from which starter it was begun |
//! | `progress.json` | [`Desk`] | whether it was solved, and how many hints were read |
//! | `answer.<number>.rs` | [`Desk::reset`] | what was there before a reset |
//!
//! Nothing here overwrites an `answer.rs`.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::course::Folder;

/// How the line of `main.rs` begins that says from which starter an answer was begun.
const STARTER: &str = "//! Begun from the starter with the SHA-256 ";

/// The crate that holds the learner's answers.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Its folder of programs: `shared/learn/answers/src/bin`.
    programs: PathBuf,
}

/// How far an exercise is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// There is no file of the learner's.
    NotBegun,
    /// There is one, and it has not passed.
    Begun,
    /// It has passed once.
    Solved,
}

/// What is kept of an exercise beside the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Progress {
    solved: bool,
    hints: usize,
}

impl Desk {
    /// The desk in the crate at `answers`.
    pub fn new(answers: &Path) -> Desk {
        Desk { programs: answers.join("src").join("bin") }
    }

    /// The learner's file, whether it exists or not.
    #[must_use]
    pub fn answer(&self, exercise: &Folder) -> PathBuf {
        self.folder(exercise).join("answer.rs")
    }

    /// How far an exercise is.
    #[must_use]
    pub fn state(&self, exercise: &Folder) -> State {
        match (self.answer(exercise).is_file(), self.progress(exercise).solved) {
            (false, _) => State::NotBegun,
            (true, false) => State::Begun,
            (true, true) => State::Solved,
        }
    }

    /// Copies the starter to where the learner edits it, unless there is a file already.
    ///
    /// # Errors
    /// If the starter cannot be read, or a file not be written.
    pub fn begin(&self, exercise: &Folder) -> io::Result<()> {
        let starter = exercise.read("starter.rs")?;
        fs::create_dir_all(self.folder(exercise))?;
        let answer = self.answer(exercise);
        if !answer.exists() {
            fs::write(answer, &starter)?;
            self.write_program(exercise, &digest(&starter))?;
            // Who has removed a solved answer begins again, too.
            self.keep(exercise, Progress { solved: false, ..self.progress(exercise) })?;
        }
        Ok(())
    }

    /// Writes the program around the answer again if it is not what it should be: the exercise's folder may
    /// have been renamed since. Returns whether the starter has changed since the answer was begun.
    ///
    /// # Errors
    /// If the starter cannot be read, or a file not be written.
    pub fn refresh(&self, exercise: &Folder) -> io::Result<bool> {
        let starter = digest(&exercise.read("starter.rs")?);
        let program = fs::read_to_string(self.folder(exercise).join("main.rs")).unwrap_or_default();
        let begun_from = program
            .lines()
            .find_map(|line| line.strip_prefix(STARTER))
            .map_or(starter.clone(), |digest| digest.trim_end_matches('.').to_owned());
        self.write_program(exercise, &begun_from)?;
        Ok(begun_from != starter)
    }

    /// Begins again: keeps the answer under another name, which is returned if there was one, and copies the
    /// starter.
    ///
    /// # Errors
    /// If a file cannot be read, written or renamed.
    pub fn reset(&self, exercise: &Folder) -> io::Result<Option<PathBuf>> {
        let answer = self.answer(exercise);
        let kept = if answer.exists() {
            let free = (1..).map(|number| self.folder(exercise).join(format!("answer.{number}.rs")));
            let backup = free.into_iter().find(|path| !path.exists()).expect("numbers do not end");
            fs::rename(&answer, &backup)?;
            Some(backup)
        } else {
            None
        };
        self.begin(exercise)?;
        Ok(kept)
    }

    /// The answer has passed.
    ///
    /// # Errors
    /// If that cannot be written down.
    pub fn solved(&self, exercise: &Folder) -> io::Result<()> {
        self.keep(exercise, Progress { solved: true, ..self.progress(exercise) })
    }

    /// The number, from 0, of the hint to show next out of so many: one more each time, and the last one
    /// again and again.
    ///
    /// # Errors
    /// If that cannot be written down.
    pub fn next_hint(&self, exercise: &Folder, of: usize) -> io::Result<usize> {
        let progress = self.progress(exercise);
        let hint = progress.hints.min(of.saturating_sub(1));
        fs::create_dir_all(self.folder(exercise))?;
        self.keep(exercise, Progress { hints: hint + 1, ..progress })?;
        Ok(hint)
    }

    fn folder(&self, exercise: &Folder) -> PathBuf {
        self.programs.join(exercise.id())
    }

    fn progress(&self, exercise: &Folder) -> Progress {
        let text = fs::read_to_string(self.folder(exercise).join("progress.json")).unwrap_or_default();
        // Nobody edits this file; whoever did begins anew.
        serde_json::from_str(&text).unwrap_or_default()
    }

    fn keep(&self, exercise: &Folder, progress: Progress) -> io::Result<()> {
        fs::write(self.folder(exercise).join("progress.json"), serde_json::to_string(&progress)? + "\n")
    }

    fn write_program(&self, exercise: &Folder, begun_from: &str) -> io::Result<()> {
        let checks = from(&self.folder(exercise), &exercise.path.join("checks.rs"));
        let program = format!(
            "//! Judges `answer.rs`, which is yours to edit. This file is `cargo learn`'s: it writes it again.\n\
             //!\n\
             {STARTER}{begun_from}.\n\
             \n\
             mod answer;\n\
             #[path = \"{checks}\"]\n\
             mod checks;\n\
             \n\
             fn main() -> std::process::ExitCode {{\n    \
                 learn::main_of(checks::exercise())\n\
             }}\n"
        );
        let path = self.folder(exercise).join("main.rs");
        // What has not changed is not compiled again.
        if fs::read_to_string(&path).is_ok_and(|before| before == program) {
            return Ok(());
        }
        fs::write(path, program)
    }
}

/// What tells one starter from another, however its lines end.
fn digest(text: &str) -> String {
    let mut hex = String::new();
    for byte in Sha256::digest(text.replace("\r\n", "\n")) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// How `to` is reached from the folder `from`, with `/` on every system.
fn from(from: &Path, to: &Path) -> String {
    let same = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(same).map(|_| "..".to_owned());
    let down = to.components().skip(same).map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    // Two drives of Windows have nothing in common: then the whole path has to do.
    if matches!(to.components().nth(same), Some(Component::Prefix(_))) {
        return to.display().to_string().replace('\\', "/");
    }
    parts.join("/")
}
