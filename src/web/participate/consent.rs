//! What a person reads and agrees to before the first question.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::language::{Language, own_name};
use crate::questionnaire::definition::Text;
use crate::questionnaire::shelf::Version;
use crate::questionnaire::study::StudySettings;
use crate::questionnaire::versions::{self, Described};
use crate::responses::draft::{ByLink, Start};
use crate::responses::{Consent, Refused};
use crate::web::app::Site;
use crate::web::duration;
use crate::web::error::WebError;
use crate::web::form::Posted;
use crate::web::markdown::{self, Markup};
use crate::web::page::{Page, see_other, show, show_as};

/// Start of the names of the consent boxes in the form.
const TICK: &str = "tick-";

#[derive(Template)]
#[template(path = "participate/consent.html")]
pub(super) struct ConsentPage {
    page: Page,
    study_key: String,
    study: String,
    questionnaire_key: String,
    title: String,
    description: Markup,
    minutes: Option<String>,
    pages: usize,
    open: bool,
    text: Markup,
    /// Key of the catalogue's heading, and what the study says.
    facts: Vec<(&'static str, Markup)>,
    sponsored: bool,
    ticks: Vec<ConsentBox>,
    /// Tag, name, and whether it is chosen.
    languages: Vec<(String, String, bool)>,
    fault: bool,
    /// Address of this page for whoever came by a link.
    invited: Option<String>,
}

impl ConsentPage {
    fn study_address(&self) -> String {
        format!("/studies/{}", self.study_key)
    }

    fn open_address(&self) -> String {
        format!("/studies/{}/{}", self.study_key, self.questionnaire_key)
    }

    /// Where the boxes are sent to.
    fn address(&self) -> String {
        self.invited.clone().unwrap_or_else(|| self.open_address())
    }

    fn print_address(&self) -> String {
        format!("{}/print", self.open_address())
    }
}

/// One box.
struct ConsentBox {
    name: String,
    text: Markup,
    required: bool,
    ticked: bool,
}

/// Shows the consent page.
///
/// # Errors
/// [`Refused::NoSuchQuestionnaire`].
pub async fn read(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (study, questionnaire) = path.into_inner();
    let asked = find(&site, study, questionnaire).await?;
    show(&asked.page(page, &Posted::default(), None, false))
}

/// Begins a draft for whoever agrees.
///
/// # Errors
/// What [`responses::draft::begin`](crate::responses::draft::begin) refuses but missing consent.
pub async fn begin(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let (study, questionnaire) = path.into_inner();
    let asked = find(&site, study, questionnaire).await?;
    begin_by(&site, page, &posted, asked, None).await
}

/// Begins a draft for whoever agrees, by a link or without.
pub(super) async fn begin_by(
    site: &Site,
    page: Page,
    posted: &Posted,
    asked: Asked,
    link: Option<(ByLink, String)>,
) -> Result<HttpResponse, WebError> {
    let now = site.clock.now();
    let (link, address) = link.unzip();
    let start = Start {
        study: asked.version.study_key.clone(),
        questionnaire: asked.version.key.clone(),
        link,
        language: asked.language(posted.get("language"), page.language),
        consent: Consent {
            ticks: asked
                .described
                .settings
                .consent
                .ticks
                .iter()
                .filter(|tick| posted.has(&format!("{TICK}{}", tick.key)))
                .map(|tick| tick.key.clone())
                .collect(),
            version: asked.described.settings.consent.version.clone(),
            at: now,
        },
    };
    let (shelf, key) = (site.shelf.clone(), site.codes.clone());
    let begun = site
        .store
        .write(move |tx| crate::responses::draft::begin(tx, now, &shelf, &key, &start))
        .await;
    match begun {
        Ok(begun) => Ok(see_other(&format!("/answer/{}/1", begun.code))),
        Err(Refused::ConsentMissing) => {
            let shown = asked.page(page, posted, address, true);
            show_as(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(refused) => Err(refused.into()),
    }
}

/// A questionnaire that somebody may want to answer.
pub(super) struct Asked {
    pub described: std::sync::Arc<Described>,
    pub version: std::sync::Arc<Version>,
    open: bool,
}

pub(super) async fn find(site: &Site, study: String, questionnaire: String) -> Result<Asked, WebError> {
    let (shelf, now) = (site.shelf.clone(), site.clock.now());
    let found = site
        .store
        .read(move |db| {
            let header = versions::study(db, &study)?.ok_or(Refused::NoSuchQuestionnaire)?;
            let described = shelf.described(db, &header)?;
            let version = shelf
                .newest(db, header.id, &questionnaire)?
                .ok_or(Refused::NoSuchQuestionnaire)?;
            let open = crate::responses::takes_answers(&header, &described.settings, now);
            Ok::<_, Refused>(Asked {
                described,
                version,
                open,
            })
        })
        .await?;
    Ok(found)
}

impl Asked {
    /// What the study calls it in a language, else its own title.
    pub fn title(&self, tag: &str) -> String {
        let title = self.described.title_of(&self.version.key, tag);
        title.unwrap_or(&self.version.plan.definition().title).to_owned()
    }

    /// The language asked for, if the questionnaire has it, else the page's, else its default.
    pub fn language(&self, asked: &str, page: Language) -> String {
        let definition = self.version.plan.definition();
        let found = [asked, page.tag()].into_iter().find(|tag| definition.speaks(tag));
        found.unwrap_or(&definition.default_language).to_owned()
    }

    /// Whether every box that must be ticked was.
    pub fn agrees(&self, posted: &Posted) -> bool {
        let ticks = &self.described.settings.consent.ticks;
        let mut required = ticks.iter().filter(|tick| tick.required);
        required.all(|tick| posted.has(&format!("{TICK}{}", tick.key)))
    }

    /// `invited` is the address of the page for whoever came by a link.
    pub(super) fn page(
        &self,
        page: Page,
        posted: &Posted,
        invited: Option<String>,
        fault: bool,
    ) -> ConsentPage {
        let settings = &self.described.settings;
        let definition = self.version.plan.definition();
        let tag = page.language.tag();
        let fallback = settings.fallback_language();
        let text = |text: &Text| text.get(tag, fallback).to_owned();
        let entry = self.described.questionnaire(&self.version.key);
        let chosen = self.language(posted.get("language"), page.language);
        ConsentPage {
            study_key: self.version.study_key.clone(),
            study: text(&settings.title),
            questionnaire_key: self.version.key.clone(),
            title: self.title(tag),
            description: markdown::block(&entry.map_or_else(String::new, |entry| text(&entry.description))),
            minutes: entry.map(|entry| duration::words(page.language, entry, self.version.length)),
            pages: self.version.plan.pages().len(),
            open: self.open,
            text: markdown::block(&text(&settings.consent.text)),
            facts: facts(settings, &text),
            sponsored: settings.sponsor_is_publisher,
            ticks: settings
                .consent
                .ticks
                .iter()
                .map(|tick| ConsentBox {
                    name: format!("{TICK}{}", tick.key),
                    text: markdown::inline(&text(&tick.text)),
                    required: tick.required,
                    ticked: posted.has(&format!("{TICK}{}", tick.key)),
                })
                .collect(),
            languages: definition
                .languages
                .iter()
                .map(|tag| (tag.clone(), own_name(tag), *tag == chosen))
                .collect(),
            fault,
            invited,
            page,
        }
    }
}

/// Who asks and what becomes of answers; what the study does not say is left out.
fn facts(settings: &StudySettings, text: &impl Fn(&Text) -> String) -> Vec<(&'static str, Markup)> {
    let consent = &settings.consent;
    [
        ("consent-controller", &settings.controller.name),
        ("consent-contact", &settings.controller.contact),
        ("consent-sponsor", &settings.sponsor),
        ("consent-purpose", &consent.purpose),
        ("consent-categories", &consent.categories),
        ("consent-recipients", &consent.recipients),
        ("consent-retention", &consent.retention),
        ("consent-rights", &consent.rights),
        ("consent-ethics", &settings.ethics),
    ]
    .into_iter()
    .map(|(key, words)| (key, markdown::inline(&text(words))))
    .filter(|(_, words)| !words.is_empty())
    .collect()
}
