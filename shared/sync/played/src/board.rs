//! Whose turn it is. Of all threads of a run one moves at a time, and only when it is told to.

use std::cell::Cell;
use std::sync::Arc;

use parking_lot::{Condvar, Mutex};
use sync_model::trace::ThreadNumber;

thread_local! {
    /// Which thread of the run the calling thread of the operating system is.
    static ME: Cell<ThreadNumber> = const { Cell::new(0) };
}

/// What a thread of the run is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seat {
    /// It has been started and has not moved yet.
    New,
    /// It moves. At most one does.
    Moving,
    /// It stands in front of an operation and waits for its turn.
    Waiting,
    /// It has come to its end.
    Gone,
}

/// The threads and their turns.
#[derive(Default)]
pub(crate) struct Board {
    table: Mutex<Table>,
    /// Notified when a thread moves no more, and when the run is over: [`settle`](Board::settle) waits for it.
    still: Condvar,
}

#[derive(Default)]
struct Table {
    seats: Vec<Seat>,
    /// One for each seat, notified when its thread may move. Its own, or a turn would wake all who have none.
    turns: Vec<Arc<Condvar>>,
    /// The run has been decided, and nobody moves again.
    over: bool,
}

impl Table {
    fn let_move(&mut self, thread: ThreadNumber) {
        self.seats[thread] = Seat::Moving;
        // No wakeup is lost: the thread looks at its seat under the table's lock before it waits.
        self.turns[thread].notify_one();
    }
}

impl Board {
    /// A thread is about to be started. Called by who starts it, so that the board knows of it before anybody
    /// else can.
    pub(crate) fn seat(&self, thread: ThreadNumber) {
        let mut table = self.table.lock();
        assert_eq!(table.seats.len(), thread, "threads are seated in the order of their numbers");
        table.seats.push(Seat::New);
        table.turns.push(Arc::default());
    }

    /// The calling thread is this thread of the run. Blocks until it may move for the first time.
    pub(crate) fn sit_down(&self, thread: ThreadNumber) {
        ME.set(thread);
        self.wait_for(thread, Seat::New);
    }

    /// The calling thread stands in front of an operation. Blocks until it is its turn.
    pub(crate) fn turn(&self) {
        self.wait_for(ME.get(), Seat::Waiting);
    }

    fn wait_for(&self, thread: ThreadNumber, seat: Seat) {
        let mut table = self.table.lock();
        table.seats[thread] = seat;
        // No wakeup is lost: `settle` looks at the table under this lock before it waits.
        self.still.notify_one();
        let turn = Arc::clone(&table.turns[thread]);
        turn.wait_while(&mut table, |table| table.seats[thread] != Seat::Moving);
    }

    /// The calling thread has come to its end.
    pub(crate) fn leave(&self) {
        self.table.lock().seats[ME.get()] = Seat::Gone;
        // As in `wait_for`.
        self.still.notify_one();
    }

    /// The run is decided. Does not return: the calling thread sleeps for good, and the others wait for turns
    /// that never come.
    pub(crate) fn stop(&self) -> ! {
        self.table.lock().over = true;
        // As in `wait_for`.
        self.still.notify_one();
        loop {
            std::thread::park();
        }
    }

    /// Blocks until nobody moves. New threads are let go first, one after the other, as far as their first
    /// operation. Returns whether the game goes on.
    pub(crate) fn settle(&self) -> bool {
        let mut table = self.table.lock();
        loop {
            self.still.wait_while(&mut table, |table| !table.over && table.seats.contains(&Seat::Moving));
            if table.over {
                return false;
            }
            let Some(new) = table.seats.iter().position(|seat| *seat == Seat::New) else {
                return table.seats.iter().any(|seat| *seat != Seat::Gone);
            };
            table.let_move(new);
        }
    }

    /// Gives a thread its turn.
    pub(crate) fn move_on(&self, thread: ThreadNumber) {
        self.table.lock().let_move(thread);
    }
}
