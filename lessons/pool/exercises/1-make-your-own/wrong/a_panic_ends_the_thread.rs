//! verdict: assertion
//! Believes that jobs do not panic.

use std::collections::VecDeque;

use learn::sync::thread::{self, JoinHandle};
use learn::sync::{Arc, Condvar, Mutex};

type Job = Box<dyn FnOnce() + Send>;

pub struct Pool {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

struct Shared {
    state: Mutex<State>,
    /// Notified when there is a job more, and when there will be no more.
    changed: Condvar,
}

struct State {
    jobs: VecDeque<Job>,
    finishing: bool,
}

impl Pool {
    pub fn new(threads: usize) -> Pool {
        let state = State { jobs: VecDeque::new(), finishing: false };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
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
        self.shared.state.lock().finishing = true;
        self.shared.changed.notify_all();
        for thread in self.threads {
            // A thread that panicked has ended as well.
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn work(&self) {
        while let Some(job) = self.next() {
            job();
        }
    }

    /// The lock is given back when this returns: the job is done without it.
    fn next(&self) -> Option<Job> {
        let mut state = self.state.lock();
        loop {
            if let Some(job) = state.jobs.pop_front() {
                return Some(job);
            }
            if state.finishing {
                return None;
            }
            self.changed.wait(&mut state);
        }
    }
}
