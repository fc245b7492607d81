//! How a lesson's program ends.

use std::process::ExitCode;

/// The exit codes of a lesson's program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// The picture was drawn, and it is right (or nobody asked).
    Success = 0,
    /// A worker failed, the picture is wrong, or a file could not be written.
    Failure = 1,
    /// The command line asks for something that cannot be had; the message lists what can.
    Usage = 2,
    /// Ctrl-C (or a request to terminate) came before the end. The shells' convention: 128 + SIGINT.
    Interrupted = 130,
}

impl Exit {
    /// The code as the operating system sees it.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}
