//! The book in a browser.

fn main() {}
