//! The promises of isolated interpreters under real threads. The name of a test is a promise; none of them sleeps to
//! make a schedule happen: where it matters who comes first, channels say so, and `tests/loom.rs` has all the orders.

#[path = "promises/drawing.rs"]
mod drawing;
#[path = "promises/executor.rs"]
mod executor;
#[path = "promises/interpreter.rs"]
mod interpreter;
#[path = "promises/mailbox.rs"]
mod mailbox;
#[path = "promises/queue.rs"]
mod queue;
#[path = "promises/script.rs"]
mod script;

use std::sync::mpsc;
use std::time::Duration;

use interpreters::Tiny;
use interpreters::by_hand::{Engine, Interpreters, Trouble};

// Ends this program, and says so, if all its threads sleep for good.
use watchdog as _;

const NOW: Duration = Duration::ZERO;
const SHORT: Duration = Duration::from_millis(1);

fn tiny() -> Interpreters<Tiny> {
    Interpreters::new(Tiny::default)
}

/// An engine that can be held: `hold` says that it has begun, and returns when the test lets it.
struct Held {
    begun: mpsc::Sender<()>,
    gone: std::sync::Arc<std::sync::Mutex<mpsc::Receiver<()>>>,
    inner: Tiny,
}

impl Engine for Held {
    type Value = i64;

    fn set(&mut self, name: &str, value: i64) {
        self.inner.set(name, value);
    }

    fn exec(&mut self, source: &str) -> Result<(), Trouble> {
        self.inner.exec(source)
    }

    fn call(&mut self, function: &str, arguments: Vec<i64>) -> Result<i64, Trouble> {
        if function != "hold" {
            return self.inner.call(function, arguments);
        }
        self.begun.send(()).expect("the test waits for this");
        // The test says so, or is over.
        let _ = self.gone.lock().expect("nobody panics with it").recv();
        Ok(0)
    }
}

/// Interpreters that can be held; what is said when one has begun to hold; and what lets one of them go.
fn held() -> (Interpreters<Held>, mpsc::Receiver<()>, mpsc::Sender<()>) {
    let (begun, has_begun) = mpsc::channel();
    let (let_go, gone) = mpsc::channel();
    let (begun, gone) = (std::sync::Mutex::new(begun), std::sync::Arc::new(std::sync::Mutex::new(gone)));
    let make = move || {
        let begun = begun.lock().expect("nobody panics with it").clone();
        Held { begun, gone: std::sync::Arc::clone(&gone), inner: Tiny::default() }
    };
    (Interpreters::new(make), has_begun, let_go)
}
