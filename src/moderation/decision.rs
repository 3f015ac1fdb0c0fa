//! What can be decided: a verdict with a reason of that verdict and a note to the author.

/// Most characters of a note.
pub const LONGEST_NOTE: usize = 1_000;

/// What becomes of a submission.
#[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Text)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It enters the record and with it the next edition.
    Accept,
    /// It stays out; it is kept and counted.
    Reject,
    /// Its author may correct it and send it again.
    Return,
}

impl Verdict {
    /// All of them, as offered to moderators.
    pub const ALL: [Self; 3] = [Self::Accept, Self::Return, Self::Reject];

    /// The code used in forms and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Return => "return",
        }
    }

    /// The verdict with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.as_str() == code)
    }

    /// The reasons that can be given for it; never empty.
    pub const fn reasons(self) -> &'static [Reason] {
        match self {
            Self::Accept => &[Reason::InOrder],
            Self::Reject => &[
                Reason::TestOrEmpty,
                Reason::Duplicate,
                Reason::OffTopic,
                Reason::IllegibleOrNonsense,
                Reason::Abuse,
                Reason::PersonalData,
                Reason::Automated,
            ],
            Self::Return => &[
                Reason::NeedsDetail,
                Reason::Contradictory,
                Reason::WrongRelease,
                Reason::PersonalData,
            ],
        }
    }
}

crate::store::stored_as_text!(Verdict);

/// Why a verdict was given, in a code that can be counted.
#[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Text)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Nothing speaks against it.
    InOrder,
    /// Somebody tried the form out, or left it empty.
    TestOrEmpty,
    /// The same answers were sent before.
    Duplicate,
    /// It is about something that the study does not ask.
    OffTopic,
    /// It cannot be read, or makes no sense.
    IllegibleOrNonsense,
    /// It insults or threatens.
    Abuse,
    /// It tells who somebody is.
    PersonalData,
    /// A program wrote it.
    Automated,
    /// Too little is said to be of use.
    NeedsDetail,
    /// Two answers cannot both be true.
    Contradictory,
    /// It is about another model release than the one named.
    WrongRelease,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::InOrder,
        Self::TestOrEmpty,
        Self::Duplicate,
        Self::OffTopic,
        Self::IllegibleOrNonsense,
        Self::Abuse,
        Self::PersonalData,
        Self::Automated,
        Self::NeedsDetail,
        Self::Contradictory,
        Self::WrongRelease,
    ];

    /// The code used in forms, files and the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InOrder => "in_order",
            Self::TestOrEmpty => "test_or_empty",
            Self::Duplicate => "duplicate",
            Self::OffTopic => "off_topic",
            Self::IllegibleOrNonsense => "illegible_or_nonsense",
            Self::Abuse => "abuse",
            Self::PersonalData => "personal_data",
            Self::Automated => "automated",
            Self::NeedsDetail => "needs_detail",
            Self::Contradictory => "contradictory",
            Self::WrongRelease => "wrong_release",
        }
    }

    /// The reason with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == code)
    }
}

crate::store::stored_as_text!(Reason);

/// Why a form is not a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionFault {
    /// No verdict was chosen.
    NoVerdict,
    /// No reason was chosen.
    NoReason,
    /// The reason belongs to another verdict.
    ReasonOfAnotherVerdict,
    /// The note has more than [`LONGEST_NOTE`] characters.
    NoteTooLong,
}

/// A verdict with a reason that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    verdict: Verdict,
    reason: Reason,
    note: Option<String>,
}

impl Decision {
    /// A decision from what a form sent: codes of verdict and reason, and a note for the author.
    /// Accepting needs no reason, since it has only one.
    ///
    /// # Errors
    /// All faults.
    pub fn read(verdict: &str, reason: &str, note: &str) -> Result<Self, Vec<DecisionFault>> {
        let mut faults = Vec::new();
        let verdict = Verdict::from_code(verdict);
        let reason = match (verdict, Reason::from_code(reason)) {
            (Some(Verdict::Accept), None) => Some(Reason::InOrder),
            (_, reason) => reason,
        };
        if verdict.is_none() {
            faults.push(DecisionFault::NoVerdict);
        }
        if reason.is_none() {
            faults.push(DecisionFault::NoReason);
        }
        let note = note.trim().replace("\r\n", "\n");
        if note.chars().count() > LONGEST_NOTE {
            faults.push(DecisionFault::NoteTooLong);
        }
        match (verdict, reason) {
            (Some(verdict), Some(reason)) if !verdict.reasons().contains(&reason) => {
                faults.push(DecisionFault::ReasonOfAnotherVerdict);
                Err(faults)
            }
            (Some(verdict), Some(reason)) if faults.is_empty() => Ok(Self {
                verdict,
                reason,
                note: Some(note).filter(|note| !note.is_empty()),
            }),
            _ => Err(faults),
        }
    }

    /// Acceptance without a note.
    pub const fn acceptance() -> Self {
        Self {
            verdict: Verdict::Accept,
            reason: Reason::InOrder,
            note: None,
        }
    }

    /// What was decided.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Why.
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// What the author is told, trimmed and not empty.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_is_a_verdict_with_a_reason_of_its_own() {
        let decision = Decision::read("return", "needs_detail", " Which release?\r\n ").unwrap();
        assert_eq!(decision.verdict(), Verdict::Return);
        assert_eq!(decision.reason(), Reason::NeedsDetail);
        assert_eq!(decision.note(), Some("Which release?"));
        assert_eq!(Decision::read("accept", "", ""), Ok(Decision::acceptance()));

        assert_eq!(
            Decision::read("", "", &"长".repeat(LONGEST_NOTE + 1)),
            Err(vec![
                DecisionFault::NoVerdict,
                DecisionFault::NoReason,
                DecisionFault::NoteTooLong
            ])
        );
        assert_eq!(
            Decision::read("reject", "in_order", ""),
            Err(vec![DecisionFault::ReasonOfAnotherVerdict])
        );
    }

    #[test]
    fn every_reason_belongs_to_a_verdict_and_has_its_own_code() {
        for reason in Reason::ALL {
            assert_eq!(Reason::from_code(reason.as_str()), Some(reason));
            assert!(
                Verdict::ALL
                    .iter()
                    .any(|verdict| verdict.reasons().contains(&reason))
            );
        }
        for verdict in Verdict::ALL {
            assert_eq!(Verdict::from_code(verdict.as_str()), Some(verdict));
        }
    }
}
