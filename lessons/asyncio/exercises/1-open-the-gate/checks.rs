//! What is asked of the gate.

use learn::sync::{Arc, Model, Plain, thread};
use learn::{Exercise, Real};

use super::answer::Gate;

/// Everybody waits until it is open, and everybody is woken then.
pub fn exercise() -> Exercise {
    Exercise::new()
        // Explored completely, with one wait that ends early: the least that tells `if` from `while`.
        .model(
            Model::new("nobody comes through before it is open", || {
                let shared = Arc::new((Gate::new(), Plain::new(0)));
                let opener = {
                    let shared = Arc::clone(&shared);
                    thread::spawn(move || {
                        shared.1.set(20);
                        shared.0.open();
                    })
                };
                shared.0.wait();
                assert_eq!(shared.1.get(), 20, "what was done before the gate was opened");
                opener.join().expect("it does not panic");
            })
            .early_wakes(1),
        )
        // Explored completely. With one thread to wait it could not be seen that only one is woken.
        .model(Model::new("everybody is woken", || come_through(2)))
        .real(Real::new("eight come through", || come_through(8)))
}

fn come_through(count: usize) {
    let gate = Arc::new(Gate::new());
    let waiters: Vec<_> = (0..count)
        .map(|_| {
            let gate = Arc::clone(&gate);
            thread::spawn(move || gate.wait())
        })
        .collect();
    gate.open();
    for waiter in waiters {
        waiter.join().expect("it does not panic");
    }
}
