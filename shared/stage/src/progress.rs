//! A progress bar for runs that take a while.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::ticker::Ticker;

/// Runs shorter than this have no bar.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often the bar moves.
const PERIOD: Duration = Duration::from_millis(100);

/// Whether there is anybody to see a bar.
pub(crate) fn is_seen() -> bool {
    io::stderr().is_terminal()
}

/// Shows on standard error how much of `total` is `done`, which the workers raise: once the run has lasted half a
/// second, and until the ticker is dropped. Without a thread to spare, a run goes without a bar.
pub(crate) fn show(name: &str, total: u64, done: &Arc<AtomicU64>) -> Option<Ticker> {
    let (name, done, begin) = (name.to_owned(), Arc::clone(done), Instant::now());
    let mut bar: Option<Bar> = None;
    let tick = move || {
        if begin.elapsed() >= PATIENCE {
            let bar = bar.get_or_insert_with(|| Bar::new(&name, total));
            // Relaxed: a number to be shown, a moment old in any case. It goes beyond the total where a lesson works on
            // a piece more than once.
            bar.0.set_position(done.load(Ordering::Relaxed).min(total));
        }
    };
    Ticker::start("progress", PERIOD, tick).ok()
}

/// A bar that goes when it is dropped.
struct Bar(ProgressBar);

impl Bar {
    fn new(name: &str, total: u64) -> Bar {
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{msg} {wide_bar} {percent:>3} %, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(name.to_owned());
        Bar(bar)
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
