//! Steps 3 to 5.

use std::slice;
use std::thread;

use interpreters::Tiny;
use interpreters::by_hand::{
    CloseError, Engine, ExecutionFailed, Id, Interpreter, Interpreters, RunError, Trouble,
};

use super::{held, tiny};

#[test]
fn each_has_variables_of_its_own() {
    let interpreters = tiny();
    let (one, other) = (interpreters.create().expect("a thread"), interpreters.create().expect("a thread"));
    one.prepare_main([("x", 1), ("y", 2)]).expect("it is open");
    other.exec("x = 3").expect("it is open");
    assert_eq!((one.call("x", vec![]), one.call("y", vec![])), (Ok(1), Ok(2)));
    assert_eq!(other.call("x", vec![]), Ok(3));
    assert!(matches!(other.call("y", vec![]), Err(RunError::Trouble(Trouble::Failed(_)))), "it has none");
}

#[test]
fn a_failure_is_told_with_its_kind_and_its_line() {
    let interpreter = tiny().create().expect("a thread");
    let told = interpreter.exec("x = 1\nraise").expect_err("it raises");
    let failed = ExecutionFailed {
        kind: "RuntimeError".to_owned(),
        message: "raised on purpose".to_owned(),
        line: Some(2),
    };
    assert_eq!(told, RunError::Trouble(Trouble::Failed(failed)));
    assert_eq!(told.to_string(), "RuntimeError: raised on purpose (line 2)");
    assert_eq!(interpreter.call("x", vec![]), Ok(1), "it has what it had");
}

#[test]
fn what_cannot_cross_is_told_and_does_not() {
    let interpreter = tiny().create().expect("a thread");
    let told = interpreter.call("itself", vec![]).expect_err("it cannot");
    assert_eq!(told, RunError::Trouble(Trouble::NotShareable("an engine".to_owned())));
    assert_eq!(interpreter.call("add", vec![1, 2]), Ok(3));
}

#[test]
fn requests_are_done_in_the_order_in_which_they_were_sent() {
    let interpreter = tiny().create().expect("a thread");
    let replies: Vec<_> =
        (0..100).map(|n| interpreter.call_in_thread("add", vec![n, n]).expect("it is open")).collect();
    for (n, reply) in (0..).zip(replies) {
        assert_eq!(reply.result().as_deref(), Ok(&Ok(2 * n)));
    }
}

#[test]
fn they_run_beside_each_other() {
    let (interpreters, begun, let_go) = held();
    let crew = [(); 3].map(|()| interpreters.create().expect("a thread"));
    let replies = crew.each_ref().map(|one| one.call_in_thread("hold", vec![]).expect("it is open"));
    // All have begun, and none has ended.
    (0..3).for_each(|_| begun.recv().expect("it begins"));
    assert!(crew.iter().all(|one| one.is_running() == Ok(true)));
    drop(let_go);
    assert!(replies.iter().all(|reply| reply.result().is_ok()));
}

#[test]
fn one_that_runs_is_not_closed() {
    let (interpreters, begun, let_go) = held();
    let interpreter = interpreters.create().expect("a thread");
    let reply = interpreter.call_in_thread("hold", vec![]).expect("it is open");
    begun.recv().expect("it begins");
    assert_eq!(interpreter.close(), Err(CloseError::Running));
    assert_eq!(interpreter.is_running(), Ok(true));
    drop(let_go);
    assert!(reply.result().is_ok());
    assert_eq!(interpreter.close(), Ok(()));
}

#[test]
fn one_that_is_closed_says_so_and_nothing_else_happens() {
    let interpreters = tiny();
    let interpreter = interpreters.create().expect("a thread");
    assert_eq!(interpreters.list_all(), slice::from_ref(&interpreter));
    assert_eq!(interpreter.is_running(), Ok(false));
    assert_eq!(interpreter.close(), Ok(()));
    assert!(interpreters.list_all().is_empty());
    assert_eq!(interpreter.close(), Err(CloseError::Closed));
    assert_eq!(interpreter.is_running(), Err(CloseError::Closed));
    assert_eq!(interpreter.exec("x = 1"), Err(RunError::Closed));
    assert_eq!(interpreter.prepare_main([("x", 1)]), Err(RunError::Closed));
    assert_eq!(interpreter.call("add", vec![]), Err(RunError::Closed));
    assert_eq!(interpreter.call_in_thread("add", vec![]).expect_err("it is closed"), RunError::Closed);
}

#[test]
fn ids_are_counted_and_never_used_again() {
    let interpreters = tiny();
    let (one, two) = (interpreters.create().expect("a thread"), interpreters.create().expect("a thread"));
    assert_eq!(interpreters.list_all(), [one.clone(), two.clone()]);
    one.close().expect("it is idle");
    let three = interpreters.create().expect("a thread");
    assert!(Id::MAIN < one.id() && one.id() < two.id() && two.id() < three.id());
    assert_eq!(interpreters.list_all(), [two, three]);
    assert_eq!(format!("{} {:?}", one.id(), one), "1 Interpreter { id: Id(1), pending: None, .. }");
}

/// Knows all the others, and itself.
struct Curious(Interpreters<Curious>);

impl Engine for Curious {
    type Value = Option<Interpreter<Curious>>;

    fn set(&mut self, _: &str, _: Option<Interpreter<Curious>>) {}

    fn exec(&mut self, _: &str) -> Result<(), Trouble> {
        Ok(())
    }

    fn call(
        &mut self,
        function: &str,
        mut arguments: Vec<Option<Interpreter<Curious>>>,
    ) -> Result<Option<Interpreter<Curious>>, Trouble> {
        let current = self.0.current();
        let me = self.0.list_all().into_iter().find(|one| one.id() == current);
        let me = me.expect("it is there");
        match function {
            "current" => {}
            "close_yourself" => assert_eq!(me.close(), Err(CloseError::Itself)),
            "ask_yourself" => assert_eq!(me.exec(""), Err(RunError::Itself)),
            "ask_the_other" => {
                let other = arguments.remove(0).expect("there is one");
                assert_eq!(other.exec(""), Ok(()));
            }
            _ => unreachable!("no test asks for it"),
        }
        Ok(Some(me))
    }
}

#[test]
fn each_knows_which_one_it_is_and_waits_for_others_but_not_for_itself() {
    let interpreters = Interpreters::new(|| unreachable!("none is created so"));
    assert_eq!(interpreters.current(), Id::MAIN);
    let [one, other] = [(); 2].map(|()| {
        let same = interpreters.clone();
        interpreters.create_with(|| Curious(same)).expect("a thread")
    });
    for interpreter in [&one, &other] {
        assert!(interpreter.call("current", vec![]) == Ok(Some(interpreter.clone())));
    }
    assert!(one.call("close_yourself", vec![]).is_ok());
    assert!(one.call("ask_yourself", vec![]).is_ok());
    assert!(one.call("ask_the_other", vec![Some(other.clone())]).is_ok());
}

#[test]
fn a_mistake_of_the_engine_is_the_end_of_that_interpreter_and_of_no_other() {
    let interpreters = tiny();
    let (one, other) = (interpreters.create().expect("a thread"), interpreters.create().expect("a thread"));
    let waiting = one.call_in_thread("add", vec![1, 2]).expect("it is open");
    assert_eq!(one.exec("panic"), Err(RunError::Died));
    assert_eq!(waiting.result().as_deref(), Ok(&Ok(3)), "that was before");
    assert_eq!(one.exec("x = 1"), Err(RunError::Closed));
    assert_eq!(one.close(), Err(CloseError::Closed));
    assert_eq!(interpreters.list_all(), slice::from_ref(&other));
    assert_eq!(other.call("add", vec![1, 2]), Ok(3));
}

#[test]
fn one_that_dies_answers_what_is_in_its_mailbox() {
    let (interpreters, begun, let_go) = held();
    let interpreter = interpreters.create().expect("a thread");
    let held = interpreter.call_in_thread("hold", vec![]).expect("it is open");
    begun.recv().expect("it begins");
    let dies = interpreter.call_in_thread("panic", vec![]).expect("it is open");
    let left: Vec<_> =
        (0..10).map(|n| interpreter.call_in_thread("add", vec![n]).expect("it is open")).collect();
    drop(let_go);
    assert!(held.result().is_ok());
    assert!(dies.result().is_err());
    assert!(left.iter().all(|reply| reply.result().is_err()), "nobody waits for ever");
}

#[test]
fn one_that_cannot_be_made_is_dead_from_the_beginning() {
    struct Never;
    impl Engine for Never {
        type Value = ();

        fn set(&mut self, _: &str, (): ()) {}

        fn exec(&mut self, _: &str) -> Result<(), Trouble> {
            Ok(())
        }

        fn call(&mut self, _: &str, _: Vec<()>) -> Result<(), Trouble> {
            Ok(())
        }
    }
    let interpreters = Interpreters::<Never>::new(|| std::panic::resume_unwind(Box::new("on purpose")));
    let interpreter = interpreters.create().expect("a thread");
    let told = interpreter.exec("");
    assert!(told == Err(RunError::Died) || told == Err(RunError::Closed), "{told:?}");
    assert_eq!(interpreter.close(), Err(CloseError::Closed));
    assert!(interpreters.list_all().is_empty());
}

#[test]
fn the_last_who_lets_go_of_it_ends_it_when_it_has_done_what_it_was_sent() {
    let interpreters = tiny();
    let interpreter = interpreters.create().expect("a thread");
    let replies: Vec<_> =
        (0..100).map(|n| interpreter.call_in_thread("add", vec![n]).expect("it is open")).collect();
    drop(interpreter);
    for (n, reply) in (0..).zip(replies) {
        assert_eq!(reply.result().as_deref(), Ok(&Ok(n)));
    }
    assert!(interpreters.list_all().is_empty());
}

#[test]
fn a_request_that_nobody_has_begun_with_can_be_cancelled() {
    let (interpreters, begun, let_go) = held();
    let interpreter = interpreters.create().expect("a thread");
    let held = interpreter.call_in_thread("hold", vec![]).expect("it is open");
    begun.recv().expect("it begins");
    let cancelled = interpreter.call_in_thread("panic", vec![]).expect("it is open");
    assert!(cancelled.cancel());
    assert!(!held.cancel(), "it has begun");
    drop(let_go);
    assert_eq!(interpreter.call("add", vec![1, 2]), Ok(3), "it has not panicked");
}

#[test]
fn an_answer_may_be_waited_for_with_a_timeout() {
    let (interpreters, begun, let_go) = held();
    let interpreter = interpreters.create().expect("a thread");
    let held = interpreter.call_in_thread("hold", vec![]).expect("it is open");
    begun.recv().expect("it begins");
    assert_eq!(held.result_timeout(super::SHORT), Err(future::by_hand::Missing::TimedOut));
    drop(let_go);
    assert_eq!(held.result().as_deref(), Ok(&Ok(0)));
}

#[test]
fn many_may_ask_one_and_each_has_its_own_answer() {
    let interpreter = tiny().create().expect("a thread");
    thread::scope(|scope| {
        for n in 0..8 {
            let interpreter = &interpreter;
            scope.spawn(move || {
                (0..100).for_each(|m| assert_eq!(interpreter.call("add", vec![n, m]), Ok(n + m)));
            });
        }
    });
    assert_eq!(interpreter.close(), Ok(()));
}

#[test]
fn all_of_it_is_gone_when_it_is_closed() {
    /// Says when it is dropped.
    struct Told(std::sync::Arc<()>);
    impl Engine for Told {
        type Value = ();

        fn set(&mut self, _: &str, (): ()) {}

        fn exec(&mut self, _: &str) -> Result<(), Trouble> {
            Ok(())
        }

        fn call(&mut self, _: &str, _: Vec<()>) -> Result<(), Trouble> {
            let _ = &self.0;
            Ok(())
        }
    }
    let count = std::sync::Arc::new(());
    let theirs = std::sync::Arc::clone(&count);
    let interpreters = Interpreters::new(move || Told(std::sync::Arc::clone(&theirs)));
    let interpreter = interpreters.create().expect("a thread");
    interpreter.exec("").expect("it is open");
    assert_eq!(std::sync::Arc::strong_count(&count), 3);
    interpreter.close().expect("it is idle");
    assert_eq!(std::sync::Arc::strong_count(&count), 2);
}

#[test]
fn tiny_says_what_is_no_text_of_its_own() {
    let told = Tiny::default().exec("x = y").expect_err("it is no number");
    assert_eq!(told.to_string(), "SyntaxError: invalid syntax (line 1)");
}
