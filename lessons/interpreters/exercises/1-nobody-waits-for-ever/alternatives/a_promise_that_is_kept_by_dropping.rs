//! Nothing is caught: a request that is dropped answers itself, and what the thread had is dropped as it panics.

use std::collections::VecDeque;
use std::mem;

use learn::sync::{Arc, Condvar, Mutex, thread};

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

/// What somebody has asked. If it is dropped without an answer, there is none.
struct Request {
    question: u32,
    reply: Arc<Reply>,
}

struct Reply {
    outcome: Mutex<Option<Option<u32>>>,
    /// Notified when it is known.
    known: Condvar,
}

impl Drop for Request {
    fn drop(&mut self) {
        self.reply.outcome.lock().get_or_insert(None);
        self.reply.known.notify_one();
    }
}

/// The interpreter's end of the mailbox. When it is dropped, nobody is left who answers.
struct Serves(Arc<Mailbox>);

impl Drop for Serves {
    fn drop(&mut self) {
        let mut state = self.0.state.lock();
        state.open = false;
        let left = mem::take(&mut state.requests);
        drop(state);
        drop(left);
    }
}

impl Interpreter {
    pub fn start(mut work: impl FnMut(u32) -> u32 + Send + 'static) -> Interpreter {
        let state = State { requests: VecDeque::new(), open: true };
        let mailbox = Arc::new(Mailbox { state: Mutex::new(state), mail: Condvar::new() });
        let serves = Serves(Arc::clone(&mailbox));
        thread::spawn(move || {
            // A panic is carried on to whoever joins this thread, which is nobody.
            let serves = serves;
            while let Some(request) = serves.0.next() {
                let answer = work(request.question);
                *request.reply.outcome.lock() = Some(Some(answer));
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
        let mut outcome = reply.outcome.lock();
        while outcome.is_none() {
            reply.known.wait(&mut outcome);
        }
        outcome.flatten()
    }

    pub fn close(&self) {
        self.mailbox.state.lock().open = false;
        self.mailbox.mail.notify_one();
    }
}

impl Mailbox {
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
}
