//! Runs the Python programs of this folder, where there is a Python to run them.

use std::path::Path;
use std::process::{Command, Output};

use fractal::Grid;

/// A program of this folder.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// Its file.
    pub file: &'static str,
    /// What it draws with.
    pub name: &'static str,
    /// What it needs, as Python says it.
    needs: &'static str,
}

/// Both of them.
pub const PROGRAMS: [Program; 2] = [
    Program { file: "plain.py", name: "Python alone", needs: "import sys" },
    Program { file: "with_numpy.py", name: "Python with NumPy", needs: "import numpy" },
];

impl Program {
    /// Why it cannot be run here, if it cannot.
    pub fn missing(self) -> Option<String> {
        let there = python(&["-c", self.needs]).is_ok_and(|tried| tried.status.success());
        (!there).then(|| format!("`python3 -c \"{}\"` fails here: not run", self.needs))
    }

    /// The counts that it prints, row by row.
    ///
    /// # Panics
    /// If it fails, or prints anything else.
    pub fn counts(self, grid: &Grid) -> Vec<i32> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("python").join(self.file);
        let (rows, columns, iterations) = (grid.rows(), grid.columns(), grid.iterations());
        let numbers = [rows.to_string(), columns.to_string(), iterations.to_string()];
        let file = file.to_str().expect("the path is UTF-8");
        let ran = python(&[file, &numbers[0], &numbers[1], &numbers[2]]).expect("there is a Python");
        assert!(ran.status.success(), "{}: {}", self.file, String::from_utf8_lossy(&ran.stderr));
        let printed = String::from_utf8(ran.stdout).expect("digits are UTF-8");
        printed.split_whitespace().map(|count| count.parse().expect("it prints numbers")).collect()
    }
}

fn python(arguments: &[&str]) -> std::io::Result<Output> {
    Command::new("python3").args(arguments).output()
}
