//! verdict: assertion
//! Believes that the last band may take whatever is left over: that can be as much as all the others have together.

use std::ops::Range;

/// Cuts `rows` rows into a band for each of `shares` shares, from the top to the bottom: each row is in one band, and
/// no band has more than one row more than another.
pub fn cut(rows: usize, shares: usize) -> Vec<Range<usize>> {
    let length = rows / shares;
    let end = |share: usize| if share + 1 == shares { rows } else { (share + 1) * length };
    (0..shares).map(|share| share * length..end(share)).collect()
}
