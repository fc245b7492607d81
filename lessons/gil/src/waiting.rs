//! A script that waits for something outside of the interpreter, and gives the interpreter up meanwhile.

use std::error::Error;

use script::{Call, Interpreter, Outcome, Plain, Portable};

use crate::by_hand::Gil;

// ANCHOR: run
/// Runs a function of a script to its end, in a thread that takes the interpreter for that. What `native` does, for the
/// native functions that the script calls, may block: meanwhile others have the interpreter. It sees plain data, and
/// nothing of the interpreter.
///
/// Blocks while others have the interpreter, and while `native` does.
///
/// # Errors
/// If the lock is closed, or the script does something wrong.
pub fn run(
    gil: &Gil<Plain>,
    (function, arguments): (&str, &[Portable]),
    mut native: impl FnMut(Call) -> Portable,
) -> Result<Portable, Box<dyn Error + Send + Sync>> {
    let mut held = gil.take()?;
    let mut thread = held.call(function, arguments)?;
    loop {
        match held.run(&mut thread, &mut || gil.is_requested())? {
            Outcome::Asked => held.give_way()?,
            Outcome::Native(call) => {
                let result = held.release_while(|| native(call));
                held.give(&mut thread, &result);
            }
            Outcome::Done(value) => return Ok(value),
        }
    }
}
// ANCHOR_END: run
