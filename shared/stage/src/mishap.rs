//! What a run is told to suffer, to see that it ends well: a panic, or a Ctrl-C, at a piece.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::seats::Seat;
use crate::settings::Settings;
use crate::show::Run;

/// When a mishap happens that a run is told to have at a piece. It happens once, to the first worker that begins the
/// piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Onset {
    /// At once: the others are likely to compute.
    #[default]
    AtOnce,
    /// When the others have come to rest, as far as one can see: they wait, for that worker above all, or have ended.
    OthersRest,
}

impl Run {
    /// Has the mishap that was asked for at this piece, if any; whether it is a panic, which is left to the worker.
    pub(crate) fn suffers_at(&self, piece: usize, seat: &Arc<Seat>) -> bool {
        let Settings { fail_at, interrupt_at, onset, .. } = self.settings;
        // Relaxed: the flag by itself decides who is first.
        if ![fail_at, interrupt_at].contains(&Some(piece)) || self.mishap.swap(true, Ordering::Relaxed) {
            return false;
        }
        if onset == Onset::OthersRest {
            self.seats.await_rest(seat);
        }
        if interrupt_at == Some(piece) {
            self.stop.interrupt();
        }
        fail_at == Some(piece)
    }
}
