//! What the board promises, with real threads: the pieces on their way from the workers to the collector.

use std::borrow::Borrow;
use std::cell::Cell;
use std::sync::mpsc;
use std::thread;

use atomics::board::{self, Board, ByHand, Claiming, Finished, Tally, Torn, Twice};
use atomics::by_hand::{Counter, Flag, Padded};

// Ends this program, and says so, if all its threads sleep for good.
use watchdog as _;

const WORK: Tally = Tally { pieces: 1, pixels: 10, iterations: 7 };

fn tally(pieces: u64, pixels: u64, iterations: u64) -> Tally {
    Tally { pieces, pixels, iterations }
}

#[test]
fn a_reading_fits_if_its_numbers_belong_together_and_nothing_is_missing() {
    let collected = tally(2, 20, 14);
    for fits in [tally(2, 20, 14), tally(3, 30, 14), tally(3, 24, 15), tally(4, 31, 100)] {
        assert_eq!(fits.check(collected, 10), Ok(()), "{fits:?}");
    }
    for (why, torn) in [
        ("a piece without its pixels", tally(3, 20, 14)),
        ("pixels without their piece", tally(2, 30, 14)),
        ("iterations without their piece", tally(2, 20, 21)),
        ("a piece is missing", tally(1, 10, 14)),
        ("iterations are missing", tally(3, 30, 13)),
        ("nothing but pixels", tally(0, 1, 0)),
    ] {
        assert_eq!(torn.check(collected, 10), Err(Torn { tally: torn, collected }), "{why}");
    }
}

#[test]
fn refuses_a_piece_that_has_been_published_before() {
    let board: ByHand<&str, Counter> = ByHand::new(2, 1, Claiming::One);
    let publish = |index, piece| board.publish(index, Finished { piece, work: WORK });
    assert_eq!(publish(1, "first"), Ok(()));
    assert_eq!(publish(1, "again"), Err(Twice(1)));
    assert_eq!(publish(0, "another"), Ok(()));
    assert_eq!(Twice(1).to_string(), "piece 1 was drawn twice");
}

#[test]
fn lets_the_collector_go_when_the_run_is_called_off() {
    let board: ByHand<(), Counter> = ByHand::new(1, 1, Claiming::One);
    let called_off = Flag::new();
    thread::scope(|scope| {
        let collector = scope.spawn(|| board::wait_for(&board, 0, || called_off.is_raised()).is_none());
        called_off.raise();
        collector.thread().unpark();
        assert!(collector.join().expect("it does not panic"));
    });
}

#[test]
fn wakes_the_collector_for_each_piece() {
    let board: ByHand<usize, Counter> = ByHand::new(100, 1, Claiming::One);
    let (collector, (tell, told)) = (thread::current(), mpsc::channel());
    thread::scope(|scope| {
        scope.spawn(|| {
            for piece in told {
                let finished = Finished { piece, work: WORK };
                board::hand_over(&board, piece, finished, &collector).expect("drawn once");
            }
        });
        // Each piece comes when the collector has looked in vain, and is about to sleep.
        for index in 0..100 {
            let first_look = Cell::new(true);
            let looked_in_vain = || {
                if first_look.take() {
                    tell.send(index).expect("the worker listens");
                }
                false
            };
            let finished = board::wait_for(&board, index, looked_in_vain);
            let finished: &Finished<usize> = finished.as_ref().expect("nobody calls it off").borrow();
            assert_eq!(finished.piece, index);
        }
        drop(tell);
    });
}

#[test]
fn brings_every_piece_to_the_collector_whoever_draws_it() {
    let board: ByHand<usize, Padded<Counter>> = ByHand::new(500, 3, Claiming::Share(6));
    let collector = thread::current();
    thread::scope(|scope| {
        for number in 0..3 {
            let (board, collector) = (&board, &collector);
            scope.spawn(move || {
                loop {
                    let claimed = board.claim();
                    if claimed.is_empty() {
                        return;
                    }
                    for piece in claimed {
                        board.count(number, WORK.iterations);
                        let finished = Finished { piece, work: WORK };
                        board::hand_over(board, piece, finished, collector).expect("drawn once");
                    }
                }
            });
        }
        let mut collected = Tally::default();
        for index in 0..500 {
            let finished = board::wait_for(&board, index, || false).expect("nobody calls it off");
            let finished: &Finished<usize> = finished.borrow();
            assert_eq!(finished.piece, index);
            collected = collected + finished.work;
            assert_eq!(board.tally().check(collected, WORK.pixels), Ok(()));
        }
    });
    assert_eq!(board.tally(), tally(500, 5_000, 3_500));
    assert_eq!(board.counts().iter().sum::<u64>(), 3_500);
}
