//! A script as a tree.

/// A statement, and the line that it begins in.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) line: usize,
    pub(crate) what: Action,
}

#[derive(Clone, Debug)]
pub(crate) enum Action {
    Expression(Expression),
    Assign(Target, Expression),
    /// `target operation= value`.
    Update(Target, BinaryOperator, Expression),
    If(Expression, Vec<Statement>, Vec<Statement>),
    While(Expression, Vec<Statement>),
    /// `for name in range(bounds): …`.
    For(String, Vec<Expression>, Vec<Statement>),
    Def(Definition),
    Return(Option<Expression>),
    Global(Vec<String>),
    Break,
    Continue,
    Pass,
}

#[derive(Clone, Debug)]
pub(crate) struct Definition {
    pub(crate) name: String,
    pub(crate) parameters: Vec<String>,
    pub(crate) body: Vec<Statement>,
}

/// What can be assigned to.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    Name(String),
    /// `list[index]`.
    Item(Expression, Expression),
}

/// An expression, and the line of what is done last in it.
#[derive(Clone, Debug)]
pub(crate) struct Expression {
    pub(crate) line: usize,
    pub(crate) what: Box<Term>,
}

#[derive(Clone, Debug)]
pub(crate) enum Term {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    Name(String),
    List(Vec<Expression>),
    Negate(Expression),
    Not(Expression),
    And(Expression, Expression),
    Or(Expression, Expression),
    Binary(Expression, BinaryOperator, Expression),
    Item(Expression, Expression),
    Call(String, Vec<Expression>),
    /// `list.append(item)`.
    Append(Expression, Expression),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BinaryOperator {
    Add,
    Subtract,
    Multiply,
    Divide,
    FloorDivide,
    Remainder,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl BinaryOperator {
    /// How it is written.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            BinaryOperator::Add => "+",
            BinaryOperator::Subtract => "-",
            BinaryOperator::Multiply => "*",
            BinaryOperator::Divide => "/",
            BinaryOperator::FloorDivide => "//",
            BinaryOperator::Remainder => "%",
            BinaryOperator::Equal => "==",
            BinaryOperator::NotEqual => "!=",
            BinaryOperator::Less => "<",
            BinaryOperator::LessOrEqual => "<=",
            BinaryOperator::Greater => ">",
            BinaryOperator::GreaterOrEqual => ">=",
        }
    }

    /// The operator of this sign, among those that bind as tightly as each other.
    pub(crate) fn of(sign: &str, level: &[BinaryOperator]) -> Option<BinaryOperator> {
        level.iter().copied().find(|operator| operator.sign() == sign)
    }

    pub(crate) const COMPARISONS: [BinaryOperator; 6] = [
        BinaryOperator::Equal,
        BinaryOperator::NotEqual,
        BinaryOperator::Less,
        BinaryOperator::LessOrEqual,
        BinaryOperator::Greater,
        BinaryOperator::GreaterOrEqual,
    ];
    pub(crate) const SUMS: [BinaryOperator; 2] = [BinaryOperator::Add, BinaryOperator::Subtract];
    pub(crate) const PRODUCTS: [BinaryOperator; 4] = [
        BinaryOperator::Multiply,
        BinaryOperator::Divide,
        BinaryOperator::FloorDivide,
        BinaryOperator::Remainder,
    ];
}
