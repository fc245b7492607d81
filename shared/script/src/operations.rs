//! What operators do with numbers, as Python says.

use std::cmp::Ordering;

use crate::error::{ErrorKind, Fault, fault};
use crate::memory::Scalar;
use crate::syntax::BinaryOperator;

/// The type of a value, for messages. No scalar is a list.
pub(crate) fn type_of(value: Option<Scalar>) -> &'static str {
    match value {
        Some(Scalar::None) => "NoneType",
        Some(Scalar::Bool(_)) => "bool",
        Some(Scalar::Int(_)) => "int",
        Some(Scalar::Float(_)) => "float",
        None => "list",
    }
}

/// `left operator right`.
#[inline]
pub(crate) fn binary(
    operator: BinaryOperator,
    left: Option<Scalar>,
    right: Option<Scalar>,
) -> Result<Scalar, Fault> {
    // What a loop over numbers does most; all else is below.
    if let (Some(Scalar::Float(a)), Some(Scalar::Float(b))) = (left, right) {
        match operator {
            BinaryOperator::Add => return Ok(Scalar::Float(a + b)),
            BinaryOperator::Subtract => return Ok(Scalar::Float(a - b)),
            BinaryOperator::Multiply => return Ok(Scalar::Float(a * b)),
            _ => {}
        }
    }
    match (operator, number(left), number(right)) {
        (operator, Some(Number::Int(a)), Some(Number::Int(b))) => of_ints(operator, a, b),
        (operator, Some(a), Some(b)) => of_floats(operator, a.float(), b.float()),
        (BinaryOperator::Equal | BinaryOperator::NotEqual, ..) if left.is_some() && right.is_some() => {
            let same = left == Some(Scalar::None) && right == Some(Scalar::None);
            Ok(Scalar::Bool(same == (operator == BinaryOperator::Equal)))
        }
        _ => unsupported(operator, left, right),
    }
}

fn unsupported<T>(operator: BinaryOperator, left: Option<Scalar>, right: Option<Scalar>) -> Result<T, Fault> {
    let (sign, left, right) = (operator.sign(), type_of(left), type_of(right));
    fault(ErrorKind::Type, format!("unsupported operand types for {sign}: {left} and {right}"))
}

/// `-value`.
pub(crate) fn negate(value: Option<Scalar>) -> Result<Scalar, Fault> {
    match number(value) {
        Some(Number::Int(value)) => whole(value.checked_neg()),
        Some(Number::Float(value)) => Ok(Scalar::Float(-value)),
        None => fault(ErrorKind::Type, format!("bad operand type for -: {}", type_of(value))),
    }
}

/// `float(value)`.
pub(crate) fn to_float(value: Option<Scalar>) -> Result<Scalar, Fault> {
    match number(value) {
        Some(value) => Ok(Scalar::Float(value.float())),
        None => fault(ErrorKind::Type, format!("float() takes a number, not a {}", type_of(value))),
    }
}

/// The integer that it is, for an index or a bound.
pub(crate) fn to_int(value: Option<Scalar>) -> Result<i64, Fault> {
    match number(value) {
        Some(Number::Int(value)) => Ok(value),
        _ => fault(ErrorKind::Type, format!("a {} is no integer", type_of(value))),
    }
}

#[derive(Clone, Copy)]
enum Number {
    Int(i64),
    Float(f64),
}

impl Number {
    fn float(self) -> f64 {
        match self {
            Number::Int(value) => value as f64,
            Number::Float(value) => value,
        }
    }
}

/// In Python `True` is a 1.
#[inline]
fn number(value: Option<Scalar>) -> Option<Number> {
    match value? {
        Scalar::None => None,
        Scalar::Bool(value) => Some(Number::Int(value.into())),
        Scalar::Int(value) => Some(Number::Int(value)),
        Scalar::Float(value) => Some(Number::Float(value)),
    }
}

fn of_ints(operator: BinaryOperator, a: i64, b: i64) -> Result<Scalar, Fault> {
    match operator {
        BinaryOperator::Add => whole(a.checked_add(b)),
        BinaryOperator::Subtract => whole(a.checked_sub(b)),
        BinaryOperator::Multiply => whole(a.checked_mul(b)),
        BinaryOperator::Divide => of_floats(operator, a as f64, b as f64),
        BinaryOperator::FloorDivide | BinaryOperator::Remainder if b == 0 => by_zero(),
        // The quotient is rounded down, so the remainder has the sign of what is divided by.
        BinaryOperator::FloorDivide => {
            let inexact = a.wrapping_rem(b) != 0 && (a < 0) != (b < 0);
            whole(a.checked_div(b).map(|quotient| quotient - i64::from(inexact)))
        }
        BinaryOperator::Remainder => {
            let rest = a.wrapping_rem(b);
            Ok(Scalar::Int(if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest }))
        }
        _ => Ok(compared(operator, Some(a.cmp(&b)))),
    }
}

fn of_floats(operator: BinaryOperator, a: f64, b: f64) -> Result<Scalar, Fault> {
    match operator {
        BinaryOperator::Add => Ok(Scalar::Float(a + b)),
        BinaryOperator::Subtract => Ok(Scalar::Float(a - b)),
        BinaryOperator::Multiply => Ok(Scalar::Float(a * b)),
        BinaryOperator::Divide if b == 0.0 => by_zero(),
        BinaryOperator::Divide => Ok(Scalar::Float(a / b)),
        BinaryOperator::FloorDivide | BinaryOperator::Remainder => {
            fault(ErrorKind::Type, format!("{} is for integers in this subset", operator.sign()))
        }
        _ => Ok(compared(operator, a.partial_cmp(&b))),
    }
}

/// There is no order if one of them is not a number; then they are not equal, and nothing else holds of them.
fn compared(operator: BinaryOperator, order: Option<Ordering>) -> Scalar {
    Scalar::Bool(match operator {
        BinaryOperator::Equal => order == Some(Ordering::Equal),
        BinaryOperator::NotEqual => order != Some(Ordering::Equal),
        BinaryOperator::Less => order == Some(Ordering::Less),
        BinaryOperator::LessOrEqual => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        BinaryOperator::Greater => order == Some(Ordering::Greater),
        _ => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
    })
}

fn whole(value: Option<i64>) -> Result<Scalar, Fault> {
    match value {
        Some(value) => Ok(Scalar::Int(value)),
        None => fault(ErrorKind::Overflow, "an integer that does not fit into 64 bits"),
    }
}

fn by_zero<T>() -> Result<T, Fault> {
    fault(ErrorKind::ZeroDivision, "division by zero")
}
