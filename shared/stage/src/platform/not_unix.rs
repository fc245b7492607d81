//! What other systems do by themselves, or do not tell.

use crate::usage::Switches;

/// A temporary file has the permissions of any other new file already.
pub(crate) fn like_any_new_file(_builder: &mut tempfile::Builder<'_, '_>) {}

/// `None`: the system does not tell.
pub(crate) fn switches() -> Option<Switches> {
    None
}

/// `None`: the system does not tell.
pub(crate) fn peak_memory() -> Option<u64> {
    None
}
