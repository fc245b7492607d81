//! Values outside of any interpreter.

use std::fmt;

/// A value as plain data: what goes into an interpreter and comes out of it.
///
/// It holds no reference to anything inside, so it may cross from one interpreter to another, or to a thread that
/// does not hold the interpreter.
///
/// ```
/// use script::Portable;
///
/// let list = Portable::from(vec![Portable::Int(1), Portable::Float(0.5), Portable::Bool(true), Portable::None]);
/// assert_eq!(list.to_string(), "[1, 0.5, True, None]");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Portable {
    /// `None`.
    #[default]
    None,
    /// `True` or `False`.
    Bool(bool),
    /// An `int`, of 64 bits.
    Int(i64),
    /// A `float`.
    Float(f64),
    /// A `list`.
    List(Vec<Portable>),
}

impl Portable {
    /// The integer that it is, if it is one.
    #[must_use]
    pub fn as_int(&self) -> Option<i64> {
        match *self {
            Portable::Int(value) => Some(value),
            _ => None,
        }
    }

    /// The items of the list that it is, if it is one.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Portable]> {
        match self {
            Portable::List(items) => Some(items),
            _ => None,
        }
    }
}

impl From<i64> for Portable {
    fn from(value: i64) -> Portable {
        Portable::Int(value)
    }
}

impl From<f64> for Portable {
    fn from(value: f64) -> Portable {
        Portable::Float(value)
    }
}

impl From<Vec<Portable>> for Portable {
    fn from(items: Vec<Portable>) -> Portable {
        Portable::List(items)
    }
}

impl fmt::Display for Portable {
    /// Close to what Python's `repr` gives.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Portable::None => f.write_str("None"),
            Portable::Bool(true) => f.write_str("True"),
            Portable::Bool(false) => f.write_str("False"),
            Portable::Int(value) => write!(f, "{value}"),
            Portable::Float(value) => write!(f, "{value:?}"),
            Portable::List(items) => {
                f.write_str("[")?;
                for (place, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if place == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
        }
    }
}
