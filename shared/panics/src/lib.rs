//! What a panic says.
//!
//! A panic carries a *payload*, which may be anything: that of `panic!("…")` is a text, and then it is either a
//! `&'static str` or a `String`, depending on whether there was something to format. Whoever contains a panic and has
//! to tell somebody of it wants that text.

#![forbid(unsafe_code)]

use std::any::Any;

/// What is told of a payload that says nothing.
pub const NO_TEXT: &str = "a panic without a text";

/// The text of a payload, if it has one.
#[must_use]
pub fn text(payload: &(dyn Any + Send)) -> Option<&str> {
    let formatted = payload.downcast_ref::<String>().map(String::as_str);
    formatted.or_else(|| payload.downcast_ref::<&'static str>().copied())
}

/// The text of a payload, or [`NO_TEXT`].
#[must_use]
pub fn message(payload: &(dyn Any + Send)) -> &str {
    text(payload).unwrap_or(NO_TEXT)
}

/// The text of a payload, or [`NO_TEXT`], for who has no other use for the payload.
///
/// It is forgotten rather than dropped: a payload may do anything as it is dropped, and might panic again.
#[must_use]
pub fn into_message(payload: Box<dyn Any + Send>) -> String {
    let message = message(&*payload).to_owned();
    std::mem::forget(payload);
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payload_of(work: fn()) -> Box<dyn Any + Send> {
        std::panic::catch_unwind(work).expect_err("it panics")
    }

    #[test]
    fn a_text_is_found_whether_it_was_formatted_or_not() {
        assert_eq!(text(&*payload_of(|| panic!("as it is"))), Some("as it is"));
        assert_eq!(message(&*payload_of(|| panic!("formatted {}", 7))), "formatted 7");
    }

    #[test]
    fn what_is_no_text_is_said_to_be_none() {
        let number = payload_of(|| std::panic::panic_any(7));
        assert_eq!((text(&*number), message(&*number)), (None, NO_TEXT));
    }

    #[test]
    fn a_payload_that_would_panic_as_it_is_dropped_is_not() {
        struct Bomb;
        impl Drop for Bomb {
            fn drop(&mut self) {
                panic!("dropped");
            }
        }
        assert_eq!(into_message(payload_of(|| std::panic::panic_any(Bomb))), NO_TEXT);
    }
}
