//! Fibers that can be left in the middle of what they do.
//!
//! loom begins the next run only when every thread of the last one has come to its end. The threads of a run
//! that failed never do: nothing of it may move again, and unwinding them would run destructors. So where
//! the exploration has to go on after a failure, loom's own fiber does not carry out the body of its thread
//! but lets a second fiber do so, which it resumes. An operation of loom's that switches threads stops that
//! inner fiber, and then the outer one stops itself, as if it had made the operation. When the run has
//! failed, the outer fiber resumes the inner one no more and returns. For loom the thread has come to its
//! end; the inner fiber, with all that is alive on its stack, stays where it is for good.
//!
//! This is done only while looking for a schedule with fewer preemptions than one that is known (see
//! [`crate::explore`]). For it costs memory, a stack for each thread of a run that failed, and a stack that
//! overflows is reported by loom's own fibers only: one inside of another would end the process.

use std::cell::RefCell;

use generator::{DEFAULT_STACK_SIZE, Generator, Gn};
use loom::thread::Thread;

type Fiber = Generator<'static, (), ()>;

#[derive(Default)]
struct Threads {
    /// The threads that the run has started, as loom knows them.
    started: Vec<Thread>,
    /// Whether the run has failed: no inner fiber is resumed any more.
    left: bool,
    /// Fibers that have come to their end and can be used again, in this run or a later one.
    idle: Vec<Fiber>,
}

thread_local! {
    /// The threads of the run that this thread of the operating system carries.
    static THREADS: RefCell<Threads> = RefCell::default();
}

/// A run begins, on loom's first thread.
pub(crate) fn begin() {
    let main = loom::thread::current();
    THREADS.with_borrow_mut(|threads| {
        threads.started = vec![main];
        threads.left = false;
    });
}

/// Whether the run has been [left](leave).
fn was_left() -> bool {
    THREADS.with_borrow(|threads| threads.left)
}

/// Starts a thread of loom's that carries `body`.
pub(crate) fn spawn(body: Box<dyn FnOnce() + Send>) -> loom::thread::JoinHandle<()> {
    let handle = loom::thread::spawn(move || carry(body));
    THREADS.with_borrow_mut(|threads| threads.started.push(handle.thread().clone()));
    handle
}

/// Carries out the body of a thread: returns when that has come to its end, or when the run is left.
pub(crate) fn carry(body: impl FnOnce() + Send + 'static) {
    if was_left() {
        // It was started and never moved. To drop it would run destructors.
        std::mem::forget(body);
        return;
    }
    let mut fiber = match THREADS.with_borrow_mut(|threads| threads.idle.pop()) {
        Some(mut fiber) => {
            fiber.init_code(body);
            fiber
        }
        None => Gn::new_opt(DEFAULT_STACK_SIZE, body),
    };
    loop {
        fiber.resume();
        if fiber.is_done() {
            THREADS.with_borrow_mut(|threads| threads.idle.push(fiber));
            return;
        }
        if was_left() {
            // It is this thread that has left the run.
            std::mem::forget(fiber);
            return let_everybody_end();
        }
        // It was stopped by loom, which moves another thread now.
        switch();
        if was_left() {
            std::mem::forget(fiber);
            return;
        }
    }
}

/// Leaves the run: no inner fiber of it ever moves again, and loom's threads come to their end.
pub(crate) fn leave() -> ! {
    THREADS.with_borrow_mut(|threads| threads.left = true);
    loop {
        switch();
    }
}

/// Gives the control back to who resumed the calling fiber.
#[allow(deprecated, reason = "what is not deprecated cannot be used from within loom's operations")]
fn switch() {
    generator::yield_with(());
}

/// Threads that are blocked in loom's terms are so no more: loom resumes each of them, which then returns.
fn let_everybody_end() {
    // How they end is nothing to be explored.
    loom::skip_branch();
    for thread in THREADS.with_borrow(|threads| threads.started.clone()) {
        thread.unpark();
    }
}
