//! What becomes of a lock whose owner has died: `cargo run -p rlock --example reused`.
//!
//! A thread takes the lock, never gives it back, and ends. So the lock stays locked for ever, for the threads that come
//! later too: unless one of them is taken for the one that has died. `parking_lot` tells threads apart by the
//! address of something of theirs, and when a thread has ended, its memory may be given to the next.

use std::mem;
use std::thread;

use rlock::by_hand::{FastReentrantMutex, ReentrantMutex};

/// How many threads come after the one that has died. The more, the more likely is one of them to get its memory.
const LATER: usize = 20;

/// Has a thread `lock` and die; how many of those that come later take themselves for the owner.
fn heirs(lock: impl FnOnce() + Send, is_mine: impl Fn() -> bool + Sync) -> usize {
    thread::scope(|scope| scope.spawn(lock).join().expect("it does not panic"));
    let owns = |_: &usize| thread::scope(|scope| scope.spawn(&is_mine).join().expect("it does not panic"));
    (0..LATER).filter(owns).count()
}

fn main() {
    let (by_hand, fast) = (ReentrantMutex::new(()), FastReentrantMutex::new(()));
    let parking_lot = parking_lot::ReentrantMutex::new(());
    let heirs = [
        ("by hand", heirs(|| mem::forget(by_hand.lock()), || by_hand.is_owned_by_current_thread())),
        ("fast", heirs(|| mem::forget(fast.lock()), || fast.is_owned_by_current_thread())),
        (
            "parking_lot",
            heirs(|| mem::forget(parking_lot.lock()), || parking_lot.is_owned_by_current_thread()),
        ),
    ];
    for (lock, heirs) in heirs {
        println!("{lock}: of {LATER} later threads {heirs} took themselves for the owner");
    }
}
