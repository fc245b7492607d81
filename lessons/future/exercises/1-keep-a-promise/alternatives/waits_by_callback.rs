//! Waiting is leaving word to be unparked: one mechanism for both.

use std::mem;

use learn::sync::{Arc, Mutex, thread};

type Callback = Box<dyn FnOnce(u32) + Send>;

pub struct Slot {
    state: Mutex<State>,
}

enum State {
    Empty(Vec<Callback>),
    Full(u32),
}

impl Slot {
    pub fn new() -> Slot {
        Slot { state: Mutex::new(State::Empty(Vec::new())) }
    }

    pub fn put(&self, value: u32) {
        let before = mem::replace(&mut *self.state.lock(), State::Full(value));
        if let State::Empty(callbacks) = before {
            callbacks.into_iter().for_each(|callback| callback(value));
        }
    }

    pub fn get(&self) -> u32 {
        let (mine, me) = (Arc::new(Mutex::new(None)), thread::current());
        let theirs = Arc::clone(&mine);
        self.when_done(move |value| {
            *theirs.lock() = Some(value);
            me.unpark();
        });
        loop {
            // A statement of its own: the lock is not held while parked.
            let value = *mine.lock();
            match value {
                Some(value) => return value,
                None => thread::park(),
            }
        }
    }

    pub fn when_done(&self, callback: impl FnOnce(u32) + Send + 'static) {
        let mut state = self.state.lock();
        match &mut *state {
            State::Empty(callbacks) => callbacks.push(Box::new(callback)),
            State::Full(value) => {
                let value = *value;
                drop(state);
                callback(value);
            }
        }
    }
}
