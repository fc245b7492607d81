//! Two threads that give way to each other again and again take turns: neither has two of them while the other waits
//! for one.
//!
//! Two rounds, since what is new in the second is that the other has given way before, and may not have woken up yet.

use std::time::Duration;

use super::by_hand::{Gil, Held};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("they take turns", || {
        let gil = Arc::new(Gil::new(Vec::new()));
        gil.set_switch_interval(Duration::MAX);
        let mut held = gil.take().expect("nobody closes it");
        let theirs = Arc::clone(&gil);
        let other = thread::spawn(move || {
            have_two_turns(&mut theirs.take().expect("nobody closes it"), "other");
        });
        have_two_turns(&mut held, "this");
        held.give_way().expect("nobody closes it");
        // This one has had turns alone until the other came. From then on they alternate, until one has had its two.
        let turns = held.clone();
        let alone = turns.iter().position(|&turn| turn == "other").unwrap_or(turns.len());
        let both = turns[alone..].iter().rposition(|&turn| turn == "this").map_or(0, |last| last + 1);
        let alternate = turns[alone..][..both].windows(2).all(|pair| pair[0] != pair[1]);
        assert!(alternate, "{turns:?}");
        drop(held);
        other.join().expect("nobody panics");
    })
    // Who gives way is slow to wake up without any. One stops the other before it has come.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}

fn have_two_turns(held: &mut Held<'_, Vec<&'static str>>, me: &'static str) {
    for _ in 0..2 {
        held.push(me);
        held.give_way().expect("nobody closes it");
    }
}
