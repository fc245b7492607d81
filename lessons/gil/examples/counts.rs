//! Two threads of a script count once each, in every order in which their steps can come.
//!
//! `cargo run -p gil --example counts`

use std::sync::Arc;

use gil::orders::{Between, Orders, compile, tell, try_all};
use script::{Interpreter, Plain, Program, ScriptError, Shared};

const SCRIPTS: [(&str, &str); 4] = [
    ("counts", include_str!("../src/scripts/counts.py")),
    ("loses_counts", include_str!("../src/scripts/loses_counts.py")),
    ("counts_with_a_lock", include_str!("../src/scripts/counts_with_a_lock.py")),
    ("counts_by_append", include_str!("../src/scripts/counts_by_append.py")),
];

fn main() -> Result<(), ScriptError> {
    println!("Two threads call `count` once each. A count is lost in so many of all orders:\n");
    for [none, everywhere, calls] in
        [["no lock", "the lock, looks", "the lock, looks at"], ["", "everywhere", "loops and calls"]]
    {
        println!("{:20}{none:>16}{everywhere:>18}{calls:>20}", "");
    }
    for (name, source) in SCRIPTS {
        let program = compile(source)?;
        let columns = [
            without_a_lock(&program, Between::Instructions)?,
            under_the_lock(&program, Between::Instructions)?,
            under_the_lock(&program, Between::Looks)?,
        ];
        let [a, b, c] = columns.map(|Orders { all, lost, .. }| format!("{lost} of {all}"));
        println!("{name:20}{a:>16}{b:>18}{c:>20}");
    }
    let (name, source) = SCRIPTS[0];
    let program = compile(source)?;
    if let Some(order) = without_a_lock(&program, Between::Instructions)?.example {
        println!("\nOne of these orders, of `{name}` without a lock:\n");
        show(Shared::new(program), &order)?;
    }
    Ok(())
}

fn without_a_lock(program: &Arc<Program>, between: Between) -> Result<Orders, ScriptError> {
    try_all(|| Shared::new(Arc::clone(program)), between)
}

fn under_the_lock(program: &Arc<Program>, between: Between) -> Result<Orders, ScriptError> {
    try_all(|| Plain::new(Arc::clone(program)), between)
}

fn show<I: Interpreter>(interpreter: I, order: &[usize]) -> Result<(), ScriptError> {
    println!("{:20}{:20}total", "one thread", "the other");
    for step in tell(interpreter, Between::Instructions, order)? {
        let mut columns = [String::new(), String::new()];
        columns[step.thread] = step.instruction;
        println!("{:20}{:20}{:>5}", columns[0], columns[1], step.counted);
    }
    Ok(())
}
