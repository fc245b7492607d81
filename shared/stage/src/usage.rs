//! What the system says that this program has used, the processes that it has started and awaited included.

use serde::Serialize;

/// How often the processor was given from one thread to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Switches {
    /// A thread had to wait, and gave it up.
    pub voluntary: u64,
    /// The system took it away, to give it to somebody else.
    pub involuntary: u64,
}

impl Switches {
    /// All so far; `None` where the system does not tell.
    #[cfg(unix)]
    pub(crate) fn so_far() -> Option<Switches> {
        let mut sum = Switches::default();
        for usage in unix::usages()? {
            sum.voluntary += u64::try_from(usage.voluntary_context_switches()).unwrap_or(0);
            sum.involuntary += u64::try_from(usage.involuntary_context_switches()).unwrap_or(0);
        }
        Some(sum)
    }

    /// All so far; `None` where the system does not tell.
    #[cfg(not(unix))]
    pub(crate) fn so_far() -> Option<Switches> {
        None
    }

    /// Those since `earlier`.
    pub(crate) fn since(self, earlier: Switches) -> Switches {
        Switches {
            voluntary: self.voluntary.saturating_sub(earlier.voluntary),
            involuntary: self.involuntary.saturating_sub(earlier.involuntary),
        }
    }
}

/// The most memory, in bytes, that this process has had at once, or one that it has started, if that was more; `None`
/// where the system does not tell.
#[cfg(unix)]
pub(crate) fn peak_memory() -> Option<u64> {
    // One system counts in bytes, the others in units of 1024.
    let unit = if cfg!(target_vendor = "apple") { 1 } else { 1024 };
    unix::usages()?
        .iter()
        .filter_map(|usage| u64::try_from(usage.max_rss()).ok())
        .max()
        .map(|peak| peak * unit)
}

/// The most memory, in bytes, that this process has had at once; `None` where the system does not tell.
#[cfg(not(unix))]
pub(crate) fn peak_memory() -> Option<u64> {
    None
}

#[cfg(unix)]
mod unix {
    use nix::sys::resource::{Usage, UsageWho, getrusage};

    /// Of this process, and of those that it has awaited.
    pub(super) fn usages() -> Option<[Usage; 2]> {
        let usage = |who| getrusage(who).ok();
        Some([usage(UsageWho::RUSAGE_SELF)?, usage(UsageWho::RUSAGE_CHILDREN)?])
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_thread_that_waits_is_a_switch() {
        let before = Switches::so_far().expect("Unix tells");
        for _ in 0..10 {
            // It has to be waited for, since it cannot end before it has begun.
            std::thread::spawn(std::thread::yield_now).join().expect("it does not panic");
        }
        let Switches { voluntary, involuntary } = Switches::so_far().expect("Unix tells").since(before);
        assert!(voluntary + involuntary > 0);
    }

    #[test]
    fn memory_that_is_used_raises_the_peak() {
        let megabytes = 64;
        let memory = vec![1_u8; megabytes << 20];
        assert!(memory.iter().all(|&byte| byte == 1));
        assert!(peak_memory().expect("Unix tells") >= (megabytes << 20) as u64);
    }
}
