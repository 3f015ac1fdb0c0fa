//! Answers under a code: reading them, putting a page's fields into them, and saving them.

use std::borrow::Cow;

use actix_web::HttpResponse;

use crate::language::Language;
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::evaluation::{
    FieldPath, Plan, State, add_instance, evaluate, read_fields, remove_instance,
};
use crate::responses::draft::{self, Draft, Saved};
use crate::responses::{Code, CodeHash, Refused};
use crate::store::{Instant, StoreError};
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::page::{Page, see_other};
use crate::web::throttle::Limited;

/// How often another device may come first before the person is asked to try again.
const ATTEMPTS: usize = 4;

/// What the person pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pressed {
    Next,
    Back,
    Send,
    Language(String),
    Add(FieldPath),
    Remove(FieldPath, usize),
    /// Take a stored file away.
    Discard(FieldPath),
}

impl Pressed {
    /// Reads the value of the button; whatever is not known means to go on.
    pub fn read(value: &str) -> Self {
        match value.split_once(':') {
            None if value == "back" => Self::Back,
            None if value == "send" => Self::Send,
            Some(("language", tag)) => Self::Language(tag.to_owned()),
            Some(("add", path)) => Self::Add(field_path(path)),
            Some(("discard", path)) => Self::Discard(field_path(path)),
            Some(("remove", rest)) => match rest.split_once(':') {
                Some((number, path)) => Self::Remove(field_path(path), number.parse().unwrap_or(0)),
                None => Self::Next,
            },
            _ => Self::Next,
        }
    }
}

/// Reads `repeat[2]/key`.
fn field_path(mut text: &str) -> FieldPath {
    let mut repeats = Vec::new();
    while let Some((before, after)) = text.split_once("]/") {
        let Some((key, number)) = before.rsplit_once('[') else {
            break;
        };
        let Ok(number) = number.parse() else {
            break;
        };
        repeats.push((key.to_owned(), number));
        text = after;
    }
    FieldPath {
        repeats,
        key: text.to_owned(),
    }
}

/// What a code in an address leads to.
#[derive(Debug)]
pub enum Found {
    Draft(Box<Draft>),
    /// It was submitted.
    Submitted,
}

/// Reads the code of an address.
///
/// # Errors
/// [`Refused::NoSuchCode`] or [`WebError::TooMany`].
pub fn code(site: &Site, typed: &str) -> Result<(Code, CodeHash), WebError> {
    match typed.parse::<Code>() {
        Ok(code) => {
            let hash = site.codes.hash(&code);
            Ok((code, hash))
        }
        Err(_) => Err(unknown(site)),
    }
}

/// Nothing is stored under the code; whoever tries many of them is slowed down.
pub fn unknown(site: &Site) -> WebError {
    match site.throttle.take(Limited::UnknownCode, "", site.clock.now()) {
        Ok(()) => Refused::NoSuchCode.into(),
        Err(too_many) => too_many,
    }
}

/// The draft under a code.
///
/// # Errors
/// [`Refused::NoSuchCode`] when there is neither draft nor submission.
pub async fn find(site: &Site, hash: &CodeHash) -> Result<Found, WebError> {
    let (shelf, hash, now) = (site.shelf.clone(), hash.clone(), site.clock.now());
    let found = site
        .store
        .read(move |db| {
            if let Some(draft) = draft::open(db, &shelf, &hash)? {
                return Ok::<_, StoreError>(Some(Found::Draft(Box::new(draft))));
            }
            let receipt = crate::responses::receipt(db, now, &shelf, &hash)?;
            Ok(receipt.map(|_| Found::Submitted))
        })
        .await?;
    found.ok_or_else(|| unknown(site))
}

/// What a page sent.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    /// As they came.
    pub fields: Vec<(String, String)>,
    /// Files that are stored now, by the field they came in.
    pub files: Vec<(FieldPath, String)>,
}

impl Sent {
    /// The fields with what is known of files, in place of what they claim about files.
    fn trusted(&self, plan: &Plan, pressed: &Pressed) -> Cow<'_, [(String, String)]> {
        if !plan.takes_files() {
            return Cow::Borrowed(&self.fields);
        }
        let mut fields = self.fields.clone();
        fields.retain(|(name, _)| !plan.names_a_file(name));
        let stored = self.files.iter().map(|(path, name)| (path.file(), name.clone()));
        fields.extend(stored);
        if let Pressed::Discard(path) = pressed {
            fields.push((path.file(), String::new()));
        }
        Cow::Owned(fields)
    }
}

/// A draft with the fields of one page put into its answers.
#[derive(Debug)]
pub struct Edited {
    pub before: Draft,
    pub answers: Answers,
}

/// Puts what a page sent into a copy of the draft's answers.
pub fn edit(draft: &Draft, page: usize, sent: &Sent, pressed: &Pressed, now: Instant) -> Answers {
    let plan = &draft.version.plan;
    let context = draft.context(now);
    let mut answers = draft.answers.clone();
    read_fields(plan, page, &sent.trusted(plan, pressed), &context, &mut answers);
    match pressed {
        Pressed::Add(repeat) => {
            add_instance(plan, repeat, &context, &mut answers);
        }
        Pressed::Remove(repeat, number) => {
            remove_instance(plan, repeat, *number, &mut answers);
        }
        // Whoever only changes the language has not passed over what is still open.
        Pressed::Language(_) => {
            answers
                .0
                .retain(|key, answer| *answer != Answer::Skipped || draft.answers.get(key).is_some());
        }
        Pressed::Next | Pressed::Back | Pressed::Send | Pressed::Discard(_) => {}
    }
    answers
}

/// Saves the fields of a page; tries again with the newest draft when another device was first.
/// Nothing is saved, and nothing answered, when the draft was submitted meanwhile.
///
/// # Errors
/// What [`draft::save`] and [`draft::change_language`] refuse.
pub async fn save(
    site: &Site,
    hash: &CodeHash,
    page: usize,
    sent: &Sent,
    pressed: &Pressed,
) -> Result<Option<(Edited, Saved)>, WebError> {
    let mut attempt = 0;
    loop {
        let Found::Draft(draft) = find(site, hash).await? else {
            return Ok(None);
        };
        let now = site.clock.now();
        let answers = edit(&draft, page, sent, pressed, now);
        let (to_save, kept) = ((*draft).clone(), answers.clone());
        let language = match pressed {
            Pressed::Language(tag) => Some(tag.clone()),
            _ => None,
        };
        let saved = site
            .store
            .write(move |tx| write(tx, now, &to_save, &kept, language.as_deref()))
            .await;
        match saved {
            Ok(saved) => {
                return Ok(Some((
                    Edited {
                        before: *draft,
                        answers,
                    },
                    saved,
                )));
            }
            Err(Refused::Changed) if attempt < ATTEMPTS => attempt += 1,
            Err(refused) => return Err(refused.into()),
        }
    }
}

fn write(
    tx: &mut crate::store::Transaction<'_>,
    now: Instant,
    draft: &Draft,
    answers: &Answers,
    language: Option<&str>,
) -> Result<Saved, Refused> {
    let mut draft = draft.clone();
    if let Some(language) = language {
        draft::change_language(tx, now, &draft, language)?;
        // What was just written is the draft's newest state.
        draft.saved_at = now.max(draft.saved_at.plus(chrono::TimeDelta::microseconds(1)));
        language.clone_into(&mut draft.language);
    }
    draft::save(tx, now, &draft, answers)
}

/// The frame in the language of the draft.
pub fn frame(page: Page, language: &str) -> Page {
    match Language::from_tag(language) {
        Some(language) => page.in_language(language),
        None => page,
    }
}

/// The study's name in the language of the draft.
pub fn short_title(draft: &Draft) -> String {
    let settings = &draft.described.settings;
    let fallback = settings.fallback_language();
    settings.short_title.get(&draft.language, fallback).to_owned()
}

/// The address of a page of a draft.
pub fn address(code: &Code, page: usize) -> String {
    format!("/answer/{code}/{}", page + 1)
}

/// Sends the browser to a page, or to the end when there is no further one.
pub fn go_to(code: &Code, page: Option<usize>) -> HttpResponse {
    match page {
        Some(page) => see_other(&address(code, page)),
        None => see_other(&format!("/answer/{code}/send")),
    }
}

/// Runs `look` over the evaluated answers.
pub fn with_state<T>(
    draft: &Draft,
    answers: &Answers,
    now: Instant,
    look: impl FnOnce(&State<'_>) -> T,
) -> T {
    let context = draft.context(now);
    look(&evaluate(&draft.version.plan, answers, &context))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_says_what_it_does() {
        assert_eq!(Pressed::read("next"), Pressed::Next);
        assert_eq!(Pressed::read("nonsense:x"), Pressed::Next);
        assert_eq!(
            Pressed::read("language:zh-Hans"),
            Pressed::Language("zh-Hans".into())
        );
        let path = FieldPath {
            repeats: vec![("outer/group".into(), 3)],
            key: "inner".into(),
        };
        assert_eq!(Pressed::read(&format!("add:{path}")), Pressed::Add(path.clone()));
        assert_eq!(
            Pressed::read(&format!("discard:{path}")),
            Pressed::Discard(path.clone())
        );
        assert_eq!(
            Pressed::read(&format!("remove:2:{path}")),
            Pressed::Remove(path, 2)
        );
    }
}
