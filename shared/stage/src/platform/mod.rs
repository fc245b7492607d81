//! What differs from system to system. Nothing outside of this module asks which one it is.
//!
//! Each of these is there on every system; where it cannot do what it is for, it says so or does nothing:
//!
//! - [`Waiting`]: interruptions that have come and that nobody has heard yet (Linux);
//! - [`switches`] and [`peak_memory`]: what the program has used so far (Unix);
//! - [`like_any_new_file`]: the permissions of a temporary file (Unix).

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod not_linux;
#[cfg(not(unix))]
mod not_unix;
#[cfg(unix)]
mod unix;

#[cfg(target_os = "linux")]
pub(crate) use linux::Waiting;
#[cfg(not(target_os = "linux"))]
pub(crate) use not_linux::Waiting;
#[cfg(not(unix))]
pub(crate) use not_unix::{like_any_new_file, peak_memory, switches};
#[cfg(unix)]
pub(crate) use unix::{like_any_new_file, peak_memory, switches};
