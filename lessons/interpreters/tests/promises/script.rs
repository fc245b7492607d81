//! The engine of the program.

use std::cell::Cell;
use std::rc::Rc;

use interpreters::Script;
use interpreters::by_hand::{Engine, ExecutionFailed, Interpreters, RunError, Trouble};
use script::Portable;

fn failed(result: Result<impl std::fmt::Debug, Trouble>) -> ExecutionFailed {
    match result {
        Err(Trouble::Failed(failed)) => failed,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_a_text_defines_stays_defined() {
    let mut script = Script::new();
    script.set("x", Portable::Int(1));
    script.exec("y = x + 1\n").expect("it is right");
    script.exec("z = y + x\ndef sum():\n    return x + y + z\n").expect("it is right");
    assert_eq!(script.call("sum", vec![]), Ok(Portable::Int(6)));
    script.exec("x = 10\n").expect("it is right");
    assert_eq!(script.call("sum", vec![]), Ok(Portable::Int(15)));
}

#[test]
fn of_two_functions_of_one_name_the_later_one_counts() {
    let mut script = Script::new();
    script.exec("def f():\n    return 1\n").expect("it is right");
    script.exec("def f():\n    return 2\n").expect("it is right");
    assert_eq!(script.call("f", vec![]), Ok(Portable::Int(2)));
}

#[test]
fn a_function_may_change_what_is_global() {
    let mut script = Script::new();
    script
        .exec("count = 0\ndef next():\n    global count\n    count += 1\n    return count\n")
        .expect("right");
    assert_eq!([(); 2].map(|()| script.call("next", vec![])), [Ok(Portable::Int(1)), Ok(Portable::Int(2))]);
}

#[test]
fn an_error_is_told_as_python_tells_it_and_what_was_before_it_stays() {
    let mut script = Script::new();
    let error = failed(script.exec("x = 1\nx = x // 0\n"));
    assert_eq!((&*error.kind, error.line), ("ZeroDivisionError", Some(2)));
    script.exec("def get():\n    return x\n").expect("it is right");
    assert_eq!(script.call("get", vec![]), Ok(Portable::Int(1)));
    assert_eq!(failed(script.exec("x = = 1\n")).kind, "SyntaxError");
    assert_eq!(failed(script.call("nothing", vec![])).kind, "NameError");
    assert_eq!(failed(script.call("get", vec![Portable::None])).kind, "TypeError");
}

#[test]
fn what_cannot_be_copied_cannot_cross() {
    let mut script = Script::new();
    script.exec("def knot():\n    a = []\n    a.append(a)\n    return a\n").expect("it is right");
    assert!(matches!(script.call("knot", vec![]), Err(Trouble::NotShareable(_))));
}

#[test]
fn a_script_may_call_the_program_and_hears_of_its_failure() {
    let mut script = Script::new()
        .with_native("twice", |arguments| match arguments[..] {
            [Portable::Int(n)] => Ok(Portable::Int(2 * n)),
            _ => Err("twice takes one integer".to_owned()),
        })
        .with_native("never", |_| Err("it never works".to_owned()));
    script.exec("x = twice(21)\ndef get():\n    return x\n").expect("it is right");
    assert_eq!(script.call("get", vec![]), Ok(Portable::Int(42)));
    let error = failed(script.exec("pass\ny = never()\n"));
    assert_eq!((&*error.kind, &*error.message, error.line), ("RuntimeError", "it never works", Some(2)));
}

#[test]
fn a_script_that_never_ends_can_be_stopped_and_the_interpreter_is_as_good_as_before() {
    let asked = Rc::new(Cell::new(0));
    let count = Rc::clone(&asked);
    let mut script = Script::new().with_stop(move || {
        count.set(count.get() + 1);
        count.get() == 1000
    });
    let error = failed(script.exec("x = 7\nwhile True:\n    pass\n"));
    assert_eq!((&*error.kind, asked.get()), ("KeyboardInterrupt", 1000));
    script.exec("def get():\n    return x\n").expect("it is right");
    assert_eq!(script.call("get", vec![]), Ok(Portable::Int(7)));
}

#[test]
fn interpreters_of_scripts_are_isolated() {
    let interpreters = Interpreters::new(Script::new);
    let crew = [1, 2].map(|x| {
        let interpreter = interpreters.create().expect("a thread");
        interpreter.prepare_main([("x", Portable::Int(x))]).expect("it is open");
        interpreter.exec("def grow():\n    global x\n    x = x * 10\n    return x\n").expect("it is right");
        interpreter
    });
    for (interpreter, x) in crew.iter().zip([10, 20]) {
        assert_eq!(interpreter.call("grow", vec![]), Ok(Portable::Int(x)));
    }
    let told = crew[0].exec("def f(:\n").expect_err("it is no text");
    assert!(matches!(told, RunError::Trouble(Trouble::Failed(_))), "{told}");
}
