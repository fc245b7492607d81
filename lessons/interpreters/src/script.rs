//! The engine of the program: scripts in a subset of Python.
//!
//! A source text is compiled by itself, into a memory of its own. What two texts of the same interpreter have in
//! common are global variables, which go from one to the next by value. Functions are no variables in this subset: a
//! text calls those that it defines itself, and from outside those can be called that any text has defined.

use std::collections::HashMap;
use std::sync::Arc;

use script::{Call, ErrorKind, Interpreter, Outcome, Plain, Portable, Program, ScriptError};

use crate::by_hand::{Engine, ExecutionFailed, Trouble};

/// What scripts may ask of the program around them.
type Native = Box<dyn FnMut(Vec<Portable>) -> Result<Portable, String>>;

/// An interpreter for scripts.
///
/// ```
/// use interpreters::Script;
/// use interpreters::by_hand::Engine;
/// use script::Portable;
///
/// let mut script = Script::new();
/// script.set("step", Portable::Int(2));
/// script.exec("def next(x):\n    return x + step\n").unwrap();
/// assert_eq!(script.call("next", vec![Portable::Int(40)]), Ok(Portable::Int(42)));
/// ```
#[derive(Default)]
pub struct Script {
    /// The values of global variables, while no text runs.
    globals: HashMap<String, Portable>,
    /// One for each text that was run, the latest last.
    modules: Vec<Plain>,
    natives: Vec<(&'static str, Native)>,
    stop: Option<Box<dyn Fn() -> bool>>,
}

impl Script {
    /// An interpreter that knows nothing.
    #[must_use]
    pub fn new() -> Script {
        Script::default()
    }

    /// Lets scripts call a function of the program's.
    #[must_use]
    pub fn with_native(
        mut self,
        name: &'static str,
        native: impl FnMut(Vec<Portable>) -> Result<Portable, String> + 'static,
    ) -> Script {
        self.natives.push((name, Box::new(native)));
        self
    }

    /// Has scripts end as soon as `stop` says so; it is asked at every turn of a loop, and at every call.
    #[must_use]
    pub fn with_stop(self, stop: impl Fn() -> bool + 'static) -> Script {
        Script { stop: Some(Box::new(stop)), ..self }
    }

    /// Runs a thread of a module to its end: with the global variables as they are, and leaves them as they are then.
    fn run(
        &mut self,
        module: &mut Plain,
        start: impl FnOnce(&mut Plain) -> Result<<Plain as Interpreter>::Thread, ScriptError>,
    ) -> Result<Portable, Trouble> {
        let names: Vec<String> = module.program().globals().map(str::to_owned).collect();
        for name in &names {
            if let Some(value) = self.globals.get(name) {
                module.set_global(name, value);
            }
        }
        let result = start(module).map_err(trouble).and_then(|mut thread| self.finish(module, &mut thread));
        for name in names {
            if let Some(value) = module.global(&name) {
                self.globals.insert(name, value);
            }
        }
        result
    }

    fn finish(
        &mut self,
        module: &mut Plain,
        thread: &mut <Plain as Interpreter>::Thread,
    ) -> Result<Portable, Trouble> {
        let mut stop = || self.stop.as_ref().is_some_and(|stop| stop());
        loop {
            match module.run(thread, &mut stop).map_err(trouble)? {
                Outcome::Asked => return Err(interrupted()),
                Outcome::Native(Call { native, arguments }) => match self.natives[native].1(arguments) {
                    Ok(result) => module.give(thread, &result),
                    Err(message) => return Err(trouble(module.fail(thread, message))),
                },
                Outcome::Done(value) => return Ok(value),
            }
        }
    }
}

impl Engine for Script {
    type Value = Portable;

    fn set(&mut self, name: &str, value: Portable) {
        self.globals.insert(name.to_owned(), value);
    }

    fn exec(&mut self, source: &str) -> Result<(), Trouble> {
        let natives: Vec<&str> = self.natives.iter().map(|(name, _)| *name).collect();
        let mut module = Plain::new(Arc::new(Program::compile(source, &natives).map_err(trouble)?));
        let result = self.run(&mut module, |module| Ok(module.main()));
        // Also if it has failed: what it had defined until then is defined.
        self.modules.push(module);
        result.map(drop)
    }

    fn call(&mut self, function: &str, arguments: Vec<Portable>) -> Result<Portable, Trouble> {
        let has_it = |module: &Plain| module.program().functions().any(|name| name == function);
        let Some(place) = self.modules.iter().rposition(has_it) else {
            let message = format!("there is no function `{function}`");
            return Err(failed("NameError", message, None));
        };
        let mut module = self.modules.remove(place);
        let result = self.run(&mut module, |module| module.call(function, &arguments));
        self.modules.insert(place, module);
        result
    }
}

/// What an interpreter answers that was stopped.
pub(crate) fn interrupted() -> Trouble {
    failed("KeyboardInterrupt", "the run was stopped".to_owned(), None)
}

fn trouble(error: ScriptError) -> Trouble {
    match error.kind {
        ErrorKind::NotShareable => Trouble::NotShareable(error.message),
        kind => failed(&kind.to_string(), error.message, (error.line > 0).then_some(error.line)),
    }
}

fn failed(kind: &str, message: String, line: Option<usize>) -> Trouble {
    Trouble::Failed(ExecutionFailed { kind: kind.to_owned(), message, line })
}
