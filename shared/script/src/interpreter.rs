//! An interpreter as its user sees it: memory, and threads that run in it.

use crate::error::{ErrorKind, ScriptError};
use crate::machine::{self, Call, Outcome};
use crate::memory::{Memory, export, import};
use crate::plain::Plain;
use crate::portable::Portable;
use crate::program::Program;
use crate::shared::Shared;

/// Memory in which the threads of a script run: [`Plain`] or [`Shared`].
///
/// No method blocks, and none starts a thread: whose turn it is, is for the caller to say.
pub trait Interpreter {
    /// A thread of this interpreter. One that has not ended holds on to objects: it is to be
    /// [abandoned](Interpreter::abandon) if it is not to end.
    type Thread: Send;

    /// The program.
    fn program(&self) -> &Program;

    /// A thread that will run what stands outside of all functions.
    fn main(&mut self) -> Self::Thread;

    /// A thread that will call a function.
    ///
    /// # Errors
    /// If the program has no such function, or it takes another number of arguments.
    fn call(&mut self, function: &str, arguments: &[Portable]) -> Result<Self::Thread, ScriptError>;

    /// Runs a thread until it ends, or calls a native function, or `look` says so. It is asked whenever a loop begins
    /// again, a function is called, or a native function has returned, but not between any two other instructions.
    /// ([`step`](Interpreter::step) leaves it there too.)
    ///
    /// # Errors
    /// If the script does something wrong. The thread has ended then.
    ///
    /// # Panics
    /// If the thread has ended, or waits for the result of a native function.
    fn run(
        &mut self,
        thread: &mut Self::Thread,
        look: &mut dyn FnMut() -> bool,
    ) -> Result<Outcome, ScriptError>;

    /// Carries out a thread's next instruction, and no more: [`Outcome::Asked`], unless it was the last one or calls a
    /// native function.
    ///
    /// With this one can have other threads come between any two instructions: as they may where there is no
    /// interpreter lock, or one with an evaluator that looks after each instruction.
    ///
    /// # Errors
    /// If the script does something wrong. The thread has ended then.
    ///
    /// # Panics
    /// If the thread has ended, or waits for the result of a native function.
    fn step(&mut self, thread: &mut Self::Thread) -> Result<Outcome, ScriptError>;

    /// What the thread's next instruction does, in a few words for people; `None` if the thread has ended.
    fn next_instruction(&self, thread: &Self::Thread) -> Option<String>;

    /// Gives a thread the result of the native function that it has called.
    ///
    /// # Panics
    /// If it has not called any.
    fn give(&mut self, thread: &mut Self::Thread, result: &Portable);

    /// Ends a thread whose native function has failed; the error that says so, and where.
    ///
    /// # Panics
    /// If it has not called any.
    fn fail(&mut self, thread: &mut Self::Thread, message: String) -> ScriptError;

    /// Ends a thread wherever it is, and lets go of what it holds.
    fn abandon(&mut self, thread: Self::Thread);

    /// A copy of what a global variable holds, if there is such a variable, and it has a value.
    fn global(&mut self, name: &str) -> Option<Portable>;

    /// Assigns to a global variable of the script; whether there is such a variable.
    fn set_global(&mut self, name: &str, value: &Portable) -> bool;
}

/// Runs a thread to its end, and answers its calls of native functions.
///
/// # Errors
/// If the script does something wrong, or `native` says that it has failed, and why.
pub fn finish<I: Interpreter>(
    interpreter: &mut I,
    thread: &mut I::Thread,
    mut native: impl FnMut(Call) -> Result<Portable, String>,
) -> Result<Portable, ScriptError> {
    loop {
        match interpreter.run(thread, &mut || false)? {
            Outcome::Asked => {}
            Outcome::Native(call) => match native(call) {
                Ok(result) => interpreter.give(thread, &result),
                Err(message) => return Err(interpreter.fail(thread, message)),
            },
            Outcome::Done(value) => return Ok(value),
        }
    }
}

/// The same for both kinds of memory. Written out for each, so that it is compiled in this crate, which is optimised,
/// and not in that of whoever calls it.
macro_rules! interpreter {
    ($memory:ty, $reference:ty) => {
        impl Interpreter for $memory {
            type Thread = machine::Thread<$reference>;

            fn program(&self) -> &Program {
                &self.program
            }

            fn main(&mut self) -> Self::Thread {
                let program = self.program.clone();
                machine::start(self, &program, 0, &[])
                    .expect("every program has this part, without parameters")
            }

            fn call(&mut self, function: &str, arguments: &[Portable]) -> Result<Self::Thread, ScriptError> {
                let program = self.program.clone();
                let Some(number) = program.function(function) else {
                    let message = format!("there is no function `{function}`");
                    return Err(ScriptError::new(0, ErrorKind::Name, message));
                };
                machine::start(self, &program, number, arguments)
            }

            fn run(
                &mut self,
                thread: &mut Self::Thread,
                look: &mut dyn FnMut() -> bool,
            ) -> Result<Outcome, ScriptError> {
                let program = self.program.clone();
                machine::run(self, &program, thread, look)
            }

            fn step(&mut self, thread: &mut Self::Thread) -> Result<Outcome, ScriptError> {
                let program = self.program.clone();
                machine::step(self, &program, thread)
            }

            fn next_instruction(&self, thread: &Self::Thread) -> Option<String> {
                machine::next_instruction(&self.program, thread)
            }

            fn give(&mut self, thread: &mut Self::Thread, result: &Portable) {
                machine::give(self, thread, result);
            }

            fn fail(&mut self, thread: &mut Self::Thread, message: String) -> ScriptError {
                let program = self.program.clone();
                machine::fail(self, &program, thread, message)
            }

            fn abandon(&mut self, mut thread: Self::Thread) {
                machine::abandon(self, &mut thread);
            }

            fn global(&mut self, name: &str) -> Option<Portable> {
                let place = self.program.global(name)?;
                let value = Memory::global(self, place)?;
                let exported = export(self, &value).ok();
                self.release(value);
                exported
            }

            fn set_global(&mut self, name: &str, value: &Portable) -> bool {
                let Some(place) = self.program.global(name) else { return false };
                let value = import(self, value);
                if let Some(before) = Memory::set_global(self, place, value) {
                    self.release(before);
                }
                true
            }
        }
    };
}

interpreter!(Plain, crate::plain::Reference);
interpreter!(Shared, crate::shared::Reference);
