//! Puts an answer to the test.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use fractal::Image;
use sync_checked::check;
use sync_model::run::{Run, Uses};
use sync_model::source::Sources;
use sync_model::trace::{Ending, Switch};
use sync_model::{Model, Trace, Verdict, native};

use crate::exercise::{Exercise, Picture, Real};
use crate::judgement::{Failed, Judgement, Passed, Stage};
use crate::limits::Watch;
use crate::rendezvous;

/// A run under real threads keeps so many steps for its table.
const KEPT_STEPS: usize = 400;

/// Puts an answer, which the exercise's checks have captured, to the test. See [`Exercise`] for the order.
///
/// Blocks until it is known what comes of it; an answer that does not end by itself is given up by its
/// [`Limits`](crate::Limits), and its threads go on until the process ends. The limits count the processor
/// time of the whole process: let it do nothing else meanwhile.
pub fn judge(exercise: &Exercise) -> Judgement {
    let watch = Arc::new(Watch::new(exercise.limits));
    let (tell, told) = mpsc::channel();
    let judge = {
        let (exercise, watch) = (exercise.clone(), Arc::clone(&watch));
        move || {
            let mut passed = Passed::default();
            let outcome = catch_unwind(AssertUnwindSafe(|| ask(&exercise, &watch, &mut passed)))
                .unwrap_or_else(|payload| Err(explorer_failed(&watch, &*payload)));
            // Nobody listens any more if the limits were faster.
            let _ = tell.send(match outcome {
                Ok(()) => Judgement::Passed(passed),
                Err(mut failed) => {
                    failed.before = passed;
                    Judgement::Failed(failed)
                }
            });
        }
    };
    thread::Builder::new()
        .name("judge".to_owned())
        .spawn(judge)
        .expect("the operating system has a thread to give");
    watch.over(&told)
}

/// The explorer relies on a scenario that does the same each time under the same schedule.
const EXPLORER: &str = "the explorer itself";
const SAME_EACH_TIME: &str =
    "does the answer do the same each time that it is called, with no `static`, clock or random number?";

fn explorer_failed(watch: &Watch, payload: &(dyn Any + Send)) -> Box<Failed> {
    let why = panics::message(payload);
    without_trace(Verdict::Panic, watch.stage(), format!("{EXPLORER}: {why}; {SAME_EACH_TIME}"))
}

fn ask(exercise: &Exercise, watch: &Watch, passed: &mut Passed) -> Result<(), Box<Failed>> {
    for model in &exercise.models {
        holds(model, watch, passed)?;
    }
    let mut too_few = None;
    for real in &exercise.real {
        too_few = too_few.or(comes_out_right(real, watch, passed)?);
    }
    if let Some(picture) = &exercise.picture {
        too_few = too_few.or(is_the_picture(picture, watch, passed)?);
    }
    // Only now: "it came out right, but" is what these two say.
    if let Some(failed) = too_few {
        return Err(failed);
    }
    for model in &exercise.at_once {
        holds(model, watch, passed)?;
    }
    Ok(())
}

/// A scenario under every schedule.
fn holds(model: &Model, watch: &Watch, passed: &mut Passed) -> Result<(), Box<Failed>> {
    let stage = Stage::Model { name: model.name().to_owned() };
    watch.begin(stage.clone());
    match check(model) {
        Ok(report) => {
            passed.models.push(report);
            Ok(())
        }
        Err(counterexample) => Err(failed(stage, counterexample.trace, true)),
    }
}

/// Work under real threads, again and again. If it comes out right with fewer uses than it takes, that is
/// returned, to be said later.
fn comes_out_right(
    real: &Real,
    watch: &Watch,
    passed: &mut Passed,
) -> Result<Option<Box<Failed>>, Box<Failed>> {
    let mut too_few = None;
    for time in 1..=real.times {
        let name = real.work.name().to_owned();
        let stage = Stage::Real { name, run: time, of: real.times };
        watch.begin(stage.clone());
        let uses = run(&real.work, &stage)?;
        passed.real_runs += 1;
        passed.uses += &uses;
        too_few = too_few.or_else(|| does_not_use(&uses, &real.uses, &stage));
    }
    Ok(too_few)
}

/// The picture, compared with the one that is drawn by one thread alone.
fn is_the_picture(
    picture: &Picture,
    watch: &Watch,
    passed: &mut Passed,
) -> Result<Option<Box<Failed>>, Box<Failed>> {
    let (rows, columns) = (picture.grid.rows(), picture.grid.columns());
    let stage = Stage::Picture { rows, columns };
    watch.begin(stage.clone());
    let uses = run(&picture.draw, &stage)?;
    passed.real_runs += 1;
    passed.uses += &uses;
    let drawn = picture.drawn.lock().take().unwrap_or_default();
    let wrong = |message: String| Err(without_trace(Verdict::WrongPicture, stage.clone(), message));

    if drawn.len() != rows * columns {
        return wrong(format!("it has {} pixels, and should have {}", drawn.len(), rows * columns));
    }
    let right = picture.grid.draw().expect("a picture for checks is small");
    let mut image = Image::poisoned(&picture.grid).expect("a picture for checks is small");
    image.counts_mut().copy_from_slice(&drawn);
    if let Some(first) = image.first_difference(&right) {
        let differ =
            image.counts().iter().zip(right.counts()).filter(|(drawn, right)| drawn != right).count();
        let counted = |count: Option<i32>| count.map_or_else(|| "no pixel".to_owned(), |c| c.to_string());
        return wrong(format!(
            "{differ} of its {} pixels differ; the first is that of row {}, column {}: {}, and should be {}",
            rows * columns,
            first.row,
            first.column,
            counted(first.left),
            counted(first.right)
        ));
    }
    Ok(does_not_use(&uses, &picture.uses, &stage))
}

/// One run under real threads, to its end; what the answer used.
fn run(work: &Model, stage: &Stage) -> Result<Uses, Box<Failed>> {
    let run = native::start(work, KEPT_STEPS);
    loop {
        // However long it takes: whoever watches gives up where it should.
        match run.wait_for_ending(Duration::from_secs(3600)) {
            Some(Ending::Passed) => return Ok(uses_of_the_answer(&run, work)),
            Some(_) => {
                let mut trace = run.trace(&mut Sources::new());
                for step in &mut trace.steps {
                    // The operating system's choices are not the schedule's: nobody was preempted.
                    if let Switch::Preemption { .. } = step.switch {
                        step.switch = Switch::Natural;
                    }
                }
                return Err(failed(stage.clone(), trace, run.kept_every_step()));
            }
            None => {}
        }
    }
}

/// What was used, but for what the checks themselves used.
fn uses_of_the_answer(run: &Run, work: &Model) -> Uses {
    run.uses(|file| file != work.place().file())
}

fn failed(stage: Stage, mut trace: Trace, every_step: bool) -> Box<Failed> {
    rendezvous::tell_not_concurrent(&mut trace);
    if let Ending::Failed { verdict: Verdict::Panic, message, .. } = &mut trace.ending
        && message.starts_with(EXPLORER)
    {
        message.push_str("; ");
        message.push_str(SAME_EACH_TIME);
    }
    let Ending::Failed { verdict, message, at, .. } = trace.ending.clone() else {
        unreachable!("a run that was stopped has failed");
    };
    let counterexample = every_step.then_some(trace);
    Box::new(Failed { verdict, stage, message, at, counterexample, before: Passed::default() })
}

pub(crate) fn without_trace(verdict: Verdict, stage: Stage, message: String) -> Box<Failed> {
    Box::new(Failed { verdict, stage, message, at: None, counterexample: None, before: Passed::default() })
}

/// What is missing to the uses that an answer must make at the least.
fn does_not_use(uses: &Uses, least: &Uses, stage: &Stage) -> Option<Box<Failed>> {
    let missing: Vec<String> = uses
        .counts()
        .into_iter()
        .zip(least.counts())
        .filter(|((_, count), (_, least))| count < least)
        .map(|((what, count), (_, least))| match what {
            "spawned" => format!("{least} threads to be started, and saw {count}"),
            "locked" => format!("{least} lockings, and saw {count}"),
            "waited" => format!("{least} waits, and saw {count}"),
            "notified" => format!("{least} notifications, and saw {count}"),
            _ => format!("{least} operations on atomics, and saw {count}"),
        })
        .collect();
    let message = format!(
        "it came out right, but it takes at least {} (what is not of `learn::sync` does not count)",
        missing.join("; ")
    );
    (!missing.is_empty()).then(|| without_trace(Verdict::DoesNotUse, stage.clone(), message))
}
