//! What is asked of `Queue`.

use std::time::Duration;

use learn::fractal::Grid;
use learn::sync::atomic::{AtomicBool, Ordering};
use learn::sync::{Arc, Bound, Deadline, Model, Mutex, Plain, thread};
use learn::{Exercise, Picture, Real, Uses};

use super::answer::Queue;

/// Whoever waits is woken, by what it waits for; nothing is lost; and the end is told to all.
pub fn exercise() -> Exercise {
    Exercise::new()
        .model(
            Model::new("what is put is got, and what was done before is seen", one_by_one)
                // A consumer is stopped between its look and its wait, or a producer is; one early wake shows a wait
                // without a loop.
                .preemptions(Bound::AtMost(1))
                .early_wakes(1),
        )
        .model(
            Model::new("who finds it full waits, until there is room", || full_and_then_not(1))
                // Complete. No wait may end early: it has to be certain that the producer waits.
                .early_wakes(0),
        )
        .model(
            Model::new("who waits is woken by what it waits for", two_consumers)
                // Who is slow to wake needs no preemption; to wait before the item comes takes one of each.
                .preemptions(Bound::AtMost(2)),
        )
        .model(
            Model::new("everybody is told of the end, when nothing is left", the_end)
                // To wait before the end comes takes one of each.
                .preemptions(Bound::AtMost(2))
                .early_wakes(1),
        )
        .real(
            Real::new("who finds it full waits, until there is room", || full_and_then_not(3))
                // The producer has to wait at least once.
                .uses(Uses { locked: 8, waited: 1, notified: 1, ..Uses::default() }),
        )
        .real(Real::new("two hundred items, room for three", two_hundred))
        .picture(Picture::new(small_grid(), draw_through_it))
}

/// The memory is plain: were the two not ordered by the queue, each access would be a data race.
fn one_by_one() {
    let shared = Arc::new((Queue::new(1), [Plain::new(0), Plain::new(0)]));
    let theirs = Arc::clone(&shared);
    let producer = thread::spawn(move || {
        for index in [0, 1] {
            theirs.1[index].set(7);
            theirs.0.put(index);
        }
    });
    for expected in [0, 1] {
        let index = shared.0.get().expect("it is not closed");
        assert_eq!(index, expected, "first in, first out");
        assert_eq!(shared.1[index].get(), 7, "what was done before the put");
    }
    producer.join().expect("nobody panics");
}

/// A producer fills the queue, and cannot have put one more before something is got.
fn full_and_then_not(maxsize: usize) {
    let shared = Arc::new((Queue::new(maxsize), AtomicBool::new(false)));
    let theirs = Arc::clone(&shared);
    let producer = thread::spawn(move || {
        for item in 0..=maxsize {
            theirs.0.put(item);
        }
        theirs.1.store(true, Ordering::Relaxed); // Relaxed: it says nothing about anything else
    });
    // Time passes when nobody else can move.
    thread::park_until(Deadline::after(Duration::from_secs(1)));
    assert!(!shared.1.load(Ordering::Relaxed), "there is room for {maxsize}, and {} are put", maxsize + 1);
    for expected in 0..=maxsize {
        assert_eq!(shared.0.get(), Some(expected));
    }
    producer.join().expect("nobody panics");
}

/// Two consumers wait, and the producer has to wait as well: the first consumer may be slow to take the first item.
fn two_consumers() {
    let queue = Arc::new(Queue::new(1));
    let consumers = [(); 2].map(|()| {
        let queue = Arc::clone(&queue);
        thread::spawn(move || queue.get().expect("it is not closed"))
    });
    queue.put(1);
    queue.put(2);
    let mut got = consumers.map(|consumer| consumer.join().expect("nobody panics"));
    got.sort_unstable();
    assert_eq!(got, [1, 2], "each gets one");
}

fn the_end() {
    let queue = Arc::new(Queue::new(1));
    let consumers = [(); 2].map(|()| {
        let queue = Arc::clone(&queue);
        thread::spawn(move || std::iter::from_fn(|| queue.get()).collect::<Vec<i32>>())
    });
    queue.put(1);
    queue.close();
    let got = consumers.map(|consumer| consumer.join().expect("nobody panics")).concat();
    assert_eq!(got, [1], "what was put before the end is got");
    assert_eq!(queue.get(), None, "who comes after the end is told of it");
}

fn two_hundred() {
    let queue = Arc::new(Queue::new(3));
    let producers = [0, 1].map(|producer| {
        let queue = Arc::clone(&queue);
        thread::spawn(move || (0..100).for_each(|number| queue.put(2 * number + producer)))
    });
    let consumers = [(); 2].map(|()| {
        let queue = Arc::clone(&queue);
        thread::spawn(move || std::iter::from_fn(|| queue.get()).collect::<Vec<i32>>())
    });
    for producer in producers {
        producer.join().expect("nobody panics");
    }
    queue.close();
    let mut got = consumers.map(|consumer| consumer.join().expect("nobody panics")).concat();
    got.sort_unstable();
    assert_eq!(got, (0..200).collect::<Vec<i32>>(), "each item once");
}

fn small_grid() -> Grid {
    Grid::new(24, 32).expect("24 x 32 is a size")
}

/// One producer puts the rows' numbers, three consumers compute the rows.
fn draw_through_it(grid: &Grid) -> Vec<i32> {
    let (rows, columns) = (grid.rows(), grid.columns());
    let shared = Arc::new((Queue::new(2), Mutex::new(vec![0; grid.pixels()])));
    let workers = [(); 3].map(|()| {
        let (shared, grid) = (Arc::clone(&shared), grid.clone());
        thread::spawn(move || {
            while let Some(row) = shared.0.get() {
                let mut counts = vec![0; columns];
                grid.draw_row(row, &mut counts).expect("the row is one of the grid's");
                shared.1.lock()[row * columns..(row + 1) * columns].copy_from_slice(&counts);
            }
        })
    });
    (0..rows).for_each(|row| shared.0.put(row));
    shared.0.close();
    for worker in workers {
        worker.join().expect("no worker panics");
    }
    let picture = shared.1.lock();
    picture.clone()
}
