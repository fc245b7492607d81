//! What the handle and the registry promise, under real threads.
//!
//! Nobody sleeps here to give another thread time. Where one has to be kept alive, it waits for something that
//! the test gives it.

use std::cell::Cell;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use threads::by_hand::{Handle, Panic, StillAlive, Thread, Threads, spawn};

// Ends this program, and says so, if all its threads sleep for good.
use watchdog as _;

/// A thread that lives until the sender is used or dropped, and comes to 20.
fn held() -> (Sender<()>, Handle<i32>) {
    let (let_go, wait) = channel();
    (let_go, spawn(move || until_let_go(&wait)))
}

fn until_let_go(wait: &Receiver<()>) -> i32 {
    let _ = wait.recv();
    20
}

/// Panics as `panic!` does, but for the message on standard error.
fn fail(message: &'static str) -> ! {
    resume_unwind(Box::new(message))
}

mod joining {
    use super::*;

    #[test]
    fn join_returns_what_the_work_returned() {
        assert_eq!(spawn(|| 20).join().unwrap(), 20);
    }

    #[test]
    fn work_runs_in_a_thread_of_its_own() {
        let theirs = spawn(|| thread::current().id());
        let known = theirs.thread().id();
        let theirs = theirs.join().unwrap();
        assert_ne!(theirs, thread::current().id());
        assert_eq!(theirs, known);
    }

    #[test]
    fn starting_does_not_wait_for_the_work() {
        // Two threads that meet can only do so if the second is started while the first lives.
        let meeting = Arc::new(Barrier::new(2));
        let threads: Vec<_> = (0..2)
            .map(|_| {
                let meeting = Arc::clone(&meeting);
                spawn(move || meeting.wait().is_leader())
            })
            .collect();
        let leaders = threads.into_iter().filter_map(|thread| thread.join().unwrap().then_some(())).count();
        assert_eq!(leaders, 1);
    }

    #[test]
    fn join_waits_for_the_end() {
        let (let_go, thread) = held();
        let known = thread.thread().clone();
        let joined = thread::spawn(move || thread.join().unwrap());
        assert!(known.is_alive());
        drop(let_go);
        assert_eq!(joined.join().unwrap(), 20);
        assert!(!known.is_alive());
    }

    #[test]
    fn join_returns_at_once_when_the_thread_has_ended_long_ago() {
        let thread = spawn(|| 20);
        thread.thread().wait();
        assert_eq!(thread.join().unwrap(), 20);
    }

    #[test]
    fn a_handle_may_be_joined_by_another_thread() {
        let (let_go, thread) = held();
        let joiner = spawn(move || thread.join().unwrap());
        drop(let_go);
        assert_eq!(joiner.join().unwrap(), 20);
    }

    #[test]
    fn a_handle_that_is_dropped_lets_the_thread_run_on() {
        let (tell, told) = channel();
        let (let_go, wait) = channel::<()>();
        drop(spawn(move || {
            let _ = wait.recv();
            tell.send(20).unwrap();
        }));
        drop(let_go);
        assert_eq!(told.recv(), Ok(20));
    }

    #[test]
    fn what_the_work_captured_is_dropped_when_the_thread_has_ended() {
        let captured = Arc::new(());
        let theirs = Arc::clone(&captured);
        let thread = spawn(move || {
            let _held = &theirs;
        });
        thread.thread().wait();
        assert_eq!(Arc::strong_count(&captured), 1);
    }

    #[test]
    fn four_hundred_threads_each_give_their_own_value() {
        let threads: Vec<_> = (0..400).map(|number| spawn(move || number)).collect();
        let values: Vec<i32> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        assert_eq!(values, (0..400).collect::<Vec<i32>>());
    }

    #[test]
    fn a_thread_that_waits_for_itself_is_told_so() {
        let (give, get) = channel::<Thread>();
        let thread = spawn(move || get.recv().unwrap().wait());
        give.send(thread.thread().clone()).unwrap();
        let panic = thread.join().unwrap_err();
        assert_eq!(panic.message(), Some("a thread cannot wait for its own end"));
    }
}

mod timeouts {
    use super::*;

    #[test]
    fn a_join_that_times_out_gives_the_handle_back() {
        let (let_go, thread) = held();
        let StillAlive(thread) = thread.join_timeout(Duration::from_millis(1)).unwrap_err();
        assert!(thread.is_alive());
        drop(let_go);
        assert_eq!(thread.join().unwrap(), 20);
    }

    #[test]
    fn a_join_that_times_out_has_waited_so_long() {
        let (_let_go, thread) = held();
        let began = Instant::now();
        let timeout = Duration::from_millis(20);
        assert!(thread.join_timeout(timeout).is_err());
        assert!(began.elapsed() >= timeout);
    }

    #[test]
    fn a_timeout_of_zero_looks_and_does_not_wait() {
        let (let_go, thread) = held();
        let known = thread.thread().clone();
        let StillAlive(thread) = thread.join_timeout(Duration::ZERO).unwrap_err();
        drop(let_go);
        known.wait();
        assert_eq!(thread.join_timeout(Duration::ZERO).unwrap().unwrap(), 20);
    }

    #[test]
    fn a_timeout_too_long_for_the_clock_means_for_ever() {
        let (let_go, thread) = held();
        drop(let_go);
        assert_eq!(thread.join_timeout(Duration::MAX).unwrap().unwrap(), 20);
    }

    #[test]
    fn a_join_that_times_out_may_be_made_again_any_number_of_times() {
        let (let_go, mut thread) = held();
        for _ in 0..100 {
            thread = thread.join_timeout(Duration::ZERO).unwrap_err().0;
        }
        drop(let_go);
        assert_eq!(thread.join().unwrap(), 20);
    }

    #[test]
    fn a_handle_given_back_does_not_hinder_the_end() {
        let (let_go, thread) = held();
        let known = thread.thread().clone();
        drop(thread.join_timeout(Duration::ZERO));
        drop(let_go);
        known.wait();
    }

    #[test]
    fn those_with_and_without_a_timeout_wait_side_by_side() {
        let (let_go, thread) = held();
        let wait = |long: Option<Duration>| {
            let known = thread.thread().clone();
            thread::spawn(move || match long {
                Some(timeout) => known.wait_timeout(timeout),
                None => {
                    known.wait();
                    true
                }
            })
        };
        let (short, long, for_ever) =
            (wait(Some(Duration::from_millis(1))), wait(Some(Duration::MAX)), wait(None));
        assert!(!short.join().unwrap());
        drop(let_go);
        assert!(long.join().unwrap());
        assert!(for_ever.join().unwrap());
        assert_eq!(thread.join().unwrap(), 20);
    }
}

mod panics {
    use super::*;

    #[test]
    fn a_panic_reaches_who_joins_with_its_message() {
        let panic = spawn(|| -> i32 { fail("out of paint") }).join().unwrap_err();
        assert_eq!(panic.message(), Some("out of paint"));
        assert_eq!(panic.to_string(), "the thread panicked: out of paint");
    }

    #[test]
    fn a_panic_reaches_who_joins_with_a_timeout() {
        let outcome = spawn(|| -> i32 { fail("out of paint") }).join_timeout(Duration::MAX).unwrap();
        assert!(outcome.is_err());
    }

    #[test]
    fn a_panic_with_something_else_than_text_is_carried_whole() {
        let panic = spawn(|| -> i32 { resume_unwind(Box::new(20_u8)) }).join().unwrap_err();
        assert_eq!(panic.message(), None);
        assert_eq!(*panic.into_payload().downcast::<u8>().unwrap(), 20);
    }

    #[test]
    fn a_panic_can_go_on_in_who_joined() {
        let outer =
            spawn(|| spawn(|| -> i32 { fail("out of paint") }).join().unwrap_or_else(|panic| panic.resume()));
        assert_eq!(outer.join().unwrap_err().message(), Some("out of paint"));
    }

    #[test]
    fn a_thread_that_has_panicked_is_not_alive() {
        let thread = spawn(|| fail("out of paint"));
        thread.thread().wait();
        assert!(!thread.is_alive());
        let outcome: Result<(), Panic> = thread.join();
        assert!(outcome.is_err());
    }

    #[test]
    fn a_panic_touches_no_other_thread() {
        let threads = Threads::new();
        let (let_go, wait) = channel();
        let other = threads.spawn(move || until_let_go(&wait));
        assert!(threads.spawn(|| -> i32 { fail("out of paint") }).join().is_err());
        drop(let_go);
        assert_eq!(other.join().unwrap(), 20);
        assert_eq!(threads.spawn(|| 21).join().unwrap(), 21);
    }

    #[test]
    fn a_value_that_panics_as_it_is_dropped_does_not_keep_the_end_from_coming() {
        struct Bomb;
        impl Drop for Bomb {
            fn drop(&mut self) {
                fail("the value nobody joined for");
            }
        }
        let (let_go, wait) = channel();
        let thread = spawn(move || {
            until_let_go(&wait);
            Bomb
        });
        let known = thread.thread().clone();
        drop(thread);
        drop(let_go);
        known.wait();
    }
}

mod the_hook {
    use super::*;

    /// A registry, and what its hook was told.
    fn telling() -> (Threads, Arc<Mutex<Vec<String>>>) {
        let (threads, told) = (Threads::new(), Arc::new(Mutex::new(Vec::new())));
        let theirs = Arc::clone(&told);
        threads.on_panic(move |thread, panic| {
            let line = format!("{}: {}", thread.name().unwrap(), panic.message().unwrap());
            theirs.lock().unwrap().push(line);
        });
        (threads, told)
    }

    #[test]
    fn it_is_told_of_each_panic_once_before_the_join_returns() {
        let (threads, told) = telling();
        for message in ["out of paint", "out of canvas"] {
            assert!(threads.spawn(move || -> i32 { fail(message) }).join().is_err());
        }
        assert_eq!(*told.lock().unwrap(), ["thread 1: out of paint", "thread 2: out of canvas"]);
    }

    #[test]
    fn it_is_told_of_threads_that_nobody_joins() {
        let (threads, told) = telling();
        drop(threads.spawn(|| -> i32 { fail("out of paint") }));
        threads.wait_all();
        assert_eq!(*told.lock().unwrap(), ["thread 1: out of paint"]);
    }

    #[test]
    fn it_is_not_told_of_threads_that_return() {
        let (threads, told) = telling();
        threads.spawn(|| ()).join().unwrap();
        assert!(told.lock().unwrap().is_empty());
    }

    #[test]
    fn it_runs_in_the_thread_that_panicked_while_that_is_alive() {
        let threads = Threads::new();
        let told = Arc::new(Mutex::new(None));
        let theirs = Arc::clone(&told);
        threads.on_panic(move |thread, _| {
            *theirs.lock().unwrap() = Some((thread.id() == thread::current().id(), thread.is_alive()));
        });
        assert!(threads.spawn(|| -> i32 { fail("out of paint") }).join().is_err());
        assert_eq!(*told.lock().unwrap(), Some((true, true)));
    }

    #[test]
    fn it_holds_no_lock_so_it_may_start_threads_and_change_the_hook() {
        let threads = Threads::new();
        let theirs = threads.clone();
        threads.on_panic(move |_, _| {
            theirs.on_panic(|_, _| ());
            assert!(!theirs.live().is_empty());
            theirs.spawn(|| ()).join().unwrap();
        });
        let panic = threads.spawn(|| -> i32 { fail("out of paint") }).join().unwrap_err();
        assert_eq!(panic.message(), Some("out of paint"));
    }

    #[test]
    fn its_own_panic_is_contained() {
        let threads = Threads::new();
        threads.on_panic(|_, _| fail("the hook's own"));
        let panic = threads.spawn(|| -> i32 { fail("out of paint") }).join().unwrap_err();
        assert_eq!(panic.message(), Some("out of paint"));
    }

    #[test]
    fn a_later_hook_takes_the_place_of_an_earlier_one() {
        let (threads, told) = telling();
        let count = Arc::new(AtomicUsize::new(0));
        let theirs = Arc::clone(&count);
        threads.on_panic(move |_, _| {
            // Relaxed: joining orders it before the load below.
            theirs.fetch_add(1, Ordering::Relaxed);
        });
        assert!(threads.spawn(|| -> i32 { fail("out of paint") }).join().is_err());
        assert!(told.lock().unwrap().is_empty());
        assert_eq!(count.load(Ordering::Relaxed), 1);
    }
}

mod names {
    use super::*;

    #[test]
    fn a_thread_has_the_name_it_was_given_inside_and_outside() {
        let threads = Threads::new();
        let thread = threads.builder().name("painter").spawn(|| thread::current().name().map(str::to_owned));
        let thread = thread.unwrap();
        assert_eq!(thread.thread().name(), Some("painter"));
        assert_eq!(thread.join().unwrap().as_deref(), Some("painter"));
    }

    #[test]
    fn a_thread_without_a_name_is_called_by_its_number() {
        let threads = Threads::new();
        let names: Vec<_> = (0..2).map(|_| threads.spawn(|| ()).thread().name().map(str::to_owned)).collect();
        assert_eq!(names, [Some("thread 1".to_owned()), Some("thread 2".to_owned())]);
    }

    #[test]
    fn two_threads_of_one_name_are_two_threads() {
        let threads = Threads::new();
        let [a, b] = [(); 2].map(|()| threads.builder().name("painter").spawn(|| ()).unwrap());
        assert_ne!(a.thread(), b.thread());
        assert_eq!(a.thread(), &a.thread().clone());
    }
}

mod the_list {
    use super::*;

    #[test]
    fn it_has_those_that_live_in_the_order_of_their_start() {
        let threads = Threads::new();
        let [(let_first_go, first), (let_second_go, second)] = [(); 2].map(|()| {
            let (let_go, wait) = channel();
            (let_go, threads.spawn(move || until_let_go(&wait)))
        });
        assert_eq!(threads.live(), [first.thread().clone(), second.thread().clone()]);
        drop(let_first_go);
        first.join().unwrap();
        assert_eq!(threads.live(), [second.thread().clone()]);
        drop(let_second_go);
        second.join().unwrap();
        assert!(threads.live().is_empty());
    }

    #[test]
    fn a_thread_finds_itself_in_it() {
        let threads = Threads::new();
        for _ in 0..100 {
            let theirs = threads.clone();
            let thread = threads.spawn(move || {
                let me = thread::current().id();
                theirs.live().iter().any(|thread| thread.id() == me)
            });
            assert!(thread.join().unwrap());
        }
    }

    #[test]
    fn two_registries_do_not_meet() {
        let (ours, others) = (Threads::new(), Threads::new());
        let (let_go, wait) = channel();
        let thread = ours.spawn(move || until_let_go(&wait));
        assert!(others.live().is_empty());
        others.wait_all();
        drop(let_go);
        thread.join().unwrap();
    }

    #[test]
    fn a_registry_may_be_dropped_while_its_threads_live() {
        let threads = Threads::new();
        let (let_go, wait) = channel();
        let thread = threads.spawn(move || until_let_go(&wait));
        drop(threads);
        drop(let_go);
        assert_eq!(thread.join().unwrap(), 20);
    }
}

mod the_end_of_main {
    use super::*;

    #[test]
    fn all_threads_are_waited_for_and_those_that_they_start() {
        let threads = Threads::new();
        let ended = Arc::new(AtomicUsize::new(0));
        fn family(threads: &Threads, ended: &Arc<AtomicUsize>, generations: usize) {
            let (theirs, counted) = (threads.clone(), Arc::clone(ended));
            drop(threads.spawn(move || {
                if generations > 1 {
                    family(&theirs, &counted, generations - 1);
                }
                // Relaxed: the wait for the thread's end orders it before the load below.
                counted.fetch_add(1, Ordering::Relaxed);
            }));
        }
        family(&threads, &ended, 10);
        threads.wait_all();
        assert_eq!(ended.load(Ordering::Relaxed), 10);
    }

    #[test]
    fn daemons_are_not_waited_for() {
        let threads = Threads::new();
        let (let_go, wait) = channel();
        let daemon = threads.builder().daemon().spawn(move || until_let_go(&wait)).unwrap();
        assert!(daemon.thread().is_daemon());
        threads.wait_all();
        assert!(daemon.is_alive());
        drop(let_go);
        daemon.join().unwrap();
    }

    #[test]
    fn one_of_the_threads_that_waits_for_all_is_told_that_it_would_wait_for_itself() {
        let threads = Threads::new();
        let theirs = threads.clone();
        let panic = threads.spawn(move || theirs.wait_all()).join().unwrap_err();
        assert_eq!(panic.message(), Some("a thread cannot wait for its own end"));
        // Nobody waits for a daemon, so it may wait for all others.
        let theirs = threads.clone();
        threads.builder().daemon().spawn(move || theirs.wait_all()).unwrap().join().unwrap();
    }

    #[test]
    fn it_ends_what_main_has_not_waited_for() {
        // `cargo test` builds the examples into a folder beside that of the tests.
        let test = std::env::current_exe().unwrap();
        let folder = test.ancestors().nth(2).unwrap().join("examples");
        let program = folder.join(format!("end_of_main{}", std::env::consts::EXE_SUFFIX));
        let run = assert_cmd::Command::new(program).timeout(Duration::from_secs(60)).assert().success();
        run.stdout(
            "main: done\nthe thread: done, and main has waited for me\nmain: returns; daemon is alive: true\n",
        );
    }
}

mod thread_local_values {
    use super::*;

    thread_local! {
        static BRUSHES: Cell<u32> = const { Cell::new(1) };
    }

    #[test]
    fn each_thread_has_its_own_and_begins_with_a_new_one() {
        BRUSHES.set(5);
        let theirs = spawn(|| BRUSHES.replace(7)).join().unwrap();
        assert_eq!(theirs, 1);
        assert_eq!(BRUSHES.get(), 5);
    }
}
