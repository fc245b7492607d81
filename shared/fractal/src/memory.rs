//! Memory asked for in a way that can be refused.

use std::fs;

use crate::error::GridError;

/// An empty vector with room for `items`.
///
/// Some systems promise more memory than they have, and end the process when it writes to what they promised: by
/// then there is nothing left to return an error to. So what is needed is first compared with what the system
/// says it has, where it says so, and then asked for.
///
/// # Errors
///
/// [`GridError::Memory`] if it is not to be had.
pub(crate) fn reserve<T>(items: usize) -> Result<Vec<T>, GridError> {
    let needed = bytes::<T>(items);
    reserve_within(items, if needed < NOT_WORTH_ASKING { None } else { available() })
}

/// So many zeroes, whose memory is touched by who writes to it first: that takes longer than to compute a few
/// iterations, and may be done by several threads.
///
/// # Errors
///
/// As [`reserve`].
pub(crate) fn zeroes(items: usize) -> Result<Vec<i32>, GridError> {
    // What can be refused writes its zeroes, and what leaves them to the system cannot be refused: so the same amount
    // is asked for in the one way, given back, and taken in the other.
    drop(reserve::<i32>(items)?);
    Ok(vec![0; items])
}

fn reserve_within<T>(items: usize, available: Option<usize>) -> Result<Vec<T>, GridError> {
    let needed = bytes::<T>(items);
    let refused = GridError::Memory { needed, available };
    if available.is_some_and(|available| needed > available) {
        return Err(refused);
    }
    let mut reserved = Vec::new();
    reserved.try_reserve_exact(items).map_err(|_| refused)?;
    Ok(reserved)
}

fn bytes<T>(items: usize) -> usize {
    items.saturating_mul(size_of::<T>())
}

/// Bytes that no system lacks: asking costs more.
const NOT_WORTH_ASKING: usize = 1 << 20;

/// Bytes that may be taken, as far as the machine and the container say. Linux says; other systems only refuse.
///
/// An eighth is left to everything else that wants to live.
fn available() -> Option<usize> {
    let read = |path: &str| fs::read_to_string(path).ok();
    let machine = read("/proc/meminfo").and_then(|meminfo| of_machine(&meminfo));
    let container = read("/sys/fs/cgroup/memory.max").and_then(|max| {
        of_container(&max, &read("/sys/fs/cgroup/memory.current")?, &read("/sys/fs/cgroup/memory.stat")?)
    });
    let bytes = machine.into_iter().chain(container).min()?;
    Some(bytes - bytes / 8)
}

/// What `/proc/meminfo` gives as available, in bytes.
fn of_machine(meminfo: &str) -> Option<usize> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kibibytes: usize = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

/// What a control group (version 2) has left, in bytes: its limit, less what it uses, not counting the copies of
/// files that the kernel would give up. `None` without a limit.
fn of_container(max: &str, current: &str, stat: &str) -> Option<usize> {
    let max: usize = max.trim().parse().ok()?;
    let current: usize = current.trim().parse().ok()?;
    let files: usize = stat.lines().find_map(|line| line.strip_prefix("file "))?.trim().parse().ok()?;
    Some(max.saturating_sub(current.saturating_sub(files)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_machine_has_is_read_from_meminfo() {
        let meminfo =
            "MemTotal:       24000000 kB\nMemFree:         1000000 kB\nMemAvailable:    2000000 kB\n";
        assert_eq!(of_machine(meminfo), Some(2_000_000 * 1024));
    }

    #[test]
    fn a_meminfo_that_says_nothing_of_it_is_no_limit() {
        assert_eq!(of_machine(""), None);
        assert_eq!(of_machine("MemAvailable: many kB\n"), None);
        assert_eq!(of_machine("MemAvailable: 99999999999999999999 kB\n"), None);
    }

    #[test]
    fn a_container_has_its_limit_less_what_it_cannot_give_up() {
        let stat = "anon 300\nfile 500\nkernel 100\n";
        assert_eq!(of_container("1000\n", "900\n", stat), Some(600));
        assert_eq!(of_container("1000\n", "2000\n", stat), Some(0));
    }

    #[test]
    fn a_container_without_a_limit_is_no_limit() {
        assert_eq!(of_container("max\n", "900\n", "file 500\n"), None);
    }

    #[test]
    fn where_the_system_does_not_say_what_it_has_it_is_asked_and_may_refuse() {
        for items in [usize::MAX, isize::MAX as usize / 8] {
            let refused = reserve_within::<i64>(items, None).map(drop);
            assert!(
                matches!(refused, Err(GridError::Memory { available: None, .. })),
                "{items}: {refused:?}"
            );
        }
        assert!(reserve_within::<i64>(1000, None).is_ok());
    }

    #[test]
    fn what_the_system_has_can_be_had_to_the_last_byte() {
        assert!(reserve_within::<i64>(1000, Some(8000)).is_ok());
        let refused = reserve_within::<i64>(1001, Some(8000)).map(drop);
        assert_eq!(refused, Err(GridError::Memory { needed: 8008, available: Some(8000) }));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn what_linux_would_promise_without_having_it_is_refused() {
        // An allocation of zeroes this large usually succeeds; writing to it ends the process.
        let available = available().expect("Linux says what it has");
        let refused = reserve::<u8>(available + (1 << 30)).map(drop);
        assert!(matches!(refused, Err(GridError::Memory { available: Some(_), .. })), "{refused:?}");
    }
}
