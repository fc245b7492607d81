//! A global interpreter lock made of a mutex, two condition variables and a flag that the evaluator looks at.
//!
//! # The algorithm
//!
//! The lock *has* the interpreter, and whoever takes the lock has it in hand. What makes it different from other
//! locks is that its holder would never give it back by itself: it runs a script. So it has to be asked. A thread
//! that wants the interpreter waits for one *switch interval*. If all this time the same thread has held it, it makes
//! a *drop request*: it sets a flag, at which the evaluator looks every now and then. The holder then puts the
//! interpreter back, and wakes one who waits.
//!
//! To wake a thread takes a while, and a holder that takes the interpreter again at once would always be first. So
//! whoever puts it back on request waits until somebody else has taken it: that is a *forced switch*.
//!
//! | state | who has the interpreter | who comes | the flag |
//! |---|---|---|---|
//! | **free** | the lock | takes it | down |
//! | **held** | a thread | waits, one interval at a time | down |
//! | **requested** | a thread, which will look at the flag soon | waits, one interval at a time | up |
//! | **given up** | the lock; who had it last waits for the switch | takes it | up, until it is taken |
//! | **closed** | the lock, or a thread that comes to its end | gets an error | up, for ever |
//!
//! This is the algorithm of CPython since version 3.2, by Antoine Pitrou, in `Python/ceval_gil.c`. There the lock
//! guards everything that the interpreter has, by agreement; here it owns it. The flag was a part of the *eval
//! breaker* from the beginning: all that the evaluator has to look at beside its instructions is gathered in one
//! word, so that it looks once.
//!
//! In two steps: the lock, with the threads that wait for it, and the interpreter in hand, which is given away again
//! and again.

#[path = "by_hand/1_gil.rs"]
mod gil;
#[path = "by_hand/2_held.rs"]
mod held;

pub use gil::{Closed, Counts, DEFAULT_SWITCH_INTERVAL, Gil, TakeError};
pub use held::Held;
