//! A queue between processes: one process keeps the items, and serves the others.
//!
//! Python's `multiprocessing.Queue` is a pipe with a lock at each end and a count of free places, all shared: a
//! process that is killed while it holds one of them leaves the queue unusable, as its documentation says. Here
//! nothing is shared. The process that made the queue is its *home*: it has the items, and a thread for each process
//! that was given the queue, which does what is asked for along a connection:
//!
//! | a process dies as it | then |
//! |---|---|
//! | sends an item | half an item has come: it was not put |
//! | waits for room | the whole item has come: it is put |
//! | waits for an item | the next one is lent to it, and comes back |
//! | is sent an item | it has not said that it has it: it comes back, to the front |
//! | has said that it has it | it was got |
//!
//! In the last case it may die before it has done anything with the item. That no queue can know; who must not lose it
//! has to say when it has *done* it, as a pool's worker does.

use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use super::frame::{self, FrameError};
use super::parcel::Descriptor;
use crate::by_hand::queue::{Loan, NotPut, Nothing, Shelf};
use crate::sync::{Deadline, Mutex};

/// Why an item was not put, or not got.
#[derive(Debug, Error)]
pub enum QueueError {
    /// There was no room in time.
    #[error("the queue is full")]
    Full,
    /// There was no item in time.
    #[error("the queue is empty")]
    Empty,
    /// The queue was closed, or is gone, or the process that has the items is; nothing more will come or be taken.
    #[error("the queue is closed")]
    Closed,
    /// The item cannot be serialised, or what has come is none of its type.
    #[error("it cannot be serialised, or is nothing that can be deserialised")]
    Format(#[from] postcard::Error),
    /// It has too many bytes.
    #[error("an item of {0} bytes is too long")]
    TooLong(usize),
    /// The operating system says otherwise.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl From<FrameError> for QueueError {
    fn from(error: FrameError) -> QueueError {
        match error {
            FrameError::Disconnected | FrameError::Torn => QueueError::Closed,
            FrameError::TooLong(length) => QueueError::TooLong(length),
            FrameError::Io(error) => QueueError::Io(error),
        }
    }
}

/// What is asked for. `None` is no timeout.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
enum Request {
    /// The item follows as it is.
    Put(Option<Duration>),
    Get(Option<Duration>),
    /// The item has come.
    Got,
    Length,
    Close,
}

/// What is said to that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Reply {
    Done,
    Full,
    Empty,
    Closed,
    /// The item follows as it is.
    Item,
    Length(usize),
}

// ANCHOR: type
/// A queue with room for so many items, which may be an argument of processes.
///
/// Clones are the same queue. When the last one in its home is dropped, it is closed at once: all who wait for it,
/// wherever they are, are told, and what is left is dropped. Where it has been sent it cannot be sent on.
///
/// ```standalone_crate
/// use processes::multiprocessing::{Process, Queue, Task, enter};
///
/// static DOUBLE: Task<(Queue<u32>, Queue<u32>), ()> = Task::new("double", |(numbers, doubles)| {
///     while let Ok(number) = numbers.get() {
///         doubles.put(&(2 * number)).unwrap();
///     }
/// });
///
/// fn main() {
///     enter(&[&DOUBLE]);
///     let (numbers, doubles) = (Queue::new(10), Queue::new(10));
///     let process = Process::spawn(&DOUBLE, (numbers.clone(), doubles.clone())).unwrap();
///     for number in 1..=3 {
///         numbers.put(&number).unwrap();
///     }
///     numbers.close().unwrap();
///     assert!(process.join().is_success());
///     assert_eq!([2, 4, 6], [(); 3].map(|()| doubles.get().unwrap()));
/// }
/// ```
pub struct Queue<T> {
    place: Place,
    items: PhantomData<fn(T) -> T>,
}

#[derive(Clone)]
enum Place {
    /// Where the items are.
    Home(Arc<Home>),
    /// Somewhere else. One thing is asked for at a time: while one thread waits for an item, others wait for their
    /// turn.
    Away(Arc<Mutex<UnixStream>>),
}

struct Home {
    shelf: Arc<Shelf<Vec<u8>>>,
    servers: Mutex<Vec<Server>>,
}

/// A thread that serves another process, and what wakes it.
struct Server {
    thread: JoinHandle<()>,
    connection: UnixStream,
}
// ANCHOR_END: type

impl<T> Queue<T> {
    /// An empty queue with room for `capacity` items.
    ///
    /// # Panics
    /// If `capacity` is 0.
    #[must_use]
    pub fn new(capacity: usize) -> Queue<T> {
        let home = Home { shelf: Arc::new(Shelf::new(capacity)), servers: Mutex::default() };
        Queue { place: Place::Home(Arc::new(home)), items: PhantomData }
    }

    /// Takes no more items. Those that it has can still be got; after that who gets is told. May be called again.
    ///
    /// # Errors
    /// If its home is gone.
    pub fn close(&self) -> Result<(), QueueError> {
        self.ask(Request::Close, &[]).map(drop)
    }

    /// How many items it has. Others may change that meanwhile.
    ///
    /// # Errors
    /// If its home is gone.
    pub fn length(&self) -> Result<usize, QueueError> {
        match self.ask(Request::Length, &[])? {
            (Reply::Length(length), _) => Ok(length),
            _ => Err(QueueError::Closed),
        }
    }

    // ANCHOR: ask
    /// Asks for something, here or at home, and waits for the answer; and the item, if that is one.
    fn ask(&self, request: Request, item: &[u8]) -> Result<(Reply, Vec<u8>), QueueError> {
        match &self.place {
            Place::Home(home) => Ok(match answer(&home.shelf, request, item) {
                Answer::Plain(reply) => (reply, Vec::new()),
                Answer::Lent(loan) => (Reply::Item, loan.keep()),
            }),
            Place::Away(connection) => {
                let connection = connection.lock();
                say(&connection, request, item)?;
                let frame = frame::read(&mut &*connection)?;
                let (reply, item) = postcard::take_from_bytes(&frame)?;
                if reply == Reply::Item {
                    // It is here as a whole. From now on it is this process's to lose.
                    say(&connection, Request::Got, &[])?;
                }
                Ok((reply, item.to_vec()))
            }
        }
    }
    // ANCHOR_END: ask
}

impl<T: Serialize> Queue<T> {
    /// Puts an item. Blocks until there is room.
    ///
    /// # Errors
    /// If the queue is closed or its home is gone, or the item cannot be serialised.
    pub fn put(&self, item: &T) -> Result<(), QueueError> {
        self.put_within(item, None)
    }

    /// The same, but blocks for `timeout` at most. Zero means: try.
    ///
    /// # Errors
    /// As [`put`](Queue::put), and if there was no room in time.
    pub fn put_timeout(&self, item: &T, timeout: Duration) -> Result<(), QueueError> {
        self.put_within(item, Some(timeout))
    }

    fn put_within(&self, item: &T, timeout: Option<Duration>) -> Result<(), QueueError> {
        match self.ask(Request::Put(timeout), &postcard::to_stdvec(item)?)? {
            (Reply::Done, _) => Ok(()),
            (Reply::Full, _) => Err(QueueError::Full),
            _ => Err(QueueError::Closed),
        }
    }
}

impl<T: DeserializeOwned> Queue<T> {
    /// Gets the oldest item. Blocks until there is one.
    ///
    /// # Errors
    /// If the queue is closed and there will be none any more, or its home is gone.
    pub fn get(&self) -> Result<T, QueueError> {
        self.get_within(None)
    }

    /// The same, but blocks for `timeout` at most. Zero means: try.
    ///
    /// # Errors
    /// As [`get`](Queue::get), and if there was none in time.
    pub fn get_timeout(&self, timeout: Duration) -> Result<T, QueueError> {
        self.get_within(Some(timeout))
    }

    fn get_within(&self, timeout: Option<Duration>) -> Result<T, QueueError> {
        match self.ask(Request::Get(timeout), &[])? {
            (Reply::Item, item) => Ok(postcard::from_bytes(&item)?),
            (Reply::Empty, _) => Err(QueueError::Empty),
            _ => Err(QueueError::Closed),
        }
    }
}

/// What there is to say to a request.
enum Answer<'a> {
    Plain(Reply),
    /// An item, which is to be handed over.
    Lent(Loan<'a, Vec<u8>>),
}

/// Does what is asked for. Blocks as long as that takes.
fn answer<'a>(shelf: &'a Shelf<Vec<u8>>, request: Request, item: &[u8]) -> Answer<'a> {
    let deadline = |timeout: Option<Duration>| timeout.map_or(Deadline::NEVER, Deadline::after);
    Answer::Plain(match request {
        Request::Put(timeout) => match shelf.put(item.to_vec(), deadline(timeout)) {
            Ok(()) => Reply::Done,
            Err(NotPut::Full(_)) => Reply::Full,
            Err(NotPut::Closed(_)) => Reply::Closed,
        },
        Request::Get(timeout) => match shelf.lend(deadline(timeout)) {
            Ok(loan) => return Answer::Lent(loan),
            Err(Nothing::Empty) => Reply::Empty,
            Err(Nothing::Closed) => Reply::Closed,
        },
        Request::Length => Reply::Length(shelf.len()),
        Request::Close => {
            shelf.close();
            Reply::Done
        }
        // There was nothing to be got. Whoever says so is not to be served.
        Request::Got => Reply::Closed,
    })
}

impl Home {
    /// A way to here for one process.
    fn connect(&self) -> io::Result<UnixStream> {
        let (theirs, ours) = UnixStream::pair()?;
        let (shelf, connection) = (Arc::clone(&self.shelf), ours.try_clone()?);
        let serve = move || serve(&shelf, &ours);
        let thread = thread::Builder::new().name("server".to_owned()).spawn(serve)?;
        let mut servers = self.servers.lock();
        servers.retain(|server| !server.thread.is_finished());
        servers.push(Server { thread, connection });
        Ok(theirs)
    }
}

// ANCHOR: serve
/// The whole of a server's life. Any error says that the process is gone.
fn serve(shelf: &Shelf<Vec<u8>>, mut connection: &UnixStream) {
    while let Ok(frame) = frame::read(&mut connection) {
        let Ok((request, item)) = postcard::take_from_bytes(&frame) else { return };
        match answer(shelf, request, item) {
            Answer::Plain(reply) => {
                let Ok(()) = say(connection, reply, &[]) else { return };
            }
            Answer::Lent(loan) => {
                // If anything fails from here on, the loan is dropped: the item goes back.
                let Ok(()) = say(connection, Reply::Item, &loan) else { return };
                let Ok(Request::Got) = hear(connection) else { return };
                loan.keep();
            }
        }
    }
}
// ANCHOR_END: serve

fn say(mut connection: &UnixStream, message: impl Serialize, item: &[u8]) -> Result<(), QueueError> {
    let mut frame = frame::compose(&message)?;
    frame::append(&mut frame, item);
    Ok(frame::write(&mut connection, &frame)?)
}

fn hear(mut connection: &UnixStream) -> Result<Request, QueueError> {
    Ok(postcard::from_bytes(&frame::read(&mut connection)?)?)
}

impl Drop for Home {
    fn drop(&mut self) {
        self.shelf.clear();
        let servers = self.servers.get_mut();
        // Ends each server's wait for its process, if it has not ended before. All of them first: one may wait at the
        // shelf for what another one has lent.
        servers.iter().for_each(|server| _ = server.connection.shutdown(Shutdown::Both));
        for server in servers.drain(..) {
            server.thread.join().expect("a server does not panic");
        }
    }
}

impl<T> Clone for Queue<T> {
    fn clone(&self) -> Queue<T> {
        Queue { place: self.place.clone(), items: PhantomData }
    }
}

impl<T> fmt::Debug for Queue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Home(home) => f.debug_tuple("Queue").field(&home.shelf).finish(),
            Place::Away(_) => f.debug_struct("Queue").finish_non_exhaustive(),
        }
    }
}

/// As an argument of a process, and only in its home: see [`Descriptor`]. Each process gets a connection of its own.
impl<T> Serialize for Queue<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.place {
            Place::Home(home) => {
                let connection = home.connect().map_err(S::Error::custom)?;
                Descriptor::from(OwnedFd::from(connection)).serialize(serializer)
            }
            Place::Away(_) => Err(S::Error::custom("a queue is sent from its home only")),
        }
    }
}

impl<'de, T> Deserialize<'de> for Queue<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Queue<T>, D::Error> {
        let connection = UnixStream::from(OwnedFd::from(Descriptor::deserialize(deserializer)?));
        Ok(Queue { place: Place::Away(Arc::new(Mutex::new(connection))), items: PhantomData })
    }
}
