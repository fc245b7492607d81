//! Memory asked for in a way that can be refused.

use std::fs;

use crate::error::GridError;

/// An empty vector with room for `items`.
///
/// A system that promises more memory than it has gives an allocation and ends the process when it is written
/// to. So what is asked for is first compared with what the system says is available, where it says so.
///
/// # Errors
///
/// [`GridError::Memory`] if it is not to be had.
pub(crate) fn reserve<T>(items: usize) -> Result<Vec<T>, GridError> {
    let needed = items.saturating_mul(size_of::<T>());
    let available = available_for(needed);
    let refused = GridError::Memory { needed, available };
    if available.is_some_and(|available| needed > available) {
        return Err(refused);
    }
    let mut reserved = Vec::new();
    reserved.try_reserve_exact(items).map_err(|_| refused)?;
    Ok(reserved)
}

/// Bytes available, if the system says, and if `needed` is enough to be worth asking.
fn available_for(needed: usize) -> Option<usize> {
    const NOT_WORTH_ASKING: usize = 1 << 20;
    if needed < NOT_WORTH_ASKING {
        return None;
    }
    // A file that is missing (another system, another version) says nothing.
    let machine = fs::read_to_string("/proc/meminfo").ok().and_then(|text| mem_available(&text));
    let container =
        fs::read_to_string("/sys/fs/cgroup/memory.max").ok().and_then(|text| text.trim().parse().ok());
    machine.into_iter().chain(container).min()
}

/// What `/proc/meminfo` gives as available, in bytes.
fn mem_available(meminfo: &str) -> Option<usize> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kibibytes: usize = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}
