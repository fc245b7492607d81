//! Pieces are drawn by worker processes, which may die.

use learn::sync::{Arc, Mutex, thread};

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

/// Has `pieces` pieces drawn by `workers` workers. Returns when all their threads have ended.
pub fn share(workers: usize, pieces: usize, ask: Ask) -> Result<(), Lost> {
    let list = Arc::new(Mutex::new((0..pieces).rev().collect::<Vec<usize>>()));
    let attend = |worker: usize| {
        let (list, ask) = (Arc::clone(&list), Arc::clone(&ask));
        thread::spawn(move || {
            loop {
                let next = list.lock().pop();
                let Some(piece) = next else { break };
                if ask(worker, piece) == Answer::Died {
                    break;
                }
            }
        })
    };
    let threads: Vec<_> = (0..workers).map(attend).collect();
    for thread in threads {
        thread.join().expect("a thread does not panic");
    }
    Ok(())
}
