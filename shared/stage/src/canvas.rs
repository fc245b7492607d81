//! The picture as it is handed out to workers: disjoint pieces, so that no two can touch the same pixel.

use std::iter::Enumerate;
use std::ops::Range;
use std::slice::ChunksMut;
use std::sync::Arc;

use fractal::{Grid, Image, POISON};

use crate::growing::Growing;

/// The image that a variant draws into. Take it apart with one of its `into_…` methods, or, where the parts
/// cannot borrow, [`place`](Canvas::place) what was drawn elsewhere.
#[derive(Debug)]
pub struct Canvas<'a> {
    image: &'a mut Image,
    piece_rows: usize,
    growing: Option<Arc<Growing>>,
}

impl<'a> Canvas<'a> {
    pub(crate) fn new(image: &'a mut Image, piece_rows: usize, growing: Option<Arc<Growing>>) -> Canvas<'a> {
        Canvas { image, piece_rows, growing }
    }

    /// The pieces, from the top of the picture to the bottom.
    #[must_use]
    pub fn into_pieces(self) -> Pieces<'a> {
        let columns = self.image.columns();
        Pieces {
            chunks: self.image.counts_mut().chunks_mut(self.piece_rows * columns).enumerate(),
            piece_rows: self.piece_rows,
            columns,
        }
    }

    /// The pieces in `shares` runs of neighbours, as equal as can be: one band of the picture a share.
    ///
    /// # Panics
    /// If `shares` is 0.
    #[must_use]
    pub fn into_bands(self, shares: usize) -> Vec<Vec<Piece<'a>>> {
        let mut pieces = self.into_pieces();
        let count = pieces.len();
        // Share i gets the pieces from i * count / shares up to (i + 1) * count / shares.
        let length = |share: usize| (share + 1) * count / shares - share * count / shares;
        (0..shares).map(|share| pieces.by_ref().take(length(share)).collect()).collect()
    }

    /// The pieces dealt out like cards: share `i` gets pieces `i`, `i + shares`, `i + 2 * shares`, …
    ///
    /// # Panics
    /// If `shares` is 0.
    #[must_use]
    pub fn into_hands(self, shares: usize) -> Vec<Vec<Piece<'a>>> {
        let mut hands: Vec<Vec<Piece<'a>>> = (0..shares).map(|_| Vec::new()).collect();
        for piece in self.into_pieces() {
            hands[piece.index % shares].push(piece);
        }
        hands
    }

    /// Puts a piece where it belongs.
    ///
    /// # Panics
    /// If the piece is not one of this picture's.
    pub fn place(&mut self, piece: &OwnedPiece) {
        self.place_pixels(piece.rows.clone(), 0..self.image.columns(), &piece.pixels);
    }

    /// Puts the counts of one row where they belong.
    ///
    /// # Panics
    /// If there is no such row, or it has another length.
    pub fn place_row(&mut self, row: usize, counts: &[i32]) {
        self.place_pixels(row..row + 1, 0..self.image.columns(), counts);
    }

    /// Puts the counts of a rectangle, `rows x columns`, row by row, where they belong.
    ///
    /// # Panics
    /// If there are no such rows or columns, or another number of counts.
    pub fn place_pixels(&mut self, rows: Range<usize>, columns: Range<usize>, counts: &[i32]) {
        assert_eq!(counts.len(), rows.len() * columns.len(), "the counts of {rows:?} x {columns:?}");
        if counts.is_empty() {
            return;
        }
        let width = self.image.columns();
        let whole_rows = self.image.counts_mut()[rows.start * width..rows.end * width].chunks_mut(width);
        for (row, counts) in whole_rows.zip(counts.chunks(columns.len())) {
            row[columns.clone()].copy_from_slice(counts);
        }
        if let Some(growing) = &self.growing {
            growing.counted(rows, columns, counts);
        }
    }
}

/// The pieces of a canvas, from the top of the picture to the bottom. An iterator that may be shared under a lock.
#[derive(Debug)]
pub struct Pieces<'a> {
    chunks: Enumerate<ChunksMut<'a, i32>>,
    piece_rows: usize,
    columns: usize,
}

impl<'a> Pieces<'a> {
    fn piece(&self, (index, pixels): (usize, &'a mut [i32])) -> Piece<'a> {
        let first = index * self.piece_rows;
        Piece { index, rows: first..first + pixels.len() / self.columns, pixels }
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        self.chunks.next().map(|chunk| self.piece(chunk))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.chunks.size_hint()
    }
}

impl DoubleEndedIterator for Pieces<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.chunks.next_back().map(|chunk| self.piece(chunk))
    }
}

impl ExactSizeIterator for Pieces<'_> {}

/// Some neighbouring rows of the picture, borrowed from the canvas.
#[derive(Debug)]
pub struct Piece<'a> {
    index: usize,
    rows: Range<usize>,
    pixels: &'a mut [i32],
}

/// Some neighbouring rows of the picture in memory of their own, for threads that cannot borrow the canvas.
/// It begins poisoned; [`Canvas::place`] puts it into the picture.
#[derive(Clone, Debug)]
pub struct OwnedPiece {
    index: usize,
    rows: Range<usize>,
    pixels: Vec<i32>,
}

impl OwnedPiece {
    pub(crate) fn new(grid: &Grid, piece_rows: usize, index: usize) -> OwnedPiece {
        let first = index * piece_rows;
        let rows = first..(first + piece_rows).min(grid.rows());
        let pixels = vec![POISON; rows.len() * grid.columns()];
        OwnedPiece { index, rows, pixels }
    }
}

/// What a worker can compute: a [`Piece`] or an [`OwnedPiece`].
pub trait Pixels {
    /// Which piece this is, counted from the top of the picture.
    fn index(&self) -> usize;
    /// Its rows.
    fn rows(&self) -> Range<usize>;
    /// Its pixels, `rows x columns`, row by row.
    fn pixels_mut(&mut self) -> &mut [i32];
}

impl Pixels for Piece<'_> {
    fn index(&self) -> usize {
        self.index
    }
    fn rows(&self) -> Range<usize> {
        self.rows.clone()
    }
    fn pixels_mut(&mut self) -> &mut [i32] {
        self.pixels
    }
}

impl Pixels for OwnedPiece {
    fn index(&self) -> usize {
        self.index
    }
    fn rows(&self) -> Range<usize> {
        self.rows.clone()
    }
    fn pixels_mut(&mut self) -> &mut [i32] {
        &mut self.pixels
    }
}
