//! Values for any number of threads at once: each object counted atomically, with a lock round what
//! can change.

use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::memory::{Memory, Scalar, release_items};
use crate::program::Program;

/// An interpreter's memory as a build without a global interpreter lock has to have it: any number
/// of threads may use it at once, and each operation pays for that. Clones are the same memory, so
/// that each thread can have its own handle.
///
/// Each single operation is safe: a variable is read or assigned, an item of a list is read,
/// replaced or added. What is made of two of them, such as `count = count + 1`, is as safe as any
/// two steps between which another thread may come. (An index from the end is two as well: the list
/// is measured, and then the item is looked at.)
#[derive(Clone, Debug)]
pub struct Shared {
    pub(crate) program: Arc<Program>,
    globals: Arc<[Mutex<Option<Reference>>]>,
}

// ANCHOR: object
/// A counted reference. `None`, `True` and `False` are no objects, and nobody counts them: CPython
/// calls that immortal.
#[derive(Debug, Clone)]
pub enum Reference {
    #[doc(hidden)]
    None,
    #[doc(hidden)]
    Bool(bool),
    #[doc(hidden)]
    Object(Arc<Object>),
}

/// An object: a number, which never changes, or a list, which may.
#[derive(Debug)]
pub enum Object {
    #[doc(hidden)]
    Int(i64),
    #[doc(hidden)]
    Float(f64),
    #[doc(hidden)]
    List(List),
}

/// A list, which one thread at a time looks at or changes.
#[derive(Debug)]
pub struct List(Mutex<Vec<Reference>>);
// ANCHOR_END: object

impl Shared {
    /// The memory of an interpreter that is to run this program: no global variable has a value.
    #[must_use]
    pub fn new(program: Arc<Program>) -> Shared {
        let globals = program.globals.iter().map(|_| Mutex::default()).collect();
        Shared { program, globals }
    }
}

/// The items of a list, if it is one. The lock is held for a step, which releases nothing: so no
/// two are ever held at once.
fn items(value: &Reference) -> Option<MutexGuard<'_, Vec<Reference>>> {
    match value {
        Reference::Object(object) => match &**object {
            Object::List(list) => Some(lock(&list.0)),
            Object::Int(_) | Object::Float(_) => None,
        },
        Reference::None | Reference::Bool(_) => None,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // No step that is made under it can stop halfway, so a panic elsewhere spoils nothing.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes one from the count of an object; its items if that was the last one, and it is a list.
#[inline]
fn uncount(value: Reference) -> Option<Vec<Reference>> {
    let Reference::Object(object) = value else { return None };
    match Arc::into_inner(object)? {
        Object::List(mut list) => Some(list.take_items()),
        Object::Int(_) | Object::Float(_) => None,
    }
}

impl List {
    fn take_items(&mut self) -> Vec<Reference> {
        mem::take(self.0.get_mut().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A memory or a thread may be dropped with objects in it. Lists that hold lists would drop each
/// other by recursion, which a long chain would take too far.
impl Drop for List {
    fn drop(&mut self) {
        release_items(self.take_items(), uncount);
    }
}

impl Memory for Shared {
    type Value = Reference;

    #[inline]
    fn make(&mut self, scalar: Scalar) -> Reference {
        match scalar {
            Scalar::None => Reference::None,
            Scalar::Bool(value) => Reference::Bool(value),
            Scalar::Int(value) => Reference::Object(Arc::new(Object::Int(value))),
            Scalar::Float(value) => Reference::Object(Arc::new(Object::Float(value))),
        }
    }

    fn make_list(&mut self, items: Vec<Reference>) -> Reference {
        Reference::Object(Arc::new(Object::List(List(Mutex::new(items)))))
    }

    #[inline]
    fn retain(&mut self, value: &Reference) -> Reference {
        value.clone()
    }

    #[inline]
    fn release(&mut self, value: Reference) {
        if let Some(items) = uncount(value) {
            release_items(items, uncount);
        }
    }

    #[inline]
    fn scalar(&self, value: &Reference) -> Option<Scalar> {
        match value {
            Reference::None => Some(Scalar::None),
            Reference::Bool(value) => Some(Scalar::Bool(*value)),
            Reference::Object(object) => match **object {
                Object::Int(value) => Some(Scalar::Int(value)),
                Object::Float(value) => Some(Scalar::Float(value)),
                Object::List(_) => None,
            },
        }
    }

    fn length(&self, list: &Reference) -> Option<usize> {
        items(list).map(|items| items.len())
    }

    fn item(&mut self, list: &Reference, index: usize) -> Option<Reference> {
        items(list)?.get(index).cloned()
    }

    fn set_item(&mut self, list: &Reference, index: usize, value: Reference) -> Result<Reference, Reference> {
        match items(list).as_mut().and_then(|items| items.get_mut(index)) {
            Some(item) => Ok(mem::replace(item, value)),
            None => Err(value),
        }
    }

    fn append(&mut self, list: &Reference, value: Reference) -> Result<(), Reference> {
        match items(list) {
            Some(mut items) => {
                items.push(value);
                Ok(())
            }
            None => Err(value),
        }
    }

    fn global(&mut self, place: usize) -> Option<Reference> {
        lock(&self.globals[place]).clone()
    }

    fn set_global(&mut self, place: usize, value: Reference) -> Option<Reference> {
        lock(&self.globals[place]).replace(value)
    }
}
