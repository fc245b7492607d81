//! The real world and the watched one have the same shapes: one file uses every operation there is in both, is mounted
//! over both, and comes to the same. So nothing can be taken away from one of them, or mean something else there.

#![allow(clippy::duplicate_mod, reason = "one file over two worlds is what is tested")]

use std::sync::{Arc, Mutex};

use sync_checked::check;
use sync_checked::sync::Model;

mod real;
mod watched;

/// What is told by `operations` in the watched world.
fn told_when_watched(operations: impl Fn() -> Vec<String> + Send + Sync + 'static) -> Vec<String> {
    let told = Arc::new(Mutex::new(Vec::new()));
    let tell = Arc::clone(&told);
    let model = Model::new("the operations", move || *tell.lock().expect("nobody panics") = operations());
    check(&model).unwrap_or_else(|counterexample| panic!("\n{counterexample}"));
    let told = told.lock().expect("nobody panics");
    told.clone()
}

#[test]
fn atomics_come_to_the_same_in_both_worlds() {
    let interesting = [0, 1, 2, 77, 0x80, 0xff, 0x8000_0000, 0xffff_ffff, 1 << 63, u64::MAX];
    for (a, b) in interesting.iter().flat_map(|&a| interesting.map(|b| (a, b))) {
        let real = real::operations::atomics(a, b);
        assert!(!real.is_empty());
        assert_eq!(told_when_watched(move || watched::operations::atomics(a, b)), real, "of {a} and {b}");
    }
}

#[test]
fn everything_else_comes_to_the_same_in_both_worlds() {
    assert_eq!(told_when_watched(watched::operations::locks), real::operations::locks());
    assert_eq!(told_when_watched(watched::operations::threads), real::operations::threads());
}
