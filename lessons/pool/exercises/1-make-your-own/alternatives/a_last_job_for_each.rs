//! No flag: finishing puts one more entry into the queue for each thread, which tells it to end.

use std::collections::VecDeque;

use learn::sync::thread::{self, JoinHandle};
use learn::sync::{Arc, Condvar, Mutex, catch_unwind};

type Job = Box<dyn FnOnce() + Send>;

enum Entry {
    Do(Job),
    End,
}

pub struct Pool {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

struct Shared {
    entries: Mutex<VecDeque<Entry>>,
    one_more: Condvar,
}

impl Pool {
    pub fn new(threads: usize) -> Pool {
        let shared = Arc::new(Shared { entries: Mutex::new(VecDeque::new()), one_more: Condvar::new() });
        let start = |_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.work())
        };
        let threads = (0..threads).map(start).collect();
        Pool { shared, threads }
    }

    pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
        self.shared.put(Entry::Do(Box::new(job)));
    }

    pub fn finish(self) {
        for _ in &self.threads {
            self.shared.put(Entry::End);
        }
        for thread in self.threads {
            thread.join().expect("a thread of the pool contains the panics of its jobs");
        }
    }
}

impl Shared {
    fn put(&self, entry: Entry) {
        self.entries.lock().push_back(entry);
        self.one_more.notify_one();
    }

    fn work(&self) {
        while let Entry::Do(job) = self.next() {
            let _ = catch_unwind(job);
        }
    }

    fn next(&self) -> Entry {
        let mut entries = self.entries.lock();
        loop {
            match entries.pop_front() {
                Some(entry) => return entry,
                None => self.one_more.wait(&mut entries),
            }
        }
    }
}
