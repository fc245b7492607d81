//! What a spinning thread says.

use std::panic::Location;

use crate::books::{After, Status};
use crate::run::Run;
use crate::trace::Action;

/// The calling thread waits by spinning: the others move first. A spin loop without it is reported as a
/// livelock, because a schedule may let it spin for ever.
///
/// That is a loop that goes on only when another thread does something. One that tries again because another
/// thread *has* done something, as around a `compare_exchange`, needs no hint: it fails as often as others succeed,
/// and no more.
#[track_caller]
pub fn spin_loop() {
    give_way(Location::caller());
}

pub(crate) fn give_way(at: &'static Location<'static>) {
    let run = Run::here();
    let me = run.begin(at);
    run.step(Action::Yield, None, After::Nothing);
    run.books().threads[me].status = Status::Yielded;
    run.with_engine(|engine| engine.yield_now());
    run.books().threads[me].status = Status::Ready;
}
