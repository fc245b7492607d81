//! Values for one thread at a time: objects in an arena, counted by ordinary additions.

use std::mem;
use std::sync::Arc;

use crate::memory::{Memory, Scalar, release_items};
use crate::program::Program;

/// An interpreter's memory as CPython's usual build has it: nothing in it can stand two threads at
/// once, and nothing in it costs anything for that.
///
/// Rust makes sure of the one thread: whatever changes it takes `&mut Plain`. So several threads
/// share one by passing it on under a lock, and that lock is the global interpreter lock. Or each
/// has one of its own.
#[derive(Debug)]
pub struct Plain {
    pub(crate) program: Arc<Program>,
    objects: Vec<Object>,
    /// The first object that is free; it has the number of the next.
    free: Option<u32>,
    live: usize,
    globals: Vec<Option<Reference>>,
}

/// A counted reference. `None`, `True` and `False` are no objects, and nobody counts them: CPython
/// calls that immortal.
#[derive(Debug)]
pub enum Reference {
    #[doc(hidden)]
    None,
    #[doc(hidden)]
    Bool(bool),
    #[doc(hidden)]
    Object(u32),
}

#[derive(Debug)]
enum Content {
    Int(i64),
    Float(f64),
    List(Vec<Reference>),
    Free { next: Option<u32> },
}

#[derive(Debug)]
struct Object {
    /// How many references there are: 0 if and only if it is free.
    count: usize,
    content: Content,
}

impl Plain {
    /// The memory of an interpreter that is to run this program: without any object, and no global
    /// variable has a value.
    #[must_use]
    pub fn new(program: Arc<Program>) -> Plain {
        let globals = program.globals.iter().map(|_| None).collect();
        Plain { program, objects: Vec::new(), free: None, live: 0, globals }
    }

    /// How many objects there are. Those of a thread are gone when it has ended; only what is in
    /// global variables stays, and lists that are in themselves: nothing here looks for those, as
    /// CPython's garbage collector does.
    #[must_use]
    pub fn objects(&self) -> usize {
        self.live
    }

    #[inline]
    fn add(&mut self, content: Content) -> Reference {
        self.live += 1;
        let object = Object { count: 1, content };
        let Some(place) = self.free else {
            let place =
                u32::try_from(self.objects.len()).expect("four thousand million objects are too many");
            self.objects.push(object);
            return Reference::Object(place);
        };
        let before = mem::replace(&mut self.objects[place as usize], object);
        self.free = match before.content {
            Content::Free { next } => next,
            _ => unreachable!("it was in the list of those that are free"),
        };
        Reference::Object(place)
    }

    fn content(&self, value: &Reference) -> Option<&Content> {
        match *value {
            Reference::Object(place) => Some(&self.objects[place as usize].content),
            Reference::None | Reference::Bool(_) => None,
        }
    }

    fn list_mut(&mut self, value: &Reference) -> Option<&mut Vec<Reference>> {
        match *value {
            Reference::Object(place) => match &mut self.objects[place as usize].content {
                Content::List(items) => Some(items),
                _ => None,
            },
            Reference::None | Reference::Bool(_) => None,
        }
    }

    /// Takes one from the count of an object; its items if that was the last one, and it is a list.
    #[inline]
    fn uncount(&mut self, value: Reference) -> Option<Vec<Reference>> {
        let Reference::Object(place) = value else { return None };
        let object = &mut self.objects[place as usize];
        object.count -= 1;
        if object.count > 0 {
            return None;
        }
        self.live -= 1;
        let free = Content::Free { next: self.free.replace(place) };
        match mem::replace(&mut object.content, free) {
            Content::List(items) => Some(items),
            _ => None,
        }
    }
}

impl Memory for Plain {
    type Value = Reference;

    #[inline]
    fn make(&mut self, scalar: Scalar) -> Reference {
        match scalar {
            Scalar::None => Reference::None,
            Scalar::Bool(value) => Reference::Bool(value),
            Scalar::Int(value) => self.add(Content::Int(value)),
            Scalar::Float(value) => self.add(Content::Float(value)),
        }
    }

    fn make_list(&mut self, items: Vec<Reference>) -> Reference {
        self.add(Content::List(items))
    }

    // ANCHOR: retain
    #[inline]
    fn retain(&mut self, value: &Reference) -> Reference {
        match *value {
            Reference::None => Reference::None,
            Reference::Bool(value) => Reference::Bool(value),
            Reference::Object(place) => {
                self.objects[place as usize].count += 1;
                Reference::Object(place)
            }
        }
    }
    // ANCHOR_END: retain

    #[inline]
    fn release(&mut self, value: Reference) {
        if let Some(items) = self.uncount(value) {
            release_items(items, |item| self.uncount(item));
        }
    }

    #[inline]
    fn scalar(&self, value: &Reference) -> Option<Scalar> {
        match value {
            Reference::None => Some(Scalar::None),
            Reference::Bool(value) => Some(Scalar::Bool(*value)),
            Reference::Object(_) => match self.content(value)? {
                Content::Int(value) => Some(Scalar::Int(*value)),
                Content::Float(value) => Some(Scalar::Float(*value)),
                Content::List(_) | Content::Free { .. } => None,
            },
        }
    }

    fn length(&self, list: &Reference) -> Option<usize> {
        match self.content(list)? {
            Content::List(items) => Some(items.len()),
            _ => None,
        }
    }

    fn item(&mut self, list: &Reference, index: usize) -> Option<Reference> {
        // Two steps: the list is in the memory that its item is counted in.
        let place = match *self.list_mut(list)?.get(index)? {
            Reference::None => return Some(Reference::None),
            Reference::Bool(value) => return Some(Reference::Bool(value)),
            Reference::Object(place) => place,
        };
        Some(self.retain(&Reference::Object(place)))
    }

    fn set_item(&mut self, list: &Reference, index: usize, value: Reference) -> Result<Reference, Reference> {
        match self.list_mut(list).and_then(|items| items.get_mut(index)) {
            Some(item) => Ok(mem::replace(item, value)),
            None => Err(value),
        }
    }

    fn append(&mut self, list: &Reference, value: Reference) -> Result<(), Reference> {
        match self.list_mut(list) {
            Some(items) => {
                items.push(value);
                Ok(())
            }
            None => Err(value),
        }
    }

    fn global(&mut self, place: usize) -> Option<Reference> {
        let value = self.globals[place].take()?;
        let copy = self.retain(&value);
        self.globals[place] = Some(value);
        Some(copy)
    }

    fn set_global(&mut self, place: usize, value: Reference) -> Option<Reference> {
        self.globals[place].replace(value)
    }
}
