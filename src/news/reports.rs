//! What a report says, found by the names of its questions. Nothing here is stored or shown.

use chrono::NaiveDate;

use crate::chain::registry::Named;
use crate::questionnaire::answers::{Answer, Answers};

/// Names of the questions that carry facts. A questionnaire that lacks one lacks that fact.
pub mod question {
    /// Incident, near miss, flaw, complaint, wish or praise.
    pub const KIND: &str = "i_kind";
    /// Code of the release.
    pub const RELEASE: &str = "i_release";
    /// What was typed when the release is not in the list.
    pub const RELEASE_TYPED: &str = "i_release_other";
    /// The day on which it happened or began.
    pub const NOTICED_ON: &str = "i_when";
    /// What happened, in the reporter's words.
    pub const WHAT: &str = "i_what";
    /// What should have happened, in the reporter's words.
    pub const EXPECTED: &str = "i_expect";
    /// Version, quantisation, runtime and temperature, in the reporter's words.
    pub const CONFIGURATION: &str = "i_config";
    /// Code of the problem.
    pub const PROBLEM: &str = "i_problem";
    /// Codes of the harm.
    pub const HARM: &str = "i_harm";
    /// The reporter's severity.
    pub const SEVERITY: &str = "i_severity";
    /// Who was affected.
    pub const AFFECTED: &str = "i_affected_who";
    /// Where in the chain it arose, as the reporter thinks.
    pub const WHERE: &str = "i_where";
    /// Whether it happens again.
    pub const REPEATABLE: &str = "i_repeat";
    /// Whether it is still happening.
    pub const ONGOING: &str = "i_ongoing";
    /// By which routes the reporter has told somebody.
    pub const TOLD: &str = "i_told";
    /// When the reporter first told somebody: one day for all routes.
    pub const TOLD_ON: &str = "i_told_on";
    /// How far the report may go.
    pub const SHARE: &str = "i_share";

    /// Questions with a list of options that are told to whoever may see a report, in this order.
    pub const CHOSEN: [&str; 9] = [
        KIND, RELEASE, PROBLEM, SEVERITY, HARM, AFFECTED, WHERE, REPEATABLE, ONGOING,
    ];
    /// Questions answered in the reporter's own words.
    pub const WORDS: [&str; 4] = [WHAT, EXPECTED, CONFIGURATION, RELEASE_TYPED];
}

/// Answers that are none, or that name nothing of the list.
const NAMES_NOTHING: [&str; 5] = ["none", "dk", "pna", "na", "other"];
/// Kinds of reports that tell of no problem.
const NO_PROBLEM: [&str; 2] = ["rk.wish", "rk.praise"];
/// The problem that is a flaw to be kept back until it is mended.
const SECURITY: &str = "pb.security";
/// The route for flaws that are to be kept back.
const SECURITY_ROUTE: &str = "fr.sec";

/// How far a reporter lets a report go. Each level allows what the one before it allows.
#[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Text)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Share {
    /// Moderators may see it. It counts in totals that hide small numbers, and nowhere else.
    Moderators,
    /// The publisher may see what was chosen from lists, but no words.
    Publisher,
    /// Everybody may see what was chosen from lists, but no words.
    Public,
    /// The words may be quoted, without a name.
    Quoted,
}

impl Share {
    /// All levels, the strictest first.
    pub const ALL: [Self; 4] = [Self::Moderators, Self::Publisher, Self::Public, Self::Quoted];

    /// The code of the list `share_level`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Moderators => "sl.mod",
            Self::Publisher => "sl.pass",
            Self::Public => "sl.pub",
            Self::Quoted => "sl.quote",
        }
    }

    /// The level with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == code)
    }

    /// Whether a report of this level may go to the reader.
    pub fn reaches(self, reader: Reader) -> bool {
        self >= match reader {
            Reader::Publisher => Self::Publisher,
            Reader::Everybody => Self::Public,
        }
    }
}

crate::store::stored_as_text!(Share);

/// Who is shown a report, other than a moderator or its reporter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Who answers for the release.
    Publisher,
    /// Everybody.
    Everybody,
}

/// What one report says, in codes and days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub kind: Option<String>,
    pub problem: Option<String>,
    pub severity: Option<String>,
    /// As answered; none if the release is not in the list, or was named in words.
    pub release: Option<String>,
    /// Whoever said nothing allows nothing.
    pub share: Share,
    /// Codes of routes, in the order of the list.
    pub told: Vec<String>,
    pub noticed_on: Option<NaiveDate>,
    /// The day on which somebody was first told; by which of several routes is not asked.
    pub told_on: Option<NaiveDate>,
}

impl Facts {
    /// The facts in a document of answers. Questions within repeated groups carry none.
    pub fn of(answers: &Answers) -> Self {
        let share = one(answers, question::SHARE).and_then(Share::from_code);
        Self {
            kind: code(answers, question::KIND),
            problem: code(answers, question::PROBLEM),
            severity: code(answers, question::SEVERITY),
            release: code(answers, question::RELEASE).filter(|release| !Named::is_in_words(release)),
            share: share.unwrap_or(Share::Moderators),
            told: codes(answers, question::TOLD)
                .filter(|code| !code.contains(char::is_whitespace))
                .map(str::to_owned)
                .collect(),
            noticed_on: day(answers, question::NOTICED_ON),
            told_on: day(answers, question::TOLD_ON),
        }
    }

    /// Whether it tells of a flaw that others could use before it is mended.
    pub fn is_security_flaw(&self) -> bool {
        self.problem.as_deref() == Some(SECURITY) || self.told.iter().any(|route| route == SECURITY_ROUTE)
    }
}

/// Whether a report of this kind tells of a problem; one that does not say does.
pub fn tells_of_a_problem(kind: Option<&str>) -> bool {
    kind.is_none_or(|kind| !NO_PROBLEM.contains(&kind))
}

/// The one value under a name.
pub fn one<'a>(answers: &'a Answers, name: &str) -> Option<&'a str> {
    match answers.get(name)? {
        Answer::One(value) => Some(value.trim()).filter(|value| !value.is_empty()),
        Answer::Skipped | Answer::Many(_) | Answer::Repeated(_) => None,
    }
}

/// The codes under a name, whether one or several may be chosen.
pub fn codes<'a>(answers: &'a Answers, name: &str) -> impl Iterator<Item = &'a str> {
    let values = match answers.get(name) {
        Some(Answer::One(value)) => std::slice::from_ref(value),
        Some(Answer::Many(values)) => values.as_slice(),
        Some(Answer::Skipped | Answer::Repeated(_)) | None => &[],
    };
    values.iter().map(String::as_str)
}

fn code(answers: &Answers, name: &str) -> Option<String> {
    one(answers, name)
        .filter(|code| !NAMES_NOTHING.contains(code))
        .map(str::to_owned)
}

fn day(answers: &Answers, name: &str) -> Option<NaiveDate> {
    day_of(one(answers, name)?)
}

/// The day that was written, if it is one.
pub(super) fn day_of(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_a_release_are_no_release() {
        let release = |written: &str| {
            let mut answers = Answers::default();
            answers.set(question::RELEASE, Answer::One(written.to_owned()));
            Facts::of(&answers).release
        };
        assert_eq!(release("amber/7b").as_deref(), Some("amber/7b"));
        assert_eq!(release("text:the bot of Dr Li"), None);
        assert_eq!(release("dk"), None);
    }
}
