//! Texts with the answers that they mention.

use std::borrow::Cow;

use super::state::{Occurrence, State};
use crate::language::is_right_to_left;
use crate::questionnaire::expression::Tree;

/// Signs that Markdown would read as its own.
const MARKDOWN: &[char] = &['\\', '`', '*', '_', '[', ']', '<', '>', '#', '&', '!', '~', '|'];

/// Signs around an inserted answer that may run in another direction than the text: within them its
/// order is its own, and outside nothing is moved by it (Unicode's first strong isolate).
const ISOLATE: char = '\u{2068}';
const END_OF_ISOLATE: char = '\u{2069}';

/// The names that a text mentions as `${name}`.
pub(super) fn references(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).filter_map(|piece| match piece {
        Piece::Name(name) => Some(name),
        Piece::Words(_) => None,
    })
}

/// A piece of a text.
pub enum Piece<'t> {
    Words(&'t str),
    /// The name of the question whose answer stands here.
    Name(&'t str),
}

/// The text cut at its references; a `${` that is never closed is plain text.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    let mut waiting = None;
    std::iter::from_fn(move || {
        if let Some(name) = waiting.take() {
            return Some(Piece::Name(name));
        }
        let found = rest.split_once("${").and_then(|(before, behind)| {
            let (name, after) = behind.split_once('}')?;
            Some((before, name.trim(), after))
        });
        match found {
            Some((before, name, after)) => {
                rest = after;
                if before.is_empty() {
                    return Some(Piece::Name(name));
                }
                waiting = Some(name);
                Some(Piece::Words(before))
            }
            None if rest.is_empty() => None,
            None => Some(Piece::Words(std::mem::take(&mut rest))),
        }
    })
}

impl State<'_> {
    /// The text, which is Markdown, with answers inserted as they are read out, as seen from an occurrence.
    pub(super) fn filled<'t>(&self, text: &'t str, at: Occurrence) -> Cow<'t, str> {
        self.fill(text, at, |node| self.spoken(node), |answers| self.apart(answers))
    }

    /// The label of a choice in plain text, with what it mentions as written: a label that mentions a
    /// question with the same choices has no end otherwise.
    pub(super) fn said<'t>(&self, label: &'t str, at: Occurrence) -> Cow<'t, str> {
        self.fill(
            label,
            at,
            |node| Tree::text(self, node).into_owned(),
            |answers| answers,
        )
    }

    /// The text with each name replaced: its answers, one by one and then together.
    fn fill<'t>(
        &self,
        text: &'t str,
        at: Occurrence,
        answer: impl Fn(Occurrence) -> String,
        together: impl Fn(String) -> String,
    ) -> Cow<'t, str> {
        if !text.contains("${") {
            return Cow::Borrowed(text);
        }
        let mut filled = String::with_capacity(text.len() + 32);
        for piece in pieces(text) {
            match piece {
                Piece::Words(words) => filled.push_str(words),
                Piece::Name(name) => {
                    let answers: Vec<String> = self.resolve(name, at).iter().map(&answer).collect();
                    filled.push_str(&together(self.listed(&answers)));
                }
            }
        }
        Cow::Owned(filled)
    }

    /// An answer that keeps its own direction.
    fn apart(&self, answer: String) -> String {
        let apart = is_right_to_left(&self.context.language) || answer.chars().any(runs_left);
        if apart && !answer.is_empty() {
            return format!("{ISOLATE}{answer}{END_OF_ISOLATE}");
        }
        answer
    }

    /// An answer as it is read out, as Markdown: choices by their labels, and what those mention as written.
    fn spoken(&self, at: Occurrence) -> String {
        let value = Tree::text(self, at);
        let list = self
            .question(at)
            .and_then(|question| question.kind.selection())
            .and_then(|selection| self.plan.definition.lists.get(&selection.list));
        let Some(list) = list else {
            let named = self.asks_registry(at).then(|| self.named(&value)).flatten();
            return match named {
                Some(named) => self.words(&named.label).to_owned(),
                None => escaped(&value),
            };
        };
        let written = |node| escaped(&Tree::text(self, node));
        let labels: Vec<String> = value
            .split_ascii_whitespace()
            .map(|name| match list.get(name) {
                Some(choice) => {
                    let label = self.words(&choice.label);
                    self.fill(label, at, written, |answers| self.apart(answers))
                        .into_owned()
                }
                None => escaped(name),
            })
            .collect();
        self.listed(&labels)
    }

    /// Several things in one line, as the language writes it.
    fn listed(&self, things: &[String]) -> String {
        let comma = if self.context.language.starts_with("zh") {
            "、"
        } else {
            ", "
        };
        things
            .iter()
            .filter(|thing| !thing.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(comma)
    }
}

/// Letters of the scripts that are written from right to left.
fn runs_left(sign: char) -> bool {
    matches!(sign, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Signs that change the direction of the text after them.
fn turns(sign: char) -> bool {
    matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars().filter(|sign| !turns(*sign)) {
        if MARKDOWN.contains(&sign) {
            out.push('\\');
        }
        out.push(if sign == '\n' { ' ' } else { sign });
    }
    out
}
