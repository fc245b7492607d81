//! How worker processes draw: the same executable again, once for each worker.
//!
//! Where the pixels go is what sets the variants apart. In all of them a thread of the parent attends to each process,
//! and writes down what it does; and if the process dies, its piece is drawn by another one. Here are the two in which
//! workers find their pieces by themselves, or a pool finds them workers; `draw/dealt.rs` has those in which the parent
//! deals them out.

mod dealt;

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use stage::{Asked, Canvas, Elsewhere, Show, Stopped, Worker};

use crate::at_work::{Answer, CLAIM, Claimer, DRAW, Order, Report};
use crate::by_hand::Owner;
use crate::multiprocessing::{End, Exit, JobError, PoolBuilder, Process, SharedMemory, pipe};
use crate::picture::{Board, Picture};
use crate::troupe::{Troupe, note_losses};

pub(crate) use dealt::{interprocess, memmap2, pipes};

/// The parent's own number at the board; the workers' come after it.
const PARENT: u32 = 1;

/// Workers claim pieces in memory that all have mapped, and draw them there. What goes through the pipes is who does
/// what, and no pixels.
// ANCHOR: by_hand
pub(crate) fn by_hand(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let picture = Picture::of(show);
    let (memory, name) = SharedMemory::create(Board::size(&picture)).map_err(|error| show.fail(error))?;
    // The workers are handed the memory itself. A name that is gone before anything can go wrong is left by nobody.
    name.unlink().map_err(|error| show.fail(error))?;
    show.note("memory in common", format!("{} bytes", memory.size()));
    let board = Board::new(picture, &memory, Owner::new(PARENT));
    board.claims.put_up(0..picture.pieces());
    let troupe = Troupe::new(show, canvas);
    let next = AtomicU32::new(PARENT + 1);
    troupe.perform(|worker| {
        while board.claims.left() > 0 {
            // Relaxed: numbers have to be different, and publish nothing.
            let me = next.fetch_add(1, Ordering::Relaxed);
            let (ours, theirs) = pipe().map_err(|error| worker.fail(error))?;
            let memory = memory.descriptor().map_err(|error| worker.fail(error))?;
            let told = Claimer { picture, me, memory, traps: troupe.traps(), parent: theirs };
            let (process, first) = troupe.start(worker, &CLAIM, told, |_| ours.recv())?;
            if let Ok(Report::Panicked(panic)) = first {
                return Err(worker.fail(panic.message));
            }
            let claimer = Attended { troupe: &troupe, board: &board, process, me: Owner::new(me), ours };
            claimer.attend(worker)?;
            let (exit, pieces) = claimer.end();
            if !exit.is_success() {
                troupe.lost(worker, exit, &pieces)?;
            }
        }
        Ok(())
    })
}
// ANCHOR_END: by_hand

/// A worker that claims its pieces, as its thread in the parent sees it. When this is dropped, also by an error, the
/// process is dead, and buried.
struct Attended<'a> {
    troupe: &'a Troupe<'a>,
    board: &'a Board<'a>,
    process: Process,
    me: Owner,
    ours: End<Answer, Report>,
}

// ANCHOR: attend
impl Attended<'_> {
    /// Follows what the process does, until it ends.
    fn attend(&self, worker: &mut Worker) -> Result<(), Stopped> {
        while let Ok(report) = worker.waiting("process", || self.ours.recv()) {
            match report {
                Report::Begins(piece) => {
                    let follow = |asked, counts: &mut [i32]| self.follow(piece, asked, counts);
                    if !self.troupe.draw(worker, piece, follow)? {
                        break;
                    }
                }
                Report::Asks(piece) => self.answer(piece, Asked::Draw),
                Report::Panicked(panic) => return Err(worker.fail(panic.message)),
                Report::Ready | Report::Drawn => {}
            }
        }
        Ok(())
    }

    /// Follows it from the beginning of a piece to its end, and copies what it has drawn.
    fn follow(&self, piece: usize, asked: Asked, counts: &mut [i32]) -> Elsewhere {
        loop {
            match self.ours.recv() {
                Ok(Report::Asks(_)) => self.answer(piece, asked),
                Ok(Report::Panicked(panic)) => return panic.into(),
                // It is done, or dead; and if it died when it was done, that is as good.
                _ if self.board.read(piece, counts) => return Elsewhere::Drawn,
                _ => return Elsewhere::NotDrawn,
            }
        }
    }

    /// Whether it may go on. If it has died meanwhile, it needs no answer.
    fn answer(&self, piece: usize, asked: Asked) {
        if asked == Asked::Panic {
            let _ = self.ours.send(&Answer::Panic);
        } else if self.troupe.is_to_be_killed(piece) {
            let _ = self.process.kill();
        } else {
            let _ = self.ours.send(&Answer::GoOn);
        }
    }

    /// Waits for its end. How it ended, and the pieces that it has not finished, which are up again.
    fn end(&self) -> (Exit, Vec<usize>) {
        let exit = self.process.join();
        (exit, self.board.claims.take_back(self.me))
    }
}

impl Drop for Attended<'_> {
    fn drop(&mut self) {
        let _ = self.process.kill();
        self.troupe.heard(self.ours.received_bytes());
        // Also when the run is over: if it died with the lock, others wait for the lock, and would wait for ever.
        self.end();
    }
}
// ANCHOR_END: attend

/// A process pool by hand: a piece is a job, and its pixels are the result.
// ANCHOR: pool
pub(crate) fn pool(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let picture = Picture::of(show);
    let pool = Arc::new(PoolBuilder::new(show.threads()).retry().build());
    let troupe = Troupe::new(show, canvas);
    let theirs = Arc::clone(&pool);
    // Whoever waits for a job is told when the workers are killed.
    show.on_stop(move || theirs.kill_workers());
    let outcome = troupe.perform(|worker| {
        let mut error = None;
        let dealt = troupe.deal(worker, |piece, asked, counts| {
            let order = Order { piece, panic: asked == Asked::Panic };
            let job = pool.submit(&DRAW, &(picture, order)).map(|job| job.result());
            match job.as_ref().map(|result| result.as_deref()) {
                Ok(Ok(Ok(drawn))) => {
                    counts.copy_from_slice(drawn);
                    return Elsewhere::Drawn;
                }
                Ok(Ok(Err(JobError::Panicked { message, place }))) => {
                    return Elsewhere::Panicked { message: message.clone(), place: place.clone() };
                }
                Ok(Ok(Err(other))) => error = Some(other.to_string()),
                Ok(Err(missing)) => error = Some(missing.to_string()),
                Err(refused) => error = Some(refused.to_string()),
            }
            Elsewhere::NotDrawn
        })?;
        match (dealt, error) {
            (ControlFlow::Continue(()), _) => Ok(()),
            (ControlFlow::Break(piece), error) => {
                Err(worker.fail(format!("piece {piece}: {}", error.unwrap_or_default())))
            }
        }
    });
    // The troupe has started no worker, and has seen none die.
    let lost = pool.lost();
    note_losses(show, lost.workers, lost.jobs_again);
    outcome
}
// ANCHOR_END: pool
