//! A lesson for the stage's own tests.

use std::process::ExitCode;
use std::sync::Mutex;

use stage::{Canvas, Lesson, Pixels, Show, Stopped, Variant};

const LESSON: Lesson = Lesson {
    name: "toy",
    about: "A lesson that teaches nothing: the stage is tested with it",
    variants: &[
        Variant { name: "right", about: "Draws as it should", draw: right },
        Variant { name: "wrong-picture", about: "Gets one pixel wrong", draw: wrong_picture },
    ],
};

fn main() -> ExitCode {
    stage::main(&LESSON)
}

fn right(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let pieces = Mutex::new(canvas.into_pieces());
    show.workers(|worker| {
        while let Some(mut piece) = worker.waiting("lock", || pieces.lock().unwrap().next()) {
            worker.compute(&mut piece)?;
        }
        Ok(())
    })
}

fn wrong_picture(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let pieces = Mutex::new(canvas.into_pieces());
    show.workers(|worker| {
        while let Some(mut piece) = worker.waiting("lock", || pieces.lock().unwrap().next()) {
            worker.compute(&mut piece)?;
            if piece.index() == 3 {
                piece.pixels_mut()[5] = 7;
            }
        }
        Ok(())
    })
}
