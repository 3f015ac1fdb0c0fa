//! What has changed on a page while it is being filled in.
//!
//! The script sends what stands in the form; the answers are evaluated and not stored, and what comes back
//! is the page as it would be shown now, without the parts that the browser has. So nothing that was left
//! open counts as passed over, nobody who only tries an answer out leaves a trace, and the page with scripts
//! is the page without.

use std::fmt::Write;

use actix_web::HttpResponse;
use askama::Template;

use crate::language::Language;
use crate::questionnaire::evaluation::{FieldPath, State};
use crate::responses::Code;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::markdown;
use crate::web::page::{Page, show};

use super::blocks::{identifier, instance_identifier};
use super::draft::{self, Edited, with_state};
use super::marks::{Marks, faults, shown};
use super::releases;
use super::sent::{Change, Pressed, Sent};
use super::sheet::{Drawn, Sheet};

#[derive(Template)]
#[template(path = "participate/look.html")]
struct LookReply {
    sheet: Sheet,
    /// What has changed, to be read out.
    news: String,
    /// Id of the element where the person goes on; empty to stay.
    place: String,
}

/// Answers with the changed parts of the page.
///
/// # Errors
/// When a template cannot be written.
pub async fn look(
    site: &Site,
    frame: Page,
    edited: &Edited,
    page: usize,
    sent: &Sent,
    code: &Code,
) -> Result<HttpResponse, WebError> {
    let now = site.clock.now();
    let Edited {
        before: draft,
        answers,
    } = edited;
    let language = draft::frame(frame, &draft.language).language;
    let releases = releases::found(site, draft, answers, page, &sent.searches).await?;
    let mut changes = sent.changes.clone();
    changes.extend(Change::of(&sent.pressed, answers));
    with_state(draft, answers, now, |state| {
        let mut faults = faults(state, page, language);
        faults.retain(|(field, _)| {
            let name = field.to_string();
            (sent.faulty.contains(&name) || sent.left.contains(&name))
                && !sent.holds_file(state.plan(), page, &name)
        });
        let marks = Marks {
            faults,
            refused: sent.refused,
            fresh: Vec::new(),
            searches: sent.searches.clone(),
            searching: None,
            releases,
            decimals: sent.decimals.clone(),
        };
        let drawn = Drawn {
            draft,
            page,
            code,
            limit: site.settings.upload_limit,
            language,
            marks: &marks,
            changes: &changes,
            have: sent.have.as_ref(),
        };
        show(&LookReply {
            sheet: drawn.sheet(state)?,
            news: news(state, page, sent, &marks, language),
            place: place(&sent.pressed, state).unwrap_or_default(),
        })
    })
}

/// Where somebody goes on who added an instance or removed one.
pub fn place(pressed: &Pressed, state: &State<'_>) -> Option<String> {
    match pressed {
        Pressed::Add(path) => {
            let (_, last) = state.find(path).and_then(|first| state.instance(first))?;
            Some(instance_identifier(path, last))
        }
        Pressed::Remove(path, _) | Pressed::Discard(path) => Some(identifier(path)),
        Pressed::Next | Pressed::Back | Pressed::Send | Pressed::Language(_) | Pressed::Search(_) => None,
    }
}

/// What is new on the page, in a sentence or two.
fn news(state: &State<'_>, page: usize, sent: &Sent, marks: &Marks, language: Language) -> String {
    let mut news = String::new();
    let shown = shown(state, page);
    let count = |these: &[FieldPath], those: &[FieldPath]| {
        these.iter().filter(|field| !those.contains(field)).count()
    };
    if let Some(seen) = &sent.seen {
        for (key, number) in [
            ("answer-added", count(&shown, seen)),
            ("answer-removed", count(seen, &shown)),
        ] {
            if number > 0 {
                let _ = write!(news, "{} ", language.count(key, number));
            }
        }
    }
    for (field, text) in &marks.faults {
        if sent.left.contains(&field.to_string()) {
            let label = state.find(field).map(|at| markdown::plain(&state.label(at)));
            let _ = write!(news, "{}: {text} ", label.unwrap_or_default());
        }
    }
    let end = news.trim_end().len();
    news.truncate(end);
    news
}
