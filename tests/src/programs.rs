//! The lessons' programs: built if need be, found, and run as a user runs them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};
use std::{env, fs, thread};

use serde::Deserialize;

use crate::repository::{Lesson, Repository};

/// How long a program may take before it is killed. It decides only between "it ends" and "it hangs", so it is far
/// more than any of these runs needs.
const LIMIT: Duration = Duration::from_secs(120);

/// The program of a lesson, in an environment that says nothing of colours or backtraces.
#[must_use]
pub fn program(lesson: &Lesson) -> Command {
    let mut command = Command::new(path(lesson));
    for variable in
        ["RUST_BACKTRACE", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM", "COLUMNS"]
    {
        command.env_remove(variable);
    }
    command.env("TERM", "xterm").stdin(Stdio::null());
    command
}

/// What a run did, as text.
#[derive(Debug)]
pub struct Ran {
    /// `None` if it was killed, by a signal or for not ending.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Runs the program of a lesson to its end.
///
/// # Panics
/// If it cannot be started, or prints something else than UTF-8.
#[must_use]
pub fn run<A: AsRef<std::ffi::OsStr>>(lesson: &Lesson, arguments: &[A]) -> Ran {
    let mut command = assert_cmd::Command::from_std(program(lesson));
    let Output { status, stdout, stderr } =
        command.args(arguments).timeout(LIMIT).output().expect("a lesson can be run");
    Ran {
        code: status.code(),
        out: String::from_utf8(stdout).expect("it prints UTF-8"),
        err: String::from_utf8(stderr).expect("it prints UTF-8"),
    }
}

/// The names of a lesson's variants, the default one first.
///
/// # Panics
/// If the program does not say them.
#[must_use]
pub fn variants(lesson: &Lesson) -> Vec<String> {
    #[derive(Deserialize)]
    struct Document {
        variants: Vec<Entry>,
    }
    #[derive(Deserialize)]
    struct Entry {
        name: String,
    }
    let ran = run(lesson, &["--variant", "all", "--alone", "--size", "1x1", "--json"]);
    let document: Document = serde_json::from_str(&ran.out)
        .unwrap_or_else(|error| panic!("{} --variant all --json: {error}: {ran:?}", lesson.name));
    assert!(!document.variants.is_empty(), "{} has no variants", lesson.name);
    document.variants.into_iter().map(|entry| entry.name).collect()
}

/// Rows and columns of the picture that a lesson draws when nobody says how large it is to be.
///
/// # Panics
/// If its help does not say.
#[must_use]
pub fn default_size(lesson: &Lesson) -> (usize, usize) {
    let help = run(lesson, &["--help"]).out;
    let (_, after) = help.split_once("--size").expect("there is an option for the size");
    let (_, after) = after.split_once("[default: ").expect("it has a default");
    let (size, _) = after.split_once(']').expect("which ends");
    let parsed = size.split_once('x').map(|(rows, columns)| (rows.parse(), columns.parse()));
    let Some((Ok(rows), Ok(columns))) = parsed else { panic!("{}: {size} is no size", lesson.name) };
    (rows, columns)
}

/// What `find` finds wrong with the lessons, and with the template: some of them at a time.
pub fn each_lesson(find: impl Fn(&Lesson) -> Vec<String> + Sync) -> Vec<String> {
    at_once(&Repository::here().drawing_here(), find)
}

/// What `find` finds wrong with the variants of all lessons, and of the template: some of them at a time.
pub fn each_variant(find: impl Fn(&Lesson, &str) -> Vec<String> + Sync) -> Vec<String> {
    let variants: Vec<(Lesson, String)> = Repository::here()
        .drawing_here()
        .into_iter()
        .flat_map(|lesson| variants(&lesson).into_iter().map(move |variant| (lesson.clone(), variant)))
        .collect();
    at_once(&variants, |(lesson, variant)| find(lesson, variant))
}

/// Calls `find` for each of these, on twice as many threads as the machine runs at once, since programs also wait; and
/// returns what it found in their order.
fn at_once<T: Sync>(items: &[T], find: impl Fn(&T) -> Vec<String> + Sync) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found = Vec::new();
        loop {
            // Relaxed: a number for each, and nothing else hangs on it.
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { return found };
            found.push((index, find(item)));
        }
    };
    let mut found: Vec<(usize, Vec<String>)> = thread::scope(|scope| {
        let count = 2 * thread::available_parallelism().map_or(1, usize::from);
        let threads: Vec<_> = (0..count).map(|_| scope.spawn(work)).collect();
        let joined = threads.into_iter().map(|thread| thread.join());
        joined.flat_map(|found| found.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    found.sort_by_key(|(index, _)| *index);
    found.into_iter().flat_map(|(_, found)| found).collect()
}

/// Waits for the end of a program whose standard error is piped, and returns its exit code and what it has said there.
/// One that does not come to its end is killed.
///
/// # Errors
/// If it had to be killed.
///
/// # Panics
/// If the system knows nothing of it, or it says something else than UTF-8.
pub fn end(mut child: Child) -> Result<(Option<i32>, String), String> {
    let begin = Instant::now();
    let mut is_killed = false;
    let code = loop {
        if let Some(status) = child.try_wait().expect("a child can be asked after") {
            break status.code();
        }
        if begin.elapsed() > LIMIT {
            child.kill().expect("a child can be killed");
            is_killed = true;
        }
        thread::sleep(Duration::from_millis(1));
    };
    let stderr = child.stderr.take().expect("standard error is piped");
    let said = std::io::read_to_string(stderr).expect("it prints UTF-8");
    if is_killed {
        return Err(format!("it did not end, and was killed after {LIMIT:?}; it said {said:?}"));
    }
    Ok((code, said))
}

fn path(lesson: &Lesson) -> &'static Path {
    static BUILT: OnceLock<BTreeMap<String, PathBuf>> = OnceLock::new();
    let built = BUILT.get_or_init(|| {
        let repository = Repository::here();
        let place = Place::of_this_test();
        found(&repository, &place).unwrap_or_else(|| build(&repository, &place))
    });
    built.get(&lesson.name).unwrap_or_else(|| panic!("{} has no program of its name", lesson.name))
}

/// Where cargo puts what it builds.
struct Place {
    target: PathBuf,
    /// The folder of the profile in it.
    folder: PathBuf,
    profile: String,
}

impl Place {
    /// Where this test is, and so where its neighbours are.
    fn of_this_test() -> Place {
        let test = env::current_exe().expect("a test has a path");
        let folder = test.ancestors().nth(2).expect("a test is in <target>/<profile>/deps").to_owned();
        let target = folder.parent().expect("a profile's folder is in the target folder").to_owned();
        let name = folder.file_name().expect("a folder has a name").to_string_lossy();
        let profile = if name == "debug" { "dev".to_owned() } else { name.into_owned() };
        Place { target, folder, profile }
    }
}

/// The programs of all lessons, if they are there and nothing that they are made from has changed since: so it is after
/// `cargo test` at the root, which builds them for the lessons' own tests.
fn found(repository: &Repository, place: &Place) -> Option<BTreeMap<String, PathBuf>> {
    let mut found = BTreeMap::new();
    for lesson in repository.lessons_and_template() {
        let program = place.folder.join(&lesson.name).with_extension(env::consts::EXE_EXTENSION);
        let built = modified(&program)?;
        for source in repository.sources_of(&lesson.name) {
            if modified(&repository.root().join(source))? > built {
                return None;
            }
        }
        found.insert(lesson.name, program);
    }
    Some(found)
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|file| file.modified()).ok()
}

/// Has cargo build the programs of all lessons, with the profile and into the target folder of this test. What is
/// tested then is what cargo says it has built.
///
/// Asked for by themselves they may need other features of their dependencies than in `cargo test` at the root, so
/// that some of those are compiled again: this is for `cargo test -p whole`, and after a change.
fn build(repository: &Repository, place: &Place) -> BTreeMap<String, PathBuf> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(repository.root()).args(["build", "--quiet", "--bins", "--profile", &place.profile]);
    command.arg("--message-format=json-render-diagnostics").arg("--target-dir").arg(&place.target);
    for lesson in repository.lessons_and_template() {
        command.args(["--package", &lesson.name]);
    }
    let output = command.stderr(Stdio::inherit()).output().expect("cargo can be run");
    assert!(output.status.success(), "the lessons' programs do not build: {command:?}");
    let messages = String::from_utf8(output.stdout).expect("cargo prints UTF-8");
    messages.lines().filter_map(|line| serde_json::from_str::<Artifact>(line).ok()?.program()).collect()
}

/// Cargo's word that something is built.
#[derive(Deserialize)]
struct Artifact {
    target: Target,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

impl Artifact {
    fn program(self) -> Option<(String, PathBuf)> {
        Some((self.target.name, self.executable?))
    }
}
