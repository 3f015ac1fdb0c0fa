//! Texts with the answers that they mention.

use std::borrow::Cow;

use super::state::{Occurrence, State};
use crate::questionnaire::expression::Tree;

/// Signs that Markdown would read as its own.
const MARKDOWN: &[char] = &['\\', '`', '*', '_', '[', ']', '<', '>', '#', '&', '!', '~', '|'];

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
    /// The text with answers inserted, as seen from an occurrence.
    pub(super) fn filled<'t>(&self, text: &'t str, at: Occurrence) -> Cow<'t, str> {
        if !text.contains("${") {
            return Cow::Borrowed(text);
        }
        let mut filled = String::with_capacity(text.len() + 32);
        for piece in pieces(text) {
            match piece {
                Piece::Words(words) => filled.push_str(words),
                Piece::Name(name) => {
                    let spoken: Vec<String> = self
                        .resolve(name, at)
                        .iter()
                        .map(|node| self.spoken(node))
                        .collect();
                    escape(&self.listed(&spoken), &mut filled);
                }
            }
        }
        Cow::Owned(filled)
    }

    /// An answer as it is read out: choices by their labels.
    fn spoken(&self, at: Occurrence) -> String {
        let value = Tree::text(self, at);
        let list = self
            .question(at)
            .and_then(|question| question.kind.selection())
            .and_then(|selection| self.plan.definition.lists.get(&selection.list));
        let Some(list) = list else {
            return value.into_owned();
        };
        let labels: Vec<String> = value
            .split_ascii_whitespace()
            .map(|name| {
                list.get(name).map_or_else(
                    || name.to_owned(),
                    |choice| self.said(self.words(&choice.label), at),
                )
            })
            .collect();
        self.listed(&labels)
    }

    /// The label of a choice in plain text, with what it mentions as written: a label that mentions a
    /// question with the same choices has no end otherwise.
    pub(super) fn said(&self, label: &str, at: Occurrence) -> String {
        let said = pieces(label).map(|piece| match piece {
            Piece::Words(words) => words.to_owned(),
            Piece::Name(name) => {
                let texts: Vec<String> = self
                    .resolve(name, at)
                    .iter()
                    .map(|node| Tree::text(self, node).into_owned())
                    .collect();
                self.listed(&texts)
            }
        });
        said.collect()
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

fn escape(text: &str, into: &mut String) {
    for sign in text.chars() {
        if MARKDOWN.contains(&sign) {
            into.push('\\');
        }
        into.push(if sign == '\n' { ' ' } else { sign });
    }
}
