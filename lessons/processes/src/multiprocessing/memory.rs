//! Memory that several processes have mapped: Python's `multiprocessing.shared_memory`, of four system calls.
//!
//! *What it is.* To a process, memory is what its page tables say, and no two processes have the same. But two may have
//! the same page *in* them. `shm_open` makes a file that is nowhere but in memory, `ftruncate` says how large it is,
//! `mmap` puts its pages into the memory of who asks, and whoever has it open and mapped reads and writes the very same
//! pages: nothing is copied, and nothing tells the others.
//!
//! | | how often | by whom | if nobody does |
//! |---|---|---|---|
//! | create | once | one | |
//! | attach | once each | all others: by name, or by the open file, if somebody passes it on | |
//! | close | once each: [`SharedMemory`] is dropped | everyone | the system does, when the process ends, however that happens |
//! | unlink | **once**: [`Name`] is dropped | one | the memory stays when all processes are gone, until the system is started again |
//!
//! *Invariants.*
//!
//! 1. From the time it was created until it is dropped, `size` bytes from `at` on are mapped, readable and writable.
//!    Nobody makes the file smaller meanwhile: there is nothing here to do that with. (Who has the name, and other
//!    tools, could.)
//! 2. Nobody has a reference into them that is not borrowed from the `SharedMemory`.
//! 3. Whatever is seen in them is seen as atomic numbers: others may write at any moment, and Rust's `&mut` and `&`
//!    to plain numbers promise that nobody does.

#![allow(unsafe_code, reason = "what is mapped is known to the system, not to the compiler")]

use std::ffi::c_void;
use std::io;
use std::mem;
use std::process;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicI32, AtomicU32, Ordering};

use rustix::fd::OwnedFd;
use rustix::fs::{Mode, fstat, ftruncate};
use rustix::mm::{MapFlags, ProtFlags, mmap, munmap};
use rustix::shm::{self, OFlags};

use super::parcel::Descriptor;
use crate::by_hand::{LockWord, ValueWords};

/// What may be seen in memory that others write to at any moment.
///
/// # Safety
/// Any bytes are a value of the type, all bits zero among them. It has no padding. Every access through `&Self` is
/// atomic. It means the same in every process: no pointers, no handles.
pub unsafe trait Shareable: Sync {}

// SAFETY: an integer of 32 bits, accessed atomically.
unsafe impl Shareable for AtomicU32 {}
// SAFETY: an integer of 32 bits, accessed atomically.
unsafe impl Shareable for AtomicI32 {}
// SAFETY: `repr(transparent)`, of an `AtomicU32`.
unsafe impl Shareable for LockWord {}
// SAFETY: `repr(C)`, of two words, a `LockWord` and an `AtomicU32`: the same size and alignment, so nothing lies
// between.
unsafe impl Shareable for ValueWords {}

/// Memory that several processes have mapped. Unmapped, in this process, when dropped.
///
/// ```
/// use std::sync::atomic::{AtomicI32, Ordering};
/// use processes::multiprocessing::SharedMemory;
///
/// let (mine, name) = SharedMemory::create(4096)?;
/// // As a rule another process does this; the name is what it has to be told.
/// let theirs = SharedMemory::attach(name.as_str())?;
/// mine.slice::<AtomicI32>(0, 2)[1].store(7, Ordering::Relaxed);
/// assert_eq!(theirs.slice::<AtomicI32>(0, 2)[1].load(Ordering::Relaxed), 7);
///
/// // All have it that shall have it: the name has done its work. The memory goes with the last of them.
/// name.unlink()?;
/// assert_eq!(theirs.slice::<AtomicI32>(0, 2)[1].load(Ordering::Relaxed), 7);
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// Nothing that was seen in it can be kept when it is closed; this does not compile:
///
/// ```compile_fail,E0505
/// use std::sync::atomic::{AtomicI32, Ordering};
/// use processes::multiprocessing::SharedMemory;
///
/// let (memory, _name) = SharedMemory::create(4096).expect("memory");
/// let pixels = memory.slice::<AtomicI32>(0, 2);
/// memory.close();
/// pixels[0].store(7, Ordering::Relaxed);
/// ```
#[derive(Debug)]
pub struct SharedMemory {
    at: NonNull<u8>,
    size: usize,
    /// The open file behind it, for whoever is to have it without knowing its name.
    file: OwnedFd,
}

// SAFETY: it is reached by `&` only as what is `Shareable`, which is `Sync`; and to unmap it, which takes the whole
// value, is for any thread to do.
unsafe impl Send for SharedMemory {}
// SAFETY: as for `Send`.
unsafe impl Sync for SharedMemory {}

// ANCHOR: create
impl SharedMemory {
    /// New memory of `size` bytes, all zero, under a name that nobody has. Others attach it by that name.
    ///
    /// # Errors
    /// If `size` is 0, or the system has not so much of it.
    pub fn create(size: usize) -> io::Result<(SharedMemory, Name)> {
        loop {
            match SharedMemory::create_named(&made_up(), size) {
                // Left by a process that had this one's number, and did not unlink it.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                created => return created,
            }
        }
    }

    /// New memory of `size` bytes, all zero, under this name: a slash and at most 30 letters, with no other slash.
    ///
    /// # Errors
    /// [`AlreadyExists`](io::ErrorKind::AlreadyExists) if there is memory of this name. If `size` is 0, or the name is
    /// none, or the system has not so much memory.
    pub fn create_named(name: &str, size: usize) -> io::Result<(SharedMemory, Name)> {
        let flags = OFlags::CREATE | OFlags::EXCL | OFlags::RDWR;
        let file = shm::open(name, flags, Mode::RUSR | Mode::WUSR)?;
        // From here on it is unlinked whatever happens.
        let name = Name(name.to_owned());
        ftruncate(&file, size as u64)?;
        Ok((SharedMemory::map(file, size)?, name))
    }

    /// Attaches memory that another process, or this one, has created.
    ///
    /// # Errors
    /// [`NotFound`](io::ErrorKind::NotFound) if there is none of this name. If it has no size yet: who created it is
    /// about to give it one.
    pub fn attach(name: &str) -> io::Result<SharedMemory> {
        SharedMemory::of(shm::open(name, OFlags::RDWR, Mode::empty())?)
    }

    /// Attaches memory that is open already: what another process has passed on as a [`Descriptor`].
    ///
    /// # Errors
    /// If it has no size, or is nothing that can be mapped.
    pub fn of(file: impl Into<OwnedFd>) -> io::Result<SharedMemory> {
        let file = file.into();
        let size = fstat(&file)?.st_size;
        SharedMemory::map(file, usize::try_from(size).map_err(io::Error::other)?)
    }

    fn map(file: OwnedFd, size: usize) -> io::Result<SharedMemory> {
        if size == 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "shared memory of no size"));
        }
        let access = ProtFlags::READ | ProtFlags::WRITE;
        // SAFETY: no address is asked for, so that the system chooses one where nothing is.
        let at = unsafe { mmap(ptr::null_mut(), size, access, MapFlags::SHARED, &file, 0) }?;
        let at = NonNull::new(at.cast()).expect("the system maps nothing at address 0 by itself");
        Ok(SharedMemory { at, size, file })
    }
}

impl Drop for SharedMemory {
    fn drop(&mut self) {
        let at: *mut c_void = self.at.as_ptr().cast();
        // SAFETY: by invariant 1 this is what `map` has mapped, and by invariant 2 nobody can have a reference into it
        // any more.
        let unmapped = unsafe { munmap(at, self.size) };
        debug_assert!(unmapped.is_ok(), "what is mapped can be unmapped: {unmapped:?}");
    }
}
// ANCHOR_END: create

// ANCHOR: view
impl SharedMemory {
    /// So many values, of which the first begins `from` bytes from the beginning.
    ///
    /// # Panics
    /// If they do not lie within the memory, or the first is not where such a value may begin.
    #[must_use]
    #[track_caller]
    pub fn slice<T: Shareable>(&self, from: usize, count: usize) -> &[T] {
        let end = count.checked_mul(size_of::<T>()).and_then(|bytes| bytes.checked_add(from));
        let fits = end.is_some_and(|end| end <= self.size);
        assert!(fits, "{count} values of {} bytes from {from} on, of {}", size_of::<T>(), self.size);
        assert!(from.is_multiple_of(align_of::<T>()), "no such value begins at byte {from}");
        // SAFETY: `from` is within what is mapped, or just behind it.
        let first = unsafe { self.at.add(from) }.cast::<T>();
        // SAFETY:
        // - it points to `count` values that lie in one piece in what is mapped (the first check), are readable, and
        //   stay mapped as long as `self` is borrowed (invariants 1 and 2);
        // - it is aligned (the second check: the system maps whole pages, at addresses that any of these types
        //   divides);
        // - whatever the bytes are, they are values of `T`, and whoever writes to them meanwhile, here or in another
        //   process, does it atomically: that is `Shareable`.
        unsafe { std::slice::from_raw_parts(first.as_ptr(), count) }
    }

    /// The value that begins `from` bytes from the beginning.
    ///
    /// # Panics
    /// As [`slice`](SharedMemory::slice).
    #[must_use]
    #[track_caller]
    pub fn view<T: Shareable>(&self, from: usize) -> &T {
        &self.slice(from, 1)[0]
    }

    /// What another process can attach it [by](SharedMemory::of), as one of its arguments: no name is needed for that.
    ///
    /// # Errors
    /// If this process has too many open files.
    pub fn descriptor(&self) -> io::Result<Descriptor> {
        Ok(self.file.try_clone()?.into())
    }

    /// How many bytes it has.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// Gives it back, in this process; the same as to drop it. Others keep it, and so does its name.
    pub fn close(self) {}
}
// ANCHOR_END: view

/// The name of shared memory, as who is responsible for it has it: when dropped, also by a panic, it is *unlinked*.
/// Nobody can attach the memory by it any more; those who have it keep it, and it is gone when the last one has closed
/// it.
///
/// There is one for each memory that was created, and it cannot be cloned. So it is unlinked once.
#[derive(Debug)]
#[must_use = "when it is dropped, nobody can attach the memory any more"]
pub struct Name(String);

// ANCHOR: name
impl Name {
    /// The name, to be told to others.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Unlinks it now.
    ///
    /// # Errors
    /// If the system refuses: somebody else has unlinked it, as a rule.
    pub fn unlink(self) -> io::Result<()> {
        let name = self.keep();
        unlink(&name)
    }

    /// Does not unlink it: the memory then lives on when all processes have ended, until somebody [unlinks](unlink) it.
    #[must_use = "somebody has to unlink it"]
    pub fn keep(mut self) -> String {
        let name = mem::take(&mut self.0);
        mem::forget(self);
        name
    }
}

impl Drop for Name {
    fn drop(&mut self) {
        // An error can only mean that somebody else was quicker.
        let _ = unlink(&self.0);
    }
}

/// Unlinks a name that somebody has left.
///
/// # Errors
/// [`NotFound`](io::ErrorKind::NotFound) if there is none. If the system refuses.
pub fn unlink(name: &str) -> io::Result<()> {
    Ok(shm::unlink(name)?)
}
// ANCHOR_END: name

/// A name that no other call in this process makes up, and none in another one that runs.
fn made_up() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    // Relaxed: the numbers have to be different, and publish nothing.
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("/interleave-{:x}-{count:x}", process::id())
}
