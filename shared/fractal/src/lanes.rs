//! Several points advanced together.
//!
//! One step of one point waits for the step before it, so a processor that follows a single point is idle most of
//! the time. Here eight points of a row take each step side by side: the compiler turns the loops over
//! [`LANES`] into vector instructions, and several vectors are under way at once. A point that has left goes on
//! being computed with the others, but its count stands still: the mask `inside` is what `while |z| <= 2` is
//! for a single point. The arithmetic of each lane is that of [`escape_count`](crate::escape_count), operation by
//! operation and unfused, so the counts are equal bit for bit.

use std::array;

use num_complex::Complex64;

use crate::grid::Grid;

/// How many points go side by side: four vectors of the smallest kind, enough to keep the processor busy.
pub(crate) const LANES: usize = 8;

/// The mask of a point that has survived every step so far: all bits set, which as a number is -1.
const INSIDE: i64 = -1;
/// The mask of a point that has left, and of a lane without a point.
const OUTSIDE: i64 = 0;

/// Up to [`LANES`] neighbouring points of one row, and how far they have come.
#[derive(Clone, Debug)]
pub(crate) struct Lanes {
    re: [f64; LANES],
    im: [f64; LANES],
    c_re: [f64; LANES],
    /// The same for all, since they lie in one row.
    c_im: f64,
    /// [`INSIDE`] or [`OUTSIDE`]: once outside, for ever outside, whatever the `z` of an escaped point does next.
    /// As wide as an f64, so that a comparison of vectors gives just such a mask.
    inside: [i64; LANES],
    counts: [i64; LANES],
}

impl Lanes {
    /// The points of `row` from `column` on, `points` of them, at `z = c`.
    pub(crate) fn start(grid: &Grid, row: usize, column: usize, points: usize) -> Lanes {
        let c = array::from_fn::<_, LANES, _>(|lane| grid.point(row, column + lane));
        let inside = array::from_fn(|lane| if lane < points { INSIDE } else { OUTSIDE });
        Lanes {
            re: c.map(|c| c.re),
            im: c.map(|c| c.im),
            c_re: c.map(|c| c.re),
            c_im: c[0].im,
            inside,
            counts: [0; LANES],
        }
    }

    /// The same points at the `z` stored for them. Those whose count is `done`, the number of iterations made so
    /// far, have survived all of them.
    pub(crate) fn resume(
        grid: &Grid,
        row: usize,
        column: usize,
        z: &[Complex64; LANES],
        counts: &[i32; LANES],
        done: i32,
    ) -> Lanes {
        Lanes {
            re: z.map(|z| z.re),
            im: z.map(|z| z.im),
            inside: counts.map(|count| if count == done { INSIDE } else { OUTSIDE }),
            counts: counts.map(i64::from),
            ..Lanes::start(grid, row, column, LANES)
        }
    }

    /// Goes on for up to `steps` iterations, fewer if every point leaves before. Returns how many were made.
    pub(crate) fn advance(&mut self, steps: i32) -> i32 {
        // Local copies, which the compiler keeps in registers.
        let Lanes { mut re, mut im, c_re, c_im, mut inside, mut counts } = *self;
        let mut re_sqr = re.map(|re| re * re);
        let mut im_sqr = im.map(|im| im * im);
        let mut made = 0;
        // ANCHOR: lanes
        while made < steps && any(&inside) {
            for lane in 0..LANES {
                let re_im = re[lane] * im[lane];
                re[lane] = (re_sqr[lane] - im_sqr[lane]) + c_re[lane];
                im[lane] = (re_im + re_im) + c_im;
                re_sqr[lane] = re[lane] * re[lane];
                im_sqr[lane] = im[lane] * im[lane];
                let survives = re_sqr[lane] + im_sqr[lane] <= 4.0;
                inside[lane] &= if survives { INSIDE } else { OUTSIDE };
                // Adds 1 to what is inside. It cannot overflow; said like this, no lane is checked by itself.
                counts[lane] = counts[lane].wrapping_sub(inside[lane]);
            }
            made += 1;
        }
        // ANCHOR_END: lanes
        *self = Lanes { re, im, c_re, c_im, inside, counts };
        made
    }

    /// Whether any point has survived every step so far.
    pub(crate) fn live(&self) -> bool {
        any(&self.inside)
    }

    /// The `z` of each point, to be stored. What has left may have gone anywhere, infinity included.
    pub(crate) fn z(&self) -> [Complex64; LANES] {
        array::from_fn(|lane| Complex64::new(self.re[lane], self.im[lane]))
    }

    /// The last iteration that each point has survived.
    pub(crate) fn counts(&self) -> [i32; LANES] {
        self.counts.map(|count| count as i32) // at most the grid's iterations, which are an i32
    }

    /// How many points have survived every step so far.
    pub(crate) fn living(&self) -> usize {
        self.inside.iter().filter(|&&inside| inside == INSIDE).count()
    }
}

/// Whether any lane is inside.
fn any(inside: &[i64; LANES]) -> bool {
    inside.iter().fold(OUTSIDE, |some, lane| some | lane) != OUTSIDE
}
