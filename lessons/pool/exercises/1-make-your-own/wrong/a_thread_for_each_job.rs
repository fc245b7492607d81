//! verdict: data-race
//! Believes that a pool is a list of threads to join.

use learn::sync::thread::{self, JoinHandle};
use learn::sync::{Mutex, catch_unwind};

pub struct Pool {
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Pool {
    pub fn new(_threads: usize) -> Pool {
        Pool { threads: Mutex::new(Vec::new()) }
    }

    pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
        let thread = thread::spawn(|| {
            let _ = catch_unwind(job);
        });
        self.threads.lock().push(thread);
    }

    pub fn finish(self) {
        for thread in self.threads.into_inner() {
            thread.join().expect("it contains the panic of its job");
        }
    }
}
