//! The lessons, found by walking `lessons/`, and their programs.

use std::collections::BTreeMap;
use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use cargo_metadata::{Message, TargetKind};

/// The names of all lessons, in the order of the book; those that have no chapter come last.
///
/// # Errors
/// If there is no folder `lessons` below `root`, or it holds none.
pub fn all(root: &Path) -> Result<Vec<String>> {
    let folder = root.join("lessons");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.join("Cargo.toml").is_file() {
            names.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    ensure!(!names.is_empty(), "there is no lesson in {}", folder.display());
    // A checkout without the book has its lessons all the same.
    let summary = fs::read_to_string(root.join("book/src/SUMMARY.md")).unwrap_or_default();
    let chapter = |name: &str| summary.find(&format!("({name}.md)")).unwrap_or(usize::MAX);
    names.sort_by_key(|name| (chapter(name), name.clone()));
    Ok(names)
}

/// Has cargo build the programs of these lessons, with the profile that this one was built with; where each is.
///
/// Blocks until cargo has ended, which says on standard error what it does.
///
/// # Errors
/// If they do not compile, or one of them has no program of its name.
pub fn build(root: &Path, lessons: &[String]) -> Result<BTreeMap<String, PathBuf>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(root).args(["build", "--quiet", "--bins"]);
    command.args(["--message-format", "json-render-diagnostics"]);
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    for lesson in lessons {
        command.args(["--package", lesson]);
    }
    let output = command.stderr(Stdio::inherit()).output().context("cargo cannot be run")?;
    ensure!(output.status.success(), "the lessons do not compile");

    let mut programs = BTreeMap::new();
    for message in Message::parse_stream(BufReader::new(&*output.stdout)) {
        if let Message::CompilerArtifact(artifact) = message.context("cargo says something unknown")?
            && artifact.target.kind.contains(&TargetKind::Bin)
            && let Some(program) = artifact.executable
        {
            programs.insert(artifact.target.name, program.into_std_path_buf());
        }
    }
    for lesson in lessons {
        ensure!(programs.contains_key(lesson), "{lesson} has no program of its name");
    }
    Ok(programs)
}
