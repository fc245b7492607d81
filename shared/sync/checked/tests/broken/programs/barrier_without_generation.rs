//! A barrier that counts, and nothing else: who is slow to wake finds the count of the next round.

use sync_checked::sync::{Arc, Bound, Condvar, Model, Mutex, thread};

struct Barrier {
    parties: usize,
    arrived: Mutex<usize>,
    all_here: Condvar,
}

impl Barrier {
    fn wait(&self) {
        let mut arrived = self.arrived.lock();
        *arrived += 1;
        if *arrived == self.parties {
            *arrived = 0;
            self.all_here.notify_all();
            return;
        }
        while *arrived != 0 {
            self.all_here.wait(&mut arrived);
        }
    }
}

pub fn model() -> Model {
    Model::new("three threads meet twice", || {
        let barrier = Arc::new(Barrier { parties: 3, arrived: Mutex::new(0), all_here: Condvar::new() });
        let others: Vec<_> = (0..2)
            .map(|_| {
                let barrier = Arc::clone(&barrier);
                thread::spawn(move || (0..2).for_each(|_| barrier.wait()))
            })
            .collect();
        (0..2).for_each(|_| barrier.wait());
        for other in others {
            other.join().expect("nobody panics");
        }
    })
    .preemptions(Bound::AtMost(2)) // none is needed: a woken thread may be slow by itself
}
