//! Values through a socket of the crate `interprocess`, in the format of `postcard`. That says by itself where a value ends,
//! so that no length has to be sent with it.

use std::io::{BufReader, Write};

use interprocess::local_socket::prelude::*;
use interprocess::local_socket::{GenericNamespaced, Stream};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// One end of a connection.
pub(crate) struct Socket(BufReader<Stream>);

// ANCHOR: socket
impl Socket {
    pub(crate) fn new(stream: Stream) -> Socket {
        Socket(BufReader::new(stream))
    }

    /// Connects to whoever listens under this name.
    pub(crate) fn connect(name: &str) -> std::io::Result<Socket> {
        Ok(Socket::new(Stream::connect(name.to_ns_name::<GenericNamespaced>()?)?))
    }

    pub(crate) fn send(&mut self, value: &impl Serialize) -> std::io::Result<()> {
        let bytes = postcard::to_stdvec(value).map_err(std::io::Error::other)?;
        self.0.get_mut().write_all(&bytes)
    }

    /// Blocks until a whole value has come.
    pub(crate) fn recv<T: DeserializeOwned>(&mut self) -> postcard::Result<T> {
        // Where a text of a value is put together: the message of a panic is the longest.
        let mut scratch = [0; 4096];
        postcard::from_io((&mut self.0, &mut scratch)).map(|(value, _)| value)
    }
}
// ANCHOR_END: socket
