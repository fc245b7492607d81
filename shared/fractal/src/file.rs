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
pub fn write_png(image: &Image, paint: &dyn Paint, mut w: impl Write) -> Result<(), WriteError> {
    // What is generic is compiled with the caller, which may not be optimised: so this calls what is not.
    write_png_dyn(image, paint, &mut w)
}

fn write_png_dyn(image: &Image, paint: &dyn Paint, w: &mut dyn Write) -> Result<(), WriteError> {
    let side = |pixels: usize| i32::try_from(pixels).ok().map(i32::unsigned_abs);
    let (Some(width), Some(height)) = (side(image.columns()), side(image.rows())) else {
        return Err(WriteError::TooLarge { rows: image.rows(), columns: image.columns() });
    };
    let mut witness = Witness { inner: w, failure: None };
    let encoded = encode(image, paint, width, height, &mut witness);
    match (witness.failure, encoded) {
        (Some(failure), _) => Err(WriteError::Io(failure)),
        (None, Err(error)) => Err(WriteError::Encode(error.to_string())),
        (None, Ok(())) => Ok(w.flush()?),
    }
}

/// Encodes row after row, so that the colours of the whole picture are never in memory at once.
fn encode(
    image: &Image,
    paint: &dyn Paint,
    width: u32,
    height: u32,
    w: &mut Witness<'_>,
) -> Result<(), png::EncodingError> {
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
    writer.finish()
}

/// Keeps the first error of a writer, which the encoder makes a text of: a full disk and a closed pipe are for
/// the caller to tell apart.
struct Witness<'a> {
    inner: &'a mut dyn Write,
    failure: Option<io::Error>,
}

impl Witness<'_> {
    fn see<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| {
            let kind = error.kind();
            self.failure.get_or_insert(error);
            kind.into()
        })
    }
}

impl Write for Witness<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write_all(bytes);
        self.see(written).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.inner.flush();
        self.see(flushed)
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
    write_npy_dyn(image, &mut w)
}

fn write_npy_dyn(image: &Image, w: &mut dyn Write) -> io::Result<()> {
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
