//! A pool: some threads take jobs from one queue.

use std::collections::VecDeque;

use learn::sync::thread::{self, JoinHandle};
use learn::sync::{Arc, Mutex};

type Job = Box<dyn FnOnce() + Send>;

pub struct Pool {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

struct Shared {
    jobs: Mutex<VecDeque<Job>>,
}

impl Pool {
    pub fn new(threads: usize) -> Pool {
        let shared = Arc::new(Shared { jobs: Mutex::new(VecDeque::new()) });
        let start = |_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.work())
        };
        let threads = (0..threads).map(start).collect();
        Pool { shared, threads }
    }

    /// Has a job done by one of the threads. Does not wait for that.
    pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
        self.shared.jobs.lock().push_back(Box::new(job));
    }

    /// Returns when all jobs have been done and all threads have ended.
    pub fn finish(self) {
        for thread in self.threads {
            thread.join().expect("a thread of the pool does not panic");
        }
    }
}

impl Shared {
    /// The whole of a thread's life.
    fn work(&self) {
        loop {
            let job = self.jobs.lock().pop_front();
            match job {
                Some(job) => job(),
                None => return,
            }
        }
    }
}
