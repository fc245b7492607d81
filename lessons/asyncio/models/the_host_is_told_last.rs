//! A host that drives the executor whenever it was told never misses anything: it is told after the task is in the queue.

use std::pin::pin;
use std::task::Poll;

use super::Signal;
use super::by_hand::Executor;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("the host is told last", || {
        let host = thread::current();
        let mut executor = Executor::new(move || host.unpark());
        let signal = Signal::new();
        let giver = {
            let signal = Arc::clone(&signal);
            thread::spawn(move || signal.give())
        };
        let task = executor.handle().spawn(signal.wait());
        let mut main = pin!(task);
        while executor.drive(main.as_mut()) == Poll::Pending {
            thread::park();
        }
        giver.join().expect("it does not panic");
    })
    // One preemption puts the host between any two steps of telling it.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
