//! A pool whose last share is dropped by one of its own jobs is closed, and waits for nobody: the job would wait for
//! itself.

use super::by_hand::Pool;
use crate::sync::{Arc, Model, Mutex};

pub fn model() -> Model {
    Model::new("a job may hold the last share", || {
        // Whoever takes the pool out of here drops it: the job, or `main`.
        let slot = Arc::new(Mutex::new(Some(Pool::new(1))));
        let same = Arc::clone(&slot);
        let job = move || {
            let pool = same.lock().take();
            drop(pool);
        };
        let given = slot.lock().as_ref().map(|pool| pool.execute(job));
        assert!(matches!(given, Some(Ok(()))), "it is open");
        let pool = slot.lock().take();
        drop(pool);
    })
    // Complete: two threads, `main` included.
    .early_wakes(1)
}
