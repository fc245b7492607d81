//! Draws without a semaphore: everybody makes a buffer whenever they want one, and the run fails as soon as there is
//! one too many.
//!
//! `cargo run -p semaphore --example without-semaphore -- --threads 6`

use std::process::ExitCode;

use semaphore::draw::draw_with_permits;
use stage::{Canvas, Lesson, Show, Stopped, Variant};

const LESSON: Lesson = Lesson {
    name: "without-semaphore",
    about: "The semaphore's lesson without the semaphore: it fails",
    variants: &[Variant { name: "without", about: "Nobody waits for a permit", draw: without }],
    ..semaphore::LESSON
};

fn main() -> ExitCode {
    stage::main(&LESSON)
}

fn without(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    draw_with_permits(show, canvas, || "a permit that everybody has")
}
