//! Time cut into equal bins, so that a hundred thousand spans take no more room in a drawing than ten.

use std::time::Duration;

use crate::log::{Doing, Log};

/// What a worker did in a bin, as shares of the bin from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Bin {
    pub(crate) computing: f64,
    pub(crate) waiting: f64,
    /// There, but neither computing nor waiting.
    pub(crate) idle: f64,
}

/// The life of a worker in `count` bins from 0 to `wall`.
pub(crate) fn of_worker(log: &Log, wall: Duration, count: usize) -> Vec<Bin> {
    let mut bins = vec![Bin::default(); count];
    let add = |bins: &mut [Bin], from, to, share: fn(&mut Bin) -> &mut f64| {
        for (index, part) in shares(from, to, wall, count) {
            *share(&mut bins[index]) += part;
        }
    };
    for span in &log.spans {
        match span.doing {
            Doing::Computing(_) => add(&mut bins, span.from, span.to, |bin| &mut bin.computing),
            Doing::Waiting(_) => add(&mut bins, span.from, span.to, |bin| &mut bin.waiting),
        }
    }
    // First the whole life, then less what it was busy with.
    add(&mut bins, log.from, log.to, |bin| &mut bin.idle);
    for bin in &mut bins {
        bin.idle = (bin.idle - bin.computing - bin.waiting).max(0.0);
    }
    bins
}

/// How many workers did what in each bin: the sum of their lives.
pub(crate) fn of_all(logs: &[Log], wall: Duration, count: usize) -> Vec<Bin> {
    let mut sum = vec![Bin::default(); count];
    for log in logs {
        for (sum, bin) in sum.iter_mut().zip(of_worker(log, wall, count)) {
            sum.computing += bin.computing;
            sum.waiting += bin.waiting;
            sum.idle += bin.idle;
        }
    }
    sum
}

/// The bins that a span touches, and how much of each it fills.
fn shares(from: Duration, to: Duration, wall: Duration, count: usize) -> impl Iterator<Item = (usize, f64)> {
    let scale = count as f64 / wall.as_secs_f64().max(1e-9);
    let end = count as f64;
    let (from, to) = ((from.as_secs_f64() * scale).min(end), (to.as_secs_f64() * scale).min(end));
    let (first, last) = (from as usize, (to.ceil() as usize).min(count));
    (first..last).map(move |index| {
        let bin = index as f64;
        (index, (to.min(bin + 1.0) - from.max(bin)).max(0.0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Span;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn a_span_fills_the_bins_it_covers_and_parts_of_those_at_its_ends() {
        let filled: Vec<_> = shares(5 * MS, 25 * MS, 40 * MS, 4).collect();
        let expected = [(0, 0.5), (1, 1.0), (2, 0.5)];
        assert_eq!(filled.len(), expected.len());
        for ((bin, share), (expected_bin, expected_share)) in filled.into_iter().zip(expected) {
            assert_eq!(bin, expected_bin);
            assert!((share - expected_share).abs() < 1e-9, "{share} of bin {bin}");
        }
    }

    #[test]
    fn what_is_after_the_end_fills_nothing() {
        assert_eq!(shares(50 * MS, 60 * MS, 40 * MS, 4).count(), 0);
    }

    #[test]
    fn a_worker_is_idle_while_it_lives_and_is_not_busy() {
        let spans = vec![
            Span { doing: Doing::Computing(0), from: 10 * MS, to: 15 * MS },
            Span { doing: Doing::Waiting("lock"), from: 15 * MS, to: 17 * MS },
        ];
        let log = Log { from: 10 * MS, to: 20 * MS, spans, ..Log::default() };
        let bins = of_worker(&log, 40 * MS, 4);
        assert_eq!(bins[0], Bin::default());
        assert!((bins[1].computing - 0.5).abs() < 1e-9);
        assert!((bins[1].waiting - 0.2).abs() < 1e-9);
        assert!((bins[1].idle - 0.3).abs() < 1e-9);
        assert_eq!(bins[2], Bin::default());
    }
}
