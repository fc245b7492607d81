//! verdict: assertion
//! Believes that rows can be divided by shares: what is left over is in no band.

use std::ops::Range;

/// Cuts `rows` rows into a band for each of `shares` shares, from the top to the bottom: each row is in one band, and
/// no band has more than one row more than another.
pub fn cut(rows: usize, shares: usize) -> Vec<Range<usize>> {
    let length = rows / shares;
    (0..shares).map(|share| share * length..(share + 1) * length).collect()
}
