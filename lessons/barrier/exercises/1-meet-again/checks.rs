//! What is asked of `Meeting`.

use learn::fractal::{Grid, RowState};
use learn::sync::{Arc, Bound, Model, Mutex, Plain, thread};
use learn::{Exercise, Picture, Real, Uses};

use super::answer::Meeting;

/// Rounds come together, and do not mix.
pub fn exercise() -> Exercise {
    Exercise::new()
        .model(
            Model::new("what is done before is seen after", two_threads)
                // To be overtaken at the meeting takes one preemption; one early wake shows a wait without a loop.
                .preemptions(Bound::AtMost(1))
                .early_wakes(1),
        )
        .model(
            Model::new("three threads meet twice", || {
                assert_eq!(rounds(3, 2), [1, 1], "one thread of each round is told true");
            })
            // A thread that is slow to wake up needs no preemption.
            .preemptions(Bound::AtMost(0)),
        )
        .real(
            Real::new("four threads meet a hundred times", || {
                assert_eq!(rounds(4, 100), [1; 100], "one thread of each round is told true");
            })
            // Three of the four have to wait in each round.
            .uses(Uses { waited: 300, ..Uses::default() }),
        )
        .picture(Picture::new(small_grid(), draw_in_passes))
}

/// The memory is plain: were the two not ordered by the meeting, each access would be a data race.
fn two_threads() {
    let shared = Arc::new((Meeting::new(2), [Plain::new(0), Plain::new(0)]));
    let round_trip = |(meeting, memory): &(Meeting, [Plain<u32>; 2]), me: usize| {
        memory[me].set(7);
        meeting.wait();
        assert_eq!(memory[1 - me].get(), 7, "what the other did before the meeting");
    };
    let theirs = Arc::clone(&shared);
    let other = thread::spawn(move || round_trip(&theirs, 1));
    round_trip(&shared, 0);
    other.join().expect("nobody panics");
}

/// Has so many threads meet so many times; how many of them were told true in each round.
fn rounds(threads: usize, rounds: usize) -> Vec<usize> {
    let meeting = Arc::new(Meeting::new(threads));
    let go = move |meeting: &Meeting| (0..rounds).map(|_| meeting.wait()).collect::<Vec<bool>>();
    let others: Vec<_> = (1..threads)
        .map(|_| {
            let meeting = Arc::clone(&meeting);
            thread::spawn(move || go(&meeting))
        })
        .collect();
    let mut told = vec![go(&meeting)];
    told.extend(others.into_iter().map(|other| other.join().expect("nobody panics")));
    (0..rounds).map(|round| told.iter().filter(|of_thread| of_thread[round]).count()).collect()
}

const WORKERS: usize = 3;

fn small_grid() -> Grid {
    Grid::new(24, 32).expect("24 x 32 is a size")
}

/// One iteration a pass. In each pass every worker has other rows than before, so that it goes on from what
/// another one has stored.
fn draw_in_passes(grid: &Grid) -> Vec<i32> {
    let rows = RowState::all(grid).expect("it is small");
    let rows: Arc<Vec<Mutex<RowState>>> = Arc::new(rows.into_iter().map(Mutex::new).collect());
    let meeting = Arc::new(Meeting::new(WORKERS));
    let passes = grid.iterations() as usize;
    let workers: Vec<_> = (0..WORKERS)
        .map(|worker| {
            let (rows, meeting) = (Arc::clone(&rows), Arc::clone(&meeting));
            thread::spawn(move || {
                for pass in 0..passes {
                    for row in (0..rows.len()).filter(|row| (row + pass) % WORKERS == worker) {
                        rows[row].lock().advance(1);
                    }
                    meeting.wait();
                }
            })
        })
        .collect();
    for worker in workers {
        worker.join().expect("no worker panics");
    }
    rows.iter().flat_map(|row| row.lock().counts().to_vec()).collect()
}
