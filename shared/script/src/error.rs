//! What can be wrong with a script.

use thiserror::Error;

/// Why a script could not be compiled, or stopped, and in which of its lines.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}{kind}: {message}", place(*line))]
pub struct ScriptError {
    /// The line, counted from 1; 0 if it was not the script that did something wrong, but who called it from outside.
    pub line: usize,
    /// What sort of error it is.
    pub kind: ErrorKind,
    /// What is wrong, for people.
    pub message: String,
}

/// The sorts of errors, each named as Python's exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text is no script, or uses what this subset of Python does not have.
    #[error("SyntaxError")]
    Syntax,
    /// A name that nothing has been assigned to.
    #[error("NameError")]
    Name,
    /// An operation on values of a type that does not have it.
    #[error("TypeError")]
    Type,
    /// A value that an operation cannot take, such as a step of zero.
    #[error("ValueError")]
    Value,
    /// A list has no such item.
    #[error("IndexError")]
    Index,
    /// A division by zero.
    #[error("ZeroDivisionError")]
    ZeroDivision,
    /// An integer that does not fit into 64 bits; Python's have no limit.
    #[error("OverflowError")]
    Overflow,
    /// Calls that are too deep inside of each other.
    #[error("RecursionError")]
    Recursion,
    /// A value that cannot leave the interpreter: lists lie too deep in each other, or in themselves.
    #[error("NotShareableError")]
    NotShareable,
    /// A native function failed.
    #[error("RuntimeError")]
    Native,
}

impl ScriptError {
    pub(crate) fn new(line: usize, kind: ErrorKind, message: impl Into<String>) -> ScriptError {
        ScriptError { line, kind, message: message.into() }
    }
}

fn place(line: usize) -> String {
    if line == 0 { String::new() } else { format!("line {line}: ") }
}

/// What went wrong in an instruction, which does not know its line.
pub(crate) type Fault = (ErrorKind, String);

/// A fault as the error of an instruction.
pub(crate) fn fault<T>(kind: ErrorKind, message: impl Into<String>) -> Result<T, Fault> {
    Err((kind, message.into()))
}
