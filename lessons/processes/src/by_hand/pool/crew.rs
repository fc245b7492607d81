//! Step 1: a crew of workers, any of whom may die at any moment.
//!
//! Whoever has a job borrows a worker, has it do the job, and gives it back. If the worker dies of it, there are two
//! ways to go on, and the crew is told once which one to take:
//!
//! | on a death | that job | all others | Python |
//! |---|---|---|---|
//! | **break** | is lost | are lost too: the others are killed, nobody is hired | `ProcessPoolExecutor` |
//! | **retry** | is given to another worker, and given up at the second death | go on | `Pool` does, and forgets the job |
//!
//! A worker that has died while it had nothing to do breaks the crew as well, or is replaced, when somebody would
//! borrow it.
//!
//! | a worker is | its switch is | goes on to |
//! |---|---|---|
//! | **being hired** | not listed | busy; killed, if the crew broke meanwhile |
//! | **busy**: somebody has borrowed it | listed | idle, retired, dead |
//! | **idle** | listed | busy, retired, dead |
//! | **retired** or **dead** | not listed | – |

use std::fmt;
use std::mem;
use std::num::NonZeroU32;

use crate::sync::Mutex;

/// How many workers a job may cost before it is given up.
const MOST_DEATHS: u32 = 2;

/// Ends a worker at once, whatever it is doing.
pub trait Kill: Send + Sync {
    /// Kills it. A worker that is being waited for, in [`Worker::work`], is found dead then; one that is dead already
    /// is not killed again. Does not block for long.
    fn kill(&self);
}

/// Somebody who does jobs, one after the other, and may die. To drop it is to kill it.
pub trait Worker: Send + Sized + 'static {
    /// What it is given to do. Another worker may be given the same again.
    type Job: Send + 'static;
    /// What comes of it.
    type Answer: 'static;
    /// How one may end, or why one cannot begin.
    type Death: Clone + Send + Sync + 'static;
    /// What kills one.
    type Switch: Kill + Clone + 'static;

    /// Does a job. Blocks until it is done, or the worker is dead.
    ///
    /// # Errors
    /// If it died.
    fn work(&mut self, job: &Self::Job) -> Result<Self::Answer, Failed<Self::Death>>;

    /// How it has ended, if it is known that it has. Does not block.
    fn dead(&mut self) -> Option<Self::Death>;

    /// What kills it, for any thread to use.
    fn switch(&self) -> Self::Switch;

    /// Ends it in peace. Blocks until it has ended.
    fn retire(self);
}

/// Why a worker did not do a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failed<D> {
    /// It died. Another one may do it.
    Died(D),
    /// It could not even begin, and no other could.
    Unfit(D),
}

/// Why a job was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost<D> {
    /// The crew is broken: this was the first death.
    Broken(D),
    /// So many workers have died of this very job.
    Died {
        /// How many.
        workers: u32,
        /// How the last one died.
        last: D,
    },
}

/// What the deaths of workers have cost. Those that the crew itself has killed, because it broke, are not among them,
/// nor is one that dies idle before somebody would borrow it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Losses {
    /// How many workers have died, of a job or idle.
    pub workers: usize,
    /// How many times a job went to another worker, because the one that had it has died.
    pub jobs_again: usize,
}

/// What to do when a worker dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDeath {
    /// All jobs are lost.
    Break,
    /// Its job is tried once more.
    Retry,
}

/// How a worker is come by. Fails if there is no way to.
pub type Hire<W> = Box<dyn Fn() -> Result<W, <W as Worker>::Death> + Send + Sync>;

// ANCHOR: state
/// What the lock guards.
///
/// # Invariants
///
/// Between any two holders of the lock:
///
/// 1. A worker is in `idle`, or somebody has borrowed it, or it is on its way out. Nobody else has it.
/// 2. The switch of every worker that is idle or borrowed is in `switches`.
/// 3. If the crew is broken it stays so, `idle` is empty, and whoever is borrowed has been killed, or will be by who
///    broke it.
struct State<W: Worker> {
    /// The one that was given back last is the next to be borrowed: what it needs is in the caches.
    idle: Vec<Hand<W>>,
    /// What kills each worker, by its number.
    switches: Vec<(usize, W::Switch)>,
    hired: usize,
    losses: Losses,
    /// The first death, if that broke the crew.
    broken: Option<W::Death>,
}

/// A worker, with its number and how many jobs it has done.
struct Hand<W> {
    worker: W,
    number: usize,
    jobs: u32,
}
// ANCHOR_END: state

/// Workers, and who has them. See the tables at the top of this file.
pub struct Crew<W: Worker> {
    state: Mutex<State<W>>,
    hire: Hire<W>,
    on_death: OnDeath,
    jobs_per_worker: Option<NonZeroU32>,
}

impl<W: Worker> Crew<W> {
    /// A crew with nobody in it yet. After `jobs_per_worker` jobs, a worker is retired.
    #[must_use]
    pub fn new(hire: Hire<W>, on_death: OnDeath, jobs_per_worker: Option<NonZeroU32>) -> Crew<W> {
        let state = State {
            idle: Vec::new(),
            switches: Vec::new(),
            hired: 0,
            losses: Losses::default(),
            broken: None,
        };
        Crew { state: Mutex::new(state), hire, on_death, jobs_per_worker }
    }

    // ANCHOR: see_to
    /// Has a worker do `job`, and another one, if need be. Blocks until it is done or lost.
    ///
    /// # Errors
    /// If it is lost.
    pub fn see_to(&self, job: &W::Job) -> Result<W::Answer, Lost<W::Death>> {
        let mut deaths = 0;
        loop {
            let mut hand = self.borrow()?;
            match hand.worker.work(job) {
                Ok(answer) => {
                    self.give_back(hand);
                    return Ok(answer);
                }
                Err(Failed::Unfit(death)) => {
                    self.strike_off(hand);
                    return Err(self.break_off(death));
                }
                Err(Failed::Died(death)) => {
                    self.strike_off(hand);
                    deaths += 1;
                    self.count_a_death(self.on_death == OnDeath::Retry && deaths < MOST_DEATHS);
                    match self.on_death {
                        OnDeath::Break => return Err(self.break_off(death)),
                        // If the crew is broken meanwhile, and that is why this one died, borrowing tells.
                        OnDeath::Retry if deaths < MOST_DEATHS => {}
                        OnDeath::Retry => return Err(self.give_up(deaths, death)),
                    }
                }
            }
        }
    }
    // ANCHOR_END: see_to

    // ANCHOR: borrow
    /// A worker that is alive, as far as is known.
    fn borrow(&self) -> Result<Hand<W>, Lost<W::Death>> {
        loop {
            let idle = {
                let mut state = self.state.lock();
                if let Some(death) = &state.broken {
                    return Err(Lost::Broken(death.clone()));
                }
                state.idle.pop()
            };
            let Some(mut hand) = idle else { return self.hire_one() };
            match hand.worker.dead() {
                None => return Ok(hand),
                Some(death) => {
                    self.strike_off(hand);
                    // It had no job.
                    self.count_a_death(false);
                    if self.on_death == OnDeath::Break {
                        return Err(self.break_off(death));
                    }
                }
            }
        }
    }

    fn hire_one(&self) -> Result<Hand<W>, Lost<W::Death>> {
        // Without the lock: it takes its time.
        let worker = (self.hire)().map_err(|death| self.break_off(death))?;
        let mut state = self.state.lock();
        if let Some(death) = &state.broken {
            let lost = Lost::Broken(death.clone());
            drop(state);
            // Who broke the crew has not seen its switch. To drop it is to kill it.
            drop(worker);
            return Err(lost);
        }
        let number = state.hired;
        state.hired += 1;
        state.switches.push((number, worker.switch()));
        Ok(Hand { worker, number, jobs: 0 })
    }
    // ANCHOR_END: borrow

    // ANCHOR: give_back
    fn give_back(&self, mut hand: Hand<W>) {
        hand.jobs += 1;
        if self.jobs_per_worker.is_some_and(|most| hand.jobs >= most.get()) {
            self.forget_switch(hand.number);
            return hand.worker.retire();
        }
        let mut state = self.state.lock();
        if state.broken.is_none() {
            state.idle.push(hand);
        } else {
            drop(state);
            self.strike_off(hand);
        }
    }

    /// A worker that is dead, or is to be.
    fn strike_off(&self, hand: Hand<W>) {
        self.forget_switch(hand.number);
        // Without the lock: that kills it, and waits until it is gone.
        drop(hand);
    }

    fn forget_switch(&self, number: usize) {
        self.state.lock().switches.retain(|(known, _)| *known != number);
    }
    // ANCHOR_END: give_back

    // ANCHOR: break_off
    /// Breaks the crew, unless it is broken: kills everybody, and hires nobody any more. What is being done is lost,
    /// and who waits for it is told. Returns how that job is lost with which the caller may have come.
    pub fn break_off(&self, death: W::Death) -> Lost<W::Death> {
        let mut state = self.state.lock();
        if let Some(first) = &state.broken {
            return Lost::Broken(first.clone());
        }
        state.broken = Some(death.clone());
        let idle = mem::take(&mut state.idle);
        let switches = state.switches.clone();
        drop(state);
        // Nobody is forgotten: a worker that is not listed yet has to pass the lock to be, and finds the crew broken.
        for (_, switch) in switches {
            switch.kill();
        }
        for hand in idle {
            self.strike_off(hand);
        }
        Lost::Broken(death)
    }
    // ANCHOR_END: break_off

    /// A worker is found dead, and its job goes to another one, or not.
    fn count_a_death(&self, again: bool) {
        let mut state = self.state.lock();
        // Who broke the crew has killed all others, and what they had is given to nobody.
        if state.broken.is_none() {
            state.losses.workers += 1;
            state.losses.jobs_again += usize::from(again);
        }
    }

    fn give_up(&self, workers: u32, last: W::Death) -> Lost<W::Death> {
        // The last one may have been killed by who broke the crew, and not by the job.
        self.broken().map_or(Lost::Died { workers, last }, Lost::Broken)
    }

    /// Ends all that are idle, in peace. Blocks until they have ended. Those that are borrowed are left alone.
    pub fn retire(&self) {
        let idle = mem::take(&mut self.state.lock().idle);
        for hand in idle {
            self.forget_switch(hand.number);
            hand.worker.retire();
        }
    }

    /// Why it is broken, if it is.
    #[must_use]
    pub fn broken(&self) -> Option<W::Death> {
        self.state.lock().broken.clone()
    }

    /// What kills each of the workers there are, idle and borrowed.
    #[must_use]
    pub fn switches(&self) -> Vec<W::Switch> {
        self.state.lock().switches.iter().map(|(_, switch)| switch.clone()).collect()
    }

    /// How many workers were hired, all told.
    #[must_use]
    pub fn hired(&self) -> usize {
        self.state.lock().hired
    }

    /// How many workers have died, and how many times a job was given to another one for that.
    #[must_use]
    pub fn lost(&self) -> Losses {
        self.state.lock().losses
    }
}

impl<W: Worker> Drop for Crew<W> {
    fn drop(&mut self) {
        self.retire();
    }
}

impl<W: Worker> fmt::Debug for Crew<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state.lock();
        f.debug_struct("Crew")
            .field("idle", &state.idle.len())
            .field("workers", &state.switches.len())
            .field("hired", &state.hired)
            .field("losses", &state.losses)
            .field("broken", &state.broken.is_some())
            .finish_non_exhaustive()
    }
}
