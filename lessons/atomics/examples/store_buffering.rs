//! What `SeqCst` is for: two threads that each raise a flag of their own and then look at the other's.
//!
//! `cargo run -p atomics --example store-buffering -- acq-rel` shows the schedule in which neither sees the other;
//! `-- seq-cst` shows that a `SeqCst` fence between raising and looking leaves none.
//!
//! Dekker's lock (about 1965) begins so, and whoever must not fall asleep between a last look and somebody else's
//! change. Release and Acquire do not help: they order what is *published* by one flag, and here each thread needs its
//! own store to come before its own load, of another flag. Processors let a store wait in a buffer while they load.

use std::process::ExitCode;

use sync_checked::check;
use sync_checked::sync::atomic::{AtomicBool, Ordering, fence};
use sync_checked::sync::{Arc, Model, thread};

/// Two threads, each of which raises its flag and looks at the other's. `between` is the ordering of the fence in
/// between.
pub fn both(name: &'static str, between: Ordering) -> Model {
    Model::new(name, move || {
        let flags = Arc::new(Flags { left: AtomicBool::new(false), right: AtomicBool::new(false) });
        let theirs = Arc::clone(&flags);
        let other = thread::spawn(move || {
            theirs.right.store(true, Ordering::Release);
            fence(between);
            theirs.left.load(Ordering::Acquire)
        });
        flags.left.store(true, Ordering::Release);
        fence(between);
        let sees_right = flags.right.load(Ordering::Acquire);
        let sees_left = other.join().expect("it does not panic");
        assert!(sees_left || sees_right, "whoever comes second sees the first");
    })
}

struct Flags {
    left: AtomicBool,
    right: AtomicBool,
}

fn main() -> ExitCode {
    let model = match std::env::args().nth(1).as_deref() {
        Some("acq-rel") => both("Release and Acquire", Ordering::AcqRel),
        Some("seq-cst") => both("a SeqCst fence in each thread", Ordering::SeqCst),
        _ => {
            eprintln!("one of these: acq-rel, seq-cst");
            return ExitCode::from(2);
        }
    };
    match check(&model) {
        Ok(report) => println!("{report}"),
        Err(counterexample) => print!("{counterexample}"),
    }
    ExitCode::SUCCESS
}
