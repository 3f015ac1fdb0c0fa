//! Regular expressions as questionnaires write them: the whole text must match, and the classes
//! `\d`, `\w` and `\s` are ASCII, as in the Java engine that forms are written for.

use regex::{Regex, RegexBuilder};

const LARGEST: usize = 1 << 20;
const DEEPEST: u32 = 50;

/// The compiled pattern, or why there is none, in one line.
pub(super) fn compile(pattern: &str) -> Result<Regex, String> {
    let whole = format!(r"\A(?:{})\z", ascii_classes(pattern));
    RegexBuilder::new(&whole)
        .size_limit(LARGEST)
        .nest_limit(DEEPEST)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
            error => {
                let text = error.to_string();
                let reason = text.lines().last().unwrap_or_default();
                reason.trim_start_matches("error: ").to_owned()
            }
        })
}

/// The pattern with its class escapes written out.
fn ascii_classes(pattern: &str) -> String {
    let mut written = String::with_capacity(pattern.len());
    let mut in_class = false;
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some(escaped) => written.push_str(&escape(escaped, in_class)),
                None => written.push('\\'),
            },
            '[' => {
                in_class = true;
                written.push('[');
            }
            ']' => {
                in_class = false;
                written.push(']');
            }
            other => written.push(other),
        }
    }
    written
}

fn escape(escaped: char, in_class: bool) -> String {
    let (members, negated) = match escaped {
        'd' => ("0-9", false),
        'w' => ("0-9A-Za-z_", false),
        's' => (" \\t\\n\\x0B\\f\\r", false),
        'D' => ("0-9", true),
        'W' => ("0-9A-Za-z_", true),
        'S' => (" \\t\\n\\x0B\\f\\r", true),
        'Z' => return "\\z".to_owned(),
        other => return format!("\\{other}"),
    };
    match (negated, in_class) {
        (false, true) => members.to_owned(),
        (false, false) => format!("[{members}]"),
        (true, _) => format!("[^{members}]"),
    }
}
