//! A render that is started, paused, resumed and cancelled by events.
//!
//! Two teams draw one picture. Each worker of the first is dealt a *hand* of pieces. When a third of the picture is
//! finished, all of them pause between two pieces; when everybody stands, the director lets them go on. When two thirds
//! are finished, the work of the first team is cancelled. They lay down what they have left, and the second
//! team draws just that.
//!
//! | event | who waits for it | set | cleared |
//! |---|---|---|---|
//! | `first_gate` | the first team, before it takes its hands | when the hands are dealt | – |
//! | `running` | the first team, between two pieces | from the beginning; again when everybody stands | at a third |
//! | `all_stand` | the director | when the last of the first team has come to stand, or has left | – |
//! | `cancelled` | nobody: the first team looks at it, between two pieces | at two thirds | – |
//! | `second_gate` | the second team | when the last of the first team has laid down what it had left | – |
//!
//! The gates carry the picture. Who is through the first one too early finds no hand and goes home, and who is through
//! the second one too early finds an empty desk. In both cases there are pieces that nobody draws.

use super::by_hand::Event;
use crate::sync::{Mutex, MutexGuard};

// ANCHOR: traits
/// What a render needs of an event.
pub trait Signal: Default {
    /// Lets everybody go, who waits and who comes.
    fn set(&self);
    /// Makes who comes wait.
    fn clear(&self);
    /// Whether who comes may go on.
    fn is_set(&self) -> bool;
    /// Blocks until it is set.
    fn wait(&self);
}

/// Somebody who takes part in a render.
pub trait Player<P> {
    /// Why it gives up.
    type Error;

    /// Waits at `place` for an event.
    ///
    /// # Errors
    /// If it was woken because everything stops.
    fn wait(&mut self, place: &'static str, event: &impl Signal) -> Result<(), Self::Error>;

    /// Draws a piece.
    ///
    /// # Errors
    /// If it cannot be finished.
    fn draw(&mut self, piece: P) -> Result<(), Self::Error>;

    /// Tells of a moment.
    fn mark(&mut self, moment: &'static str);
}
// ANCHOR_END: traits

/// A render by two teams, over pieces `P` and events `S`.
///
/// # Invariants
///
/// 1. A piece is in one place: in a hand that is dealt, with a worker, on the desk, or drawn.
/// 2. Nobody of the first team draws from when `all_stand` is set until `running` is set again.
/// 3. When `second_gate` is set, the first team draws no more, and what is not drawn is on the desk.
#[derive(Debug)]
pub struct Render<P, S> {
    first_gate: S,
    running: S,
    all_stand: S,
    cancelled: S,
    second_gate: S,
    desk: Mutex<Desk<P>>,
}

#[derive(Debug)]
struct Desk<P> {
    /// A hand for each of the first team, from the dealing until it is taken.
    hands: Vec<Vec<P>>,
    /// What the first team has laid down.
    left: Vec<P>,
    pieces: usize,
    finished: usize,
    /// How many of the first team have not gone home, and how many have come to stand.
    present: usize,
    standing: usize,
    /// Whether everything stops: then nobody is made to wait any more.
    stopped: bool,
}

impl<P, S: Signal> Render<P, S> {
    /// A render with so many workers in its first team.
    ///
    /// # Panics
    /// If that is nobody.
    #[must_use]
    pub fn new(team: usize) -> Render<P, S> {
        assert!(team > 0, "a team has at least one worker");
        let running = S::default();
        running.set();
        let hands = (0..team).map(|_| Vec::new()).collect();
        let desk = Desk {
            hands,
            left: Vec::new(),
            pieces: 0,
            finished: 0,
            present: team,
            standing: 0,
            stopped: false,
        };
        Render {
            first_gate: S::default(),
            running,
            all_stand: S::default(),
            cancelled: S::default(),
            second_gate: S::default(),
            desk: Mutex::new(desk),
        }
    }

    // ANCHOR: direct
    /// The director: deals, opens the first gate, and ends the pause when everybody stands.
    /// What it is asked to do meanwhile, `at_rest`, is given how many pieces are finished;
    /// nobody draws as long as it runs.
    ///
    /// # Errors
    /// If it is woken because everything stops.
    pub fn direct<D: Player<P>>(
        &self,
        director: &mut D,
        pieces: Vec<P>,
        at_rest: impl FnOnce(usize),
    ) -> Result<(), D::Error> {
        self.deal(pieces);
        director.mark("start");
        self.first_gate.set();
        director.wait("standstill", &self.all_stand)?;
        at_rest(self.desk.lock().finished);
        director.mark("resume");
        self.running.set();
        Ok(())
    }
    // ANCHOR_END: direct

    // ANCHOR: first_team
    /// A worker of the first team: draws its hand until the hand is empty or the work is
    /// cancelled, and pauses when all do.
    ///
    /// # Errors
    /// If a piece cannot be finished, or everything stops.
    pub fn first_team<W: Player<P>>(&self, number: usize, worker: &mut W) -> Result<(), W::Error> {
        worker.wait("first gate", &self.first_gate)?;
        let mut hand = self.take_hand(number).into_iter();
        while !self.cancelled.is_set()
            && let Some(piece) = hand.next()
        {
            worker.draw(piece)?;
            self.finish(worker);
            if !self.running.is_set() {
                self.stand();
                worker.wait("pause", &self.running)?;
            }
        }
        self.go_home(worker, hand);
        Ok(())
    }

    /// A worker of the second team: draws what the first has left.
    ///
    /// # Errors
    /// If a piece cannot be finished, or everything stops.
    pub fn second_team<W: Player<P>>(&self, worker: &mut W) -> Result<(), W::Error> {
        worker.wait("second gate", &self.second_gate)?;
        while let Some(piece) = self.take_left() {
            worker.draw(piece)?;
        }
        Ok(())
    }
    // ANCHOR_END: first_team

    /// Wakes everybody who waits for anything, because everything stops.
    pub fn stop(&self) {
        // Before the events are set: who calls the pause looks at this under the same lock. So it clears `running`
        // before it is set here, or not at all.
        self.desk.lock().stopped = true;
        for event in [&self.first_gate, &self.running, &self.all_stand, &self.cancelled, &self.second_gate] {
            event.set();
        }
    }

    /// How many pieces the first team has laid down, and nobody has taken.
    #[must_use]
    pub fn left(&self) -> usize {
        self.desk.lock().left.len()
    }

    /// Deals the pieces out like cards.
    fn deal(&self, pieces: Vec<P>) {
        let mut desk = self.desk.lock();
        desk.pieces = pieces.len();
        let team = desk.hands.len();
        for (index, piece) in pieces.into_iter().enumerate() {
            desk.hands[index % team].push(piece);
        }
    }

    fn take_hand(&self, number: usize) -> Vec<P> {
        std::mem::take(&mut self.desk.lock().hands[number])
    }

    fn take_left(&self) -> Option<P> {
        self.desk.lock().left.pop()
    }

    // ANCHOR: finish
    /// Counts a piece of the first team. Who finishes the last one of a third, or of two
    /// thirds, presses the button.
    fn finish<W: Player<P>>(&self, worker: &mut W) {
        let mut desk = self.desk.lock();
        desk.finished += 1;
        if desk.finished == desk.pieces / 3 && !desk.stopped {
            worker.mark("pause");
            self.running.clear();
        }
        if desk.finished == desk.pieces * 2 / 3 {
            worker.mark("cancel");
            self.cancelled.set();
        }
    }

    /// Counts one more who stands.
    fn stand(&self) {
        let mut desk = self.desk.lock();
        desk.standing += 1;
        self.tell_if_all_stand(&desk);
    }

    /// Lays down the rest of a hand. Nobody waits for who has gone home.
    fn go_home<W: Player<P>>(&self, worker: &mut W, hand: impl Iterator<Item = P>) {
        let mut desk = self.desk.lock();
        desk.left.extend(hand);
        desk.present -= 1;
        self.tell_if_all_stand(&desk);
        if desk.present == 0 {
            worker.mark("second team");
            self.second_gate.set();
        }
    }

    fn tell_if_all_stand(&self, desk: &MutexGuard<'_, Desk<P>>) {
        if desk.standing == desk.present {
            self.all_stand.set();
        }
    }
    // ANCHOR_END: finish
}

impl Signal for Event {
    fn set(&self) {
        Event::set(self);
    }

    fn clear(&self) {
        Event::clear(self);
    }

    fn is_set(&self) -> bool {
        Event::is_set(self)
    }

    fn wait(&self) {
        Event::wait(self);
    }
}
