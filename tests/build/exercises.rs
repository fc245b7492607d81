//! Every answer of every exercise: as a module of the program that judges them, and as a test that calls it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::course::{self, Folder};
use crate::lessons::write;
use crate::rust;

/// What begins the first line of a wrong answer.
const VERDICT: &str = "//! verdict: ";

/// Writes `answers.rs`, which the program includes, and `exercise_tests.rs`, which the tests include.
pub fn generate(lessons: &[PathBuf], out: &Path) -> io::Result<()> {
    let (mut modules, mut table, mut tests) = (String::new(), String::new(), String::new());
    let exercises: io::Result<Vec<_>> = lessons.iter().map(|folder| course::exercises(folder)).collect();
    match exercises.map(|exercises| exercises.concat()) {
        Ok(folders) => {
            for folder in folders {
                let exercise = Exercise::read(&folder);
                modules.push_str(&exercise.modules());
                table.push_str(&exercise.table());
                tests.push_str(&exercise.tests());
            }
        }
        Err(error) => tests.push_str(&rust::failing_test("every_exercise_is_a_folder", &error.to_string())),
    }
    let answers = format!(
        "/// Every answer, by its name.\n\
         pub fn all() -> Vec<(&'static str, Make)> {{\n    vec![\n{table}    ]\n}}\n\n{modules}"
    );
    write(&out.join("answers.rs"), &answers)?;
    write(&out.join("exercise_tests.rs"), &tests)
}

struct Exercise<'a> {
    folder: &'a Folder,
    answers: Vec<Answer>,
    /// What is wrong with the folder itself.
    faults: Vec<(String, String)>,
}

/// A file that answers, and what has to come of it.
struct Answer {
    /// `solution`, `wrong/locks_twice`
    name: String,
    file: PathBuf,
    expected: Expected,
}

enum Expected {
    Passes,
    Fails,
    FailsWith(String),
}

impl<'a> Exercise<'a> {
    fn read(folder: &'a Folder) -> Exercise<'a> {
        let mut exercise = Exercise { folder, answers: Vec::new(), faults: Vec::new() };
        if !folder.path.join("checks.rs").is_file() {
            exercise.fault("it_has_checks", "there is no checks.rs".to_owned());
            return exercise;
        }
        exercise.single("solution", Expected::Passes);
        exercise.single("starter", Expected::Fails);
        for file in folder.answers("alternatives").unwrap_or_default() {
            exercise.add("alternatives", file, Expected::Passes);
        }
        for file in folder.answers("wrong").unwrap_or_default() {
            exercise.wrong(file);
        }
        exercise
    }

    /// A wrong answer: its first line declares the verdict, the next says what is believed wrongly.
    fn wrong(&mut self, file: PathBuf) {
        let stem = rust::name(&file.file_stem().unwrap_or_default().to_string_lossy());
        let text = fs::read_to_string(&file).unwrap_or_default();
        let mut lines = text.lines();
        let verdict = lines.next().and_then(|line| line.strip_prefix(VERDICT));
        if !lines.next().is_some_and(|line| line.starts_with("//! ")) {
            self.fault(
                &format!("the_wrong_answer_{stem}_says_what_is_believed"),
                format!("{}: no line after the verdict says what is believed wrongly", file.display()),
            );
        }
        match verdict {
            Some(verdict) => self.add("wrong", file, Expected::FailsWith(verdict.trim().to_owned())),
            None => self.fault(
                &format!("the_wrong_answer_{stem}_declares_its_verdict"),
                format!("{}: the first line is not `{VERDICT}…`", file.display()),
            ),
        }
    }

    fn fault(&mut self, test: &str, why: String) {
        self.faults.push((test.to_owned(), why));
    }

    fn single(&mut self, name: &'static str, expected: Expected) {
        let file = self.folder.path.join(format!("{name}.rs"));
        if file.is_file() {
            self.answers.push(Answer { name: name.to_owned(), file, expected });
        } else {
            self.fault(&format!("it_has_a_{name}"), format!("there is no {}", file.display()));
        }
    }

    fn add(&mut self, kind: &str, file: PathBuf, expected: Expected) {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        self.answers.push(Answer { name: format!("{kind}/{stem}"), file, expected });
    }

    fn module_name(&self) -> String {
        rust::name(&format!("{} {} {}", self.folder.lesson, self.folder.number, self.folder.slug))
    }

    /// A module an answer: the answer, and the checks beside it.
    fn modules(&self) -> String {
        let mut text = format!("mod {} {{\n", self.module_name());
        let checks = self.folder.path.join("checks.rs");
        for answer in &self.answers {
            // Wrong answers and starters leave things unused, and do what a linter would tell them not to.
            if !matches!(answer.expected, Expected::Passes) {
                text.push_str("#[allow(unused, clippy::all)]\n");
            }
            let _ = write!(
                text,
                "pub mod {} {{\n{}{}}}\n",
                rust::name(&answer.name),
                rust::module("", "answer", &answer.file),
                rust::module("pub", "checks", &checks)
            );
        }
        text.push_str("}\n");
        text
    }

    fn table(&self) -> String {
        let mut text = String::new();
        for answer in &self.answers {
            let name = format!("{}/{}", self.folder.id(), answer.name);
            let (exercise, module) = (self.module_name(), rust::name(&answer.name));
            let _ = writeln!(text, "        ({name:?}, {exercise}::{module}::checks::exercise),");
        }
        text
    }

    fn tests(&self) -> String {
        let mut text = format!("mod {} {{\n", self.module_name());
        for (name, why) in &self.faults {
            text.push_str(&rust::failing_test(name, why));
        }
        for answer in &self.answers {
            let full = format!("{}/{}", self.folder.id(), answer.name);
            let short = rust::name(answer.name.rsplit('/').next().unwrap_or_default());
            let (name, call) = match &answer.expected {
                Expected::Passes if answer.name == "solution" => {
                    ("the_solution_passes".to_owned(), format!("passes({full:?})"))
                }
                Expected::Passes => (format!("the_alternative_{short}_passes"), format!("passes({full:?})")),
                Expected::Fails => ("the_starter_compiles_and_fails".to_owned(), format!("fails({full:?})")),
                Expected::FailsWith(verdict) => (
                    format!("the_wrong_answer_{short}_gets_{}", rust::name(verdict)),
                    format!("fails_with({full:?}, {verdict:?})"),
                ),
            };
            let _ = writeln!(text, "#[test]\nfn {name}() {{\n    super::{call};\n}}");
        }
        let path = rust::text(&self.folder.path.display().to_string());
        for (name, check) in [
            ("its_task_says_what_to_do", "has_a_task"),
            ("its_hints_are_graded_and_do_not_give_the_answer_away", "has_hints"),
            ("it_has_three_wrong_answers_or_more", "has_wrong_answers"),
        ] {
            let _ = writeln!(text, "#[test]\nfn {name}() {{\n    super::{check}({path});\n}}");
        }
        text.push_str("}\n");
        text
    }
}
