//! Two threads hand in a row each, and who reads the rows takes them to be in the order of the threads.

use sync_checked::sync::{Arc, Model, Mutex, Plain, thread};

pub fn model() -> Model {
    Model::new("the rows are in order", || {
        let rows = Arc::new(Mutex::new(Vec::new()));
        let workers: Vec<_> = (0..2)
            .map(|number| {
                let rows = Arc::clone(&rows);
                thread::spawn(move || {
                    let row = Plain::new(0);
                    row.set(number);
                    rows.lock().push(row.get());
                })
            })
            .collect();
        for worker in workers {
            worker.join().expect("nobody panics");
        }
        assert_eq!(*rows.lock(), [0, 1]);
    })
}
