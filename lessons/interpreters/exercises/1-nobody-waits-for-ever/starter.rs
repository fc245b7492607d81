//! A thread with a mailbox, which answers as long as nothing goes wrong.

use std::collections::VecDeque;

use learn::sync::{Arc, Condvar, Mutex, thread};

pub struct Interpreter {
    mailbox: Arc<Mailbox>,
}

struct Mailbox {
    requests: Mutex<VecDeque<Request>>,
    /// Notified when there is a request.
    mail: Condvar,
}

struct Request {
    question: u32,
    reply: Arc<Reply>,
}

/// A place for an answer: `None` as long as there is none.
struct Reply {
    answer: Mutex<Option<u32>>,
    /// Notified when it is there.
    there: Condvar,
}

impl Interpreter {
    /// Starts a thread that answers questions with what `work` returns for them.
    pub fn start(mut work: impl FnMut(u32) -> u32 + Send + 'static) -> Interpreter {
        let mailbox = Arc::new(Mailbox { requests: Mutex::new(VecDeque::new()), mail: Condvar::new() });
        let theirs = Arc::clone(&mailbox);
        thread::spawn(move || {
            loop {
                let Request { question, reply } = theirs.next();
                *reply.answer.lock() = Some(work(question));
                reply.there.notify_all();
            }
        });
        Interpreter { mailbox }
    }

    /// Asks, and waits for the answer. `None`, if there will be none.
    pub fn ask(&self, question: u32) -> Option<u32> {
        let reply = Arc::new(Reply { answer: Mutex::new(None), there: Condvar::new() });
        self.mailbox.requests.lock().push_back(Request { question, reply: Arc::clone(&reply) });
        self.mailbox.mail.notify_one();
        let mut answer = reply.answer.lock();
        while answer.is_none() {
            reply.there.wait(&mut answer);
        }
        *answer
    }

    /// Takes no more questions. The thread ends when it has answered those that there are.
    pub fn close(&self) {}
}

impl Mailbox {
    fn next(&self) -> Request {
        let mut requests = self.requests.lock();
        loop {
            match requests.pop_front() {
                Some(request) => return request,
                None => self.mail.wait(&mut requests),
            }
        }
    }
}
