//! Atomic integers, `AtomicBool` and `fence`: what of `std`'s a primitive may use.
//!
//! An `update` is a load and a compare-exchange, as often as it takes: so many steps.

use std::fmt;
use std::panic::Location;

pub use std::sync::atomic::Ordering;

use crate::books::After;
use crate::engine::{RawAtomic, Rmw, Width};
use crate::run::Run;
use crate::trace::{Action, ObjectKind, ObjectNumber};

/// What all atomics have in common: bits, and a number in the books.
struct Atomic {
    number: ObjectNumber,
    raw: Box<dyn RawAtomic>,
}

impl Atomic {
    fn new(width: Width, initial: u64, at: &'static Location<'static>) -> Atomic {
        let run = Run::here();
        let number = run.new_object(ObjectKind::Atomic, at);
        run.books().objects[number].newest = initial;
        Atomic { number, raw: run.with_engine(|engine| engine.atomic(width, initial)) }
    }

    /// Carries an operation out and writes it down; `told` makes the step of what it returned.
    fn operate<R>(
        &self,
        at: &'static Location<'static>,
        operation: impl FnOnce(&dyn RawAtomic) -> R,
        told: impl FnOnce(&R) -> (Action, After),
    ) -> R {
        let run = Run::here();
        let me = run.begin(at);
        let result = run.with_engine(|_| operation(&*self.raw));
        let (action, mut after) = told(&result);
        let mut books = run.books();
        books.turn_of(me);
        books.uses_of(me).atomic += 1;
        let newest = &mut books.objects[self.number].newest;
        match (&action, &after) {
            (_, After::Value(value)) => *newest = *value,
            (Action::Load { value, .. }, _) if *value != *newest => after = After::Newest(*newest),
            _ => {}
        }
        run.step_in(&mut books, action, Some(self.number), after, Vec::new());
        drop(books);
        result
    }

    /// The value that was stored last. Who asks has the atomic to itself, so there is no other; and it is no step.
    fn newest(&self) -> u64 {
        Run::here().books().objects[self.number].newest
    }

    fn load(&self, order: Ordering, at: &'static Location<'static>) -> u64 {
        let told = |&value: &u64| (Action::Load { value, order: order.into() }, After::Nothing);
        self.operate(at, |raw| raw.load(order), told)
    }

    fn store(&self, value: u64, order: Ordering, at: &'static Location<'static>) {
        let told = |_: &()| (Action::Store { value, order: order.into() }, After::Value(value));
        self.operate(at, |raw| raw.store(value, order), told)
    }

    fn rmw(
        &self,
        name: &'static str,
        operation: Rmw,
        width: Width,
        order: Ordering,
        at: &'static Location<'static>,
    ) -> u64 {
        let told = |&before: &u64| {
            let operand = operation.operand();
            let action = Action::ReadModifyWrite { name: name.into(), operand, before, order: order.into() };
            (action, After::Value(operation.outcome(before, width)))
        };
        self.operate(at, |raw| raw.rmw(operation, order), told)
    }

    fn compare_exchange(
        &self,
        expected: u64,
        new: u64,
        (success, failure): (Ordering, Ordering),
        at: &'static Location<'static>,
    ) -> Result<u64, u64> {
        let told = |result: &Result<u64, u64>| {
            let (found, exchanged) = match *result {
                Ok(found) => (found, true),
                Err(found) => (found, false),
            };
            let order = if exchanged { success } else { failure }.into();
            let action = Action::CompareExchange { expected, new, found, exchanged, order };
            (action, After::Value(if exchanged { new } else { found }))
        };
        self.operate(at, |raw| raw.compare_exchange(expected, new, success, failure), told)
    }
}

/// What is made of the other operations, and alike for every type.
macro_rules! made_of_the_others {
    ($name:ident, $value:ty) => {
        impl $name {
            /// Stores what `change` makes of the value, if anything; returns the value before. `change` is called once
            /// more whenever another thread has stored in between.
            ///
            /// # Errors
            /// The value, where `change` makes nothing of it.
            #[track_caller]
            pub fn try_update(
                &self,
                set_order: Ordering,
                fetch_order: Ordering,
                mut change: impl FnMut($value) -> Option<$value>,
            ) -> Result<$value, $value> {
                let mut value = self.load(fetch_order);
                while let Some(changed) = change(value) {
                    match self.compare_exchange_weak(value, changed, set_order, fetch_order) {
                        Ok(before) => return Ok(before),
                        Err(other) => value = other,
                    }
                }
                Err(value)
            }

            /// The older name of [`try_update`](Self::try_update).
            ///
            /// # Errors
            /// The value, where `change` makes nothing of it.
            #[track_caller]
            pub fn fetch_update(
                &self,
                set_order: Ordering,
                fetch_order: Ordering,
                change: impl FnMut($value) -> Option<$value>,
            ) -> Result<$value, $value> {
                self.try_update(set_order, fetch_order, change)
            }

            /// Stores what `change` makes of the value; returns the value before. `change` is called once more whenever
            /// another thread has stored in between.
            #[track_caller]
            pub fn update(
                &self,
                set_order: Ordering,
                fetch_order: Ordering,
                mut change: impl FnMut($value) -> $value,
            ) -> $value {
                match self.try_update(set_order, fetch_order, |value| Some(change(value))) {
                    Ok(before) | Err(before) => before,
                }
            }
        }

        impl Default for $name {
            #[track_caller]
            fn default() -> $name {
                $name::new(<$value>::default())
            }
        }

        impl From<$value> for $name {
            #[track_caller]
            fn from(value: $value) -> $name {
                $name::new(value)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).field("number", &self.0.number).finish_non_exhaustive()
            }
        }
    };
}

macro_rules! atomic_integer {
    ($name:ident, $integer:ty, $width:expr) => {
        #[doc = concat!("An atomic `", stringify!($integer), "`.")]
        pub struct $name(Atomic);

        impl $name {
            /// A new one.
            ///
            /// # Panics
            /// Outside of a scenario.
            #[track_caller]
            pub fn new(value: $integer) -> $name {
                $name(Atomic::new($width, value as u64, Location::caller()))
            }

            /// The value, of an atomic that nobody else has.
            pub fn into_inner(self) -> $integer {
                self.0.newest() as $integer
            }

            /// Loads the value.
            #[track_caller]
            pub fn load(&self, order: Ordering) -> $integer {
                self.0.load(order, Location::caller()) as $integer
            }

            /// Stores a value.
            #[track_caller]
            pub fn store(&self, value: $integer, order: Ordering) {
                self.0.store(value as u64, order, Location::caller());
            }

            /// Stores a value and returns the one before.
            #[track_caller]
            pub fn swap(&self, value: $integer, order: Ordering) -> $integer {
                self.0.rmw("swap", Rmw::Swap(value as u64), $width, order, Location::caller()) as $integer
            }

            /// Stores `new` if the value is `current`; returns the value before.
            ///
            /// # Errors
            /// The value, where it was another.
            #[track_caller]
            pub fn compare_exchange(
                &self,
                current: $integer,
                new: $integer,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$integer, $integer> {
                let orders = (success, failure);
                match self.0.compare_exchange(current as u64, new as u64, orders, Location::caller()) {
                    Ok(value) => Ok(value as $integer),
                    Err(value) => Err(value as $integer),
                }
            }

            /// As [`compare_exchange`](Self::compare_exchange): here it never fails spuriously.
            ///
            /// # Errors
            /// The value, where it was another.
            #[track_caller]
            pub fn compare_exchange_weak(
                &self,
                current: $integer,
                new: $integer,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$integer, $integer> {
                self.compare_exchange(current, new, success, failure)
            }

            atomic_integer!(@rmw $integer, $width,
                fetch_add Add "Adds, wrapping around",
                fetch_sub Sub "Subtracts, wrapping around",
                fetch_and And "Bitwise and",
                fetch_or Or "Bitwise or",
                fetch_xor Xor "Bitwise exclusive or",
                fetch_max Max "The greater of the two, compared without a sign",
                fetch_min Min "The smaller of the two, compared without a sign",
            );
        }

        made_of_the_others!($name, $integer);
    };
    (@rmw $integer:ty, $width:expr, $($method:ident $operation:ident $doc:literal,)+) => {
        $(
            #[doc = concat!($doc, "; returns the value before.")]
            #[track_caller]
            pub fn $method(&self, value: $integer, order: Ordering) -> $integer {
                let operation = Rmw::$operation(value as u64);
                self.0.rmw(stringify!($method), operation, $width, order, Location::caller()) as $integer
            }
        )+
    };
}

atomic_integer!(AtomicU8, u8, Width::W8);
atomic_integer!(AtomicU32, u32, Width::W32);
atomic_integer!(AtomicU64, u64, Width::W64);
atomic_integer!(AtomicUsize, usize, Width::W64);

/// An atomic `bool`.
pub struct AtomicBool(Atomic);

impl AtomicBool {
    /// A new one.
    ///
    /// # Panics
    /// Outside of a scenario.
    #[track_caller]
    pub fn new(value: bool) -> AtomicBool {
        AtomicBool(Atomic::new(Width::W8, u64::from(value), Location::caller()))
    }

    /// The value, of an atomic that nobody else has.
    pub fn into_inner(self) -> bool {
        self.0.newest() != 0
    }

    /// Loads the value.
    #[track_caller]
    pub fn load(&self, order: Ordering) -> bool {
        self.0.load(order, Location::caller()) != 0
    }

    /// Stores a value.
    #[track_caller]
    pub fn store(&self, value: bool, order: Ordering) {
        self.0.store(u64::from(value), order, Location::caller());
    }

    /// Stores a value and returns the one before.
    #[track_caller]
    pub fn swap(&self, value: bool, order: Ordering) -> bool {
        self.0.rmw("swap", Rmw::Swap(u64::from(value)), Width::W8, order, Location::caller()) != 0
    }

    /// Logical and; returns the value before.
    #[track_caller]
    pub fn fetch_and(&self, value: bool, order: Ordering) -> bool {
        self.0.rmw("fetch_and", Rmw::And(u64::from(value)), Width::W8, order, Location::caller()) != 0
    }

    /// Logical or; returns the value before.
    #[track_caller]
    pub fn fetch_or(&self, value: bool, order: Ordering) -> bool {
        self.0.rmw("fetch_or", Rmw::Or(u64::from(value)), Width::W8, order, Location::caller()) != 0
    }

    /// Logical exclusive or; returns the value before.
    #[track_caller]
    pub fn fetch_xor(&self, value: bool, order: Ordering) -> bool {
        self.0.rmw("fetch_xor", Rmw::Xor(u64::from(value)), Width::W8, order, Location::caller()) != 0
    }

    /// Stores the opposite; returns the value before.
    #[track_caller]
    pub fn fetch_not(&self, order: Ordering) -> bool {
        self.fetch_xor(true, order)
    }

    /// Stores `new` if the value is `current`; returns the value before.
    ///
    /// # Errors
    /// The value, where it was another.
    #[track_caller]
    pub fn compare_exchange(
        &self,
        current: bool,
        new: bool,
        success: Ordering,
        failure: Ordering,
    ) -> Result<bool, bool> {
        let orders = (success, failure);
        match self.0.compare_exchange(u64::from(current), u64::from(new), orders, Location::caller()) {
            Ok(value) => Ok(value != 0),
            Err(value) => Err(value != 0),
        }
    }

    /// As [`compare_exchange`](Self::compare_exchange): here it never fails spuriously.
    ///
    /// # Errors
    /// The value, where it was another.
    #[track_caller]
    pub fn compare_exchange_weak(
        &self,
        current: bool,
        new: bool,
        success: Ordering,
        failure: Ordering,
    ) -> Result<bool, bool> {
        self.compare_exchange(current, new, success, failure)
    }
}

made_of_the_others!(AtomicBool, bool);

/// A fence: orders the atomics before it and after it.
#[track_caller]
pub fn fence(order: Ordering) {
    let run = Run::here();
    run.begin(Location::caller());
    run.with_engine(|engine| engine.fence(order));
    run.step(Action::Fence(order.into()), None, After::Nothing);
}
