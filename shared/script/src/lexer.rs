//! From text to tokens: words, numbers, signs, and Python's lines and indentation.

use crate::error::{ErrorKind, ScriptError};

/// A token, and the line that it stands in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    pub(crate) what: What,
    pub(crate) line: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum What {
    /// A name that is not a keyword.
    Name(String),
    /// A word that means something by itself.
    Keyword(&'static str),
    Int(i64),
    Float(f64),
    /// An operator or a bracket.
    Sign(&'static str),
    /// The end of a line that is not empty.
    NewLine,
    /// The line is further in than the one before.
    Indent,
    /// The line is further out, by one level.
    Dedent,
    End,
}

const KEYWORDS: [&str; 19] = [
    "and", "break", "continue", "def", "elif", "else", "False", "for", "global", "if", "in", "is", "None",
    "not", "or", "pass", "return", "True", "while",
];

/// Longer ones first: the first that fits is taken.
const SIGNS: [&str; 25] = [
    "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=", "//", "(", ")", "[", "]", ",", ":", ".", "=", "<", ">",
    "+", "-", "*", "/", "%", "@",
];

/// Cuts a script into tokens.
pub(crate) fn tokens(source: &str) -> Result<Vec<Token>, ScriptError> {
    let mut lexer = Lexer { tokens: Vec::new(), line: 0, indents: vec![0], open: Vec::new() };
    for text in source.lines() {
        lexer.line += 1;
        lexer.cut_line(text)?;
    }
    if let Some(line) = lexer.open.pop() {
        return Err(ScriptError::new(line, ErrorKind::Syntax, "a bracket is not closed"));
    }
    lexer.indent(0)?;
    lexer.push(What::End);
    Ok(lexer.tokens)
}

struct Lexer {
    tokens: Vec<Token>,
    line: usize,
    /// How far in each block is that is open, from the outermost.
    indents: Vec<usize>,
    /// The lines of the brackets that are open: inside of them the ends of lines mean nothing.
    open: Vec<usize>,
}

impl Lexer {
    fn cut_line(&mut self, text: &str) -> Result<(), ScriptError> {
        let code = text.split('#').next().unwrap_or_default().trim_end();
        let rest = code.trim_start();
        if rest.is_empty() {
            return Ok(());
        }
        if self.open.is_empty() {
            let margin = &code[..code.len() - rest.len()];
            if margin.contains('\t') {
                return Err(self.error("lines are indented by spaces here, not by tabs"));
            }
            self.indent(margin.len())?;
        }
        self.cut(rest)?;
        if self.open.is_empty() {
            self.push(What::NewLine);
        }
        Ok(())
    }

    fn indent(&mut self, margin: usize) -> Result<(), ScriptError> {
        let mut current = self.indents.last().copied().unwrap_or_default();
        if margin > current {
            self.indents.push(margin);
            self.push(What::Indent);
        }
        while margin < current {
            self.indents.pop();
            self.push(What::Dedent);
            current = self.indents.last().copied().unwrap_or_default();
            if margin > current {
                return Err(self.error("this line is as far in as no block around it"));
            }
        }
        Ok(())
    }

    fn cut(&mut self, mut rest: &str) -> Result<(), ScriptError> {
        while let Some(first) = rest.chars().next() {
            let length = if first.is_ascii_alphabetic() || first == '_' {
                let length = span(rest, |c| c.is_ascii_alphanumeric() || c == '_');
                self.word(&rest[..length]);
                length
            } else if first.is_ascii_digit() {
                self.number(rest)?
            } else if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
                self.sign(sign)?;
                sign.len()
            } else {
                return Err(self.error(format!("`{first}` means nothing here")));
            };
            rest = rest[length..].trim_start();
        }
        Ok(())
    }

    fn word(&mut self, word: &str) {
        let keyword = KEYWORDS.into_iter().find(|keyword| *keyword == word);
        self.push(keyword.map_or_else(|| What::Name(word.to_owned()), What::Keyword));
    }

    /// Reads a number from the beginning of `rest`; how long it is.
    fn number(&mut self, rest: &str) -> Result<usize, ScriptError> {
        let mut length = span(rest, |c| c.is_ascii_digit());
        let mut whole = true;
        if rest[length..].starts_with('.') {
            whole = false;
            length += 1;
            length += span(&rest[length..], |c| c.is_ascii_digit());
        }
        if rest[length..].starts_with(['e', 'E']) {
            whole = false;
            length += 1;
            length += usize::from(rest[length..].starts_with(['+', '-']));
            length += span(&rest[length..], |c| c.is_ascii_digit());
        }
        let text = &rest[..length];
        let what = if whole { text.parse().map(What::Int).ok() } else { text.parse().map(What::Float).ok() };
        let next_to_it = rest[length..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        match what {
            Some(what) if !next_to_it => self.push(what),
            _ => return Err(self.error(format!("`{text}` is no number of 64 bits"))),
        }
        Ok(length)
    }

    fn sign(&mut self, sign: &'static str) -> Result<(), ScriptError> {
        match sign {
            "(" | "[" => self.open.push(self.line),
            ")" | "]" if self.open.pop().is_none() => {
                return Err(self.error(format!("`{sign}` closes nothing")));
            }
            _ => {}
        }
        self.push(What::Sign(sign));
        Ok(())
    }

    fn push(&mut self, what: What) {
        self.tokens.push(Token { what, line: self.line });
    }

    fn error(&self, message: impl Into<String>) -> ScriptError {
        ScriptError::new(self.line, ErrorKind::Syntax, message)
    }
}

/// How long the part at the beginning of `text` is whose characters all belong.
fn span(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}
