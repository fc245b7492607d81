//! The drawing itself, with buffers that have nothing in them: there are never more of them than permits, though they
//! change hands, and end in another thread than they began in.
//!
//! Two workers and one permit. Each makes a buffer and puts it on the writer's desk; the writer takes them off.

use super::bands::{Budget, Buffer, OverBudget};
use super::by_hand::BoundedSemaphore;
use crate::sync::{Arc, Bound, Condvar, Model, Mutex, thread};

/// What everybody shares.
struct Studio {
    permits: Arc<BoundedSemaphore>,
    budget: Arc<Budget>,
    desk: Mutex<Vec<Result<Buffer<(), Held>, OverBudget>>>,
    /// Notified when something is put there.
    finished: Condvar,
}

/// A permit that does not borrow its semaphore: a scenario has no scoped threads.
struct Held(Arc<BoundedSemaphore>);

impl Held {
    fn acquire(semaphore: &Arc<BoundedSemaphore>) -> Held {
        semaphore.acquire().forget();
        Held(Arc::clone(semaphore))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // As a permit does.
        let _ = self.0.release();
    }
}

pub fn model() -> Model {
    Model::new("never more buffers than permits", || {
        let studio = Arc::new(Studio {
            permits: Arc::new(BoundedSemaphore::new(1)),
            budget: Budget::of(1),
            desk: Mutex::new(Vec::new()),
            finished: Condvar::new(),
        });
        let workers: Vec<_> = (0..2)
            .map(|_| {
                let studio = Arc::clone(&studio);
                thread::spawn(move || {
                    let permit = Held::acquire(&studio.permits);
                    let buffer = studio.budget.buffer(permit, || ());
                    studio.desk.lock().push(buffer);
                    studio.finished.notify_one();
                })
            })
            .collect();
        for _ in 0..workers.len() {
            let mut desk = studio.desk.lock();
            while desk.is_empty() {
                studio.finished.wait(&mut desk);
            }
            let buffer = desk.pop();
            drop(desk);
            assert!(matches!(buffer, Some(Ok(_))), "a buffer more than there may be");
        }
        for worker in workers {
            worker.join().expect("nobody panics");
        }
        assert_eq!(studio.permits.available_permits(), 1, "all are given back");
    })
    // One stops a worker between its permit and its buffer, or the writer between the two ends of one.
    .preemptions(Bound::AtMost(1))
}
