//! A panic ends the thread as a return would: who joins is woken, and has the panic.

use super::by_hand::spawn;
use crate::sync::Model;

pub fn model() -> Model {
    Model::new("a panic reaches who joins", || {
        let thread = spawn(|| -> i32 { panic!("out of paint") });
        let panic = thread.join().expect_err("it panicked");
        assert_eq!(panic.message(), Some("out of paint"));
    })
    .early_wakes(1) // one wait, so that each way to end it early has been tried
}
