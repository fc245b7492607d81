//! The evaluator: a loop over instructions, which can be left and entered again between any two of them.
//!
//! Everything that it knows of a thread is in a [`Thread`]: when the evaluator is left, nothing stays on the
//! processor's stack, and nothing of the memory is borrowed. That is what makes it possible to give the interpreter
//! away meanwhile.

use std::mem;

use crate::error::{ErrorKind, Fault, ScriptError, fault};
use crate::memory::{Memory, Scalar, export, import};
use crate::operations::{binary, negate, to_float, to_int, type_of};
use crate::portable::Portable;
use crate::program::{Instruction, Program};

/// How many functions may have called each other.
const DEEPEST: usize = 1000;

/// Why the evaluator was left.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It was asked to: the thread goes on where it stopped when it is run again.
    Asked,
    /// The script calls a native function: the thread goes on when it has been given the result.
    Native(Call),
    /// The thread has ended, with this value.
    Done(Portable),
}

/// A call of a native function, with all that it needs: it can be answered without the interpreter.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Which one, as its place in [`Program::natives`].
    pub native: usize,
    /// What it is called with.
    pub arguments: Vec<Portable>,
}

/// What an interpreter knows of one of its threads: which functions have called each other, and their variables.
///
/// It belongs to the memory that it was started in. It may be moved from one thread of the system to another.
#[derive(Debug)]
pub struct Thread<V> {
    state: State,
    frame: Frame,
    /// Who has called, from the outermost.
    callers: Vec<Frame>,
    /// The local variables of all calls, one after the other.
    locals: Vec<Option<V>>,
    /// What instructions work with.
    stack: Vec<V>,
    /// The constants, as objects of this thread's own: where counts are atomic, threads would get in each other's way
    /// at every use of a common one.
    constants: Vec<V>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Ready,
    /// Waits for the result of a native function.
    Calling,
    /// Has been given one. Here the machine looks whether it is asked to stop.
    Given,
    Ended,
}

/// A call that has not returned yet.
#[derive(Clone, Copy, Debug)]
struct Frame {
    function: usize,
    /// The next instruction.
    at: usize,
    /// The first of its local variables.
    base: usize,
}

impl<V> Thread<V> {
    /// Whether it has ended: nothing is left to run, and it holds nothing.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.state == State::Ended
    }
}

/// A thread that will run a function of the program.
pub(crate) fn start<M: Memory>(
    memory: &mut M,
    program: &Program,
    function: usize,
    arguments: &[Portable],
) -> Result<Thread<M::Value>, ScriptError> {
    let Some(called) = program.functions.get(function) else {
        return Err(ScriptError::new(0, ErrorKind::Name, "there is no such function"));
    };
    if called.parameters != arguments.len() {
        let (name, wanted, given) = (&called.name, called.parameters, arguments.len());
        let message = format!("`{name}` takes {wanted} arguments, and was given {given}");
        return Err(ScriptError::new(0, ErrorKind::Type, message));
    }
    let mut locals: Vec<_> = arguments.iter().map(|argument| Some(import(memory, argument))).collect();
    locals.resize_with(called.locals.len(), || None);
    Ok(Thread {
        state: State::Ready,
        frame: Frame { function, at: 0, base: 0 },
        callers: Vec::new(),
        locals,
        stack: Vec::new(),
        constants: program.constants.iter().map(|constant| import(memory, constant)).collect(),
    })
}

/// Lets go of everything that a thread holds.
pub(crate) fn abandon<M: Memory>(memory: &mut M, thread: &mut Thread<M::Value>) {
    thread.state = State::Ended;
    let locals = thread.locals.drain(..).flatten();
    let all = locals.chain(thread.stack.drain(..)).chain(thread.constants.drain(..));
    all.for_each(|value| memory.release(value));
    thread.callers.clear();
}

/// Gives a thread the result of the native function that it has called.
pub(crate) fn give<M: Memory>(memory: &mut M, thread: &mut Thread<M::Value>, result: &Portable) {
    assert_eq!(thread.state, State::Calling, "this thread has not called a native function");
    let result = import(memory, result);
    thread.stack.push(result);
    thread.state = State::Given;
}

/// Ends a thread whose native function has failed.
pub(crate) fn fail<M: Memory>(
    memory: &mut M,
    program: &Program,
    thread: &mut Thread<M::Value>,
    message: String,
) -> ScriptError {
    assert_eq!(thread.state, State::Calling, "this thread has not called a native function");
    let line = line_of(program, thread.frame);
    abandon(memory, thread);
    ScriptError::new(line, ErrorKind::Native, message)
}

/// Runs a thread until there is a reason to leave it.
pub(crate) fn run<M: Memory>(
    memory: &mut M,
    program: &Program,
    thread: &mut Thread<M::Value>,
    look: &mut dyn FnMut() -> bool,
) -> Result<Outcome, ScriptError> {
    if enter(thread) == State::Given && look() {
        return Ok(Outcome::Asked);
    }
    leave(memory, program, thread, |machine| machine.go_on::<false>(look))
}

/// Carries out one instruction of a thread.
pub(crate) fn step<M: Memory>(
    memory: &mut M,
    program: &Program,
    thread: &mut Thread<M::Value>,
) -> Result<Outcome, ScriptError> {
    enter(thread);
    leave(memory, program, thread, |machine| machine.go_on::<true>(&mut || false))
}

/// The instruction that a thread carries out next, in words; `None` if it has ended.
pub(crate) fn next_instruction<V>(program: &Program, thread: &Thread<V>) -> Option<String> {
    let Frame { function, at, .. } = thread.frame;
    let function = &program.functions[function];
    (!thread.has_ended()).then(|| program.in_words(function, function.code[at]))
}

/// What a thread was doing: from now on it runs.
fn enter<V>(thread: &mut Thread<V>) -> State {
    let before = mem::replace(&mut thread.state, State::Ready);
    assert!(
        matches!(before, State::Ready | State::Given),
        "this thread has ended, or waits for a native function"
    );
    before
}

/// Runs a thread in a machine, and writes down how it was left.
fn leave<M: Memory>(
    memory: &mut M,
    program: &Program,
    thread: &mut Thread<M::Value>,
    go_on: impl FnOnce(&mut Machine<'_, M>) -> Result<Outcome, Fault>,
) -> Result<Outcome, ScriptError> {
    let frame = thread.frame;
    let mut machine = Machine { memory, program, thread, frame };
    match go_on(&mut machine) {
        Ok(outcome) => {
            machine.thread.frame = machine.frame;
            match &outcome {
                Outcome::Asked => {}
                Outcome::Native(_) => machine.thread.state = State::Calling,
                Outcome::Done(_) => abandon(machine.memory, machine.thread),
            }
            Ok(outcome)
        }
        Err((kind, message)) => {
            let line = line_of(program, machine.frame);
            abandon(machine.memory, machine.thread);
            Err(ScriptError::new(line, kind, message))
        }
    }
}

/// The line of the instruction that was carried out last.
fn line_of(program: &Program, frame: Frame) -> usize {
    program.functions[frame.function].lines[frame.at.saturating_sub(1)]
}

struct Machine<'a, M: Memory> {
    memory: &'a mut M,
    program: &'a Program,
    thread: &'a mut Thread<M::Value>,
    /// The thread's, while the machine runs.
    frame: Frame,
}

impl<M: Memory> Machine<'_, M> {
    /// Carries out instructions; if it is to be one, just that, and then it is left as if it had been asked to.
    fn go_on<const ONE: bool>(&mut self, look: &mut dyn FnMut() -> bool) -> Result<Outcome, Fault> {
        let program = self.program;
        let mut code = &*program.functions[self.frame.function].code;
        loop {
            let instruction = code[self.frame.at];
            self.frame.at += 1;
            match instruction {
                Instruction::Constant(place) => {
                    let value = self.memory.retain(&self.thread.constants[place]);
                    self.push(value);
                }
                Instruction::Local(place) => self.get_local(place)?,
                Instruction::Global(place) => self.get_global(place)?,
                Instruction::SetLocal(place) => {
                    let value = self.pop();
                    self.set_local(place, value);
                }
                Instruction::SetGlobal(place) => {
                    let value = self.pop();
                    if let Some(before) = self.memory.set_global(place, value) {
                        self.memory.release(before);
                    }
                }
                Instruction::Drop => {
                    let value = self.pop();
                    self.memory.release(value);
                }
                Instruction::CopyTwo => self.copy_two(),
                Instruction::Binary(operator) => {
                    let (right, left) = (self.pop(), self.pop());
                    let result = binary(operator, self.memory.scalar(&left), self.memory.scalar(&right));
                    self.memory.release(left);
                    self.memory.release(right);
                    self.push_scalar(result?);
                }
                Instruction::Not => {
                    let truth = self.pop_truth();
                    self.push_scalar(Scalar::Bool(!truth));
                }
                Instruction::Negate => {
                    let value = self.pop_scalar();
                    self.push_scalar(negate(value)?);
                }
                Instruction::Float => {
                    let value = self.pop_scalar();
                    self.push_scalar(to_float(value)?);
                }
                Instruction::Jump(to) => self.frame.at = to,
                Instruction::Unless(to) => {
                    if !self.pop_truth() {
                        self.frame.at = to;
                    }
                }
                Instruction::Keep { when, to } => self.keep(when, to),
                Instruction::List(length) => {
                    let items = self.thread.stack.split_off(self.thread.stack.len() - length);
                    let list = self.memory.make_list(items);
                    self.push(list);
                }
                Instruction::Item => self.item()?,
                Instruction::SetItem => self.set_item()?,
                Instruction::Append => self.append()?,
                Instruction::Length => self.length()?,
                Instruction::Range { given, first } => self.range(given, first)?,
                Instruction::Next { first, end } => self.next(first, end)?,
                Instruction::Native { native, given } => {
                    let values = self.thread.stack.split_off(self.thread.stack.len() - given);
                    return Ok(Outcome::Native(Call { native, arguments: self.export_all(values)? }));
                }
                Instruction::Back(to) => {
                    self.frame.at = to;
                    if look() {
                        return Ok(Outcome::Asked);
                    }
                }
                Instruction::Call(function) => {
                    self.call(function)?;
                    code = &*program.functions[function].code;
                    if look() {
                        return Ok(Outcome::Asked);
                    }
                }
                Instruction::Return => {
                    self.release_locals();
                    let Some(caller) = self.thread.callers.pop() else {
                        let result = self.pop();
                        let exported = export(self.memory, &result);
                        self.memory.release(result);
                        return exported.map(Outcome::Done);
                    };
                    self.frame = caller;
                    code = &*program.functions[caller.function].code;
                }
            }
            if ONE {
                return Ok(Outcome::Asked);
            }
        }
    }

    fn push(&mut self, value: M::Value) {
        self.thread.stack.push(value);
    }

    fn push_scalar(&mut self, scalar: Scalar) {
        let value = self.memory.make(scalar);
        self.push(value);
    }

    fn pop(&mut self) -> M::Value {
        self.thread.stack.pop().expect("the compiler puts as many values there as it takes")
    }

    fn pop_scalar(&mut self) -> Option<Scalar> {
        let value = self.pop();
        let scalar = self.memory.scalar(&value);
        self.memory.release(value);
        scalar
    }

    fn pop_truth(&mut self) -> bool {
        let value = self.pop();
        let truth = self.truth(&value);
        self.memory.release(value);
        truth
    }

    /// What is nothing, zero or empty is false.
    fn truth(&self, value: &M::Value) -> bool {
        match self.memory.scalar(value) {
            Some(Scalar::None) => false,
            Some(Scalar::Bool(value)) => value,
            Some(Scalar::Int(value)) => value != 0,
            Some(Scalar::Float(value)) => value != 0.0,
            None => self.memory.length(value) != Some(0),
        }
    }

    fn get_local(&mut self, place: usize) -> Result<(), Fault> {
        let Some(value) = &self.thread.locals[self.frame.base + place] else {
            let name = &self.program.functions[self.frame.function].locals[place];
            return fault(ErrorKind::Name, format!("`{name}` is local here, and has no value yet"));
        };
        let value = self.memory.retain(value);
        self.push(value);
        Ok(())
    }

    fn set_local(&mut self, place: usize, value: M::Value) {
        let before = self.thread.locals[self.frame.base + place].replace(value);
        if let Some(before) = before {
            self.memory.release(before);
        }
    }

    fn get_global(&mut self, place: usize) -> Result<(), Fault> {
        let Some(value) = self.memory.global(place) else {
            return fault(ErrorKind::Name, format!("`{}` has no value", self.program.globals[place]));
        };
        self.push(value);
        Ok(())
    }

    fn copy_two(&mut self) {
        let stack = &mut self.thread.stack;
        let [.., lower, upper] = &stack[..] else { unreachable!("the compiler has put two there") };
        let copies = [self.memory.retain(lower), self.memory.retain(upper)];
        stack.extend(copies);
    }

    fn keep(&mut self, when: bool, to: usize) {
        let value = self.pop();
        if self.truth(&value) == when {
            self.push(value);
            self.frame.at = to;
        } else {
            self.memory.release(value);
        }
    }

    /// The place of an item: negative indices count from the end.
    fn place(&self, list: &M::Value, index: &M::Value) -> Result<usize, Fault> {
        let Some(length) = self.memory.length(list) else {
            let what = type_of(self.memory.scalar(list));
            return fault(ErrorKind::Type, format!("a {what} has no items"));
        };
        let index = to_int(self.memory.scalar(index))?;
        let from_start = if index < 0 { index.checked_add_unsigned(length as u64) } else { Some(index) };
        match from_start.and_then(|place| usize::try_from(place).ok()).filter(|&place| place < length) {
            Some(place) => Ok(place),
            None => fault(ErrorKind::Index, format!("there is no item {index} in a list of {length}")),
        }
    }

    fn item(&mut self) -> Result<(), Fault> {
        let (index, list) = (self.pop(), self.pop());
        let item = self.place(&list, &index).map(|place| self.memory.item(&list, place));
        self.memory.release(index);
        self.memory.release(list);
        self.push(item?.ok_or_else(gone)?);
        Ok(())
    }

    fn set_item(&mut self) -> Result<(), Fault> {
        let (value, index, list) = (self.pop(), self.pop(), self.pop());
        let left = match self.place(&list, &index) {
            Ok(place) => self.memory.set_item(&list, place, value).map_err(|value| (value, gone())),
            Err(error) => Err((value, error)),
        };
        self.memory.release(index);
        self.memory.release(list);
        let (left, outcome) = match left {
            Ok(before) => (before, Ok(())),
            Err((value, error)) => (value, Err(error)),
        };
        self.memory.release(left);
        outcome
    }

    fn append(&mut self) -> Result<(), Fault> {
        let (value, list) = (self.pop(), self.pop());
        let what = self.memory.scalar(&list);
        let refused = self.memory.append(&list, value).err();
        self.memory.release(list);
        if let Some(value) = refused {
            self.memory.release(value);
            return fault(ErrorKind::Type, format!("a {} cannot be appended to", type_of(what)));
        }
        self.push_scalar(Scalar::None);
        Ok(())
    }

    fn length(&mut self) -> Result<(), Fault> {
        let list = self.pop();
        let (length, what) = (self.memory.length(&list), self.memory.scalar(&list));
        self.memory.release(list);
        match length.map(i64::try_from) {
            Some(Ok(length)) => {
                self.push_scalar(Scalar::Int(length));
                Ok(())
            }
            _ => fault(ErrorKind::Type, format!("a {} has no length", type_of(what))),
        }
    }

    fn range(&mut self, given: usize, first: usize) -> Result<(), Fault> {
        let values = self.thread.stack.split_off(self.thread.stack.len() - given);
        let bounds: Vec<_> = values.iter().map(|value| to_int(self.memory.scalar(value))).collect();
        values.into_iter().for_each(|value| self.memory.release(value));
        let bounds: Vec<i64> = bounds.into_iter().collect::<Result<_, _>>()?;
        let (next, end, step) = match bounds[..] {
            [end] => (0, end, 1),
            [start, end] => (start, end, 1),
            [start, end, step] => (start, end, step),
            _ => unreachable!("the parser takes one to three"),
        };
        if step == 0 {
            return fault(ErrorKind::Value, "the step of a range is zero");
        }
        for (offset, value) in [next, end, step].into_iter().enumerate() {
            let value = self.memory.make(Scalar::Int(value));
            self.set_local(first + offset, value);
        }
        Ok(())
    }

    fn next(&mut self, first: usize, end: usize) -> Result<(), Fault> {
        let first_local = self.frame.base + first;
        let kept = [0, 1, 2].map(|offset| {
            let value = self.thread.locals[first_local + offset].as_ref();
            value.and_then(|value| self.memory.scalar(value))
        });
        let [Some(Scalar::Int(next)), Some(Scalar::Int(limit)), Some(Scalar::Int(step))] = kept else {
            unreachable!("`range` has put three integers there");
        };
        if if step > 0 { next >= limit } else { next <= limit } {
            self.frame.at = end;
            return Ok(());
        }
        // Beyond 64 bits there is nothing: that is behind every limit.
        let following = self.memory.make(Scalar::Int(next.saturating_add(step)));
        self.set_local(first, following);
        self.push_scalar(Scalar::Int(next));
        Ok(())
    }

    fn call(&mut self, function: usize) -> Result<(), Fault> {
        if self.thread.callers.len() == DEEPEST {
            return fault(ErrorKind::Recursion, format!("more than {DEEPEST} calls inside of each other"));
        }
        let called = &self.program.functions[function];
        let Thread { stack, locals, callers, .. } = &mut *self.thread;
        callers.push(self.frame);
        let base = locals.len();
        self.frame = Frame { function, at: 0, base };
        locals.extend(stack.drain(stack.len() - called.parameters..).map(Some));
        locals.resize_with(base + called.locals.len(), || None);
        Ok(())
    }

    fn release_locals(&mut self) {
        for value in self.thread.locals.drain(self.frame.base..).flatten() {
            self.memory.release(value);
        }
    }

    fn export_all(&mut self, values: Vec<M::Value>) -> Result<Vec<Portable>, Fault> {
        let exported = values.iter().map(|value| export(self.memory, value)).collect();
        values.into_iter().for_each(|value| self.memory.release(value));
        exported
    }
}

/// Where memory is shared, a list may be another one by the time that its item is asked for. (Here lists only grow.)
fn gone() -> Fault {
    (ErrorKind::Index, "the item is gone".to_owned())
}
