//! The command line that every lesson has.

use std::ffi::OsString;
use std::fmt::Display;
use std::str::FromStr;

use clap::builder::{PathBufValueParser, PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, CommandFactory, FromArgMatches, Parser, ValueEnum};
use fractal::{Grid, GridError, Palette, Region};

use crate::lesson::{Choice, Lesson, Variant};
use crate::live;
use crate::output::{Kind, Output, PictureKind, TimelineKind};
use crate::settings::{Choices, MOST_THREADS, usual_threads};

/// More repetitions than this are refused.
const MOST_REPEATS: usize = 1000;
/// What `--variant` calls them all.
const ALL: &str = "all";

const DRAWN: &str = "What is drawn";
const HOW: &str = "How it is drawn";
const SHOWN: &str = "What is shown";
const FILES: &str = "What is written";
const OWN: &str = "What this lesson lets you choose";

/// What was asked for, checked.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) arguments: Arguments,
    pub(crate) grid: Grid,
    /// Whether nobody has said how large the picture is to be.
    pub(crate) is_default_size: bool,
    pub(crate) threads: usize,
    /// The lesson's own options.
    pub(crate) choices: Choices,
    /// One, or all of the lesson's.
    pub(crate) variants: &'static [Variant],
}

/// The command line as it is typed.
#[derive(Debug, Parser)]
#[command(args_override_self = true, max_term_width = 100)]
pub(crate) struct Arguments {
    /// Rows and columns of the picture
    #[arg(long, value_name = "ROWSxCOLUMNS", default_value = "4000x3000", help_heading = DRAWN)]
    pub(crate) size: Size,
    /// How often each point is iterated at most
    #[arg(long, value_name = "N", default_value = "20", help_heading = DRAWN)]
    pub(crate) iterations: u64,
    /// The part of the plane: imaginary parts of the first and last row, real parts of the columns
    #[arg(long, value_name = "TOP,LEFT,BOTTOM,RIGHT", default_value_t, allow_hyphen_values = true, help_heading = DRAWN)]
    pub(crate) region: Region,
    /// Rows of a piece, the unit in which work is handed out
    #[arg(long, value_name = "ROWS", default_value = "10", value_parser = at_least_one, help_heading = DRAWN)]
    pub(crate) piece_rows: usize,

    /// Which implementation draws
    #[arg(long, value_name = "NAME", help_heading = HOW)]
    pub(crate) variant: Option<String>,
    /// How many workers [default: as many as the machine runs at once]
    #[arg(long, value_name = "N", value_parser = thread_count, help_heading = HOW)]
    pub(crate) threads: Option<usize>,
    /// Runs everything N times and shows the medians
    #[arg(long, value_name = "N", default_value = "1", value_parser = repeat_count, help_heading = HOW)]
    pub(crate) repeat: usize,
    /// Does not compare the picture with the one that the serial run drew
    #[arg(long, help_heading = HOW)]
    pub(crate) no_check: bool,
    /// Makes no serial and no ideal run to compare with, and checks nothing
    #[arg(long, help_heading = HOW)]
    pub(crate) alone: bool,
    /// Makes the worker that computes this piece panic
    #[arg(long, value_name = "PIECE", hide = true)]
    pub(crate) fail_at: Option<usize>,
    /// Stands for a Ctrl-C at the moment at which this piece is begun
    #[arg(long, value_name = "PIECE", hide = true)]
    pub(crate) interrupt_at: Option<usize>,
    /// Holds --fail-at and --interrupt-at back until the other workers rest
    #[arg(long, hide = true)]
    pub(crate) hold: bool,

    /// The colours of the counts, or of the time
    #[arg(long, value_name = "NAME", default_value_t, value_parser = palette_parser(), help_heading = SHOWN)]
    pub(crate) palette: Palette,
    /// What a pixel's colour tells
    #[arg(long, value_name = "WHAT", value_enum, default_value_t, help_heading = SHOWN)]
    pub(crate) color_by: ColorBy,
    /// Shows the picture as it grows, before the report: by count, or by thread if that is asked for
    #[arg(long, conflicts_with_all = ["no_picture", "json", "quiet"], help_heading = SHOWN)]
    pub(crate) live: bool,
    /// Leaves the picture out
    #[arg(long, help_heading = SHOWN)]
    pub(crate) no_picture: bool,
    /// Prints one JSON document, and nothing else
    #[arg(long, conflicts_with = "quiet", help_heading = SHOWN)]
    pub(crate) json: bool,
    /// Prints nothing but errors; files are still written
    #[arg(long, short, action = ArgAction::SetTrue, help_heading = SHOWN)]
    pub(crate) quiet: bool,

    /// The picture (.png), or the counts for NumPy (.npy: int32, rows x columns)
    #[arg(long, value_name = "FILE", value_parser = output::<PictureKind>(), help_heading = FILES)]
    pub(crate) out: Option<Output<PictureKind>>,
    /// What each worker did when: to look at (.svg), or for Perfetto (.json, trace events)
    #[arg(long, value_name = "FILE", value_parser = output::<TimelineKind>(), help_heading = FILES)]
    pub(crate) timeline: Option<Output<TimelineKind>>,
}

/// What a pixel's colour tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorBy {
    /// How many iterations its point survived
    #[default]
    Count,
    /// Which worker computed it; lighter where the count is higher
    Thread,
    /// When it was drawn: from early to late along the palette
    Time,
}

/// Rows x columns, both still unchecked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    rows: usize,
    columns: usize,
}

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Size, String> {
        let parts = text.split_once(['x', 'X', '×']).map(|(rows, columns)| (rows.parse(), columns.parse()));
        match parts {
            Some((Ok(rows), Ok(columns))) => Ok(Size { rows, columns }),
            _ => {
                Err("it must be ROWSxCOLUMNS, two whole numbers of at least 1, such as 4000x3000".to_owned())
            }
        }
    }
}

fn palette_parser() -> impl TypedValueParser<Value = Palette> {
    PossibleValuesParser::new(Palette::ALL.map(Palette::name)).try_map(|name| name.parse::<Palette>())
}

fn output<K: Kind + Send + Sync>() -> impl TypedValueParser<Value = Output<K>> {
    PathBufValueParser::new().try_map(Output::named)
}

fn at_least_one(text: &str) -> Result<usize, String> {
    whole_number(text, 1, None)
}

fn thread_count(text: &str) -> Result<usize, String> {
    whole_number(text, 1, Some(MOST_THREADS))
}

fn repeat_count(text: &str) -> Result<usize, String> {
    whole_number(text, 1, Some(MOST_REPEATS))
}

fn whole_number<N: FromStr + PartialOrd + Display>(
    text: &str,
    least: N,
    most: Option<N>,
) -> Result<N, String> {
    let fits = |number: &N| *number >= least && most.as_ref().is_none_or(|most| number <= most);
    text.parse().ok().filter(fits).ok_or_else(|| match most {
        None => format!("it must be a whole number of at least {least}"),
        Some(most) => format!("it must be a whole number from {least} to {most}"),
    })
}

/// Reads the command line of a lesson's program.
pub(crate) fn parse<I>(lesson: &Lesson, arguments: I) -> Result<Options, clap::Error>
where
    I: IntoIterator<Item: Into<OsString> + Clone>,
{
    let mut command = command(lesson);
    let mut matches = command.try_get_matches_from_mut(arguments)?;
    let is_default_size = matches.value_source("size") == Some(ValueSource::DefaultValue);
    let choices = choices(lesson, &matches);
    let arguments =
        Arguments::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))?;
    let mut refuse = |kind, message: String| command.error(kind, message);

    let grid = grid(&arguments).map_err(|error| refuse(ErrorKind::ValueValidation, error.to_string()))?;
    let variants = chosen(lesson, arguments.variant.as_deref());
    if let (true, Some(option)) = (variants.len() > 1, arguments.needs_one_variant()) {
        let message = format!("{option} needs one variant, and --variant {ALL} asks for {}", variants.len());
        return Err(refuse(ErrorKind::ArgumentConflict, message));
    }
    let pieces = grid.rows().div_ceil(arguments.piece_rows);
    for (option, piece) in [("--fail-at", arguments.fail_at), ("--interrupt-at", arguments.interrupt_at)] {
        if let Some(piece) = piece.filter(|&piece| piece >= pieces) {
            let message = format!("{option} {piece}: the pieces are numbered from 0 to {}", pieces - 1);
            return Err(refuse(ErrorKind::ValueValidation, message));
        }
    }
    if arguments.live && !live::is_possible() {
        let message = "--live needs a terminal that can draw in place, and standard output leads to none";
        return Err(refuse(ErrorKind::ValueValidation, message.to_owned()));
    }
    let threads = arguments.threads.unwrap_or_else(usual_threads);
    Ok(Options { arguments, grid, is_default_size, threads, choices, variants })
}

impl Arguments {
    fn needs_one_variant(&self) -> Option<&'static str> {
        if self.out.is_some() {
            Some("--out")
        } else if self.timeline.is_some() {
            Some("--timeline")
        } else {
            match self.color_by {
                ColorBy::Count => None,
                ColorBy::Thread => Some("--color-by thread"),
                ColorBy::Time => Some("--color-by time"),
            }
        }
    }
}

fn grid(arguments: &Arguments) -> Result<Grid, GridError> {
    Grid::new(arguments.size.rows, arguments.size.columns)?
        .with_iterations(arguments.iterations)?
        .with_region(arguments.region)
}

fn chosen(lesson: &Lesson, name: Option<&str>) -> &'static [Variant] {
    let variants = lesson.variants;
    match name {
        Some(ALL) => variants,
        Some(name) => {
            // The parser has let nothing else through.
            let place = variants.iter().position(|variant| variant.name == name).unwrap_or(0);
            &variants[place..=place]
        }
        None => &variants[..1],
    }
}

/// What was chosen for the lesson's own options.
fn choices(lesson: &Lesson, matches: &ArgMatches) -> Choices {
    let mut choices = Choices::of(lesson);
    for choice in lesson.options {
        if let Some(&value) = matches.get_one(choice.name) {
            choices.choose(choice.name, value);
        }
    }
    choices
}

/// An option of the lesson's own.
fn own_option(choice: &'static Choice) -> Arg {
    let (least, most) = (choice.least, choice.most);
    Arg::new(choice.name)
        .long(choice.name)
        .help(choice.about)
        .help_heading(OWN)
        .value_name("N")
        .default_value(choice.default.to_string())
        .value_parser(move |text: &str| whole_number(text, least, Some(most)))
}

fn command(lesson: &Lesson) -> clap::Command {
    let mut names: Vec<PossibleValue> =
        lesson.variants.iter().map(|variant| PossibleValue::new(variant.name).help(variant.about)).collect();
    names.push(PossibleValue::new(ALL).help("Each of them, as a table"));
    let mut command = Arguments::command()
        .name(lesson.name)
        .about(lesson.about)
        .mut_arg("variant", |arg| {
            arg.value_parser(PossibleValuesParser::new(names)).default_value(lesson.variants[0].name)
        })
        .args(lesson.options.iter().map(own_option))
        .after_help(examples(lesson));
    if let Some(size) = lesson.default_grid {
        let about = format!("Rows and columns of the picture. It is not the usual size because {}", size.why);
        command = command
            .mut_arg("size", |arg| arg.default_value(format!("{}x{}", size.rows, size.columns)).help(about))
            .mut_arg("piece_rows", |arg| arg.default_value(size.piece_rows.to_string()));
    }
    command
}

fn examples(lesson: &Lesson) -> String {
    let name = lesson.name;
    format!(
        "Examples:\n  \
         cargo run -p {name}\n  \
         cargo run -p {name} -- --variant all --repeat 5\n  \
         cargo run -p {name} -- --color-by thread --threads 4\n  \
         cargo run -p {name} -- --timeline {name}.svg\n  \
         cargo run -p {name} -- --size 800x600 --iterations 200 --region=-0.1,-0.8,0.1,-0.7 --out valley.png"
    )
}
