//! How a claim stands, and the steps that brought it there.

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;

use crate::id::AccountId;
use crate::store::Instant;

/// How a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub enum Standing {
    /// The string was given.
    Begun,
    /// The claimant said where it stands; a moderator has yet to look.
    Stated,
    /// A moderator saw it.
    Confirmed,
    /// A moderator did not see it.
    Refused,
    /// It was confirmed, and is no longer.
    Withdrawn,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Begun,
        Self::Stated,
        Self::Confirmed,
        Self::Refused,
        Self::Withdrawn,
    ];

    /// The word in the database and in text keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Stated => "stated",
            Self::Confirmed => "confirmed",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The standing that a word names.
    pub fn from_code(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.as_str() == word)
    }

    /// What a moderator can decide from here.
    pub const fn verdicts(self) -> &'static [Verdict] {
        match self {
            Self::Begun => &[],
            Self::Stated => &[Verdict::Confirm, Verdict::Refuse],
            Self::Confirmed => &[Verdict::Withdraw],
            Self::Refused | Self::Withdrawn => &[Verdict::Confirm],
        }
    }

    /// Whether the claimant can say anew where the string stands.
    pub const fn can_be_stated(self) -> bool {
        match self {
            Self::Begun | Self::Stated | Self::Refused | Self::Withdrawn => true,
            Self::Confirmed => false,
        }
    }
}

crate::store::stored_as_text!(Standing);

/// What a moderator decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The string stands where only the claimant could place it.
    Confirm,
    /// It does not.
    Refuse,
    /// It was confirmed by mistake, or the release has changed hands.
    Withdraw,
}

impl Verdict {
    /// The word in forms and in text keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Refuse => "refuse",
            Self::Withdraw => "withdraw",
        }
    }

    /// The verdict that a word names.
    pub fn from_code(word: &str) -> Option<Self> {
        [Self::Confirm, Self::Refuse, Self::Withdraw]
            .into_iter()
            .find(|verdict| verdict.as_str() == word)
    }

    /// How the claim stands then.
    pub const fn standing(self) -> Standing {
        match self {
            Self::Confirm => Standing::Confirmed,
            Self::Refuse => Standing::Refused,
            Self::Withdraw => Standing::Withdrawn,
        }
    }
}

/// Something that was stated or decided.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct Step {
    /// From 1.
    pub round: i32,
    pub standing: Standing,
    /// Where the string stands, or why it was decided so.
    pub words: String,
    /// The moderator; none where it was the claimant.
    pub taken_by: Option<AccountId>,
    pub taken_at: Instant,
}
