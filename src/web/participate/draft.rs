//! Answers under a code: reading them, putting a page's fields into them, and saving them.

use actix_web::HttpResponse;

use crate::language::Language;
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::evaluation::{SEEN, State, add_instance, evaluate, read_fields, remove_instance};
use crate::responses::draft::{self, Draft, Saved};
use crate::responses::{Code, CodeHash, Refused};
use crate::store::{Instant, Snapshot, StoreError};
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::page::{Page, see_other};
use crate::web::throttle::Limited;

use super::sent::{Pressed, Sent};

/// How often another device may come first before the person is asked to try again.
const ATTEMPTS: usize = 4;

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
            if let Some(draft) = draft::open(db, now, &shelf, &hash)? {
                return Ok::<_, StoreError>(Some(Found::Draft(Box::new(draft))));
            }
            let receipt = crate::responses::receipt(db, now, &shelf, &hash)?;
            Ok(receipt.map(|_| Found::Submitted))
        })
        .await?;
    found.ok_or_else(|| unknown(site))
}

/// A draft with the fields of one page put into its answers.
#[derive(Debug)]
pub struct Edited {
    pub before: Draft,
    pub answers: Answers,
}

/// The draft under a code with what a page sent; nothing when it was submitted meanwhile.
///
/// # Errors
/// As of [`find`].
pub async fn edited(
    site: &Site,
    hash: &CodeHash,
    page: usize,
    sent: &Sent,
) -> Result<Option<Edited>, WebError> {
    let Found::Draft(draft) = find(site, hash).await? else {
        return Ok(None);
    };
    let (mut before, now) = (*draft, site.clock.now());
    if !before.version.plan.reads_registry() {
        let answers = edit(&before, page, sent, now);
        return Ok(Some(Edited { before, answers }));
    }
    let sent = sent.clone();
    let look_up = move |db: &mut Snapshot<'_>| {
        let answers = before.edited(db, now, |draft, answers| {
            *answers = edit(draft, page, &sent, now);
        })?;
        Ok::<_, StoreError>(Edited { before, answers })
    };
    Ok(Some(site.store.read(look_up).await?))
}

/// Puts what a page sent into a copy of the draft's answers.
pub fn edit(draft: &Draft, page: usize, sent: &Sent, now: Instant) -> Answers {
    let plan = &draft.version.plan;
    let context = draft.context(now);
    let mut answers = draft.answers.clone();
    let fields = sent.trusted(plan, page);
    if !sent.changes.is_empty() {
        // What an added instance begins with may depend on what was typed outside of all repeats.
        read_fields(plan, page, &outside_of_repeats(&fields), &context, &mut answers);
        for change in &sent.changes {
            change.replay(plan, &context, &mut answers);
        }
    }
    read_fields(plan, page, &fields, &context, &mut answers);
    match &sent.pressed {
        Pressed::Add(repeat) => {
            add_instance(plan, repeat, &context, &mut answers);
        }
        Pressed::Remove(repeat, number) => {
            remove_instance(plan, repeat, *number, &mut answers);
        }
        Pressed::Next
        | Pressed::Back
        | Pressed::Send
        | Pressed::Language(_)
        | Pressed::Search(_)
        | Pressed::Discard(_) => {}
    }
    if !sent.pressed.leaves() {
        forget_passed_over(Some(&draft.answers), &mut answers);
    }
    answers
}

fn outside_of_repeats(fields: &[(String, String)]) -> Vec<(String, String)> {
    let is_outside = |name: &str| !name.contains('[');
    let outside = fields.iter().filter(|(name, _)| is_outside(name));
    outside
        .map(|(name, value)| match name.as_str() {
            SEEN => {
                let shown = value.split_ascii_whitespace().filter(|name| is_outside(name));
                (name.clone(), shown.collect::<Vec<_>>().join(" "))
            }
            _ => (name.clone(), value.clone()),
        })
        .collect()
}

/// Whoever stays on the page has not passed over what is still open on it.
fn forget_passed_over(before: Option<&Answers>, after: &mut Answers) {
    after.0.retain(|key, answer| {
        *answer != Answer::Skipped || before.is_some_and(|before| before.get(key).is_some())
    });
    for (key, answer) in &mut after.0 {
        let Answer::Repeated(instances) = answer else {
            continue;
        };
        let old = match before.and_then(|before| before.get(key)) {
            Some(Answer::Repeated(old)) => old.as_slice(),
            _ => &[],
        };
        for (number, instance) in instances.iter_mut().enumerate() {
            forget_passed_over(old.get(number), instance);
        }
    }
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
) -> Result<Option<(Edited, Saved)>, WebError> {
    let mut attempt = 0;
    loop {
        let Some(edited) = edited(site, hash, page, sent).await? else {
            return Ok(None);
        };
        let now = site.clock.now();
        let (to_save, kept) = (edited.before.clone(), edited.answers.clone());
        let language = match &sent.pressed {
            Pressed::Language(tag) => Some(tag.clone()),
            _ => None,
        };
        let saved = site
            .store
            .write(move |tx| write(tx, now, &to_save, &kept, language.as_deref()))
            .await;
        match saved {
            Ok(saved) => return Ok(Some((edited, saved))),
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
