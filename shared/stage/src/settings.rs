//! What is asked of a run.

use std::thread;

use fractal::Grid;

use crate::lesson::{Choice, Lesson};
use crate::log::Recording;
use crate::mishap::Onset;

/// More threads than this are refused: they would only wait for each other.
pub(crate) const MOST_THREADS: usize = 1024;
/// Rows of a piece, where the lesson does not say otherwise.
const PIECE_ROWS: usize = 10;

/// What is asked of a run.
///
/// A test begins with what the lesson's program does when it is told nothing, and changes what it wants otherwise:
///
/// ```
/// # use stage::{Canvas, Choice, Lesson, Settings, Show, Stop, Stopped, Variant, perform};
/// # use fractal::{Grid, Image};
/// # fn draw(_: &Show, _: Canvas<'_>) -> Result<(), Stopped> { Ok(()) }
/// # const LESSON: Lesson = Lesson {
/// #     variants: &[Variant { name: "by-hand", about: "", draw }],
/// #     options: &[Choice { name: "permits", about: "", default: 2, least: 1, most: 64 }],
/// #     ..Lesson::PLAIN
/// # };
/// let grid = Grid::new(40, 30)?;
/// let settings = Settings { grid, threads: 3, ..Settings::of(&LESSON) }.choosing("permits", 1);
/// let mut image = Image::poisoned(&settings.grid)?;
/// let run = perform(LESSON.variants[0].draw, &mut image, &settings, &Stop::new());
/// assert_eq!(run.outcome, Ok(()));
/// # Ok::<(), fractal::GridError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Settings {
    /// The picture to draw.
    pub grid: Grid,
    /// How many rows a piece has; the last one may be shorter. At least 1; more than the picture has are all it has.
    pub piece_rows: usize,
    /// How many workers. At least 1.
    pub threads: usize,
    /// What is written down.
    pub recording: Recording,
    /// The piece whose worker panics as it begins, to see what becomes of the others.
    pub fail_at: Option<usize>,
    /// The piece at whose beginning somebody presses Ctrl-C. The worker finds that they have.
    pub interrupt_at: Option<usize>,
    /// When exactly `fail_at` and `interrupt_at` happen.
    pub onset: Onset,
    /// The lesson's own options.
    pub choices: Choices,
}

impl Settings {
    /// What the program of `lesson` runs with when it is told nothing: the lesson's size and the defaults of its
    /// options, as many workers as the machine runs at once, nothing but totals written down.
    ///
    /// # Panics
    /// If the size that the lesson declares is none, or an option may not have the value that is its default.
    #[must_use]
    pub fn of(lesson: &Lesson) -> Settings {
        let (grid, piece_rows) = match lesson.default_grid {
            None => (Grid::default(), PIECE_ROWS),
            Some(size) => {
                let grid = Grid::new(size.rows, size.columns);
                (grid.expect("a lesson's default size is one that can be drawn"), size.piece_rows)
            }
        };
        Settings {
            grid,
            piece_rows,
            threads: usual_threads(),
            recording: Recording::default(),
            fail_at: None,
            interrupt_at: None,
            onset: Onset::AtOnce,
            choices: Choices::of(lesson),
        }
    }

    /// The same with another value for an option of the lesson.
    ///
    /// # Panics
    /// If the lesson has no such option, or the option no such value.
    #[must_use]
    #[track_caller]
    pub fn choosing(mut self, name: &str, value: u64) -> Settings {
        self.choices.choose(name, value);
        self
    }
}

/// As many workers as the machine runs at once.
pub(crate) fn usual_threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS)
}

/// The values of a lesson's own options. The default is that of a lesson without any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    chosen: Vec<(Choice, u64)>,
}

impl Choices {
    /// The defaults of a lesson's options.
    ///
    /// # Panics
    /// If an option may not have the value that is its default.
    #[must_use]
    pub fn of(lesson: &Lesson) -> Choices {
        let mut choices =
            Choices { chosen: lesson.options.iter().map(|choice| (*choice, choice.least)).collect() };
        for choice in lesson.options {
            choices.choose(choice.name, choice.default);
        }
        choices
    }

    /// The value of an option.
    ///
    /// # Panics
    /// If the lesson declares no option of this name.
    #[must_use]
    #[track_caller]
    pub fn get(&self, name: &str) -> u64 {
        let found = self.chosen.iter().find(|(choice, _)| choice.name == name);
        let Some((_, value)) = found else { panic!("the lesson declares no option --{name}") };
        *value
    }

    /// Gives an option another value.
    ///
    /// # Panics
    /// If the lesson declares no option of this name, or it may not have this value.
    #[track_caller]
    pub fn choose(&mut self, name: &str, value: u64) {
        let found = self.chosen.iter_mut().find(|(choice, _)| choice.name == name);
        let Some((choice, chosen)) = found else { panic!("the lesson declares no option --{name}") };
        let (least, most) = (choice.least, choice.most);
        assert!((least..=most).contains(&value), "--{name} {value}: it must be from {least} to {most}");
        *chosen = value;
    }

    /// Name and value of each, in the order in which the lesson declares them.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.chosen.iter().map(|(choice, value)| (choice.name, *value))
    }
}
