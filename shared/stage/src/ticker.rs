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
                tick();
                // Relaxed: see `drop`.
                if end.load(Ordering::Relaxed) {
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
        // Relaxed: `unpark` below happens before the thread's return from `park_timeout`, and if it misses both it
        // looks again a period later.
        self.ended.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // It only shows things; should it have panicked, the run is none the worse.
            let _ = thread.join();
        }
    }
}
