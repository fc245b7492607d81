//! Step 11: where a queue keeps its items, and which of them is next.
//!
//! | kept in | next is |
//! |---|---|
//! | `VecDeque` | the first that was put in |
//! | `Vec` | the last |
//! | `BinaryHeap` of `Reverse`d items | the smallest |
//!
//! There is nothing in it that waits.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// Where a queue keeps its items, and which of them is next.
pub trait Keeps: Default {
    /// What is kept.
    type Item;

    /// Keeps one.
    fn put(&mut self, item: Self::Item);

    /// Takes the next one out, if there is one.
    fn next(&mut self) -> Option<Self::Item>;

    /// How many are kept.
    fn count(&self) -> usize;
}

impl<T> Keeps for VecDeque<T> {
    type Item = T;

    fn put(&mut self, item: T) {
        self.push_back(item);
    }

    fn next(&mut self) -> Option<T> {
        self.pop_front()
    }

    fn count(&self) -> usize {
        self.len()
    }
}

impl<T> Keeps for Vec<T> {
    type Item = T;

    fn put(&mut self, item: T) {
        self.push(item);
    }

    fn next(&mut self) -> Option<T> {
        self.pop()
    }

    fn count(&self) -> usize {
        self.len()
    }
}

impl<T: Ord> Keeps for BinaryHeap<Reverse<T>> {
    type Item = T;

    fn put(&mut self, item: T) {
        self.push(Reverse(item));
    }

    fn next(&mut self) -> Option<T> {
        self.pop().map(|Reverse(item)| item)
    }

    fn count(&self) -> usize {
        self.len()
    }
}
