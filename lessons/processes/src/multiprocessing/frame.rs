//! Messages on a stream of bytes.
//!
//! A stream has no borders: what was written in one go may be read in two, and half of it may be all that ever comes,
//! if the writer was killed. So each message says first how long it is: four bytes, the lowest first, then so many
//! more. Where a stream ends tells what has happened:
//!
//! | it ends | |
//! |---|---|
//! | between two messages | the writer has left: [`Disconnected`](FrameError::Disconnected) |
//! | within one | it was killed as it wrote: [`Torn`](FrameError::Torn) |
//!
//! What a message says is `postcard`'s format: no names, no types, small numbers in one byte. Both ends have it from
//! the same executable, so they agree.

use std::io::{self, ErrorKind, Read, Write};

use serde::Serialize;
use thiserror::Error;

/// How long a message may be, in bytes. A longer one is refused at both ends: of four bytes that are no length,
/// nobody is to make a gigabyte of memory.
pub const LONGEST_FRAME: usize = 64 * 1024 * 1024;

/// How many bytes say how long it is.
pub(super) const HEADER: usize = 4;

/// Why a message was not written or read.
#[derive(Debug, Error)]
pub enum FrameError {
    /// The other end has left.
    #[error("the other end has left")]
    Disconnected,
    /// The other end has left in the middle of a message.
    #[error("the other end has left in the middle of a message")]
    Torn,
    /// It is longer than [`LONGEST_FRAME`].
    #[error("a message of {0} bytes is too long: {LONGEST_FRAME} is the most")]
    TooLong(usize),
    /// The operating system says otherwise.
    #[error(transparent)]
    Io(#[from] io::Error),
}

// ANCHOR: compose
/// A value as a frame, in one piece: so it is written in one go, where the system allows.
pub(super) fn compose<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, postcard::Error> {
    let mut frame = postcard::to_extend(value, vec![0; HEADER])?;
    seal(&mut frame);
    Ok(frame)
}

/// Adds what follows the value as it is, and says again how long it all is.
pub(super) fn append(frame: &mut Vec<u8>, bytes: &[u8]) {
    frame.extend_from_slice(bytes);
    seal(frame);
}

fn seal(frame: &mut [u8]) {
    let length = u32::try_from(frame.len() - HEADER).unwrap_or(u32::MAX);
    frame[..HEADER].copy_from_slice(&length.to_le_bytes());
}

/// Whether it may be written.
pub(super) fn check(frame: &[u8]) -> Result<(), FrameError> {
    match frame.len() - HEADER {
        length if length > LONGEST_FRAME => Err(FrameError::TooLong(length)),
        _ => Ok(()),
    }
}

/// Writes a frame. Blocks while the reader does not keep up.
pub(super) fn write(stream: &mut impl Write, frame: &[u8]) -> Result<(), FrameError> {
    check(frame)?;
    stream.write_all(frame).map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe | ErrorKind::ConnectionReset => FrameError::Disconnected,
        _ => FrameError::Io(error),
    })
}
// ANCHOR_END: compose

// ANCHOR: read
/// Reads a frame, without its header. Blocks until it is there.
pub(super) fn read(stream: &mut impl Read) -> Result<Vec<u8>, FrameError> {
    let mut header = Vec::with_capacity(HEADER);
    match read_up_to(stream, HEADER, &mut header)? {
        0 => return Err(FrameError::Disconnected),
        HEADER => {}
        _ => return Err(FrameError::Torn),
    }
    let length = u32::from_le_bytes(header.try_into().expect("it has four bytes"));
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if length > LONGEST_FRAME {
        return Err(FrameError::TooLong(length));
    }
    let mut frame = Vec::with_capacity(length);
    match read_up_to(stream, length, &mut frame)? {
        read if read == length => Ok(frame),
        _ => Err(FrameError::Torn),
    }
}

/// As many bytes, or fewer, if the stream ends; how many they are.
fn read_up_to(stream: &mut impl Read, length: usize, into: &mut Vec<u8>) -> Result<usize, FrameError> {
    let limit = u64::try_from(length).unwrap_or(u64::MAX);
    match stream.take(limit).read_to_end(into) {
        // Somebody left without having read all that was sent to it. That is no other end than any other.
        Err(error) if error.kind() == ErrorKind::ConnectionReset => Ok(into.len()),
        read => Ok(read?),
    }
}
// ANCHOR_END: read
