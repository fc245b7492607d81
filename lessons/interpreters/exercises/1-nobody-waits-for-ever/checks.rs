//! What is asked of `Interpreter`.

use std::sync::OnceLock;

use learn::fractal::Grid;
use learn::sync::{Arc, Bound, Model, thread};
use learn::{Exercise, Picture, Real, Rendezvous, Uses};

use super::answer::Interpreter;

/// Whoever asks has an answer in the end, or knows that there is none; and the thread ends.
pub fn exercise() -> Exercise {
    Exercise::new()
        // One who asks and the interpreter: either may have to wait for the other, and may wake for nothing.
        .model(
            Model::new("one asks and closes", asks_and_closes).preemptions(Bound::AtMost(1)).early_wakes(1),
        )
        // Two who ask are enough for their answers to be mixed up, and one preemption for both to be on their way.
        .model(Model::new("two ask at the same time", || ask_at_once(2)).preemptions(Bound::AtMost(1)))
        // The second is in the mailbox, or comes to it, or comes too late: one preemption puts it at each place.
        .model(Model::new("it dies while another one asks", dies).preemptions(Bound::AtMost(2)))
        .model(
            Model::new("it is closed while another one asks", is_closed_meanwhile)
                .preemptions(Bound::AtMost(2)),
        )
        .real(Real::new("eight ask forty times each", || ask_at_once(8)).uses(Uses {
            spawned: 1,
            locked: 16,
            ..Uses::default()
        }))
        .picture(
            Picture::new(small_grid(), draw_the_picture).uses(Uses { spawned: THREADS, ..Uses::default() }),
        )
        // It is enough that nobody is preempted: each stops by itself at the meeting.
        .at_once(
            Model::new("two interpreters work at the same time", work_at_once).preemptions(Bound::AtMost(0)),
        )
}

fn asks_and_closes() {
    let mut asked = 0;
    let interpreter = Interpreter::start(move |question| {
        asked += 1;
        10 * question + asked
    });
    assert_eq!(interpreter.ask(1), Some(11), "the answer to the first question");
    assert_eq!(interpreter.ask(2), Some(22), "the answer to the second");
    interpreter.close();
    assert_eq!(interpreter.ask(3), None, "what is asked after `close`");
}

fn ask_at_once(threads: u32) {
    let times = if threads > 2 { 40 } else { 1 };
    let interpreter = Arc::new(Interpreter::start(|question| question + 100));
    let ask = move |interpreter: &Interpreter, number: u32| {
        for question in number * times..(number + 1) * times {
            let answer = interpreter.ask(question);
            assert_eq!(answer, Some(question + 100), "the answer to question {question}");
        }
    };
    let others: Vec<_> = (1..threads)
        .map(|number| {
            let interpreter = Arc::clone(&interpreter);
            thread::spawn(move || ask(&interpreter, number))
        })
        .collect();
    ask(&interpreter, 0);
    for other in others {
        other.join().unwrap();
    }
    interpreter.close();
}

/// The question 0 is the interpreter's death.
fn dies() {
    let interpreter = Arc::new(Interpreter::start(|question| match question {
        // Not `panic!`, which would print each time.
        0 => std::panic::resume_unwind(Box::new("on purpose")),
        _ => question + 100,
    }));
    let same = Arc::clone(&interpreter);
    let other = thread::spawn(move || same.ask(1));
    assert_eq!(interpreter.ask(0), None, "what comes of the question in which it dies");
    assert_eq!(interpreter.ask(2), None, "what is asked after its death");
    let answer = other.join().unwrap();
    assert!(matches!(answer, None | Some(101)), "another one's question is answered, or not: {answer:?}");
}

fn is_closed_meanwhile() {
    let interpreter = Arc::new(Interpreter::start(|question| question + 100));
    let same = Arc::clone(&interpreter);
    let other = thread::spawn(move || same.ask(1));
    interpreter.close();
    let answer = other.join().unwrap();
    assert!(matches!(answer, None | Some(101)), "who asks while it is closed: {answer:?}");
    assert_eq!(interpreter.ask(2), None, "what is asked after `close`");
}

fn work_at_once() {
    let meeting = Arc::new(Rendezvous::of(2));
    let start = || {
        let meeting = Arc::clone(&meeting);
        Arc::new(Interpreter::start(move |question| {
            meeting.arrive();
            question
        }))
    };
    let (one, other) = (start(), start());
    let theirs = Arc::clone(&other);
    let asks = thread::spawn(move || theirs.ask(1));
    assert_eq!(one.ask(2), Some(2));
    assert_eq!(asks.join().unwrap(), Some(1));
    one.close();
    other.close();
}

const THREADS: usize = 2;

fn small_grid() -> Grid {
    Grid::new(24, 32).expect("24 x 32 is a size")
}

/// Each interpreter is asked for the rows of its half, and answers how many points it has drawn.
fn draw_the_picture(grid: &Grid) -> Vec<i32> {
    let rows: Arc<Vec<OnceLock<Vec<i32>>>> = Arc::new((0..grid.rows()).map(|_| OnceLock::new()).collect());
    let askers: Vec<_> = (0..THREADS)
        .map(|half| {
            let (drawn, grid) = (Arc::clone(&rows), grid.clone());
            let count = grid.rows();
            let interpreter = Interpreter::start(move |row| {
                let row = row as usize;
                let mut pixels = vec![0; grid.columns()];
                grid.draw_row(row, &mut pixels).expect("a row of the grid");
                drawn[row].set(pixels).expect("it is asked for once");
                grid.columns() as u32
            });
            thread::spawn(move || {
                for row in (half..count).step_by(THREADS) {
                    interpreter.ask(row as u32).expect("it does not die");
                }
                interpreter.close();
            })
        })
        .collect();
    for asker in askers {
        asker.join().unwrap();
    }
    rows.iter().flat_map(|row| row.get().expect("it was answered, so it is drawn")).copied().collect()
}
