//! Each number is claimed once, and none is left out.
//!
//! Two threads and three numbers, so that one of them can claim twice, before and after the other.

use super::by_hand::Claims;
use crate::sync::{Arc, Model, thread};

/// All numbers that a thread gets.
fn all(claims: &Claims) -> Vec<usize> {
    std::iter::from_fn(|| claims.claim()).collect()
}

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("each number is claimed once", || {
        let claims = Arc::new(Claims::new(3));
        let shared = Arc::clone(&claims);
        let other = thread::spawn(move || all(&shared));
        let mut claimed = all(&claims);
        claimed.extend(other.join().expect("it does not panic"));
        claimed.sort_unstable();
        assert_eq!(claimed, [0, 1, 2], "each once");
    })
}
