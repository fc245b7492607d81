//! How isolated interpreters draw: a piece goes out as its number, and comes back as a list of counts.

use crossbeam::channel;
use script::Portable;
use stage::{Canvas, Show, Stopped, Worker};

use crate::by_hand::{Builder, CloseError, Engine, Interpreter, Interpreters, Reply, RunError, Shutdown};
use crate::messages::{Answer, Painter, globals, interpreters, number, place, source};
use crate::script::Script;

/// An interpreter a thread, each with a mailbox of its own. The pieces are dealt like cards, so that each has about the
/// same work.
// ANCHOR: by_hand
pub(crate) fn by_hand(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let (traffic, interpreters) = interpreters(show);
    let create = |_| taught(show, &interpreters);
    let crew: Result<Vec<_>, Stopped> = (0..show.threads()).map(create).collect();
    let crew = crew?;
    let ask = |piece: usize| {
        let interpreter = &crew[piece % crew.len()];
        interpreter.call_in_thread("draw_piece", vec![number(piece)])
    };
    let asked = (0..show.piece_count()).map(ask).collect();
    let outcome = place_all(show, canvas, asked);
    traffic.tell(show);
    crew.iter().try_for_each(|interpreter| close(show, interpreter)).and(outcome)
}

/// Creates an interpreter, gives it its data, and teaches it its functions: all of that as
/// messages.
fn taught(show: &Show, all: &Interpreters<Painter>) -> Result<Interpreter<Painter>, Stopped> {
    let interpreter = all.create().map_err(|error| show.fail(error))?;
    interpreter.prepare_main(globals(show)).map_err(|error| show.fail(error))?;
    interpreter.exec(&source()).map_err(|error| show.fail(error))?;
    Ok(interpreter)
}

/// Waits for the answers in the order of the pieces, and copies each into its place. Also after a
/// failure it waits for all: the run is stopping then, so they come soon.
fn place_all(
    show: &Show,
    mut canvas: Canvas<'_>,
    asked: Vec<Result<Reply<Portable>, RunError>>,
) -> Result<(), Stopped> {
    let (mut main, mut outcome) = (show.worker("main"), Ok(()));
    for (piece, reply) in asked.into_iter().enumerate() {
        let placed = match reply.map(|reply| main.waiting("answer", || reply.result())).as_ref() {
            Ok(Ok(answer)) => place(show, &mut canvas, piece, answer),
            Ok(Err(missing)) => Err(show.fail(missing)),
            Err(refused) => Err(show.fail(refused)),
        };
        outcome = outcome.and(placed);
    }
    outcome
}

/// Waits until the interpreter is gone. One that has died is.
fn close(show: &Show, interpreter: &Interpreter<Painter>) -> Result<(), Stopped> {
    match interpreter.close() {
        Ok(()) | Err(CloseError::Closed) => Ok(()),
        Err(error) => Err(show.fail(error)),
    }
}
// ANCHOR_END: by_hand

/// A pool of interpreters: whoever is free takes the next piece.
// ANCHOR: executor
pub(crate) fn executor(show: &Show, mut canvas: Canvas<'_>) -> Result<(), Stopped> {
    let (traffic, interpreters) = interpreters(show);
    let mut builder = Builder::new(&interpreters, show.threads()).initializer(source());
    for (name, value) in globals(show) {
        builder = builder.share(name, value);
    }
    let pool = builder.build();
    let mut main = show.worker("main");
    let cancel = || pool.shutdown(Shutdown::CancelPending);
    show.waking(cancel, || {
        let pieces = pool.map("draw_piece", (0..show.piece_count()).map(number), None);
        let mut pieces = pieces.map_err(|refused| show.fail(refused))?.enumerate();
        while let Some((piece, answer)) = main.waiting("answer", || pieces.next()) {
            let answer = answer.map_err(|missing| show.fail(missing))?;
            place(show, &mut canvas, piece, &answer)?;
        }
        traffic.tell(show);
        Ok(())
    })
}
// ANCHOR_END: executor

/// The same over channels that somebody else has made: one in which the pieces are, and one for what comes back. Each
/// worker makes an interpreter, which never leaves its thread: the compiler would not let it.
// ANCHOR: channels
pub(crate) fn channels(show: &Show, mut canvas: Canvas<'_>) -> Result<(), Stopped> {
    let (to_do, pieces) = channel::unbounded::<usize>();
    let (answers, drawn) = channel::unbounded::<(usize, Answer)>();
    for piece in 0..show.piece_count() {
        to_do.send(piece).map_err(|error| show.fail(error))?;
    }
    // When all are taken, there will be no more.
    drop(to_do);
    let collect = |main: &mut Worker| {
        while let Ok((piece, answer)) = main.waiting("answer", || drawn.recv()) {
            place(show, &mut canvas, piece, &answer)?;
        }
        Ok(())
    };
    show.beside("main", collect, move || {
        show.workers(|worker| {
            let asked = show.clone();
            let mut script = Script::new().with_stop(move || asked.is_stopping());
            globals(show).into_iter().for_each(|(name, value)| script.set(name, value));
            script.exec(&source()).map_err(|trouble| worker.fail(trouble))?;
            while let Ok(piece) = worker.waiting("piece", || pieces.recv()) {
                let draw = || script.call("draw_piece", vec![number(piece)]);
                let answer = worker.computing(piece, draw)?;
                answers.send((piece, answer)).map_err(|error| worker.fail(error))?;
            }
            Ok(())
        })
    })
}
// ANCHOR_END: channels

/// One interpreter, and who asks waits for each answer before the next question: what the script costs by itself.
// ANCHOR: one
pub(crate) fn one(show: &Show, mut canvas: Canvas<'_>) -> Result<(), Stopped> {
    let (traffic, interpreters) = interpreters(show);
    let interpreter = taught(show, &interpreters)?;
    let mut main = show.worker("main");
    let outcome = (0..show.piece_count()).try_for_each(|piece| {
        let drawn = main.waiting("answer", || interpreter.call("draw_piece", vec![number(piece)]));
        place(show, &mut canvas, piece, &drawn)
    });
    traffic.tell(show);
    close(show, &interpreter).and(outcome)
}
// ANCHOR_END: one
