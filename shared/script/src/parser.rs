//! From tokens to a tree, by recursive descent: a method for each thing that there is in the language.

use crate::error::{ErrorKind, ScriptError};
use crate::lexer::{Token, What};
use crate::syntax::{Action, BinaryOperator, Definition, Expression, Statement, Target, Term};

/// How deep blocks and expressions may stand inside of each other.
const DEEPEST: usize = 50;

/// Reads a whole script.
pub(crate) fn parse(tokens: Vec<Token>) -> Result<Vec<Statement>, ScriptError> {
    let mut parser = Parser { tokens, at: 0, depth: 0 };
    let mut statements = Vec::new();
    while parser.peek() != &What::End {
        statements.push(parser.statement()?);
    }
    Ok(statements)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

type Parsed<T> = Result<T, ScriptError>;

impl Parser {
    fn statement(&mut self) -> Parsed<Statement> {
        self.deeper(|parser| {
            let line = parser.line();
            let what = match parser.peek().clone() {
                What::Keyword("if") => parser.conditional()?,
                What::Keyword("while") => {
                    parser.advance();
                    Action::While(parser.expression()?, parser.block()?)
                }
                What::Keyword("for") => parser.counted_loop()?,
                What::Keyword("def") => parser.definition()?,
                _ => {
                    let what = parser.simple_statement()?;
                    parser.expect(What::NewLine, "the end of the line")?;
                    what
                }
            };
            Ok(Statement { line, what })
        })
    }

    fn simple_statement(&mut self) -> Parsed<Action> {
        if let What::Keyword(word @ ("return" | "global" | "break" | "continue" | "pass")) = *self.peek() {
            self.advance();
            return Ok(match word {
                "break" => Action::Break,
                "continue" => Action::Continue,
                "pass" => Action::Pass,
                "return" if self.peek() == &What::NewLine => Action::Return(None),
                "return" => Action::Return(Some(self.expression()?)),
                _ => Action::Global(self.names()?),
            });
        }
        let left = self.expression()?;
        let update = match self.peek() {
            What::Sign("=") => None,
            What::Sign("+=") => Some(BinaryOperator::Add),
            What::Sign("-=") => Some(BinaryOperator::Subtract),
            What::Sign("*=") => Some(BinaryOperator::Multiply),
            What::Sign("/=") => Some(BinaryOperator::Divide),
            _ => return Ok(Action::Expression(left)),
        };
        let target = self.target(left)?;
        self.advance();
        let value = self.expression()?;
        Ok(match update {
            None => Action::Assign(target, value),
            Some(operator) => Action::Update(target, operator, value),
        })
    }

    fn target(&self, expression: Expression) -> Parsed<Target> {
        match *expression.what {
            Term::Name(name) => Ok(Target::Name(name)),
            Term::Item(list, index) => Ok(Target::Item(list, index)),
            _ => Err(self.error("only a name or an item of a list can be assigned to")),
        }
    }

    /// `if …:` or `elif …:` and what belongs to it.
    fn conditional(&mut self) -> Parsed<Action> {
        self.advance();
        let condition = self.expression()?;
        let then = self.block()?;
        let line = self.line();
        let otherwise = if self.peek() == &What::Keyword("elif") {
            vec![Statement { line, what: self.deeper(Parser::conditional)? }]
        } else if self.takes(&What::Keyword("else")) {
            self.block()?
        } else {
            Vec::new()
        };
        Ok(Action::If(condition, then, otherwise))
    }

    fn counted_loop(&mut self) -> Parsed<Action> {
        self.advance();
        let name = self.name()?;
        self.expect(What::Keyword("in"), "`in`")?;
        if self.name().ok().as_deref() != Some("range") {
            return Err(self.error("a loop goes over `range(…)` here, and over nothing else"));
        }
        self.expect(What::Sign("("), "`(`")?;
        let bounds = self.expressions(")")?;
        if !(1..=3).contains(&bounds.len()) {
            return Err(self.error("`range` takes one to three numbers"));
        }
        Ok(Action::For(name, bounds, self.block()?))
    }

    fn definition(&mut self) -> Parsed<Action> {
        self.advance();
        let name = self.name()?;
        self.expect(What::Sign("("), "`(`")?;
        let parameters = if self.peek() == &What::Sign(")") { Vec::new() } else { self.names()? };
        self.expect(What::Sign(")"), "`)`")?;
        Ok(Action::Def(Definition { name, parameters, body: self.block()? }))
    }

    /// A colon, and what is further in below it.
    fn block(&mut self) -> Parsed<Vec<Statement>> {
        self.expect(What::Sign(":"), "`:`")?;
        self.expect(What::NewLine, "the end of the line")?;
        self.expect(What::Indent, "a block that is further in")?;
        let mut statements = Vec::new();
        while !self.takes(&What::Dedent) {
            statements.push(self.statement()?);
        }
        Ok(statements)
    }

    fn expression(&mut self) -> Parsed<Expression> {
        self.deeper(|parser| {
            let mut left = parser.conjunction()?;
            while parser.takes(&What::Keyword("or")) {
                let right = parser.conjunction()?;
                left = parser.term(Term::Or(left, right));
            }
            Ok(left)
        })
    }

    fn conjunction(&mut self) -> Parsed<Expression> {
        let mut left = self.negation()?;
        while self.takes(&What::Keyword("and")) {
            let right = self.negation()?;
            left = self.term(Term::And(left, right));
        }
        Ok(left)
    }

    fn negation(&mut self) -> Parsed<Expression> {
        if self.takes(&What::Keyword("not")) {
            let inner = self.deeper(Parser::negation)?;
            return Ok(self.term(Term::Not(inner)));
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Parsed<Expression> {
        let left = self.sum()?;
        let Some(operator) = self.operator(&BinaryOperator::COMPARISONS) else { return Ok(left) };
        let right = self.sum()?;
        if self.operator(&BinaryOperator::COMPARISONS).is_some() {
            return Err(self.error("a chain of comparisons is not in this subset: join two by `and`"));
        }
        Ok(self.term(Term::Binary(left, operator, right)))
    }

    fn sum(&mut self) -> Parsed<Expression> {
        let mut left = self.product()?;
        while let Some(operator) = self.operator(&BinaryOperator::SUMS) {
            let right = self.product()?;
            left = self.term(Term::Binary(left, operator, right));
        }
        Ok(left)
    }

    fn product(&mut self) -> Parsed<Expression> {
        let mut left = self.sign()?;
        while let Some(operator) = self.operator(&BinaryOperator::PRODUCTS) {
            let right = self.sign()?;
            left = self.term(Term::Binary(left, operator, right));
        }
        Ok(left)
    }

    fn sign(&mut self) -> Parsed<Expression> {
        if self.takes(&What::Sign("-")) {
            let inner = self.deeper(Parser::sign)?;
            return Ok(self.term(Term::Negate(inner)));
        }
        self.item()
    }

    /// A value, and what is asked of it: `[index]`, `.append(item)`.
    fn item(&mut self) -> Parsed<Expression> {
        let mut value = self.value()?;
        loop {
            if self.takes(&What::Sign("[")) {
                let index = self.expression()?;
                self.expect(What::Sign("]"), "`]`")?;
                value = self.term(Term::Item(value, index));
            } else if self.takes(&What::Sign(".")) {
                let method = self.name()?;
                self.expect(What::Sign("("), "`(`")?;
                let mut arguments = self.expressions(")")?;
                let (Some(item), true, true) = (arguments.pop(), arguments.is_empty(), method == "append")
                else {
                    return Err(self.error("the one method here is `append`, with one argument"));
                };
                value = self.term(Term::Append(value, item));
            } else {
                return Ok(value);
            }
        }
    }

    fn value(&mut self) -> Parsed<Expression> {
        let what = self.peek().clone();
        let term = match what {
            What::Int(value) => Term::Int(value),
            What::Float(value) => Term::Float(value),
            What::Keyword("True") => Term::Bool(true),
            What::Keyword("False") => Term::Bool(false),
            What::Keyword("None") => Term::None,
            What::Name(name) => {
                self.advance();
                if self.takes(&What::Sign("(")) {
                    let arguments = self.expressions(")")?;
                    return Ok(self.term(Term::Call(name, arguments)));
                }
                return Ok(self.term(Term::Name(name)));
            }
            What::Sign("[") => {
                self.advance();
                let items = self.expressions("]")?;
                return Ok(self.term(Term::List(items)));
            }
            What::Sign("(") => {
                self.advance();
                let inner = self.expression()?;
                self.expect(What::Sign(")"), "`)`")?;
                return Ok(inner);
            }
            _ => return Err(self.error("here a value is missing")),
        };
        self.advance();
        Ok(self.term(term))
    }

    /// Expressions with commas between them, up to a closing bracket.
    fn expressions(&mut self, close: &'static str) -> Parsed<Vec<Expression>> {
        let mut all = Vec::new();
        while !self.takes(&What::Sign(close)) {
            all.push(self.expression()?);
            if !self.takes(&What::Sign(",")) {
                self.expect(What::Sign(close), &format!("`,` or `{close}`"))?;
                break;
            }
        }
        Ok(all)
    }

    fn names(&mut self) -> Parsed<Vec<String>> {
        let mut names = vec![self.name()?];
        while self.takes(&What::Sign(",")) {
            names.push(self.name()?);
        }
        Ok(names)
    }

    fn name(&mut self) -> Parsed<String> {
        let What::Name(name) = self.peek().clone() else { return Err(self.error("here a name is missing")) };
        self.advance();
        Ok(name)
    }

    fn operator(&mut self, level: &[BinaryOperator]) -> Option<BinaryOperator> {
        let What::Sign(sign) = self.peek() else { return None };
        let operator = BinaryOperator::of(sign, level)?;
        self.advance();
        Some(operator)
    }

    fn term(&self, term: Term) -> Expression {
        Expression { line: self.tokens[self.at.saturating_sub(1)].line, what: Box::new(term) }
    }

    /// Reads something that may stand inside of itself.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Parser) -> Parsed<T>) -> Parsed<T> {
        if self.depth == DEEPEST {
            return Err(self.error(format!("more than {DEEPEST} blocks or brackets inside of each other")));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn peek(&self) -> &What {
        &self.tokens[self.at].what
    }

    fn line(&self) -> usize {
        self.tokens[self.at].line
    }

    /// Goes on to the next token; the last one is the end, and nothing comes after it.
    fn advance(&mut self) {
        self.at = (self.at + 1).min(self.tokens.len() - 1);
    }

    fn takes(&mut self, what: &What) -> bool {
        let is_there = self.peek() == what;
        if is_there {
            self.advance();
        }
        is_there
    }

    fn expect(&mut self, what: What, called: &str) -> Parsed<()> {
        if self.takes(&what) { Ok(()) } else { Err(self.error(format!("here {called} is missing"))) }
    }

    fn error(&self, message: impl Into<String>) -> ScriptError {
        ScriptError::new(self.line(), ErrorKind::Syntax, message)
    }
}
