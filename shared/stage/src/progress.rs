//! A progress bar for runs that take a while.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Runs shorter than this have no bar.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often the bar moves.
const PERIOD: Duration = Duration::from_millis(100);

/// A bar on standard error, shown once a run has lasted half a second; it goes when this is dropped.
#[derive(Debug)]
pub(crate) struct Progress {
    watcher: Option<(JoinHandle<()>, Arc<AtomicBool>)>,
}

impl Progress {
    /// Whether there is anybody to see it.
    pub(crate) fn is_seen() -> bool {
        io::stderr().is_terminal()
    }

    /// Shows how much of `total` is `done`, which the workers raise.
    pub(crate) fn of(name: &str, total: u64, done: &Arc<AtomicU64>) -> Progress {
        let (name, done, ended) = (name.to_owned(), Arc::clone(done), Arc::new(AtomicBool::new(false)));
        let end = Arc::clone(&ended);
        let watch = move || watch(&name, total, &done, &end);
        // Without a thread to spare, a run goes without a bar.
        let thread = thread::Builder::new().name("progress".to_owned()).spawn(watch).ok();
        Progress { watcher: thread.map(|thread| (thread, ended)) }
    }

    /// No bar.
    pub(crate) fn unseen() -> Progress {
        Progress { watcher: None }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((thread, ended)) = self.watcher.take() {
            // Relaxed: `unpark` below happens before the watcher's return from `park_timeout`, and if it misses
            // both it looks again a period later.
            ended.store(true, Ordering::Relaxed);
            thread.thread().unpark();
            // It only draws; should it have panicked, the run is none the worse.
            let _ = thread.join();
        }
    }
}

fn watch(name: &str, total: u64, done: &AtomicU64, ended: &AtomicBool) {
    let begin = Instant::now();
    let mut bar: Option<ProgressBar> = None;
    // Relaxed: see `Progress::drop`.
    while !ended.load(Ordering::Relaxed) {
        if begin.elapsed() >= PATIENCE {
            // Relaxed: a number to be shown, a moment old in any case. It goes beyond the total where a lesson works on
            // a piece more than once.
            bar.get_or_insert_with(|| new_bar(name, total))
                .set_position(done.load(Ordering::Relaxed).min(total));
        }
        thread::park_timeout(PERIOD);
    }
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
}

fn new_bar(name: &str, total: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{msg} {wide_bar} {percent:>3} %, {eta} left");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(name.to_owned());
    bar
}
