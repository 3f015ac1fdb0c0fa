//! A questionnaire to print: all questions of the newest version, with boxes to tick, lines to write on
//! and the routing in words. It shows no answers and stores nothing.

mod blocks;
mod control;
mod sentence;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::language::{direction, own_name};
use crate::questionnaire::paper::Paper;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::page::{Page, show};
use crate::web::{assets, duration};

use super::consent::{Asked, find};
use super::tongues::Tongues;
use blocks::{Block, Printing};
use control::Control;

#[derive(Template)]
#[template(path = "participate/print.html")]
struct PrintPage {
    page: Page,
    tongues: Tongues,
    /// Address of the style sheet for paper.
    style: &'static str,
    consent: String,
    study: String,
    title: String,
    /// Version, questions and minutes.
    facts: Vec<String>,
    /// Other languages of the questionnaire: tag, name and address.
    languages: Vec<(String, String, String)>,
    blocks: Vec<Block>,
}

impl PrintPage {
    /// Attributes of our own words within a questionnaire in another language.
    fn ours(&self) -> String {
        if !self.tongues.differ() {
            return String::new();
        }
        let tag = self.page.language.tag();
        format!(" lang=\"{tag}\" dir=\"{}\"", direction(tag))
    }
}

/// Shows the questionnaire as it is printed.
///
/// # Errors
/// [`Refused::NoSuchQuestionnaire`](crate::responses::Refused::NoSuchQuestionnaire).
pub async fn print(
    site: web::Data<Site>,
    page: Page,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (study, questionnaire) = path.into_inner();
    let asked = find(&site, study, questionnaire).await?;
    let mut pairs = request.query_string().split('&');
    let wish = pairs.find_map(|pair| pair.strip_prefix("language="));
    let tag = asked.language(wish.unwrap_or_default(), page.language);
    show(&of(&asked, page, tag))
}

fn of(asked: &Asked, page: Page, tag: String) -> PrintPage {
    let definition = asked.version.plan.definition();
    let paper = Paper::of(definition);
    let language = page.language;
    let printing = Printing {
        definition,
        paper: &paper,
        tag: &tag,
        language,
    };
    let entry = asked.described.questionnaire(&asked.version.key);
    let minutes = entry.map(|entry| duration::words(language, entry, asked.version.length));
    let facts = [
        Some(language.count("paper-version", asked.version.number).into_owned()),
        Some(language.count("paper-questions", paper.questions).into_owned()),
        minutes,
    ];
    let consent = format!("/studies/{}/{}", asked.version.study_key, asked.version.key);
    let others = definition.languages.iter().filter(|other| **other != tag);
    PrintPage {
        study: asked.described.settings.title_in(&tag).to_owned(),
        title: asked.title(&tag),
        facts: facts.into_iter().flatten().collect(),
        languages: others
            .map(|other| {
                (
                    other.clone(),
                    own_name(other),
                    format!("{consent}/print?language={other}"),
                )
            })
            .collect(),
        blocks: printing.blocks(),
        style: assets::address("paper.css"),
        consent,
        tongues: Tongues {
            site: language,
            asked: tag,
        },
        page,
    }
}
