//! One variant, run in a process of its own, and understood.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

/// What all runs are asked for.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// How often everything is run; medians are shown.
    pub repeat: usize,
    /// Rows and columns, as the lessons' programs take them; each lesson's own size if there is none.
    pub size: Option<String>,
    /// Iterations; the lessons' own if there is none.
    pub iterations: Option<u64>,
    /// Threads; as many as the machine runs at once if there is none.
    pub threads: Option<usize>,
}

/// What came of a variant. Times are in milliseconds, ratios and memory are of this process.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The lesson.
    pub lesson: String,
    /// Its variant.
    pub variant: String,
    /// What it drew, and with how many threads.
    pub drew: Drew,
    /// The median of the runs.
    pub wall_ms: f64,
    /// The same picture by one thread, in the same process.
    pub serial_ms: f64,
    /// The same pieces on as many threads with nothing shared, in the same process.
    pub ideal_ms: f64,
    /// The most memory that the process had at once, where the system tells.
    pub peak_memory_bytes: Option<u64>,
    /// How often a thread of the run gave its processor up, and how often it was taken from one.
    pub switches: Option<Switches>,
}

/// A size, and who drew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Drew {
    /// Rows of the picture.
    pub rows: usize,
    /// Columns of the picture.
    pub columns: usize,
    /// Iterations at most.
    pub iterations: i32,
    /// Threads asked for.
    pub threads: usize,
}

/// Context switches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switches {
    /// A thread waited, and gave its processor up.
    pub voluntary: u64,
    /// The system gave the processor of a thread to somebody else.
    pub involuntary: u64,
}

impl Row {
    /// How many times as long as the serial run it took.
    #[must_use]
    pub fn over_serial(&self) -> f64 {
        self.wall_ms / self.serial_ms
    }

    /// How many times as long as the ideal run it took.
    #[must_use]
    pub fn over_ideal(&self) -> f64 {
        self.wall_ms / self.ideal_ms
    }
}

/// What a lesson's program prints with `--json`, as far as it matters here.
#[derive(Deserialize)]
struct Document {
    rows: usize,
    columns: usize,
    iterations: i32,
    threads: usize,
    serial_ms: f64,
    ideal_ms: f64,
    peak_memory_bytes: Option<u64>,
    variants: Vec<VariantEntry>,
}

#[derive(Deserialize)]
struct VariantEntry {
    name: String,
    wall_ms: f64,
    check: CheckEntry,
    switches: Option<Switches>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct CheckEntry {
    result: String,
}

/// The names of a lesson's variants, the one that runs by default first.
///
/// # Errors
/// If the program does not say.
pub fn variants(program: &Path) -> Result<Vec<String>> {
    let document = run(program, &["--variant", "all", "--size", "1x1"].map(str::to_owned))?;
    Ok(document.variants.into_iter().map(|variant| variant.name).collect())
}

/// Runs a variant of a lesson. Blocks until its process has ended.
///
/// # Errors
/// If it fails, or draws a wrong picture, or says something unknown.
pub fn measure(lesson: &str, program: &Path, variant: &str, wishes: &Wishes) -> Result<Row> {
    let mut arguments = vec!["--variant".to_owned(), variant.to_owned()];
    arguments.extend(["--repeat".to_owned(), wishes.repeat.to_string()]);
    let optional = [
        ("--size", wishes.size.clone()),
        ("--iterations", wishes.iterations.map(|n| n.to_string())),
        ("--threads", wishes.threads.map(|n| n.to_string())),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            arguments.extend([name.to_owned(), value]);
        }
    }
    understand(lesson, run(program, &arguments)?)
}

fn run(program: &Path, arguments: &[String]) -> Result<Document> {
    let mut command = Command::new(program);
    command.args(arguments).args(["--json", "--no-picture"]).stdin(Stdio::null());
    let output = command.output().with_context(|| format!("{} cannot be run", program.display()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{}: {}", output.status, said.trim());
    }
    serde_json::from_slice(&output.stdout).context("it prints something unknown")
}

fn understand(lesson: &str, document: Document) -> Result<Row> {
    let Document { rows, columns, iterations, threads, serial_ms, ideal_ms, peak_memory_bytes, variants } =
        document;
    let [variant] = &*variants else { bail!("it ran {} variants and not one", variants.len()) };
    if variant.check.result != "right" {
        bail!("its picture is {}", variant.check.result);
    }
    Ok(Row {
        lesson: lesson.to_owned(),
        variant: variant.name.clone(),
        drew: Drew { rows, columns, iterations, threads },
        wall_ms: variant.wall_ms,
        serial_ms,
        ideal_ms,
        peak_memory_bytes,
        switches: variant.switches,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(result: &str) -> Document {
        let text = format!(
            r#"{{"lesson": "lock", "rows": 40, "columns": 30, "iterations": 20, "threads": 2, "serial_ms": 10.0,
                "ideal_ms": 5.0, "peak_memory_bytes": 4096, "variants": [{{"name": "std", "wall_ms": 7.5,
                "check": {{"result": "{result}"}}, "switches": {{"voluntary": 3, "involuntary": 1}}}}]}}"#
        );
        serde_json::from_str(&text).expect("it is what a lesson prints")
    }

    #[test]
    fn a_row_has_the_ratios_to_the_runs_of_the_same_process() {
        let row = understand("lock", document("right")).expect("it is right");
        assert_eq!((row.over_serial(), row.over_ideal()), (0.75, 1.5));
        assert_eq!(row.switches, Some(Switches { voluntary: 3, involuntary: 1 }));
    }

    #[test]
    fn a_wrong_picture_is_no_measurement() {
        let why = understand("lock", document("wrong")).expect_err("it is wrong").to_string();
        assert_eq!(why, "its picture is wrong");
    }
}
