//! An engine that is small enough to be checked under every schedule, and for examples.
//!
//! Its whole language: a line `x = 7` sets a variable, `raise` raises an error, and `panic` is a mistake of the engine
//! itself. Its functions: `add` adds numbers up, `raise` and `panic` do as the lines do, `itself` has a result that
//! cannot cross, and a variable's name has its value.

use std::collections::HashMap;
use std::rc::Rc;

use super::by_hand::{Engine, ExecutionFailed, Trouble};

/// Variables, and little more.
///
/// ```
/// use interpreters::Tiny;
/// use interpreters::by_hand::Engine;
///
/// let mut engine = Tiny::default();
/// engine.exec("x = 7").unwrap();
/// assert_eq!(engine.call("x", vec![]), Ok(7));
/// ```
#[derive(Debug, Default)]
pub struct Tiny {
    /// `Rc`, which counts without a lock: it could not be in two threads, and need not be.
    variables: HashMap<String, Rc<i64>>,
}

impl Engine for Tiny {
    type Value = i64;

    fn set(&mut self, name: &str, value: i64) {
        self.variables.insert(name.to_owned(), Rc::new(value));
    }

    fn exec(&mut self, source: &str) -> Result<(), Trouble> {
        for (line, text) in (1..).zip(source.lines()) {
            match text.split_once(" = ").map(|(name, value)| (name, value.parse())) {
                Some((name, Ok(value))) => self.set(name, value),
                _ if text == "panic" => panic!("a mistake of the engine"),
                _ if text == "raise" => return Err(raised("RuntimeError", "raised on purpose", line)),
                _ => return Err(raised("SyntaxError", "invalid syntax", line)),
            }
        }
        Ok(())
    }

    fn call(&mut self, function: &str, arguments: Vec<i64>) -> Result<i64, Trouble> {
        match (function, self.variables.get(function)) {
            (_, Some(value)) => Ok(**value),
            ("add", _) => Ok(arguments.iter().sum()),
            ("panic", _) => panic!("a mistake of the engine"),
            ("raise", _) => Err(raised("RuntimeError", "raised on purpose", 1)),
            ("itself", _) => Err(Trouble::NotShareable("an engine".to_owned())),
            _ => Err(raised("NameError", &format!("name '{function}' is not defined"), 1)),
        }
    }
}

fn raised(kind: &str, message: &str, line: usize) -> Trouble {
    Trouble::Failed(ExecutionFailed { kind: kind.to_owned(), message: message.to_owned(), line: Some(line) })
}
