//! From counts to colours.

use std::fmt;
use std::str::FromStr;

use crate::error::GridError;
use crate::image::POISON;

/// A colour of the sRGB space: red, green, blue, from 0 to 255.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// Marks a pixel that nobody has drawn; no palette has it.
    pub const UNDRAWN: Rgb = Rgb(255, 0, 255);
}

/// A colour map in which equal steps look equal, so that the picture shows no edges that the counts do not have.
///
/// ```
/// use fractal::{Palette, Rgb};
///
/// let palette: Palette = "magma".parse()?;
/// assert_eq!(palette.to_string(), "magma");
/// assert_ne!(palette.colour(1, 20), palette.colour(2, 20));
/// # Ok::<(), fractal::GridError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Palette {
    /// Black over purple and orange to pale yellow.
    #[default]
    Inferno,
    /// Black over purple and pink to cream.
    Magma,
    /// Blue over pink to yellow.
    Plasma,
    /// Purple over green to yellow.
    Viridis,
    /// Blue over grey to yellow: looks much the same to people who see fewer colours.
    Cividis,
    /// Black to white.
    Greys,
}

impl Palette {
    /// Every palette, the default first.
    pub const ALL: [Palette; 6] = [
        Palette::Inferno,
        Palette::Magma,
        Palette::Plasma,
        Palette::Viridis,
        Palette::Cividis,
        Palette::Greys,
    ];

    /// The name by which it is asked for.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Palette::Inferno => "inferno",
            Palette::Magma => "magma",
            Palette::Plasma => "plasma",
            Palette::Viridis => "viridis",
            Palette::Cividis => "cividis",
            Palette::Greys => "greys",
        }
    }

    /// Every name, as a list for a message.
    pub(crate) fn names() -> String {
        Palette::ALL.map(Palette::name).join(", ")
    }

    /// The colour at a place between 0, where it begins, and 1, where it ends.
    ///
    /// ```
    /// use fractal::{Palette, Rgb};
    ///
    /// assert_eq!(Palette::Greys.at(0.0), Rgb(0, 0, 0));
    /// assert_eq!(Palette::Greys.at(1.0), Rgb(255, 255, 255));
    /// ```
    #[must_use]
    pub fn at(self, place: f64) -> Rgb {
        let (gradient, place) = match self {
            Palette::Inferno => (colorous::INFERNO, place),
            Palette::Magma => (colorous::MAGMA, place),
            Palette::Plasma => (colorous::PLASMA, place),
            Palette::Viridis => (colorous::VIRIDIS, place),
            Palette::Cividis => (colorous::CIVIDIS, place),
            // This one runs from white to black.
            Palette::Greys => (colorous::GREYS, 1.0 - place),
        };
        let colorous::Color { r, g, b } = gradient.eval_continuous(place);
        Rgb(r, g, b)
    }

    /// The colour of a count in a picture of so many iterations: the longer a point stayed, the brighter.
    ///
    /// A point that never left (`count >= iterations`) is black; [`POISON`], like any count below 0, is
    /// [`Rgb::UNDRAWN`].
    #[must_use]
    pub fn colour(self, count: i32, iterations: i32) -> Rgb {
        /// Where a palette begins, so that a point that left at once is not black too.
        const DARKEST: f64 = 0.05;
        if count < 0 {
            return Rgb::UNDRAWN;
        }
        if count >= iterations {
            return Rgb(0, 0, 0);
        }
        self.at(DARKEST + (1.0 - DARKEST) * level(count, iterations))
    }
}

impl fmt::Display for Palette {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Palette {
    type Err = GridError;

    /// Reads the name of a palette; capitals count as small letters.
    ///
    /// # Errors
    ///
    /// [`GridError::PaletteText`], which lists the names.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Palette::ALL.into_iter().find(|palette| palette.name().eq_ignore_ascii_case(text));
        found.ok_or_else(|| GridError::PaletteText { text: text.to_owned() })
    }
}

/// Where a count stands between 0 (left at once) and 1 (never left), on a logarithmic scale: most of a picture
/// lies at low counts, where one iteration makes the difference, and at high counts ten make none.
pub(crate) fn level(count: i32, iterations: i32) -> f64 {
    let (count, iterations) = (f64::from(count.max(0)), f64::from(iterations.max(1)));
    (count.ln_1p() / iterations.ln_1p()).min(1.0)
}

/// Says what colour a pixel has.
pub trait Paint {
    /// The colour of the pixel at this row and column, which has this count (or [`POISON`]).
    fn colour(&self, row: usize, column: usize, count: i32) -> Rgb;
}

/// Paints each pixel by its count alone.
///
/// ```
/// use fractal::{ByCount, POISON, Paint, Palette, Rgb};
///
/// let paint = ByCount::new(Palette::Viridis, 20);
/// assert_eq!(paint.colour(0, 0, 7), Palette::Viridis.colour(7, 20));
/// assert_eq!(paint.colour(0, 0, POISON), Rgb::UNDRAWN);
/// ```
#[derive(Clone, Debug)]
pub struct ByCount {
    palette: Palette,
    iterations: i32,
    /// The colours of the first counts, looked up instead of computed anew for each of millions of pixels.
    table: Vec<Rgb>,
}

impl ByCount {
    /// Counts up to here are looked up.
    const TABLE: i32 = 1024;

    /// Paints the counts of a picture of so many iterations by this palette.
    #[must_use]
    pub fn new(palette: Palette, iterations: i32) -> ByCount {
        let table =
            (0..=iterations.min(Self::TABLE)).map(|count| palette.colour(count, iterations)).collect();
        ByCount { palette, iterations, table }
    }
}

impl Paint for ByCount {
    fn colour(&self, _row: usize, _column: usize, count: i32) -> Rgb {
        debug_assert!(count >= 0 || count == POISON, "{count} is not a count");
        let known = usize::try_from(count).ok().and_then(|count| self.table.get(count));
        known.copied().unwrap_or_else(|| self.palette.colour(count, self.iterations))
    }
}
