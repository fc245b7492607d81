//! A host that drives the executor whenever it was told never misses anything: it is told after the task is in the
//! queue.

use std::pin::pin;
use std::task::Poll;

use super::by_hand::{Event, Executor};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("the host is told last", || {
        let host = thread::current();
        let mut executor = Executor::new(move || host.unpark());
        let signal = Arc::new(Event::new());
        let giver = {
            let signal = Arc::clone(&signal);
            thread::spawn(move || signal.set())
        };
        let task = executor.handle().spawn(async move { signal.wait().await });
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
