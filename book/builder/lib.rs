//! Builds the book.
