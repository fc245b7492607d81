//! The learner's answers stand apart: whatever is wrong with them, the workspace stays what it was.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use cargo_metadata::{Metadata, MetadataCommand};

/// The workspace's own packages. What comes from elsewhere cannot depend on them, and need not be there.
fn workspace() -> Metadata {
    // Asked at the root: asked in a member's folder, cargo takes that member for the only default.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("two folders up");
    let manifest = root.join("Cargo.toml");
    MetadataCommand::new().manifest_path(manifest).no_deps().exec().expect("cargo describes it")
}

/// The packages of this workspace that a package of it needs, for its tests and its build script too.
fn needs(workspace: &Metadata, package: &str) -> Vec<String> {
    let package = workspace.packages.iter().find(|known| known.name == package).expect("a member");
    let own = |name: &str| workspace.packages.iter().any(|package| package.name == name);
    package.dependencies.iter().map(|dependency| dependency.name.clone()).filter(|name| own(name)).collect()
}

#[test]
fn no_command_without_their_name_touches_the_answers() {
    let workspace = workspace();
    // What `cargo build`, `cargo test` and `cargo run` at the root compile: the default members and all that
    // these need.
    let mut open: Vec<String> =
        workspace.workspace_default_packages().iter().map(|package| package.name.to_string()).collect();
    let mut compiled: BTreeSet<String> = BTreeSet::new();
    while let Some(package) = open.pop() {
        if compiled.insert(package.clone()) {
            open.extend(needs(&workspace, &package));
        }
    }
    assert!(compiled.contains("whole"), "which is a default member: {compiled:?}");
    assert!(!compiled.contains("answers"), "a default member needs the answers");
}

#[test]
fn nothing_at_all_depends_on_the_answers_which_an_editor_knows() {
    let workspace = workspace();
    let members = workspace.workspace_packages();
    assert!(members.iter().any(|package| package.name == "answers"), "it is a member, for editors");
    for package in members {
        let needs = needs(&workspace, &package.name);
        assert!(!needs.iter().any(|name| name == "answers"), "{} depends on it", package.name);
    }
}

#[test]
fn git_does_not_see_the_answers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut git = Command::new("git");
    git.args(["check-ignore", "--quiet", "answers/src/bin/lock-1/answer.rs"]).current_dir(folder);
    match git.status() {
        // 128: a checkout without git's own folder, or no git at all, has nothing to see.
        Ok(status) => assert!(matches!(status.code(), Some(0 | 128)), "not ignored: {status}"),
        Err(_) => println!("there is no git here"),
    }
}
