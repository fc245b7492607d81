//! Step 2: workers with a deque each, who take from each other.
//!
//! A member of the team does what it has pushed itself, the newest first. If it has nothing, it tries to steal from the
//! others, one after the other. If nobody has anything, it goes to sleep until somebody pushes a task, or all tasks are
//! done.
//!
//! The deques know nothing of sleeping. Beside them stands a *count of pushes*, under a lock. Whoever looks for work
//! remembers the count, looks, and goes to sleep only if the count is still the same; so a task that is pushed while it
//! looks is never slept through.
//!
//! *What it costs.* No task passes through that lock, but every push and every look for the next task takes it for a
//! moment. For tasks as large as pieces of a picture that is nothing. Schedulers whose tasks are small do without: they
//! count who sleeps, with a fence on either side, as the ring of the lesson `queue` does.
//!
//! *Invariants.*
//!
//! 1. `unfinished` is how many tasks were pushed and are not done. It comes to 0 once, when everything is done: tasks
//!    are pushed at the beginning, and by who has one.
//! 2. Every push adds one to `pushes`, after the task is in the deque.

use std::mem;

use crate::sync::atomic::{AtomicUsize, Ordering};
use crate::sync::{Arc, Condvar, Mutex};

use super::deque::{Full, Owner, Steal, Stealer, Task, deque};

// ANCHOR: state
/// What the members share.
#[derive(Debug)]
pub struct Team {
    stealers: Vec<Stealer>,
    /// See invariant 1.
    unfinished: AtomicUsize,
    /// How many tasks were stolen.
    stolen: AtomicUsize,
    news: Mutex<News>,
    /// Notified when there is a task more, and when there will be none.
    told: Condvar,
}

#[derive(Debug, Default)]
struct News {
    /// See invariant 2.
    pushes: u64,
    /// Nothing is left to do, or nobody wants it any more.
    over: bool,
}

/// One who works. It belongs to one thread at a time. If it is dropped with a task in hand, by a panic as a rule, the
/// work is called off: that task will never be done, and the others would wait for its end for good.
#[derive(Debug)]
pub struct Member {
    team: Arc<Team>,
    number: usize,
    deque: Owner,
    /// It has got a task, and has not said that it is done.
    has_task: bool,
}
// ANCHOR_END: state

impl Team {
    /// A team, and its members, each with room for `size` tasks.
    ///
    /// # Panics
    /// If `size` is 0.
    ///
    /// ```
    /// use std::thread;
    /// use stealing::by_hand::Team;
    ///
    /// let (team, mut members) = Team::new(2, 16);
    /// for number in 1..=10 {
    ///     members[0].push(number).unwrap();
    /// }
    /// let work = |mut member: stealing::by_hand::Member| {
    ///     let mut sum = 0;
    ///     while let Some(number) = member.next() {
    ///         sum += number;
    ///         member.done();
    ///     }
    ///     sum
    /// };
    /// let sum: u64 = thread::scope(|scope| {
    ///     let threads: Vec<_> = members.into_iter().map(|member| scope.spawn(move || work(member))).collect();
    ///     threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    /// });
    /// assert_eq!(sum, 55);
    /// assert!(team.stolen() <= 10, "what the second did, it had to steal");
    /// ```
    #[must_use]
    pub fn new(members: usize, size: usize) -> (Arc<Team>, Vec<Member>) {
        let (owners, stealers): (Vec<Owner>, Vec<Stealer>) = (0..members).map(|_| deque(size)).unzip();
        let team = Arc::new(Team {
            stealers,
            unfinished: AtomicUsize::new(0),
            stolen: AtomicUsize::new(0),
            news: Mutex::default(),
            told: Condvar::new(),
        });
        let member = |(number, deque)| Member { team: Arc::clone(&team), number, deque, has_task: false };
        let members = owners.into_iter().enumerate().map(member).collect();
        (team, members)
    }

    /// Calls it off: whoever sleeps wakes up, and nobody gets another task.
    pub fn call_off(&self) {
        self.news.lock().over = true;
        // No wakeup is lost: who goes to sleep looks at `over` under the lock, and found it set, or sleeps by now. It
        // concerns all of them.
        self.told.notify_all();
    }

    /// How many tasks were stolen so far.
    #[must_use]
    pub fn stolen(&self) -> usize {
        // Relaxed: a number to report.
        self.stolen.load(Ordering::Relaxed)
    }
}

impl Member {
    /// Its number in the team, from 0.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }

    // ANCHOR: push
    /// Adds a task, which this member will do unless another one is faster. Never blocks for long. It is for the
    /// beginning, before anybody asks for a task, and for who has one.
    ///
    /// # Errors
    /// The task, if this member has no room for it: best done at once.
    pub fn push(&mut self, task: Task) -> Result<(), Full> {
        // Relaxed: whoever pushes has a task itself, or nobody has begun, so it cannot come to 0 meanwhile.
        self.team.unfinished.fetch_add(1, Ordering::Relaxed);
        if let Err(full) = self.deque.push(task) {
            // Relaxed: as above. It was nobody's business.
            self.team.unfinished.fetch_sub(1, Ordering::Relaxed);
            return Err(full);
        }
        self.team.news.lock().pushes += 1;
        // No wakeup is lost: who goes to sleep compares the count under the lock, and found the new one, or sleeps by
        // now. One task, one who wakes up.
        self.team.told.notify_one();
        Ok(())
    }
    // ANCHOR_END: push

    // ANCHOR: next
    /// The next task: its own newest, or somebody else's oldest. Blocks until there is one; `None`, for good, if all
    /// tasks are done, or the work was called off.
    ///
    /// # Panics
    /// If this member has not said that the one before is [`done`](Member::done), and the work goes on.
    #[allow(clippy::should_implement_trait, reason = "an iterator would not have to say when a task is done")]
    pub fn next(&mut self) -> Option<Task> {
        loop {
            let pushes = {
                let news = self.team.news.lock();
                if news.over {
                    return None;
                }
                assert!(!self.has_task, "this member has a task in hand");
                news.pushes
            };
            if let Some(task) = self.deque.pop().or_else(|| self.steal()) {
                self.has_task = true;
                return Some(task);
            }
            let mut news = self.team.news.lock();
            while news.pushes == pushes && !news.over {
                self.team.told.wait(&mut news);
            }
        }
    }
    // ANCHOR_END: next

    // ANCHOR: steal
    /// Goes round the others, beginning with the one behind this one, so that not all thieves come to the same.
    fn steal(&self) -> Option<Task> {
        let stealers = &self.team.stealers;
        for distance in 1..stealers.len() {
            let victim = &stealers[(self.number + distance) % stealers.len()];
            loop {
                match victim.steal() {
                    Steal::Success(task) => {
                        // Relaxed: a number to report.
                        self.team.stolen.fetch_add(1, Ordering::Relaxed);
                        return Some(task);
                    }
                    Steal::Empty => break,
                    // Somebody else got one: the whole of the team has come further.
                    Steal::Retry => {}
                }
            }
        }
        None
    }
    // ANCHOR_END: steal

    // ANCHOR: done
    /// The task that this member got last has been done.
    ///
    /// # Panics
    /// If it has none in hand.
    pub fn done(&mut self) {
        assert!(mem::take(&mut self.has_task), "this member has no task in hand");
        // AcqRel: pairs with itself in the other members. Whoever makes it 0 has seen all that the others did, and
        // publishes it by the lock, below.
        if self.team.unfinished.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.team.call_off();
        }
    }
    // ANCHOR_END: done
}

// ANCHOR: panic
impl Drop for Member {
    fn drop(&mut self) {
        if self.has_task {
            self.team.call_off();
        }
    }
}
// ANCHOR_END: panic
