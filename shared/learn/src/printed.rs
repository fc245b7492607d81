//! What the program around an answer prints: whatever the answer does, and at the end the judgement.

use std::io::{self, Write};

use learn::Judgement;
use serde_json::Deserializer;

/// So much of the end is kept, in bytes. A judgement is a small part of that.
const KEPT: usize = 4 << 20;
/// So many lines of the answer's own are shown, and so many characters of each.
const LINES: usize = 20;
const CHARACTERS: usize = 200;

/// The end of what is printed. An answer may print for ever.
#[derive(Default)]
pub struct Printed {
    end: Vec<u8>,
    /// How many lines there were before the end.
    lines_before: usize,
}

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.end.extend_from_slice(bytes);
        if self.end.len() > 2 * KEPT {
            let before = self.end.len() - KEPT;
            self.lines_before += self.end.drain(..before).filter(|byte| *byte == b'\n').count();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Printed {
    /// The judgement, if the program came to it. What the answer printed itself is shown on stderr.
    pub fn judgement(&self) -> Option<Judgement> {
        let end = String::from_utf8_lossy(&self.end);
        // The answer need not have ended its line, and its threads may still print after it.
        let judged = end.rfind(r#"{"judgement":"#).and_then(|begin| {
            let judgement = Deserializer::from_str(&end[begin..]).into_iter().next()?.ok()?;
            Some((begin, judgement))
        });
        match judged {
            Some((begin, judgement)) => {
                self.show(&end[..begin]);
                Some(judgement)
            }
            None => {
                self.show(&end);
                None
            }
        }
    }

    /// Shows the last of the answer's own lines.
    fn show(&self, own: &str) {
        let lines: Vec<&str> = own.trim_end().lines().collect();
        let left_out = lines.len().saturating_sub(LINES);
        let mut stderr = io::stderr().lock();
        // Where it cannot be shown, nobody wants to see it.
        if left_out + self.lines_before > 0 {
            let count = left_out + self.lines_before;
            let _ = writeln!(
                stderr,
                "… {count} lines more were printed: the answer is run under every schedule …"
            );
        }
        for line in &lines[left_out..] {
            let _ = match line.char_indices().nth_back(CHARACTERS) {
                Some((cut, _)) => writeln!(stderr, "… {}", &line[cut..]),
                None => writeln!(stderr, "{line}"),
            };
        }
    }
}
