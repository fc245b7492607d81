//! What tasks promise, one scenario a promise. Each is run under every schedule within its bound.

use std::future::{Future, poll_fn};
use std::task::{Poll, Waker};

use super::{by_hand, pool};
use crate::sync::{Arc, Mutex, Plain, thread};

crate::sync::models! {
    no_wake_is_lost,
    woken_while_it_runs_it_is_polled_again,
    it_is_polled_only_when_woken,
    a_task_is_polled_by_one_at_a_time,
    what_is_done_is_not_polled,
    a_handle_gives_what_its_task_came_to,
    a_panic_goes_to_the_handle,
    aborted_it_is_dropped_at_its_next_await,
    an_executor_that_ends_drops_its_tasks,
    those_who_sleep_are_woken_in_time,
    a_sleep_may_be_awaited_elsewhere,
    a_dropped_sleep_leaves_nothing,
    the_host_is_told_last,
    results_come_in_order,
    a_timeout_drops_what_it_waited_for,
    one_failure_cancels_its_siblings,
    work_in_a_thread_is_awaited,
    whoever_waits_for_a_change_sees_it,
    what_is_shared_is_given_back,
    the_picture_is_whole,
}

/// What a scenario's task waits for: something that is done once, by somebody else.
struct Signal {
    state: Mutex<(bool, Option<Waker>)>,
}

impl Signal {
    fn new() -> Arc<Signal> {
        Arc::new(Signal { state: Mutex::new((false, None)) })
    }

    fn give(&self) {
        let mut state = self.state.lock();
        state.0 = true;
        let waker = state.1.take();
        drop(state);
        waker.into_iter().for_each(Waker::wake);
    }

    fn wait(self: &Arc<Signal>) -> impl Future<Output = ()> + Send + use<> {
        let signal = Arc::clone(self);
        poll_fn(move |context| {
            let mut state = signal.state.lock();
            if state.0 {
                return Poll::Ready(());
            }
            state.1 = Some(context.waker().clone());
            Poll::Pending
        })
    }
}

/// Says when it is dropped: what a task holds while it waits.
struct Held(Arc<Plain<bool>>);

impl Held {
    /// Something to hold, and where it is said whether it is dropped.
    fn new() -> (Held, Arc<Plain<bool>>) {
        let dropped = Arc::new(Plain::new(false));
        (Held(Arc::clone(&dropped)), dropped)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

/// A queue that has every task run at once, in a thread of its own: as bad as an executor can be.
struct AtOnce;

impl by_hand::Schedule for AtOnce {
    fn schedule(&self, task: Arc<dyn by_hand::Runnable>) {
        thread::spawn(move || task.run());
    }

    fn retire(&self, _number: u64) {}
}
