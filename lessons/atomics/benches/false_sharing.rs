//! What it costs when counters share a cache line: `cargo bench -p atomics`.
//!
//! Each thread adds to a counter of its own, again and again, and no thread reads another's. Two ways to place the
//! counters take turns, and the ratio of two neighbours is one measurement; the answer is the median of many, with the
//! range that the true median is in (19 times of 20).
//!
//! Threads disturb each other only while they run at the same time. A measurement in which they did not, because
//! something else had a processor meanwhile, says nothing, and is made again. A machine that never lets two threads run
//! together gets no answer.

use std::fmt;
use std::hint::{black_box, spin_loop};
use std::thread;
use std::time::{Duration, Instant};

use atomics::by_hand::{Counter, Padded};
use cpu_time::ThreadTime;
use crossbeam::utils::CachePadded;

/// How many pairs are measured.
const PAIRS: usize = 101;
/// How often each thread adds in one measurement: long against the moment until both are awake, short against a turn
/// that the operating system gives them.
const ADDITIONS: u64 = 100_000;
/// How long to try for one comparison.
const PATIENCE: Duration = Duration::from_secs(20);
/// The part of its time that a thread must have had a processor, and shared with the others.
const TOGETHER: f64 = 0.9;

fn main() -> std::io::Result<()> {
    let threads = thread::available_parallelism()?.get().clamp(2, 8);
    println!("{threads} threads, {ADDITIONS} additions by each, {PAIRS} pairs: median (range it is in)");

    let side_by_side: Vec<Counter> = many(threads);
    let padded: Vec<Padded<Counter>> = many(threads);
    let by_crossbeam: Vec<CachePadded<Counter>> = many(threads);
    let one = Counter::new();

    // In cache lines of their own: what all else is compared with.
    let reference = || each_adds(threads, |number, amount| _ = padded[number].add(amount));
    let compare = |name: &str, other: &dyn Fn() -> Option<Duration>| match Ratio::of(reference, other) {
        Some(ratio) => println!("{name}: {ratio}"),
        None => println!("{name}: cannot be told, the machine is not quiet enough"),
    };
    println!("beside counters that are padded by hand,");
    compare("  the same again", &reference);
    compare("  padded by crossbeam", &|| {
        each_adds(threads, |number, amount| _ = by_crossbeam[number].add(amount))
    });
    compare("  side by side in a cache line", &|| {
        each_adds(threads, |number, amount| _ = side_by_side[number].add(amount))
    });
    compare("  one counter for all", &|| each_adds(threads, |_, amount| _ = one.add(amount)));
    compare("  a variable each, added once at the end", &|| {
        together(threads, |number| {
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
fn each_adds(threads: usize, add: impl Fn(usize, u64) + Sync) -> Option<Duration> {
    together(threads, |number| amounts().for_each(|amount| add(number, amount)))
}

/// How long the slowest of the threads takes; `None` if they were not at work at the same time.
fn together(threads: usize, work: impl Fn(usize) + Sync) -> Option<Duration> {
    let (work, here) = (&work, &Counter::new());
    let turns: Vec<Turn> = thread::scope(|scope| {
        let run = |number| {
            scope.spawn(move || {
                // Spins rather than sleeps, so that all who leave it have a processor.
                here.add(1);
                while here.get() < threads as u64 {
                    spin_loop();
                }
                let (began, processor) = (Instant::now(), ThreadTime::now());
                work(number);
                Turn { began, ended: Instant::now(), processor: processor.elapsed() }
            })
        };
        let threads: Vec<_> = (0..threads).map(run).collect();
        threads.into_iter().map(|thread| thread.join().expect("to count does not panic")).collect()
    });
    let longest = turns.iter().map(Turn::took).max()?;
    let shared = turns.iter().map(|turn| turn.ended).min()? - turns.iter().map(|turn| turn.began).max()?;
    let undisturbed = turns.iter().all(|turn| turn.processor >= turn.took().mul_f64(TOGETHER));
    (undisturbed && shared >= longest.mul_f64(TOGETHER)).then_some(longest)
}

/// When a thread was at work.
struct Turn {
    began: Instant,
    ended: Instant,
    /// For how long of that it had a processor.
    processor: Duration,
}

impl Turn {
    fn took(&self) -> Duration {
        self.ended - self.began
    }
}

/// How many times as long the second of two takes: the median of many pairs, and where it may be.
struct Ratio {
    median: f64,
    range: (f64, f64),
}

impl Ratio {
    fn of(first: impl Fn() -> Option<Duration>, second: impl Fn() -> Option<Duration>) -> Option<Ratio> {
        let began = Instant::now();
        let undisturbed = |measure: &dyn Fn() -> Option<Duration>| {
            // As often as it takes, while there is time.
            std::iter::repeat_with(measure).take_while(|_| began.elapsed() < PATIENCE).flatten().next()
        };
        let pairs = (0..PAIRS).map(|_| Some((undisturbed(&first)?, undisturbed(&second)?)));
        let mut ratios: Vec<f64> = pairs
            .map(|pair| pair.map(|(first, second)| second.as_secs_f64() / first.as_secs_f64()))
            .collect::<Option<_>>()?;
        ratios.sort_unstable_by(f64::total_cmp);
        // How many of them lie below the true median is binomial: a half, give or take the root of their number.
        let (middle, spread) = (PAIRS / 2, PAIRS.isqrt());
        Some(Ratio { median: ratios[middle], range: (ratios[middle - spread], ratios[middle + spread]) })
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} times as long ({:.2} to {:.2})", self.median, self.range.0, self.range.1)
    }
}
