//! The promises of processes, pipes and queues, with real processes. The name of a test is a promise; none of them
//! sleeps to make something happen: where it matters who comes first, a pipe says so, and who is to die is killed.
//!
//! The processes that the tests start are this program again, so it has a `main` of its own, which begins with `enter`.

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
    use std::io::{self, Read, Write};
    use std::os::fd::{AsFd, OwnedFd};
    use std::os::unix::net::UnixStream;
    use std::process::ExitCode;
    use std::thread;
    use std::time::Duration;

    use libtest_mimic::{Arguments, Trial};
    use processes::multiprocessing::{
        Builder, Descriptor, End, Entry, Exit, LONGEST_FRAME, Never, PipeError, Process, Queue, QueueError,
        Receiver, Sender, StartError, Task, current, enter, one_way, pipe,
    };
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use serde::{Serialize, Serializer};
    // Ends this program, and says so, if all its threads sleep for good.
    use watchdog as _;

    const NOW: Duration = Duration::ZERO;
    const SIGKILL: Exit = Exit::Signal(9);

    const TASKS: &[&dyn Entry] = &[
        &ECHO,
        &END_WITH,
        &PANIC,
        &WAIT,
        &TELL_WHO,
        &READ_INPUT,
        &START_A_DAEMON,
        &START_AND_LEAVE,
        &WRITE_HALF,
        &WRITE_BYTES,
        &LEAVE_NO_ZOMBIE,
        &DOUBLE,
        &MOVE_ON,
        &GET_ONE,
    ];

    macro_rules! tests {
        ($($test:ident,)+) => {
            pub fn main() -> ExitCode {
                enter(TASKS);
                let tests = vec![$(Trial::test(stringify!($test), || { $test(); Ok(()) }),)+];
                libtest_mimic::run(&Arguments::from_args(), tests).exit_code()
            }
        };
    }

    tests! {
        a_task_has_its_arguments_and_a_pipe,
        how_it_ended_is_known,
        zero_means_to_look_and_too_long_means_for_ever,
        who_joins_with_a_timeout_and_who_joins_without_are_both_told,
        the_lifeline_tells_of_the_end,
        who_has_ended_cannot_be_killed_again,
        it_knows_its_name_and_reads_nothing,
        an_unknown_task_is_not_started,
        who_ends_before_it_has_read_its_arguments_says_how,
        a_daemon_is_killed_when_dropped,
        a_daemon_ends_with_its_parent,
        who_is_no_daemon_outlives_its_parent,
        to_drop_who_is_no_daemon_is_to_wait,
        no_end_is_inherited_by_who_was_not_given_it,
        no_zombie_and_no_descriptor_is_left,
        values_arrive_whole_and_in_order,
        several_threads_send_whole_values,
        poll_tells_whether_there_is_something,
        an_end_that_is_dropped_disconnects_the_other,
        what_was_sent_before_the_end_still_comes,
        half_a_value_is_an_error,
        a_value_that_is_too_long_is_refused_at_both_ends,
        what_is_no_value_is_passed_over,
        an_end_is_sent_to_a_new_process_only,
        a_queue_gives_each_item_to_one_process,
        a_queue_has_an_end,
        a_queue_is_full_and_empty_in_time,
        a_queue_that_is_dropped_wakes_who_waits,
        a_queue_that_is_dropped_waits_for_nobody,
        a_dead_getter_takes_nothing_along,
        killing_loses_one_item_at_most_and_doubles_none,
    }

    // Processes.

    /// The end of who is told words and answers.
    type Words = End<String, String>;
    /// The end of who says that it has begun, and waits until the other one is dropped.
    type Waits = End<(), Never>;

    static ECHO: Task<(Words, String), ()> = Task::new("echo", |(end, before)| {
        while let Ok(word) = end.recv() {
            end.send(&format!("{before}{word}")).expect("the test listens");
        }
    });

    fn a_task_has_its_arguments_and_a_pipe() {
        let (mine, theirs) = pipe::<String, String>().expect("there are pipes");
        let process = Process::spawn(&ECHO, (theirs, "re: ".to_owned())).expect("it starts");
        for word in ["one", "two"] {
            mine.send(&word.to_owned()).expect("it listens");
            assert_eq!(mine.recv().expect("it answers"), format!("re: {word}"));
        }
        assert!(process.is_alive() && process.exit().is_none());
        drop(mine);
        assert_eq!(process.join(), Exit::Code(0), "its end was moved there, so it sees the end of this one");
        assert!(!process.is_alive());
    }

    static END_WITH: Task<i32, ()> = Task::new("end with", |code| std::process::exit(code));
    static PANIC: Task<(), ()> = Task::new("panic", |()| panic!("on purpose"));
    /// Says that it has begun, and then waits until the other end is dropped.
    static WAIT: Task<Waits, ()> = Task::new("wait", wait);

    fn wait(end: Waits) {
        end.send(&()).expect("the test listens");
        let _ = end.recv();
    }

    /// One that waits, and has begun to.
    fn waiting(builder: Builder) -> (Process, End<Never, ()>) {
        let (mine, theirs) = pipe().expect("there are pipes");
        let process = builder.start(&WAIT, theirs).expect("it starts");
        mine.recv().expect("it begins");
        (process, mine)
    }

    fn how_it_ended_is_known() {
        for code in [0, 1, 7, 255] {
            let process = Process::spawn(&END_WITH, code).expect("it starts");
            assert_eq!(process.join(), Exit::Code(code));
            assert_eq!(process.exit(), Some(Exit::Code(code)));
        }
        assert_eq!(Process::spawn(&PANIC, ()).expect("it starts").join(), Exit::Code(101));
        let (process, _end) = waiting(Builder::new());
        process.kill().expect("it is alive");
        assert_eq!(process.join(), SIGKILL);
        assert_eq!(SIGKILL.to_string(), "was killed by SIGKILL");
        let (process, _end) = waiting(Builder::new());
        process.terminate().expect("it is alive");
        assert_eq!(process.join(), Exit::Signal(15));
    }

    fn zero_means_to_look_and_too_long_means_for_ever() {
        let (process, end) = waiting(Builder::new());
        assert_eq!(process.join_timeout(NOW), None);
        assert_eq!(process.join_timeout(Duration::from_millis(1)), None);
        thread::scope(|scope| {
            let joins = scope.spawn(|| process.join_timeout(Duration::MAX));
            drop(end);
            assert_eq!(joins.join().expect("it does not panic"), Some(Exit::Code(0)));
        });
        assert_eq!(process.join_timeout(NOW), Some(Exit::Code(0)));
    }

    fn who_joins_with_a_timeout_and_who_joins_without_are_both_told() {
        const LONG: Duration = Duration::from_secs(600);
        let (process, end) = waiting(Builder::new());
        thread::scope(|scope| {
            // These give up meanwhile, and take nothing from the others.
            let gives_up = [(); 2].map(|()| scope.spawn(|| process.join_timeout(Duration::from_millis(1))));
            let joins = [(); 2].map(|()| scope.spawn(|| Some(process.join())));
            let timed = [(); 2].map(|()| scope.spawn(|| process.join_timeout(LONG)));
            for gives_up in gives_up {
                assert_eq!(gives_up.join().expect("it does not panic"), None);
            }
            drop(end);
            for told in joins.into_iter().chain(timed) {
                assert_eq!(told.join().expect("it does not panic"), Some(Exit::Code(0)));
            }
        });
    }

    fn the_lifeline_tells_of_the_end() {
        let (process, end) = waiting(Builder::new());
        let ready = |timeout: Option<&Timespec>| {
            poll(&mut [PollFd::new(&process, PollFlags::IN)], timeout).expect("one may look") == 1
        };
        assert!(!ready(Some(&Timespec { tv_sec: 0, tv_nsec: 0 })));
        drop(end);
        assert!(ready(None));
        assert_eq!(process.join(), Exit::Code(0));
    }

    fn who_has_ended_cannot_be_killed_again() {
        let process = Process::spawn(&END_WITH, 7).expect("it starts");
        process.join();
        process.kill().expect("there is nothing to do");
        process.terminate().expect("there is nothing to do");
        assert_eq!(process.exit(), Some(Exit::Code(7)));
    }

    static TELL_WHO: Task<Sender<(String, bool, u32)>, ()> = Task::new("tell who", |sender| {
        let me = current().expect("it was started by another");
        sender.send(&(me.name().to_owned(), me.is_daemon(), std::process::id())).expect("the test listens");
    });
    static READ_INPUT: Task<Sender<usize>, ()> = Task::new("read input", |sender| {
        sender.send(&io::stdin().read(&mut [0; 8]).expect("it can be read")).expect("the test listens");
    });

    fn it_knows_its_name_and_reads_nothing() {
        assert!(current().is_none(), "this one was not started so");
        for builder in [Builder::new(), Builder::new().daemon(), Builder::new().name("anne").own_group()] {
            let (sender, receiver) = one_way().expect("there are pipes");
            let process = builder.start(&TELL_WHO, sender).expect("it starts");
            let (name, daemon, pid) = receiver.recv().expect("it says so");
            assert_eq!((name.as_str(), daemon, pid), (process.name(), process.is_daemon(), process.pid()));
            process.join();
        }
        let (sender, receiver) = one_way().expect("there are pipes");
        let _process = Process::spawn(&READ_INPUT, sender).expect("it starts");
        assert_eq!(receiver.recv().expect("it says so"), 0, "the standard input is at its end");
    }

    static NOT_LISTED: Task<(), ()> = Task::new("not listed", |()| ());

    fn an_unknown_task_is_not_started() {
        assert!(matches!(Process::spawn(&NOT_LISTED, ()), Err(StartError::UnknownTask("not listed"))));
        let other = Builder::new().executable(std::env::current_exe().expect("it has one"));
        let process = other.start(&NOT_LISTED, ()).expect("another executable may know it");
        assert_eq!(process.join(), Exit::Code(102), "this one does not");
    }

    static TAKE: Task<String, ()> = Task::new("take", drop);

    fn who_ends_before_it_has_read_its_arguments_says_how() {
        // A program that reads nothing, and ends; and more than the system takes in before somebody reads it.
        for arguments in ["little".to_owned(), "x".repeat(8 * 1024 * 1024)] {
            let process = Builder::new().executable("false").start(&TAKE, arguments).expect("it starts");
            assert_eq!(process.join(), Exit::Code(1));
        }
    }

    fn a_daemon_is_killed_when_dropped() {
        let (process, end) = waiting(Builder::new().daemon());
        let switch = process.switch();
        drop(process);
        assert_eq!(switch.exit(), Some(SIGKILL));
        assert!(matches!(end.recv(), Err(PipeError::Disconnected)), "it has let go of its end");
        assert!(
            !fs::exists(format!("/proc/{}", switch.pid())).expect("one may look"),
            "nothing is left of it"
        );
    }

    /// Starts a daemon that waits, and waits as well.
    static START_A_DAEMON: Task<(Waits, Waits), ()> = Task::new("start a daemon", |(mine, theirs)| {
        let _daemon = Builder::new().daemon().start(&WAIT, theirs).expect("it starts");
        wait(mine);
    });

    fn a_daemon_ends_with_its_parent() {
        let (mine, theirs) = pipe().expect("there are pipes");
        let (of_daemon, to_daemon) = pipe::<Never, ()>().expect("there are pipes");
        let parent = Process::spawn(&START_A_DAEMON, (theirs, to_daemon)).expect("it starts");
        mine.recv().expect("the parent has begun");
        of_daemon.recv().expect("the daemon has begun");
        parent.kill().expect("it is alive");
        assert_eq!(parent.join(), SIGKILL);
        assert!(
            matches!(of_daemon.recv(), Err(PipeError::Disconnected)),
            "nobody has told it but the lifeline"
        );
    }

    /// Starts one that echoes, and is killed.
    static START_AND_LEAVE: Task<(Waits, Words), ()> = Task::new("start and leave", |(mine, theirs)| {
        let process = Process::spawn(&ECHO, (theirs, "still here: ".to_owned())).expect("it starts");
        wait(mine);
        drop(process);
    });

    fn who_is_no_daemon_outlives_its_parent() {
        let (mine, theirs) = pipe().expect("there are pipes");
        let (echo, to_child) = pipe::<String, String>().expect("there are pipes");
        let parent = Process::spawn(&START_AND_LEAVE, (theirs, to_child)).expect("it starts");
        mine.recv().expect("the parent has begun");
        parent.kill().expect("it is alive");
        assert_eq!(parent.join(), SIGKILL);
        assert!(matches!(mine.recv(), Err(PipeError::Disconnected)), "its child has not inherited its end");
        echo.send(&"anne".to_owned()).expect("it listens");
        assert_eq!(echo.recv().expect("it answers"), "still here: anne");
    }

    fn to_drop_who_is_no_daemon_is_to_wait() {
        let (process, end) = waiting(Builder::new());
        let ended = thread::scope(|scope| {
            let dropping = scope.spawn(|| drop(process));
            drop(end);
            dropping.join()
        });
        assert!(ended.is_ok());
        // And nobody has killed it.
        let (sender, receiver) = one_way().expect("there are pipes");
        drop(Process::spawn(&TELL_WHO, sender).expect("it starts"));
        receiver.recv().expect("it had the time to say so");
        assert!(receiver.poll(NOW).expect("one may look"), "and it has ended: this is its end's");
        assert!(matches!(receiver.recv(), Err(PipeError::Disconnected)));
    }

    fn no_end_is_inherited_by_who_was_not_given_it() {
        // Several at once, each with an end of its own, while others start.
        let all: Vec<_> = thread::scope(|scope| {
            let starting = [(); 6].map(|()| scope.spawn(|| waiting(Builder::new().daemon())));
            starting.map(|start| start.join().expect("it starts")).into()
        });
        for (process, end) in &all {
            process.kill().expect("it is alive");
            assert!(
                matches!(end.recv(), Err(PipeError::Disconnected)),
                "another process has its end as well"
            );
        }
    }

    /// In a process of its own, so that no other test is in the way.
    static LEAVE_NO_ZOMBIE: Task<Sender<Vec<String>>, ()> = Task::new("leave no zombie", |sender| {
        let descriptors = || fs::read_dir("/proc/self/fd").expect("there is such a folder").count();
        let before = descriptors();
        for _ in 0..10 {
            let (mut first, end) = waiting(Builder::new());
            let (second, _end) = waiting(Builder::new().daemon());
            second.kill().expect("it is alive");
            drop(end);
            first.join();
            first = Process::spawn(&END_WITH, 1).expect("it starts");
            drop(first);
            Queue::<u32>::new(1).put(&1).expect("there is room");
        }
        let queue = Queue::<u32>::new(1);
        let getter = Process::spawn(&GET_ONE, queue.clone()).expect("it starts");
        drop(queue);
        getter.join();
        drop(getter);
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

    fn no_zombie_and_no_descriptor_is_left() {
        if !cfg!(target_os = "linux") {
            return;
        }
        let (sender, receiver) = one_way().expect("there are pipes");
        let process = Process::spawn(&LEAVE_NO_ZOMBIE, sender).expect("it starts");
        assert_eq!(receiver.recv().expect("it says so"), Vec::<String>::new());
        assert!(process.join().is_success());
    }

    // Pipes.

    fn values_arrive_whole_and_in_order() {
        let (mine, theirs) = pipe::<String, String>().expect("there are pipes");
        let process = Process::spawn(&ECHO, (theirs, String::new())).expect("it starts");
        for length in [0, 1, 127, 128, 1_000_000] {
            let word = "x".repeat(length);
            mine.send(&word).expect("it listens");
            assert!(mine.recv().expect("it answers") == word);
        }
        // Both ends of a thousand messages at once.
        thread::scope(|scope| {
            scope.spawn(|| {
                (0..1000).for_each(|number: u32| mine.send(&number.to_string()).expect("it listens"))
            });
            for number in 0..1000 {
                assert_eq!(mine.recv().expect("it answers"), number.to_string());
            }
        });
        drop(mine);
        process.join();
    }

    fn several_threads_send_whole_values() {
        // Long enough to be sent in several turns.
        let words = ["a", "b", "c", "d"].map(|letter| letter.repeat(1_000_000));
        let (sender, receiver) = one_way::<String>().expect("there are pipes");
        thread::scope(|scope| {
            for word in &words {
                let sender = &sender;
                scope.spawn(move || (0..10).for_each(|_| sender.send(word).expect("it is read")));
            }
            for _ in 0..4 * 10 {
                assert!(words.contains(&receiver.recv().expect("there are so many")), "they are mixed");
            }
        });
    }

    fn poll_tells_whether_there_is_something() {
        let (mine, theirs) = pipe::<u32, Never>().expect("there are pipes");
        assert!(!theirs.poll(NOW).expect("one may look"));
        assert!(!theirs.poll(Duration::from_millis(1)).expect("one may look"));
        mine.send(&7).expect("it is read");
        assert!(theirs.poll(NOW).expect("one may look"));
        assert!(theirs.poll(NOW).expect("one may look"), "looking takes nothing away");
        assert_eq!(theirs.recv().expect("it is there"), 7);
        assert!(!theirs.poll(NOW).expect("one may look"));
        thread::scope(|scope| {
            let waits = scope.spawn(|| theirs.poll(Duration::MAX).expect("one may look"));
            drop(mine);
            assert!(waits.join().expect("it does not panic"), "the end is something too");
        });
    }

    fn an_end_that_is_dropped_disconnects_the_other() {
        let (mine, theirs) = pipe::<u32, u32>().expect("there are pipes");
        mine.send(&7).expect("it may be read");
        drop(theirs);
        assert!(matches!(mine.recv(), Err(PipeError::Disconnected)), "also if it has left something unread");
        assert!(matches!(mine.recv(), Err(PipeError::Disconnected)), "and for good");
        assert!(matches!(mine.send(&8), Err(PipeError::Disconnected)));
    }

    fn what_was_sent_before_the_end_still_comes() {
        let (mine, theirs) = pipe::<u32, u32>().expect("there are pipes");
        theirs.send(&1).expect("it may be read");
        theirs.send(&2).expect("it may be read");
        mine.send(&3).expect("it may be read");
        drop(theirs);
        assert_eq!([mine.recv().expect("it was sent"), mine.recv().expect("it was sent")], [1, 2]);
        assert!(matches!(mine.recv(), Err(PipeError::Disconnected)));
    }

    /// Writes the beginning of a message, and is killed.
    static WRITE_HALF: Task<(Descriptor, Vec<u8>), ()> = Task::new("write half", |(descriptor, bytes)| {
        let mut stream = UnixStream::from(OwnedFd::from(descriptor));
        stream.write_all(&bytes).expect("it is read");
        let me = rustix::process::getpid();
        rustix::process::kill_process(me, rustix::process::Signal::KILL).expect("it is allowed");
    });
    static WRITE_BYTES: Task<(Descriptor, Vec<u8>), ()> = Task::new("write bytes", |(descriptor, bytes)| {
        UnixStream::from(OwnedFd::from(descriptor)).write_all(&bytes).expect("it is read");
    });

    /// The open file below an end.
    fn below<S, R>(end: End<S, R>) -> Descriptor {
        Descriptor::from(end.as_fd().try_clone_to_owned().expect("it can be copied"))
    }

    fn half_a_value_is_an_error() {
        // The length in four bytes, and as many bytes more.
        let whole = [5, 0, 0, 0, 4, b'h', b'a', b'l', b'f'];
        for written in 1..whole.len() {
            let (mine, theirs) = pipe::<Never, String>().expect("there are pipes");
            let bytes = whole[..written].to_vec();
            let process = Process::spawn(&WRITE_HALF, (below(theirs), bytes)).expect("it starts");
            assert!(matches!(mine.recv(), Err(PipeError::Torn)), "after {written} bytes");
            assert!(matches!(mine.recv(), Err(PipeError::Disconnected)), "once is enough");
            assert_eq!(process.join(), SIGKILL);
        }
        let (mine, theirs) = pipe::<Never, String>().expect("there are pipes");
        let _process = Process::spawn(&WRITE_HALF, (below(theirs), whole.to_vec())).expect("it starts");
        assert_eq!(mine.recv().expect("it was written as a whole"), "half");
        assert!(matches!(mine.recv(), Err(PipeError::Disconnected)));
    }

    /// As many bytes, quickly.
    struct Bytes(usize);

    impl Serialize for Bytes {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_bytes(&vec![0; self.0])
        }
    }

    fn a_value_that_is_too_long_is_refused_at_both_ends() {
        let (mine, theirs) = pipe::<Bytes, Never>().expect("there are pipes");
        assert!(matches!(mine.send(&Bytes(LONGEST_FRAME)), Err(PipeError::TooLong(_))));
        assert!(!theirs.poll(NOW).expect("one may look"), "nothing was sent");

        let (mine, theirs) = pipe::<Never, Vec<u8>>().expect("there are pipes");
        let length = u32::try_from(LONGEST_FRAME + 1).expect("it is less than 4 GiB").to_le_bytes();
        // What follows would be an empty list, if the next message began there.
        let bytes = [length, [1, 0, 0, 0], [0; 4]].concat();
        let _process = Process::spawn(&WRITE_BYTES, (below(theirs), bytes)).expect("it starts");
        assert!(matches!(mine.recv(), Err(PipeError::TooLong(_))));
        assert!(
            matches!(mine.recv(), Err(PipeError::Disconnected)),
            "nobody knows where the next one begins"
        );
    }

    fn what_is_no_value_is_passed_over() {
        let (mine, theirs) = pipe::<Never, bool>().expect("there are pipes");
        // A byte that is no truth, and one that is.
        let bytes = vec![1, 0, 0, 0, 9, 1, 0, 0, 0, 1];
        let _process = Process::spawn(&WRITE_BYTES, (below(theirs), bytes)).expect("it starts");
        assert!(matches!(mine.recv(), Err(PipeError::Format(_))));
        assert!(mine.recv().expect("the next one is whole"));
    }

    fn an_end_is_sent_to_a_new_process_only() {
        let (carrier, _other) = pipe::<Receiver<u32>, Never>().expect("there are pipes");
        let (_sender, receiver) = one_way().expect("there are pipes");
        assert!(matches!(carrier.send(&receiver), Err(PipeError::Format(_))));
    }

    // Queues.

    /// A number, and twice that.
    type Doubled = (u32, u32);

    static DOUBLE: Task<(Queue<u32>, Queue<Doubled>), ()> = Task::new("double", |(numbers, doubles)| {
        while let Ok(number) = numbers.get() {
            doubles.put(&(number, 2 * number)).expect("it is open");
        }
    });

    fn a_queue_gives_each_item_to_one_process() {
        let (numbers, doubles) = (Queue::new(3), Queue::new(3));
        let start = |_| Process::spawn(&DOUBLE, (numbers.clone(), doubles.clone())).expect("it starts");
        let processes: Vec<Process> = (0..3).map(start).collect();
        let come = thread::scope(|scope| {
            scope.spawn(|| {
                (0..300).for_each(|number| numbers.put(&number).expect("it is open"));
                numbers.close().expect("it is here");
            });
            (0..300).map(|_| doubles.get().expect("there are so many")).collect::<Vec<_>>()
        });
        assert!(processes.iter().all(|process| process.join().is_success()), "they see the end of the queue");
        assert!(matches!(doubles.get_timeout(NOW), Err(QueueError::Empty)));
        let each: BTreeSet<(u32, u32)> = come.into_iter().collect();
        assert_eq!(each, (0..300).map(|number| (number, 2 * number)).collect());
    }

    fn a_queue_has_an_end() {
        let queue = Queue::new(2);
        queue.put(&1).expect("it is open");
        queue.close().expect("it is here");
        queue.close().expect("twice is once");
        assert!(matches!(queue.put(&2), Err(QueueError::Closed)));
        assert_eq!(queue.get().expect("it was put before"), 1);
        assert!(matches!(queue.get(), Err(QueueError::Closed)));
    }

    /// Does with a queue what it is told, by its first letter, and says how that was.
    static MOVE_ON: Task<(Queue<u32>, Words), ()> = Task::new("move on", |(queue, end)| {
        while let Ok(order) = end.recv() {
            let outcome = match order.as_str() {
                "put" => format!("{:?}", queue.put_timeout(&7, NOW)),
                "get" => format!("{:?}", queue.get_timeout(NOW)),
                "put soon" => format!("{:?}", queue.put_timeout(&7, Duration::from_millis(1))),
                "get soon" => format!("{:?}", queue.get_timeout(Duration::from_millis(1))),
                "get ever" => format!("{:?}", queue.get_timeout(Duration::MAX)),
                "close" => format!("{:?}", queue.close()),
                _ => format!("{:?}", queue.length()),
            };
            end.send(&outcome).expect("the test listens");
        }
    });

    fn a_queue_is_full_and_empty_in_time() {
        let queue = Queue::new(1);
        let (mine, theirs) = pipe::<String, String>().expect("there are pipes");
        let _process = Builder::new().daemon().start(&MOVE_ON, (queue.clone(), theirs)).expect("it starts");
        for (order, outcome) in [
            ("get", "Err(Empty)"),
            ("get soon", "Err(Empty)"),
            ("put", "Ok(())"),
            ("put", "Err(Full)"),
            ("put soon", "Err(Full)"),
            ("length", "Ok(1)"),
            ("get", "Ok(7)"),
            ("length", "Ok(0)"),
            ("put soon", "Ok(())"),
            ("get ever", "Ok(7)"),
            ("close", "Ok(())"),
            ("put", "Err(Closed)"),
            ("get ever", "Err(Closed)"),
        ] {
            mine.send(&order.to_owned()).expect("it listens");
            assert_eq!(mine.recv().expect("it answers"), outcome, "{order}");
        }
        assert!(matches!(queue.put(&1), Err(QueueError::Closed)), "it is the same queue here");
    }

    /// Ends with the item that it got as its exit code.
    static GET_ONE: Task<Queue<u32>, ()> = Task::new("get one", |queue| {
        std::process::exit(queue.get().map_or(111, |item| i32::try_from(item).expect("it is small")))
    });

    fn a_queue_that_is_dropped_wakes_who_waits() {
        let queue = Queue::new(1);
        let start = |_| Process::spawn(&GET_ONE, queue.clone()).expect("it starts");
        let processes: Vec<Process> = (0..3).map(start).collect();
        queue.put(&7).expect("there is room");
        // When one has it, the others wait, or will.
        let others: Vec<Exit> = thread::scope(|scope| {
            let joining: Vec<_> = processes.iter().map(|process| scope.spawn(|| process.join())).collect();
            while processes.iter().all(Process::is_alive) {
                thread::yield_now();
            }
            drop(queue);
            joining.into_iter().map(|joins| joins.join().expect("it does not panic")).collect()
        });
        assert_eq!(others.iter().filter(|exit| **exit == Exit::Code(7)).count(), 1);
        assert_eq!(others.iter().filter(|exit| **exit == Exit::Code(111)).count(), 2);
    }

    fn a_queue_that_is_dropped_waits_for_nobody() {
        let queue = Queue::new(1);
        let (mine, theirs) = pipe::<String, String>().expect("there are pipes");
        let _process = Builder::new().daemon().start(&MOVE_ON, (queue.clone(), theirs)).expect("it starts");
        mine.send(&"length".to_owned()).expect("it listens");
        assert_eq!(mine.recv().expect("it answers"), "Ok(0)");
        // It has a way here, and does not use it.
        drop(queue);
        mine.send(&"put".to_owned()).expect("it listens");
        assert_eq!(mine.recv().expect("it answers"), "Err(Closed)");
    }

    fn a_dead_getter_takes_nothing_along() {
        let queue = Queue::new(1);
        let dead: Vec<Process> = (0..3)
            .map(|_| {
                let (mine, theirs) = pipe::<String, String>().expect("there are pipes");
                let process = Process::spawn(&MOVE_ON, (queue.clone(), theirs)).expect("it starts");
                // It may be waiting for an item, or be about to.
                mine.send(&"get ever".to_owned()).expect("it listens");
                process.kill().expect("it is alive");
                process.join();
                process
            })
            .collect();
        let getter = Process::spawn(&GET_ONE, queue.clone()).expect("it starts");
        queue.put(&7).expect("there is room");
        assert_eq!(getter.join(), Exit::Code(7));
        assert!(dead.iter().all(|process| process.exit() == Some(SIGKILL)));
    }

    fn killing_loses_one_item_at_most_and_doubles_none() {
        const ITEMS: u32 = 2_000;
        const KILLS: usize = 20;
        let (numbers, doubles) = (Queue::new(5), Queue::new(5));
        let start = || Process::spawn(&DOUBLE, (numbers.clone(), doubles.clone())).expect("it starts");
        let come = thread::scope(|scope| {
            scope.spawn(|| {
                (0..ITEMS).for_each(|number| numbers.put(&number).expect("it is open"));
                numbers.close().expect("it is here");
            });
            let work = scope.spawn(|| {
                let mut processes = [start(), start()];
                for kill in 0..KILLS {
                    // Wherever it is: between two items, as it gets one, as it puts one.
                    let victim = &mut processes[kill % 2];
                    let _ = victim.kill();
                    victim.join();
                    *victim = start();
                }
                processes.iter().for_each(|process| _ = process.join());
                doubles.close().expect("it is here");
            });
            let mut come = Vec::new();
            while let Ok(item) = doubles.get() {
                come.push(item);
            }
            work.join().expect("it does not panic");
            come
        });
        let each: BTreeSet<(u32, u32)> = come.iter().copied().collect();
        assert_eq!(each.len(), come.len(), "none has come twice");
        assert!(each.iter().all(|(number, double)| 2 * number == *double));
        let lost = ITEMS as usize - come.len();
        assert!(lost <= KILLS, "{lost} items are lost, of {KILLS} who were killed");
    }
}
