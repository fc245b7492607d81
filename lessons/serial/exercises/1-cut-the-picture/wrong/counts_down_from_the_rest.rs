//! verdict: panic
//! Believes that what is left is never less than nothing: with more shares than rows it is, and a number without a
//! sign cannot say so.

use std::ops::Range;

/// Cuts `rows` rows into a band for each of `shares` shares, from the top to the bottom: each row is in one band, and
/// no band has more than one row more than another.
pub fn cut(rows: usize, shares: usize) -> Vec<Range<usize>> {
    let length = rows.div_ceil(shares);
    let mut left = rows;
    let mut bands = Vec::new();
    for _ in 0..shares {
        bands.push(rows - left..rows - left + length.min(left));
        left -= length;
    }
    bands
}
