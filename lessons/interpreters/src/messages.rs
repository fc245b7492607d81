//! What crosses between the program and the interpreters that draw for it, and how it is counted.

use std::fmt::Display;
use std::mem;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use script::Portable;
use stage::{Canvas, Show, Stopped};

use crate::by_hand::{Engine, Interpreters, Trouble};
use crate::script::{Script, interrupted};

// ANCHOR: sent
/// The code that each interpreter is sent, as text: the picture's own functions, and one for a
/// piece.
pub(crate) fn source() -> String {
    [script::PICTURE, include_str!("piece.py")].join("\n\n")
}

/// The data that each interpreter is sent beforehand: global variables.
pub(crate) fn globals(show: &Show) -> [(&'static str, Portable); 8] {
    let (grid, region) = (show.grid(), show.grid().region());
    [
        ("rows", number(grid.rows())),
        ("columns", number(grid.columns())),
        ("iterations", Portable::Int(grid.iterations().into())),
        ("piece_rows", number(show.piece_rows())),
        ("top", Portable::Float(region.top)),
        ("left", Portable::Float(region.left)),
        ("bottom", Portable::Float(region.bottom)),
        ("right", Portable::Float(region.right)),
    ]
}
// ANCHOR_END: sent

/// A number of rows, columns or pieces, as a script has it.
pub(crate) fn number(count: usize) -> Portable {
    Portable::Int(i64::try_from(count).expect("no picture is that large"))
}

/// What an interpreter answers when it is asked for a piece.
pub(crate) type Answer = Result<Portable, Trouble>;

/// Copies the counts of a piece, as they came from an interpreter, into their place.
pub(crate) fn place<E: Display>(
    show: &Show,
    canvas: &mut Canvas<'_>,
    piece: usize,
    answer: &Result<Portable, E>,
) -> Result<(), Stopped> {
    let drawn = answer.as_ref().map_err(|error| show.fail(error))?;
    let first = piece * show.piece_rows();
    let (rows, columns) = (first..(first + show.piece_rows()).min(show.grid().rows()), show.grid().columns());
    let count = |value: &Portable| value.as_int().and_then(|count| i32::try_from(count).ok());
    let counts: Option<Vec<i32>> = drawn.as_list().and_then(|values| values.iter().map(count).collect());
    match counts.filter(|counts| counts.len() == rows.len() * columns) {
        Some(counts) => {
            canvas.place_pixels(rows, 0..columns, &counts);
            Ok(())
        }
        None => Err(show.fail(format!("what came back for piece {piece} are not its counts"))),
    }
}

// ANCHOR: painter
/// An interpreter of the picture: a script, whose work is written down, and whose messages are counted.
pub(crate) struct Painter {
    script: Script,
    show: Show,
    traffic: Arc<Traffic>,
}

impl Engine for Painter {
    type Value = Portable;

    fn set(&mut self, name: &str, value: Portable) {
        self.traffic.crossed(name.len() + bytes_of(&value));
        self.script.set(name, value);
    }

    fn exec(&mut self, source: &str) -> Result<(), Trouble> {
        self.traffic.crossed(source.len());
        self.script.exec(source)
    }

    fn call(&mut self, function: &str, arguments: Vec<Portable>) -> Result<Portable, Trouble> {
        self.traffic.crossed(function.len() + arguments.iter().map(bytes_of).sum::<usize>());
        let piece =
            arguments.first().and_then(Portable::as_int).and_then(|piece| usize::try_from(piece).ok());
        let Painter { script, show, .. } = self;
        let draw = || script.call(function, arguments);
        // A picture has no piece of this number, if it is none.
        let drawn = show.here(|worker| worker.computing(piece.unwrap_or(usize::MAX), draw));
        let answer = drawn.unwrap_or_else(|_stopped| Err(interrupted()))?;
        self.traffic.crossed(bytes_of(&answer));
        Ok(answer)
    }
}
// ANCHOR_END: painter

/// Interpreters that draw for this run, none of which has been created, and what will cross to them and back.
pub(crate) fn interpreters(show: &Show) -> (Arc<Traffic>, Interpreters<Painter>) {
    let (traffic, show) = (Arc::<Traffic>::default(), show.clone());
    let counted = Arc::clone(&traffic);
    let make = move || {
        let (traffic, asked) = (Arc::clone(&counted), show.clone());
        Painter { script: Script::new().with_stop(move || asked.is_stopping()), show: show.clone(), traffic }
    };
    (traffic, Interpreters::new(make))
}

/// How much has crossed, to the interpreters and back.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    messages: AtomicUsize,
    bytes: AtomicUsize,
    largest: AtomicUsize,
}

impl Traffic {
    pub(crate) fn crossed(&self, bytes: usize) {
        // Relaxed: numbers for the report. It is made after the last answer has come, which publishes them.
        self.messages.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.largest.fetch_max(bytes, Ordering::Relaxed);
    }

    /// Notes what has crossed. A message that holds only "it is done" is not counted.
    pub(crate) fn tell(&self, show: &Show) {
        let [messages, bytes, largest] =
            [&self.messages, &self.bytes, &self.largest].map(|number| number.load(Ordering::Relaxed));
        show.note("messages", messages);
        show.note("bytes that crossed", bytes);
        show.note("bytes of the largest message", largest);
    }
}

/// How much memory a value takes as a message.
pub(crate) fn bytes_of(value: &Portable) -> usize {
    let inside = value.as_list().map_or(0, |items| items.iter().map(bytes_of).sum());
    mem::size_of::<Portable>() + inside
}
