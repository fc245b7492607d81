//! Step 6.

use std::num::NonZeroUsize;
use std::thread;
use std::time::Duration;

use interpreters::by_hand::{
    Engine, GetError, Interpreter, Interpreters, Item, PutError, Queue, Trouble, Unbound,
};

use super::{NOW, SHORT, tiny};

const TWO: Option<NonZeroUsize> = NonZeroUsize::new(2);

#[test]
fn what_was_put_first_is_got_first() {
    let queue = tiny().create_queue(None, Unbound::default());
    assert!(queue.is_empty() && !queue.is_full() && queue.room().is_none());
    (0..10).for_each(|number| queue.put(number));
    assert_eq!(queue.len(), 10);
    (0..10).for_each(|number| assert_eq!(queue.get(), Ok(Item::Value(number))));
    assert_eq!(queue.try_get(), Err(GetError::Empty));
}

#[test]
fn there_is_room_for_so_many_and_what_does_not_fit_comes_back() {
    let queue = tiny().create_queue(TWO, Unbound::Mark);
    assert_eq!((queue.try_put(1), queue.put_timeout(2, NOW)), (Ok(()), Ok(())));
    assert!(queue.is_full());
    assert_eq!(queue.try_put(3), Err(PutError(3)));
    assert_eq!(queue.put_timeout(3, SHORT), Err(PutError(3)));
    assert_eq!(queue.len(), 2);
    thread::scope(|scope| {
        scope.spawn(|| queue.put(3));
        (1..=3).for_each(|number| assert_eq!(queue.get(), Ok(Item::Value(number))));
    });
}

#[test]
fn a_get_waits_for_as_long_as_it_says() {
    let queue = tiny().create_queue(None, Unbound::Mark);
    assert_eq!(queue.get_timeout(NOW), Err(GetError::Empty));
    assert_eq!(queue.get_timeout(SHORT), Err(GetError::Empty));
    thread::scope(|scope| {
        let waits = scope.spawn(|| queue.get_timeout(Duration::MAX));
        queue.put(7);
        assert_eq!(waits.join().expect("it does not panic"), Ok(Item::Value(7)));
    });
}

#[test]
fn queues_are_numbered_and_clones_are_the_same_queue() {
    let interpreters = tiny();
    let (one, two) =
        (interpreters.create_queue(TWO, Unbound::Mark), interpreters.create_queue(None, Unbound::Mark));
    assert_eq!((one.id(), two.id()), (1, 2));
    let same = one.clone();
    same.put(7);
    assert_eq!(format!("{one:?}"), "Queue { id: 1, len: 1, room: Some(2), .. }");
    assert_eq!((one.get(), two.try_get()), (Ok(Item::Value(7)), Err(GetError::Empty)));
}

/// Puts what it is told to, for the case of its end as it is told to.
struct Putter(Queue<i64>);

impl Engine for Putter {
    type Value = i64;

    fn set(&mut self, _: &str, value: i64) {
        self.0.put(value);
    }

    fn exec(&mut self, _: &str) -> Result<(), Trouble> {
        Ok(())
    }

    fn call(&mut self, how: &str, arguments: Vec<i64>) -> Result<i64, Trouble> {
        let unbound = match how {
            "mark" => Unbound::Mark,
            "error" => Unbound::Error,
            "remove" => Unbound::Remove,
            _ => panic!("a mistake of the engine"),
        };
        arguments.into_iter().for_each(|value| self.0.put_with(value, unbound));
        Ok(0)
    }
}

/// An interpreter that puts into a queue, and the queue.
fn putter(room: Option<NonZeroUsize>, unbound: Unbound) -> (Interpreter<Putter>, Queue<i64>) {
    let interpreters = Interpreters::new(|| unreachable!("none is created so"));
    let queue = interpreters.create_queue(room, unbound);
    let theirs = queue.clone();
    (interpreters.create_with(|| Putter(theirs)).expect("a thread"), queue)
}

#[test]
fn what_a_closed_interpreter_had_put_becomes_what_it_had_wished() {
    let (interpreter, queue) = putter(None, Unbound::Mark);
    queue.put(1);
    for (how, value) in [("mark", 2), ("error", 3), ("remove", 4)] {
        interpreter.call(how, vec![value]).expect("it is open");
    }
    queue.put(5);
    assert_eq!(queue.len(), 5);
    interpreter.close().expect("it is idle");
    assert_eq!(queue.len(), 4, "one is removed");
    assert_eq!(queue.get(), Ok(Item::Value(1)), "somebody else's stays");
    assert_eq!(queue.get(), Ok(Item::Unbound));
    assert_eq!(queue.get(), Err(GetError::OwnerClosed));
    assert_eq!(queue.get(), Ok(Item::Value(5)));
}

#[test]
fn what_is_not_said_as_it_is_put_is_as_the_queue_says() {
    let (interpreter, queue) = putter(None, Unbound::Error);
    interpreter.prepare_main([("x", 1)]).expect("it is open");
    interpreter.close().expect("it is idle");
    assert_eq!(queue.get(), Err(GetError::OwnerClosed));
}

#[test]
fn what_was_got_before_the_end_stays_a_value() {
    let (interpreter, queue) = putter(None, Unbound::Remove);
    interpreter.prepare_main([("x", 1), ("y", 2)]).expect("it is open");
    assert_eq!(queue.get(), Ok(Item::Value(1)));
    interpreter.close().expect("it is idle");
    assert_eq!(queue.try_get(), Err(GetError::Empty));
}

#[test]
fn what_is_removed_makes_room_for_who_waits() {
    let (interpreter, queue) = putter(TWO, Unbound::Remove);
    interpreter.prepare_main([("x", 1), ("y", 2)]).expect("it is open");
    thread::scope(|scope| {
        let waits = scope.spawn(|| (3..=4).for_each(|value| queue.put(value)));
        interpreter.close().expect("it is idle");
        waits.join().expect("it does not panic");
    });
    assert_eq!((queue.get(), queue.get()), (Ok(Item::Value(3)), Ok(Item::Value(4))));
}

#[test]
fn one_that_dies_is_as_one_that_is_closed() {
    let (interpreter, queue) = putter(None, Unbound::Mark);
    interpreter.prepare_main([("x", 1)]).expect("it is open");
    assert!(interpreter.call("no such way", vec![2]).is_err());
    assert_eq!(queue.get(), Ok(Item::Unbound));
}
