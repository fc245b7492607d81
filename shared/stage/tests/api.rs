//! The stage as a library: what a lesson's own tests can rely on.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, mpsc};
use std::time::Duration;

use fractal::{Grid, Image};
use stage::{
    Asked, Canvas, Choice, DefaultGrid, Doing, Draw, Elsewhere, FaultKind, Lesson, Moment, Onset,
    Performance, Pixels, Recording, Settings, Show, Stop, Stopped, TOLD_TO_FAIL, perform,
};

fn settings(recording: Recording) -> Settings {
    let grid = Grid::new(47, 30).expect("a grid");
    Settings { grid, threads: 3, recording, ..Settings::of(&Lesson::PLAIN) }
}

fn performed(draw: Draw, recording: Recording) -> (Performance, Image, Stop) {
    let (settings, stop) = (settings(recording), Stop::new());
    let mut image = Image::poisoned(&settings.grid).expect("memory");
    let performance = perform(draw, &mut image, &settings, &stop);
    (performance, image, stop)
}

fn claimed(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let pieces = Mutex::new(canvas.into_pieces());
    show.workers(|worker| {
        while let Some(mut piece) = worker.waiting("lock", || pieces.lock().unwrap().next()) {
            worker.compute(&mut piece)?;
        }
        Ok(())
    })
}

#[test]
fn the_pieces_are_the_whole_picture_and_the_last_may_be_shorter() {
    fn draw(_: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
        let pieces: Vec<_> = canvas.into_pieces().collect();
        let rows: Vec<_> = pieces.iter().map(Pixels::rows).collect();
        assert_eq!(rows, [0..10, 10..20, 20..30, 30..40, 40..47]);
        for mut piece in pieces {
            assert_eq!(piece.pixels_mut().len(), piece.rows().len() * 30);
        }
        Ok(())
    }
    let (performance, ..) = performed(draw, Recording::TOTALS);
    assert_eq!(performance.outcome, Ok(()));
}

#[test]
fn bands_are_neighbours_and_hands_are_dealt() {
    fn draw(_: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
        let indices = |share: Vec<stage::Piece<'_>>| share.iter().map(Pixels::index).collect::<Vec<_>>();
        let bands: Vec<_> = canvas.into_bands(2).into_iter().map(indices).collect();
        assert_eq!(bands, [vec![0, 1], vec![2, 3, 4]]);
        Ok(())
    }
    fn deal(_: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
        let indices = |share: Vec<stage::Piece<'_>>| share.iter().map(Pixels::index).collect::<Vec<_>>();
        let hands: Vec<_> = canvas.into_hands(6).into_iter().map(indices).collect();
        assert_eq!(hands, [vec![0], vec![1], vec![2], vec![3], vec![4], vec![]]);
        Ok(())
    }
    assert_eq!(performed(draw, Recording::TOTALS).0.outcome, Ok(()));
    assert_eq!(performed(deal, Recording::TOTALS).0.outcome, Ok(()));
}

#[test]
fn the_log_accounts_for_every_piece_row_and_span() {
    let (performance, image, _) = performed(claimed, Recording::FULL);
    assert_eq!(image.first_difference(&settings(Recording::FULL).grid.draw().expect("a picture")), None);
    let workers = &performance.workers;
    assert_eq!(
        workers.iter().map(|log| log.name.as_str()).collect::<Vec<_>>(),
        ["worker 0", "worker 1", "worker 2"]
    );
    assert_eq!(workers.iter().map(|log| log.pieces).sum::<u64>(), 5);
    assert_eq!(workers.iter().map(|log| log.rows).sum::<u64>(), 47);
    let mut drawn: Vec<usize> =
        workers.iter().flat_map(|log| &log.drawn).flat_map(|drawn| drawn.rows.clone()).collect();
    drawn.sort_unstable();
    assert_eq!(drawn, (0..47).collect::<Vec<_>>());
    for log in workers {
        let spent = |wanted: fn(&Doing) -> bool| -> Duration {
            log.spans.iter().filter(|span| wanted(&span.doing)).map(|span| span.to - span.from).sum()
        };
        assert_eq!(spent(|doing| matches!(doing, Doing::Computing(_))), log.computing);
        assert_eq!(spent(|doing| matches!(doing, Doing::Waiting("lock"))), log.waiting());
        assert!(log.spans.is_sorted_by(|a, b| a.to <= b.from), "one thing at a time, in order");
        assert!(log.spans.iter().all(|span| log.from <= span.from && span.to <= log.to));
    }
}

#[test]
fn spans_and_rows_are_recorded_only_when_asked_for() {
    let (totals, ..) = performed(claimed, Recording::TOTALS);
    assert!(totals.workers.iter().all(|log| log.spans.is_empty() && log.drawn.is_empty()));
    assert!(totals.workers.iter().any(|log| !log.computing.is_zero()));
    let (off, ..) = performed(claimed, Recording::OFF);
    assert!(off.workers.iter().all(|log| log.computing.is_zero() && log.waits.is_empty()));
}

#[test]
fn workers_of_one_name_share_a_line() {
    fn draw(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
        for mut piece in canvas.into_pieces() {
            show.worker("the same").compute(&mut piece)?;
        }
        Ok(())
    }
    let (performance, ..) = performed(draw, Recording::TOTALS);
    let [log] = &performance.workers[..] else { panic!("{:?}", performance.workers) };
    assert_eq!((log.pieces, log.rows), (5, 47));
}

#[test]
fn a_mishap_can_be_held_back_until_the_others_have_come_to_rest() {
    fn draw(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
        let bands = canvas.into_bands(show.threads());
        show.workers_with(bands, |worker, band| {
            band.into_iter().try_for_each(|mut piece| worker.compute(&mut piece))
        })
    }
    let held = Settings { onset: Onset::OthersRest, ..settings(Recording::TOTALS) };
    for settings in
        [Settings { interrupt_at: Some(0), ..held.clone() }, Settings { fail_at: Some(0), ..held.clone() }]
    {
        let (stop, mut image) = (Stop::new(), Image::poisoned(&settings.grid).expect("memory"));
        assert!(perform(draw, &mut image, &settings, &stop).outcome.is_err());
        assert_eq!(stop.is_interrupted(), settings.fail_at.is_none());
        // The first piece is all that the first worker has; the others draw all that they have.
        let undrawn = image.counts().iter().filter(|&&count| count == fractal::POISON).count();
        assert_eq!(undrawn, 10 * 30);
    }
}

#[test]
fn a_worker_beside_the_others_has_a_line_of_its_own_and_fails_for_all() {
    fn draw(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
        let (give, take) = mpsc::channel();
        let take = Mutex::new(take);
        let deal = |dealer: &mut stage::Worker| {
            canvas.into_pieces().for_each(|piece| give.send(piece).expect("somebody takes it"));
            drop(give);
            assert_eq!(dealer.name(), "dealer");
            Ok(())
        };
        let body = || {
            show.workers(|worker| {
                while let Ok(mut piece) = worker.waiting("dealer", || take.lock().unwrap().recv()) {
                    worker.compute(&mut piece)?;
                }
                Ok(())
            })
        };
        show.beside("dealer", deal, body)
    }
    fn fail(show: &Show, _: Canvas<'_>) -> Result<(), Stopped> {
        show.beside("dealer", |dealer| Err(dealer.fail("no cards")), || Ok(()))
    }
    let (performance, ..) = performed(draw, Recording::TOTALS);
    assert_eq!(performance.outcome, Ok(()));
    let pieces: Vec<_> = performance.workers.iter().map(|log| (log.name.as_str(), log.pieces)).collect();
    assert_eq!(pieces[0], ("dealer", 0));
    assert_eq!(pieces[1..].iter().map(|(_, pieces)| pieces).sum::<u64>(), 5);

    let (performance, _, stop) = performed(fail, Recording::TOTALS);
    assert!(performance.outcome.is_err());
    let fault = stop.first_fault().expect("the run has failed");
    assert!(fault.to_string().contains("no cards"), "{fault}");
}

#[test]
fn a_panic_asks_the_others_to_stop_and_calls_the_hooks() {
    fn draw(show: &Show, _: Canvas<'_>) -> Result<(), Stopped> {
        // Both workers but the first wait for what only the hooks send.
        let ((to_one, one), (to_two, two)) = (mpsc::channel(), mpsc::channel());
        let (one, two) = (Mutex::new(one), Mutex::new(two));
        show.on_stop(move || to_one.send(()).expect("somebody waits"));
        let wake = || to_two.send(()).expect("somebody waits");
        show.waking(wake, || {
            show.workers(|worker| {
                match worker.number() {
                    0 => panic!("out of order"),
                    1 => worker.waiting("channel", || one.lock().unwrap().recv()),
                    _ => worker.waiting("channel", || two.lock().unwrap().recv()),
                }
                .expect("a hook sends");
                assert!(worker.is_stopping());
                Ok(())
            })
        })
    }
    let (performance, _, stop) = performed(draw, Recording::TOTALS);
    assert_eq!(
        performance.outcome.map_err(|stopped| stopped.to_string()),
        Err("the run was asked to stop".into())
    );
    let fault = stop.first_fault().expect("a fault");
    assert_eq!(
        (fault.worker.as_deref(), fault.kind, fault.moment, fault.message.as_str()),
        (Some("worker 0"), FaultKind::Panic, Moment::Start, "out of order")
    );
}

#[test]
fn a_hook_added_after_the_stop_is_called_and_one_without_a_stop_is_not() {
    static CALLED: AtomicUsize = AtomicUsize::new(0);
    fn late(show: &Show, _: Canvas<'_>) -> Result<(), Stopped> {
        let stopped = show.fail("on purpose");
        // One after the other: whoever calls them has gone back to sleep meanwhile.
        for _ in 0..3 {
            let (called, wait) = mpsc::channel();
            show.on_stop(move || called.send(()).expect("somebody waits"));
            wait.recv().expect("the hook is called");
        }
        let (called, wait) = mpsc::channel();
        show.waking(
            move || called.send(()).expect("somebody waits"),
            || wait.recv().expect("the hook is called"),
        );
        Err(stopped)
    }
    fn unstopped(show: &Show, _: Canvas<'_>) -> Result<(), Stopped> {
        show.on_stop(|| _ = CALLED.fetch_add(1, Ordering::Relaxed));
        show.waking(|| _ = CALLED.fetch_add(1, Ordering::Relaxed), || Ok(()))
    }
    assert!(performed(late, Recording::TOTALS).0.outcome.is_err());
    assert_eq!(performed(unstopped, Recording::TOTALS).0.outcome, Ok(()));
    assert_eq!(CALLED.load(Ordering::Relaxed), 0);
}

#[test]
fn a_hook_that_panics_is_reported_and_does_not_keep_the_next_from_being_called() {
    fn draw(show: &Show, _: Canvas<'_>) -> Result<(), Stopped> {
        let (called, wait) = mpsc::channel();
        show.on_stop(|| panic!("the hook is broken"));
        show.on_stop(move || called.send(()).expect("somebody waits"));
        let stopped = show.fail("on purpose");
        wait.recv().expect("the second hook is called");
        Err(stopped)
    }
    let (_, _, stop) = performed(draw, Recording::TOTALS);
    assert_eq!(stop.first_fault().expect("a fault").message, "the hook is broken");
}

#[test]
fn a_panic_is_reported_rather_than_the_errors_that_followed_from_it() {
    fn draw(show: &Show, _: Canvas<'_>) -> Result<(), Stopped> {
        let noticed = show.fail("the barrier is broken");
        let ended = show.worker("culprit").run(|_| -> Result<(), Stopped> { panic!("the cause") });
        assert_eq!(ended, Err(noticed));
        ended
    }
    let (_, _, stop) = performed(draw, Recording::TOTALS);
    assert_eq!(stop.first_fault().expect("a fault").message, "the cause");
}

#[test]
fn an_attempt_that_panics_leaves_the_worker_at_work() {
    static ARRIVED: AtomicBool = AtomicBool::new(false);
    fn draw(show: &Show, _: Canvas<'_>) -> Result<(), Stopped> {
        show.worker("phoenix").run(|worker| {
            let attempted = worker.attempt(|_| -> Result<(), Stopped> { panic!("on purpose") });
            worker.waiting("barrier", || ARRIVED.store(true, Ordering::Relaxed));
            attempted
        })
    }
    let (performance, _, stop) = performed(draw, Recording::TOTALS);
    assert!(performance.outcome.is_err() && ARRIVED.load(Ordering::Relaxed));
    assert_eq!(stop.first_fault().expect("a fault").worker.as_deref(), Some("phoenix"));
    assert_eq!(performance.workers[0].waits[0].on, "barrier");
}

#[test]
fn a_worker_dropped_by_a_panic_that_travels_to_join_is_reported() {
    fn draw(show: &Show, _: Canvas<'_>) -> Result<(), Stopped> {
        let mut worker = show.worker("traveller");
        let thread = std::thread::spawn(move || worker.computing(4, || panic!("on its way")));
        thread.join().expect_err("the panic arrives");
        Ok(())
    }
    let (_, _, stop) = performed(draw, Recording::TOTALS);
    let fault = stop.first_fault().expect("a fault");
    assert_eq!((fault.worker.as_deref(), fault.moment), (Some("traveller"), Moment::Computing(4)));
}

#[test]
fn a_job_in_somebody_elses_thread_finds_its_worker_again() {
    fn draw(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
        let job =
            || canvas.into_pieces().try_for_each(|mut piece| show.here(|worker| worker.compute(&mut piece)));
        std::thread::scope(|scope| scope.spawn(job).join().expect("no panics"))
    }
    let (performance, ..) = performed(draw, Recording::TOTALS);
    let [log] = &performance.workers[..] else { panic!("{:?}", performance.workers) };
    assert_eq!((log.name.as_str(), log.pieces), ("thread 0", 5));
}

#[test]
fn rows_advanced_in_turns_are_those_drawn_in_one_go() {
    fn draw(show: &Show, mut canvas: Canvas<'_>) -> Result<(), Stopped> {
        let mut worker = show.worker("passes");
        for row in 0..show.grid().rows() {
            let mut state = fractal::RowState::new(show.grid(), row).expect("a row");
            for _ in 0..7 {
                worker.advance(&mut state, 3)?;
            }
            canvas.place_row(row, state.counts());
        }
        Ok(())
    }
    let (performance, image, _) = performed(draw, Recording::TOTALS);
    assert_eq!(performance.outcome, Ok(()));
    assert_eq!(image.first_difference(&settings(Recording::TOTALS).grid.draw().expect("a picture")), None);
}

#[test]
fn who_is_asked_to_stop_takes_no_memory_for_rows() {
    fn draw(show: &Show, _: Canvas<'_>) -> Result<(), Stopped> {
        assert_eq!(show.row_states().expect("a little memory").len(), 47);
        let stopped = show.fail("on purpose");
        assert!(show.row_states().is_err());
        Err(stopped)
    }
    let (performance, _, stop) = performed(draw, Recording::TOTALS);
    assert!(performance.outcome.is_err());
    assert_eq!(stop.first_fault().expect("a fault").message, "on purpose");
}

#[test]
fn advancing_stops_inside_of_a_row() {
    fn draw(show: &Show, _: Canvas<'_>) -> Result<(), Stopped> {
        let begins = AtomicBool::new(false);
        show.workers(|worker| {
            if worker.number() > 0 {
                // Gives the first worker time to get to where only a look at the request ends it. If that takes it
                // longer, this test proves less, and passes.
                while !begins.load(Ordering::Relaxed) {
                    std::thread::yield_now();
                }
                (0..100_000).for_each(|_| std::hint::spin_loop());
                return Err(worker.fail("on purpose"));
            }
            begins.store(true, Ordering::Relaxed);
            // The last row holds points that never leave.
            let mut state = fractal::RowState::new(show.grid(), 46).expect("a row");
            let advanced = worker.advance(&mut state, i32::MAX);
            assert!(state.done() < i32::MAX, "it went on to the end");
            advanced
        })
    }
    let mut settings = settings(Recording::TOTALS);
    settings.grid = settings.grid.with_iterations(i32::MAX as u64).expect("a grid");
    let mut image = Image::poisoned(&settings.grid).expect("memory");
    let stop = Stop::new();
    assert!(perform(draw, &mut image, &settings, &stop).outcome.is_err());
    assert_eq!(stop.first_fault().expect("a fault").message, "on purpose");
}

#[test]
fn a_panic_of_the_variant_itself_is_an_error_of_the_run() {
    fn draw(_: &Show, _: Canvas<'_>) -> Result<(), Stopped> {
        panic!("before any worker")
    }
    let (performance, _, stop) = performed(draw, Recording::TOTALS);
    assert!(performance.outcome.is_err());
    let fault = stop.first_fault().expect("a fault");
    assert_eq!((fault.kind, fault.message.as_str()), (FaultKind::Panic, "before any worker"));
}

const CHOOSY: Lesson = Lesson {
    options: &[Choice { name: "permits", about: "How many", default: 4, least: 1, most: 8 }],
    default_grid: Some(DefaultGrid { rows: 20, columns: 10, piece_rows: 3, why: "it is slow" }),
    ..Lesson::PLAIN
};

#[test]
fn a_lesson_is_tested_with_its_own_size_and_its_options_unless_the_test_says_otherwise() {
    fn draw(show: &Show, _: Canvas<'_>) -> Result<(), Stopped> {
        show.note("permits", show.choice("permits"));
        show.note("pieces", show.piece_count());
        Ok(())
    }
    let noted = |settings: Settings| {
        let mut image = Image::poisoned(&settings.grid).expect("memory");
        let notes = perform(draw, &mut image, &settings, &Stop::new()).notes;
        notes.into_iter().map(|note| format!("{} {}", note.name, note.value)).collect::<Vec<_>>()
    };
    assert_eq!(noted(Settings::of(&CHOOSY)), ["permits 4", "pieces 7"]);
    let chosen = Settings { piece_rows: 20, ..Settings::of(&CHOOSY) }.choosing("permits", 8);
    assert_eq!(noted(chosen), ["permits 8", "pieces 1"]);
}

#[test]
#[should_panic = "--permits 9: it must be from 1 to 8"]
fn a_test_cannot_choose_what_the_command_line_cannot() {
    let _ = Settings::of(&CHOOSY).choosing("permits", 9);
}

#[test]
#[should_panic = "--permits 9: it must be from 1 to 8"]
fn the_default_of_an_option_is_one_that_can_be_chosen() {
    const CONFUSED: Lesson = Lesson {
        options: &[Choice { name: "permits", about: "How many", default: 9, least: 1, most: 8 }],
        ..Lesson::PLAIN
    };
    let _ = Settings::of(&CONFUSED);
}

#[test]
#[should_panic = "the lesson declares no option --permit"]
fn an_option_that_is_not_declared_cannot_be_chosen() {
    let _ = Settings::of(&CHOOSY).choosing("permit", 4);
}

#[test]
fn an_option_that_is_not_declared_cannot_be_read() {
    fn draw(show: &Show, _: Canvas<'_>) -> Result<(), Stopped> {
        let _ = show.choice("permits");
        Ok(())
    }
    let (_, _, stop) = performed(draw, Recording::TOTALS);
    let fault = stop.first_fault().expect("a fault");
    assert_eq!(fault.message, "the lesson declares no option --permits");
}

#[test]
fn a_second_note_of_a_name_takes_the_place_of_the_first() {
    fn draw(show: &Show, _: Canvas<'_>) -> Result<(), Stopped> {
        for (name, value) in [("most at once", 1), ("rounds", 1), ("most at once", 3)] {
            show.note(name, value);
        }
        Ok(())
    }
    let notes = performed(draw, Recording::TOTALS).0.notes;
    let notes: Vec<_> = notes.iter().map(|note| (note.name, note.value.as_str())).collect();
    assert_eq!(notes, [("most at once", "3"), ("rounds", "1")]);
}

#[test]
fn a_picture_of_fewer_iterations_says_of_how_many() {
    fn draw(show: &Show, _: Canvas<'_>) -> Result<(), Stopped> {
        show.as_of(7);
        Ok(())
    }
    assert_eq!(performed(draw, Recording::TOTALS).0.as_of, Some(7));
}

#[test]
fn a_picture_of_all_iterations_is_a_usual_one() {
    fn draw(show: &Show, _: Canvas<'_>) -> Result<(), Stopped> {
        show.as_of(7);
        show.as_of(show.grid().iterations());
        Ok(())
    }
    assert_eq!(performed(draw, Recording::TOTALS).0.as_of, None);
}

#[test]
fn a_picture_of_more_iterations_than_were_asked_for_is_refused() {
    fn draw(show: &Show, _: Canvas<'_>) -> Result<(), Stopped> {
        show.as_of(show.grid().iterations() + 1);
        Ok(())
    }
    let (_, _, stop) = performed(draw, Recording::TOTALS);
    let fault = stop.first_fault().expect("a fault");
    assert_eq!(fault.message, "a picture as of iteration 21 of 20");
}

#[test]
fn marks_are_recorded_with_the_spans_and_not_without() {
    fn draw(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
        show.mark("start");
        let mut worker = show.worker("marker");
        canvas.into_pieces().try_for_each(|mut piece| worker.compute(&mut piece))?;
        worker.mark("done");
        Ok(())
    }
    let (full, ..) = performed(draw, Recording::FULL);
    let ([of_all], [of_worker]) = (&full.marks[..], &full.workers[0].marks[..]) else { panic!("{full:?}") };
    assert_eq!((of_all.name, of_worker.name), ("start", "done"));
    let last = full.workers[0].spans.last().expect("it has computed");
    assert!(of_all.at <= of_worker.at && last.to <= of_worker.at && of_worker.at <= full.workers[0].to);
    let (totals, ..) = performed(draw, Recording::TOTALS);
    assert!(totals.marks.is_empty() && totals.workers[0].marks.is_empty());
}

/// Worker, rows and columns of all that was drawn, in the order in which it was.
fn drawings(performance: &Performance) -> Vec<(&str, Range<usize>, Range<usize>)> {
    let mut drawn: Vec<_> = performance
        .workers
        .iter()
        .flat_map(|log| log.drawn.iter().map(move |drawn| (drawn.at, log.name.as_str(), drawn)))
        .collect();
    drawn.sort_by_key(|(at, ..)| *at);
    drawn.into_iter().map(|(_, name, drawn)| (name, drawn.rows.clone(), drawn.columns.clone())).collect()
}

#[test]
fn work_on_a_piece_counts_as_having_drawn_it_where_the_picture_has_it() {
    fn draw(show: &Show, _: Canvas<'_>) -> Result<(), Stopped> {
        let mut worker = show.worker("process");
        worker.computing(1, || ())?;
        worker.computing(4, || ())?;
        worker.computing(5, || ())?;
        worker.computing(usize::MAX, || ())
    }
    let (performance, ..) = performed(draw, Recording::FULL);
    assert_eq!(drawings(&performance), [("process", 10..20, 0..30), ("process", 40..47, 0..30)]);
    let log = &performance.workers[0];
    assert_eq!((log.pieces, log.rows), (4, 17));
}

#[test]
fn some_work_on_a_piece_does_not_count_as_having_drawn_it() {
    fn draw(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
        let mut worker = show.worker("worker");
        for mut piece in canvas.into_pieces() {
            for turn in 0..3 {
                assert_eq!(worker.computing_some(piece.index(), || turn)?, turn);
                worker.waiting("turn", || ());
            }
            worker.compute_by(&mut piece, |pixels| pixels.fill(0))?;
        }
        Ok(())
    }
    let (performance, ..) = performed(draw, Recording::FULL);
    let log = &performance.workers[0];
    assert_eq!((log.pieces, log.rows, drawings(&performance).len()), (5, 47, 5));
    let computing = log.spans.iter().filter(|span| matches!(span.doing, Doing::Computing(_)));
    assert_eq!(computing.count(), 5 * 4, "it is written down all the same");
}

#[test]
fn a_piece_can_be_filled_with_pixels_from_elsewhere() {
    fn draw(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
        let mut worker = show.worker("reader");
        for mut piece in canvas.into_pieces() {
            let rows = piece.rows();
            let from_elsewhere =
                show.grid().draw().expect("a picture").counts()[rows.start * 30..rows.end * 30].to_vec();
            worker.compute_by(&mut piece, |pixels| pixels.copy_from_slice(&from_elsewhere))?;
        }
        Ok(())
    }
    let (performance, image, _) = performed(draw, Recording::FULL);
    assert_eq!(image.first_difference(&settings(Recording::FULL).grid.draw().expect("a picture")), None);
    assert_eq!(drawings(&performance).last(), Some(&("reader", 40..47, 0..30)));
    assert_eq!((performance.workers[0].pieces, performance.workers[0].rows), (5, 47));
}

#[test]
fn a_piece_that_was_lost_elsewhere_counts_only_once_it_is_drawn() {
    fn draw(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
        let mut worker = show.worker("reader");
        let mut pieces: Vec<_> = canvas.into_pieces().collect();
        assert_eq!(worker.compute_elsewhere(&mut pieces[4], |_, _| Elsewhere::NotDrawn), Ok(false));
        let fill = |asked, pixels: &mut [i32]| {
            assert_eq!(asked, Asked::Draw);
            pixels.fill(7);
            Elsewhere::Drawn
        };
        assert_eq!(worker.compute_elsewhere(&mut pieces[4], fill), Ok(true));
        Ok(())
    }
    let (performance, image, _) = performed(draw, Recording::FULL);
    assert_eq!(image.row(46), [7; 30]);
    assert_eq!(drawings(&performance), [("reader", 40..47, 0..30)]);
    let log = &performance.workers[0];
    assert_eq!((log.pieces, log.rows, log.spans.len()), (1, 7, 2));
}

#[test]
fn a_panic_elsewhere_is_told_as_the_workers_own() {
    fn draw(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
        assert_eq!(show.fail_at(), Some(3));
        let mut worker = show.worker("reader");
        for mut piece in canvas.into_pieces() {
            let ask = |asked, _: &mut [i32]| match asked {
                Asked::Draw => Elsewhere::Drawn,
                Asked::Panic => {
                    let place = Some("elsewhere.rs:1:2".to_owned());
                    Elsewhere::Panicked { message: TOLD_TO_FAIL.to_owned(), place }
                }
            };
            worker.compute_elsewhere(&mut piece, ask)?;
        }
        Ok(())
    }
    let settings = Settings { fail_at: Some(3), ..settings(Recording::TOTALS) };
    let (stop, mut image) = (Stop::new(), Image::poisoned(&settings.grid).expect("memory"));
    perform(draw, &mut image, &settings, &stop).outcome.expect_err("it is stopped");
    let told = stop.first_fault().expect("why").to_string();
    let expected = "reader panicked while computing piece 3: told to fail at this piece by --fail-at (at elsewhere.rs:1:2)";
    assert_eq!(told, expected);
}

#[test]
fn who_drew_which_rectangle_is_recorded_and_it_is_placed_where_it_belongs() {
    fn draw(show: &Show, mut canvas: Canvas<'_>) -> Result<(), Stopped> {
        for (name, columns) in [("left", 0..13), ("right", 13..30)] {
            let mut worker = show.worker(name);
            let counts: Vec<i32> = worker.computing_pixels(0..47, columns.clone(), || {
                let row = |row| columns.clone().map(move |column| show.grid().point(row, column));
                (0..47).flat_map(row).map(|point| fractal::escape_count(point, 20)).collect()
            })?;
            canvas.place_pixels(0..47, columns, &counts);
        }
        canvas.place_pixels(47..47, 0..30, &[]);
        Ok(())
    }
    let (performance, image, _) = performed(draw, Recording::FULL);
    assert_eq!(performance.outcome, Ok(()));
    assert_eq!(drawings(&performance), [("left", 0..47, 0..13), ("right", 0..47, 13..30)]);
    assert_eq!(image.first_difference(&settings(Recording::FULL).grid.draw().expect("a picture")), None);
}

#[test]
fn a_rectangle_that_the_picture_has_not_is_refused() {
    fn compute(show: &Show, _: Canvas<'_>) -> Result<(), Stopped> {
        show.worker("lost").computing_pixels(40..48, 0..30, || ())
    }
    fn place(_: &Show, mut canvas: Canvas<'_>) -> Result<(), Stopped> {
        canvas.place_pixels(0..2, 0..30, &[0; 59]);
        Ok(())
    }
    let fault = |draw| performed(draw, Recording::TOTALS).2.first_fault().expect("a fault").message;
    assert_eq!(fault(compute), "rows 40..48 and columns 0..30 of 47 x 30");
    assert!(fault(place).contains("the counts of 0..2 x 0..30"));
}
