//! A worker that is no process: a function does its jobs, and says when it dies. For scenarios, and for whoever tests
//! what stands on a crew.

use super::crew::{Failed, Kill, Worker};
use crate::sync::{Arc, Condvar, Mutex};

/// What a stand-in does with a job. It is also given the switch, and may wait until that is used.
type Act<J, A> = Arc<dyn Fn(&J, &Switch) -> Result<A, Failed<&'static str>> + Send + Sync>;

/// How a stand-in ends that was killed.
const KILLED: &str = "killed";

/// A worker that is no process.
///
/// ```
/// use std::sync::Arc;
///
/// use processes::by_hand::pool::{Crew, OnDeath, StandIn};
///
/// let hire = || Ok(StandIn::new(Arc::new(|job: &u32, _: &_| Ok(job * job))));
/// let crew = Crew::new(Box::new(hire), OnDeath::Break, None);
/// assert_eq!(crew.see_to(&7), Ok(49));
/// assert_eq!(crew.see_to(&8), Ok(64));
/// assert_eq!(crew.hired(), 1, "the same one has done both");
/// ```
pub struct StandIn<J, A> {
    act: Act<J, A>,
    switch: Arc<Switch>,
}

/// What kills a stand-in, and what it can wait for.
pub struct Switch {
    killed: Mutex<bool>,
    /// Notified when it is killed.
    used: Condvar,
}

impl<J, A> StandIn<J, A> {
    /// A worker that does its jobs by `act`.
    #[must_use]
    pub fn new(act: Act<J, A>) -> StandIn<J, A> {
        StandIn { act, switch: Arc::new(Switch { killed: Mutex::new(false), used: Condvar::new() }) }
    }
}

impl Switch {
    /// Blocks until the worker is killed: what one does that is stuck in a job.
    pub fn wait_until_killed(&self) -> Failed<&'static str> {
        let mut killed = self.killed.lock();
        while !*killed {
            self.used.wait(&mut killed);
        }
        Failed::Died(KILLED)
    }
}

impl Kill for Arc<Switch> {
    fn kill(&self) {
        *self.killed.lock() = true;
        // No wakeup is lost: the lock was held in between, so who waits has seen it, or sleeps. One worker, one who
        // waits.
        self.used.notify_one();
    }
}

impl<J: Send + 'static, A: 'static> Worker for StandIn<J, A> {
    type Job = J;
    type Answer = A;
    type Death = &'static str;
    type Switch = Arc<Switch>;

    fn work(&mut self, job: &J) -> Result<A, Failed<&'static str>> {
        match self.dead() {
            Some(death) => Err(Failed::Died(death)),
            None => (self.act)(job, &self.switch),
        }
    }

    fn dead(&mut self) -> Option<&'static str> {
        self.switch.killed.lock().then_some(KILLED)
    }

    fn switch(&self) -> Arc<Switch> {
        Arc::clone(&self.switch)
    }

    fn retire(self) {}
}
