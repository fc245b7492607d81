//! Values that have file descriptors in them.
//!
//! A descriptor is a small number, which means something in one process only. The system can copy the open file
//! behind it into another process, though, along a Unix socket. So a value that goes to a process which is being
//! started is taken apart: its bytes, in which each descriptor is a number in a list, and the list. Python does it
//! just so, and that is why its pipes and queues can be arguments of a `Process`.
//!
//! `serde` has no place to put such a list, so it is beside it, in the thread that serialises.

use std::cell::RefCell;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

thread_local! {
    /// The list of the value that this thread is taking apart.
    static LEAVING: RefCell<Option<Vec<OwnedFd>>> = const { RefCell::new(None) };
    /// What came with this process's arguments, each until it is asked for.
    static ARRIVED: RefCell<Vec<Option<OwnedFd>>> = const { RefCell::new(Vec::new()) };
}

/// A value taken apart.
#[derive(Debug)]
pub(super) struct Parcel {
    pub bytes: Vec<u8>,
    pub descriptors: Vec<OwnedFd>,
}

// ANCHOR: pack
/// Serialises by `serialise`, with a list for the descriptors that come up.
pub(super) fn pack(
    serialise: impl FnOnce() -> Result<Vec<u8>, postcard::Error>,
) -> Result<Parcel, postcard::Error> {
    LEAVING.set(Some(Vec::new()));
    let bytes = serialise();
    let descriptors = LEAVING.take().unwrap_or_default();
    Ok(Parcel { bytes: bytes?, descriptors })
}

/// An open file as a part of the arguments of a process: a copy of it arrives there.
///
/// It can be serialised only as such. Everywhere else that fails, for there it would be a number without a meaning.
#[derive(Debug)]
pub struct Descriptor(OwnedFd);

impl Serialize for Descriptor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let copy = self.0.try_clone().map_err(S::Error::custom)?;
        let number = LEAVING.with_borrow_mut(|leaving| {
            let leaving = leaving.as_mut().ok_or_else(|| S::Error::custom("not an argument of a process"))?;
            leaving.push(copy);
            Ok(leaving.len() - 1)
        })?;
        number.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Descriptor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Descriptor, D::Error> {
        let number = usize::deserialize(deserializer)?;
        let found = ARRIVED.with_borrow_mut(|arrived| arrived.get_mut(number).and_then(Option::take));
        found.map(Descriptor).ok_or_else(|| D::Error::custom("no such descriptor has come"))
    }
}
// ANCHOR_END: pack

/// These came with the arguments that this thread will deserialise.
pub(super) fn arrive(descriptors: Vec<OwnedFd>) {
    ARRIVED.set(descriptors.into_iter().map(Some).collect());
}

impl From<OwnedFd> for Descriptor {
    fn from(descriptor: OwnedFd) -> Descriptor {
        Descriptor(descriptor)
    }
}

impl From<Descriptor> for OwnedFd {
    fn from(descriptor: Descriptor) -> OwnedFd {
        descriptor.0
    }
}

impl AsFd for Descriptor {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}
