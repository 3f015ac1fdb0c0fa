//! One submission: what was answered, what was decided about it so far, and the form to decide.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::chain::links::{self, Flood};
use crate::id::{AccountId, SubmissionId};
use crate::language::{Language, Value};
use crate::moderation::{self, Case, Cursor, DecisionFault, Filter, LONGEST_NOTE, Past, Verdict};
use crate::people::Moderator;
use crate::questionnaire::answers::Answers;
use crate::questionnaire::evaluation::{Context, sealed};
use crate::questionnaire::expression::Zone;
use crate::questionnaire::shelf::Shelf;
use crate::responses::informed;
use crate::store::{Snapshot, StoreError};
use crate::web::app::Site;
use crate::web::assets;
use crate::web::error::WebError;
use crate::web::guard::SignedIn;
use crate::web::moment::Moment;
use crate::web::page::{Page, show, show_as};

use super::answers::{self, Answer};
use super::decide::JustDecided;
use super::filter::{self, Asked, Menus};

#[derive(Template)]
#[template(path = "moderate/case.html")]
struct CasePage {
    page: Page,
    by: Moderator,
    found: Found,
    filter: Filter,
    typed: Typed,
    faults: Vec<DecisionFault>,
    /// The decision came too late: the text is `moderate-conflict-<key>`.
    conflict: Option<&'static str>,
}

/// What the form holds, as typed.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    pub verdict: String,
    pub reason: String,
    pub note: String,
}

/// What the store tells about the submission.
struct Found {
    case: Case,
    read: answers::Read,
    history: Vec<Past>,
    newer: Option<SubmissionId>,
    study: String,
    questionnaire: String,
    /// The next one that waits, for whoever leaves this one undecided.
    next: Option<SubmissionId>,
    last: Option<(SubmissionId, Verdict)>,
    /// It came by a channel by which more came than it was for.
    flood: Option<Flood>,
}

/// The page.
///
/// # Errors
/// [`WebError::Missing`] when there is no such submission in a study that the person moderates.
pub async fn page(
    site: web::Data<Site>,
    person: SignedIn,
    path: web::Path<String>,
    asked: web::Query<Asked>,
    decided: web::Query<JustDecided>,
) -> Result<HttpResponse, WebError> {
    let by = person.moderator()?;
    let submission = path.parse().map_err(|_| WebError::Missing)?;
    let filter = asked.filter();
    let just_decided = decided.decided.as_deref().and_then(|id| id.parse().ok());
    let found = found(
        &site,
        &by,
        submission,
        &filter,
        just_decided,
        person.page.language,
    )
    .await?;
    show(&CasePage {
        page: person.page,
        by,
        found,
        filter,
        typed: Typed::default(),
        faults: Vec::new(),
        conflict: None,
    })
}

/// The page again: with faults to mend, or with the newer state after a conflict.
pub(super) async fn again(
    site: &Site,
    page: Page,
    by: Moderator,
    submission: SubmissionId,
    filter: Filter,
    typed: Typed,
    why: Result<&'static str, Vec<DecisionFault>>,
) -> Result<HttpResponse, WebError> {
    let found = found(site, &by, submission, &filter, None, page.language).await?;
    let (status, conflict, faults) = match why {
        Ok(conflict) => (StatusCode::CONFLICT, Some(conflict), Vec::new()),
        Err(faults) => (StatusCode::UNPROCESSABLE_ENTITY, None, faults),
    };
    let again = CasePage {
        page,
        by,
        found,
        filter,
        typed,
        faults,
        conflict,
    };
    show_as(status, &again)
}

async fn found(
    site: &Site,
    by: &Moderator,
    submission: SubmissionId,
    filter: &Filter,
    just_decided: Option<SubmissionId>,
    language: Language,
) -> Result<Found, WebError> {
    let (by, filter, shelf, key) = (by.clone(), filter.clone(), site.shelf.clone(), site.links.clone());
    let found = site.store.read(move |db| {
        let Some(case) = moderation::case(db, &by, submission)? else {
            return Ok::<_, StoreError>(None);
        };
        let menus = Menus::read(db, &shelf, &by, &filter, language)?;
        let after = Some(Cursor::at(case.submitted_at, submission));
        let next = moderation::waiting(db, &by, &filter, after, 1)?;
        let flood = links::floods(db, &key, std::slice::from_ref(&case.came_by))?
            .pop()
            .flatten();
        Ok(Some(Found {
            read: answers_of(db, &shelf, &case, language)?,
            history: moderation::history(db, &case)?,
            newer: moderation::newer_revision(db, &case)?,
            study: menus.study(case.study).to_owned(),
            questionnaire: menus.questionnaire(case.questionnaire).to_owned(),
            next: next.first().map(|item| item.submission),
            last: super::decide::verdict_on(db, &by, just_decided)?,
            flood,
            case,
        }))
    });
    found.await?.ok_or(WebError::Missing)
}

/// The answers with labels in `language`; none when they were withdrawn.
fn answers_of(
    db: &mut Snapshot<'_>,
    shelf: &Shelf,
    case: &Case,
    language: Language,
) -> Result<answers::Read, StoreError> {
    let (Some(document), Some(version)) = (&case.answers, shelf.version(db, case.version)?) else {
        return Ok(answers::Read::default());
    };
    let given: Answers = document.parse()?;
    let context = Context {
        language: language.tag().to_owned(),
        seed: case.seed.cast_unsigned(),
        begun_at: case.submitted_at.utc(),
        now: case.submitted_at.utc(),
        zone: Zone::default(), // a moderator reads the answers as they were settled
        registry: Arc::default(),
    };
    let plan = &version.plan;
    let context = informed(db, context, |context| {
        if plan.reads_registry() {
            sealed(plan, &given, context).lacked()
        } else {
            BTreeSet::new()
        }
    })?;
    let meanings = if plan.asks_for_releases() {
        moderation::meanings(db, case.study, None)?
    } else {
        HashMap::new()
    };
    Ok(answers::read(&sealed(plan, &given, &context), &meanings))
}

/// Who decided, without a name: the text is `moderate-by-<key>`.
pub(super) fn who(reader: &Moderator, decided_by: Option<AccountId>) -> &'static str {
    match decided_by {
        None => "command",
        Some(account) if account == reader.account() => "you",
        Some(_) => "another",
    }
}

/// The text that tells of a fault is `moderate-fault-<key>`; the second is the field to look at.
fn fault_text(fault: DecisionFault) -> (&'static str, &'static str) {
    match fault {
        DecisionFault::NoVerdict => ("verdict", "verdict-accept"),
        DecisionFault::NoReason => ("reason", "reason"),
        DecisionFault::ReasonOfAnotherVerdict => ("other-verdict", "reason"),
        DecisionFault::NoteTooLong => ("note", "note"),
    }
}

impl CasePage {
    /// Whether a decision would be taken.
    fn is_decidable(&self) -> bool {
        self.found.case.withdrawn_at.is_none() && self.found.newer.is_none()
    }

    fn who(&self, past: &Past) -> &'static str {
        who(&self.by, past.decided_by)
    }

    fn faults(&self) -> Vec<(&'static str, &'static str)> {
        self.faults.iter().copied().map(fault_text).collect()
    }

    /// The fault of a field, if it has one.
    fn fault_of(&self, field: &str) -> Option<&'static str> {
        self.faults()
            .into_iter()
            .find_map(|(key, at)| (at == field).then_some(key))
    }

    /// An address within `/moderate` that keeps the filter.
    fn address(&self, path: &str) -> String {
        self.page
            .link(&format!("/moderate{path}{}", filter::query(&self.filter, "")))
    }

    /// What there is to say of a flood.
    fn flood_text(&self, flood: &Flood) -> String {
        let node = flood.node.as_ref().map(ToString::to_string);
        let key = if node.is_some() {
            "moderate-flood-handed-on"
        } else {
            "moderate-flood-own"
        };
        let values = [
            ("node", Value::Text(node.as_deref().unwrap_or_default())),
            ("audience", Value::Text(&flood.audience)),
            ("expected", Value::Number(flood.expected.into())),
            ("uses", Value::Number(flood.uses.into())),
        ];
        self.page.language.with(key, &values).into_owned()
    }

    fn language_name(&self) -> String {
        filter::language_name(&self.found.case.language)
    }
}
