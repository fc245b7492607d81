//! What a lesson's `examples/play.rs` calls: its models, played by a schedule from the command line.

use std::process::ExitCode;

use clap::Parser;
use sync_model::Model;
use sync_model::source::Sources;
use sync_model::table::{self, print};
use sync_model::trace::ThreadNumber;

use crate::game::{finish, play};
use crate::{Early, EarlyWake};

/// Runs one of a lesson's models step by step.
#[derive(Parser)]
#[command(after_help = "EXAMPLES:
    --list                          what can be played
    MODEL                           the beginning: who can move, and what it is about to do
    MODEL --schedule 0,0,1          three turns, and who can move then
    MODEL --schedule 0,0,1 --finish the same, and then on to the end without a preemption")]
struct Args {
    /// The model: the name of its file in models/
    model: Option<String>,
    /// Whose turn it is, turn by turn: numbers of threads, 0 being the one that the scenario begins in
    #[arg(long, value_delimiter = ',', value_name = "THREAD,THREAD,…", requires = "model")]
    schedule: Vec<ThreadNumber>,
    /// A wait that ends before anybody notifies: whose, which of its waits (from 0), and why
    #[arg(long, value_name = "THREAD:WAIT:spurious|timeout", value_parser = early)]
    early: Vec<Early>,
    /// Go on to the end when the schedule is over
    #[arg(long)]
    finish: bool,
    /// Print the trace as JSON
    #[arg(long)]
    json: bool,
    /// List the models
    #[arg(long)]
    list: bool,
}

fn early(text: &str) -> Result<Early, String> {
    let parts: Vec<&str> = text.split(':').collect();
    let [thread, chance, why] = parts[..] else { return Err("three parts, such as 1:0:spurious".to_owned()) };
    let number = |text: &str| text.parse().map_err(|_| format!("`{text}` is no number"));
    let why = match why {
        "spurious" => EarlyWake::Spurious,
        "timeout" => EarlyWake::TimedOut,
        other => return Err(format!("a wait ends early by `spurious` or `timeout`, not by `{other}`")),
    };
    let chance: usize = number(chance)?;
    Ok(Early { thread: number(thread)?, chance: u32::try_from(chance).map_err(|e| e.to_string())?, why })
}

/// The program: exit code 0 if the schedule could be followed, whatever it led to; 2 if not.
pub fn main(models: Vec<(&'static str, Model)>) -> ExitCode {
    let args = Args::parse();
    let Some(name) = args.model.filter(|_| !args.list) else {
        let list = models.iter().map(|(name, model)| format!("{name:40}  {}\n", model.name()));
        return print(&list.collect::<String>());
    };
    let Some((_, model)) = models.iter().find(|(known, _)| *known == name) else {
        eprintln!("there is no model `{name}`; --list names those that there are");
        return ExitCode::from(2);
    };
    let played = if args.finish { finish } else { play };
    match played(model, &args.schedule, &args.early) {
        Ok(trace) if args.json => match serde_json::to_string_pretty(&trace) {
            Ok(json) => print(&(json + "\n")),
            Err(error) => {
                eprintln!("the trace cannot be written as JSON: {error}");
                ExitCode::FAILURE
            }
        },
        Ok(trace) => print(&table::render(&trace, &mut Sources::new())),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}
