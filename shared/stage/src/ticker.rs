//! A thread that does something every so often while something else goes on.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Ticks until it is dropped, which waits for the end of the last tick.
#[derive(Debug)]
pub(crate) struct Ticker {
    thread: Option<JoinHandle<()>>,
    ended: Arc<AtomicBool>,
}

impl Ticker {
    /// Calls `tick` in a thread of its own: at least once, then after each `period` and at the end. It is dropped there
    /// after the last time.
    ///
    /// # Errors
    /// If the system has no thread to spare.
    pub(crate) fn start(
        name: &str,
        period: Duration,
        mut tick: impl FnMut() + Send + 'static,
    ) -> io::Result<Ticker> {
        let ended = Arc::new(AtomicBool::new(false));
        let end = Arc::clone(&ended);
        let thread = thread::Builder::new().name(name.to_owned()).spawn(move || {
            loop {
                // Acquire: pairs with the store in `drop`, so that the last tick sees all that came before the end.
                let is_last = end.load(Ordering::Acquire);
                tick();
                if is_last {
                    return;
                }
                thread::park_timeout(period);
            }
        })?;
        Ok(Ticker { thread: Some(thread), ended })
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        // Release: pairs with the load in the thread. It looks before each tick, and is woken from between two.
        self.ended.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // It only shows things; should it have panicked, the run is none the worse.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;
    use std::sync::{OnceLock, mpsc};

    use super::*;

    #[test]
    fn the_last_tick_sees_all_that_came_before_the_end_also_if_that_comes_during_a_tick() {
        let (done, seen) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
        let ended: Arc<OnceLock<Arc<AtomicBool>>> = Arc::default();
        let (begun, has_begun) = mpsc::channel();
        let tick = {
            let (done, seen, ended) = (Arc::clone(&done), Arc::clone(&seen), Arc::clone(&ended));
            move || {
                seen.store(done.load(Ordering::Relaxed), Ordering::Relaxed);
                let _ = begun.send(());
                // The first tick goes on until the end has come.
                while !ended.wait().load(Ordering::Relaxed) {
                    thread::yield_now();
                }
            }
        };
        let ticker = Ticker::start("ticker", Duration::from_secs(3600), tick).expect("a thread");
        ended.set(Arc::clone(&ticker.ended)).expect("it was not set");
        has_begun.recv().expect("it ticks at once");
        done.store(1, Ordering::Relaxed);
        drop(ticker);
        assert_eq!(seen.load(Ordering::Relaxed), 1);
    }
}
