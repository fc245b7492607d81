use std::ops::Range;

/// Cuts `rows` rows into a band for each of `shares` shares, from the top to the bottom: each row is in one band, and
/// no band has more than one row more than another.
pub fn cut(rows: usize, shares: usize) -> Vec<Range<usize>> {
    // Where share `share` begins is where the one before it ends, since both are computed in the same way.
    let begin = |share: usize| share * rows / shares;
    (0..shares).map(|share| begin(share)..begin(share + 1)).collect()
}
