//! How threads draw: one for each piece of the picture, or one for each band.
//!
//! Every variant joins all the threads it has started, also after one that has failed: none outlives the run.

use std::thread::{self, JoinHandle};

use stage::{Canvas, OwnedPiece, Piece, Show, Stopped, Worker};

use crate::by_hand::{Handle, Threads};

/// What a thread that owns its piece comes to.
type Drawn = Result<OwnedPiece, Stopped>;

/// A thread for each piece, with the handle of this lesson.
// ANCHOR: by_hand
pub fn by_hand(show: &Show, mut canvas: Canvas<'_>) -> Result<(), Stopped> {
    let (mut main, threads) = (show.worker("main"), Threads::new());
    let mut handles: Vec<Handle<Drawn>> = Vec::new();
    let mut outcome = Ok(());
    for index in 0..show.piece_count() {
        let (mut worker, mut piece) = (show.worker(format!("piece {index}")), show.owned_piece(index));
        let work = move || worker.compute(&mut piece).map(|()| piece);
        match threads.builder().name(format!("piece {index}")).spawn(work) {
            Ok(handle) => handles.push(handle),
            Err(error) => {
                outcome = Err(show.fail(format!("thread {index} could not be started: {error}")));
                break;
            }
        }
    }
    for handle in handles {
        outcome = outcome.and(place(show, &mut canvas, main.waiting("join", || handle.join())));
    }
    outcome
}
// ANCHOR_END: by_hand

/// A thread for each piece, by `std::thread::spawn` and a closure. `spawn` panics if the system has no thread left to
/// give; `std::thread::Builder::spawn` returns that error, as the builder of this lesson does.
// ANCHOR: function
pub fn function(show: &Show, mut canvas: Canvas<'_>) -> Result<(), Stopped> {
    let mut main = show.worker("main");
    let start = |index| {
        let (mut worker, mut piece) = (show.worker(format!("piece {index}")), show.owned_piece(index));
        thread::spawn(move || worker.compute(&mut piece).map(|()| piece))
    };
    let threads: Vec<JoinHandle<Drawn>> = (0..show.piece_count()).map(start).collect();
    let mut outcome = Ok(());
    for thread in threads {
        outcome = outcome.and(place(show, &mut canvas, main.waiting("join", || thread.join())));
    }
    outcome
}
// ANCHOR_END: function

/// A thread for each piece, as an object that owns what it works on.
// ANCHOR: object
pub fn object(show: &Show, mut canvas: Canvas<'_>) -> Result<(), Stopped> {
    struct Painter {
        worker: Worker,
        piece: OwnedPiece,
    }

    impl Painter {
        fn new(show: &Show, index: usize) -> Painter {
            Painter { worker: show.worker(format!("piece {index}")), piece: show.owned_piece(index) }
        }

        fn start(self) -> JoinHandle<Drawn> {
            thread::spawn(|| self.run())
        }

        fn run(mut self) -> Drawn {
            self.worker.compute(&mut self.piece)?;
            Ok(self.piece)
        }
    }

    let mut main = show.worker("main");
    let painters = (0..show.piece_count()).map(|index| Painter::new(show, index));
    let threads: Vec<JoinHandle<Drawn>> = painters.map(Painter::start).collect();
    let mut outcome = Ok(());
    for thread in threads {
        outcome = outcome.and(place(show, &mut canvas, main.waiting("join", || thread.join())));
    }
    outcome
}
// ANCHOR_END: object

/// As many threads as were asked for, which borrow their bands of the picture.
// ANCHOR: scoped
pub fn scoped(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let mut main = show.worker("main");
    thread::scope(|scope| {
        let start = |(number, band)| {
            let worker = show.worker(format!("band {number}"));
            scope.spawn(move || draw_band(worker, band))
        };
        let threads: Vec<_> = canvas.into_bands(show.threads()).into_iter().enumerate().map(start).collect();
        let mut outcome = Ok(());
        for thread in threads {
            outcome = outcome.and(heard(show, main.waiting("join", || thread.join())));
        }
        outcome
    })
}
// ANCHOR_END: scoped

/// The same, by the scope that was there before `std` had one.
// ANCHOR: crossbeam
pub fn crossbeam(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let mut main = show.worker("main");
    let joined = crossbeam::scope(|scope| {
        let start = |(number, band)| {
            let worker = show.worker(format!("band {number}"));
            scope.spawn(move |_| draw_band(worker, band))
        };
        let threads: Vec<_> = canvas.into_bands(show.threads()).into_iter().enumerate().map(start).collect();
        let mut outcome = Ok(());
        for thread in threads {
            outcome = outcome.and(heard(show, main.waiting("join", || thread.join())));
        }
        outcome
    });
    // Here a thread that nobody joined tells of its panic: an `Err`, where `std` panics.
    heard(show, joined)
}
// ANCHOR_END: crossbeam

fn draw_band(mut worker: Worker, band: Vec<Piece<'_>>) -> Result<(), Stopped> {
    band.into_iter().try_for_each(|mut piece| worker.compute(&mut piece))
}

/// Puts what a joined thread has drawn where it belongs.
// ANCHOR: place
fn place<E>(show: &Show, canvas: &mut Canvas<'_>, joined: Result<Drawn, E>) -> Result<(), Stopped> {
    heard(show, joined).map(|piece| canvas.place(&piece))
}

/// What a joined thread came to; a panic that `join` has carried over stops the run.
fn heard<T, E>(show: &Show, joined: Result<Result<T, Stopped>, E>) -> Result<T, Stopped> {
    // The worker that the panic dropped has reported it with its message: this only ends the run.
    joined.unwrap_or_else(|_| Err(show.fail("a thread panicked")))
}
// ANCHOR_END: place
