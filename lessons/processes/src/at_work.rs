//! What worker processes do. Each of these tasks is the whole life of one.

use std::cell::RefCell;
use std::os::fd::OwnedFd;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::slice;
use std::sync::{Mutex, PoisonError};

use fractal::Grid;
use memmap2::{MmapOptions, MmapRaw};
use serde::{Deserialize, Serialize};
use stage::TOLD_TO_FAIL;

use crate::by_hand::Owner;
use crate::multiprocessing::{Descriptor, End, SharedMemory, Task};
use crate::picture::{Board, Picture};
use crate::socket::Socket;

/// A piece and a moment at which a worker stops and asks whether it may go on. It may not be alive for the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Trap {
    pub(crate) piece: usize,
    pub(crate) moment: Moment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Moment {
    /// In the middle of the claim, with the lock in hand.
    Claiming,
    /// Before the first row.
    Beginning,
    /// With half of the rows drawn.
    Halfway,
}

/// A panic, as it is told to another process.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Panic {
    pub(crate) message: String,
    pub(crate) place: Option<String>,
}

// ANCHOR: messages
/// What a worker says that claims its pieces by itself. No pixel is in it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Report {
    Ready,
    Begins(usize),
    /// It is in a trap, and waits for an [`Answer`].
    Asks(usize),
    Drawn,
    Panicked(Panic),
}

/// What the parent says to who asks.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Answer {
    GoOn,
    /// Because of `--fail-at`.
    Panic,
}

/// What the parent says to a worker that is dealt its pieces.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) piece: usize,
    /// Because of `--fail-at`.
    pub(crate) panic: bool,
}

/// What that one answers.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Reply {
    Ready,
    /// Here is the piece.
    Drawn(Vec<i32>),
    /// The piece is in the file.
    InTheFile,
    Panicked(Panic),
}
// ANCHOR_END: messages

/// What a worker that claims its pieces is told at its beginning.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Claimer {
    pub(crate) picture: Picture,
    pub(crate) me: u32,
    pub(crate) memory: Descriptor,
    pub(crate) traps: Vec<Trap>,
    pub(crate) parent: End<Report, Answer>,
}

/// What a worker that is dealt its pieces is told at its beginning.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Dealt {
    pub(crate) picture: Picture,
    /// Where the pixels go, if they do not go with the answer.
    pub(crate) file: Option<Descriptor>,
    pub(crate) parent: End<Reply, Order>,
}

/// The same of one that connects to a socket.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Connect {
    pub(crate) picture: Picture,
    pub(crate) name: String,
}

pub(crate) static CLAIM: Task<Claimer, ()> = Task::new("draw what is claimed", claim);
pub(crate) static DEAL: Task<Dealt, ()> = Task::new("draw what is dealt", deal);
pub(crate) static CONNECT: Task<Connect, ()> = Task::new("connect, and draw what is dealt", connect);
pub(crate) static DRAW: Task<(Picture, Order), Vec<i32>> = Task::new("draw a piece", draw);

/// Claims pieces in the shared memory, and draws them there, until none is left.
fn claim(told: Claimer) {
    let Claimer { picture, me, memory, traps, parent } = told;
    let say = |report| parent.send(&report).unwrap_or_else(|_| leave());
    let reached = |piece, moment| {
        if traps.contains(&Trap { piece, moment }) {
            say(Report::Asks(piece));
            if let Answer::Panic = parent.recv().unwrap_or_else(|_| leave()) {
                panic!("{TOLD_TO_FAIL}");
            }
        }
    };
    // ANCHOR: claimer
    let draw_all = || {
        let memory = SharedMemory::of(memory).expect("the memory is there");
        let board = Board::new(picture, &memory, Owner::new(me));
        let grid = picture.grid().expect("the parent draws it too");
        let mut counts = vec![0; picture.columns()];
        say(Report::Ready);
        while let Some(piece) = board.claims.claim_by_way_of(|piece| reached(piece, Moment::Claiming)) {
            say(Report::Begins(piece));
            reached(piece, Moment::Beginning);
            let rows = picture.rows_of(piece);
            let half = rows.start + rows.len() / 2;
            for row in rows {
                if row == half {
                    reached(piece, Moment::Halfway);
                }
                grid.draw_row(row, &mut counts).expect("a row of the grid");
                board.write(row, &counts);
            }
            board.claims.finish(piece);
            say(Report::Drawn);
        }
    };
    // ANCHOR_END: claimer
    telling_of_panics(draw_all, |panic| say(Report::Panicked(panic)));
}

/// Draws the pieces that it is told to draw, until it is told no more.
fn deal(told: Dealt) {
    let Dealt { picture, file, parent } = told;
    let say = |reply| parent.send(&reply).unwrap_or_else(|_| leave());
    // ANCHOR: dealt
    let draw_all = || {
        let file = file
            .map(|file| MmapOptions::new().map_raw(&OwnedFd::from(file)).expect("the file can be mapped"));
        let grid = picture.grid().expect("the parent draws it too");
        say(Reply::Ready);
        while let Ok(order) = parent.recv() {
            let counts = draw_ordered(&grid, &picture, &order);
            say(match &file {
                None => Reply::Drawn(counts),
                Some(file) => {
                    put(file, &picture, order.piece, &counts);
                    Reply::InTheFile
                }
            });
        }
    };
    // ANCHOR_END: dealt
    telling_of_panics(draw_all, |panic| say(Reply::Panicked(panic)));
}

/// The same through a socket.
fn connect(Connect { picture, name }: Connect) {
    let socket = RefCell::new(Socket::connect(&name).unwrap_or_else(|_| leave()));
    let say = |reply| socket.borrow_mut().send(&reply).unwrap_or_else(|_| leave());
    let hear = || socket.borrow_mut().recv::<Order>();
    let draw_all = || {
        let grid = picture.grid().expect("the parent draws it too");
        say(Reply::Ready);
        while let Ok(order) = hear() {
            say(Reply::Drawn(draw_ordered(&grid, &picture, &order)));
        }
    };
    telling_of_panics(draw_all, |panic| say(Reply::Panicked(panic)));
}

/// Draws one piece, for a pool, which sends the result, and tells of panics.
fn draw((picture, order): (Picture, Order)) -> Vec<i32> {
    draw_ordered(&picture.grid().expect("the parent draws it too"), &picture, &order)
}

fn draw_ordered(grid: &Grid, picture: &Picture, order: &Order) -> Vec<i32> {
    assert!(!order.panic, "{TOLD_TO_FAIL}");
    let rows = picture.rows_of(order.piece);
    let mut counts = vec![0; rows.len() * picture.columns()];
    grid.draw_band(rows, &mut counts).expect("rows of the grid");
    counts
}

/// Writes a piece into the file that holds the picture, as if the file were memory.
// ANCHOR: put
#[allow(unsafe_code, reason = "a file that is mapped can be changed by others")]
fn put(file: &MmapRaw, picture: &Picture, piece: usize, counts: &[i32]) {
    let pixels = picture.pixels_of(piece);
    assert!(pixels.end * size_of::<i32>() <= file.len(), "the file is as large as the picture");
    // SAFETY: the piece is within what is mapped. A byte may lie anywhere, and is whatever it is. Nobody else reads or
    // writes these bytes until this process has answered: the parent deals a piece to one worker, and to another one
    // only when that is dead; and it reads the piece when it has the answer. The file has no name by which anybody else
    // could open it, and none of those who have it open makes it smaller.
    let part = unsafe {
        let first = file.as_mut_ptr().add(pixels.start * size_of::<i32>());
        slice::from_raw_parts_mut(first, size_of_val(counts))
    };
    for (bytes, count) in part.chunks_exact_mut(size_of::<i32>()).zip(counts) {
        bytes.copy_from_slice(&count.to_ne_bytes());
    }
}
// ANCHOR_END: put

/// Ends this process: nobody listens to it any more.
fn leave() -> ! {
    std::process::exit(0)
}

/// Does the work, and tells of its panic, if it has one, before it goes on with that.
///
/// Nothing is printed meanwhile: the parent says it, with all that belongs to it.
fn telling_of_panics(work: impl FnOnce(), tell: impl FnOnce(Panic)) {
    static NOTED: Mutex<Option<Panic>> = Mutex::new(None);
    let note = |info: &PanicHookInfo<'_>| {
        let message = info.payload_as_str().unwrap_or(panics::NO_TEXT).to_owned();
        let place = info.location().map(ToString::to_string);
        *NOTED.lock().unwrap_or_else(PoisonError::into_inner) = Some(Panic { message, place });
    };
    panic::set_hook(Box::new(note));
    // Unwind safety: the process ends.
    if let Err(payload) = catch_unwind(AssertUnwindSafe(work)) {
        if let Some(panic) = NOTED.lock().unwrap_or_else(PoisonError::into_inner).take() {
            tell(panic);
        }
        panic::resume_unwind(payload);
    }
}
