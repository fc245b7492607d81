//! What it costs when counters share a cache line: `cargo bench -p atomics`.
//!
//! Each thread adds to a counter of its own, again and again, and no thread reads another's. Two ways to place the counters
//! take turns, and the ratio of two neighbours is one measurement; the answer is the median of many, with the range that the
//! true median is in (19 times of 20). Where other programs keep the processors busy, the threads do not run at the same
//! time, and there is nothing to be seen: then the range is wide, or the ratio is 1.

use std::fmt;
use std::hint::black_box;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use atomics::by_hand::{Counter, Padded};
use crossbeam::utils::CachePadded;

/// How many pairs are measured.
const PAIRS: usize = 101;
/// How often each thread adds in one measurement: long against the start of a thread, short against a turn that the operating
/// system gives it.
const ADDITIONS: u64 = 200_000;

fn main() -> std::io::Result<()> {
    let threads = thread::available_parallelism()?.get().clamp(2, 8);
    println!("{threads} threads, {ADDITIONS} additions by each, {PAIRS} pairs; the second against the first");

    let side_by_side: Vec<Counter> = many(threads);
    let padded: Vec<Padded<Counter>> = many(threads);
    let by_crossbeam: Vec<CachePadded<Counter>> = many(threads);
    let one = Counter::new();
    let the_same: Vec<&Counter> = vec![&one; threads];

    // In cache lines of their own, the reference.
    let reference = || each_adds(threads, |number, amount| _ = padded[number].add(amount));
    let compare = |name: &str, other: &dyn Fn() -> Duration| {
        println!("  {name:<44} {}", Ratio::of(|| (reference(), other())));
    };
    compare("padded, and padded again", &reference);
    compare("padded, and crossbeam's CachePadded", &|| {
        each_adds(threads, |number, amount| _ = by_crossbeam[number].add(amount))
    });
    compare("padded, and side by side in one line", &|| {
        each_adds(threads, |number, amount| _ = side_by_side[number].add(amount))
    });
    compare("padded, and one counter for all", &|| {
        each_adds(threads, |number, amount| _ = the_same[number].add(amount))
    });
    compare("padded, and a variable, added once at the end", &|| {
        in_threads(threads, |number| {
            let sum = amounts().fold(0, |sum, amount| black_box(sum + amount));
            padded[number].add(sum);
        })
    });
    Ok(())
}

fn many<C: Default>(count: usize) -> Vec<C> {
    (0..count).map(|_| C::default()).collect()
}

/// What each thread adds, one after the other; the compiler cannot tell the sum beforehand.
fn amounts() -> impl Iterator<Item = u64> {
    (0..ADDITIONS).map(|number| black_box(number % 8))
}

/// How long it takes until each of the threads has added all it has to add.
fn each_adds(threads: usize, add: impl Fn(usize, u64) + Sync) -> Duration {
    in_threads(threads, |number| amounts().for_each(|amount| add(number, amount)))
}

/// How long the slowest of the threads takes, which begin together.
fn in_threads(threads: usize, work: impl Fn(usize) + Sync) -> Duration {
    let (work, start) = (&work, &Barrier::new(threads));
    thread::scope(|scope| {
        let run = |number| {
            scope.spawn(move || {
                start.wait();
                let began = Instant::now();
                work(number);
                began.elapsed()
            })
        };
        let threads: Vec<_> = (0..threads).map(run).collect();
        let took = threads.into_iter().map(|thread| thread.join().expect("to count does not panic"));
        took.max().unwrap_or_default()
    })
}

/// How many times as long the second of two takes: the median of many pairs, and where it may be.
struct Ratio {
    median: f64,
    range: (f64, f64),
}

impl Ratio {
    fn of(pair: impl Fn() -> (Duration, Duration)) -> Ratio {
        let mut ratios: Vec<f64> = (0..PAIRS)
            .map(|_| {
                let (first, second) = pair();
                second.as_secs_f64() / first.as_secs_f64()
            })
            .collect();
        ratios.sort_unstable_by(f64::total_cmp);
        // How many of them lie below the true median is binomial: a half, give or take the root of their number.
        let (middle, spread) = (PAIRS / 2, PAIRS.isqrt());
        Ratio { median: ratios[middle], range: (ratios[middle - spread], ratios[middle + spread]) }
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:5.2} times as long ({:.2} to {:.2})", self.median, self.range.0, self.range.1)
    }
}
