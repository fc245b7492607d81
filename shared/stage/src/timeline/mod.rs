//! What each worker did when, as a picture and as data.

use std::io::{self, Write};

use crate::output::TimelineKind;
use crate::perform::Performance;

mod bins;
mod marks;
mod svg;
mod trace_event;

/// A run to be drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timeline<'a> {
    /// What ran: the lesson and the variant.
    pub(crate) name: &'a str,
    /// How long it took, who took part, and what they did.
    pub(crate) run: &'a Performance,
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
