//! Who finds the list empty waits: a piece that is with a process may come back.

use learn::sync::{Arc, Condvar, Mutex, thread};

/// What a process answers that was asked to draw a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The piece is in the picture.
    Drawn,
    /// The process is dead, and the piece is not drawn.
    Died,
}

/// Asks the process of a worker to draw a piece, and waits for its answer: `ask(worker, piece)`.
pub type Ask = Arc<dyn Fn(usize, usize) -> Answer + Send + Sync>;

/// Why the picture is not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// Two workers have died of this piece.
    Twice(usize),
    /// All workers have died.
    Everyone,
}

/// What the threads share.
struct Board {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    /// The pieces that are to be given to somebody.
    left: Vec<usize>,
    /// How many pieces are with a process.
    under_way: usize,
    /// How many workers have died of each piece.
    deaths: Vec<usize>,
    /// The piece that nobody shall be given any more.
    lost: Option<usize>,
}

/// Has `pieces` pieces drawn by `workers` workers. Returns when all their threads have ended.
pub fn share(workers: usize, pieces: usize, ask: Ask) -> Result<(), Lost> {
    let state =
        State { left: (0..pieces).rev().collect(), under_way: 0, deaths: vec![0; pieces], lost: None };
    let board = Arc::new(Board { state: Mutex::new(state), changed: Condvar::new() });
    let attend = |worker: usize| {
        let (board, ask) = (Arc::clone(&board), Arc::clone(&ask));
        thread::spawn(move || {
            while let Some(piece) = board.next() {
                let answer = ask(worker, piece);
                board.answered(piece, answer);
                if answer == Answer::Died {
                    break;
                }
            }
        })
    };
    let threads: Vec<_> = (0..workers).map(attend).collect();
    for thread in threads {
        thread.join().expect("a thread does not panic");
    }
    let state = board.state.lock();
    match state.lost {
        Some(piece) => Err(Lost::Twice(piece)),
        None if !state.left.is_empty() => Err(Lost::Everyone),
        None => Ok(()),
    }
}

impl Board {
    /// The next piece, if there will be one; waits for those that are under way, since they may come back.
    fn next(&self) -> Option<usize> {
        let mut state = self.state.lock();
        while state.left.is_empty() && state.under_way > 0 && state.lost.is_none() {
            self.changed.wait(&mut state);
        }
        if state.lost.is_some() {
            return None;
        }
        let piece = state.left.pop()?;
        state.under_way += 1;
        Some(piece)
    }

    fn answered(&self, piece: usize, answer: Answer) {
        let mut state = self.state.lock();
        state.under_way -= 1;
        if answer == Answer::Died {
            state.deaths[piece] += 1;
            if state.deaths[piece] < 2 {
                state.left.push(piece);
            } else {
                state.lost = Some(piece);
            }
        }
        self.changed.notify_all();
    }
}
