//! What is asked of `block_on`.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Poll, Waker};

use learn::fractal::Grid;
use learn::sync::atomic::{AtomicUsize, Ordering};
use learn::sync::{Arc, Bound, Model, Mutex, thread};
use learn::{Exercise, Picture, Real};

use super::answer::block_on;

/// It returns when the future is ready, and is polled when it was woken and not otherwise.
pub fn exercise() -> Exercise {
    Exercise::new()
        // Explored completely: there is only this thread.
        .model(Model::new("what is ready at once is returned", || {
            assert_eq!(block_on(std::future::ready(7)), 7);
        }))
        // A wake while it is polled, by itself: complete.
        .model(Model::new("who wakes itself is polled again", || assert_eq!(block_on(wakes_itself(2)), 3)))
        // One thread to wake it is enough to come at the wrong moment; a wait may end early.
        .model(
            Model::new("a wake at any moment is followed by a poll, and nothing else is", || waits_for(1))
                .preemptions(Bound::AtMost(2))
                .early_wakes(1),
        )
        // Two wakes, one after the other: what was heard once must be listened for again.
        .model(
            Model::new("each of two waits is woken", || waits_for(2))
                .preemptions(Bound::AtMost(1))
                .early_wakes(1),
        )
        .real(Real::new("two hundred waits are woken", || waits_for(200)))
        .picture(Picture::new(small_grid(), draw_the_picture))
}

/// Wakes itself in so many polls; what it comes to is how often it was polled.
fn wakes_itself(times: usize) -> impl Future<Output = usize> {
    let mut polls = 0;
    poll_fn(move |context| {
        polls += 1;
        if polls > times {
            return Poll::Ready(polls);
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
}

/// Waits as many times for a thread that is started then, and counts the polls.
fn waits_for(threads: usize) {
    let (wakes, mut polls, mut started) = (Arc::new(AtomicUsize::new(0)), 0, 0);
    let mut waiting_for: Option<Delivery<usize>> = None;
    let sum = block_on(poll_fn(|context| {
        polls += 1;
        // Relaxed: only a count. The wake itself has to order it, if anything does; a poll without one would see too
        // few.
        assert!(polls <= 1 + wakes.load(Ordering::Relaxed), "polled {polls} times, which is once too often");
        loop {
            if let Some(delivery) = &mut waiting_for {
                match Pin::new(delivery).poll(context) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(number) => assert_eq!(number, started),
                }
            }
            if started == threads {
                return Poll::Ready(started);
            }
            started += 1;
            let (number, wakes) = (started, Arc::clone(&wakes));
            waiting_for = Some(Delivery::from_thread(
                move || number,
                move || {
                    wakes.fetch_add(1, Ordering::Relaxed);
                },
            ));
        }
    }));
    assert_eq!(sum, threads);
}

/// What a thread makes: a future for it.
struct Delivery<T> {
    shared: Arc<Mutex<(Option<T>, Option<Waker>)>>,
}

impl<T: Send + 'static> Delivery<T> {
    /// Starts the thread. Before it wakes anybody, it says so.
    fn from_thread(
        make: impl FnOnce() -> T + Send + 'static,
        says: impl FnOnce() + Send + 'static,
    ) -> Delivery<T> {
        let shared = Arc::new(Mutex::new((None, None::<Waker>)));
        let delivers = Arc::clone(&shared);
        thread::spawn(move || {
            let value = make();
            let mut shared = delivers.lock();
            shared.0 = Some(value);
            let waker = shared.1.take();
            drop(shared);
            if let Some(waker) = waker {
                says();
                waker.wake();
            }
        });
        Delivery { shared }
    }
}

impl<T> Future for Delivery<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut std::task::Context<'_>) -> Poll<T> {
        let mut shared = self.shared.lock();
        match shared.0.take() {
            Some(value) => Poll::Ready(value),
            None => {
                shared.1 = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

const PIECE_ROWS: usize = 2;

fn small_grid() -> Grid {
    Grid::new(24, 32).expect("24 x 32 is a size")
}

/// A thread draws each piece, and one future awaits them all in order.
fn draw_the_picture(grid: &Grid) -> Vec<i32> {
    let pieces: Vec<_> = grid
        .pieces(PIECE_ROWS)
        .map(|rows| {
            let grid = grid.clone();
            let draw = move || {
                let mut pixels = vec![0; rows.len() * grid.columns()];
                grid.draw_band(rows, &mut pixels).expect("a piece is inside of its grid");
                pixels
            };
            Delivery::from_thread(draw, || {})
        })
        .collect();
    block_on(async {
        let mut picture = Vec::new();
        for piece in pieces {
            picture.extend(piece.await);
        }
        picture
    })
}
