//! What no file may have.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use toml::Table;

use crate::repository::{Repository, slashed};

/// The sections of a manifest that name other packages.
const SECTIONS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

/// Nothing in `shared/` names a lesson: arrows go one way. Comments may, for an example, and so may tests, which make
/// small repositories of their own.
#[must_use]
pub fn lessons_named_in_shared(repository: &Repository) -> Vec<String> {
    let lessons: Vec<String> = repository.lessons().into_iter().map(|lesson| lesson.name).collect();
    let mut complaints = Vec::new();
    for (path, text) in repository.texts() {
        let shown = slashed(&path);
        if !shown.starts_with("shared/") {
            continue;
        }
        let manifest = if shown.ends_with("Cargo.toml") { table(&text) } else { Table::new() };
        let dependencies = dependencies(&manifest);
        let code: Vec<&str> = match path.extension().and_then(|extension| extension.to_str()) {
            Some("rs") if !shown.contains("/tests/") => {
                text.lines().filter(|line| !line.trim_start().starts_with("//")).collect()
            }
            _ => Vec::new(),
        };
        for lesson in &lessons {
            let folder = format!("lessons/{lesson}");
            let is_named = |line: &&str| {
                let rest = line.split_once(&folder).map(|(_, rest)| rest);
                rest.is_some_and(|rest| rest.starts_with(['/', '"']))
            };
            if code.iter().any(is_named) {
                complaints.push(format!("{shown} names the lesson {lesson}"));
            }
            if dependencies.iter().any(|(name, _)| *name == lesson) {
                complaints.push(format!("{shown} depends on the lesson {lesson}"));
            }
        }
    }
    complaints
}

/// No file names a folder of the machine that it was written on.
#[must_use]
pub fn machine_paths(repository: &Repository) -> Vec<String> {
    // Spelled so that this file is not the first to be complained of.
    let mut folders: Vec<String> = ["home", "Users", "root"].map(|name| format!("/{name}/")).into();
    let home = std::env::home_dir().unwrap_or_default();
    for folder in [repository.root(), &home] {
        if folder.components().count() > 1 {
            folders.push(folder.to_string_lossy().into_owned() + std::path::MAIN_SEPARATOR_STR);
        }
    }
    let mut complaints = Vec::new();
    for (path, text) in repository.texts() {
        for folder in &folders {
            let is_path = |(at, _): (usize, &str)| {
                // Inside of an address or of a relative path it is no folder of this machine.
                let before = text[..at].chars().next_back();
                before.is_none_or(|before| !before.is_alphanumeric() && !"./-_}:".contains(before))
            };
            if text.match_indices(folder.as_str()).any(is_path) {
                complaints.push(format!("{} names {folder}", slashed(&path)));
            }
        }
    }
    complaints
}

/// Every dependency in the workspace's manifest stands under a comment that says what for; a comment goes as far as
/// the next one or the next empty line.
#[must_use]
pub fn dependencies_without_reason(repository: &Repository) -> Vec<String> {
    let manifest = repository.read("Cargo.toml");
    let section = manifest.lines().skip_while(|line| line.trim() != "[workspace.dependencies]").skip(1);
    let mut complaints = Vec::new();
    let mut reason = false;
    for line in section.take_while(|line| !line.starts_with('[')) {
        if line.starts_with('#') {
            reason = true;
        } else if line.trim().is_empty() {
            reason = false;
        } else if let Some((name, _)) = line.split_once(" = ").filter(|_| !reason && !line.starts_with(' ')) {
            complaints.push(format!("Cargo.toml does not say what {name} is for"));
        }
    }
    complaints
}

/// Every package is under the workspace's lints.
#[must_use]
pub fn own_lints(repository: &Repository) -> Vec<String> {
    let packages = packages(repository).into_iter();
    packages
        .filter(|(_, manifest)| {
            let lints = manifest.get("lints").and_then(|lints| lints.get("workspace"));
            lints.and_then(toml::Value::as_bool) != Some(true)
        })
        .map(|(path, _)| format!("{} does not have `[lints] workspace = true`", slashed(&path)))
        .collect()
}

/// Every version is in the workspace's manifest, and nowhere else.
#[must_use]
pub fn own_versions(repository: &Repository) -> Vec<String> {
    let mut complaints = Vec::new();
    for (path, manifest) in packages(repository) {
        for (name, value) in dependencies(&manifest) {
            if value.get("workspace").and_then(toml::Value::as_bool) != Some(true) {
                complaints
                    .push(format!("{}: {name} is not taken from the workspace's manifest", slashed(&path)));
            }
        }
    }
    complaints
}

/// What a package depends on stands somewhere in its sources: nobody waits for the compiling of what nobody uses.
#[must_use]
pub fn unused_dependencies(repository: &Repository) -> Vec<String> {
    let packages = packages(repository);
    let folder_of = |manifest: &Path| manifest.parent().expect("a manifest is in a folder").to_owned();
    let mut sources: BTreeMap<PathBuf, Vec<String>> =
        packages.iter().map(|(manifest, _)| (folder_of(manifest), Vec::new())).collect();
    for (path, text) in repository.texts() {
        if path.extension().is_some_and(|extension| extension == "rs") {
            // A package may be in the folder of another one: a file belongs to the innermost.
            let innermost = path.ancestors().find(|folder| sources.contains_key(*folder));
            if let Some(own) = innermost.map(Path::to_owned).and_then(|folder| sources.get_mut(&folder)) {
                own.push(text);
            }
        }
    }
    let mut complaints = Vec::new();
    for (path, manifest) in &packages {
        let own = &sources[&folder_of(path)];
        for (name, _) in dependencies(manifest) {
            let identifier = name.replace('-', "_");
            if !own.iter().any(|text| has_word(text, &identifier)) {
                complaints.push(format!("{}: nothing in the package uses {name}", slashed(path)));
            }
        }
    }
    complaints
}

/// Whether a word stands somewhere, and not as a part of another.
fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part))
}

/// The members of the workspace that `cargo test` leaves out, and why it does, says the workspace's manifest.
const LEFT_OUT: [&str; 2] = ["shared/learn/answers", "book"];

/// `cargo test` at the root tests every package but those: one that is a member and no default member is compiled by
/// nobody who types what the README says, and its tests are never run.
#[must_use]
pub fn members_that_are_not_tested(repository: &Repository) -> Vec<String> {
    let manifest = table(&repository.read("Cargo.toml"));
    let list = |name: &str| -> BTreeSet<String> {
        let list = manifest.get("workspace").and_then(|workspace| workspace.get(name)?.as_array());
        list.into_iter().flatten().filter_map(|member| member.as_str().map(str::to_owned)).collect()
    };
    let mut tested = list("default-members");
    tested.extend(LEFT_OUT.map(str::to_owned));
    let forgotten = list("members").difference(&tested).cloned().collect::<Vec<_>>();
    forgotten
        .into_iter()
        .map(|member| format!("`cargo test` leaves {member} out: it is no default member"))
        .collect()
}

/// Nothing is left for later, and no test is left out.
#[must_use]
pub fn leftovers(repository: &Repository) -> Vec<String> {
    // Spelled so that this file is not the first to be complained of.
    let words = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("#[", "ignore")];
    let mut complaints = Vec::new();
    for (path, text) in repository.texts() {
        if path == Path::new("Cargo.lock") {
            continue;
        }
        for word in words {
            if text.contains(word) {
                complaints.push(format!("{} has {word}", slashed(&path)));
            }
        }
    }
    complaints
}

/// Every package's manifest.
fn packages(repository: &Repository) -> Vec<(PathBuf, Table)> {
    let manifests = repository.manifests().into_iter();
    manifests
        .map(|path| {
            let manifest = table(&repository.read(&slashed(&path)));
            (path, manifest)
        })
        .filter(|(_, manifest)| manifest.contains_key("package"))
        .collect()
}

fn table(manifest: &str) -> Table {
    manifest.parse().expect("cargo has read this manifest already")
}

/// Names and values of all dependencies, those of some systems only included.
fn dependencies(manifest: &Table) -> Vec<(&String, &toml::Value)> {
    let of_systems = manifest.get("target").and_then(toml::Value::as_table);
    let of_systems =
        of_systems.into_iter().flat_map(|systems| systems.values().filter_map(toml::Value::as_table));
    let tables = std::iter::once(manifest).chain(of_systems);
    let sections =
        tables.flat_map(|table| SECTIONS.iter().filter_map(|section| table.get(*section)?.as_table()));
    sections.flatten().collect()
}
