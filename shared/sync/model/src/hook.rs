//! The panic hook: learns of every panic of a run before anything is unwound, and keeps it quiet.

use std::cell::Cell;
use std::panic::{self, PanicHookInfo};
use std::sync::Once;

use crate::books::Panicked;
use crate::run::Run;
use crate::trace::Place;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Panics of the calling thread are dealt with by who catches them: nothing is printed.
pub fn quiet_on_this_thread() {
    install();
    QUIET.set(true);
}

/// Puts the hook in front of the one that is installed. Panics outside of runs go there as before.
pub(crate) fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| match Run::current() {
            Some(run) => seen(&run, info),
            None if QUIET.get() => {}
            None => before(info),
        }));
    });
}

fn seen(run: &Run, info: &PanicHookInfo<'_>) {
    // The engine's panics are caught and judged where the engine was called.
    if Run::engine_is_at_work() {
        return;
    }
    let at = match info.location() {
        Some(location) => Place::from(location),
        None => return,
    };
    let message = info.payload_as_str().unwrap_or(panics::NO_TEXT).to_owned();
    let panicked = Panicked { message, at };
    let me = run.me();
    let Some(mut books) = run.books_soon() else { return };
    books.write_down_panic(me, &panicked);
    // If it only passes on what another thread began, that one is to blame.
    let began = books.origin_of(me, &panicked.message).unwrap_or(panicked);
    if books.threads[me].catchers > 0 {
        books.threads[me].panicked = Some(began);
        return;
    }
    // Nobody contains it.
    let ending = run.ending_of(&began);
    books.ending.get_or_insert(ending);
    drop(books);
    run.tell_ended();
}
