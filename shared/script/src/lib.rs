//! A tiny subset of Python: compiled to bytecode, run by an evaluator that can be left between two instructions.
//!
//! A script is real Python, which CPython runs as it stands and to the same numbers: integers, floats, `True`,
//! `False`, `None` and lists; arithmetic, comparisons, `and`, `or`, `not`; assignment, also `+=` and its like; `if`,
//! `elif`, `else`, `while`, `for` over a `range`, `break`, `continue`, `pass`; `def`, `return`, `global`; `len`,
//! `float`, `append`; and calls of *native* functions, which the program around it provides. What it has not, it
//! refuses. It differs from Python in this: an integer has 64 bits, and one that would need more is an error; where
//! an integer meets a float it becomes one first; functions are no values.
//!
//! What is special is how it is run. The evaluator keeps everything that it knows of a thread in a value, and is left
//! whenever it is asked to, and for each call of a native function. So whoever runs it can give the interpreter to
//! another thread of the system meanwhile, and no part of it is borrowed then:
//!
//! ```
//! use std::sync::Arc;
//!
//! use script::{Interpreter, Outcome, Plain, Portable, Program};
//!
//! let source = "\
//! def total(n):
//!     sum = 0
//!     for i in range(n):
//!         sum += square(i)
//!     return sum
//! ";
//! let program = Arc::new(Program::compile(source, &["square"])?);
//! let mut memory = Plain::new(program);
//! let mut thread = memory.call("total", &[Portable::Int(4)])?;
//! let mut left = 0;
//! let value = loop {
//!     // It is asked at each turn of the loop, and after each native function, and is left each time.
//!     match memory.run(&mut thread, &mut || true)? {
//!         Outcome::Asked => left += 1,
//!         Outcome::Native(call) => {
//!             let n = call.arguments[0].as_int().unwrap_or_default();
//!             memory.give(&mut thread, &Portable::Int(n * n));
//!         }
//!         Outcome::Done(value) => break value,
//!     }
//! };
//! assert_eq!((value, left), (Portable::Int(14), 8));
//! assert_eq!(memory.objects(), 0, "nothing is left behind");
//! # Ok::<(), script::ScriptError>(())
//! ```
//!
//! # Two memories
//!
//! The same evaluator works in two kinds of memory. Every number is an object there, with a count of references to
//! it, as in CPython:
//!
//! - [`Plain`]: objects in an arena, counted by ordinary additions. It stands one thread at a time, and Rust sees to
//!   that.
//! - [`Shared`]: each object in an [`Arc`](std::sync::Arc), counted atomically, with a lock round what can change. It
//!   stands any number of threads, and each operation pays for that.
//!
//! Neither lets a reference out. What goes in and comes out is [`Portable`]: plain data.
//!
//! # Layout
//!
//! Read in this order:
//!
//! 1. `interpreter.rs`: what one can do with an interpreter;
//! 2. `portable.rs`, `error.rs`: what goes in and comes out;
//! 3. `lexer.rs`, `parser.rs` (to `syntax.rs`), `compiler.rs` (to `program.rs`): from text to bytecode;
//! 4. `memory.rs`, and its two kinds: `plain.rs` and `shared.rs`;
//! 5. `machine.rs`: the evaluator, and `operations.rs`: what `+` and its like do.

#![forbid(unsafe_code)]

mod compiler;
mod error;
mod interpreter;
mod lexer;
mod machine;
mod memory;
mod operations;
mod parser;
mod plain;
mod portable;
mod program;
mod shared;
mod syntax;

pub use error::{ErrorKind, ScriptError};
pub use interpreter::{Interpreter, finish};
pub use machine::{Call, Outcome, Thread};
pub use plain::Plain;
pub use portable::Portable;
pub use program::Program;
pub use shared::Shared;

/// A script that draws the picture, row by row: `draw_row(row, rows, columns, iterations, top, left, bottom, right)`
/// is the list of a row's counts, the same as those of `fractal`, bit for bit.
pub const PICTURE: &str = include_str!("../scripts/picture.py");
