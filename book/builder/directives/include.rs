//! `{{#include path:region}}`: lines of a file, as they are.

use std::path::Path;

use super::{Call, Expansion, Workshop, escaped};
use crate::place::{normal, slashed, to_root};
use crate::problem::Fault;
use crate::region::{region, whole};

/// The region, or the whole file if no region is named. Below the code block stands which file it is.
pub(super) fn expand(call: &Call<'_>, workshop: &mut Workshop) -> Result<Expansion, Fault> {
    let [words] = &*call.words else {
        return Err(call.malformed("it is followed by: path:region, or a path for the whole file"));
    };
    let Some(fence) = call.fence else {
        return Err(call.malformed("it stands in a code block"));
    };
    let (path, name) = words.split_once(':').map_or((&**words, None), |(path, name)| (path, Some(name)));
    let from = workshop.place.src().join(call.page.parent().unwrap_or(Path::new("")));
    let full = normal(&from.join(path)).ok_or_else(|| Fault::NoFile(path.to_owned()))?;
    let shown = workshop.place.shown(&full);
    let inside = full.strip_prefix(&workshop.place.repository).map_err(|_| Fault::NoFile(path.to_owned()))?;
    let source = std::fs::read_to_string(&full).map_err(|_| Fault::NoFile(shown.clone()))?;
    let text = match name {
        None => whole(&source),
        Some(name) => region(&source, name).map_err(|fault| Fault::Region { path: shown.clone(), fault })?,
    };
    let ticks: String = fence.chars().take_while(|c| matches!(c, '`' | '~')).collect();
    if text.lines().any(|line| line.trim_start().starts_with(&ticks)) {
        return Err(
            call.malformed(format!("{shown} holds a line that begins with {ticks}; use a longer fence"))
        );
    }
    let link = workshop.carry(inside)?;
    let below = format!(
        "<p class=\"listing-source\"><a href=\"{}{}\">{}</a></p>",
        to_root(call.page),
        escaped(&slashed(&link)),
        escaped(&shown)
    );
    Ok(Expansion { text, below: Some(below) })
}
