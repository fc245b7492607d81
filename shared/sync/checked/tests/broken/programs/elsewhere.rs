//! A raw lock that panics when it is misused: its file is not the scenario's.

use sync_checked::sync::Mutex;

pub struct RawLock {
    pub locked: Mutex<bool>,
}

impl RawLock {
    pub fn unlock(&self) {
        let mut locked = self.locked.lock();
        if !*locked {
            panic!("unlocked a lock that nobody holds");
        }
        *locked = false;
    }
}
