//! What becomes of threads when `main` returns: `cargo run -p threads --example end_of_main`.
//!
//! The end of `main` ends the process, and with it every thread, whatever it was about. So a Rust thread is
//! what Python calls a daemon, unless `main` waits for it; `wait_all` does what Python does by itself.

use std::sync::mpsc;
use std::thread;

use threads::by_hand::Threads;

fn main() {
    let threads = Threads::new();
    let main_is_done = {
        let (tell, told) = mpsc::channel::<()>();
        threads.spawn(move || {
            // Returns when `main` drops its end.
            let _ = told.recv();
            println!("the thread: done, and main has waited for me");
        });
        tell
    };
    let daemon = threads.builder().name("daemon").daemon().spawn(|| {
        loop {
            thread::park();
        }
    });
    let daemon = daemon.expect("there is a thread to give");

    println!("main: done");
    drop(main_is_done);
    threads.wait_all();
    println!("main: returns; {} is alive: {}", daemon.thread().name().unwrap_or("?"), daemon.is_alive());
}
