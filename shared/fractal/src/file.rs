//! An image as a file: a PNG to look at, or the counts themselves for NumPy.

use std::io::{self, Write};

use crate::colour::{Paint, Rgb};
use crate::error::WriteError;
use crate::image::Image;

/// Writes the picture as an 8-bit RGB PNG.
///
/// It writes often and little: wrap a file in a [`BufWriter`](std::io::BufWriter).
///
/// # Errors
///
/// [`WriteError::Io`] if the writer fails, [`WriteError::TooLarge`] if the format cannot hold the picture.
///
/// ```
/// use fractal::{ByCount, Grid, Palette};
///
/// let image = Grid::new(40, 30)?.draw()?;
/// let mut png = Vec::new();
/// fractal::write_png(&image, &ByCount::new(Palette::Magma, 20), &mut png)?;
/// assert!(png.starts_with(b"\x89PNG"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_png(image: &Image, paint: &dyn Paint, w: impl Write) -> Result<(), WriteError> {
    let side = |pixels: usize| i32::try_from(pixels).ok().map(i32::unsigned_abs);
    let (Some(width), Some(height)) = (side(image.columns()), side(image.rows())) else {
        return Err(WriteError::TooLarge { rows: image.rows(), columns: image.columns() });
    };
    let mut encoder = png::Encoder::new(w, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    let mut stream = writer.stream_writer()?;
    let mut line = Vec::with_capacity(3 * image.columns());
    for row in 0..image.rows() {
        line.clear();
        for (column, &count) in image.row(row).iter().enumerate() {
            let Rgb(red, green, blue) = paint.colour(row, column, count);
            line.extend([red, green, blue]);
        }
        stream.write_all(&line)?;
    }
    stream.finish()?;
    Ok(writer.finish()?)
}

impl From<png::EncodingError> for WriteError {
    fn from(error: png::EncodingError) -> Self {
        match error {
            png::EncodingError::IoError(error) => WriteError::Io(error),
            other => WriteError::Encode(other.to_string()),
        }
    }
}

/// Writes the counts as a NumPy file (format 1.0): `int32`, rows x columns, C order. `numpy.load` reads it.
///
/// # Errors
///
/// What the writer says.
///
/// ```
/// let image = fractal::Grid::new(40, 30)?.draw()?;
/// let mut npy = Vec::new();
/// fractal::write_npy(&image, &mut npy)?;
/// assert_eq!(npy.len(), 128 + 4 * 40 * 30);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_npy(image: &Image, mut w: impl Write) -> io::Result<()> {
    w.write_all(&npy_header(image.rows(), image.columns()))?;
    let mut line = Vec::with_capacity(4 * image.columns());
    for row in 0..image.rows() {
        line.clear();
        line.extend(image.row(row).iter().flat_map(|count| count.to_le_bytes()));
        w.write_all(&line)?;
    }
    w.flush()
}

/// Everything before the data: the magic string, the version, and a Python dictionary that is padded with spaces
/// so that the data begins at a multiple of 64 bytes.
fn npy_header(rows: usize, columns: usize) -> Vec<u8> {
    const BEFORE_DICTIONARY: usize = 10;
    const ALIGNMENT: usize = 64;
    let dictionary = format!("{{'descr': '<i4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}");
    let length = (BEFORE_DICTIONARY + dictionary.len() + 1).next_multiple_of(ALIGNMENT) - BEFORE_DICTIONARY;
    let length = u16::try_from(length).expect("two numbers and fixed words are short");

    let mut header = b"\x93NUMPY\x01\x00".to_vec();
    header.extend(length.to_le_bytes());
    header.extend(dictionary.bytes());
    header.resize(BEFORE_DICTIONARY + usize::from(length) - 1, b' ');
    header.push(b'\n');
    header
}
