//! How the picture is dealt out when nobody knows beforehand how much work a piece is.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use crossbeam::deque::{Injector, Steal, Stealer, Worker as Deque};
use rayon::ThreadPool;
use rayon::prelude::*;
use stage::{Canvas, Piece, Show, Stopped};

use crate::by_hand::{Full, Member, Task, Team};

/// A team begins with one task, the whole picture, in the hands of one of them. Whoever has a task splits it: the
/// second half goes into its deque, where others can steal it.
// ANCHOR: by_hand
pub(crate) fn by_hand(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let pieces = Table::of(canvas);
    let (team, mut members) = Team::new(show.threads(), DEQUE_SIZE);
    let whole = task(0..show.piece_count());
    members[0].push(whole).map_err(|full| show.fail(full))?;
    let drawn = show.waking(
        || team.call_off(),
        || {
            show.workers_with(members, |worker, mut member| {
                while let Some(task) = worker.waiting("work", || member.next()) {
                    for index in own_part(task, &mut member) {
                        worker.compute(&mut pieces.take(index))?;
                    }
                    member.done();
                }
                Ok(())
            })
        },
    );
    show.note("tasks stolen", team.stolen().to_string());
    drawn
}

/// Halves a task until one piece is left, or nobody takes a half any more; the other halves can be stolen.
fn own_part(task: Task, member: &mut Member) -> Range<usize> {
    let mut pieces = range(task);
    while pieces.len() > 1 {
        let middle = pieces.start + pieces.len() / 2;
        match member.push(self::task(middle..pieces.end)) {
            Ok(()) => pieces.end = middle,
            Err(Full(_)) => break,
        }
    }
    pieces
}
// ANCHOR_END: by_hand

/// Halving gives as many tasks as the number of pieces has binary digits.
const DEQUE_SIZE: usize = 64;

/// A run of pieces as one word: the first in the upper half, the one after the last in the lower half.
// ANCHOR: task
fn task(pieces: Range<usize>) -> Task {
    (pieces.start as u64) << 32 | pieces.end as u64
}

fn range(task: Task) -> Range<usize> {
    (task >> 32) as usize..(task & u64::from(u32::MAX)) as usize
}
// ANCHOR_END: task

/// Nobody steals: the picture in as many bands as there are workers, each for one of them.
// ANCHOR: bands
pub(crate) fn bands(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    show.workers_with(canvas.into_bands(show.threads()), |worker, band| {
        band.into_iter().try_for_each(|mut piece| worker.compute(&mut piece))
    })
}
// ANCHOR_END: bands

/// `rayon` splits the pieces by itself, as often as there is somebody who would steal.
// ANCHOR: rayon
pub(crate) fn rayon(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let mut pieces: Vec<Piece<'_>> = canvas.into_pieces().collect();
    pool(show)?.install(|| {
        pieces.par_chunks_mut(1).try_for_each(|piece| show.here(|worker| worker.compute(&mut piece[0])))
    })
}
// ANCHOR_END: rayon

/// The same splitting, written out: two halves, the second of which somebody else may take.
// ANCHOR: join
pub(crate) fn join(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    fn draw(show: &Show, pieces: &mut [Piece<'_>]) -> Result<(), Stopped> {
        if let [piece] = pieces {
            return show.here(|worker| worker.compute(piece));
        }
        let (left, right) = pieces.split_at_mut(pieces.len() / 2);
        let (left, right) = rayon::join(|| draw(show, left), || draw(show, right));
        left.and(right)
    }
    let mut pieces: Vec<Piece<'_>> = canvas.into_pieces().collect();
    pool(show)?.install(|| draw(show, &mut pieces))
}
// ANCHOR_END: join

fn pool(show: &Show) -> Result<ThreadPool, Stopped> {
    let builder = rayon::ThreadPoolBuilder::new().num_threads(show.threads());
    builder.thread_name(|index| format!("worker {index}")).build().map_err(|error| show.fail(error))
}

/// The deques of `crossbeam`, which have room for anything: all pieces lie in one place at first, and each worker takes
/// some into a deque of its own, from which the others can steal. No task makes another, so who finds nothing is done.
// ANCHOR: crossbeam
pub(crate) fn crossbeam(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let common = Injector::new();
    canvas.into_pieces().for_each(|piece| common.push(piece));
    let deques: Vec<Deque<Piece<'_>>> = (0..show.threads()).map(|_| Deque::new_lifo()).collect();
    let stealers: Vec<Stealer<Piece<'_>>> = deques.iter().map(Deque::stealer).collect();
    show.workers_with(deques, |worker, deque| {
        while let Some(mut piece) = worker.waiting("work", || find(&deque, &common, &stealers)) {
            worker.compute(&mut piece)?;
        }
        Ok(())
    })
}

fn find<'a>(
    deque: &Deque<Piece<'a>>,
    common: &Injector<Piece<'a>>,
    stealers: &[Stealer<Piece<'a>>],
) -> Option<Piece<'a>> {
    deque.pop().or_else(|| {
        loop {
            let attempt: Steal<Piece<'a>> = common
                .steal_batch_and_pop(deque)
                .or_else(|| stealers.iter().map(Stealer::steal).collect::<Steal<Piece<'a>>>());
            if !attempt.is_retry() {
                return attempt.success();
            }
        }
    })
}
// ANCHOR_END: crossbeam

/// The pieces, each of which one worker will take.
struct Table<'a>(Vec<Mutex<Option<Piece<'a>>>>);

impl<'a> Table<'a> {
    fn of(canvas: Canvas<'a>) -> Table<'a> {
        Table(canvas.into_pieces().map(|piece| Mutex::new(Some(piece))).collect())
    }

    fn take(&self, index: usize) -> Piece<'a> {
        let piece = self.0[index].lock().unwrap_or_else(PoisonError::into_inner).take();
        piece.expect("each piece is in one task")
    }
}
