//! What every Unix has.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;

use nix::sys::resource::{Usage, UsageWho, getrusage};

use crate::usage::Switches;

/// Lets a temporary file have the permissions of any other new file: it is going to be one.
pub(crate) fn like_any_new_file(builder: &mut tempfile::Builder<'_, '_>) {
    // The process's mask takes its part away, as it does for `File::create`.
    builder.permissions(Permissions::from_mode(0o666));
}

/// How often the processor was given from one thread to another so far; `None` if the system does not tell.
pub(crate) fn switches() -> Option<Switches> {
    let mut sum = Switches::default();
    for usage in usages()? {
        sum.voluntary += u64::try_from(usage.voluntary_context_switches()).unwrap_or(0);
        sum.involuntary += u64::try_from(usage.involuntary_context_switches()).unwrap_or(0);
    }
    Some(sum)
}

/// The most memory, in bytes, that this process has had at once, or one that it has started, if that was more; `None`
/// if the system does not tell.
pub(crate) fn peak_memory() -> Option<u64> {
    // One system counts in bytes, the others in units of 1024.
    let unit = if cfg!(target_vendor = "apple") { 1 } else { 1024 };
    usages()?.iter().filter_map(|usage| u64::try_from(usage.max_rss()).ok()).max().map(|peak| peak * unit)
}

/// Of this process, and of those that it has awaited.
fn usages() -> Option<[Usage; 2]> {
    let usage = |who| getrusage(who).ok();
    Some([usage(UsageWho::RUSAGE_SELF)?, usage(UsageWho::RUSAGE_CHILDREN)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_that_waits_is_a_switch() {
        let before = switches().expect("Unix tells");
        for _ in 0..10 {
            // It has to be waited for, since it cannot end before it has begun.
            std::thread::spawn(std::thread::yield_now).join().expect("it does not panic");
        }
        let Switches { voluntary, involuntary } = switches().expect("Unix tells").since(before);
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
