//! verdict: assertion
//! Believes that rounding up is the remedy for what is left over: the last bands reach beyond the picture.

use std::ops::Range;

/// Cuts `rows` rows into a band for each of `shares` shares, from the top to the bottom: each row is in one band, and
/// no band has more than one row more than another.
pub fn cut(rows: usize, shares: usize) -> Vec<Range<usize>> {
    let length = rows.div_ceil(shares);
    (0..shares).map(|share| share * length..(share + 1) * length).collect()
}
