//! Each construct of the language does what it does in Python, and what is wrong is said with its line.

use std::sync::Arc;

use script::{ErrorKind, Interpreter, Outcome, Plain, Portable, Program, ScriptError, Shared, finish};

/// What `f()` returns, and that nothing is left behind when it has ended.
fn value_of(source: &str) -> Result<Portable, ScriptError> {
    let program = Arc::new(Program::compile(source, &[])?);
    let mut plain = Plain::new(Arc::clone(&program));
    let mut main = plain.main();
    finish(&mut plain, &mut main, |_| Err("there are none".to_owned()))?;
    let globals = plain.objects();
    let mut thread = plain.call("f", &[])?;
    let value = finish(&mut plain, &mut thread, |_| Err("there are none".to_owned()));
    assert_eq!(plain.objects(), globals, "`f` leaves as many objects as there were:\n{source}");

    let mut shared = Shared::new(program);
    let mut main = shared.main();
    finish(&mut shared, &mut main, |_| Err("there are none".to_owned()))?;
    let mut thread = shared.call("f", &[])?;
    let with_shared_memory = finish(&mut shared, &mut thread, |_| Err("there are none".to_owned()));
    assert_eq!(with_shared_memory, value, "both memories give the same:\n{source}");
    value
}

/// An expression's value as Python would show it.
fn shown(expression: &str) -> String {
    let value = value_of(&format!("def f():\n    return {expression}\n"));
    value.unwrap_or_else(|error| panic!("{expression}: {error}")).to_string()
}

#[test]
fn expressions_are_what_python_says() {
    for (expression, expected) in [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("7 / 2", "3.5"),
        ("6 / 2", "3.0"),
        ("-7 // 2", "-4"),
        ("7 // -2", "-4"),
        ("-7 % 3", "2"),
        ("7 % -3", "-2"),
        ("-6 // 3", "-2"),
        ("2 - 3 - 4", "-5"),
        ("1 + 0.5", "1.5"),
        ("1e3", "1000.0"),
        ("-2.5e-1", "-0.25"),
        ("- -1", "1"),
        ("1 < 2", "True"),
        ("2 <= 1.5", "False"),
        ("1 == 1.0", "True"),
        ("None == None", "True"),
        ("None == 0", "False"),
        ("None != 0", "True"),
        ("True + True", "2"),
        ("not 0", "True"),
        ("not 1 == 1", "False"),
        ("0 or 5", "5"),
        ("0 and 5", "0"),
        ("1 and 5", "5"),
        ("3 or 1 // 0", "3"),
        ("[] or 2", "2"),
        ("[1, 2.0, True, None, []]", "[1, 2.0, True, None, []]"),
        ("[1, 2, 3,][-1]", "3"),
        ("[[1], [2]][1][0]", "2"),
        ("len([1, 2])", "2"),
        ("float(2)", "2.0"),
        ("[].append(1)", "None"),
        ("0.0 == -0.0", "True"),
        ("[0.0, -0.0]", "[0.0, -0.0]"),
        ("[1, 1.0]", "[1, 1.0]"),
    ] {
        assert_eq!(shown(expression), expected, "{expression}");
    }
}

#[test]
fn what_is_not_a_number_is_in_no_order() {
    let not_a_number = "1e308 * 10.0 - 1e308 * 10.0";
    for (operator, expected) in
        [("==", "False"), ("!=", "True"), ("<", "False"), ("<=", "False"), (">=", "False")]
    {
        assert_eq!(shown(&format!("({not_a_number}) {operator} 4.0")), expected, "{operator}");
    }
}

#[test]
fn statements_do_what_they_do_in_python() {
    for (body, expected) in [
        ("a = 1\n    a += 2\n    a *= 5\n    a -= 1\n    return a", "14"),
        ("a = 5\n    a /= 2\n    return a", "2.5"),
        ("a = [1, 2]\n    a[0] += 5\n    a[-1] = 9\n    return a", "[6, 9]"),
        ("a = []\n    b = a\n    b.append(1)\n    return a", "[1]"),
        ("if 0:\n        return 1\n    elif 2 > 1:\n        return 2\n    else:\n        return 3", "2"),
        ("if []:\n        return 1\n    return 2", "2"),
        ("n = 0\n    while n < 10:\n        n += 3\n    return n", "12"),
        ("s = 0\n    for i in range(5):\n        s += i\n    return s", "10"),
        ("s = []\n    for i in range(2, 5):\n        s.append(i)\n    return s", "[2, 3, 4]"),
        ("s = []\n    for i in range(5, 0, -2):\n        s.append(i)\n    return s", "[5, 3, 1]"),
        ("s = []\n    for i in range(3):\n        i = 7\n        s.append(i)\n    return s", "[7, 7, 7]"),
        ("for i in range(9):\n        if i == 4:\n            break\n    return i", "4"),
        (
            "s = 0\n    for i in range(6):\n        if i % 2 == 0:\n            continue\n        s += i\n    return s",
            "9",
        ),
        (
            "s = []\n    for i in range(2):\n        for j in range(2):\n            s.append([i, j])\n    return s",
            "[[0, 0], [0, 1], [1, 0], [1, 1]]",
        ),
        ("n = 0\n    while True:\n        n += 1\n        if n > 3:\n            break\n    return n", "4"),
        ("pass", "None"),
        ("return", "None"),
        ("return (1 +\n\n  2)  # a line goes on inside of brackets", "3"),
    ] {
        let value = value_of(&format!("def f():\n    {body}\n"));
        let value = value.unwrap_or_else(|error| panic!("{body}: {error}"));
        assert_eq!(value.to_string(), expected, "{body}");
    }
}

#[test]
fn functions_call_each_other_and_themselves() {
    let source = "\
def f():
    return [factorial(10), even(7)]

def factorial(n):
    if n == 0:
        return 1
    return n * factorial(n - 1)

def even(n):
    if n == 0:
        return True
    return odd(n - 1)

def odd(n):
    if n == 0:
        return False
    return even(n - 1)
";
    assert_eq!(value_of(source).expect("it is right").to_string(), "[3628800, False]");
}

#[test]
fn what_a_function_assigns_is_its_own_unless_it_says_global() {
    let source = "\
count = 10
name = 1

def step():
    global count
    count += 1
    name = 5
    return name

def f():
    step()
    return [count, name]
";
    assert_eq!(value_of(source).expect("it is right").to_string(), "[11, 1]");
}

#[test]
fn errors_of_a_run_have_a_kind_and_a_line() {
    for (line_two, kind) in [
        ("return 1 // 0", ErrorKind::ZeroDivision),
        ("return 1.0 / 0", ErrorKind::ZeroDivision),
        ("return 1 % 0", ErrorKind::ZeroDivision),
        ("return 9223372036854775807 + 1", ErrorKind::Overflow),
        ("return (-9223372036854775807 - 1) // -1", ErrorKind::Overflow),
        ("return [1] + [2]", ErrorKind::Type),
        ("return 1 < None", ErrorKind::Type),
        ("return -None", ErrorKind::Type),
        ("return len(1)", ErrorKind::Type),
        ("return 1[0]", ErrorKind::Type),
        ("return [1][1]", ErrorKind::Index),
        ("return [1][-2]", ErrorKind::Index),
        ("return [1][0.0]", ErrorKind::Type),
        ("[1][3] = 2", ErrorKind::Index),
        ("(1).append(2)", ErrorKind::Type),
        ("return nowhere", ErrorKind::Name),
        ("return f()", ErrorKind::Recursion),
        ("a = a + 1", ErrorKind::Name),
    ] {
        let error = value_of(&format!("def f():\n    {line_two}\n")).expect_err(line_two);
        assert_eq!((error.line, error.kind), (2, kind), "{line_two}: {error}");
    }
    let error =
        value_of("def f():\n    for i in range(1, 2, 0):\n        pass\n").expect_err("a step of zero");
    assert_eq!((error.line, error.kind), (2, ErrorKind::Value));
    assert_eq!(error.to_string(), "line 2: ValueError: the step of a range is zero");
}

#[test]
fn the_line_of_an_error_is_that_of_the_function_in_which_it_happens() {
    let error = value_of("def f():\n    return g(0)\n\ndef g(x):\n    return 1 / x\n").expect_err("by zero");
    assert_eq!(error.line, 5);
}

#[test]
fn what_is_no_script_is_refused_with_its_line() {
    for (source, line) in [
        ("def f(:\n    pass\n", 1),
        ("x = 1\n  y = 2\n", 2),
        ("if 1:\n        x = 1\n    y = 2\n", 3),
        ("if 1:\n\tx = 1\n", 2),
        ("x = (1,\n", 1),
        ("x = 1)\n", 1),
        ("x = 'text'\n", 1),
        ("x = 1 < 2 < 3\n", 1),
        ("x = 12345678901234567890\n", 1),
        ("x = 1a\n", 1),
        ("f() = 1\n", 1),
        ("return 1\n", 1),
        ("x = 1\nbreak\n", 2),
        ("continue\n", 1),
        ("for x in [1]:\n    pass\n", 1),
        ("x.sort()\n", 1),
        ("def f(a, a):\n    pass\n", 1),
        ("def f():\n    pass\ndef f():\n    pass\n", 3),
        ("def f():\n    pass\nf(1)\n", 3),
        ("def f():\n    pass\nf = 1\n", 3),
        ("def f():\n    len = 1\n", 2),
        ("def f():\n    x = 1\n    global x\n", 3),
        ("if 1:\n    pass\nelse:\n    def f():\n        pass\n", 4),
        ("while 1:\npass\n", 2),
    ] {
        let error = Program::compile(source, &[]).expect_err(source);
        assert_eq!((error.line, error.kind), (line, ErrorKind::Syntax), "{source}{error}");
    }
    let error = Program::compile("x = 1\nnobody(x)\n", &[]).expect_err("nobody has defined it");
    assert_eq!((error.line, error.kind), (2, ErrorKind::Name));
}

#[test]
fn however_deep_brackets_stand_inside_of_each_other_there_is_an_answer() {
    for deep in [10, 40, 100, 10_000] {
        let source = format!("x = {}1{}\n", "(".repeat(deep), ")".repeat(deep));
        let compiled = Program::compile(&source, &[]);
        assert_eq!(compiled.is_ok(), deep < 50, "{deep}");
        let source = format!("x = {}1\n", "not ".repeat(deep));
        assert_eq!(Program::compile(&source, &[]).is_ok(), deep < 49, "{deep}");
    }
}

#[test]
fn a_list_that_is_in_itself_does_not_go_out_and_stays_for_ever() {
    let source = "def f():\n    a = []\n    a.append(a)\n    return a\n";
    let mut memory = Plain::new(Arc::new(Program::compile(source, &[]).expect("it is right")));
    let mut thread = memory.call("f", &[]).expect("there is an `f`");
    let error = finish(&mut memory, &mut thread, |_| Err(String::new())).expect_err("it has no end");
    assert_eq!(error.kind, ErrorKind::NotShareable);
    assert_eq!(memory.objects(), 1, "nothing here looks for circles");
}

#[test]
fn a_long_chain_of_lists_is_let_go_of() {
    let source = "\
def f():
    chain = []
    for i in range(200000):
        chain = [chain]
    return len(chain)
";
    assert_eq!(value_of(source), Ok(Portable::Int(1)));
}

#[test]
fn a_long_chain_of_lists_goes_with_its_memory_or_with_a_thread_that_nobody_ends() {
    let source = "\
chain = []
for i in range(200000):
    chain = [chain]
";
    let program = Arc::new(Program::compile(source, &[]).expect("it is right"));
    let mut shared = Shared::new(Arc::clone(&program));
    let mut main = shared.main();
    finish(&mut shared, &mut main, |_| Err(String::new())).expect("it is right");
    drop(shared);
    let mut shared = Shared::new(program);
    let mut main = shared.main();
    for _ in 0..100_000 {
        assert_eq!(shared.run(&mut main, &mut || true), Ok(Outcome::Asked));
    }
    drop((shared, main));
}
