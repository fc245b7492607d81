//! Files: found to be writable before the work, written whole or not at all after it.

use std::ffi::OsStr;
use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use fractal::WriteError;

use crate::platform;

/// Which picture file is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PictureKind {
    /// The picture.
    Png,
    /// The counts.
    Npy,
}

/// Which timeline is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimelineKind {
    /// A drawing.
    Svg,
    /// Chrome's trace events.
    TraceEvents,
}

/// A kind of file that is told by its name's ending.
pub(crate) trait Kind: Copy + 'static {
    /// The endings, without the dot, and what they stand for.
    const ENDINGS: &[(&str, Self)];
}

impl Kind for PictureKind {
    const ENDINGS: &[(&str, Self)] = &[("png", PictureKind::Png), ("npy", PictureKind::Npy)];
}

impl Kind for TimelineKind {
    const ENDINGS: &[(&str, Self)] = &[("svg", TimelineKind::Svg), ("json", TimelineKind::TraceEvents)];
}

/// A file to be written, of a kind that its name tells.
#[derive(Clone, Debug)]
pub(crate) struct Output<K> {
    pub(crate) path: PathBuf,
    pub(crate) kind: K,
}

/// Why a file cannot be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OutputError {
    #[error("its name must end in {}", .0.join(" or "))]
    Ending(Vec<String>),
    #[error("cannot write {}: {error}", .path.display())]
    Io { path: PathBuf, error: io::Error },
    #[error("cannot write {}: {error}", .path.display())]
    Picture { path: PathBuf, error: WriteError },
}

impl<K: Kind> Output<K> {
    /// The file of this name.
    ///
    /// # Errors
    /// [`OutputError::Ending`] if the name does not say what it is to be.
    pub(crate) fn named(path: PathBuf) -> Result<Output<K>, OutputError> {
        let ending = path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase);
        match K::ENDINGS.iter().find(|(known, _)| ending.as_deref() == Some(*known)) {
            Some(&(_, kind)) => Ok(Output { path, kind }),
            None => {
                Err(OutputError::Ending(K::ENDINGS.iter().map(|(known, _)| format!(".{known}")).collect()))
            }
        }
    }

    /// Finds out, without leaving a trace, whether the file can be written.
    ///
    /// # Errors
    /// [`OutputError::Io`] if not.
    pub(crate) fn check(&self) -> Result<(), OutputError> {
        let checked = match Destination::of(&self.path) {
            // Not truncated: an old file stays whole until there is a new one.
            Ok(Destination::InPlace) => OpenOptions::new().append(true).open(&self.path).map(drop),
            Ok(Destination::Replaced(target)) => {
                let old = if target.exists() {
                    OpenOptions::new().append(true).open(&target).map(drop)
                } else {
                    Ok(())
                };
                old.and_then(|()| beside(&target).map(drop))
            }
            Err(error) => Err(error),
        };
        checked.map_err(|error| self.failed(error))
    }

    /// Writes the file: into another one beside it, which takes its place when it is complete.
    ///
    /// # Errors
    /// What `write` says, or [`OutputError::Io`]. Nothing is left behind then, and an old file is as it was.
    pub(crate) fn write(
        &self,
        write: impl FnOnce(&mut dyn Write) -> Result<(), WriteError>,
    ) -> Result<(), OutputError> {
        let to = |file: &mut dyn Write| {
            let mut buffered = BufWriter::with_capacity(1 << 16, file);
            write(&mut buffered)?;
            Ok(buffered.flush()?)
        };
        let written = match Destination::of(&self.path) {
            Ok(Destination::InPlace) => OpenOptions::new()
                .write(true)
                .open(&self.path)
                .map_err(WriteError::Io)
                .and_then(|mut f| to(&mut f)),
            Ok(Destination::Replaced(target)) => {
                beside(&target).map_err(WriteError::Io).and_then(|mut file| {
                    // The file itself, whose errors do not name a path that nobody has asked for.
                    to(file.as_file_mut())?;
                    if let Ok(old) = fs::metadata(&target) {
                        file.as_file().set_permissions(old.permissions())?;
                    }
                    file.persist(&target).map(drop).map_err(|error| WriteError::Io(error.error))
                })
            }
            Err(error) => Err(WriteError::Io(error)),
        };
        written.map_err(|error| match error {
            WriteError::Io(error) => self.failed(error),
            error => OutputError::Picture { path: self.path.clone(), error },
        })
    }

    fn failed(&self, error: io::Error) -> OutputError {
        OutputError::Io { path: self.path.clone(), error }
    }
}

/// How a file is written.
enum Destination {
    /// Into what is there: a device or a pipe.
    InPlace,
    /// By putting a new file in the place of this one, which is no link.
    Replaced(PathBuf),
}

impl Destination {
    fn of(path: &Path) -> io::Result<Destination> {
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => Err(io::Error::from(io::ErrorKind::IsADirectory)),
            // A link stays a link: what it points to is replaced.
            Ok(found) if found.is_file() => fs::canonicalize(path).map(Destination::Replaced),
            Ok(_) => Ok(Destination::InPlace),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Ok(Destination::Replaced(path.to_owned()))
            }
            Err(error) => Err(error),
        }
    }
}

/// A new file in the same folder, which vanishes unless it is put in the other's place.
fn beside(target: &Path) -> io::Result<tempfile::NamedTempFile> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".unfinished-");
    platform::like_any_new_file(&mut builder);
    builder.tempfile_in(folder)
}
