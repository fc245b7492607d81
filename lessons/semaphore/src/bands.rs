//! Buffers for bands of the picture, and how many there are at a time.

use std::error::Error;
use std::fmt;

use crate::sync::{Arc, Mutex};

// ANCHOR: buffer
/// A band in memory of its own, from before it is drawn until it is in the picture, together with
/// the permit to have that memory.
#[must_use = "it holds a permit"]
pub struct Buffer<B, P> {
    /// The band.
    pub band: B,
    // Fields are dropped in the order in which they stand. So the memory is gone, and counted as
    // gone, before the permit is given back and somebody else may ask for memory.
    _use: Use,
    _permit: P,
}
// ANCHOR_END: buffer

// ANCHOR: budget
/// Counts the buffers that are in use, and knows how many may be.
///
/// It does not make anybody wait, which is what the permits are for. It finds out whether they
/// do.
pub struct Budget {
    limit: usize,
    count: Mutex<Uses>,
}

struct Uses {
    now: usize,
    most: usize,
}

impl Budget {
    /// A budget of so many buffers at a time.
    pub fn of(limit: usize) -> Arc<Budget> {
        Arc::new(Budget { limit, count: Mutex::new(Uses { now: 0, most: 0 }) })
    }

    /// Makes a buffer, which is in use until it is dropped, and keeps the permit as long.
    ///
    /// # Errors
    /// If there are as many as there may be. Then none is made, and the permit is dropped.
    pub fn buffer<B, P>(
        self: &Arc<Self>,
        permit: P,
        make: impl FnOnce() -> B,
    ) -> Result<Buffer<B, P>, OverBudget> {
        let counted = self.begin_use()?;
        Ok(Buffer { band: make(), _use: counted, _permit: permit })
    }

    fn begin_use(self: &Arc<Self>) -> Result<Use, OverBudget> {
        let mut count = self.count.lock();
        if count.now == self.limit {
            return Err(OverBudget { limit: self.limit });
        }
        count.now += 1;
        count.most = count.most.max(count.now);
        Ok(Use(Arc::clone(self)))
    }

    /// The most that were in use at one time.
    pub fn most(&self) -> usize {
        self.count.lock().most
    }
}

/// One buffer in use.
struct Use(Arc<Budget>);

impl Drop for Use {
    fn drop(&mut self) {
        self.0.count.lock().now -= 1;
    }
}
// ANCHOR_END: budget

/// A buffer was asked for while there were as many as there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverBudget {
    limit: usize,
}

impl fmt::Display for OverBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "one buffer more than the {} that there may be", self.limit)
    }
}

impl Error for OverBudget {}
