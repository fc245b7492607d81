//! How it begins. The `main` of a test program is the test runner's, which calls no code of ours but the tests, and
//! of those whichever was asked for. So it begins before `main`.

#![allow(unsafe_code, reason = "to begin before `main` is to promise what is said below")]

use std::thread;

use crate::{Limits, watch};

ctor::declarative::ctor! {
    // Sound before `main`: of `std` it uses no more than to start a thread, which needs nothing that `main` would
    // set up; and it touches nothing that other constructors may not have made yet.
    #[ctor(unsafe)]
    fn begin() {
        // Without a thread to spare the tests go on unwatched.
        let _ = thread::Builder::new().name("watchdog".to_owned()).spawn(|| watch(Limits::here()));
    }
}
