//! A place for one value, with two ways to get at it.

use learn::sync::Mutex;

type Callback = Box<dyn FnOnce(u32) + Send>;

pub struct Slot {
    value: Mutex<Option<u32>>,
    callbacks: Mutex<Vec<Callback>>,
}

impl Slot {
    pub fn new() -> Slot {
        Slot { value: Mutex::new(None), callbacks: Mutex::new(Vec::new()) }
    }

    /// Puts the value there. It is called once.
    pub fn put(&self, value: u32) {
        *self.value.lock() = Some(value);
        for callback in self.callbacks.lock().drain(..) {
            callback(value);
        }
    }

    /// Waits until the value is there, and returns it.
    pub fn get(&self) -> u32 {
        self.value.lock().unwrap_or(0)
    }

    /// Has `callback` called with the value, once: as soon as it is there.
    pub fn when_done(&self, callback: impl FnOnce(u32) + Send + 'static) {
        let value = *self.value.lock();
        match value {
            Some(value) => callback(value),
            None => self.callbacks.lock().push(Box::new(callback)),
        }
    }
}
