//! What mdBook says to a log that nobody reads.
//!
//! mdBook renders a page with an unclosed tag as well as it can and mentions it in its log. In a book about
//! Rust that is most often a type such as `Mutex<T>` outside of code: the browser takes `<T>` for a tag and
//! the reader sees `Mutex`. So the builder listens, and what it hears is a problem of the book.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Dispatch, Event, Level, Metadata, Subscriber};

/// Runs `work` on this thread; with its result come the warnings and errors that it logged.
pub fn heard<T>(work: impl FnOnce() -> T) -> (T, Vec<String>) {
    let said = Arc::new(Mutex::new(Vec::new()));
    let result = tracing::dispatcher::with_default(&Dispatch::new(Listener(Arc::clone(&said))), work);
    let said = std::mem::take(&mut *said.lock().unwrap_or_else(PoisonError::into_inner));
    (result, said)
}

struct Listener(Arc<Mutex<Vec<String>>>);

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // The more severe, the less: warnings and errors.
        *metadata.level() <= Level::WARN
    }

    fn event(&self, event: &Event<'_>) {
        let mut message = Message(String::new());
        event.record(&mut message);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(message.0);
    }

    // Spans hold no message: there is nothing to keep of them.
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_and_errors_are_heard_and_the_rest_is_not() {
        let (result, said) = heard(|| {
            tracing::info!("all is well");
            tracing::warn!("page {} is odd", 3);
            tracing::error!("page 4 is lost");
            7
        });
        assert_eq!((result, said), (7, vec!["page 3 is odd".to_owned(), "page 4 is lost".to_owned()]));
    }
}
