//! Files by which a person hands an issue over, for every audience: in which formats, and the letters.
//! Nothing is ever sent from here.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use askama::Template;

use crate::chain::registry::{Address, dossier};
use crate::language::Language;
use crate::news::handing_over::{Account, Matter, flaw_report, incident_submission};
use crate::news::reports::question;
use crate::news::{Course, Issue, Passed, Reply, Vocabulary};
use crate::questionnaire::shelf::Shelf;
use crate::store::{Snapshot, StoreError};

use super::error::WebError;
use super::reported::{self, Detail};

/// A file that can be had of an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A submission to the AI Incident Database.
    IncidentDatabase,
    /// An AI Flaw Report.
    FlawReport,
    /// A complaint of a downstream provider to the AI Office, under Article 89(2) of the AI Act.
    AiAct,
    /// A complaint to the service, in English.
    ComplaintEnglish,
    /// A complaint to the service, in Chinese.
    ComplaintChinese,
}

impl Format {
    /// All of them, as offered.
    pub const ALL: [Self; 5] = [
        Self::IncidentDatabase,
        Self::FlawReport,
        Self::AiAct,
        Self::ComplaintEnglish,
        Self::ComplaintChinese,
    ];

    /// The name of the file.
    pub const fn file(self) -> &'static str {
        match self {
            Self::IncidentDatabase => "incident-database.json",
            Self::FlawReport => "flaw-report.json",
            Self::AiAct => "ai-act-article-89.md",
            Self::ComplaintEnglish => "complaint-en.md",
            Self::ComplaintChinese => "complaint-zh-Hans.md",
        }
    }

    /// The text that says what it is: `handing-<key>`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::IncidentDatabase => "incident-database",
            Self::FlawReport => "flaw-report",
            Self::AiAct => "ai-act",
            Self::ComplaintEnglish => "complaint-en",
            Self::ComplaintChinese => "complaint-zh",
        }
    }

    /// The format whose file has this name.
    pub fn of_file(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.file() == name)
    }

    /// The language of its labels.
    fn language(self) -> Language {
        let tag = match self {
            Self::ComplaintChinese => "zh-Hans",
            Self::IncidentDatabase | Self::FlawReport | Self::AiAct | Self::ComplaintEnglish => "en",
        };
        Language::from_tag(tag).unwrap_or_else(Language::fallback)
    }
}

#[derive(Template)]
#[template(path = "handing_over/ai_act.md", escape = "none")]
struct AiActComplaint<'m> {
    matter: &'m Matter,
}

#[derive(Template)]
#[template(path = "handing_over/complaint_en.md", escape = "none")]
struct EnglishComplaint<'m> {
    matter: &'m Matter,
}

#[derive(Template)]
#[template(path = "handing_over/complaint_zh.md", escape = "none")]
struct ChineseComplaint<'m> {
    matter: &'m Matter,
}

/// What of an issue is handed over: what its reader may see of the reports, and of its course.
pub struct Seen<'s> {
    pub issue: &'s Issue,
    pub reports: &'s [Passed],
    pub course: &'s Course,
    pub detail: Detail,
    pub replies: &'s [Reply],
}

/// The matter of an issue, in the language of a format.
pub fn matter(
    db: &mut Snapshot<'_>,
    shelf: &Shelf,
    seen: &Seen<'_>,
    format: Format,
) -> Result<Matter, StoreError> {
    let reader = format.language();
    let words = Vocabulary::of_study(db, shelf, seen.issue.study)?;
    let address = seen
        .issue
        .release
        .as_deref()
        .and_then(|release| release.parse::<Address>().ok());
    let dossier = match &address {
        Some(address) => dossier::of_release(db, address)?,
        None => None,
    };
    let first = seen.reports.first();
    let mut accounts = Vec::new();
    for report in seen.reports {
        let told = reported::told(db, shelf, report, reader)?;
        accounts.push(Account {
            lines: told.lines,
            words: told.words,
            language: told.language,
        });
    }
    let named = dossier.as_ref().map(|dossier| dossier.name().to_owned());
    let noticed = seen
        .course
        .made
        .get(&crate::news::Hop::Noticed)
        .map(|when| when.day());
    let steps = reported::steps(seen.course, seen.detail, reader);
    let made = steps.into_iter().filter(|step| step.made);
    let replies = reported::replied(seen.replies, reader);
    Ok(Matter {
        number: Some(seen.issue.public_id),
        title: reported::called(
            words.as_ref(),
            first.and_then(Passed::problem),
            first.and_then(Passed::kind),
            reader,
        ),
        release: named.or_else(|| {
            let code = seen.issue.release.as_deref()?;
            Some(reported::option(words.as_ref(), question::RELEASE, code, reader))
        }),
        publisher: dossier.and_then(|dossier| dossier.publisher().map(str::to_owned)),
        noticed_on: noticed.filter(|_| seen.detail == Detail::Days),
        accounts,
        course: made
            .map(|step| (reader.text(&format!("hop-{}", step.hop)).into_owned(), step.when))
            .collect(),
        replies: replies.into_iter().map(|reply| (reply.on, reply.words)).collect(),
    })
}

/// The file as an answer, to be kept by the browser.
///
/// # Errors
/// When a letter cannot be written.
pub fn file(format: Format, matter: &Matter) -> Result<HttpResponse, WebError> {
    let (kind, text) = match format {
        Format::IncidentDatabase => ("application/json", format!("{:#}\n", incident_submission(matter))),
        Format::FlawReport => ("application/json", format!("{:#}\n", flaw_report(matter))),
        Format::AiAct => (MARKDOWN, AiActComplaint { matter }.render()?),
        Format::ComplaintEnglish => (MARKDOWN, EnglishComplaint { matter }.render()?),
        Format::ComplaintChinese => (MARKDOWN, ChineseComplaint { matter }.render()?),
    };
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, kind))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}\"", format.file()),
        ))
        .body(text))
}

const MARKDOWN: &str = "text/markdown; charset=utf-8";
