//! What is left over is dealt out to the first bands, a row each.

use std::ops::Range;

/// Cuts `rows` rows into a band for each of `shares` shares, from the top to the bottom: each row is in one band, and
/// no band has more than one row more than another.
pub fn cut(rows: usize, shares: usize) -> Vec<Range<usize>> {
    let (length, left_over) = (rows / shares, rows % shares);
    let mut bands = Vec::new();
    let mut begin = 0;
    for share in 0..shares {
        let end = begin + length + usize::from(share < left_over);
        bands.push(begin..end);
        begin = end;
    }
    bands
}
