//! What each worker did when, as a picture and as data.

use std::io::{self, Write};
use std::time::Duration;

use crate::log::Log;
use crate::output::TimelineKind;

mod bins;
mod svg;
mod trace_event;

/// A run to be drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timeline<'a> {
    /// What ran: the lesson and the variant.
    pub(crate) name: &'a str,
    /// How long it took.
    pub(crate) wall: Duration,
    /// Who took part, and what they did.
    pub(crate) workers: &'a [Log],
}

impl Timeline<'_> {
    /// Writes it as a file of this kind.
    pub(crate) fn write(&self, kind: TimelineKind, to: &mut dyn Write) -> io::Result<()> {
        match kind {
            TimelineKind::Svg => to.write_all(svg::draw(self).as_bytes()),
            TimelineKind::TraceEvents => trace_event::write(self, to),
        }
    }
}
