//! verdict: lost-wakeup
//! Believes that the order of putting and waking does not matter.

use std::mem;

use learn::sync::{Condvar, Mutex};

type Callback = Box<dyn FnOnce(u32) + Send>;

pub struct Slot {
    state: Mutex<State>,
    /// Notified when the value is there.
    there: Condvar,
}

struct State {
    value: Option<u32>,
    /// Empty as soon as the value is there.
    callbacks: Vec<Callback>,
}

impl Slot {
    pub fn new() -> Slot {
        let state = State { value: None, callbacks: Vec::new() };
        Slot { state: Mutex::new(state), there: Condvar::new() }
    }

    pub fn put(&self, value: u32) {
        self.there.notify_all();
        let mut state = self.state.lock();
        state.value = Some(value);
        let callbacks = mem::take(&mut state.callbacks);
        drop(state);
        for callback in callbacks {
            callback(value);
        }
    }

    pub fn get(&self) -> u32 {
        let mut state = self.state.lock();
        loop {
            match state.value {
                Some(value) => return value,
                None => self.there.wait(&mut state),
            }
        }
    }

    pub fn when_done(&self, callback: impl FnOnce(u32) + Send + 'static) {
        let mut state = self.state.lock();
        match state.value {
            Some(value) => {
                drop(state);
                callback(value);
            }
            None => state.callbacks.push(Box::new(callback)),
        }
    }
}
