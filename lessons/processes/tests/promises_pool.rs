//! The promises of a pool of processes, with real processes. The name of a test is a promise; none of them sleeps to
//! make something happen: who is to die is killed, and where it matters who comes first, a pipe says so.
//!
//! The workers are this program again, so it has a `main` of its own, which begins with `enter`.

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
fn main() -> std::process::ExitCode {
    unix::main()
}

#[cfg(unix)]
mod unix {
    use std::collections::BTreeSet;
    use std::fs;
    use std::num::NonZeroU32;
    use std::path::{Path, PathBuf};
    use std::process::ExitCode;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use std::thread;
    use std::time::{Duration, Instant};

    use future::by_hand::{Future, Missing, Shutdown, Until, as_completed, wait};
    use libtest_mimic::{Arguments, Trial};
    use processes::by_hand::pool::Losses;
    use processes::multiprocessing::{
        ChunkLost, Death, End, Entry, Exit, JobError, Never, Outcome, PipeError, PoolBuilder, Process,
        ProcessPool, Queue, Refused, Sender, Task, enter, one_way, pipe,
    };
    use rustix::process::{Pid, Signal, kill_process};
    // Ends this program, and says so, if all its threads sleep for good.
    use watchdog as _;

    const SIGKILL: Death = Death::Ended(Exit::Signal(9));

    const TASKS: &[&dyn Entry] = &[
        &SQUARE,
        &WHO,
        &PANIC,
        &DIVIDE,
        &DIE,
        &END_WITH,
        &DIE_ONCE,
        &HANG,
        &HOLD,
        &TOUCH,
        &HANG_ONCE,
        &KEEP,
        &KEPT,
        &REPORT,
        &RUN_A_POOL,
        &LEAVE_NOTHING,
    ];

    macro_rules! tests {
        ($($test:ident,)+) => {
            pub fn main() -> ExitCode {
                die_if_doomed();
                enter(TASKS);
                let tests = vec![$(Trial::test(stringify!($test), || { $test(); Ok(()) }),)+];
                libtest_mimic::run(&Arguments::from_args(), tests).exit_code()
            }
        };
    }

    tests! {
        jobs_are_done_in_other_processes,
        results_come_in_the_order_of_the_items,
        futures_are_those_of_threads,
        a_panic_reaches_its_future_and_the_worker_lives_on,
        an_error_is_a_value,
        an_unknown_task_is_not_taken,
        a_dead_worker_breaks_the_pool,
        breaking_reaches_who_waits_for_another_worker,
        an_idle_worker_that_dies_breaks_the_pool_too,
        with_retry_another_worker_does_the_job,
        with_retry_an_idle_death_costs_nothing,
        with_retry_a_death_before_the_beginning_is_one_like_any_other,
        a_worker_that_dies_before_its_beginning_breaks_the_pool_and_says_how,
        who_never_begins_is_the_end_of_its_job_only,
        the_second_death_of_a_job_is_its_end,
        a_worker_that_is_killed_is_counted,
        workers_that_the_pool_kills_are_not_counted,
        a_job_lost_in_a_chunk_is_told_once,
        each_worker_is_initialised_before_its_first_job,
        an_initialiser_that_panics_breaks_the_pool,
        an_initialiser_may_bring_a_queue,
        workers_are_replaced_after_so_many_jobs,
        shutting_down_does_what_is_left,
        shutting_down_may_cancel_what_is_left,
        killing_the_workers_wakes_everybody,
        a_map_out_of_time_cancels_the_rest,
        workers_end_with_their_parent,
        nothing_is_left_of_a_pool,
        a_hundred_kills_lose_nothing,
    }

    static SQUARE: Task<u32, u32> = Task::new("square", |n| n * n);
    static WHO: Task<(), u32> = Task::new("who", |()| std::process::id());
    static PANIC: Task<String, ()> = Task::new("panic", |message| panic!("{message}"));
    static DIVIDE: Task<(u32, u32), Result<u32, String>> =
        Task::new("divide", |(n, by)| n.checked_div(by).ok_or_else(|| "by nothing".to_owned()));
    static DIE: Task<(), ()> = Task::new("die", |()| die());
    static END_WITH: Task<i32, ()> = Task::new("end with", |code| std::process::exit(code));

    fn die() -> ! {
        kill_process(rustix::process::getpid(), Signal::KILL).expect("it is allowed");
        unreachable!("that cannot be survived")
    }

    /// What a link to this program is called that is to die at its very beginning, as often as there are files of this
    /// name, with a number, beside it.
    const DOOMED: &str = "doomed";

    /// The first thing that `main` does: before this process has read what it is to do.
    fn die_if_doomed() {
        let program = PathBuf::from(std::env::args_os().next().expect("it has a name"));
        if program.file_name().is_some_and(|name| name == DOOMED)
            && (1..=9)
                .any(|number| fs::remove_file(program.with_file_name(format!("{DOOMED}-{number}"))).is_ok())
        {
            die();
        }
    }

    /// This program by another name, by which it dies so many times before it has read what it is to do.
    fn doomed(folder: &Path, times: usize) -> PathBuf {
        (1..=times).for_each(|number| assert!(is_first(&folder.join(format!("{DOOMED}-{number}")))));
        let link = folder.join(DOOMED);
        std::os::unix::fs::symlink(std::env::current_exe().expect("it has one"), &link).expect("it is new");
        link
    }

    /// More than the system takes in before somebody reads it: who sends it to the doomed is told that it is dead.
    fn more_than_fits() -> String {
        "x".repeat(8 * 1024 * 1024)
    }

    /// Whether it is the first one to ask for this file.
    fn is_first(file: &Path) -> bool {
        fs::File::create_new(file).is_ok()
    }

    /// Dies, unless somebody has died of it before.
    static DIE_ONCE: Task<(PathBuf, u32), u32> = Task::new("die once", |(file, n)| {
        if is_first(&file) {
            die();
        }
        n
    });

    /// Says by a file that it has begun, and never ends by itself.
    static HANG: Task<PathBuf, ()> = Task::new("hang", |file| hang(&file));

    fn hang(file: &Path) {
        assert!(is_first(file));
        loop {
            thread::park();
        }
    }

    /// Says by the first file that it has begun, and ends when the second one is there.
    static HOLD: Task<(PathBuf, PathBuf), ()> = Task::new("hold", |(begun, go)| {
        assert!(is_first(&begun));
        wait_for(&go);
    });
    static TOUCH: Task<PathBuf, bool> = Task::new("touch", |file| is_first(&file));

    static HANG_ONCE: Task<(PathBuf, u32), u32> = Task::new("hang once", |(file, n)| {
        if !file.exists() {
            hang(&file);
        }
        n
    });

    fn wait_for(file: &Path) {
        while !file.exists() {
            thread::yield_now();
        }
    }

    /// A place for files of one test.
    fn scratch() -> tempfile::TempDir {
        tempfile::tempdir().expect("there is room for a folder")
    }

    fn outcome<R: Clone>(future: &Future<Outcome<R>>) -> Outcome<R> {
        (*future.result().expect("nobody cancels it")).clone()
    }

    fn kill(pid: u32) {
        let pid =
            Pid::from_raw(i32::try_from(pid).expect("it is a number of a process")).expect("it is not 0");
        // It may be gone already.
        let _ = kill_process(pid, Signal::KILL);
    }

    /// Kills an idle worker, and waits until the pool knows.
    fn kill_idle(pid: u32) {
        kill(pid);
        while fs::exists(format!("/proc/{pid}")).expect("one may look") {
            thread::yield_now();
        }
    }

    fn jobs_are_done_in_other_processes() {
        let pool = ProcessPool::new(2);
        let futures: Vec<_> = (0..20).map(|_| pool.submit(&WHO, &()).expect("it is whole")).collect();
        let who: BTreeSet<u32> = futures.iter().map(|future| outcome(future).expect("it is done")).collect();
        assert!(!who.contains(&std::process::id()));
        assert!((1..=2).contains(&who.len()), "there are two workers at most");
        assert_eq!(pool.pids().into_iter().collect::<BTreeSet<_>>(), who);
        assert_eq!(pool.started(), who.len());
    }

    fn results_come_in_the_order_of_the_items() {
        let pool = ProcessPool::new(3);
        let expected: Vec<u32> = (0..50).map(|n| n * n).collect();
        for chunk in [1, 7, 50, 1000] {
            let squares = pool.map(&SQUARE, 0..50, chunk, None).expect("it is whole");
            assert_eq!(squares.collect::<Result<Vec<u32>, _>>().expect("they are done"), expected, "{chunk}");
        }
        assert_eq!(pool.map(&SQUARE, [], 5, None).expect("it is whole").count(), 0);
    }

    fn futures_are_those_of_threads() {
        let pool = ProcessPool::new(2);
        let futures: Vec<_> = (0..5).map(|n| pool.submit(&SQUARE, &n).expect("it is whole")).collect();
        let called = std::sync::Arc::new(AtomicUsize::new(0));
        for future in &futures {
            let called = std::sync::Arc::clone(&called);
            // Relaxed: read after the pool's threads have been joined.
            future.add_done_callback(move |_| _ = called.fetch_add(1, Ordering::Relaxed));
        }
        assert_eq!(wait(&futures, None, Until::AllCompleted).done.len(), 5);
        let sum: u32 = as_completed(futures, None)
            .map(|future| outcome(&future.expect("there is no timeout")).expect("it is done"))
            .sum();
        assert_eq!(sum, 30);
        pool.join();
        assert_eq!(called.load(Ordering::Relaxed), 5);
    }

    fn a_panic_reaches_its_future_and_the_worker_lives_on() {
        let pool = ProcessPool::new(1);
        let before = outcome(&pool.submit(&WHO, &()).expect("it is whole"));
        let panics = pool.submit(&PANIC, &"on purpose".to_owned()).expect("it is whole");
        let error = outcome(&panics).expect_err("it panics");
        assert_eq!(error.to_string(), "the task panicked: on purpose");
        let JobError::Panicked { place: Some(place), .. } = error else { panic!("no place: {error:?}") };
        assert!(place.contains("promises_pool.rs:"), "{place}");
        assert_eq!(outcome(&pool.submit(&WHO, &()).expect("it is whole")), before);
        assert_eq!(pool.broken(), None);
    }

    fn an_error_is_a_value() {
        let pool = ProcessPool::new(1);
        assert_eq!(outcome(&pool.submit(&DIVIDE, &(7, 2)).expect("it is whole")), Ok(Ok(3)));
        assert_eq!(
            outcome(&pool.submit(&DIVIDE, &(7, 0)).expect("it is whole")),
            Ok(Err("by nothing".to_owned()))
        );
    }

    static NOT_LISTED: Task<(), ()> = Task::new("not listed", |()| ());

    fn an_unknown_task_is_not_taken() {
        let pool = ProcessPool::new(1);
        assert!(matches!(pool.submit(&NOT_LISTED, &()), Err(Refused::UnknownTask("not listed"))));
        let other = PoolBuilder::new(1).executable(std::env::current_exe().expect("it has one")).build();
        let future = other.submit(&NOT_LISTED, &()).expect("another executable may know it");
        assert!(matches!(outcome(&future), Err(JobError::Unreadable(_))), "this one does not");
        assert_eq!(outcome(&other.submit(&SQUARE, &3).expect("it is whole")), Ok(9), "the worker lives on");
    }

    fn a_dead_worker_breaks_the_pool() {
        for (future_of, death) in [
            (
                Box::new(|pool: &ProcessPool| pool.submit(&DIE, &())) as Box<dyn Fn(&ProcessPool) -> _>,
                SIGKILL,
            ),
            (Box::new(|pool: &ProcessPool| pool.submit(&END_WITH, &3)), Death::Ended(Exit::Code(3))),
        ] {
            let pool = ProcessPool::new(1);
            let dies = future_of(&pool).expect("it is whole");
            // They wait behind it, or come too late to be taken.
            let behind: Vec<_> = (0..5).map_while(|n| pool.submit(&SQUARE, &n).ok()).collect();
            assert_eq!(outcome(&dies), Err(JobError::Broken(death.clone())));
            for future in &behind {
                assert_eq!(outcome(future), Err(JobError::Broken(death.clone())));
            }
            assert!(matches!(pool.submit(&SQUARE, &1), Err(Refused::Broken(first)) if first == death));
            assert_eq!(pool.broken(), Some(death));
            pool.join();
            assert_eq!(pool.pids(), [0; 0]);
        }
    }

    fn breaking_reaches_who_waits_for_another_worker() {
        let folder = scratch();
        let pool = ProcessPool::new(2);
        let begun = folder.path().join("begun");
        let hangs = pool.submit(&HANG, &begun).expect("it is whole");
        wait_for(&begun);
        let dies = pool.submit(&DIE, &()).expect("it is whole");
        assert_eq!(outcome(&dies), Err(JobError::Broken(SIGKILL)));
        assert_eq!(outcome(&hangs), Err(JobError::Broken(SIGKILL)), "it would have hung for ever");
    }

    fn an_idle_worker_that_dies_breaks_the_pool_too() {
        if !cfg!(target_os = "linux") {
            return;
        }
        let pool = ProcessPool::new(1);
        assert_eq!(outcome(&pool.submit(&SQUARE, &3).expect("it is whole")), Ok(9));
        kill_idle(pool.pids()[0]);
        // It is noticed when the worker is needed.
        assert_eq!(
            outcome(&pool.submit(&SQUARE, &3).expect("nobody knows yet")),
            Err(JobError::Broken(SIGKILL))
        );
        assert!(matches!(pool.submit(&SQUARE, &3), Err(Refused::Broken(_))));
    }

    fn with_retry_another_worker_does_the_job() {
        let folder = scratch();
        let pool = PoolBuilder::new(2).retry().build();
        let files: Vec<PathBuf> = (0..4).map(|n| folder.path().join(n.to_string())).collect();
        let futures: Vec<_> = (0..)
            .zip(&files)
            .map(|(n, file)| pool.submit(&DIE_ONCE, &(file.clone(), n)).expect("it is whole"))
            .collect();
        let results: Vec<_> = futures.iter().map(outcome).collect();
        assert_eq!(results, [Ok(0), Ok(1), Ok(2), Ok(3)]);
        assert!(files.iter().all(|file| file.exists()), "each has died once");
        assert!((5..=6).contains(&pool.started()), "four were replaced: {}", pool.started());
        assert_eq!(pool.broken(), None);
    }

    fn with_retry_an_idle_death_costs_nothing() {
        if !cfg!(target_os = "linux") {
            return;
        }
        let folder = scratch();
        let pool = PoolBuilder::new(1).retry().build();
        assert_eq!(outcome(&pool.submit(&SQUARE, &3).expect("it is whole")), Ok(9));
        kill_idle(pool.pids()[0]);
        let future = pool.submit(&DIE_ONCE, &(folder.path().join("dead"), 7)).expect("it is whole");
        assert_eq!(outcome(&future), Ok(7), "it has died once itself, and no more is counted");
        assert_eq!(pool.started(), 3);
    }

    /// A pool whose first workers die before they have read what they are to do: as the parent still says it, or when
    /// all is said.
    fn pools_of_the_doomed(
        times: usize,
        folder: &Path,
        how: fn(PoolBuilder) -> PoolBuilder,
    ) -> [ProcessPool; 2] {
        [more_than_fits(), "little".to_owned()].map(|said| {
            let folder = folder.join(said.len().to_string());
            fs::create_dir(&folder).expect("there is room for a folder");
            let builder = PoolBuilder::new(1).executable(doomed(&folder, times)).initializer(&KEEP, said);
            how(builder).build()
        })
    }

    fn with_retry_a_death_before_the_beginning_is_one_like_any_other() {
        let folder = scratch();
        for pool in pools_of_the_doomed(1, folder.path(), PoolBuilder::retry) {
            let future = pool.submit(&SQUARE, &3).expect("it is whole");
            assert_eq!(outcome(&future), Ok(9), "another worker has done it");
            assert_eq!(pool.lost(), Losses { workers: 1, jobs_again: 1 });
            assert_eq!((pool.started(), pool.broken()), (2, None));
        }
    }

    fn a_worker_that_dies_before_its_beginning_breaks_the_pool_and_says_how() {
        let folder = scratch();
        for pool in pools_of_the_doomed(1, folder.path(), |builder| builder) {
            let future = pool.submit(&SQUARE, &3).expect("it is whole");
            let error = outcome(&future).expect_err("nobody has done it");
            assert_eq!(error, JobError::Broken(SIGKILL));
            assert_eq!(error.to_string(), "the pool is broken: a worker was killed by SIGKILL");
        }
    }

    fn who_never_begins_is_the_end_of_its_job_only() {
        let folder = scratch();
        for pool in pools_of_the_doomed(2, folder.path(), PoolBuilder::retry) {
            let future = pool.submit(&SQUARE, &3).expect("it is whole");
            assert_eq!(outcome(&future), Err(JobError::Died { workers: 2, last: SIGKILL }));
            assert_eq!(outcome(&pool.submit(&SQUARE, &4).expect("the pool goes on")), Ok(16));
            assert_eq!(pool.lost(), Losses { workers: 2, jobs_again: 1 });
        }
    }

    fn the_second_death_of_a_job_is_its_end() {
        let pool = PoolBuilder::new(1).retry().build();
        let dies = pool.submit(&DIE, &()).expect("it is whole");
        let other = pool.submit(&SQUARE, &3).expect("it is whole");
        let error = outcome(&dies).expect_err("nobody survives it");
        assert_eq!(error, JobError::Died { workers: 2, last: SIGKILL });
        assert_eq!(
            error.to_string(),
            "2 workers died of this job; of the last one: a worker was killed by SIGKILL"
        );
        assert_eq!(outcome(&other), Ok(9), "the pool goes on");
        assert_eq!(pool.started(), 3);
        assert_eq!(pool.lost(), Losses { workers: 2, jobs_again: 1 });
    }

    fn a_worker_that_is_killed_is_counted() {
        let folder = scratch();
        let pool = PoolBuilder::new(1).retry().build();
        assert_eq!(pool.lost(), Losses::default());
        let begun = folder.path().join("begun");
        let hangs = pool.submit(&HANG_ONCE, &(begun.clone(), 7)).expect("it is whole");
        wait_for(&begun);
        kill(pool.pids()[0]);
        assert_eq!(outcome(&hangs), Ok(7), "another worker has done it");
        assert_eq!(pool.lost(), Losses { workers: 1, jobs_again: 1 });
    }

    fn workers_that_the_pool_kills_are_not_counted() {
        let folder = scratch();
        let pool = PoolBuilder::new(2).retry().build();
        let begun = ["one", "two"].map(|name| folder.path().join(name));
        let hang = begun.each_ref().map(|file| pool.submit(&HANG, file).expect("it is whole"));
        begun.iter().for_each(|file| wait_for(file));
        pool.kill_workers();
        for future in &hang {
            assert_eq!(outcome(future), Err(JobError::Broken(Death::Dismissed)));
        }
        assert_eq!(pool.lost(), Losses::default());
    }

    fn a_job_lost_in_a_chunk_is_told_once() {
        let pool = ProcessPool::new(1);
        let items = [(6, 1), (6, 2), (6, 3)];
        assert_eq!(pool.map(&DIVIDE, items, 2, None).expect("it is whole").flatten().count(), 3);
        let messages = ["one", "two", "three"].map(str::to_owned);
        let told = pool.map(&PANIC, messages, 2, None).expect("it is whole");
        let told: Vec<String> = told.map(|result| result.expect_err("all panic").to_string()).collect();
        assert_eq!(told, ["the task panicked: one", "the task panicked: three"]);
    }

    static KEPT_HERE: OnceLock<String> = OnceLock::new();
    static KEEP: Task<String, ()> = Task::new("keep", |text| {
        assert_ne!(text, "bad", "an initialiser that panics");
        KEPT_HERE.set(text).expect("it is called once");
    });
    static KEPT: Task<(), (u32, Option<String>)> =
        Task::new("kept", |()| (std::process::id(), KEPT_HERE.get().cloned()));

    fn each_worker_is_initialised_before_its_first_job() {
        let one = NonZeroU32::new(1).expect("it is not 0");
        let pool = PoolBuilder::new(2).initializer(&KEEP, "anne".to_owned()).jobs_per_worker(one).build();
        let kept = pool.map(&KEPT, [(); 6], 1, None).expect("it is whole");
        let kept: BTreeSet<_> = kept.map(|kept| kept.expect("it is done")).collect();
        assert_eq!(kept.len(), 6, "each by another worker");
        assert!(kept.iter().all(|(_, text)| text.as_deref() == Some("anne")));
    }

    fn an_initialiser_that_panics_breaks_the_pool() {
        let pool = PoolBuilder::new(1).retry().initializer(&KEEP, "bad".to_owned()).build();
        let future = pool.submit(&SQUARE, &3).expect("nobody has begun yet");
        let error = outcome(&future).expect_err("nobody can do it");
        assert!(
            matches!(&error, JobError::Broken(Death::Initializer(text)) if text.contains("an initialiser that panics")),
            "{error}"
        );
        assert!(matches!(pool.submit(&SQUARE, &3), Err(Refused::Broken(Death::Initializer(_)))));
    }

    static REPORT: Task<Queue<u32>, ()> =
        Task::new("report", |queue| queue.put(&std::process::id()).expect("it is open"));

    fn an_initialiser_may_bring_a_queue() {
        let queue = Queue::new(10);
        let one = NonZeroU32::new(1).expect("it is not 0");
        let pool = PoolBuilder::new(2).initializer(&REPORT, queue.clone()).jobs_per_worker(one).build();
        let who = pool.map(&WHO, [(); 4], 1, None).expect("it is whole");
        let who: BTreeSet<u32> = who.map(|who| who.expect("it is done")).collect();
        let reported: BTreeSet<u32> = (0..4).map(|_| queue.get().expect("each has reported")).collect();
        assert_eq!(who, reported);
    }

    fn workers_are_replaced_after_so_many_jobs() {
        let pool = PoolBuilder::new(1).jobs_per_worker(NonZeroU32::new(3).expect("it is not 0")).build();
        let who: Vec<u32> = (0..7)
            .map(|_| outcome(&pool.submit(&WHO, &()).expect("it is whole")).expect("it is done"))
            .collect();
        assert!(who[0] == who[2] && who[3] == who[5], "{who:?}");
        assert_eq!(BTreeSet::from_iter(&who).len(), 3, "{who:?}");
        assert_eq!(pool.started(), 3);
        assert_eq!(pool.pids(), [who[6]], "the others have ended");
    }

    fn shutting_down_does_what_is_left() {
        let pool = ProcessPool::new(2);
        let futures: Vec<_> = (0..10).map(|n| pool.submit(&SQUARE, &n).expect("it is open")).collect();
        pool.shutdown(Shutdown::Graceful);
        pool.shutdown(Shutdown::Graceful);
        assert!(matches!(pool.submit(&SQUARE, &1), Err(Refused::Executor(_))));
        pool.join();
        assert!(futures.iter().all(Future::is_done));
        assert!(futures.iter().zip(0..).all(|(future, n)| outcome(future) == Ok(n * n)));
        assert_eq!(pool.pids(), [0; 0]);
    }

    fn shutting_down_may_cancel_what_is_left() {
        let folder = scratch();
        let begun = folder.path().join("begun");
        let pool = PoolBuilder::new(1).retry().build();
        let first = pool.submit(&HANG_ONCE, &(begun.clone(), 7)).expect("it is open");
        wait_for(&begun);
        let behind: Vec<_> = (0..5).map(|n| pool.submit(&SQUARE, &n).expect("it is open")).collect();
        pool.shutdown(Shutdown::CancelPending);
        assert!(behind.iter().all(Future::is_cancelled));
        // What has begun goes on, and is even tried again.
        kill(pool.pids()[0]);
        assert_eq!(outcome(&first), Ok(7));
        pool.join();
    }

    fn killing_the_workers_wakes_everybody() {
        let folder = scratch();
        let pool = PoolBuilder::new(2).retry().build();
        let begun = [folder.path().join("one"), folder.path().join("two")];
        let hang: Vec<_> = begun.iter().map(|file| pool.submit(&HANG, file).expect("it is open")).collect();
        begun.iter().for_each(|file| wait_for(file));
        let behind = pool.submit(&SQUARE, &3).expect("it is open");
        thread::scope(|scope| {
            let waits = scope.spawn(|| outcome(&behind));
            pool.kill_workers();
            assert_eq!(waits.join().expect("it does not panic"), Err(JobError::Broken(Death::Dismissed)));
        });
        for future in &hang {
            assert_eq!(outcome(future), Err(JobError::Broken(Death::Dismissed)));
        }
        assert!(matches!(pool.submit(&SQUARE, &3), Err(Refused::Broken(Death::Dismissed))));
        pool.kill_workers();
        pool.join();
        assert_eq!(pool.pids(), [0; 0]);
    }

    fn a_map_out_of_time_cancels_the_rest() {
        let folder = scratch();
        let [begun, go, one, two] = ["begun", "go", "one", "two"].map(|name| folder.path().join(name));
        let pool = ProcessPool::new(1);
        let holds = pool.submit(&HOLD, &(begun.clone(), go.clone())).expect("it is open");
        wait_for(&begun);
        let time = Some(Duration::from_millis(1));
        let mut results = pool.map(&TOUCH, [one.clone(), two.clone()], 1, time).expect("it is open");
        assert_eq!(results.next(), Some(Err(ChunkLost::Missing(Missing::TimedOut))));
        assert_eq!(results.next(), None);
        assert!(is_first(&go));
        assert_eq!(outcome(&holds), Ok(()));
        pool.join();
        assert!(!one.exists() && !two.exists(), "they were not begun");
    }

    /// Has a pool in which a job hangs, says so, and waits.
    static RUN_A_POOL: Task<(PathBuf, End<Vec<u32>, Never>), ()> = Task::new("run a pool", |(file, end)| {
        let pool = ProcessPool::new(1);
        let _hangs = pool.submit(&HANG, &file).expect("it is whole");
        wait_for(&file);
        end.send(&pool.pids()).expect("the test listens");
        let _ = end.recv();
    });

    fn workers_end_with_their_parent() {
        let folder = scratch();
        let (mine, theirs) = pipe::<Never, Vec<u32>>().expect("there are pipes");
        let parent = Process::spawn(&RUN_A_POOL, (folder.path().join("begun"), theirs)).expect("it starts");
        let workers = mine.recv().expect("it says so");
        assert_eq!(workers.len(), 1);
        parent.kill().expect("it is alive");
        parent.join();
        assert!(matches!(mine.recv(), Err(PipeError::Disconnected)));
        if cfg!(target_os = "linux") {
            // Its parent is now whoever takes in orphans, and that one may leave it a zombie for a while.
            let is_running = || {
                let stat = fs::read_to_string(format!("/proc/{}/stat", workers[0])).unwrap_or_default();
                stat.rsplit(')')
                    .next()
                    .is_some_and(|rest| !rest.is_empty() && !rest.trim().starts_with(['Z', 'X']))
            };
            let begin = Instant::now();
            while is_running() {
                assert!(begin.elapsed() < Duration::from_secs(30), "it goes on");
                thread::yield_now();
            }
        }
    }

    /// In a process of its own, so that no other test is in the way.
    static LEAVE_NOTHING: Task<(PathBuf, Sender<Vec<String>>), ()> =
        Task::new("leave nothing", |(folder, sender)| {
            let descriptors = || fs::read_dir("/proc/self/fd").expect("there is such a folder").count();
            let before = descriptors();
            for round in 0..3 {
                let pool = PoolBuilder::new(2).retry().build();
                let file = folder.join(round.to_string());
                let dies = pool.submit(&DIE_ONCE, &(file, 7)).expect("it is whole");
                pool.map(&SQUARE, 0..20, 3, None)
                    .expect("it is whole")
                    .for_each(|square| _ = square.expect("it is done"));
                assert_eq!(outcome(&dies), Ok(7));
                drop(pool);
                let pool = ProcessPool::new(2);
                let dies = pool.submit(&DIE, &()).expect("it is whole");
                assert_eq!(outcome(&dies), Err(JobError::Broken(SIGKILL)));
                drop(pool);
                let one = NonZeroU32::new(1).expect("it is not 0");
                let pool = PoolBuilder::new(2).jobs_per_worker(one).build();
                pool.map(&SQUARE, 0..4, 1, None)
                    .expect("it is whole")
                    .for_each(|square| _ = square.expect("it is done"));
            }
            let mut complaints = Vec::new();
            if descriptors() != before {
                complaints.push(format!("{before} descriptors have become {}", descriptors()));
            }
            let tasks = fs::read_dir("/proc/self/task").expect("there is such a folder");
            let children: String = tasks
                .map(|task| {
                    fs::read_to_string(task.expect("a thread").path().join("children")).unwrap_or_default()
                })
                .collect();
            if !children.trim().is_empty() {
                complaints.push(format!("these are left: {children}"));
            }
            sender.send(&complaints).expect("the test listens");
        });

    fn nothing_is_left_of_a_pool() {
        if !cfg!(target_os = "linux") {
            return;
        }
        let folder = scratch();
        let (sender, receiver) = one_way().expect("there are pipes");
        let process = Process::spawn(&LEAVE_NOTHING, (folder.path().to_owned(), sender)).expect("it starts");
        assert_eq!(receiver.recv().expect("it says so"), Vec::<String>::new());
        assert!(process.join().is_success());
    }

    fn a_hundred_kills_lose_nothing() {
        const KILLS: usize = 100;
        let pool = PoolBuilder::new(2).retry().build();
        let enough = AtomicBool::new(false);
        thread::scope(|scope| {
            let jobs = scope.spawn(|| {
                let mut next = 0..;
                // Relaxed: it says nothing but that.
                while !enough.load(Ordering::Relaxed) {
                    let numbers: Vec<u32> = next.by_ref().take(20).map(|n: u32| n % 1000).collect();
                    let futures: Vec<_> =
                        numbers.iter().map(|n| pool.submit(&SQUARE, n).expect("it is whole")).collect();
                    for (n, future) in numbers.iter().zip(&futures) {
                        match outcome(future) {
                            Ok(square) => assert_eq!(square, n * n),
                            // Hit twice: it is told, and nothing else is harmed.
                            Err(error) => assert_eq!(error, JobError::Died { workers: 2, last: SIGKILL }),
                        }
                    }
                }
            });
            let mut killed = BTreeSet::new();
            while killed.len() < KILLS && !jobs.is_finished() {
                // Whoever it is, and whatever it is doing: between jobs, in one, or before its first.
                if let Some(pid) = pool.pids().into_iter().find(|pid| !killed.contains(pid)) {
                    kill(pid);
                    killed.insert(pid);
                }
                thread::yield_now();
            }
            enough.store(true, Ordering::Relaxed);
        });
        assert_eq!(outcome(&pool.submit(&SQUARE, &3).expect("it is whole")), Ok(9));
        assert_eq!(pool.broken(), None);
    }
}
