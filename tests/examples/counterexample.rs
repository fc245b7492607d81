//! Shows how a planted mutant is caught: the first schedule that fails, as a table.
//!
//! `cargo run -p whole --example counterexample -- barrier rounds-overlap`; without arguments, the list.

use std::process::ExitCode;

use sync_checked::{check, sync};

include!(concat!(env!("OUT_DIR"), "/mutant_tests.rs"));

fn main() -> ExitCode {
    let mutants = planted();
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [lesson, name] = &words[..] else {
        for (lesson, name, about, _) in mutants {
            println!("{lesson:10} {name:40} {about}");
        }
        return ExitCode::SUCCESS;
    };
    let Some((_, _, _, model)) = mutants.iter().find(|(of, known, ..)| of == lesson && known == name) else {
        eprintln!("there is no mutant `{name}` of {lesson}; without arguments all are listed");
        return ExitCode::from(2);
    };
    match check(&model()) {
        Err(counterexample) => {
            print!("{counterexample}");
            ExitCode::SUCCESS
        }
        Ok(report) => {
            eprintln!("the model does not catch it: {report}");
            ExitCode::FAILURE
        }
    }
}
