//! A lesson that goes wrong in every way: the stage's tests run it.

use std::process::ExitCode;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use stage::{Canvas, Lesson, Pixels, Show, Stopped, Variant};

const LESSON: Lesson = Lesson {
    name: "broken",
    about: "A lesson that goes wrong in every way",
    variants: &[
        Variant { name: "wrong", about: "Gets one pixel wrong", draw: wrong },
        Variant { name: "undrawn", about: "Forgets a piece", draw: undrawn },
        Variant { name: "panics", about: "Panics between two pieces", draw: panics },
        Variant { name: "panics-bare", about: "Panics in a thread without a worker", draw: panics_bare },
        Variant { name: "fails", about: "Gives up with an error", draw: fails },
        Variant { name: "stuck", about: "Waits for what only a stop brings", draw: stuck },
        Variant { name: "hangs", about: "Waits for what nobody brings", draw: hangs },
        Variant { name: "deaf", about: "Goes on after it was told to stop", draw: deaf },
    ],
    ..Lesson::PLAIN
};

fn main() -> ExitCode {
    stage::main(&LESSON)
}

fn wrong(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let bands = canvas.into_bands(show.threads());
    show.workers_with(bands, |worker, band| {
        for mut piece in band {
            worker.compute(&mut piece)?;
            if piece.index() == 3 {
                piece.pixels_mut()[5] = -7;
            }
        }
        Ok(())
    })
}

fn undrawn(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    show.workers_with(canvas.into_hands(show.threads()), |worker, hand| {
        hand.into_iter()
            .filter(|piece| piece.index() != 3)
            .try_for_each(|mut piece| worker.compute(&mut piece))
    })
}

fn panics(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    show.workers_with(canvas.into_hands(show.threads()), |worker, hand| {
        for mut piece in hand {
            worker.compute(&mut piece)?;
            assert!(piece.index() != 3, "this piece brings bad luck");
        }
        Ok(())
    })
}

fn panics_bare(_show: &Show, _canvas: Canvas<'_>) -> Result<(), Stopped> {
    thread::scope(|scope| {
        scope.spawn(|| panic!("nobody looks after this thread"));
    });
    Ok(())
}

fn fails(show: &Show, _canvas: Canvas<'_>) -> Result<(), Stopped> {
    show.workers(|worker| {
        if worker.number() == 0 {
            return Err(worker.fail("the primitive is broken"));
        }
        Ok(())
    })
}

/// A gate that opens only when the run is stopped: once for who borrows it, once for who shares it.
fn stuck(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    struct Gate(Mutex<bool>, Condvar);
    impl Gate {
        fn open(&self) {
            *self.0.lock().unwrap() = true;
            self.1.notify_all();
        }
        fn pass(&self) {
            let _open = self.1.wait_while(self.0.lock().unwrap(), |open| !*open).unwrap();
        }
    }
    let borrowed = Gate(Mutex::new(false), Condvar::new());
    let shared = Arc::new(Gate(Mutex::new(false), Condvar::new()));
    let opened = Arc::clone(&shared);
    show.on_stop(move || opened.open());
    show.waking(
        || borrowed.open(),
        || {
            show.workers_with(canvas.into_hands(show.threads()), |worker, hand| {
                let half = hand.len() / 2;
                for mut piece in hand.into_iter().take(half) {
                    worker.compute(&mut piece)?;
                }
                // Says that it can be interrupted now.
                eprintln!("stuck");
                worker.waiting("gate", || borrowed.pass());
                worker.waiting("gate", || shared.pass());
                Err(worker.fail("the gate was forced"))
            })
        },
    )
}

fn hangs(show: &Show, _canvas: Canvas<'_>) -> Result<(), Stopped> {
    show.workers(|worker| {
        eprintln!("hangs");
        worker.waiting("miracle", || {
            loop {
                thread::park();
            }
        })
    })
}

fn deaf(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let pieces = Mutex::new(canvas.into_pieces());
    show.workers(|worker| {
        while let Some(mut piece) = pieces.lock().unwrap().next() {
            let _unheard = worker.compute(&mut piece);
        }
        Ok(())
    })
}
