//! What one can do with an interpreter: leave it and come back, answer native functions, run several threads.

use std::sync::{Arc, Barrier};
use std::thread;

use script::{Call, ErrorKind, Interpreter, Outcome, Plain, Portable, Program, Shared, finish};

fn program(source: &str, natives: &[&str]) -> Arc<Program> {
    Arc::new(Program::compile(source, natives).expect("the script is right"))
}

fn no_natives(_: Call) -> Result<Portable, String> {
    Err("there are none".to_owned())
}

const COUNT: &str = "\
total = 0

def count(n):
    global total
    for i in range(n):
        total += 1
    return total
";

#[test]
fn it_is_left_at_each_turn_of_a_loop_and_at_each_call_if_asked() {
    let source = "def f(n):\n    for i in range(n):\n        g()\n\ndef g():\n    return 1 + 2 * 3\n";
    let mut memory = Plain::new(program(source, &[]));
    let mut thread = memory.call("f", &[Portable::Int(3)]).expect("there is an `f`");
    let mut left = 0;
    while memory.run(&mut thread, &mut || true).expect("it is right") == Outcome::Asked {
        left += 1;
    }
    assert_eq!(left, 6, "three turns, three calls");
    assert!(thread.has_ended());
}

/// What a thread does, one instruction after the other.
fn steps<I: Interpreter>(interpreter: &mut I, thread: &mut I::Thread) -> Vec<String> {
    let mut steps = Vec::new();
    while let Some(instruction) = interpreter.next_instruction(thread) {
        steps.push(instruction);
        if let Outcome::Native(call) = interpreter.step(thread).expect("it is right") {
            interpreter.give(thread, &call.arguments[0]);
        }
    }
    steps
}

#[test]
fn a_step_is_one_instruction_and_the_next_one_can_be_told() {
    fn check<I: Interpreter>(new: impl Fn(Arc<Program>) -> I) {
        let mut interpreter = new(program(COUNT, &[]));
        assert!(interpreter.set_global("total", &Portable::Int(5)));
        let mut thread = interpreter.call("count", &[Portable::Int(1)]).expect("there is a `count`");
        let expected = "read n, begin a range, take the next of a range, assign i, read total, take 1, compute +, \
                        assign total, begin again, take the next of a range, read total, return";
        assert_eq!(steps(&mut interpreter, &mut thread).join(", "), expected);
        assert!(interpreter.next_instruction(&thread).is_none(), "it has ended");
        assert_eq!(interpreter.global("total"), Some(Portable::Int(6)));
    }
    check(Plain::new);
    check(Shared::new);
}

#[test]
fn a_step_goes_into_functions_and_out_of_them_and_native_ones_are_answered() {
    let source = "def f():\n    return g(ask(4)) + 1\n\ndef g(x):\n    return x\n";
    let mut memory = Plain::new(program(source, &["ask"]));
    let mut thread = memory.call("f", &[]).expect("there is an `f`");
    let expected = "take 4, call ask, call g, read x, return, take 1, compute +, return";
    assert_eq!(steps(&mut memory, &mut thread).join(", "), expected);
    assert_eq!(memory.objects(), 0);
}

#[test]
fn each_instruction_can_be_told_in_words() {
    let source = "\
def f(a):
    a[0] += 1
    if not a or [-2]:
        a.append(float(len(a)))
    while a and True:
        break
    return None
";
    let mut memory = Plain::new(program(source, &[]));
    let list = Portable::List(vec![Portable::Int(1)]);
    let mut thread = memory.call("f", &[list]).expect("there is an `f`");
    let expected = "read a, take 0, copy list and index, read an item, take 1, compute +, assign an item, \
                    read a, compute not, go on elsewhere if true, take 2, compute -, make a list, \
                    go on elsewhere if false, \
                    read a, read a, compute len, compute float, append, forget, \
                    read a, go on elsewhere if false, take True, go on elsewhere if false, go on elsewhere, \
                    take None, return";
    assert_eq!(steps(&mut memory, &mut thread).join(", "), expected);
}

#[test]
fn threads_of_one_plain_memory_take_turns_between_instructions() {
    let mut memory = Plain::new(program(COUNT, &[]));
    let mut main = memory.main();
    finish(&mut memory, &mut main, no_natives).expect("it is right");
    let mut threads: Vec<_> =
        (0..3).map(|_| memory.call("count", &[Portable::Int(100)]).expect("there is a `count`")).collect();
    while !threads.is_empty() {
        threads.retain_mut(|thread| {
            let outcome = memory.run(thread, &mut || true).expect("it is right");
            !matches!(outcome, Outcome::Done(_))
        });
    }
    // Nobody is sent away between reading and assigning, so this holds: by the way it is evaluated, and by no
    // promise.
    assert_eq!(memory.global("total"), Some(Portable::Int(300)));
    assert_eq!(memory.objects(), 1, "that is all that is left");
}

#[test]
fn native_functions_are_answered_from_outside() {
    let source = "def f():\n    return [ask(1, [2.0, None]), ask()]\n";
    let mut memory = Plain::new(program(source, &["other", "ask"]));
    let mut thread = memory.call("f", &[]).expect("there is an `f`");
    let mut asked = Vec::new();
    let value = finish(&mut memory, &mut thread, |call| {
        asked.push(call);
        Ok(Portable::Int(asked.len() as i64))
    });
    assert_eq!(value.expect("it is right").to_string(), "[1, 2]");
    let arguments = vec![Portable::Int(1), Portable::List(vec![Portable::Float(2.0), Portable::None])];
    assert_eq!(asked, [Call { native: 1, arguments }, Call { native: 1, arguments: vec![] }]);
    assert_eq!(memory.objects(), 0);
}

#[test]
fn it_is_left_when_a_native_function_has_returned_if_asked() {
    let mut memory = Plain::new(program("def f():\n    return ask() + 1\n", &["ask"]));
    let mut thread = memory.call("f", &[]).expect("there is an `f`");
    let call = Outcome::Native(Call { native: 0, arguments: vec![] });
    assert_eq!(memory.run(&mut thread, &mut || true), Ok(call));
    memory.give(&mut thread, &Portable::Int(4));
    assert_eq!(memory.run(&mut thread, &mut || true), Ok(Outcome::Asked));
    assert_eq!(memory.run(&mut thread, &mut || true), Ok(Outcome::Done(Portable::Int(5))));
}

#[test]
fn a_native_function_that_fails_ends_the_thread_with_its_line() {
    let mut memory = Plain::new(program("def f():\n    a = [1]\n    return ask(a)\n", &["ask"]));
    let mut thread = memory.call("f", &[]).expect("there is an `f`");
    let error = finish(&mut memory, &mut thread, no_natives).expect_err("it fails");
    assert_eq!((error.line, error.kind), (3, ErrorKind::Native));
    assert_eq!(error.to_string(), "line 3: RuntimeError: there are none");
    assert!(thread.has_ended());
    assert_eq!(memory.objects(), 0);
}

#[test]
fn a_thread_that_is_abandoned_leaves_nothing_behind() {
    let mut memory = Plain::new(program(
        "def f(a):\n    b = [a, a]\n    while True:\n        g(b)\n\ndef g(b):\n    pass\n",
        &[],
    ));
    let list = Portable::List(vec![Portable::Int(1), Portable::Float(2.0)]);
    let mut thread = memory.call("f", &[list]).expect("there is an `f`");
    for _ in 0..9 {
        assert_eq!(memory.run(&mut thread, &mut || true), Ok(Outcome::Asked));
    }
    assert!(memory.objects() > 0);
    memory.abandon(thread);
    assert_eq!(memory.objects(), 0);
}

#[test]
fn what_does_not_fit_is_refused_when_it_is_called() {
    let mut memory = Plain::new(program("def f(a):\n    return a\n", &[]));
    for (function, arguments, kind) in [("g", vec![], ErrorKind::Name), ("f", vec![], ErrorKind::Type)] {
        let error = memory.call(function, &arguments).map(|_| ()).expect_err("it does not fit");
        assert_eq!((error.line, error.kind), (0, kind));
        assert!(!error.to_string().starts_with("line"), "{error}");
    }
    assert_eq!(memory.objects(), 0);
}

#[test]
#[should_panic(expected = "has ended")]
fn a_thread_that_has_ended_is_not_run() {
    let mut memory = Plain::new(program("", &[]));
    let mut thread = memory.main();
    assert_eq!(memory.run(&mut thread, &mut || false), Ok(Outcome::Done(Portable::None)));
    let _ = memory.run(&mut thread, &mut || false);
}

#[test]
fn globals_are_read_and_set_from_outside() {
    let mut memory = Plain::new(program(COUNT, &[]));
    assert_eq!(memory.global("total"), None, "it has no value yet");
    assert!(memory.set_global("total", &Portable::Int(5)));
    assert!(!memory.set_global("other", &Portable::Int(5)), "the script has no such variable");
    let mut thread = memory.call("count", &[Portable::Int(2)]).expect("there is a `count`");
    assert_eq!(finish(&mut memory, &mut thread, no_natives), Ok(Portable::Int(7)));
}

#[test]
fn many_threads_of_the_system_use_a_shared_memory_at_once() {
    const THREADS: i64 = 4;
    const EACH: i64 = 2000;
    let source = "\
items = []

def add(n):
    for i in range(n):
        items.append(i)
        items[0] = len(items)
";
    let mut memory = Shared::new(program(source, &[]));
    let mut main = memory.main();
    finish(&mut memory, &mut main, no_natives).expect("it is right");
    let all_there = Barrier::new(THREADS as usize);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            let (mut memory, all_there) = (memory.clone(), &all_there);
            scope.spawn(move || {
                let mut thread = memory.call("add", &[Portable::Int(EACH)]).expect("there is an `add`");
                all_there.wait();
                finish(&mut memory, &mut thread, no_natives).expect("it is right");
            });
        }
    });
    let items = memory.global("items").expect("it has a value");
    let items = items.as_list().expect("it is a list");
    assert_eq!(items.len() as i64, THREADS * EACH, "no item is lost");
    assert!(items.iter().all(|item| item.as_int().is_some_and(|item| (0..=THREADS * EACH).contains(&item))));
}
