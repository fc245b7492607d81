//! What differs from system to system.

/// Lets a temporary file have the permissions of any other new file: it is going to be one.
#[cfg(unix)]
pub(crate) fn like_any_new_file(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    // The process's mask takes its part away, as it does for `File::create`.
    builder.permissions(std::fs::Permissions::from_mode(0o666));
}

/// Elsewhere a temporary file has them already.
#[cfg(not(unix))]
pub(crate) fn like_any_new_file(_builder: &mut tempfile::Builder<'_, '_>) {}
