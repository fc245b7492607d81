//! Values through a socket of the crate `interprocess`, in the format of `postcard`. That says by itself where a value
//! ends, so that no length has to be sent with it.

use std::io::{self, BufReader, Read, Write};

use interprocess::local_socket::prelude::*;
use interprocess::local_socket::{GenericNamespaced, Stream};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// One end of a connection.
pub(crate) struct Socket {
    stream: BufReader<Counting>,
}

/// A stream that counts what is read.
struct Counting {
    stream: Stream,
    read: u64,
}

impl Read for Counting {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(bytes)?;
        self.read += read as u64;
        Ok(read)
    }
}

// ANCHOR: socket
impl Socket {
    pub(crate) fn new(stream: Stream) -> Socket {
        Socket { stream: BufReader::new(Counting { stream, read: 0 }) }
    }

    /// Connects to whoever listens under this name.
    pub(crate) fn connect(name: &str) -> io::Result<Socket> {
        Ok(Socket::new(Stream::connect(name.to_ns_name::<GenericNamespaced>()?)?))
    }

    pub(crate) fn send(&mut self, value: &impl Serialize) -> io::Result<()> {
        let bytes = postcard::to_stdvec(value).map_err(io::Error::other)?;
        self.stream.get_mut().stream.write_all(&bytes)
    }

    /// Blocks until a whole value has come.
    pub(crate) fn recv<T: DeserializeOwned>(&mut self) -> postcard::Result<T> {
        // Where a text of a value is put together: the message of a panic is the longest.
        let mut scratch = [0; 4096];
        postcard::from_io((&mut self.stream, &mut scratch)).map(|(value, _)| value)
    }

    /// How many bytes have come.
    pub(crate) fn received_bytes(&self) -> u64 {
        self.stream.get_ref().read
    }
}
// ANCHOR_END: socket
