//! verdict: data-race
//! Believes that a band ends with its last row, and the next one begins there: that row is in both.

use std::ops::Range;

/// Cuts `rows` rows into a band for each of `shares` shares, from the top to the bottom: each row is in one band, and
/// no band has more than one row more than another.
pub fn cut(rows: usize, shares: usize) -> Vec<Range<usize>> {
    let end = |share: usize| ((share + 1) * rows).div_ceil(shares);
    let begin = |share: usize| share * rows / shares;
    (0..shares).map(|share| begin(share)..end(share)).collect()
}
