//! The mailbox knows whether it is open, under the lock under which questions get in; and whoever ends it answers what
//! is left.

use std::collections::VecDeque;
use std::mem;

use learn::sync::{Arc, Condvar, Mutex, catch_unwind, thread};

pub struct Interpreter {
    mailbox: Arc<Mailbox>,
}

struct Mailbox {
    state: Mutex<State>,
    /// Notified when there is a request, and when there will be no more.
    mail: Condvar,
}

struct State {
    requests: VecDeque<Request>,
    open: bool,
}

struct Request {
    question: u32,
    reply: Arc<Reply>,
}

/// A place for what comes of a question: `None` as long as that is not known.
struct Reply {
    outcome: Mutex<Option<Option<u32>>>,
    /// Notified when it is known.
    known: Condvar,
}

impl Interpreter {
    pub fn start(mut work: impl FnMut(u32) -> u32 + Send + 'static) -> Interpreter {
        let state = State { requests: VecDeque::new(), open: true };
        let mailbox = Arc::new(Mailbox { state: Mutex::new(state), mail: Condvar::new() });
        let theirs = Arc::clone(&mailbox);
        thread::spawn(move || {
            while let Some(Request { question, reply }) = theirs.next() {
                match catch_unwind(|| work(question)) {
                    Ok(answer) => reply.settle(Some(answer)),
                    Err(_panic) => {
                        let left = theirs.close_and_take();
                        left.iter().for_each(|request| request.reply.settle(None));
                        reply.settle(None);
                    }
                }
            }
        });
        Interpreter { mailbox }
    }

    pub fn ask(&self, question: u32) -> Option<u32> {
        let reply = Arc::new(Reply { outcome: Mutex::new(None), known: Condvar::new() });
        let mut state = self.mailbox.state.lock();
        if !state.open {
            return None;
        }
        state.requests.push_back(Request { question, reply: Arc::clone(&reply) });
        self.mailbox.mail.notify_one();
        drop(state);
        reply.wait()
    }

    pub fn close(&self) {
        self.mailbox.state.lock().open = false;
        self.mailbox.mail.notify_one();
    }
}

impl Mailbox {
    /// The next request; `None` if there are no more, and none will come.
    fn next(&self) -> Option<Request> {
        let mut state = self.state.lock();
        loop {
            match state.requests.pop_front() {
                Some(request) => return Some(request),
                None if !state.open => return None,
                None => self.mail.wait(&mut state),
            }
        }
    }

    fn close_and_take(&self) -> VecDeque<Request> {
        let mut state = self.state.lock();
        state.open = false;
        mem::take(&mut state.requests)
    }
}

impl Reply {
    fn settle(&self, outcome: Option<u32>) {
        *self.outcome.lock() = Some(outcome);
        self.known.notify_one();
    }

    fn wait(&self) -> Option<u32> {
        let mut outcome = self.outcome.lock();
        loop {
            match *outcome {
                Some(outcome) => return outcome,
                None => self.known.wait(&mut outcome),
            }
        }
    }
}
