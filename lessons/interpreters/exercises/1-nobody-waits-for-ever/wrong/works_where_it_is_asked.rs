//! verdict: does-not-use
//! Believes that it does not matter who does the work, as long as it is done: there is no other thread.

use learn::sync::{Mutex, catch_unwind};

type Work = Box<dyn FnMut(u32) -> u32 + Send>;

pub struct Interpreter {
    work: Mutex<Option<Work>>,
}

impl Interpreter {
    pub fn start(work: impl FnMut(u32) -> u32 + Send + 'static) -> Interpreter {
        Interpreter { work: Mutex::new(Some(Box::new(work))) }
    }

    pub fn ask(&self, question: u32) -> Option<u32> {
        let mut work = self.work.lock();
        let answer = catch_unwind(|| work.as_mut().map(|work| work(question)));
        if answer.is_err() {
            *work = None;
        }
        answer.ok().flatten()
    }

    pub fn close(&self) {
        *self.work.lock() = None;
    }
}
