//! How a questionnaire changed: its versions, what each changed and why, for everybody.

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::id::VersionId;
use crate::language::own_name;
use crate::questionnaire::comparison::{Change, Effect, Kind, Subject};
use crate::questionnaire::definition::{Definition, Text};
use crate::questionnaire::history::{self, Publication};
use crate::questionnaire::shelf::{Shelf, Version};
use crate::questionnaire::versions::{self, Described};
use crate::store::{Snapshot, StoreError};
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::markdown;
use crate::web::page::{Page, show};

/// Most changes on one page; further versions stand on the next. A version that changed more by
/// itself shows its worst.
const MOST_CHANGES: usize = 80;
const MOST_VERSIONS: usize = 10;
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
    /// Tag of the language of the reason.
    reason_in: String,
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
    let before = asked.before.as_ref().and_then(|number| number.parse().ok());
    let newest = before.map_or(i32::MAX, |before: i32| before.saturating_sub(1));
    let shelf = site.shelf.clone();
    let found = site
        .store
        .read(move |db| {
            let Some(header) = versions::study(db, &study)? else {
                return Ok(None);
            };
            // One more than fits, against which the last is told.
            let most = MOST_VERSIONS + 1;
            let published = history::of_questionnaire(db, header.id, &questionnaire, (newest, most))?;
            let shown = shown(db, &shelf, published)?;
            let described = shelf.described(db, &header)?;
            Ok::<_, StoreError>(Some((described, shown)))
        })
        .await?;
    let (described, shown) = found.ok_or(WebError::Missing)?;
    let (Some(newest), Some(oldest)) = (shown.first(), shown.last()) else {
        return Err(WebError::Missing);
    };
    let (study, key) = (&newest.version.study_key, &newest.version.key);
    let earlier = (oldest.publication.number > 1).then(|| {
        let before = oldest.publication.number;
        page.link(&format!("/studies/{study}/{key}/versions?before={before}"))
    });
    let settings = &described.settings;
    let title = settings.title_in(page.language.tag());
    let form_title = &newest.version.plan.definition().title;
    show(&VersionsPage {
        study: title.to_owned(),
        study_address: page.link(&format!("/studies/{study}")),
        questionnaire: described
            .title_of(key, page.language.tag())
            .unwrap_or(form_title)
            .to_owned(),
        versions: shown.iter().map(|one| one.told(&page)).collect(),
        earlier,
        page,
    })
}

/// A version with what its changes are about.
struct Shown {
    publication: Publication,
    version: Arc<Version>,
    /// The version before.
    before: Option<Arc<Version>>,
    /// How many changes there is room for.
    room: usize,
}

/// As many of these versions as one page holds, at least one.
fn shown(
    db: &mut Snapshot<'_>,
    shelf: &Shelf,
    published: Vec<Publication>,
) -> Result<Vec<Shown>, StoreError> {
    let ids: Vec<VersionId> = published.iter().map(|one| one.version).collect();
    let (mut found, mut room): (Vec<Shown>, usize) = (Vec::new(), MOST_CHANGES);
    for (publication, next) in published.into_iter().zip(1..) {
        let changes = publication.changes.len();
        if !found.is_empty() && (changes > room || found.len() >= MOST_VERSIONS) {
            break;
        }
        let Some(version) = shelf.version(db, publication.version)? else {
            break;
        };
        let before = match ids.get(next) {
            Some(id) => shelf.version(db, *id)?,
            None => None,
        };
        found.push(Shown {
            publication,
            version,
            before,
            room,
        });
        room = room.saturating_sub(changes);
    }
    Ok(found)
}

impl Shown {
    fn told(&self, page: &Page) -> Told {
        let published = &self.publication;
        let mut changes: Vec<&Change> = published.changes.iter().collect();
        // The worst first; within an effect the order of the sheet.
        changes.sort_by_key(|change| change.effect);
        let shown = changes.len().min(self.room);
        let words = Words {
            page,
            definition: self.version.plan.definition(),
            before: self.before.as_ref().map(|before| before.plan.definition()),
        };
        let breaks = changes
            .iter()
            .filter(|change| change.effect == Effect::BreaksSeries)
            .count();
        let Text(reason) = &published.reason;
        let said = reason
            .get_key_value(page.language.tag())
            .or_else(|| reason.first_key_value());
        let (reason_in, reason) = said
            .map(|(tag, said)| (tag.clone(), said.clone()))
            .unwrap_or_default();
        Told {
            number: published.number,
            published_on: published.published_at.utc().date_naive().to_string(),
            reason,
            reason_in,
            changes: changes.len(),
            breaks,
            left_out: changes.len() - shown,
            parts: words.parts(&changes[..shown]),
        }
    }
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
        let title = described.title_of(key, page.language.tag()).map(str::to_owned);
        (address, title.unwrap_or_else(|| key.to_owned()))
    })
    .collect()
}

/// Changes in the words of a page.
struct Words<'w> {
    page: &'w Page,
    /// The version that changed something.
    definition: &'w Definition,
    /// The version before.
    before: Option<&'w Definition>,
}

impl Words<'_> {
    /// What is about the same stands together, where it is met first; options stand with the question
    /// that offers them, if it is one.
    fn parts(&self, changes: &[&Change]) -> Vec<Part> {
        let mut parts: Vec<(Subject, Part)> = Vec::new();
        for change in changes {
            let subject = match (&change.subject, change.questions.as_slice()) {
                (Subject::Choice { .. } | Subject::List(_), [only]) => Subject::Question(only.clone()),
                (Subject::Choice { list, .. }, _) => Subject::List(list.clone()),
                (other, _) => other.clone(),
            };
            let line = self.line(change);
            if let Some((_, part)) = parts.iter_mut().find(|(known, _)| *known == subject) {
                part.lines.push(line);
                continue;
            }
            let (title, name) = self.heading(&subject, &change.questions);
            let lines = vec![line];
            parts.push((subject, Part { title, name, lines }));
        }
        parts.into_iter().map(|(_, part)| part).collect()
    }

    /// What a part is about, in words and by its name in data.
    fn heading(&self, subject: &Subject, questions: &[String]) -> (String, String) {
        let text = |key: &str| self.page.language.text(key).into_owned();
        match subject {
            Subject::Questionnaire => (text("versions-whole"), String::new()),
            Subject::Question(name) => (self.question(name), name.clone()),
            Subject::Choice { list: name, .. } | Subject::List(name) => {
                let asked: Vec<String> = questions.iter().map(|name| self.question(name)).collect();
                let title = match asked.join(" · ") {
                    asked if asked.is_empty() => text("versions-options"),
                    asked => format!("{}: {asked}", text("versions-options")),
                };
                (cut(&title), name.clone())
            }
            Subject::Group(name) => {
                let group = self.definition.group(name);
                let group = group.or_else(|| self.before?.group(name));
                let title = match group.map(|group| self.said(&group.label)) {
                    Some(label) if !label.is_empty() => label,
                    Some(_) | None => text("versions-group"),
                };
                (title, name.clone())
            }
            Subject::Table(name) | Subject::Media(name) => (text("versions-file"), name.clone()),
        }
    }

    fn line(&self, change: &Change) -> Line {
        let option = match &change.subject {
            Subject::Choice { option, .. } => option.clone(),
            Subject::Questionnaire
            | Subject::Question(_)
            | Subject::Group(_)
            | Subject::List(_)
            | Subject::Table(_)
            | Subject::Media(_) => String::new(),
        };
        let key = format!("change-kind-{}", change.kind.as_str());
        let language = change.language.as_ref().map(|tag| (tag.clone(), own_name(tag)));
        let said = |definition: Option<&Definition>, recorded: &str| {
            let named = matches!(
                change.kind,
                Kind::Added | Kind::Removed | Kind::OptionAdded | Kind::OptionRemoved
            );
            let label = definition
                .filter(|_| named && !recorded.is_empty())
                .and_then(|definition| self.label(definition, &change.subject));
            label.unwrap_or_else(|| cut(recorded))
        };
        Line {
            effect: change.effect,
            what: self.page.language.text(&key).into_owned(),
            option,
            language,
            before: said(self.before, &change.before),
            after: said(Some(self.definition), &change.after),
        }
    }

    /// The words of a question or option in the language of the page.
    fn label(&self, definition: &Definition, subject: &Subject) -> Option<String> {
        let label = match subject {
            Subject::Question(name) => {
                let mut questions = definition.questions().into_iter();
                &questions.find(|question| question.name == *name)?.label
            }
            Subject::Choice { list, option } => &definition.lists.get(list)?.get(option)?.label,
            Subject::Questionnaire
            | Subject::Group(_)
            | Subject::List(_)
            | Subject::Table(_)
            | Subject::Media(_) => return None,
        };
        Some(self.said(label)).filter(|label| !label.is_empty())
    }

    /// The words of a question, as the version has them or else the one before.
    fn question(&self, name: &str) -> String {
        let subject = Subject::Question(name.to_owned());
        let label = self.label(self.definition, &subject);
        label
            .or_else(|| self.label(self.before?, &subject))
            .unwrap_or_default()
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
