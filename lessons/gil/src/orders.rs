//! Two threads of a script that each count once, in every order in which their steps can come.
//!
//! Threads of the system come between each other now and then, and nobody can say where. Here one thread of the system
//! runs two threads of the script by turns, and all orders are tried. That is possible because the evaluator can be
//! left after each instruction, and keeps what it knows of a thread in a value.

use std::sync::Arc;

use script::{Interpreter, Outcome, Portable, Program, ScriptError, finish};

/// Where another thread may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Between {
    /// Between any two instructions. So it is without an interpreter lock, and so it is under one if the evaluator
    /// looks after each instruction.
    Instructions,
    /// Where this evaluator looks: where a loop begins again, a function is called, or a native function has returned.
    Looks,
}

/// What all orders came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orders {
    /// How many there are.
    pub all: usize,
    /// In how many of them the two did not get to two.
    pub lost: usize,
    /// One in which they did not, if there is any, with the fewest changes between the two: whose turn it was at each
    /// step.
    pub example: Option<Vec<usize>>,
}

/// What a thread of the script did at its turn.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Which of the two: 0 or 1.
    pub thread: usize,
    /// The instruction that it carried out, or began with.
    pub instruction: String,
    /// What the script has counted after that.
    pub counted: Portable,
}

/// A script that has a function `count`, and one that says what was `counted`. It may `acquire` and `release` a lock.
///
/// # Errors
/// If it is no script.
pub fn compile(source: &str) -> Result<Arc<Program>, ScriptError> {
    Program::compile(source, &["acquire", "release"]).map(Arc::new)
}

/// Runs `count` of a script twice in every order, each time in an interpreter of its own.
///
/// # Errors
/// If the script does something wrong.
///
/// # Panics
/// If the script releases a lock that it has not acquired, or all wait for one that nobody releases.
pub fn try_all<I: Interpreter>(new: impl Fn() -> I, between: Between) -> Result<Orders, ScriptError> {
    let mut orders = Orders { all: 0, lost: 0, example: None };
    let mut turns: Vec<Turn> = Vec::new();
    loop {
        let mut two = Two::start(new())?;
        for turn in &turns {
            two.go_on(turn.thread, between)?;
        }
        // From here on, whoever comes first.
        while let [thread, others @ ..] = &two.ready()[..] {
            turns.push(Turn { thread: *thread, untried: others.to_vec() });
            two.go_on(*thread, between)?;
        }
        orders.all += 1;
        if two.counted()? != Portable::Int(2) {
            orders.lost += 1;
            let order: Vec<usize> = turns.iter().map(|turn| turn.thread).collect();
            if orders.example.as_ref().is_none_or(|best| changes(&order) < changes(best)) {
                orders.example = Some(order);
            }
        }
        // The next order is the same up to the last turn that could have been another's.
        while turns.last().is_some_and(|turn| turn.untried.is_empty()) {
            turns.pop();
        }
        let Some(last) = turns.last_mut() else { return Ok(orders) };
        last.thread = last.untried.pop().expect("the others are gone");
    }
}

/// Runs `count` twice in one order, and tells what happens.
///
/// # Errors
/// If the script does something wrong.
///
/// # Panics
/// If that is no order of this script.
pub fn tell<I: Interpreter>(
    interpreter: I,
    between: Between,
    order: &[usize],
) -> Result<Vec<Step>, ScriptError> {
    let mut two = Two::start(interpreter)?;
    let mut steps = Vec::new();
    for &thread in order {
        let instruction = two.interpreter.next_instruction(&two.threads[thread].script).unwrap_or_default();
        two.go_on(thread, between)?;
        steps.push(Step { thread, instruction, counted: two.counted()? });
    }
    Ok(steps)
}

fn changes(order: &[usize]) -> usize {
    order.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

/// Whose turn it was, and whose it could have been as well.
struct Turn {
    thread: usize,
    untried: Vec<usize>,
}

/// Two threads of a script, and the lock that it has.
struct Two<I: Interpreter> {
    interpreter: I,
    threads: [Counting<I::Thread>; 2],
    is_locked: bool,
}

struct Counting<T> {
    script: T,
    /// It has called `acquire`, and somebody else has the lock.
    waits: bool,
    has_ended: bool,
}

impl<I: Interpreter> Two<I> {
    fn start(mut interpreter: I) -> Result<Two<I>, ScriptError> {
        let mut main = interpreter.main();
        finish(&mut interpreter, &mut main, |_| Err("it calls none there".to_owned()))?;
        let [one, other] = [interpreter.call("count", &[])?, interpreter.call("count", &[])?]
            .map(|script| Counting { script, waits: false, has_ended: false });
        Ok(Two { interpreter, threads: [one, other], is_locked: false })
    }

    /// Who can go on.
    fn ready(&self) -> Vec<usize> {
        let must_wait = |thread: &Counting<I::Thread>| thread.waits && self.is_locked;
        let can = |thread: &Counting<I::Thread>| !thread.has_ended && !must_wait(thread);
        let ready: Vec<usize> = (0..2).filter(|&place| can(&self.threads[place])).collect();
        let all_have_ended = self.threads.iter().all(|thread| thread.has_ended);
        assert!(all_have_ended || !ready.is_empty(), "all wait for a lock that nobody releases");
        ready
    }

    /// Has a thread go on until another may come.
    fn go_on(&mut self, thread: usize, between: Between) -> Result<(), ScriptError> {
        let Counting { script, waits, has_ended } = &mut self.threads[thread];
        assert!(!*has_ended, "this thread has ended");
        if *waits {
            assert!(!self.is_locked, "this thread waits");
            (*waits, self.is_locked) = (false, true);
            self.interpreter.give(script, &Portable::None);
        }
        let outcome = match between {
            Between::Instructions => self.interpreter.step(script)?,
            Between::Looks => self.interpreter.run(script, &mut || true)?,
        };
        match outcome {
            Outcome::Asked => {}
            Outcome::Done(_) => *has_ended = true,
            Outcome::Native(call) if self.interpreter.program().natives()[call.native] == "acquire" => {
                *waits = true;
            }
            Outcome::Native(_) => {
                assert!(self.is_locked, "nobody has the lock");
                self.is_locked = false;
                self.interpreter.give(script, &Portable::None);
            }
        }
        Ok(())
    }

    /// What the script has counted.
    fn counted(&mut self) -> Result<Portable, ScriptError> {
        let mut thread = self.interpreter.call("counted", &[])?;
        finish(&mut self.interpreter, &mut thread, |_| Err("it calls none there".to_owned()))
    }
}
