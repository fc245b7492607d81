//! The results of many jobs, in the order of what they were made from.

use std::fmt;
use std::mem;
use std::vec;

use future::by_hand::{Future, Missing};
use thiserror::Error;

use super::pool::{JobError, Outcome};
use crate::sync::{Deadline, Mutex};

/// A chunk whose results can be taken out, once.
type Chunk<R> = Future<Outcome<Mutex<Vec<R>>>>;

/// Why the results of a chunk are missing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ChunkLost {
    /// Its job has failed.
    #[error(transparent)]
    Failed(JobError),
    /// The time was up, or it was cancelled.
    #[error(transparent)]
    Missing(Missing),
}

/// See [`ProcessPool::map`](super::ProcessPool::map).
pub struct Map<R> {
    chunks: vec::IntoIter<Chunk<R>>,
    /// Of the chunk that came last, those that have not been given.
    results: vec::IntoIter<R>,
    deadline: Deadline,
    read: bool,
}

impl<R> Map<R> {
    pub(super) fn new(chunks: Vec<Chunk<R>>, deadline: Deadline) -> Map<R> {
        Map { chunks: chunks.into_iter(), results: Vec::new().into_iter(), deadline, read: false }
    }

    fn wait_for(&self, chunk: &Chunk<R>) -> Result<Vec<R>, ChunkLost> {
        let outcome = match self.deadline.left() {
            Some(left) => chunk.result_timeout(left),
            None => chunk.result(),
        };
        match &*outcome.map_err(ChunkLost::Missing)? {
            Ok(results) => Ok(mem::take(&mut *results.lock())),
            Err(error) => Err(ChunkLost::Failed(error.clone())),
        }
    }

    fn cancel_the_rest(&mut self) {
        self.chunks.by_ref().for_each(|chunk| _ = chunk.cancel());
    }
}

impl<R> Iterator for Map<R> {
    type Item = Result<R, ChunkLost>;

    fn next(&mut self) -> Option<Result<R, ChunkLost>> {
        self.read = true;
        loop {
            if let Some(result) = self.results.next() {
                return Some(Ok(result));
            }
            let chunk = self.chunks.next()?;
            match self.wait_for(&chunk) {
                Ok(results) => self.results = results.into_iter(),
                Err(lost) => {
                    if lost == ChunkLost::Missing(Missing::TimedOut) {
                        chunk.cancel();
                        self.cancel_the_rest();
                    }
                    return Some(Err(lost));
                }
            }
        }
    }
}

impl<R> Drop for Map<R> {
    fn drop(&mut self) {
        if self.read {
            self.cancel_the_rest();
        }
    }
}

impl<R> fmt::Debug for Map<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Map").field("chunks_left", &self.chunks.len()).finish_non_exhaustive()
    }
}
