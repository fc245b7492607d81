//! README and CONTRIBUTING say what is so.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use whole::programs::{run, variants};
use whole::repository::{Lesson, Repository};

/// The papers at the root.
const PAPERS: [&str; 2] = ["README.md", "CONTRIBUTING.md"];

#[test]
fn the_readme_lists_every_lesson_with_what_its_manifest_says() {
    let repository = Repository::here();
    let readme = repository.read("README.md");
    for lesson in repository.lessons() {
        let name = &lesson.name;
        let manifest: toml::Table = repository
            .read(&format!("lessons/{name}/Cargo.toml"))
            .parse()
            .expect("cargo has read this manifest already");
        let description = manifest["package"]["description"].as_str().expect("a description is text");
        let row = format!("| [`{name}`](lessons/{name}) | {description} |\n");
        assert!(readme.contains(&row), "the table of README.md has no line\n{row}");
    }
    let rows = readme.lines().filter(|line| line.starts_with("| [`") && line.contains("](lessons/")).count();
    assert_eq!(rows, repository.lessons().len(), "a line for each lesson, and no other");
}

#[test]
fn the_readme_shows_a_counterexample_as_it_is_printed() {
    let repository = Repository::here();
    let readme = repository.read("README.md");
    let (_, after) = readme.split_once("<!-- shared/").expect("the file is named above the table");
    let (file, after) = after.split_once(" -->").expect("the comment ends");
    let snapshot = repository.read(&format!("shared/{file}"));
    let printed = snapshot.splitn(3, "---\n").nth(2).expect("a snapshot has a head").trim_end();
    let block = format!("\n```text\n{printed}\n```\n");
    assert!(after.starts_with(&block), "README.md does not show shared/{file} as it is now:\n{printed}");
}

#[test]
fn the_picture_of_the_readme_is_what_its_command_draws() {
    let repository = Repository::here();
    let readme = repository.read("README.md");
    let (_, after) = readme.split_once("The picture above is `cargo run -p ").expect("the README says how");
    let (command, _) = after.split_once('`').expect("the command ends");
    let (lesson, arguments) = command.split_once(" -- ").expect("the command has arguments");
    let (arguments, committed) = arguments.split_once(" --out ").expect("the command writes a file");

    let folder = tempfile::tempdir().expect("a folder for the picture");
    let drawn = folder.path().join("picture.png");
    let lesson =
        repository.lessons().into_iter().find(|known| known.name == lesson).expect("there is such a lesson");
    let mut words: Vec<&str> = arguments.split_whitespace().collect();
    words.extend(["--quiet", "--out", drawn.to_str().expect("a temporary folder is UTF-8")]);
    let ran = run(&lesson, &words);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let same = fs::read(drawn).expect("it is drawn")
        == fs::read(repository.root().join(committed)).expect("it is committed");
    assert!(same, "{committed} is not what {command} draws");
    assert!(readme.contains(&format!("]({committed})")), "README.md does not show {committed}");
}

#[test]
fn the_readme_compares_every_variant_of_every_lesson() {
    let repository = Repository::here();
    let readme = repository.read("README.md");
    let (_, after) = readme.split_once("<!-- comparison -->\n").expect("the table has a place");
    let (table, _) = after.split_once("<!-- end of comparison -->\n").expect("the table has an end");
    let compared: BTreeSet<String> = table
        .lines()
        .skip(2)
        .map(|row| {
            row.split(" | ").take(2).collect::<Vec<_>>().join(" ").replace(['|', '`'], "").trim().to_owned()
        })
        .collect();
    let lessons = repository.lessons();
    let of = |lesson: &Lesson| -> BTreeSet<String> {
        variants(lesson).iter().map(|variant| format!("{} {variant}", lesson.name)).collect()
    };
    for lesson in lessons.iter().filter(|lesson| lesson.draws_here()) {
        let missing: Vec<String> = of(lesson).difference(&compared).cloned().collect();
        let name = &lesson.name;
        assert!(
            missing.is_empty(),
            "the README compares all but {missing:?}: `cargo run -p compare -- {name} --write README.md` adds them"
        );
    }
    let there: BTreeSet<String> = lessons.iter().flat_map(of).collect();
    let is_known =
        |row: &&String| lessons.iter().any(|l| row.starts_with(&format!("{} ", l.name)) && !l.draws_here());
    let gone: Vec<&String> = compared.difference(&there).filter(|row| !is_known(row)).collect();
    assert!(gone.is_empty(), "the README compares what is not there any more: {gone:?}");
}

#[test]
fn every_table_has_a_head() {
    let repository = Repository::here();
    let is_row = |line: &str| line.starts_with('|');
    for (path, text) in repository.texts() {
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let lines: Vec<&str> = text.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            let is_first = is_row(line) && !number.checked_sub(1).is_some_and(|before| is_row(lines[before]));
            let below = lines.get(number + 1).copied().unwrap_or_default();
            let has_head = below.starts_with("|-") || below.starts_with("|:");
            assert!(!is_first || has_head, "{}:{}: no table without a head", path.display(), number + 1);
        }
    }
}

#[test]
fn links_lead_to_files_that_are_there() {
    let repository = Repository::here();
    for paper in PAPERS {
        let text = repository.read(paper);
        for (_, after) in text.match_indices("](").map(|(at, found)| text.split_at(at + found.len())) {
            let (target, _) = after.split_once(')').expect("a link ends");
            if !target.contains("://") && !target.starts_with('#') {
                let path = target.split('#').next().unwrap_or(target);
                assert!(
                    repository.root().join(path).exists(),
                    "{paper} links to {target}, which is not there"
                );
            }
        }
    }
}

#[test]
fn files_and_packages_that_are_named_are_there() {
    let repository = Repository::here();
    let mut packages = vec!["answers".to_owned()];
    for manifest in repository.manifests() {
        let manifest: toml::Table = repository
            .read(&whole::repository::slashed(&manifest))
            .parse()
            .expect("cargo has read this manifest");
        let name =
            manifest.get("package").and_then(|package| package.get("name")).and_then(toml::Value::as_str);
        packages.extend(name.map(str::to_owned));
    }
    for paper in PAPERS {
        let text = repository.read(paper);
        for (_, after) in text.match_indices(" -p ").map(|(at, found)| text.split_at(at + found.len())) {
            let is_name = |character: char| character.is_ascii_alphanumeric() || character == '-';
            let name: String = after.chars().take_while(|&character| is_name(character)).collect();
            // The lesson that CONTRIBUTING adds, to show how, is not there.
            let is_example = paper == "CONTRIBUTING.md" && name == "latch";
            assert!(
                name.is_empty() || is_example || packages.contains(&name),
                "{paper}: there is no package {name}"
            );
        }
        for quoted in text.split('`').skip(1).step_by(2) {
            let is_path = ["shared/", "lessons/", "tests/", "book/src/"]
                .iter()
                .any(|folder| quoted.starts_with(folder));
            let is_pattern = quoted.contains(['<', '*', ' ', '{']) || quoted.contains("latch");
            if is_path && !is_pattern {
                // From the root, or from the folder of a lesson, such as the template's.
                let folders =
                    [repository.root().to_owned(), repository.template().lessons().remove(0).folder];
                let is_there = folders.iter().any(|folder| folder.join(quoted).exists());
                assert!(is_there, "{paper} names {quoted}, which is not there");
            }
        }
    }
}

#[test]
fn the_readme_says_what_every_folder_of_shared_is_for() {
    let repository = Repository::here();
    let readme = repository.read("README.md");
    for entry in fs::read_dir(repository.root().join("shared")).expect("the folder can be read") {
        let folder = entry.expect("an entry").file_name().into_string().expect("names are UTF-8");
        let row = format!("\n| [`shared/{folder}`](shared/{folder}) | ");
        assert!(readme.contains(&row), "the table of folders in README.md has no row{row}");
    }
}

#[test]
fn the_oldest_compiler_that_will_do_is_the_same_everywhere() {
    let repository = Repository::here();
    let manifest: toml::Table = repository.read("Cargo.toml").parse().expect("cargo has read this file");
    let oldest = manifest["workspace"]["package"]["rust-version"].as_str().expect("a version is text");
    for paper in PAPERS {
        let text = repository.read(paper);
        assert!(text.contains(&format!("{oldest} or newer")), "{paper} does not say: {oldest} or newer");
    }
    let workflow = repository.read(".github/workflows/ci.yml");
    let installs: Vec<&str> = workflow.lines().filter(|line| line.contains("rustup")).collect();
    assert!(!installs.is_empty(), "a job installs a compiler");
    for install in installs {
        let is_so = install.contains(&format!(" install {oldest} "))
            && install.ends_with(&format!("rustup default {oldest}"));
        assert!(is_so, "the workflow does not install {oldest}: {}", install.trim());
    }
}

#[test]
fn commands_that_cargo_does_not_have_are_aliases() {
    let repository = Repository::here();
    let config: toml::Table =
        repository.read(".cargo/config.toml").parse().expect("cargo has read this file");
    let aliases = config["alias"].as_table().expect("aliases are a table");
    for paper in PAPERS {
        let text = repository.read(paper);
        for command in ["learn", "new-lesson"] {
            let is_used = text.contains(&format!("cargo {command}"));
            assert!(
                !is_used || aliases.contains_key(command),
                "{paper} uses cargo {command}, which is no alias"
            );
        }
    }
}

#[test]
fn documentation_is_made_without_that_of_every_dependency() {
    let repository = Repository::here();
    for paper in [&PAPERS[..], &[".ci/run"]].concat() {
        let text = repository.read(paper);
        for (_, after) in text.match_indices("cargo doc ").map(|(at, _)| text.split_at(at)) {
            let command = after.split(['`', '\n']).next().unwrap_or(after);
            assert!(command.contains("--no-deps"), "{paper}: `{command}` takes minutes without --no-deps");
        }
    }
}

#[test]
fn continuous_integration_runs_the_readmes_test_command() {
    let repository = Repository::here();
    assert!(repository.read("README.md").contains("\n$ cargo test\n"));
    assert!(repository.read(".ci/run").contains("\nstep cargo test\n"));
    let workflow = repository.read(".github/workflows/ci.yml");
    assert!(workflow.contains("run: .ci/run\n") && workflow.contains("run: cargo test\n"));
}

#[test]
fn both_licences_are_there_in_full() {
    let repository = Repository::here();
    assert!(repository.read("LICENSE-MIT").contains("Permission is hereby granted, free of charge"));
    assert!(repository.read("LICENSE-APACHE").contains("END OF TERMS AND CONDITIONS"));
    assert!(Path::new(repository.root()).join("LICENSE-MIT").is_file());
}
