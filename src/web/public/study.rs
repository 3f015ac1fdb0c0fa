//! A study: what it is, who asks, what becomes of answers, and the places in the chain.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::chain::Audience;
use crate::questionnaire::definition::Text;
use crate::questionnaire::estimate::Estimate;
use crate::questionnaire::history;
use crate::questionnaire::study::{QuestionnaireEntry, StudySettings};
use crate::questionnaire::versions::{self, Described, Header, State};
use crate::store::StoreError;
use crate::web::app::Site;
use crate::web::duration;
use crate::web::error::WebError;
use crate::web::markdown::{self, Markup};
use crate::web::page::{Page, show};

#[derive(Template)]
#[template(path = "public/study.html")]
struct StudyPage {
    page: Page,
    title: String,
    summary: String,
    description: Markup,
    open: bool,
    /// It was open before.
    over: bool,
    question: String,
    hint: Markup,
    warning: Markup,
    places: Vec<Place>,
    /// Questionnaires for everybody, and reports.
    others: Vec<Place>,
    sponsored: bool,
    /// Key of the catalogue's heading, and what the study says.
    facts: Vec<(&'static str, Markup)>,
    /// Address of the study's editions.
    editions: String,
    /// Address of what is told of its invitations.
    lineage: String,
    /// Where it is told how far news gets, if the study takes reports.
    clock: Option<String>,
    /// Questionnaires that were changed: address of what changed, and a name.
    changed: Vec<(String, String)>,
}

/// A way into the study.
struct Place {
    address: String,
    name: String,
    definition: Markup,
    examples: Markup,
    /// How long it takes; unknown if there is nothing to answer yet.
    minutes: Option<String>,
}

/// Shows a study.
///
/// # Errors
/// [`WebError::Missing`].
pub async fn study(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let key = path.into_inner();
    let shelf = site.shelf.clone();
    let found = site
        .store
        .read(move |db| {
            let Some(header) = versions::study(db, &key)? else {
                return Ok(None);
            };
            let described = shelf.described(db, &header)?;
            let changed = history::changed(db, header.id)?;
            let mut lengths = Vec::new();
            for entry in &described.questionnaires {
                let version = shelf.newest(db, header.id, &entry.key)?;
                lengths.push(version.map(|version| version.length));
            }
            Ok::<_, StoreError>(Some((header, described, changed, lengths)))
        })
        .await?;
    let (header, described, changed, lengths) = found.ok_or(WebError::Missing)?;
    let open = crate::responses::takes_answers(&header, &described.settings, site.clock.now());
    let changed = changed.iter().map(|(key, _)| key.as_str());
    let changed = super::versions::links(&page, &header.key, &described, changed);
    show(&of(page, &header, &described, &lengths, open, changed))
}

/// `lengths` are those of the questionnaires, in their order.
fn of(
    page: Page,
    header: &Header,
    described: &Described,
    lengths: &[Option<Estimate>],
    open: bool,
    changed: Vec<(String, String)>,
) -> StudyPage {
    let key = &header.key;
    let settings = &described.settings;
    let tag = page.language.tag();
    let fallback = settings.fallback_language();
    let text = |text: &Text| text.get(tag, fallback).to_owned();
    let run = |words: &Text| markdown::inline(words.get(tag, fallback));
    let place = |(entry, length): (&QuestionnaireEntry, &Option<Estimate>)| {
        place(key, entry, *length, settings, &page, &text)
    };
    let mut asked = described.questionnaires.iter();
    let takes_reports = asked.any(|entry| entry.role == Audience::Report);
    let (in_chain, others): (Vec<_>, Vec<_>) = described
        .questionnaires
        .iter()
        .zip(lengths)
        .partition(|(entry, _)| !matches!(entry.role, Audience::Any | Audience::Report));
    StudyPage {
        title: text(&settings.title),
        summary: text(&settings.summary),
        description: markdown::block(&text(&settings.description)),
        open,
        over: header.state == State::Closed,
        question: text(&settings.chain.question),
        hint: run(&settings.chain.hint),
        warning: run(&settings.chain.warning),
        places: in_chain.into_iter().map(place).collect(),
        others: others.into_iter().map(place).collect(),
        sponsored: settings.sponsor_is_publisher,
        facts: facts(settings, &run),
        editions: format!("/editions/{key}"),
        lineage: format!("/lineage/{key}"),
        clock: takes_reports.then(|| format!("/clock/{key}")),
        changed,
        page,
    }
}

/// Named by its place in the chain if the study describes that, else by the questionnaire.
fn place(
    study: &str,
    entry: &QuestionnaireEntry,
    length: Option<Estimate>,
    settings: &StudySettings,
    page: &Page,
    text: &impl Fn(&Text) -> String,
) -> Place {
    let role = settings.roles.iter().find(|role| role.role == entry.role);
    Place {
        address: page.link(&format!("/studies/{study}/{}", entry.key)),
        name: role.map_or_else(|| text(&entry.title), |role| text(&role.name)),
        definition: markdown::inline(
            &role.map_or_else(|| text(&entry.description), |role| text(&role.definition)),
        ),
        examples: markdown::inline(&role.map_or_else(String::new, |role| text(&role.examples))),
        minutes: length.map(|length| duration::words(page.language, entry, length)),
    }
}

/// Who asks, and what becomes of answers; what the study does not say is left out.
fn facts(settings: &StudySettings, run: &impl Fn(&Text) -> Markup) -> Vec<(&'static str, Markup)> {
    let consent = &settings.consent;
    [
        ("consent-controller", &settings.controller.name),
        ("consent-contact", &settings.controller.contact),
        ("consent-sponsor", &settings.sponsor),
        ("consent-recipients", &consent.recipients),
        ("consent-retention", &consent.retention),
        ("consent-rights", &consent.rights),
    ]
    .into_iter()
    .map(|(key, words)| (key, run(words)))
    .filter(|(_, words)| !words.is_empty())
    .collect()
}
