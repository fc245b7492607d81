//! Small programs as chance has it. What each of them comes to in a schedule is one of several outcomes; one
//! outcome is then declared to be a failure.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Arc as StdArc, Mutex as StdMutex};

use sync_checked::check;
use sync_played::every_schedule;
use sync_played::sync::atomic::{AtomicU32, Ordering};
use sync_played::sync::{Arc, Bound, Condvar, Model, Mutex, MutexGuard, Plain, RwLock, thread};
use sync_played::trace::Ending;

/// A generator of random numbers (xorshift64*): the same ones each time.
pub struct Numbers(u64);

impl Numbers {
    pub fn from(seed: u64) -> Numbers {
        Numbers(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize) % end
    }
}

/// What a thread does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operation {
    /// Adds to a counter; what it was before is part of the outcome.
    Add(usize),
    /// Writes memory of its own, which no other thread notices.
    Write,
    Lock(usize),
    /// Whether it was free is part of the outcome.
    TryLock(usize),
    Unlock(usize),
    LockToRead,
    LockToWrite,
    TryToWrite,
    UnlockBoth,
    /// Waits with a lock, once: what it waits for may have been or never come. Then the program is stuck.
    Wait(usize),
    NotifyOne,
    NotifyAll,
    Park,
    /// The first thread unparks the second one, and every other thread the first one.
    Unpark,
}

/// What each thread does. The first one starts the others before, and joins them afterwards.
pub type Program = Vec<Vec<Operation>>;

/// For each thread the values that its additions and tries found.
type Outcome = Vec<Vec<u32>>;

/// A program of two or three threads.
pub fn program(numbers: &mut Numbers) -> Program {
    let threads = if numbers.below(4) == 0 { 2 } else { 3 };
    let waits = numbers.below(2) == 0;
    let operation = |numbers: &mut Numbers| match numbers.below(if waits { 20 } else { 14 }) {
        0..=4 => Operation::Add(numbers.below(2)),
        5 => Operation::Write,
        6 | 7 => Operation::Lock(numbers.below(2)),
        8 => Operation::TryLock(numbers.below(2)),
        9 => Operation::Unlock(numbers.below(2)),
        10 => Operation::LockToRead,
        11 => Operation::LockToWrite,
        12 => Operation::TryToWrite,
        13 => Operation::UnlockBoth,
        14 | 15 => Operation::Wait(numbers.below(2)),
        16 => Operation::NotifyOne,
        17 => Operation::NotifyAll,
        18 => Operation::Park,
        _ => Operation::Unpark,
    };
    (0..threads).map(|_| (0..1 + numbers.below(6 - threads)).map(|_| operation(numbers)).collect()).collect()
}

struct Shared {
    counters: [AtomicU32; 2],
    locks: [Mutex<()>; 2],
    readers_writer: RwLock<()>,
    condition: Condvar,
}

/// One thread's part. `unparks` is whom it unparks.
fn carry_out(me: usize, operations: &[Operation], shared: &Shared, unparks: &thread::Thread) -> Vec<u32> {
    let own = Plain::new(0);
    let mut held: [Option<MutexGuard<'_, ()>>; 2] = [None, None];
    let (mut reads, mut writes) = (None, None);
    let mut found = Vec::new();
    for &operation in operations {
        match operation {
            // Each thread adds something else, so that the values tell who came before.
            Operation::Add(n) => found.push(shared.counters[n].fetch_add(1 << (8 * me), Ordering::AcqRel)),
            Operation::Write => own.set(own.get() + 1),
            Operation::Lock(n) if held[n].is_none() => held[n] = Some(shared.locks[n].lock()),
            Operation::TryLock(n) if held[n].is_none() => {
                held[n] = shared.locks[n].try_lock();
                found.push(held[n].is_some().into());
            }
            Operation::Unlock(n) => held[n] = None,
            Operation::LockToRead if writes.is_none() && reads.is_none() => {
                reads = Some(shared.readers_writer.read())
            }
            Operation::LockToWrite if writes.is_none() && reads.is_none() => {
                writes = Some(shared.readers_writer.write());
            }
            Operation::TryToWrite if writes.is_none() && reads.is_none() => {
                writes = shared.readers_writer.try_write();
                found.push(writes.is_some().into());
            }
            Operation::UnlockBoth => {
                reads = None;
                writes = None;
            }
            Operation::Wait(n) => {
                if let Some(guard) = &mut held[n] {
                    shared.condition.wait(guard);
                }
            }
            Operation::NotifyOne => shared.condition.notify_one(),
            Operation::NotifyAll => shared.condition.notify_all(),
            Operation::Park => thread::park(),
            Operation::Unpark => unparks.unpark(),
            Operation::Lock(_) | Operation::TryLock(_) => {}
            Operation::LockToRead | Operation::LockToWrite | Operation::TryToWrite => {}
        }
    }
    found
}

/// The program as a scenario. It tells each outcome, and fails with one of them, if one is given.
fn model(program: &Program, told: &StdArc<StdMutex<Outcome>>, failure: Option<Outcome>) -> Model {
    let (program, told) = (program.clone(), StdArc::clone(told));
    Model::new("a random program", move || {
        let shared = Arc::new(Shared {
            counters: [AtomicU32::new(0), AtomicU32::new(0)],
            locks: [Mutex::new(()), Mutex::new(())],
            readers_writer: RwLock::new(()),
            condition: Condvar::new(),
        });
        let first = thread::current();
        let others: Vec<_> = (1..program.len())
            .map(|me| {
                let (shared, operations, first) = (Arc::clone(&shared), program[me].clone(), first.clone());
                thread::spawn(move || carry_out(me, &operations, &shared, &first))
            })
            .collect();
        let mut outcome = vec![carry_out(0, &program[0], &shared, others[0].thread())];
        outcome.extend(others.into_iter().map(|other| other.join().expect("nobody panics")));
        assert_ne!(Some(&outcome), failure.as_ref());
        *told.lock().expect("nobody panics with it") = outcome;
    })
}

/// How many waits end early, and how many preemptions there are, at the most.
const EARLY_WAKES: usize = 1;
const PREEMPTIONS: usize = 2;

/// Declares one of a program's outcomes to be a failure, unless it is stuck in some schedules. Both
/// worlds must agree on how many preemptions it takes to fail.
pub fn the_fewest_are_found(program: &Program) {
    let told = StdArc::default();
    let model = |failure| model(program, &told, failure).early_wakes(EARLY_WAKES);
    let plain = model(None);

    let mut outcomes: BTreeMap<Outcome, usize> = BTreeMap::new();
    let mut is_stuck = false;
    every_schedule(&plain, 0, PREEMPTIONS, |run| {
        is_stuck = matches!(run.ending(), Some(Ending::Failed { .. }));
        if is_stuck {
            return ControlFlow::Break(());
        }
        *outcomes.entry(told.lock().expect("nobody panics with it").clone()).or_default() += 1;
        ControlFlow::Continue(())
    });
    let model = if is_stuck {
        plain
    } else {
        model(outcomes.into_iter().min_by_key(|(_, schedules)| *schedules).map(|(rarest, _)| rarest))
    };
    let model = model.preemptions(Bound::AtMost(PREEMPTIONS));

    let played = (0..=EARLY_WAKES)
        .flat_map(|early_wakes| (0..=PREEMPTIONS).map(move |preemptions| (early_wakes, preemptions)))
        .find(|&(early_wakes, preemptions)| super::fails(&model, early_wakes, preemptions));
    let checked = check(&model).err();
    let agree = match (&checked, played) {
        // The last level of the checked world looks one preemption further, before waits end early.
        (Some(counterexample), Some((1.., _)) | None) if counterexample.trace.preemptions() > PREEMPTIONS => {
            true
        }
        (Some(counterexample), Some((_, preemptions))) => counterexample.trace.preemptions() == preemptions,
        (None, None) => true,
        _ => false,
    };
    let table = checked.map(|counterexample| counterexample.to_string());
    assert!(agree, "{program:?}: played, it fails with {played:?}\n{}", table.unwrap_or_default());
}
