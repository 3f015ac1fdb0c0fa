//! Kinds of links, tiers, and who hands on to whom.

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;

use crate::chain::Role;

/// How a link is meant to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub enum LinkKind {
    /// For one person, once.
    Personal,
    /// For many: a product page, a printed code. It says for whom, and for about how many.
    Channel,
    /// For everybody: a campaign page of the study.
    Open,
}

impl LinkKind {
    /// The word in the database and in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::Channel => "channel",
            Self::Open => "open",
        }
    }

    /// The kind that a word names.
    pub fn from_code(word: &str) -> Option<Self> {
        [Self::Personal, Self::Channel, Self::Open]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

crate::store::stored_as_text!(LinkKind);

/// How a submission came in: how much is known of the way that its invitation took. Of every
/// submission, in data as `sys_tier`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub enum Tier {
    /// By the open page of the study.
    Open,
    /// By a channel link.
    Channel,
    /// By a personal link that a respondent handed on.
    Personal,
    /// By a link of somebody whose control of what they speak for was shown.
    Confirmed,
}

impl Tier {
    /// The code in the database and in data.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "T0",
            Self::Channel => "T1",
            Self::Personal => "T2",
            Self::Confirmed => "T3",
        }
    }

    /// The tier with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Open, Self::Channel, Self::Personal, Self::Confirmed]
            .into_iter()
            .find(|tier| tier.as_str() == code)
    }
}

crate::store::stored_as_text!(Tier);

/// To whom a step hands links: the next ones down the chain, and publishers to those who build on
/// what they publish.
pub const fn next_roles(role: Role) -> &'static [Role] {
    match role {
        Role::Publisher => &[Role::Deployer, Role::Publisher],
        Role::Deployer => &[Role::Provider, Role::User],
        Role::Provider => &[Role::User],
        Role::User => &[],
    }
}
