//! One page of questions.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::language::{Language, Value, name_of};
use crate::questionnaire::answers::Answers;
use crate::questionnaire::evaluation::{FieldPath, Item, State};
use crate::questionnaire::validation::{self, Extent, FaultKind};
use crate::responses::draft::{Draft, Saved};
use crate::responses::{Code, CodeHash, Outcome, Refused};
use crate::web::app::Site;
use crate::web::assets;
use crate::web::error::WebError;
use crate::web::form::Body;
use crate::web::markdown;
use crate::web::page::{Page, see_other, show, show_as};

use super::blocks::{self, Block, Marks, identifier};
use super::control::Control;
use super::draft::{self, Edited, Found, Pressed, Sent, with_state};
use super::fault;
use super::upload::{self, Files, Taken};

#[derive(Template)]
#[template(path = "participate/answer.html")]
struct AnswerPage {
    page: Page,
    /// Address of the script that adds comfort.
    script: &'static str,
    /// Address of the script that speaks with the device.
    device: &'static str,
    /// Language of the questionnaire.
    speaks: String,
    study: String,
    title: String,
    code: String,
    /// Number of the page in its address.
    address: usize,
    /// Place of the page among those that are asked, from 1.
    number: usize,
    of: usize,

    /// Other languages of the questionnaire: tag and name.
    languages: Vec<(String, String)>,
    /// Id of the first input, question and what is wrong.
    faults: Vec<(String, String, String)>,
    has_fresh: bool,
    any_required: bool,
    blocks: Vec<Block>,
}

impl AnswerPage {
    fn first(&self) -> bool {
        self.number == 1
    }

    fn last(&self) -> bool {
        self.number == self.of
    }

    fn place(&self) -> String {
        let number = |number: usize| Value::Number(i64::try_from(number).unwrap_or(i64::MAX));
        let values = [("n", number(self.number)), ("of", number(self.of))];
        self.page.language.with("answer-place", &values).into_owned()
    }

    fn is_fault(&self) -> bool {
        !self.faults.is_empty()
    }

    fn has(&self, is: impl Fn(&Control) -> bool) -> bool {
        let is_one = |block: &Block| matches!(block, Block::Field(field) if is(&field.control));
        self.blocks.iter().any(is_one)
    }

    /// Whether the form is sent in parts.
    fn takes_files(&self) -> bool {
        self.has(|control| matches!(control, Control::Upload(_)))
    }

    /// Whether the browser may be asked where it is.
    fn asks_place(&self) -> bool {
        self.has(|control| matches!(control, Control::Place(_)))
    }

    /// The page as an answer. Only where a place is asked for may the browser be asked for it.
    fn shown_as(&self, status: StatusCode) -> Result<HttpResponse, WebError> {
        let mut answer = show_as(status, self)?;
        if self.asks_place() {
            let policy = HeaderValue::from_static("camera=(), microphone=(), geolocation=(self)");
            answer
                .headers_mut()
                .insert(HeaderName::from_static("permissions-policy"), policy);
        }
        Ok(answer)
    }
}

#[derive(Template)]
#[template(path = "participate/too_young.html")]
struct TooYoungPage {
    page: Page,
    text: markdown::Markup,
}

/// Shows a page of questions.
///
/// # Errors
/// [`Refused::NoSuchCode`].
pub async fn show_page(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse, WebError> {
    let (typed, number) = path.into_inner();
    let number: usize = number.parse().map_err(|_| WebError::Missing)?;
    let (code, hash) = draft::code(&site, &typed)?;
    let Found::Draft(found) = draft::find(&site, &hash).await? else {
        return Ok(see_other(&format!("/answer/{code}/receipt")));
    };
    let index = number.saturating_sub(1);
    with_state(&found, &found.answers, site.clock.now(), |state| {
        if number == 0 || !state.page_relevant(index) {
            return Ok(draft::go_to(&code, state.page_after(index.checked_sub(1))));
        }
        let language = draft::frame(page.clone(), &found.language).language;
        let mut marks = Marks::default();
        if request.query_string().split('&').any(|word| word == "check") {
            marks.faults = faults(state, index, language);
        }
        of(page, &site, &found, state, index, &code, marks).shown_as(StatusCode::OK)
    })
}

/// Takes the answers of a page and goes where the button says.
///
/// # Errors
/// [`Refused::NoSuchCode`], [`Refused::StudyClosed`] or [`Refused::Changed`].
pub async fn take_page(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, String)>,
    body: Body,
) -> Result<HttpResponse, WebError> {
    let (typed, number) = path.into_inner();
    let number: usize = number.parse().map_err(|_| WebError::Missing)?;
    let (code, hash) = draft::code(&site, &typed)?;
    let index = number.saturating_sub(1);
    let Some(taken) = upload::take(&site, &code, &hash, index, body).await? else {
        return Ok(see_other(&format!("/answer/{code}/receipt")));
    };
    let Taken {
        sent,
        pressed,
        refused,
    } = taken;
    if pressed == Pressed::Send && refused.is_empty() {
        let Found::Draft(found) = draft::find(&site, &hash).await? else {
            return Ok(see_other(&format!("/answer/{code}/receipt")));
        };
        let answers = draft::edit(&found, index, &sent, &pressed, site.clock.now());
        let edited = Edited {
            before: *found,
            answers,
        };
        if is_complete(&edited, index, &site, &page) {
            return submit(&site, &code, &hash, page, &edited.before, (index, sent)).await;
        }
    }
    let Some((edited, saved)) = draft::save(&site, &hash, index, &sent, &pressed).await? else {
        return Ok(see_other(&format!("/answer/{code}/receipt")));
    };
    if saved == Saved::TooYoung {
        return too_young(page, Some(&edited.before));
    }
    if !refused.is_empty() {
        return again(&edited, index, refused, &site, &code, page);
    }
    step(&edited, index, &pressed, &site, &code, page)
}

/// The page once more, since some of its files could not be taken; all else is saved.
fn again(
    edited: &Edited,
    index: usize,
    refused: Vec<(FieldPath, FaultKind)>,
    site: &Site,
    code: &Code,
    page: Page,
) -> Result<HttpResponse, WebError> {
    with_state(&edited.before, &edited.answers, site.clock.now(), |state| {
        let mut marks = marks(edited, state, index, site, &page);
        let language = draft::frame(page.clone(), &edited.before.language).language;
        for (field, kind) in refused {
            marks.faults.retain(|(other, _)| *other != field);
            marks.faults.push((field, fault::sentence(language, &kind)));
        }
        let shown = of(page, site, &edited.before, state, index, code, marks);
        shown.shown_as(StatusCode::UNPROCESSABLE_ENTITY)
    })
}

/// Whether the page is the last and there is nothing on it to look at again.
fn is_complete(edited: &Edited, index: usize, site: &Site, page: &Page) -> bool {
    with_state(&edited.before, &edited.answers, site.clock.now(), |state| {
        let marks = marks(edited, state, index, site, page);
        marks.faults.is_empty() && marks.fresh.is_empty() && state.page_after(Some(index)).is_none()
    })
}

/// Where a page leads whose fields are saved.
fn step(
    edited: &Edited,
    index: usize,
    pressed: &Pressed,
    site: &Site,
    code: &Code,
    page: Page,
) -> Result<HttpResponse, WebError> {
    let now = site.clock.now();
    with_state(&edited.before, &edited.answers, now, |state| {
        let next = match pressed {
            Pressed::Back => Some(state.page_before(index).unwrap_or(index)),
            Pressed::Language(_) => Some(index),
            Pressed::Add(path) | Pressed::Remove(path, _) | Pressed::Discard(path) => {
                let place = format!("{}#{}", draft::address(code, index), identifier(path));
                return Ok(see_other(&place));
            }
            Pressed::Next | Pressed::Send => {
                let marks = marks(edited, state, index, site, &page);
                if !marks.faults.is_empty() || !marks.fresh.is_empty() {
                    let status = if marks.faults.is_empty() {
                        StatusCode::OK
                    } else {
                        StatusCode::UNPROCESSABLE_ENTITY
                    };
                    return of(page, site, &edited.before, state, index, code, marks).shown_as(status);
                }
                state.page_after(Some(index))
            }
        };
        Ok(draft::go_to(code, next))
    })
}

/// Submits with the fields of the last page, in one durable write; shows what is missing elsewhere.
async fn submit(
    site: &Site,
    code: &Code,
    hash: &CodeHash,
    page: Page,
    draft: &Draft,
    (index, sent): (usize, Sent),
) -> Result<HttpResponse, WebError> {
    let now = site.clock.now();
    let edit = move |draft: &Draft, answers: &mut Answers| {
        *answers = draft::edit(draft, index, &sent, &Pressed::Send, now);
    };
    let outcome = crate::responses::submit(&site.store, now, &site.shelf, hash, edit).await;
    match outcome {
        Ok(Outcome::Submitted(_)) => Ok(see_other(&format!("/answer/{code}/receipt"))),
        Ok(Outcome::TooYoung) => too_young(page, Some(draft)),
        Err(Refused::Faulty(_)) => Ok(see_other(&format!("/answer/{code}/send"))),
        Err(refused) => Err(refused.into()),
    }
}

/// The polite end for whoever is below the study's age; nothing is stored.
///
/// # Errors
/// When the page cannot be written.
pub fn too_young(page: Page, draft: Option<&Draft>) -> Result<HttpResponse, WebError> {
    let page = match draft {
        Some(draft) => draft::frame(page, &draft.language),
        None => page,
    };
    let tag = page.language.tag();
    let rule = draft.and_then(|draft| {
        let settings = &draft.described.settings;
        let fallback = settings.fallback_language();
        settings
            .under_age
            .as_ref()
            .map(|rule| rule.text.get(tag, fallback))
    });
    let text = match rule {
        Some(text) => markdown::block(text),
        None => markdown::block(&page.language.text("too-young-text")),
    };
    show(&TooYoungPage { page, text })
}

/// What is wrong on the page, and what has become relevant since it was shown.
fn marks(edited: &Edited, state: &State<'_>, index: usize, site: &Site, page: &Page) -> Marks {
    let language = draft::frame(page.clone(), &edited.before.language).language;
    let fresh = with_state(
        &edited.before,
        &edited.before.answers,
        site.clock.now(),
        |before| fresh(before, state, index),
    );
    let mut faults = faults(state, index, language);
    // Nobody has seen it yet, so nobody left it out.
    faults.retain(|(field, _)| !fresh.contains(field));
    Marks {
        faults,
        fresh,
        ..Marks::default()
    }
}

fn faults(state: &State<'_>, index: usize, language: Language) -> Vec<(FieldPath, String)> {
    validation::faults(state, Extent::Page(index))
        .into_iter()
        .map(|fault| (fault.field, fault::sentence(language, &fault.kind)))
        .collect()
}

/// Questions of the page that were not on it when it was shown.
fn fresh(before: &State<'_>, after: &State<'_>, index: usize) -> Vec<FieldPath> {
    let asked = after.occurrences().filter(|at| {
        after.page(*at) == Some(index)
            && after.relevant(*at)
            && !after.read_only(*at)
            && matches!(after.item(*at), Some(Item::Question(question)) if question.kind.is_asked())
    });
    asked
        .map(|at| (after.field(at), after.answer(at).is_none()))
        .filter(|(field, untouched)| {
            *untouched || !before.find(field).is_some_and(|there| before.relevant(there))
        })
        .map(|(field, _)| field)
        .collect()
}

fn of(
    page: Page,
    site: &Site,
    draft: &Draft,
    state: &State<'_>,
    index: usize,
    code: &Code,
    mut marks: Marks,
) -> AnswerPage {
    let page = draft::frame(page, &draft.language);
    marks.files = Files {
        code: code.to_string(),
        limit: site.settings.upload_limit,
        stored: draft.files.clone(),
    };
    let definition = state.plan().definition();
    let speaks = &state.context().language;
    let pages: Vec<usize> = (0..state.plan().pages().len())
        .filter(|page| state.page_relevant(*page))
        .collect();
    let blocks = blocks::of_page(state, index, &marks, page.language);
    let faults = marks.faults.iter().map(|(field, text)| {
        let label = state.find(field).map(|at| markdown::plain(&state.label(at)));
        (identifier(field), label.unwrap_or_default(), text.clone())
    });
    AnswerPage {
        study: draft::short_title(draft),
        title: title(state, index),
        code: code.to_string(),
        address: index + 1,
        number: pages.iter().position(|page| *page == index).unwrap_or(0) + 1,
        of: pages.len(),

        languages: definition
            .languages
            .iter()
            .filter(|tag| *tag != speaks)
            .map(|tag| (tag.clone(), name_of(tag).to_owned()))
            .collect(),
        faults: faults.collect(),
        has_fresh: !marks.fresh.is_empty(),
        any_required: blocks.iter().any(is_required),
        blocks,
        speaks: speaks.clone(),
        script: assets::address("answer.js"),
        device: assets::address("device.js"),
        page,
    }
}

fn is_required(block: &Block) -> bool {
    match block {
        Block::Field(field) => field.required,
        Block::Matrix(matrix) => matrix.rows.iter().any(|row| row.required),
        _ => false,
    }
}

/// The title of a page: its group's label, else the questionnaire's title.
pub fn title(state: &State<'_>, index: usize) -> String {
    let top = state
        .on_page(index)
        .into_iter()
        .find(|top| state.question(*top).is_none());
    let label = top
        .map(|top| markdown::plain(&state.label(top)))
        .unwrap_or_default();
    if label.is_empty() {
        return state.plan().definition().title.clone();
    }
    label
}
