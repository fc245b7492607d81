//! A trace for people, where it is not as small as those that the checked world shows.

use std::time::Duration;

use sync_model::Trace;
use sync_model::native;
use sync_model::source::Sources;
use sync_model::sync::{Model, thread};
use sync_model::table::{WIDTH, render, render_within};
use unicode_width::UnicodeWidthStr;

/// A run of so many threads that fails in the end.
fn trace(threads: usize) -> Trace {
    let model = Model::new("a check fails after all", move || {
        let others: Vec<_> = (1..threads).map(|_| thread::spawn(|| {})).collect();
        others.into_iter().for_each(|other| other.join().expect("nobody panics"));
        panic!("after all");
    });
    let run = native::start(&model, 1000);
    run.wait_for_ending(Duration::from_secs(60)).expect("the run ends by itself");
    run.trace(&mut Sources::new())
}

fn table(threads: usize) -> String {
    render(&trace(threads), &mut Sources::new())
}

#[track_caller]
fn fits(table: &str, columns: usize) {
    let widest = table.lines().map(UnicodeWidthStr::width).max();
    assert!(widest <= Some(columns), "{widest:?} columns:\n{table}");
}

#[test]
fn a_few_threads_have_a_column_each() {
    let table = table(5);
    let titles = table.lines().nth(2).expect("the titles");
    assert_eq!(
        titles.split_whitespace().collect::<Vec<_>>(),
        ["step", "main", "t1", "t2", "t3", "t4", "source"]
    );
}

#[test]
fn many_threads_share_a_column_which_is_wide_enough_to_read() {
    for threads in [6, 21, 40] {
        let table = table(threads);
        let last = format!("t{}", threads - 1);
        let starts = table.lines().find(|line| line.contains(&format!("main        starts {last}")));
        assert!(starts.is_some(), "who, and in one line what:\n{table}");
        let finishes = format!("{last:10}  finishes");
        assert!(table.contains(&finishes) || table.contains("left out"), "the last one too:\n{table}");
        fits(&table, WIDTH);
    }
}

#[test]
fn a_narrow_place_has_a_narrow_table_in_which_the_threads_share_a_column() {
    let trace = trace(3);
    for columns in [50, 60, 80, 99] {
        let table = render_within(&trace, &mut Sources::new(), columns);
        fits(&table, columns);
        assert!(table.contains("main        starts t1"), "who, and in one line what:\n{table}");
        assert!(table.contains("assertion: after all"), "{table}");
    }
    assert_eq!(render_within(&trace, &mut Sources::new(), 200), render(&trace, &mut Sources::new()));
}
