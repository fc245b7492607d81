//! What is asked of `InOrder`.

use learn::fractal::Grid;
use learn::sync::atomic::{AtomicUsize, Ordering};
use learn::sync::{Arc, Bound, Model, Mutex, Plain, thread};
use learn::{Exercise, Picture, Real};

use super::answer::InOrder;

/// Items come in order, everybody who can go on does, and nobody gets too far ahead.
pub fn exercise() -> Exercise {
    Exercise::new()
        // Two threads have few enough schedules for all of them; one early wake shows a wait without a loop.
        .model(Model::new("what is put down is taken", one_item).early_wakes(1))
        .model(
            Model::new("items come in order", two_items)
                // One lets the second item come before the first.
                .preemptions(Bound::AtMost(1)),
        )
        .model(
            Model::new("each gets room for its own", a_window_of_one)
                // In which order they come to wait, and when there is room, takes no preemption.
                .preemptions(Bound::AtMost(0)),
        )
        .real(Real::new("four threads put down two hundred items", many_items))
        .picture(Picture::new(small_grid(), draw_from_the_top))
}

/// The memory is plain: were the two not ordered by the item, its accesses would be a data race.
fn one_item() {
    let shared = Arc::new((InOrder::new(1), Plain::new(0)));
    let theirs = Arc::clone(&shared);
    let other = thread::spawn(move || {
        theirs.1.set(7);
        theirs.0.put(0, "first");
    });
    assert_eq!(shared.0.take(), "first");
    assert_eq!(shared.1.get(), 7, "what was done before the item was put down");
    other.join().expect("nobody panics");
}

/// Both fit into the window.
fn two_items() {
    let shared = Shared::new(2);
    let others = [1, 0].map(|number| shared.puts(vec![number]));
    assert_eq!([shared.take(), shared.take()], [0, 1]);
    others.into_iter().for_each(|other| other.join().expect("nobody panics"));
}

/// Two wait for room, and the one that began to wait first need not be the one that gets it.
fn a_window_of_one() {
    let shared = Shared::new(1);
    let others = [2, 1, 0].map(|number| shared.puts(vec![number]));
    assert_eq!([shared.take(), shared.take(), shared.take()], [0, 1, 2]);
    others.into_iter().for_each(|other| other.join().expect("nobody panics"));
}

fn many_items() {
    const ITEMS: usize = 200;
    const THREADS: usize = 4;
    let shared = Shared::new(3);
    let others = [0, 1, 2, 3].map(|first| shared.puts((first..ITEMS).step_by(THREADS).collect()));
    let taken: Vec<usize> = (0..ITEMS).map(|_| shared.take()).collect();
    assert_eq!(taken, Vec::from_iter(0..ITEMS), "each once, in order");
    others.into_iter().for_each(|other| other.join().expect("nobody panics"));
}

/// An answer, and how far it has come.
#[derive(Clone)]
struct Shared(Arc<(InOrder<usize>, usize, AtomicUsize)>);

impl Shared {
    fn new(window: usize) -> Shared {
        Shared(Arc::new((InOrder::new(window), window, AtomicUsize::new(0))))
    }

    /// A thread that puts these down, one after the other.
    fn puts(&self, numbers: Vec<usize>) -> thread::JoinHandle<()> {
        let shared = self.clone();
        thread::spawn(move || numbers.into_iter().for_each(|number| shared.put(number)))
    }

    /// Puts a number down, and looks whether it had room.
    fn put(&self, number: usize) {
        let (items, window, begun) = &*self.0;
        items.put(number, number);
        // Relaxed: it must not order what the answer has to order. Who had room because of a `take` has seen what
        // came before it, and so this.
        let begun = begun.load(Ordering::Relaxed);
        assert!(number < begun + window, "number {number} got in before there was room for it");
    }

    fn take(&self) -> usize {
        let (items, _, begun) = &*self.0;
        // Relaxed: as above.
        begun.fetch_add(1, Ordering::Relaxed);
        items.take()
    }
}

const WORKERS: usize = 3;

fn small_grid() -> Grid {
    Grid::new(24, 32).expect("24 x 32 is a size")
}

/// Workers claim rows and put them down as they finish them. The picture is written from the top.
fn draw_from_the_top(grid: &Grid) -> Vec<i32> {
    let rows = grid.rows();
    let (grid, unclaimed) = (Arc::new(grid.clone()), Arc::new(Mutex::new(0..rows)));
    let finished = Arc::new(InOrder::new(WORKERS + 1));
    let workers = [(); WORKERS].map(|()| {
        let (grid, unclaimed, finished) = (Arc::clone(&grid), Arc::clone(&unclaimed), Arc::clone(&finished));
        thread::spawn(move || {
            let claim = || unclaimed.lock().next();
            while let Some(row) = claim() {
                let mut counts = vec![0; grid.columns()];
                grid.draw_row(row, &mut counts).expect("the row is there");
                finished.put(row, counts);
            }
        })
    });
    let picture = (0..rows).flat_map(|_| finished.take()).collect();
    workers.into_iter().for_each(|worker| worker.join().expect("no worker panics"));
    picture
}
