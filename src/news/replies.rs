//! What a publisher answers: once for all reporters of an issue, in English, Chinese or both.
//!
//! A reply never changes. Another one takes its place, and the earlier ones stay to be seen.

pub(super) mod queries;

use super::history::{self, Change};
use super::publisher::Publisher;
use super::{Refused, grouping};
use crate::id::{IssueId, PublicId, ReplyId};
use crate::people::audit::{self, Event};
use crate::store::{Instant, Snapshot, StoreError, Transaction};

/// Most characters of a reply in one language.
pub const LONGEST: usize = 4_000;
/// Most replies to one issue: every page that tells of it shows them all.
pub const MOST: usize = 10;

/// What became of the issue, as its publisher says: codes of the list `feedback_outcome`.
#[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Text)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It is being looked at.
    Waiting,
    /// Here is why it is so.
    Explained,
    /// Here is what helps meanwhile.
    Workaround,
    /// It is mended.
    Fixed,
    /// It is mended in a new version.
    NewVersion,
    /// It stays as it is.
    Refused,
}

impl Outcome {
    /// All of them, as offered.
    pub const ALL: [Self; 6] = [
        Self::Waiting,
        Self::Explained,
        Self::Workaround,
        Self::Fixed,
        Self::NewVersion,
        Self::Refused,
    ];

    /// The code used in forms, files and the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "fo.wait",
            Self::Explained => "fo.expl",
            Self::Workaround => "fo.work",
            Self::Fixed => "fo.fixed",
            Self::NewVersion => "fo.newver",
            Self::Refused => "fo.refused",
        }
    }

    /// The code without its list, for texts and addresses.
    pub fn key(self) -> &'static str {
        self.as_str().trim_start_matches("fo.")
    }

    /// The outcome with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == code)
    }

    /// Whether the issue is done with.
    pub const fn is_resolved(self) -> bool {
        match self {
            Self::Fixed | Self::NewVersion => true,
            Self::Waiting | Self::Explained | Self::Workaround | Self::Refused => false,
        }
    }
}

crate::store::stored_as_text!(Outcome);

/// Why a form is not a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    NoOutcome,
    /// Neither language has words.
    NoWords,
    /// One language has more than [`LONGEST`] characters.
    TooLong,
}

/// What is said to the reporters; at least one language has words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    outcome: Outcome,
    english: Option<String>,
    chinese: Option<String>,
}

impl Words {
    /// A reply from what a form sent.
    ///
    /// # Errors
    /// All faults.
    pub fn read(outcome: &str, english: &str, chinese: &str) -> Result<Self, Vec<Fault>> {
        let tidy = |text: &str| Some(text.trim().replace("\r\n", "\n")).filter(|text| !text.is_empty());
        let (english, chinese) = (tidy(english), tidy(chinese));
        let mut faults = Vec::new();
        if english.is_none() && chinese.is_none() {
            faults.push(Fault::NoWords);
        }
        let is_long = |text: &Option<String>| text.iter().any(|text| text.chars().count() > LONGEST);
        if is_long(&english) || is_long(&chinese) {
            faults.push(Fault::TooLong);
        }
        match Outcome::from_code(outcome) {
            Some(outcome) if faults.is_empty() => Ok(Self {
                outcome,
                english,
                chinese,
            }),
            Some(_) => Err(faults),
            None => {
                faults.insert(0, Fault::NoOutcome);
                Err(faults)
            }
        }
    }
}

/// A reply that was given.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct Reply {
    pub id: ReplyId,
    pub at: Instant,
    pub outcome: Outcome,
    pub english: Option<String>,
    pub chinese: Option<String>,
}

impl Reply {
    /// What it says to a reader of a language, with the tag of the language in which it is said: the
    /// other one if there are no words in theirs.
    pub fn told(&self, tag: &str) -> (&'static str, &str) {
        let (english, chinese) = (self.english.as_deref(), self.chinese.as_deref());
        match (tag.starts_with("zh"), english, chinese) {
            (true, _, Some(words)) | (false, None, Some(words)) => ("zh-Hans", words),
            (_, Some(words), _) => ("en", words),
            (true | false, None, None) => ("en", ""),
        }
    }
}

/// Answers an issue of a release of the publisher's. An embargo ends when the flaw is mended.
///
/// # Errors
/// [`Refused::NoSuchIssue`] for an issue that the publisher may not see, [`Refused::AnsweredEnough`].
pub fn reply(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: &Publisher,
    issue: PublicId,
    words: &Words,
) -> Result<(), Refused> {
    let found = by.issue(tx, issue)?.ok_or(Refused::NoSuchIssue)?;
    let issue = found.id;
    if replies(tx, issue)?.len() >= MOST {
        return Err(Refused::AnsweredEnough);
    }
    queries::add_reply(
        tx,
        &queries::NewReply {
            id: ReplyId::new(),
            issue_id: issue,
            at: now,
            claim_id: by.claim(),
            outcome: words.outcome,
            english: words.english.as_deref(),
            chinese: words.chinese.as_deref(),
        },
    )?;
    if words.outcome.is_resolved() && found.is_embargoed(now) {
        super::queries::set_embargo(tx, issue, None)?;
        history::add(tx, now, None, (issue, None), &Change::EmbargoLifted, "")?;
    }
    let event = Event::IssueAnswered {
        issue,
        claim: by.claim(),
        outcome: words.outcome.as_str(),
    };
    audit::record(tx, now, None, event)?;
    Ok(())
}

/// All replies to an issue and to those that were joined to it, oldest first.
pub fn replies(db: &mut Snapshot<'_>, issue: IssueId) -> Result<Vec<Reply>, StoreError> {
    let homes = grouping::homes(db, &[issue], grouping::DEEPEST)?;
    let all: Vec<_> = homes.into_keys().collect();
    queries::replies(db, &all)
}
