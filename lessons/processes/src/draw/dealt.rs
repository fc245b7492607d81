//! The variants in which the parent deals the pieces out, one at a time to each worker. They differ in what orders and
//! answers go through, and in how the pixels come back.

use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::os::fd::OwnedFd;
use std::slice;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use interprocess::local_socket::prelude::*;
use interprocess::local_socket::{GenericNamespaced, ListenerNonblockingMode, ListenerOptions};
use memmap2::{MmapOptions, MmapRaw};
use stage::{Asked, Canvas, Elsewhere, Show, Stopped, Worker};

use crate::at_work::{CONNECT, Connect, DEAL, Dealt, Order, Reply};
use crate::multiprocessing::{End, Process, pipe};
use crate::picture::Picture;
use crate::socket::Socket;
use crate::troupe::Troupe;

/// Workers are told what to draw, and send it back: every pixel is serialised, goes through a pipe, and is put together
/// again.
pub(crate) fn pipes(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    through_pipes(show, canvas, None)
}

/// The same orders, but the pixels go into a file that has no name, as if it were memory.
// ANCHOR: memmap2
pub(crate) fn memmap2(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let file = tempfile::tempfile().map_err(|error| show.fail(error))?;
    let size = show.grid().pixels() * size_of::<i32>();
    file.set_len(size as u64).map_err(|error| show.fail(error))?;
    let mapped = MmapOptions::new().map_raw(&file).map_err(|error| show.fail(error))?;
    through_pipes(show, canvas, Some((&file, &mapped)))
}
// ANCHOR_END: memmap2

// ANCHOR: pipes
fn through_pipes(show: &Show, canvas: Canvas<'_>, file: Option<(&File, &MmapRaw)>) -> Result<(), Stopped> {
    let picture = Picture::of(show);
    let troupe = Troupe::new(show, canvas);
    troupe.perform(|worker| {
        while troupe.has_left() {
            let (ours, theirs) = pipe().map_err(|error| worker.fail(error))?;
            let copy =
                file.map(|(file, _)| file.try_clone()).transpose().map_err(|error| worker.fail(error))?;
            let file_there = copy.map(|file| OwnedFd::from(file).into());
            let told = Dealt { picture, file: file_there, parent: theirs };
            let (process, first) = troupe.start(worker, &DEAL, told, |_| ours.recv())?;
            match first {
                Ok(Reply::Ready) => {}
                Ok(Reply::Panicked(panic)) => return Err(worker.fail(panic.message)),
                _ => {
                    // It has died before it could begin. No piece has been dealt to it, so none is to blame.
                    troupe.lost(worker, process.join(), &[])?;
                    continue;
                }
            }
            deal(&troupe, worker, process, ours, |piece, counts| {
                let (_, mapped) = file.expect("an answer speaks of the file");
                get(mapped, &picture, piece, counts);
            })?;
        }
        Ok(())
    })
}
// ANCHOR_END: pipes

/// The same with sockets of the crate `interprocess`: the worker is told a name, and connects.
// ANCHOR: interprocess
pub(crate) fn interprocess(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let picture = Picture::of(show);
    let troupe = Troupe::new(show, canvas);
    troupe.perform(|worker| {
        while troupe.has_left() {
            let name = made_up();
            let listener = listen(&name).map_err(|error| worker.fail(error))?;
            let told = Connect { picture, name };
            let (process, connected) =
                troupe.start(worker, &CONNECT, told, |process| accept(&listener, process))?;
            match connected {
                Some(socket) => deal(&troupe, worker, process, socket, |_, _| {})?,
                // It has died before it could connect.
                None => troupe.lost(worker, process.join(), &[])?,
            }
        }
        Ok(())
    })
}

fn listen(name: &str) -> io::Result<LocalSocketListener> {
    let name = name.to_ns_name::<GenericNamespaced>()?;
    ListenerOptions::new().name(name).nonblocking(ListenerNonblockingMode::Accept).create_sync()
}

/// The connection to a process that is being started, unless it dies first.
fn accept(listener: &LocalSocketListener, process: &Process) -> Option<Socket> {
    const BETWEEN_LOOKS: Duration = Duration::from_micros(200);
    loop {
        match listener.accept() {
            Ok(stream) => {
                let mut socket = Socket::new(stream);
                return matches!(Line::recv(&mut socket), Some(Reply::Ready)).then_some(socket);
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock && process.is_alive() => {
                std::thread::sleep(BETWEEN_LOOKS);
            }
            Err(_) => return None,
        }
    }
}
// ANCHOR_END: interprocess

/// A name that no other call makes up.
fn made_up() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    // Relaxed: the numbers have to be different, and publish nothing.
    format!("interleave-{}-{}.sock", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// The connection to a worker. It ends when this is dropped, and then the worker does.
trait Line {
    /// Returns whether it was sent.
    fn send(&mut self, order: &Order) -> bool;
    /// `None` if no answer will come.
    fn recv(&mut self) -> Option<Reply>;
    /// How many bytes have come.
    fn received_bytes(&self) -> u64;
}

impl Line for End<Order, Reply> {
    fn send(&mut self, order: &Order) -> bool {
        End::send(self, order).is_ok()
    }

    fn recv(&mut self) -> Option<Reply> {
        End::recv(self).ok()
    }

    fn received_bytes(&self) -> u64 {
        End::received_bytes(self)
    }
}

impl Line for Socket {
    fn send(&mut self, order: &Order) -> bool {
        Socket::send(self, order).is_ok()
    }

    fn recv(&mut self) -> Option<Reply> {
        Socket::recv(self).ok()
    }

    fn received_bytes(&self) -> u64 {
        Socket::received_bytes(self)
    }
}

/// Deals pieces to a worker until none is left, or it dies. `get` fetches a piece that has not come with the answer.
// ANCHOR: deal
fn deal(
    troupe: &Troupe<'_>,
    worker: &mut Worker,
    process: Process,
    mut line: impl Line,
    get: impl Fn(usize, &mut [i32]),
) -> Result<(), Stopped> {
    let dealt = troupe.deal(worker, |piece, asked, counts| {
        if !line.send(&Order { piece, panic: asked == Asked::Panic }) {
            return Elsewhere::NotDrawn;
        }
        if troupe.is_to_be_killed(piece) {
            // It may have answered already, and is dead all the same.
            let _ = process.kill();
            return Elsewhere::NotDrawn;
        }
        match line.recv() {
            Some(Reply::Drawn(drawn)) => counts.copy_from_slice(&drawn),
            Some(Reply::InTheFile) => get(piece, counts),
            Some(Reply::Panicked(panic)) => return panic.into(),
            Some(Reply::Ready) | None => return Elsewhere::NotDrawn,
        }
        Elsewhere::Drawn
    })?;
    troupe.heard(line.received_bytes());
    // There is nothing more to be told, and so it ends.
    drop(line);
    let exit = process.join();
    match dealt {
        ControlFlow::Break(piece) => troupe.lost(worker, exit, &[piece]),
        ControlFlow::Continue(()) => Ok(()),
    }
}
// ANCHOR_END: deal

/// Reads a piece out of the file that holds the picture.
#[allow(unsafe_code, reason = "a file that is mapped can be changed by others")]
fn get(file: &MmapRaw, picture: &Picture, piece: usize, counts: &mut [i32]) {
    let pixels = picture.pixels_of(piece);
    assert!(pixels.end * size_of::<i32>() <= file.len(), "the file is as large as the picture");
    // SAFETY: the piece is within what is mapped. A byte may lie anywhere, and is whatever it is. Nobody writes to
    // these bytes any more: the worker has said that it is done with the piece, and it is not dealt to another one. The
    // file has no name by which anybody else could open it, and none of those who have it open makes it smaller.
    let part = unsafe {
        let first = file.as_ptr().add(pixels.start * size_of::<i32>());
        slice::from_raw_parts(first, size_of_val(counts))
    };
    let (numbers, _) = part.as_chunks::<{ size_of::<i32>() }>();
    for (count, bytes) in counts.iter_mut().zip(numbers) {
        *count = i32::from_ne_bytes(*bytes);
    }
}
