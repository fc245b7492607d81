//! Two locks, taken in two orders.

use sync_checked::sync::{Arc, Model, Mutex, thread};

struct Accounts {
    left: Mutex<i32>,
    right: Mutex<i32>,
}

pub fn model() -> Model {
    Model::new("two transfers", || {
        let accounts = Arc::new(Accounts { left: Mutex::new(10), right: Mutex::new(10) });
        let theirs = Arc::clone(&accounts);
        let other = thread::spawn(move || {
            let mut right = theirs.right.lock();
            let mut left = theirs.left.lock();
            *right -= 1;
            *left += 1;
        });
        {
            let mut left = accounts.left.lock();
            let mut right = accounts.right.lock();
            *left -= 1;
            *right += 1;
        }
        other.join().expect("nobody panics");
    })
}
