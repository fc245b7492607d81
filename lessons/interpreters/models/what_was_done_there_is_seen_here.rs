//! Whatever an interpreter did before it answered, who has the answer sees. The memory is plain: a look that came too
//! early would be a data race.

use super::by_hand::{Engine, Interpreters, Trouble};
use crate::sync::{Arc, Bound, Model, Plain};

/// Writes into memory that it should not have, since others have it too.
struct Writer(Arc<Plain<i64>>);

impl Engine for Writer {
    type Value = i64;

    fn set(&mut self, _: &str, value: i64) {
        self.0.set(value);
    }

    fn exec(&mut self, _: &str) -> Result<(), Trouble> {
        self.0.set(self.0.get() + 1);
        Ok(())
    }

    fn call(&mut self, _: &str, _: Vec<i64>) -> Result<i64, Trouble> {
        Ok(self.0.get())
    }
}

pub fn model() -> Model {
    Model::new("what was done there is seen here", || {
        let memory = Arc::new(Plain::new(0));
        let theirs = Arc::clone(&memory);
        let interpreters = Interpreters::new(move || Writer(Arc::clone(&theirs)));
        let interpreter = interpreters.create().expect("there are threads");
        assert_eq!(interpreter.prepare_main([("x", 6)]), Ok(()));
        assert_eq!(memory.get(), 6);
        assert_eq!(interpreter.exec("x += 1"), Ok(()));
        assert_eq!(memory.get(), 7);
        assert_eq!(interpreter.call("x", vec![]), Ok(7));
    })
    // One that answers first and works then needs a preemption to be looked at in between.
    .preemptions(Bound::AtMost(2))
}
