//! `--live`: the picture on the terminal while a run goes on, drawn again in place a few times a second.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use std::{env, mem};

use fractal::{ByCount, ColourDepth, Paint, Rgb, TerminalSize};

use crate::by_thread;
use crate::cli::{ColorBy, Options};
use crate::growing::{Growing, Snapshot};
use crate::picture::Screen;
use crate::ticker::Ticker;

/// How often the picture is drawn.
const PERIOD: Duration = Duration::from_millis(100);
/// Room for the line below the picture, and for the one that the cursor is in.
const BELOW: usize = 2;

const HIDE_CURSOR: &str = "\x1b[?25l";
const SHOW_CURSOR: &str = "\x1b[?25h";
const ERASE_LINE: &str = "\x1b[K";
const ERASE_TO_THE_END: &str = "\x1b[J";

/// Whether the cursor is hidden just now: there is one terminal for the whole process.
static HIDDEN: AtomicBool = AtomicBool::new(false);

/// Whether standard output leads to a terminal on which something can be drawn in place.
pub(crate) fn is_possible() -> bool {
    io::stdout().is_terminal() && env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Room for the picture on this screen. What is drawn in place has to be on it as a whole.
pub(crate) fn room(screen: &Screen) -> TerminalSize {
    let room = screen.room_above(BELOW);
    TerminalSize { lines: room.lines.min(screen.size.lines.saturating_sub(BELOW)), ..room }
}

/// Gives the terminal its cursor back, for who ends the process while something is shown: nothing is printed after it.
/// (The end of [`show`] gives it back by itself.)
pub(crate) fn show_cursor_for_good() {
    let mut stdout = io::stdout().lock();
    // Relaxed: a single flag, by which nothing is published.
    if HIDDEN.swap(false, Ordering::Relaxed) {
        // If it cannot be said, there is nobody to see a cursor.
        let _ = stdout.write_all(SHOW_CURSOR.as_bytes()).and_then(|()| stdout.flush());
    }
    // Never given back, or a picture that was about to be drawn would come after the cursor.
    mem::forget(stdout);
}

/// Shows on standard output how the picture of this run grows, and how much of `total` is `done`, until the ticker is
/// dropped; then both are gone. Without a thread to spare, a run goes unseen.
pub(crate) fn show(
    run: &'static str,
    options: &Options,
    growing: &Arc<Growing>,
    total: u64,
    done: &Arc<AtomicU64>,
) -> Option<Ticker> {
    let (growing, done, screen) = (Arc::clone(growing), Arc::clone(done), Screen::of_stdout());
    let brush = Brush {
        by_count: ByCount::new(options.arguments.palette, options.grid.iterations()),
        by: options.arguments.color_by,
        iterations: options.grid.iterations(),
        depth: screen.depth,
        room: room(&screen),
    };
    let mut place = Place::new(io::stdout());
    let tick = move || {
        // Relaxed: a number to be shown, a moment old in any case.
        let done = u128::from(done.load(Ordering::Relaxed).min(total));
        let percent = 100 * done / u128::from(total.max(1));
        // Without the memory for it there is no picture this time.
        if let Ok(shot) = growing.snapshot() {
            place.draw(&format!("{}{run}: {percent} %\n", brush.text(&shot)));
        }
    };
    Ticker::start("live", PERIOD, tick).ok()
}

/// How a moment of the picture becomes text.
struct Brush {
    by_count: ByCount,
    by: ColorBy,
    iterations: i32,
    depth: ColourDepth,
    room: TerminalSize,
}

impl Brush {
    fn text(&self, shot: &Snapshot) -> String {
        fractal::render(&shot.image, &Colours { brush: self, shot }, self.iterations, self.depth, self.room)
    }
}

/// The colours of a moment: by worker if that is asked for, else by count. (When something was drawn is what one sees.)
struct Colours<'a> {
    brush: &'a Brush,
    shot: &'a Snapshot,
}

impl Paint for Colours<'_> {
    fn colour(&self, row: usize, column: usize, count: i32) -> Rgb {
        // What is not there yet is no fault here.
        const NOT_YET: Rgb = Rgb(0x30, 0x30, 0x30);
        if count < 0 {
            return NOT_YET;
        }
        match self.brush.by {
            ColorBy::Thread => self
                .shot
                .worker(row, column)
                .map_or(NOT_YET, |worker| by_thread::hue(worker, count, self.brush.iterations)),
            ColorBy::Count | ColorBy::Time => self.brush.by_count.colour(row, column, count),
        }
    }
}

/// A place on a terminal that is drawn to again and again, without a cursor. When this is dropped, the place is empty,
/// and the cursor there again.
struct Place<W: Write> {
    to: W,
    /// How many lines were drawn last.
    lines: usize,
}

impl<W: Write> Place<W> {
    fn new(to: W) -> Place<W> {
        // Relaxed: as in `show_cursor_for_good`.
        HIDDEN.store(true, Ordering::Relaxed);
        let mut place = Place { to, lines: 0 };
        place.put(HIDE_CURSOR);
        place
    }

    /// Draws these whole lines where the last ones were.
    ///
    /// A line is erased as it is drawn, since some terminals keep a screen that is erased at once: with every frame,
    /// one would have to scroll further up to what was there before.
    fn draw(&mut self, text: &str) {
        let mut frame = self.back();
        for line in text.lines() {
            frame.extend([ERASE_LINE, line, "\n"]);
        }
        self.lines = text.lines().count();
        self.put(&(frame + ERASE_TO_THE_END));
    }

    /// What leads back to the first of the last lines.
    fn back(&self) -> String {
        if self.lines == 0 { String::new() } else { format!("\x1b[{}A\r", self.lines) }
    }

    fn put(&mut self, text: &str) {
        // The report will find out if nothing can be printed.
        let _ = self.to.write_all(text.as_bytes()).and_then(|()| self.to.flush());
    }
}

impl<W: Write> Drop for Place<W> {
    fn drop(&mut self) {
        let back = self.back();
        let codes = format!("{back}{}{back}{SHOW_CURSOR}", format!("{ERASE_LINE}\n").repeat(self.lines));
        self.put(&codes);
        // Relaxed: as in `show_cursor_for_good`.
        HIDDEN.store(false, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use fractal::Grid;

    use super::*;

    #[test]
    fn each_frame_takes_the_place_of_the_last_and_nothing_is_left() {
        let mut terminal = Vec::new();
        let mut place = Place::new(&mut terminal);
        place.draw("one\ntwo\n");
        place.draw("three\n");
        drop(place);
        let expected = "\x1b[?25l\
            \x1b[Kone\n\x1b[Ktwo\n\x1b[J\
            \x1b[2A\r\x1b[Kthree\n\x1b[J\
            \x1b[1A\r\x1b[K\n\x1b[1A\r\x1b[?25h";
        assert_eq!(String::from_utf8(terminal).expect("text"), expected);
    }

    #[test]
    fn what_is_drawn_in_place_is_never_higher_than_the_terminal() {
        for lines in 3..60 {
            let size = TerminalSize { columns: 80, lines };
            let room = room(&Screen { depth: ColourDepth::None, size, text: 80 });
            assert!(room.lines >= 1 && room.lines + BELOW <= lines, "{} of {lines} lines", room.lines);
        }
    }

    #[test]
    fn a_pixel_has_its_worker_s_colour_as_soon_as_there_is_a_count() {
        let growing = Growing::new(&Grid::new(2, 2).expect("a grid"), TerminalSize { columns: 2, lines: 1 });
        growing.drawn_by(1, 0..2, 0..2);
        growing.counted(0..1, 0..2, &[20, 20]);
        let shot = growing.snapshot().expect("memory");
        let brush = |by| Brush {
            by_count: ByCount::new(fractal::Palette::default(), 20),
            by,
            iterations: 20,
            depth: ColourDepth::None,
            room: TerminalSize { columns: 2, lines: 1 },
        };
        let colour = |by, row, count| Colours { brush: &brush(by), shot: &shot }.colour(row, 0, count);
        assert_eq!(colour(ColorBy::Thread, 0, 20), by_thread::hue(1, 20, 20));
        assert_eq!(colour(ColorBy::Count, 0, 3), fractal::Palette::default().colour(3, 20));
        assert_eq!(colour(ColorBy::Thread, 1, fractal::POISON), colour(ColorBy::Count, 1, fractal::POISON));
        assert_eq!(brush(ColorBy::Count).text(&shot), "??\n");
    }
}
