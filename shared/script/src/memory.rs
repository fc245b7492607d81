//! What the evaluator asks of the memory that it works in.

use crate::error::{ErrorKind, Fault, fault};
use crate::portable::Portable;

/// Everything but a list: small, and never changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Scalar {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
}

/// How values are represented. There are two ways, and one evaluator for both.
///
/// A `Value` is one counted reference to an object: it is made by [`make`](Memory::make) or
/// [`retain`](Memory::retain), and given back by [`release`](Memory::release). (It is not simply cloned and dropped,
/// because where counts are plain numbers they are in the memory, and not in the reference.)
pub(crate) trait Memory {
    type Value;

    /// A new object, and the first reference to it.
    fn make(&mut self, scalar: Scalar) -> Self::Value;
    /// A new list, which owns its items.
    fn make_list(&mut self, items: Vec<Self::Value>) -> Self::Value;
    /// One more reference: CPython's `Py_INCREF`.
    fn retain(&mut self, value: &Self::Value) -> Self::Value;
    /// One reference less: CPython's `Py_DECREF`. The last one frees the object, and gives back what it refers to.
    fn release(&mut self, value: Self::Value);

    /// What it is, unless it is a list.
    fn scalar(&self, value: &Self::Value) -> Option<Scalar>;
    /// The length of a list; `None` if it is none.
    fn length(&self, list: &Self::Value) -> Option<usize>;
    /// A reference to an item of a list, if there is such an item.
    fn item(&mut self, list: &Self::Value, index: usize) -> Option<Self::Value>;
    /// Puts a value into a list; what is to be released then: what was there before, or the value itself if there is
    /// no such item.
    fn set_item(
        &mut self,
        list: &Self::Value,
        index: usize,
        value: Self::Value,
    ) -> Result<Self::Value, Self::Value>;
    /// Puts a value at the end of a list, or hands it back if that is none.
    fn append(&mut self, list: &Self::Value, value: Self::Value) -> Result<(), Self::Value>;

    /// A reference to the value of a global variable, if it has one.
    fn global(&mut self, place: usize) -> Option<Self::Value>;
    /// Assigns to a global variable; what it held before.
    fn set_global(&mut self, place: usize, value: Self::Value) -> Option<Self::Value>;
}

/// How deep lists may lie in lists that go in or out.
const DEEPEST: usize = 100;

/// Makes what is plain data into a value.
pub(crate) fn import<M: Memory>(memory: &mut M, portable: &Portable) -> M::Value {
    match portable {
        Portable::None => memory.make(Scalar::None),
        Portable::Bool(value) => memory.make(Scalar::Bool(*value)),
        Portable::Int(value) => memory.make(Scalar::Int(*value)),
        Portable::Float(value) => memory.make(Scalar::Float(*value)),
        Portable::List(items) => {
            let items = items.iter().map(|item| import(memory, item)).collect();
            memory.make_list(items)
        }
    }
}

/// Copies a value into plain data. The reference stays the caller's.
pub(crate) fn export<M: Memory>(memory: &mut M, value: &M::Value) -> Result<Portable, Fault> {
    export_within(memory, value, DEEPEST)
}

fn export_within<M: Memory>(memory: &mut M, value: &M::Value, depth: usize) -> Result<Portable, Fault> {
    let Some(length) = memory.length(value) else {
        return Ok(match memory.scalar(value) {
            Some(Scalar::Bool(value)) => Portable::Bool(value),
            Some(Scalar::Int(value)) => Portable::Int(value),
            Some(Scalar::Float(value)) => Portable::Float(value),
            Some(Scalar::None) | None => Portable::None,
        });
    };
    if depth == 0 {
        return fault(ErrorKind::NotShareable, format!("lists lie more than {DEEPEST} deep in each other"));
    }
    let mut items = Vec::with_capacity(length);
    // Where memory is shared, another thread may change the list meanwhile: then this is neither the old nor the new
    // one.
    while let Some(item) = memory.item(value, items.len()) {
        let exported = export_within(memory, &item, depth - 1);
        memory.release(item);
        items.push(exported?);
    }
    Ok(Portable::List(items))
}

/// Releases the items of a list that was freed, and of the lists that are freed by that: `uncount` takes one from the
/// count of an object, and returns what was in it if that was a list, and nobody refers to it any more. (That is no
/// recursion, which a long chain of lists could take too far.)
#[cold]
pub(crate) fn release_items<V>(mut left: Vec<V>, mut uncount: impl FnMut(V) -> Option<Vec<V>>) {
    while let Some(next) = left.pop() {
        if let Some(mut items) = uncount(next) {
            left.append(&mut items);
        }
    }
}
