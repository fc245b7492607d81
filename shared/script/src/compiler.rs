//! From a tree to instructions.

use std::collections::HashMap;

use crate::error::{ErrorKind, ScriptError};
use crate::portable::Portable;
use crate::program::{Function, Instruction};
use crate::syntax::{Action, Definition, Expression, Statement, Target, Term};

/// What a program is made of.
pub(crate) struct Compiled {
    pub(crate) functions: Vec<Function>,
    pub(crate) constants: Vec<Portable>,
    pub(crate) globals: Vec<String>,
}

/// Functions that are part of the language.
const BUILT_IN: [&str; 3] = ["float", "len", "range"];

pub(crate) fn compile(statements: &[Statement], natives: &[String]) -> Result<Compiled, ScriptError> {
    let mut compiler =
        Compiler { natives, known: HashMap::new(), constants: Vec::new(), globals: Vec::new() };
    // All of them first: a function may call one that is defined below it.
    let definitions: Vec<(usize, &Definition)> = statements
        .iter()
        .filter_map(|statement| match &statement.what {
            Action::Def(definition) => Some((statement.line, definition)),
            _ => None,
        })
        .collect();
    for (place, (line, definition)) in definitions.iter().enumerate() {
        compiler.define(*line, definition, place + 1)?;
    }
    let mut functions = vec![compiler.function("<module>", None, statements)?];
    for (_, definition) in definitions {
        functions.push(compiler.function(
            &definition.name,
            Some(&definition.parameters),
            &definition.body,
        )?);
    }
    Ok(Compiled { functions, constants: compiler.constants, globals: compiler.globals })
}

struct Compiler<'a> {
    natives: &'a [String],
    /// The functions of the script: their numbers and how many parameters they have.
    known: HashMap<String, (usize, usize)>,
    constants: Vec<Portable>,
    globals: Vec<String>,
}

impl Compiler<'_> {
    fn define(&mut self, line: usize, definition: &Definition, number: usize) -> Result<(), ScriptError> {
        let Definition { name, parameters, .. } = definition;
        if self.is_function(name) {
            return Err(syntax(line, format!("there is a function `{name}` already")));
        }
        if let Some(twice) = parameters.iter().enumerate().find(|(at, name)| parameters[..*at].contains(name))
        {
            return Err(syntax(line, format!("two parameters are called `{}`", twice.1)));
        }
        self.known.insert(name.clone(), (number, parameters.len()));
        Ok(())
    }

    /// A name that a function has cannot be a variable's too.
    fn is_free(&self, line: usize, name: &str) -> Result<(), ScriptError> {
        if self.is_function(name) {
            return Err(syntax(
                line,
                format!("`{name}` is a function, which can be called here and nothing else"),
            ));
        }
        Ok(())
    }

    fn is_function(&self, name: &str) -> bool {
        self.known.contains_key(name) || BUILT_IN.contains(&name) || self.natives.iter().any(|n| n == name)
    }

    /// Compiles a function, or what stands outside of any if it has no parameters to have.
    fn function(
        &mut self,
        name: &str,
        parameters: Option<&Vec<String>>,
        body: &[Statement],
    ) -> Result<Function, ScriptError> {
        let mut scope = Scope {
            compiler: self,
            is_module: parameters.is_none(),
            locals: parameters.cloned().unwrap_or_default(),
            declared: Vec::new(),
            code: Vec::new(),
            lines: Vec::new(),
            line: 1,
            loops: Vec::new(),
        };
        if !scope.is_module {
            let line = body.first().map_or(1, |first| first.line);
            scope.locals.iter().try_for_each(|name| scope.compiler.is_free(line, name))?;
            scope.find_locals(body)?;
        }
        // Functions are compiled by themselves, if they stand where they may.
        let is_function = |statement: &&Statement| matches!(statement.what, Action::Def(_));
        let is_here = |statement: &&Statement| !(parameters.is_none() && is_function(statement));
        body.iter().filter(is_here).try_for_each(|statement| scope.statement(statement))?;
        scope.line = body.last().map_or(1, |last| last.line);
        let none = scope.constant(Portable::None);
        scope.emit(none);
        scope.emit(Instruction::Return);
        let Scope { locals, code, lines, .. } = scope;
        Ok(Function {
            name: name.to_owned(),
            parameters: parameters.map_or(0, Vec::len),
            locals,
            code,
            lines,
        })
    }
}

/// A function while it is compiled.
struct Scope<'a, 'b> {
    compiler: &'a mut Compiler<'b>,
    is_module: bool,
    /// A place for each local variable; those of loops are called nothing.
    locals: Vec<String>,
    /// What is declared as global.
    declared: Vec<String>,
    code: Vec<Instruction>,
    lines: Vec<usize>,
    line: usize,
    /// The loops around what is compiled now.
    loops: Vec<Loop>,
}

struct Loop {
    /// Where `continue` goes.
    begin: usize,
    /// The jumps of `break`, which go where the loop ends.
    breaks: Vec<usize>,
}

impl Scope<'_, '_> {
    /// As in Python: what is assigned anywhere in a function is local in all of it, unless it says `global`.
    fn find_locals(&mut self, body: &[Statement]) -> Result<(), ScriptError> {
        for statement in body {
            match &statement.what {
                Action::Global(names) => {
                    if let Some(name) = names.iter().find(|name| self.locals.contains(name)) {
                        return Err(syntax(statement.line, format!("`{name}` is used before it is global")));
                    }
                    self.declared.extend(names.iter().cloned());
                }
                Action::Assign(Target::Name(name), _)
                | Action::Update(Target::Name(name), ..)
                | Action::For(name, ..) => {
                    self.compiler.is_free(statement.line, name)?;
                    if !self.declared.contains(name) && !self.locals.contains(name) {
                        self.locals.push(name.clone());
                    }
                }
                _ => {}
            }
            match &statement.what {
                Action::If(_, then, otherwise) => {
                    self.find_locals(then)?;
                    self.find_locals(otherwise)?;
                }
                Action::While(_, body) | Action::For(_, _, body) => self.find_locals(body)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn block(&mut self, statements: &[Statement]) -> Result<(), ScriptError> {
        statements.iter().try_for_each(|statement| self.statement(statement))
    }

    fn statement(&mut self, statement: &Statement) -> Result<(), ScriptError> {
        self.line = statement.line;
        match &statement.what {
            Action::Pass | Action::Global(_) => {}
            Action::Def(_) => return Err(self.error("a function is defined outside of everything else")),
            Action::Expression(expression) => {
                self.expression(expression)?;
                self.emit(Instruction::Drop);
            }
            Action::Assign(Target::Name(name), value) => {
                self.expression(value)?;
                self.set(name)?;
            }
            Action::Assign(Target::Item(list, index), value) => {
                self.expressions([list, index, value])?;
                self.emit(Instruction::SetItem);
            }
            Action::Update(Target::Name(name), operator, value) => {
                self.get(name)?;
                self.expression(value)?;
                self.line = statement.line;
                self.emit(Instruction::Binary(*operator));
                self.set(name)?;
            }
            Action::Update(Target::Item(list, index), operator, value) => {
                self.expressions([list, index])?;
                self.emit(Instruction::CopyTwo);
                self.emit(Instruction::Item);
                self.expression(value)?;
                self.emit(Instruction::Binary(*operator));
                self.emit(Instruction::SetItem);
            }
            Action::If(condition, then, otherwise) => self.conditional(condition, then, otherwise)?,
            Action::While(condition, body) => {
                let begin = self.code.len();
                self.expression(condition)?;
                let out = self.emit(Instruction::Unless(0));
                self.looped(begin, out, body)?;
            }
            Action::For(name, bounds, body) => self.counted(name, bounds, body)?,
            Action::Return(_) if self.is_module => return Err(self.error("`return` outside of a function")),
            Action::Return(value) => {
                match value {
                    Some(value) => self.expression(value)?,
                    None => {
                        let none = self.constant(Portable::None);
                        self.emit(none);
                    }
                }
                self.emit(Instruction::Return);
            }
            Action::Break => {
                let jump = self.emit(Instruction::Jump(0));
                let Some(innermost) = self.loops.last_mut() else {
                    return Err(self.error("`break` outside of a loop"));
                };
                innermost.breaks.push(jump);
            }
            Action::Continue => {
                let Some(innermost) = self.loops.last() else {
                    return Err(self.error("`continue` outside of a loop"));
                };
                let begin = innermost.begin;
                self.emit(Instruction::Back(begin));
            }
        }
        Ok(())
    }

    fn conditional(
        &mut self,
        condition: &Expression,
        then: &[Statement],
        otherwise: &[Statement],
    ) -> Result<(), ScriptError> {
        self.expression(condition)?;
        let past_then = self.emit(Instruction::Unless(0));
        self.block(then)?;
        if otherwise.is_empty() {
            self.lands_here(past_then);
            return Ok(());
        }
        let past_all = self.emit(Instruction::Jump(0));
        self.lands_here(past_then);
        self.block(otherwise)?;
        self.lands_here(past_all);
        Ok(())
    }

    fn counted(&mut self, name: &str, bounds: &[Expression], body: &[Statement]) -> Result<(), ScriptError> {
        let line = self.line;
        self.expressions(bounds)?;
        let first = self.locals.len();
        self.locals.extend(std::iter::repeat_n(String::new(), 3));
        self.line = line;
        self.emit(Instruction::Range { given: bounds.len(), first });
        let begin = self.emit(Instruction::Next { first, end: 0 });
        self.set(name)?;
        self.looped(begin, begin, body)
    }

    /// The body of a loop that begins at `begin`, and whose instruction `out` leaves it.
    fn looped(&mut self, begin: usize, out: usize, body: &[Statement]) -> Result<(), ScriptError> {
        self.loops.push(Loop { begin, breaks: Vec::new() });
        self.block(body)?;
        self.emit(Instruction::Back(begin));
        let ended = self.loops.pop().map(|ended| ended.breaks).unwrap_or_default();
        ended.into_iter().chain([out]).for_each(|jump| self.lands_here(jump));
        Ok(())
    }

    fn expressions<'e>(&mut self, all: impl IntoIterator<Item = &'e Expression>) -> Result<(), ScriptError> {
        all.into_iter().try_for_each(|expression| self.expression(expression))
    }

    /// Instructions that put the value of an expression on the stack.
    fn expression(&mut self, expression: &Expression) -> Result<(), ScriptError> {
        self.line = expression.line;
        let last = match &*expression.what {
            Term::None => self.constant(Portable::None),
            Term::Bool(value) => self.constant(Portable::Bool(*value)),
            Term::Int(value) => self.constant(Portable::Int(*value)),
            Term::Float(value) => self.constant(Portable::Float(*value)),
            Term::Name(name) => return self.get(name),
            Term::And(left, right) => return self.either(left, false, right),
            Term::Or(left, right) => return self.either(left, true, right),
            Term::List(items) => {
                self.expressions(items)?;
                Instruction::List(items.len())
            }
            Term::Negate(inner) => {
                self.expression(inner)?;
                Instruction::Negate
            }
            Term::Not(inner) => {
                self.expression(inner)?;
                Instruction::Not
            }
            Term::Binary(left, operator, right) => {
                self.expressions([left, right])?;
                Instruction::Binary(*operator)
            }
            Term::Item(list, index) => {
                self.expressions([list, index])?;
                Instruction::Item
            }
            Term::Append(list, item) => {
                self.expressions([list, item])?;
                Instruction::Append
            }
            Term::Call(name, arguments) => {
                self.expressions(arguments)?;
                self.line = expression.line;
                self.call(name, arguments.len())?
            }
        };
        self.line = expression.line;
        self.emit(last);
        Ok(())
    }

    /// `and`, `or`: the value on the left if that decides it, and on the right otherwise.
    fn either(&mut self, left: &Expression, when: bool, right: &Expression) -> Result<(), ScriptError> {
        self.expression(left)?;
        let decided = self.emit(Instruction::Keep { when, to: 0 });
        self.expression(right)?;
        self.lands_here(decided);
        Ok(())
    }

    fn call(&mut self, name: &str, given: usize) -> Result<Instruction, ScriptError> {
        let wrong = |wanted| format!("`{name}` takes {wanted} arguments, and here are {given}");
        if let Some(&(function, wanted)) = self.compiler.known.get(name) {
            return if wanted == given {
                Ok(Instruction::Call(function))
            } else {
                Err(self.error(wrong(wanted)))
            };
        }
        if let Some(native) = self.compiler.natives.iter().position(|native| native == name) {
            return Ok(Instruction::Native { native, given });
        }
        match (name, given) {
            ("len", 1) => Ok(Instruction::Length),
            ("float", 1) => Ok(Instruction::Float),
            ("len" | "float", _) => Err(self.error(wrong(1))),
            ("range", _) => Err(self.error("`range` stands in a loop here, and nowhere else")),
            _ => Err(ScriptError::new(self.line, ErrorKind::Name, format!("there is no function `{name}`"))),
        }
    }

    fn get(&mut self, name: &str) -> Result<(), ScriptError> {
        let variable = match self.locals.iter().position(|local| local == name) {
            Some(local) => Instruction::Local(local),
            None => Instruction::Global(self.global(name)?),
        };
        self.emit(variable);
        Ok(())
    }

    fn set(&mut self, name: &str) -> Result<(), ScriptError> {
        let variable = match self.locals.iter().position(|local| local == name) {
            Some(local) => Instruction::SetLocal(local),
            None => Instruction::SetGlobal(self.global(name)?),
        };
        self.emit(variable);
        Ok(())
    }

    fn global(&mut self, name: &str) -> Result<usize, ScriptError> {
        self.compiler.is_free(self.line, name)?;
        let globals = &mut self.compiler.globals;
        Ok(globals.iter().position(|global| global == name).unwrap_or_else(|| {
            globals.push(name.to_owned());
            globals.len() - 1
        }))
    }

    /// The instruction that puts a constant on the stack.
    fn constant(&mut self, value: Portable) -> Instruction {
        let constants = &mut self.compiler.constants;
        // 1 and 1.0 are equal in Python, but not the same constant; and of 0.0 there are two.
        let same = |other: &Portable| match (other, &value) {
            (Portable::Float(a), Portable::Float(b)) => a.to_bits() == b.to_bits(),
            (a, b) => a == b,
        };
        Instruction::Constant(constants.iter().position(same).unwrap_or_else(|| {
            constants.push(value);
            constants.len() - 1
        }))
    }

    /// Where the instruction stands.
    fn emit(&mut self, instruction: Instruction) -> usize {
        self.code.push(instruction);
        self.lines.push(self.line);
        self.code.len() - 1
    }

    /// Has a jump that was written before go on here.
    fn lands_here(&mut self, jump: usize) {
        let here = self.code.len();
        match &mut self.code[jump] {
            Instruction::Jump(to)
            | Instruction::Unless(to)
            | Instruction::Keep { to, .. }
            | Instruction::Next { end: to, .. } => *to = here,
            other => unreachable!("{other:?} goes nowhere"),
        }
    }

    fn error(&self, message: impl Into<String>) -> ScriptError {
        syntax(self.line, message)
    }
}

fn syntax(line: usize, message: impl Into<String>) -> ScriptError {
    ScriptError::new(line, ErrorKind::Syntax, message)
}
