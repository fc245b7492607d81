//! What the system says that this program has used, the processes that it has started and awaited included.

use serde::Serialize;

/// How often the processor was given from one thread to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Switches {
    /// A thread had to wait, and gave it up.
    pub voluntary: u64,
    /// The system took it away, to give it to somebody else.
    pub involuntary: u64,
}

impl Switches {
    /// Those since `earlier`.
    pub(crate) fn since(self, earlier: Switches) -> Switches {
        Switches {
            voluntary: self.voluntary.saturating_sub(earlier.voluntary),
            involuntary: self.involuntary.saturating_sub(earlier.involuntary),
        }
    }
}
