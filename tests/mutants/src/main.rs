//! Shows how a planted mutant is caught: the first schedule that fails, as a table.
//!
//! `cargo run -p mutants -- barrier rounds-overlap`; without arguments, the list.

#![forbid(unsafe_code)]

use std::process::ExitCode;

use mutants::Mutant;
use sync_checked::check;
use sync_model::table::print;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [lesson, name] = &words[..] else {
        let list = mutants::all().into_iter();
        let list = list.map(|mutant| format!("{:12} {:40} {}\n", mutant.lesson, mutant.name, mutant.about));
        return print(&list.collect::<String>());
    };
    let named = |mutant: &Mutant| mutant.lesson == lesson && mutant.name == name;
    let Some(mutant) = mutants::all().into_iter().find(named) else {
        eprintln!("there is no mutant `{name}` of {lesson}; without arguments all are listed");
        return ExitCode::from(2);
    };
    match check(&(mutant.model)()) {
        Err(counterexample) => print(&counterexample.to_string()),
        Ok(report) => {
            eprintln!("the model does not catch it: {report}");
            ExitCode::FAILURE
        }
    }
}
