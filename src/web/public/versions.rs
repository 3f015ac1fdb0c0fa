//! How a questionnaire changed: its versions, what each changed and why, for everybody.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::language::name_of;
use crate::questionnaire::comparison::{Change, Effect, Subject};
use crate::questionnaire::definition::{Definition, Text};
use crate::questionnaire::history::{self, Publication};
use crate::questionnaire::versions::{self, Described};
use crate::store::StoreError;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::markdown;
use crate::web::page::{Page, show};

/// Most changes on one page; further versions stand on the next. A version that changed more by
/// itself shows its worst.
const MOST_CHANGES: usize = 80;
/// Most characters of what was there before or is there now.
const MOST_CHARACTERS: usize = 300;

#[derive(Template)]
#[template(path = "public/versions.html")]
struct VersionsPage {
    page: Page,
    study: String,
    study_address: String,
    questionnaire: String,
    versions: Vec<Told>,
    /// Address of the versions before these.
    earlier: Option<String>,
}

/// One version.
struct Told {
    number: i32,
    published_on: String,
    reason: String,
    changes: usize,
    /// Of them, how many break a series.
    breaks: usize,
    parts: Vec<Part>,
    /// Changes that the page has no room for.
    left_out: usize,
}

/// What changed of one question, list or group.
struct Part {
    title: String,
    /// Its name in data.
    name: String,
    lines: Vec<Line>,
}

struct Line {
    effect: Effect,
    what: String,
    /// Code of the option that changed.
    option: String,
    /// Tag and name of the language whose words changed.
    language: Option<(String, String)>,
    before: String,
    after: String,
}

impl Line {
    /// Class of the badge.
    const fn badge(&self) -> &'static str {
        match self.effect {
            Effect::BreaksSeries => "reject",
            Effect::MayChangeAnswers => "return",
            Effect::Cosmetic => "waiting",
        }
    }
}

/// Which versions are asked for.
#[derive(Deserialize)]
pub struct Asked {
    /// Only those before this number.
    before: Option<String>,
}

/// Shows the versions of a questionnaire, the newest first.
///
/// # Errors
/// [`WebError::Missing`].
pub async fn versions(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, String)>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, WebError> {
    let (study, questionnaire) = path.into_inner();
    let (shelf, key) = (site.shelf.clone(), questionnaire.clone());
    let found = site
        .store
        .read(move |db| {
            let Some(header) = versions::study(db, &study)? else {
                return Ok(None);
            };
            let published = history::of_questionnaire(db, header.id, &questionnaire)?;
            let Some(newest) = published.first() else {
                return Ok(None);
            };
            let newest = shelf.version(db, newest.version)?;
            let described = shelf.described(db, &header)?;
            Ok::<_, StoreError>(newest.map(|newest| (described, newest, published)))
        })
        .await?;
    let (described, newest, mut published) = found.ok_or(WebError::Missing)?;
    if let Some(before) = asked.before.as_ref().and_then(|number| number.parse().ok()) {
        published.retain(|one: &Publication| one.number < before);
    }
    let words = Words {
        page: &page,
        definition: newest.plan.definition(),
    };
    let (mut told, mut room) = (Vec::new(), MOST_CHANGES);
    for one in &published {
        if !told.is_empty() && one.changes.len() > room {
            break;
        }
        told.push(words.told(one, room));
        room = room.saturating_sub(one.changes.len());
    }
    let address = format!("/studies/{}/{key}/versions", newest.study_key);
    let earlier = told
        .last()
        .filter(|last: &&Told| told.len() < published.len() && last.number > 1)
        .map(|last| page.link(&format!("{address}?before={}", last.number)));
    let settings = &described.settings;
    let title = settings
        .title
        .get(page.language.tag(), settings.fallback_language());
    show(&VersionsPage {
        study: title.to_owned(),
        study_address: page.link(&format!("/studies/{}", newest.study_key)),
        questionnaire: title_of(&page, &described, &key)
            .unwrap_or_else(|| newest.plan.definition().title.clone()),
        versions: told,
        earlier,
        page,
    })
}

/// Address of what changed and title, for each of these questionnaires.
pub fn links<'k>(
    page: &Page,
    study: &str,
    described: &Described,
    keys: impl Iterator<Item = &'k str>,
) -> Vec<(String, String)> {
    keys.map(|key| {
        let address = page.link(&format!("/studies/{study}/{key}/versions"));
        let title = title_of(page, described, key);
        (address, title.unwrap_or_else(|| key.to_owned()))
    })
    .collect()
}

/// What the study calls a questionnaire that it asks.
fn title_of(page: &Page, described: &Described, key: &str) -> Option<String> {
    let entry = described.questionnaire(key)?;
    let fallback = described.settings.fallback_language();
    Some(entry.title.get(page.language.tag(), fallback).to_owned()).filter(|title| !title.is_empty())
}

/// Changes in the words of a page.
struct Words<'w> {
    page: &'w Page,
    /// The newest version, whose words name questions and groups.
    definition: &'w Definition,
}

impl Words<'_> {
    fn told(&self, published: &Publication, room: usize) -> Told {
        let mut changes: Vec<&Change> = published.changes.iter().collect();
        // The worst first; within an effect the order of the sheet.
        changes.sort_by_key(|change| change.effect);
        let shown = changes.len().min(room.max(1));
        let language = self.page.language.tag();
        let of_default = &self.definition.default_language;
        let breaks = changes
            .iter()
            .filter(|change| change.effect == Effect::BreaksSeries)
            .count();
        Told {
            number: published.number,
            published_on: published.published_at.utc().date_naive().to_string(),
            reason: published.reason.get(language, of_default).to_owned(),
            changes: changes.len(),
            breaks,
            left_out: changes.len() - shown,
            parts: self.parts(&changes[..shown]),
        }
    }

    /// What is about the same stands together, where it is met first.
    fn parts(&self, changes: &[&Change]) -> Vec<Part> {
        let mut parts: Vec<(Subject, Part)> = Vec::new();
        for change in changes {
            let subject = match &change.subject {
                Subject::Choice { list, .. } => Subject::List(list.clone()),
                other => other.clone(),
            };
            let line = self.line(change);
            match parts.iter_mut().find(|(known, _)| *known == subject) {
                Some((_, part)) => part.lines.push(line),
                None => {
                    let mut part = self.part(change);
                    part.lines.push(line);
                    parts.push((subject, part));
                }
            }
        }
        parts.into_iter().map(|(_, part)| part).collect()
    }

    fn part(&self, change: &Change) -> Part {
        let language = self.page.language;
        let (title, name) = match &change.subject {
            Subject::Questionnaire => (language.text("versions-whole").into_owned(), String::new()),
            Subject::Question(name) => (self.question(name), name.clone()),
            Subject::Choice { list: name, .. } | Subject::List(name) => {
                let title = language.text("versions-options").into_owned();
                let asked: Vec<String> = change.questions.iter().map(|name| self.question(name)).collect();
                let asked = asked.join(" · ");
                let title = if asked.is_empty() {
                    title
                } else {
                    format!("{title}: {asked}")
                };
                (title, name.clone())
            }
            Subject::Group(name) => (self.group(name), name.clone()),
            Subject::Table(name) | Subject::Media(name) => {
                (language.text("versions-file").into_owned(), name.clone())
            }
        };
        Part {
            title,
            name,
            lines: Vec::new(),
        }
    }

    fn line(&self, change: &Change) -> Line {
        let option = match &change.subject {
            Subject::Choice { option, .. } => option.clone(),
            _ => String::new(),
        };
        let key = format!("change-kind-{}", change.kind.as_str());
        let language = change
            .language
            .as_ref()
            .map(|tag| (tag.clone(), name_of(tag).to_owned()));
        Line {
            effect: change.effect,
            what: self.page.language.text(&key).into_owned(),
            option,
            language,
            before: cut(&change.before),
            after: cut(&change.after),
        }
    }

    /// The words of a question, or nothing when the newest version has no such question.
    fn question(&self, name: &str) -> String {
        let questions = self.definition.questions().into_iter();
        let mut named = questions.filter(|question| question.name == name);
        named
            .next()
            .map_or_else(String::new, |question| self.said(&question.label))
    }

    fn group(&self, name: &str) -> String {
        let label = self.definition.group(name).map(|group| self.said(&group.label));
        match label {
            Some(label) if !label.is_empty() => label,
            _ => self.page.language.text("versions-group").into_owned(),
        }
    }

    fn said(&self, label: &Text) -> String {
        let language = self.page.language.tag();
        cut(&markdown::plain(
            label.get(language, &self.definition.default_language),
        ))
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARACTERS) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}…", &text[..at]),
    }
}
