//! How names and texts are written in Rust.

use std::path::Path;

/// A module's or function's name made of a file's or folder's: `1-claim` becomes `_1_claim`.
pub fn name(text: &str) -> String {
    let letters: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    match letters.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("_{letters}"),
        _ => letters.to_lowercase(),
    }
}

/// A text as a literal.
pub fn text(text: &str) -> String {
    format!("{text:?}")
}

/// A module whose source is a file.
pub fn module(visibility: &str, name: &str, file: &Path) -> String {
    format!("#[path = {:?}] {visibility} mod {name};\n", file.display().to_string())
}

/// A test that fails and says why.
pub fn failing_test(name: &str, why: &str) -> String {
    format!("#[test]\nfn {name}() {{\n    panic!(\"{{}}\", {});\n}}\n", text(why))
}
