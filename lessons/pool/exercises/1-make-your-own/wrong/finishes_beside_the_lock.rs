//! verdict: lost-wakeup
//! Believes that a flag of its own needs no lock.

use std::collections::VecDeque;

use learn::sync::atomic::{AtomicBool, Ordering};
use learn::sync::thread::{self, JoinHandle};
use learn::sync::{Arc, Condvar, Mutex, catch_unwind};

type Job = Box<dyn FnOnce() + Send>;

pub struct Pool {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

struct Shared {
    finishing: AtomicBool,
    state: Mutex<State>,
    /// Notified when there is a job more, and when there will be no more.
    changed: Condvar,
}

struct State {
    jobs: VecDeque<Job>,
}

impl Pool {
    pub fn new(threads: usize) -> Pool {
        let state = State { jobs: VecDeque::new() };
        let finishing = AtomicBool::new(false);
        let shared = Arc::new(Shared { finishing, state: Mutex::new(state), changed: Condvar::new() });
        let start = |_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.work())
        };
        let threads = (0..threads).map(start).collect();
        Pool { shared, threads }
    }

    pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
        self.shared.state.lock().jobs.push_back(Box::new(job));
        self.shared.changed.notify_one();
    }

    pub fn finish(self) {
        self.shared.finishing.store(true, Ordering::Release);
        self.shared.changed.notify_all();
        for thread in self.threads {
            thread.join().expect("a thread of the pool contains the panics of its jobs");
        }
    }
}

impl Shared {
    fn work(&self) {
        while let Some(job) = self.next() {
            // Its panic is its own affair.
            let _ = catch_unwind(job);
        }
    }

    /// The lock is given back when this returns: the job is done without it.
    fn next(&self) -> Option<Job> {
        let mut state = self.state.lock();
        loop {
            if let Some(job) = state.jobs.pop_front() {
                return Some(job);
            }
            if self.finishing.load(Ordering::Acquire) {
                return None;
            }
            self.changed.wait(&mut state);
        }
    }
}
