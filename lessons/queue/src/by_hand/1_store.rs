//! Step 1: where items are kept, and which one comes out next.
//!
//! The four queues of Python differ in little more than this. So the order is a part by itself,
//! without any thread in it, and whatever has to do with threads is written once, in step 2.
//!
//! | order | kept in | put | get |
//! |---|---|---|---|
//! | [`Fifo`]: first in, first out | `VecDeque` | at the back | from the front |
//! | [`Lifo`]: last in, first out | `Vec` | at the end | from the end |
//! | [`SmallestFirst`] | `BinaryHeap` | into the heap | its smallest |

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

// ANCHOR: store
/// Items, and the order in which they come out.
pub trait Store {
    /// What is kept.
    type Item;

    /// Nothing is kept yet.
    fn new() -> Self;

    /// Keeps an item.
    fn push(&mut self, item: Self::Item);

    /// Takes out the item that is next, if there is one. Nothing of it is left behind.
    fn pop(&mut self) -> Option<Self::Item>;

    /// How many are kept.
    fn len(&self) -> usize;

    /// Whether none is kept.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
// ANCHOR_END: store

/// First in, first out.
#[derive(Debug)]
pub struct Fifo<T>(VecDeque<T>);

// ANCHOR: fifo
impl<T> Store for Fifo<T> {
    type Item = T;

    fn new() -> Fifo<T> {
        Fifo(VecDeque::new())
    }

    fn push(&mut self, item: T) {
        self.0.push_back(item);
    }

    fn pop(&mut self) -> Option<T> {
        self.0.pop_front()
    }

    fn len(&self) -> usize {
        self.0.len()
    }
}
// ANCHOR_END: fifo

/// Last in, first out.
#[derive(Debug)]
pub struct Lifo<T>(Vec<T>);

impl<T> Store for Lifo<T> {
    type Item = T;

    fn new() -> Lifo<T> {
        Lifo(Vec::new())
    }

    fn push(&mut self, item: T) {
        self.0.push(item);
    }

    fn pop(&mut self) -> Option<T> {
        self.0.pop()
    }

    fn len(&self) -> usize {
        self.0.len()
    }
}

/// The smallest first. In which order those come that are equal is not said.
///
/// `BinaryHeap` has its largest item on top, so the items are kept in reverse.
#[derive(Debug)]
pub struct SmallestFirst<T>(BinaryHeap<Reverse<T>>);

impl<T: Ord> Store for SmallestFirst<T> {
    type Item = T;

    fn new() -> SmallestFirst<T> {
        SmallestFirst(BinaryHeap::new())
    }

    fn push(&mut self, item: T) {
        self.0.push(Reverse(item));
    }

    fn pop(&mut self) -> Option<T> {
        self.0.pop().map(|Reverse(item)| item)
    }

    fn len(&self) -> usize {
        self.0.len()
    }
}
