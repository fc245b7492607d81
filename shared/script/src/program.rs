//! A script that has been compiled: what never changes, and all interpreters share.

use std::fmt;

use crate::compiler;
use crate::error::ScriptError;
use crate::portable::Portable;
use crate::syntax::BinaryOperator;
use crate::{lexer, parser};

/// A script, compiled. It never changes, so any number of interpreters and threads may run it at once.
///
/// ```
/// use script::{ErrorKind, Program};
///
/// let program = Program::compile("def twice(x):\n    return x + x\n", &[])?;
/// assert_eq!(program.functions().collect::<Vec<_>>(), ["twice"]);
///
/// let error = Program::compile("def twice(x)\n    return x + x\n", &[]).unwrap_err();
/// assert_eq!((error.line, error.kind), (1, ErrorKind::Syntax));
/// # Ok::<(), script::ScriptError>(())
/// ```
#[derive(Debug)]
pub struct Program {
    source: String,
    pub(crate) functions: Vec<Function>,
    pub(crate) constants: Vec<Portable>,
    pub(crate) globals: Vec<String>,
    natives: Vec<String>,
}

/// A function, or the statements outside of any: those are the first function of a program.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) parameters: usize,
    /// The names of the local variables, parameters first; what loops keep has no name.
    pub(crate) locals: Vec<String>,
    pub(crate) code: Vec<Instruction>,
    /// The line of each instruction.
    pub(crate) lines: Vec<usize>,
}

/// An instruction of a machine that keeps what it works with on a stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Instruction {
    /// Puts a constant on the stack.
    Constant(usize),
    /// Puts a variable's value on the stack.
    Local(usize),
    Global(usize),
    /// Takes a value off the stack, into a variable.
    SetLocal(usize),
    SetGlobal(usize),
    /// Takes a value off the stack, and forgets it.
    Drop,
    /// Puts the two uppermost values there once more.
    CopyTwo,
    /// Takes two values, puts one there.
    Binary(BinaryOperator),
    Not,
    Negate,
    /// Goes on elsewhere, further on in the function.
    Jump(usize),
    /// Goes back to the beginning of a loop. Here the machine looks whether it is asked to stop.
    Back(usize),
    /// Takes a value, and goes on elsewhere if it is false.
    Unless(usize),
    /// Goes on elsewhere if the uppermost value is as said; takes it off otherwise.
    Keep {
        when: bool,
        to: usize,
    },
    /// Takes so many values, puts a list of them there.
    List(usize),
    /// Takes a list and an index, puts the item there.
    Item,
    /// Takes a list, an index and a value.
    SetItem,
    /// Takes a list and a value, puts `None` there.
    Append,
    /// Takes a list, puts its length there.
    Length,
    /// Takes a number, puts it there as a float.
    Float,
    /// Takes so many numbers; keeps three in local variables from this one on: the next, the end, the step.
    Range {
        given: usize,
        first: usize,
    },
    /// Puts the next number of that range there, or goes on elsewhere if it is at its end.
    Next {
        first: usize,
        end: usize,
    },
    /// Takes the arguments, goes on in the function. Here the machine looks whether it is asked to stop.
    Call(usize),
    /// Takes so many arguments, and leaves the machine until somebody has called the native function.
    Native {
        native: usize,
        given: usize,
    },
    /// Takes the result, goes on in the caller.
    Return,
}

impl Program {
    /// Compiles a script, which may call native functions of these names.
    ///
    /// # Errors
    /// If it is no script, or no script in this subset of Python.
    pub fn compile(source: &str, natives: &[&str]) -> Result<Program, ScriptError> {
        let natives: Vec<String> = natives.iter().map(|&name| name.to_owned()).collect();
        let statements = parser::parse(lexer::tokens(source)?)?;
        let compiled = compiler::compile(&statements, &natives)?;
        let compiler::Compiled { functions, constants, globals } = compiled;
        Ok(Program { source: source.to_owned(), functions, constants, globals, natives })
    }

    /// The text of the script.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The names of its functions, in the order in which they are defined.
    pub fn functions(&self) -> impl Iterator<Item = &str> {
        self.functions[1..].iter().map(|function| &*function.name)
    }

    /// The names of its global variables.
    pub fn globals(&self) -> impl Iterator<Item = &str> {
        self.globals.iter().map(|name| &**name)
    }

    /// The names of the native functions that it may call.
    #[must_use]
    pub fn natives(&self) -> &[String] {
        &self.natives
    }

    /// What an instruction of a function does.
    pub(crate) fn in_words(&self, function: &Function, instruction: Instruction) -> String {
        let verb = |verb: &str, of: &dyn fmt::Display| format!("{verb} {of}");
        match instruction {
            Instruction::Constant(place) => verb("take", &self.constants[place]),
            Instruction::Local(place) => verb("read", &function.locals[place]),
            Instruction::Global(place) => verb("read", &self.globals[place]),
            Instruction::SetLocal(place) => verb("assign", &function.locals[place]),
            Instruction::SetGlobal(place) => verb("assign", &self.globals[place]),
            Instruction::Binary(operator) => verb("compute", &operator.sign()),
            Instruction::Call(function) => verb("call", &self.functions[function].name),
            Instruction::Native { native, .. } => verb("call", &self.natives[native]),
            Instruction::Drop => "forget".to_owned(),
            Instruction::CopyTwo => "copy list and index".to_owned(),
            Instruction::Not => "compute not".to_owned(),
            Instruction::Negate => "compute -".to_owned(),
            Instruction::Jump(_) => "go on elsewhere".to_owned(),
            Instruction::Back(_) => "begin again".to_owned(),
            Instruction::Unless(_) => "go on elsewhere if false".to_owned(),
            Instruction::Keep { when, .. } => format!("go on elsewhere if {when}"),
            Instruction::List(_) => "make a list".to_owned(),
            Instruction::Item => "read an item".to_owned(),
            Instruction::SetItem => "assign an item".to_owned(),
            Instruction::Append => "append".to_owned(),
            Instruction::Length => "compute len".to_owned(),
            Instruction::Float => "compute float".to_owned(),
            Instruction::Range { .. } => "begin a range".to_owned(),
            Instruction::Next { .. } => "take the next of a range".to_owned(),
            Instruction::Return => "return".to_owned(),
        }
    }

    pub(crate) fn function(&self, name: &str) -> Option<usize> {
        self.functions().position(|function| function == name).map(|place| place + 1)
    }

    pub(crate) fn global(&self, name: &str) -> Option<usize> {
        self.globals.iter().position(|global| global == name)
    }
}
