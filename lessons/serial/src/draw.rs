//! How one thread draws, alone.

use fractal::escape_count;
use stage::{Canvas, Pixels, Show, Stopped};

// ANCHOR: rows
/// Row after row, with the kernel that every lesson draws with: several neighbouring points at
/// a time.
pub fn rows(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    show.worker("main").run(|worker| {
        for mut piece in canvas.into_pieces() {
            worker.compute(&mut piece)?;
        }
        Ok(())
    })
}
// ANCHOR_END: rows

// ANCHOR: definition
/// Point after point, as the mathematics has it.
pub fn definition(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
    let grid = show.grid();
    show.worker("main").run(|worker| {
        for mut piece in canvas.into_pieces() {
            let rows = piece.rows();
            worker.compute_by(&mut piece, |pixels| {
                for (row, pixels) in rows.zip(pixels.chunks_mut(grid.columns())) {
                    for (column, pixel) in pixels.iter_mut().enumerate() {
                        *pixel = escape_count(grid.point(row, column), grid.iterations());
                    }
                }
            })?;
        }
        Ok(())
    })
}
// ANCHOR_END: definition
