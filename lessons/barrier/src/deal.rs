//! The rows of the picture between two passes.

use crate::sync::Mutex;

/// A row, as far as dealing is concerned.
pub trait Card {
    /// How much is left to do in it: 0 for a row that is finished.
    fn weight(&self) -> usize;
}

/// A table with a hand of rows for each player, and a pile of those that are finished.
///
/// A player takes its hand, works on it, and lays it down again ([`play_hand`](Table::play_hand)). When all
/// have laid theirs down, one of them [`deal`](Table::deal)s. That *all* have is what the barrier is for; the
/// table does not see to it, and a row that is still in somebody's hands is not dealt.
pub struct Table<C> {
    hands: Vec<Mutex<Vec<C>>>,
    rest: Mutex<Rest<C>>,
}

struct Rest<C> {
    finished: Vec<C>,
    over: bool,
}

impl<C: Card> Table<C> {
    /// A table for so many players, with the cards dealt for the first time.
    ///
    /// # Panics
    /// If there are no players.
    pub fn new(cards: Vec<C>, players: usize) -> Table<C> {
        assert!(players > 0, "somebody has to play");
        let table = Table {
            hands: (0..players).map(|_| Mutex::new(Vec::new())).collect(),
            rest: Mutex::new(Rest { finished: Vec::new(), over: false }),
        };
        table.deal_out(cards);
        table
    }

    // ANCHOR: play
    /// Plays until the game is over: a hand, then a meeting of all players, at which somebody deals.
    ///
    /// # Errors
    /// The first of `work` or of `meet`.
    pub fn play<W, E>(
        &self,
        player: usize,
        worker: &mut W,
        work: impl Fn(&mut W, &mut C) -> Result<(), E>,
        meet: impl Fn(&mut W) -> Result<(), E>,
    ) -> Result<(), E> {
        while !self.is_over() {
            self.play_hand(player, worker, &work)?;
            meet(worker)?;
        }
        Ok(())
    }

    /// Takes a player's hand, works on each of its cards, and lays it down.
    ///
    /// # Errors
    /// The first of `work`; then the hand is lost.
    pub fn play_hand<W, E>(
        &self,
        player: usize,
        worker: &mut W,
        work: impl Fn(&mut W, &mut C) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut hand = std::mem::take(&mut *self.hands[player].lock());
        for card in &mut hand {
            work(worker, card)?;
        }
        *self.hands[player].lock() = hand;
        Ok(())
    }
    // ANCHOR_END: play

    // ANCHOR: deal
    /// Gathers what has been laid down and deals it out anew, to each about the same weight. If nothing is
    /// left to do, the game is over.
    pub fn deal(&self) {
        let cards = self.hands.iter().flat_map(|hand| std::mem::take(&mut *hand.lock())).collect();
        self.deal_out(cards);
    }

    fn deal_out(&self, cards: Vec<C>) {
        let (finished, mut living): (Vec<C>, Vec<C>) = cards.into_iter().partition(|card| card.weight() == 0);
        {
            let mut rest = self.rest.lock();
            rest.finished.extend(finished);
            rest.over = living.is_empty();
        }
        // The heaviest first, each to whoever has the least so far.
        living.sort_by_key(|card| std::cmp::Reverse(card.weight()));
        let mut loads = vec![0; self.hands.len()];
        for card in living {
            let lightest = (0..loads.len()).min_by_key(|&player| loads[player]).unwrap_or(0);
            loads[lightest] += card.weight();
            self.hands[lightest].lock().push(card);
        }
    }
    // ANCHOR_END: deal

    /// Ends the game, whatever is left.
    pub fn call_off(&self) {
        self.rest.lock().over = true;
    }

    /// Whether the game is over. It changes only when somebody deals or calls the game off.
    pub fn is_over(&self) -> bool {
        self.rest.lock().over
    }

    /// Takes the finished cards, in no particular order.
    pub fn take_finished(&self) -> Vec<C> {
        std::mem::take(&mut self.rest.lock().finished)
    }
}
