//! Who sleeps is woken when the time has come, and not before; the shorter sleep first. Others go on meanwhile.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use super::by_hand::{Event, gather, run};
use crate::sync::{Arc, Bound, Deadline, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("those who sleep are woken in time", || {
        let signal = Arc::new(Event::new());
        let giver = {
            let signal = Arc::clone(&signal);
            thread::spawn(move || signal.set())
        };
        let order = Arc::new(Mutex::new(Vec::new()));
        let slept = Arc::clone(&order);
        run(|executor| async move {
            let sleeps = |milliseconds| {
                let time = Duration::from_millis(milliseconds);
                let (sleep, until, order) = (executor.sleep(time), Deadline::after(time), Arc::clone(&slept));
                executor.spawn(async move {
                    sleep.await;
                    assert!(until.has_passed(), "not before");
                    order.lock().push(milliseconds);
                })
            };
            let (longer, shorter) = (sleeps(20), sleeps(10));
            // The signal has this polled again, and the sleep in it, which may be too early for that.
            let until = Deadline::after(Duration::from_millis(5));
            let sleep = executor.sleep(Duration::from_millis(5));
            let slept = async {
                sleep.await;
                assert!(until.has_passed(), "not before");
            };
            let both: [Pin<Box<dyn Future<Output = ()>>>; 2] = [Box::pin(slept), Box::pin(signal.wait())];
            gather(both).await;
            assert_eq!((longer.await, shorter.await), (Ok(()), Ok(())));
        });
        assert_eq!(*order.lock(), [10, 20]);
        giver.join().expect("it does not panic");
    })
    // One preemption puts the signal into the sleep, and a wait that ends early may be the end of one.
    .preemptions(Bound::AtMost(1))
}
