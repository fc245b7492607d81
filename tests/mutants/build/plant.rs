//! Planted mutants: weakened primitives, each of which a model must catch.
//!
//! `models/mutants.toml` of a lesson lists them. A mutant is a copy of what the models mount, the lesson's
//! `src/by_hand.rs` and all that belongs to it, with one substitution, which must match exactly once. The copy
//! is mounted beside the model's own file, and a test asks for the declared verdict. So the mutants cannot
//! drift away from the primitive: one that matches no more is a test that fails.
//!
//! A substitution that does not compile does break the build; the compiler names the mutant's folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::Deserialize;

use crate::course::{self, name_of};
use crate::lessons::write;
use crate::rust;

/// `models/mutants.toml`
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    #[serde(default)]
    mutant: Vec<Mutant>,
    /// Models that no mutant needs.
    #[serde(default)]
    unmutated: Vec<Unmutated>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mutant {
    /// Unique in the lesson.
    name: String,
    /// Why it is wrong.
    about: String,
    /// Relative to the lesson.
    file: String,
    replace: String,
    with: String,
    /// The name of the model's file.
    model: String,
    verdict: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unmutated {
    model: String,
    why: String,
}

/// What is generated.
#[derive(Default)]
struct Generated {
    /// `mutants.rs`, which the library includes: a module for each mutant.
    modules: String,
    /// The entries of its list.
    list: String,
    /// The primitives of other lessons, which mutants mount as they are.
    unchanged: BTreeMap<String, PathBuf>,
    /// `mutant_tests.rs`, which the tests include.
    tests: String,
    /// The folders of all changed copies.
    kept: BTreeSet<PathBuf>,
}

/// Writes `mutants.rs`, the changed copies that it mounts, and `mutant_tests.rs`.
pub fn generate(lessons: &[PathBuf], out: &Path) -> io::Result<()> {
    let copies = out.join("mutants");
    let mut generated = Generated::default();
    for folder in lessons {
        if folder.join("src/by_hand.rs").is_file() || folder.join("models").is_dir() {
            let lesson = Lesson {
                name: name_of(folder),
                copies: copies.join(name_of(folder)),
                folder: folder.clone(),
            };
            lesson.generate(&mut generated)?;
        }
    }
    let Generated { mut modules, list, unchanged, tests, kept } = generated;
    forget_old(&copies, &kept)?;
    // Once for all mutants: they take long enough to compile as it is.
    let unchanged: String =
        unchanged.iter().map(|(name, file)| rust::module("pub(crate) ", name, file)).collect();
    let _ = write!(
        modules,
        "#[allow(warnings, clippy::all)]\n\
         mod {UNCHANGED} {{\n{unchanged}}}\n\n\
         /// Every mutant.\n\
         #[must_use]\n\
         pub fn all() -> Vec<Mutant> {{\n    \
         vec![\n{list}    ]\n}}\n"
    );
    write(&out.join("mutants.rs"), &modules)?;
    write(&out.join("mutant_tests.rs"), &tests)
}

/// A module: its name and its file.
type Mounted = (String, PathBuf);

/// Where the primitives of other lessons are mounted, which no mutant of this one changes.
const UNCHANGED: &str = "as_they_are";

/// What a mutant mounts beside its model.
#[derive(Default)]
struct Mounts {
    /// Files of `src/`, which are `by_hand` and what else the models need: copies, one of them changed.
    parts: Vec<String>,
    /// The primitives of other lessons, as they are.
    lessons: Vec<Mounted>,
    /// Other models, whose scenario this one plays with another step.
    models: Vec<Mounted>,
}

struct Lesson {
    name: String,
    folder: PathBuf,
    /// Where its mutants go.
    copies: PathBuf,
}

impl Lesson {
    fn generate(&self, generated: &mut Generated) -> io::Result<()> {
        let lesson = rust::name(&self.name);
        let _ = writeln!(generated.modules, "mod {lesson} {{");
        let _ = writeln!(generated.tests, "mod {lesson} {{");
        match self.listed() {
            Err(why) => generated.tests.push_str(&rust::failing_test("its_mutants_are_listed", &why)),
            Ok(listed) => {
                generated.tests.push_str(&self.every_model_is_needed(&listed));
                let _ = writeln!(
                    generated.tests,
                    "#[test]\nfn every_mutant_is_caught() {{\n    \
                     sync_checked::apart(\
                     concat!(module_path!(), \"::every_mutant_is_caught\"), || crate::all_are_caught({:?}));\n}}",
                    self.name
                );
                let mut names = BTreeSet::new();
                for mutant in &listed.mutant {
                    let name = rust::name(&mutant.name);
                    if !names.insert(name.clone()) {
                        let test = format!("{name}_{}", names.len());
                        names.insert(test.clone());
                        let twice = rust::failing_test(&test, "two mutants have this name");
                        generated.tests.push_str(&twice);
                        continue;
                    }
                    match self.plant(mutant, &mut generated.unchanged)? {
                        Ok(module) => {
                            generated.kept.insert(self.copies.join(&name));
                            generated.modules.push_str(&module);
                            let Mutant { name: known, about, verdict, .. } = mutant;
                            let _ = writeln!(
                                generated.list,
                                "        Mutant {{\n            \
                                 lesson: {:?},\n            name: {known:?},\n            about: {about:?},\n            \
                                 verdict: {verdict:?},\n            model: {lesson}::{name}::model::model,\n        }},",
                                self.name
                            );
                        }
                        Err(why) => generated.tests.push_str(&rust::failing_test(&name, &why)),
                    }
                }
            }
        }
        generated.modules.push_str("}\n");
        generated.tests.push_str("}\n");
        Ok(())
    }

    fn listed(&self) -> Result<Listed, String> {
        let path = self.folder.join("models/mutants.toml");
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let listed: Listed = toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        match listed.mutant.is_empty() {
            true => Err(format!("{}: lists no mutant", path.display())),
            false => Ok(listed),
        }
    }

    /// A test that fails for a model that no mutant needs, and for names that are no model's.
    fn every_model_is_needed(&self, listed: &Listed) -> String {
        let known = match fs::read_to_string(self.folder.join("models/mod.rs")) {
            Ok(text) => declared_models(&text),
            Err(error) => return rust::failing_test("it_declares_its_models", &error.to_string()),
        };
        let mutated: BTreeSet<&str> = listed.mutant.iter().map(|mutant| mutant.model.as_str()).collect();
        let excused: BTreeSet<&str> = listed.unmutated.iter().map(|one| one.model.as_str()).collect();
        let mut faults: Vec<String> = Vec::new();
        for model in &known {
            if !mutated.contains(model.as_str()) && !excused.contains(model.as_str()) {
                faults.push(format!(
                    "no mutant needs the model `{model}`: plant one, or say under [[unmutated]] why not"
                ));
            }
        }
        for model in mutated.union(&excused).filter(|model| !known.contains(**model)) {
            faults.push(format!("models/mod.rs declares no model `{model}`"));
        }
        for model in mutated.intersection(&excused) {
            faults.push(format!("`{model}` has a mutant, and an excuse for having none"));
        }
        let unexplained = listed.unmutated.iter().filter(|one| one.why.trim().is_empty());
        faults.extend(unexplained.map(|one| format!("the excuse for `{}` is empty", one.model)));
        let unsaid = listed.mutant.iter().filter(|mutant| mutant.about.trim().is_empty());
        faults.extend(unsaid.map(|mutant| format!("`{}` does not say why it is wrong", mutant.name)));
        let mut text = "#[test]\nfn every_model_is_needed_by_a_mutant() {\n".to_owned();
        let _ = writeln!(
            text,
            "    let faults: &[&str] = &{faults:?};\n    assert!(faults.is_empty(), \"{{}}\", faults.join(\"\\n\"));\n}}"
        );
        text
    }

    /// Copies what the models mount, changes it, and writes the module that mounts them.
    fn plant(
        &self,
        mutant: &Mutant,
        unchanged: &mut BTreeMap<String, PathBuf>,
    ) -> io::Result<Result<String, String>> {
        let name = rust::name(&mutant.name);
        let copy = self.copies.join(&name);
        let model = self.folder.join("models").join(format!("{}.rs", mutant.model));
        if !model.is_file() {
            return Ok(Err(format!("there is no model {}", model.display())));
        }
        let Mounts { parts, lessons, models } = self.mounted(&model)?;
        let mut changed = false;
        for part in &parts {
            for file in sources(&self.folder.join("src"), part)? {
                let relative = file.strip_prefix(&self.folder).expect("it is below the lesson").to_owned();
                let mut text = plain(&fs::read_to_string(&file)?);
                if relative == Path::new(&mutant.file) {
                    let found = text.matches(&plain(&mutant.replace)).count();
                    if found != 1 {
                        return Ok(Err(format!(
                            "its `replace` must match exactly once in {}, and matches {found} times:\n{}",
                            mutant.file, mutant.replace
                        )));
                    }
                    text = text.replacen(&plain(&mutant.replace), &plain(&mutant.with), 1);
                    changed = true;
                }
                write(&copy.join(relative), &text)?;
            }
        }
        if !changed {
            return Ok(Err(format!("the models mount no file {}", mutant.file)));
        }

        // A weakened primitive leaves things unused, does what a compiler would rather not see, and has no reason
        // beside its `unsafe` why it is sound: it may not be.
        let mut text = format!(
            "#[allow(warnings, clippy::all, clippy::undocumented_unsafe_blocks)]\npub(crate) mod {name} {{\n"
        );
        for part in &parts {
            text.push_str(&rust::module("", part, &copy.join("src").join(format!("{part}.rs"))));
        }
        for (name, file) in lessons {
            let _ = writeln!(text, "use crate::{UNCHANGED}::{name};");
            unchanged.insert(name, file);
        }
        for (name, file) in &models {
            text.push_str(&rust::module("", name, file));
        }
        text.push_str(&rust::module("pub(crate) ", "model", &model));
        text.push_str("}\n");
        Ok(Ok(text))
    }

    /// What the lesson's models reach by `super::`.
    fn mounted(&self, model: &Path) -> io::Result<Mounts> {
        let text = fs::read_to_string(self.folder.join("models/mod.rs"))? + &fs::read_to_string(model)?;
        let words: BTreeSet<&str> = text
            .match_indices("super::")
            .flat_map(|(at, before)| {
                let rest = &text[at + before.len()..];
                // `super::{by_hand, deal};` or `super::by_hand::…`
                let end = rest.find(|c: char| !(c.is_alphanumeric() || "_{}, \n".contains(c)));
                let rest = &rest[..end.unwrap_or(rest.len())];
                rest.split(|c: char| !(c.is_alphanumeric() || c == '_'))
            })
            .filter(|word| !word.is_empty())
            .collect();
        let is_source = |word: &&str| self.folder.join("src").join(format!("{word}.rs")).is_file();
        let lesson = |word: &str| self.folder.with_file_name(word.replace('_', "-")).join("src/by_hand.rs");
        let sibling = |word: &str| model.with_file_name(word).with_extension("rs");
        let mut mounts = Mounts::default();
        for word in words {
            let name = word.to_owned();
            if is_source(&word) {
                mounts.parts.push(name);
            } else if lesson(word).is_file() {
                mounts.lessons.push((name, lesson(word)));
            } else if sibling(word).is_file() && sibling(word) != model {
                mounts.models.push((name, sibling(word)));
            }
        }
        Ok(mounts)
    }
}

/// The names in `crate::sync::models! { a, b }`.
fn declared_models(text: &str) -> BTreeSet<String> {
    let code: String = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
    let list =
        code.split("models!").nth(1).and_then(|rest| rest.split(['{', '(']).nth(1)).unwrap_or_default();
    let list = list.split(['}', ')']).next().unwrap_or_default();
    list.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// `src/by_hand.rs` and everything in `src/by_hand/`.
fn sources(src: &Path, part: &str) -> io::Result<Vec<PathBuf>> {
    let mut files = vec![src.join(format!("{part}.rs"))];
    let mut folders = vec![src.join(part)];
    while let Some(folder) = folders.pop() {
        for path in course::entries(&folder)? {
            match path.is_dir() {
                true => folders.push(path),
                false => files.push(path),
            }
        }
    }
    Ok(files)
}

/// Text with lines that end in the same way on every system.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// Removes the copies of mutants that are not listed any more.
fn forget_old(copies: &Path, kept: &BTreeSet<PathBuf>) -> io::Result<()> {
    for lesson in course::entries(copies)? {
        for mutant in course::entries(&lesson)?.into_iter().filter(|mutant| !kept.contains(mutant)) {
            fs::remove_dir_all(mutant)?;
        }
    }
    Ok(())
}
