//! Several points advanced together.
//!
//! One step of one point waits for the step before it, so a processor that follows a single point is idle most of
//! the time. Here eight points of a row take each step side by side: the compiler turns the loops over
//! [`LANES`] into vector instructions, and several vectors are under way at once. A point that has left goes on
//! being computed with the others, but its count stands still: the mask in `inside` is what `while |z| <= 2` is
//! for a single point. The arithmetic of each lane is that of [`escape_count`](crate::escape_count), operation by
//! operation and unfused, so the counts are equal bit for bit.

use num_complex::Complex64;

use crate::grid::Grid;

/// How many points go side by side.
pub(crate) const LANES: usize = 8;

/// A mask with every bit set: adding it to a count in two's complement would subtract 1.
const INSIDE: i64 = -1;
const OUTSIDE: i64 = 0;

/// Up to [`LANES`] neighbouring points of one row, and how far they have come.
#[derive(Clone, Debug)]
pub(crate) struct Lanes {
    re: [f64; LANES],
    im: [f64; LANES],
    c_re: [f64; LANES],
    /// The same for all, since they lie in one row.
    c_im: f64,
    /// [`INSIDE`] for the points that have survived every step so far, [`OUTSIDE`] for those that left and for
    /// lanes without a point. Once outside, for ever outside: `z` may come back if |c| > 2, and does not count.
    inside: [i64; LANES],
    counts: [i64; LANES],
}

impl Lanes {
    /// The points of `row` from `column` on, `points` of them, at `z = c`.
    pub(crate) fn start(grid: &Grid, row: usize, column: usize, points: usize) -> Lanes {
        let mut lanes = Lanes {
            re: [0.0; LANES],
            im: [0.0; LANES],
            c_re: [0.0; LANES],
            c_im: grid.point(row, column).im,
            inside: [OUTSIDE; LANES],
            counts: [0; LANES],
        };
        for lane in 0..points.min(LANES) {
            let Complex64 { re, im } = grid.point(row, column + lane);
            (lanes.re[lane], lanes.im[lane], lanes.c_re[lane]) = (re, im, re);
            lanes.inside[lane] = INSIDE;
        }
        lanes
    }

    /// Goes on for up to `steps` iterations, fewer if every point leaves before. Returns how many were made.
    pub(crate) fn advance(&mut self, steps: i32) -> i32 {
        let Lanes { mut re, mut im, c_re, c_im, mut inside, mut counts } = *self;
        let mut made = 0;
        while made < steps && inside != [OUTSIDE; LANES] {
            for lane in 0..LANES {
                let squared = re[lane] * re[lane] - im[lane] * im[lane];
                let doubled = re[lane] * im[lane] + re[lane] * im[lane];
                re[lane] = squared + c_re[lane];
                im[lane] = doubled + c_im;
                let norm_sqr = re[lane] * re[lane] + im[lane] * im[lane];
                inside[lane] &= if norm_sqr <= 4.0 { INSIDE } else { OUTSIDE };
                counts[lane] -= inside[lane];
            }
            made += 1;
        }
        *self = Lanes { re, im, c_re, c_im, inside, counts };
        made
    }

    /// How many points have survived every step so far.
    pub(crate) fn living(&self) -> usize {
        self.inside.iter().filter(|&&inside| inside == INSIDE).count()
    }

    /// Writes the count of each point to its pixel.
    pub(crate) fn write_counts(&self, pixels: &mut [i32]) {
        for (pixel, &count) in pixels.iter_mut().zip(&self.counts) {
            *pixel = count as i32; // at most `iterations`, an i32
        }
    }
}
