//! The promises of what processes share, and of the drawing, with real processes, a few hundred of which are killed.
//! The name of a test is a promise; none of them sleeps to make something happen.
//!
//! The processes that the tests start are this program again, so it has a `main` of its own, which begins with `enter`.
//! The tests take turns: each looks whether any process is left.

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
fn main() -> std::process::ExitCode {
    unix::main()
}

#[cfg(unix)]
mod unix {
    use std::fs;
    use std::io::ErrorKind;
    use std::process::{Command, ExitCode};
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::{Duration, Instant};

    use fractal::{Grid, Image};
    use libtest_mimic::{Arguments, Trial};
    use processes::LESSON;
    use processes::by_hand::{Lock, LockWord, Owner, Value, ValueWords};
    use processes::multiprocessing::{
        Descriptor, End, Entry, Exit, Never, Process, SharedMemory, SystemFutex, Task, enter, pipe, unlink,
    };
    use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};
    use stage::{Draw, Settings, Stop, perform};
    // Ends this program, and says so, if all its threads sleep for good.
    use watchdog as _;

    macro_rules! tests {
        ($($test:ident,)+) => {
            pub fn main() -> ExitCode {
                die_if_doomed();
                let own: [&dyn Entry; 5] = [&WRITE, &COUNT, &DIE_WITH_THE_LOCK, &LEAVE_A_NAME, &DRAW_FOR_LONG];
                enter(Box::leak([processes::WORK, &own].concat().into_boxed_slice()));
                if let Some(variant) = drawn_among_the_doomed() {
                    println!("{}", draw_once(&variant));
                    return ExitCode::SUCCESS;
                }
                let test = |name, test: fn()| Trial::test(name, move || { test(); Ok(nobody_is_left()) });
                let tests = vec![$(test(stringify!($test), $test)),+];
                let arguments = Arguments { test_threads: Some(1), ..Arguments::from_args() };
                libtest_mimic::run(&arguments, tests).exit_code()
            }
        };
    }

    tests! {
        another_process_attaches_the_memory_by_its_name,
        memory_outlives_the_process_that_has_not_unlinked_it,
        no_count_of_several_processes_is_lost,
        who_takes_the_lock_of_a_process_that_was_killed_is_told,
        every_variant_draws_the_picture,
        a_hundred_workers_are_killed_and_the_picture_by_hand_is_right,
        a_hundred_workers_are_killed_and_the_picture_of_the_others_is_right,
        the_second_death_of_a_piece_is_an_error,
        the_only_worker_may_die,
        who_dies_before_its_beginning_is_replaced_twice_and_no_more,
        the_death_of_a_worker_of_the_pool_is_reported,
        a_parent_that_is_killed_leaves_neither_workers_nor_names,
    }

    /// No process of this one's, running or a zombie, and no name of its memory.
    fn nobody_is_left() {
        let children =
            waitid(WaitId::All, WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT);
        assert_eq!(children.map(|_| ()), Err(rustix::io::Errno::CHILD), "a process is left, or a zombie");
        // Where the system shows them.
        assert_eq!(names_of(std::process::id()), [""; 0], "names are left");
    }

    /// The names that a process has made up and that are still there, where the system shows them.
    fn names_of(pid: u32) -> Vec<String> {
        let own = format!("interleave-{pid:x}-");
        let names = fs::read_dir("/dev/shm").into_iter().flatten().flatten();
        names
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| name.starts_with(&own))
            .collect()
    }

    // What they share.

    static WRITE: Task<(String, u32), ()> = Task::new("write", |(name, number)| {
        let memory = SharedMemory::attach(&name).expect("the parent has made it");
        memory.slice::<AtomicU32>(0, 1)[0].store(number, Ordering::Relaxed);
    });

    fn another_process_attaches_the_memory_by_its_name() {
        let (memory, name) = SharedMemory::create(64).expect("there is memory");
        let process = Process::spawn(&WRITE, (name.as_str().to_owned(), 42)).expect("it starts");
        assert_eq!(process.join(), Exit::Code(0));
        assert_eq!(memory.slice::<AtomicU32>(0, 1)[0].load(Ordering::Relaxed), 42);
    }

    static LEAVE_A_NAME: Task<String, ()> = Task::new("leave a name", |name| {
        let (memory, name) = SharedMemory::create_named(&name, 64).expect("nobody has this name");
        memory.slice::<AtomicU32>(0, 1)[0].store(42, Ordering::Relaxed);
        let _ = name.keep();
    });

    fn memory_outlives_the_process_that_has_not_unlinked_it() {
        let name = format!("/interleave-{:x}-left", std::process::id());
        let process = Process::spawn(&LEAVE_A_NAME, name.clone()).expect("it starts");
        assert_eq!(process.join(), Exit::Code(0));
        let found = SharedMemory::attach(&name).expect("it is there still");
        assert_eq!(found.slice::<AtomicU32>(0, 1)[0].load(Ordering::Relaxed), 42);
        unlink(&name).expect("nobody has unlinked it");
        assert_eq!(SharedMemory::attach(&name).expect_err("it is unlinked").kind(), ErrorKind::NotFound);
    }

    const TIMES: u32 = 5_000;

    static COUNT: Task<(Descriptor, u32), ()> = Task::new("count", |(memory, me)| {
        let memory = SharedMemory::of(memory).expect("it is memory");
        let counter = Value::new(memory.view::<ValueWords>(0), Owner::new(me), &SystemFutex);
        for _ in 0..TIMES {
            let mut locked = counter.get_lock();
            locked.set(locked.get() + 1);
        }
    });

    fn no_count_of_several_processes_is_lost() {
        let (memory, name) = SharedMemory::create(64).expect("there is memory");
        drop(name);
        let start = |me| {
            let descriptor = memory.descriptor().expect("there are descriptors");
            Process::spawn(&COUNT, (descriptor, me)).expect("it starts")
        };
        let processes = [2, 3, 4].map(start);
        assert!(processes.iter().all(|process| process.join().is_success()));
        assert_eq!(Value::new(memory.view::<ValueWords>(0), Owner::new(1), &SystemFutex).get(), 3 * TIMES);
    }

    /// Takes the lock, writes one of two words, says so, and waits for its death.
    static DIE_WITH_THE_LOCK: Task<(Descriptor, End<(), Never>), ()> =
        Task::new("die with the lock", |(memory, parent)| {
            let memory = SharedMemory::of(memory).expect("it is memory");
            let word = memory.view::<LockWord>(0);
            let lock = Lock::new(word, Owner::new(2), &SystemFutex);
            let _guard = lock.lock();
            memory.slice::<AtomicU32>(4, 2)[0].store(1, Ordering::Relaxed);
            parent.send(&()).expect("the test listens");
            let _ = parent.recv();
        });

    fn who_takes_the_lock_of_a_process_that_was_killed_is_told() {
        let (memory, name) = SharedMemory::create(64).expect("there is memory");
        drop(name);
        let (mine, theirs) = pipe::<Never, ()>().expect("there are pipes");
        let descriptor = memory.descriptor().expect("there are descriptors");
        let process = Process::spawn(&DIE_WITH_THE_LOCK, (descriptor, theirs)).expect("it starts");
        mine.recv().expect("it has the lock");
        let lock = Lock::new(memory.view::<LockWord>(0), Owner::new(1), &SystemFutex);
        assert!(lock.try_lock().is_none(), "it is taken");
        process.kill().expect("it can be killed");
        assert_eq!(process.join(), Exit::Signal(9));
        assert!(lock.try_lock().is_none(), "nobody has said yet that its owner is dead");
        std::thread::scope(|scope| {
            // Another one waits meanwhile, and is woken by the burial.
            let other = scope.spawn(|| {
                Lock::new(memory.view::<LockWord>(0), Owner::new(3), &SystemFutex).lock().is_orphaned()
            });
            assert!(lock.bury(Owner::new(2)));
            assert!(other.join().expect("it does not panic"), "it is told");
        });
        let mut guard = lock.lock();
        assert!(guard.is_orphaned(), "nobody has mended it");
        let words = memory.slice::<AtomicU32>(4, 2);
        assert_eq!([&words[0], &words[1]].map(|word| word.load(Ordering::Relaxed)), [1, 0], "half done");
        guard.mend();
        drop(guard);
        assert!(!lock.lock().is_orphaned());
    }

    // The drawing.

    /// The variants that have deaths to choose.
    const DEALT_OR_CLAIMED: [&str; 4] = ["by-hand", "pipes", "memmap2", "interprocess"];

    fn draw_of(name: &str) -> Draw {
        LESSON.variants.iter().find(|variant| variant.name == name).expect("it is one").draw
    }

    /// A small picture of many pieces.
    fn settings(threads: usize) -> Settings {
        let grid = Grid::new(40, 30).expect("a grid");
        Settings { grid, piece_rows: 1, threads, ..Settings::of(&LESSON) }
    }

    fn draws_it_right(variant: &str, settings: &Settings) -> String {
        let (stop, mut image) = (Stop::new(), Image::poisoned(&settings.grid).expect("memory"));
        let run = perform(draw_of(variant), &mut image, settings, &stop);
        assert_eq!(run.outcome, Ok(()), "{variant}: {:?}", stop.first_fault());
        assert_eq!(image.first_difference(&settings.grid.draw().expect("a picture")), None, "{variant}");
        nobody_is_left();
        run.notes
            .iter()
            .find(|note| note.name == "workers lost")
            .map_or_else(String::new, |note| note.value.clone())
    }

    fn every_variant_draws_the_picture() {
        for variant in LESSON.variants {
            for threads in [1, 3] {
                assert_eq!(draws_it_right(variant.name, &settings(threads)), "", "nobody is lost");
            }
        }
    }

    /// Which pieces cost a worker, and at which moment, is by chance, but the same each time.
    const SEED: u64 = 20_250_704;

    /// Pictures, with so many deaths in each.
    fn die(variant: &str, pictures: u64, deaths: u64) {
        println!("{variant}: the seeds {SEED} to {}", SEED + pictures - 1);
        for seed in SEED..SEED + pictures {
            let settings = settings(3).choosing("kill", deaths).choosing("seed", seed);
            let lost = draws_it_right(variant, &settings);
            assert_eq!(
                lost,
                format!("{deaths}, and {deaths} pieces were drawn again"),
                "{variant}, seed {seed}"
            );
        }
    }

    fn a_hundred_workers_are_killed_and_the_picture_by_hand_is_right() {
        die("by-hand", 20, 5);
    }

    fn a_hundred_workers_are_killed_and_the_picture_of_the_others_is_right() {
        die("pipes", 7, 5);
        die("memmap2", 7, 5);
        die("interprocess", 7, 5);
    }

    fn the_second_death_of_a_piece_is_an_error() {
        for variant in DEALT_OR_CLAIMED {
            let settings = settings(2).choosing("kill", 1).choosing("times", 2);
            let (stop, mut image) = (Stop::new(), Image::poisoned(&settings.grid).expect("memory"));
            let run = perform(draw_of(variant), &mut image, &settings, &stop);
            run.outcome.expect_err("it cannot be drawn");
            let told = stop.first_fault().expect("why").to_string();
            assert!(told.contains("its process was killed by SIGKILL: piece "), "{variant}: {told}");
            assert!(told.ends_with(" has cost 2 workers"), "{variant}: {told}");
            nobody_is_left();
        }
    }

    fn the_only_worker_may_die() {
        for variant in DEALT_OR_CLAIMED {
            let settings = settings(1).choosing("kill", 3);
            assert_eq!(draws_it_right(variant, &settings), "3, and 3 pieces were drawn again");
        }
    }

    /// Names a folder, to a process that draws and to its workers: of these one dies for each file in it.
    const DOOMED: &str = "INTERLEAVE_TEST_DOOMED";
    /// The argument, before the name of a variant, of who draws a picture with such workers.
    const DRAW_ONCE: &str = "--draw-once-with";

    /// The first thing that `main` does: before a worker has read what it is to do.
    fn die_if_doomed() {
        let Some(folder) = std::env::var_os(DOOMED) else { return };
        let mut files = fs::read_dir(folder).expect("the test has made it").flatten();
        if drawn_among_the_doomed().is_none() && files.any(|file| fs::remove_file(file.path()).is_ok()) {
            kill_process(rustix::process::getpid(), Signal::KILL).expect("it is allowed");
        }
    }

    fn drawn_among_the_doomed() -> Option<String> {
        let mut arguments = std::env::args().skip(1);
        arguments.next().filter(|first| first == DRAW_ONCE).and(arguments.next())
    }

    /// Draws a picture, and says what has become of that.
    fn draw_once(variant: &str) -> String {
        let (settings, stop) = (settings(1), Stop::new());
        let mut image = Image::poisoned(&settings.grid).expect("memory");
        let run = perform(draw_of(variant), &mut image, &settings, &stop);
        nobody_is_left();
        match stop.first_fault() {
            Some(fault) => fault.to_string(),
            None if image.first_difference(&settings.grid.draw().expect("a picture")).is_some() => {
                "the picture is wrong".to_owned()
            }
            None => run.notes.iter().find(|note| note.name == "workers lost").expect("one is").value.clone(),
        }
    }

    fn who_dies_before_its_beginning_is_replaced_twice_and_no_more() {
        let told = |variant: &str, doomed: usize| {
            let folder = tempfile::tempdir().expect("there is room for a folder");
            (0..doomed).for_each(|number| {
                fs::File::create_new(folder.path().join(number.to_string())).map(drop).expect("it is new");
            });
            let mut drawing = Command::new(std::env::current_exe().expect("it has one"));
            drawing.env(DOOMED, folder.path()).args([DRAW_ONCE, variant]);
            let output = drawing.output().expect("it starts");
            String::from_utf8(output.stdout).expect("it is text").trim_end().to_owned()
        };
        for variant in DEALT_OR_CLAIMED {
            assert_eq!(told(variant, 2), "2, and 0 pieces were drawn again", "{variant}");
            let fault = told(variant, 3);
            let why = "its process was killed by SIGKILL before it had drawn anything, as those before it";
            assert!(fault.ends_with(why), "{variant}: {fault}");
        }
        // To a pool, a worker has died of the job that it was started for.
        assert_eq!(told("pool", 1), "1, and 1 pieces were drawn again");
        let fault = told("pool", 2);
        assert!(
            fault.ends_with("2 workers died of this job; of the last one: a worker was killed by SIGKILL"),
            "{fault}"
        );
    }

    /// So many hundredths of a second of computing: far more than it takes to begin, and far less than the pictures here.
    const AT_WORK: u64 = 10;

    /// Where `/proc` shows whose child a process is, and what it has done.
    fn the_death_of_a_worker_of_the_pool_is_reported() {
        if !cfg!(target_os = "linux") {
            return;
        }
        // All of it is one piece, so that whoever computes has it.
        let grid = settings(1).grid.with_iterations(1_000_000).expect("a grid");
        let settings = Settings { piece_rows: grid.rows(), grid, ..settings(1) };
        let told = std::thread::scope(|scope| {
            let drawing = scope.spawn(|| draws_it_right("pool", &settings));
            let worker = loop {
                let workers = children_of(std::process::id());
                if let Some(&worker) = workers.iter().find(|&&worker| computed(worker) >= AT_WORK) {
                    break worker;
                }
                assert!(!drawing.is_finished(), "it was drawn too soon");
                std::thread::yield_now();
            };
            kill(worker);
            drawing.join().expect("it does not panic")
        });
        assert_eq!(told, "1, and 1 pieces were drawn again");
    }

    /// A picture of two pieces, each of which takes longer than any test. As a task, so that there is a parent to be
    /// killed.
    static DRAW_FOR_LONG: Task<String, ()> = Task::new("draw for long", |variant| {
        let grid = Grid::new(4000, 3000).and_then(|grid| grid.with_iterations(1_000_000)).expect("a grid");
        let settings = Settings { piece_rows: 2000, grid, threads: 2, ..Settings::of(&LESSON) };
        let mut image = Image::poisoned(&settings.grid).expect("memory");
        perform(draw_of(&variant), &mut image, &settings, &Stop::new());
    });

    /// Where `/proc` shows whose child a process is.
    fn a_parent_that_is_killed_leaves_neither_workers_nor_names() {
        if !cfg!(target_os = "linux") {
            return;
        }
        for variant in LESSON.variants {
            let parent = Process::spawn(&DRAW_FOR_LONG, variant.name.to_owned()).expect("it starts");
            // Each is in the middle of a piece: it has computed for longer than it takes to begin.
            let workers = loop {
                let workers = children_of(parent.pid());
                if workers.len() == 2 && workers.iter().all(|&worker| computed(worker) >= AT_WORK) {
                    break workers;
                }
                std::thread::yield_now();
            };
            parent.kill().expect("it can be killed");
            assert_eq!(parent.join(), Exit::Signal(9));
            // Their lifelines have ended, and so do they, as soon as they get to run.
            let began = Instant::now();
            while workers.iter().any(|&worker| is_running(worker))
                && began.elapsed() < Duration::from_secs(60)
            {
                std::thread::yield_now();
            }
            let outlived: Vec<u32> = workers.into_iter().filter(|&worker| is_running(worker)).collect();
            outlived.iter().for_each(|&worker| kill(worker));
            assert_eq!(outlived, [0; 0], "{}: workers have outlived their parent", variant.name);
            assert_eq!(names_of(parent.pid()), [""; 0], "{}: names are left", variant.name);
        }
    }

    fn kill(worker: u32) {
        let worker = i32::try_from(worker).ok().and_then(Pid::from_raw).expect("it is a number of a process");
        kill_process(worker, Signal::KILL).expect("it is alive");
    }

    fn children_of(parent: u32) -> Vec<u32> {
        let all = fs::read_dir("/proc").expect("this is Linux").flatten();
        let pids = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        pids.filter(|&pid| stat(pid).is_some_and(|stat| stat.get(1) == Some(&parent.to_string()))).collect()
    }

    /// How long a process has computed, in hundredths of a second. 0 if it is gone.
    fn computed(pid: u32) -> u64 {
        // In user mode, and in the system.
        stat(pid).map_or(0, |stat| stat[11..13].iter().filter_map(|ticks| ticks.parse::<u64>().ok()).sum())
    }

    /// One that has ended, and that nobody has waited for yet, does not run.
    fn is_running(pid: u32) -> bool {
        stat(pid).is_some_and(|stat| stat[0] != "Z")
    }

    /// What the system says of a process, beginning with its state and its parent.
    fn stat(pid: u32) -> Option<Vec<String>> {
        let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // Its name comes before that, in parentheses, and may have anything in it.
        let (_, rest) = text.rsplit_once(')')?;
        Some(rest.split_whitespace().map(str::to_owned).collect())
    }
}
