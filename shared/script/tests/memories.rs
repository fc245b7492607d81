//! Whatever a script does, both memories give the same, and leave nothing behind.

use std::fmt::Write as _;
use std::sync::Arc;

use proptest::prelude::*;
use script::{Interpreter, Outcome, Plain, Portable, Program, ScriptError, Shared};

/// Something that has a value: numbers, variables, and what can be made of them, whether it makes sense or not. (But
/// never a list that would come to be in itself, and stay for ever.)
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (-3i64..100).prop_map(|number| format!("({number})")),
        (-2.0..2.0f64).prop_map(|number| format!("({number:?})")),
        prop::sample::select(vec!["a", "b", "c", "items[0]", "len(items)", "None", "True", "1e300"])
            .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(3, 20, 2, |inner| {
        let operators = vec!["+", "-", "*", "/", "//", "%", "==", "!=", "<", "<=", ">", ">=", "and", "or"];
        prop_oneof![
            4 => (inner.clone(), prop::sample::select(operators), inner.clone())
                .prop_map(|(left, operator, right)| format!("({left} {operator} {right})")),
            1 => inner.clone().prop_map(|inner| format!("(not {inner})")),
            1 => inner.clone().prop_map(|inner| format!("(-{inner})")),
            1 => (inner.clone(), inner.clone()).prop_map(|(one, other)| format!("[{one}, {other}]")),
            1 => (inner.clone(), inner.clone()).prop_map(|(list, index)| format!("{list}[{index}]")),
            1 => inner.clone().prop_map(|inner| format!("len({inner})")),
            1 => (inner.clone(), inner).prop_map(|(x, y)| format!("g({x}, {y})")),
        ]
    })
}

/// A few lines, further in by so much.
fn block(depth: u32) -> BoxedStrategy<Vec<String>> {
    let variable = || prop::sample::select(vec!["a", "b", "c"]);
    let simple = prop_oneof![
        (variable(), expression()).prop_map(|(name, value)| vec![format!("{name} = {value}")]),
        (variable(), expression()).prop_map(|(name, value)| vec![format!("{name} += {value}")]),
        expression().prop_map(|value| vec![format!("items.append({value})")]),
        (expression(), expression()).prop_map(|(index, value)| vec![format!("items[{index}] = {value}")]),
        expression().prop_map(|value| vec![format!("return [a, b, c, items, {value}]")]),
    ];
    if depth == 0 {
        return simple.boxed();
    }
    let inside = |lines: Vec<String>| lines.into_iter().map(|line| format!("    {line}")).collect::<Vec<_>>();
    let nested = prop_oneof![
        (expression(), block(depth - 1), block(depth - 1)).prop_map(move |(condition, then, otherwise)| {
            [vec![format!("if {condition}:")], inside(then), vec!["else:".to_owned()], inside(otherwise)]
                .concat()
        }),
        (0u8..4, block(depth - 1)).prop_map(move |(times, body)| {
            [vec![format!("for c in range({times}):")], inside(body)].concat()
        }),
    ];
    let statement = prop_oneof![3 => simple, 2 => nested];
    prop::collection::vec(statement, 1..5).prop_map(|statements| statements.concat()).boxed()
}

/// Runs `f`, and leaves the evaluator wherever it looks, or after each instruction.
fn run<I: Interpreter>(interpreter: &mut I, by_steps: bool) -> Result<String, ScriptError> {
    let mut thread = interpreter.call("f", &[Portable::Int(1), Portable::Float(0.5), Portable::None])?;
    loop {
        let outcome = if by_steps {
            assert!(interpreter.next_instruction(&thread).is_some_and(|words| !words.is_empty()));
            interpreter.step(&mut thread)?
        } else {
            interpreter.run(&mut thread, &mut || true)?
        };
        match outcome {
            // As text: what is not a number does not equal itself.
            Outcome::Done(value) => return Ok(value.to_string()),
            Outcome::Asked => {}
            Outcome::Native(_) => unreachable!("it calls none"),
        }
    }
}

proptest! {
    #[test]
    fn both_memories_give_the_same_and_leave_nothing_behind(lines in block(2)) {
        let mut source = "def g(x, y):\n    return [x, y]\n\ndef f(a, b, c):\n    items = [1, 2]\n".to_owned();
        for line in lines {
            writeln!(source, "    {line}").expect("a text takes everything");
        }
        source += "    return [a, b, c]\n";
        let program = Arc::new(Program::compile(&source, &[]).expect("it is a script"));
        let mut plain = Plain::new(Arc::clone(&program));
        let result = run(&mut plain, false);
        prop_assert_eq!(plain.objects(), 0, "{}", &source);
        prop_assert_eq!(&run(&mut plain, true), &result, "{}", &source);
        prop_assert_eq!(plain.objects(), 0, "{}", &source);
        prop_assert_eq!(&run(&mut Shared::new(Arc::clone(&program)), false), &result, "{}", &source);
        prop_assert_eq!(&run(&mut Shared::new(program), true), &result, "{}", &source);
    }
}
