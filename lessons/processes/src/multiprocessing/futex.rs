//! How a process sleeps on a word that others have mapped too.

use sync_real::Deadline;
use sync_real::atomic::AtomicU32;

use crate::by_hand::Futex;

/// The system's own, where it has one that works between processes: Linux. Elsewhere, a waiter naps and looks again.
///
/// (FreeBSD and Windows have the like for the threads of one process only; macOS has had one between processes since
/// 2024.) To nap is right everywhere, since a [`Futex`] may return for no reason. It costs up to a millisecond
/// a wait, and it wakes up for nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SystemFutex;

#[cfg(any(target_os = "linux", target_os = "android"))]
impl Futex for SystemFutex {
    fn sleep(&self, word: &AtomicU32, value: u32, deadline: Deadline) {
        use rustix::thread::futex;

        // What is too long for the clock's own type is for ever.
        let left = deadline.left().and_then(|left| futex::Timespec::try_from(left).ok());
        // Without the flag `PRIVATE`: the word is known to the system by the memory it lies in, not by its address
        // here. That the word has changed already, that the time is over, that a signal came: all of them mean, look
        // again.
        let _ = futex::wait(word, futex::Flags::empty(), value, left.as_ref());
    }

    fn wake_one(&self, word: &AtomicU32) {
        wake(word, 1);
    }

    fn wake_all(&self, word: &AtomicU32) {
        wake(word, i32::MAX.unsigned_abs());
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn wake(word: &AtomicU32, most: u32) {
    use rustix::thread::futex;

    let woken = futex::wake(word, futex::Flags::empty(), most);
    debug_assert!(woken.is_ok(), "a mapped word can be woken on: {woken:?}");
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
impl Futex for SystemFutex {
    fn sleep(&self, word: &AtomicU32, value: u32, deadline: Deadline) {
        use std::time::Duration;
        use sync_real::atomic::Ordering;

        const NAP: Duration = Duration::from_millis(1);
        // Relaxed: a look, as in the trait's own words.
        if word.load(Ordering::Relaxed) == value {
            std::thread::sleep(deadline.left().map_or(NAP, |left| left.min(NAP)));
        }
    }

    /// Nothing to do: whoever naps looks again by itself.
    fn wake_one(&self, _word: &AtomicU32) {}

    /// Nothing to do, as in `wake_one`.
    fn wake_all(&self, _word: &AtomicU32) {}
}
