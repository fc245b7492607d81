//! The parent's side: a thread for each worker process attends to it, writes down what it does, and sees to what it
//! leaves behind when it dies.
//!
//! | a piece is | where |
//! |---|---|
//! | to be drawn | `pieces` has it |
//! | with a worker | the thread that attends to that worker has it |
//! | drawn | in the picture |

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use stage::{Asked, Canvas, Elsewhere, Piece, Pixels, Show, Stopped, Worker};

use crate::at_work::{Moment, Panic, Trap};
use crate::by_hand::pool::Kill;
use crate::multiprocessing::{Builder, Exit, Process, StartError, Switch, Task};

/// How many workers a piece may cost.
const MOST_DEATHS: usize = 2;

/// The pieces, and what has become of the workers.
pub(crate) struct Troupe<'a> {
    show: &'a Show,
    pieces: Mutex<Vec<Option<Piece<'a>>>>,
    /// For each piece: what is planned, and what has happened.
    fates: Mutex<Vec<Fate>>,
    /// What kills each worker that was started, for the end.
    switches: Mutex<Vec<Switch>>,
    losses: Mutex<Losses>,
    /// How many bytes the workers have said.
    heard: AtomicU64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Fate {
    /// When whoever draws it is killed.
    killed_at: Option<Moment>,
    /// How many more shall be.
    kills: u64,
    /// How many have died of it, for whatever reason.
    deaths: usize,
}

#[derive(Debug, Default)]
struct Losses {
    workers: usize,
    /// Those that had drawn nothing when they died, one after the other.
    at_the_beginning: usize,
    pieces: usize,
}

impl<'a> Troupe<'a> {
    pub(crate) fn new(show: &'a Show, canvas: Canvas<'a>) -> Troupe<'a> {
        Troupe {
            show,
            pieces: Mutex::new(canvas.into_pieces().map(Some).collect()),
            fates: Mutex::new(planned(show)),
            switches: Mutex::default(),
            losses: Mutex::default(),
            heard: AtomicU64::new(0),
        }
    }

    // ANCHOR: perform
    /// Runs `attend` in a thread for each worker. If the run is stopped meanwhile, every process is killed, so that
    /// nobody waits for it any more.
    pub(crate) fn perform(
        &self,
        attend: impl Fn(&mut Worker) -> Result<(), Stopped> + Sync,
    ) -> Result<(), Stopped> {
        let kill_all = || lock(&self.switches).iter().for_each(Kill::kill);
        let outcome = self.show.waking(kill_all, || self.show.workers(attend));
        // Relaxed: the threads that add to it have been joined.
        let (heard, losses) = (self.heard.load(Ordering::Relaxed), lock(&self.losses));
        if heard > 0 {
            self.show.note("sent by the workers", format!("{heard} bytes"));
        }
        note_losses(self.show, losses.workers, losses.pieces);
        outcome
    }
    // ANCHOR_END: perform

    /// Starts a process for this worker, and calls `ready`, which waits until it says that it is, or is dead. What
    /// `ready` has learned is returned.
    pub(crate) fn start<A: Serialize, T>(
        &self,
        worker: &mut Worker,
        task: &'static Task<A, ()>,
        told: A,
        ready: impl FnOnce(&Process) -> T,
    ) -> Result<(Process, T), Stopped> {
        let name = worker.name().to_owned();
        let start = || -> Result<(Process, T), StartError> {
            let process = Builder::new().name(name).daemon().own_group().start(task, told)?;
            lock(&self.switches).push(process.switch());
            // A stop that was asked for before the line above has not met this one; every other one has.
            if self.show.is_stopping() {
                process.switch().kill();
            }
            let ready = ready(&process);
            Ok((process, ready))
        };
        worker.waiting("start", start).map_err(|error| worker.fail(error))
    }

    // ANCHOR: draw
    /// Has `see_to` see to it that a piece is drawn by somebody else. If it is not, it can be had again. Returns
    /// whether it is.
    pub(crate) fn draw(
        &self,
        worker: &mut Worker,
        piece: usize,
        see_to: impl FnOnce(Asked, &mut [i32]) -> Elsewhere,
    ) -> Result<bool, Stopped> {
        let mut taken = lock(&self.pieces)[piece].take().expect("each piece is with one worker");
        let outcome = worker.compute_elsewhere(&mut taken, see_to);
        if outcome == Ok(true) {
            lock(&self.losses).at_the_beginning = 0;
        } else {
            // Also if the run is being stopped: another worker may begin it before it is killed.
            lock(&self.pieces)[piece] = Some(taken);
        }
        outcome
    }
    // ANCHOR_END: draw

    /// Deals the next piece to `draw`, one after the other, until none is left or it breaks off; the piece is then
    /// returned.
    pub(crate) fn deal(
        &self,
        worker: &mut Worker,
        mut see_to: impl FnMut(usize, Asked, &mut [i32]) -> Elsewhere,
    ) -> Result<ControlFlow<usize>, Stopped> {
        loop {
            let next = lock(&self.pieces).iter_mut().find_map(Option::take);
            let Some(mut piece) = next else { return Ok(ControlFlow::Continue(())) };
            let index = piece.index();
            if !worker.compute_elsewhere(&mut piece, |asked, pixels| see_to(index, asked, pixels))? {
                lock(&self.pieces)[index] = Some(piece);
                return Ok(ControlFlow::Break(index));
            }
            lock(&self.losses).at_the_beginning = 0;
        }
    }

    /// So many bytes have come from a worker.
    pub(crate) fn heard(&self, bytes: u64) {
        // Relaxed: a sum, for the report.
        self.heard.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Whether there are pieces that nobody draws.
    pub(crate) fn has_left(&self) -> bool {
        lock(&self.pieces).iter().any(Option::is_some)
    }

    /// Where a worker that claims its pieces has to ask whether it may go on.
    pub(crate) fn traps(&self) -> Vec<Trap> {
        let fates = lock(&self.fates);
        let planned = fates.iter().enumerate().filter(|(_, fate)| fate.kills > 0);
        let planned = planned.filter_map(|(piece, fate)| Some(Trap { piece, moment: fate.killed_at? }));
        let failing = self.show.fail_at().map(|piece| Trap { piece, moment: Moment::Beginning });
        planned.chain(failing).collect()
    }

    /// Whether whoever draws this piece is to be killed now.
    pub(crate) fn is_to_be_killed(&self, piece: usize) -> bool {
        let fate = &mut lock(&self.fates)[piece];
        let is_planned = fate.kills > 0;
        fate.kills -= u64::from(is_planned);
        is_planned
    }

    // ANCHOR: lost
    /// A worker has died, and these are the pieces that it had.
    ///
    /// # Errors
    /// If that makes two workers for one of them; or if it had none, and is the third in a row since a piece was drawn.
    pub(crate) fn lost(&self, worker: &mut Worker, exit: Exit, pieces: &[usize]) -> Result<(), Stopped> {
        if self.show.is_stopping() {
            return Err(worker.fail("killed, because the run was stopped"));
        }
        worker.mark("died");
        let mut losses = lock(&self.losses);
        losses.workers += 1;
        losses.pieces += pieces.len();
        losses.at_the_beginning += 1;
        if losses.at_the_beginning > MOST_DEATHS && pieces.is_empty() {
            return Err(
                worker.fail(format!("its process {exit} before it had drawn anything, as those before it"))
            );
        }
        for &piece in pieces {
            let deaths = &mut lock(&self.fates)[piece].deaths;
            *deaths += 1;
            if *deaths == MOST_DEATHS {
                return Err(
                    worker.fail(format!("its process {exit}: piece {piece} has cost {MOST_DEATHS} workers"))
                );
            }
        }
        Ok(())
    }
    // ANCHOR_END: lost
}

/// Notes how many workers have died, if any has, and how many pieces others have drawn for them.
pub(crate) fn note_losses(show: &Show, workers: usize, pieces: usize) {
    if workers > 0 {
        show.note("workers lost", format!("{workers}, and {pieces} pieces were drawn again"));
    }
}

impl From<Panic> for Elsewhere {
    fn from(Panic { message, place }: Panic) -> Elsewhere {
        Elsewhere::Panicked { message, place }
    }
}

/// As many pieces as `--kill` says cost the life of whoever begins them, as often as `--times` says. Which ones, and
/// when exactly, is by chance, but always the same for the same `--seed`.
fn planned(show: &Show) -> Vec<Fate> {
    const MOMENTS: [Moment; 3] = [Moment::Claiming, Moment::Beginning, Moment::Halfway];
    let mut fates = vec![Fate::default(); show.piece_count()];
    let mut chance = Chance(show.choice("seed"));
    let mut safe: Vec<usize> = (0..fates.len()).collect();
    for _ in 0..show.choice("kill").min(safe.len() as u64) {
        let piece = safe.swap_remove(chance.below(safe.len()));
        let moment = MOMENTS[chance.below(MOMENTS.len())];
        fates[piece] = Fate { killed_at: Some(moment), kills: show.choice("times"), deaths: 0 };
    }
    fates
}

/// Numbers that look like chance: `SplitMix64`, by Guy Steele, Doug Lea and Christine Flood (2014).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Whole between any two statements; and after a panic the run is over.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
