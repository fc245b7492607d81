//! Shares do not overlap and leave nothing out, also if somebody claims a single number in between; and a share is as
//! large as it should be of what is left.
//!
//! Two threads and four numbers: a half is two, and then one, so that a share that was computed from an old number
//! would be seen.

use super::by_hand::Claims;
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("shares do not overlap", || {
        let claims = Arc::new(Claims::new(4));
        let shared = Arc::clone(&claims);
        let other = thread::spawn(move || {
            let half = shared.claim_share(2);
            assert_eq!(half.len(), (4 - half.start).div_ceil(2), "a half of what was left");
            half.chain(shared.claim()).collect::<Vec<_>>()
        });
        let half = claims.claim_share(2);
        assert_eq!(half.len(), (4 - half.start).div_ceil(2), "a half of what was left");
        let mut claimed: Vec<usize> = half.collect();
        claimed.extend(other.join().expect("it does not panic"));
        claimed.extend(claims.claim_share(1));
        claimed.sort_unstable();
        assert_eq!(claimed, [0, 1, 2, 3], "each once");
    })
}
