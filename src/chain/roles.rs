//! The four roles, and whom a questionnaire asks.

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use serde::{Deserialize, Serialize};

/// A step of the chain, in the order in which a model travels.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, AsExpression, FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub enum Role {
    /// Publisher: makes a model available to others.
    #[serde(rename = "P")]
    Publisher,
    /// Downloader-deployer: obtains weights and runs them.
    #[serde(rename = "D")]
    Deployer,
    /// Service provider: offers people something that relies on a model.
    #[serde(rename = "S")]
    Provider,
    /// End user: uses the service, or is reached by its results.
    #[serde(rename = "U")]
    User,
}

impl Role {
    /// All roles, upstream first.
    pub const ALL: [Self; 4] = [Self::Publisher, Self::Deployer, Self::Provider, Self::User];

    /// The letter used in files and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Publisher => "P",
            Self::Deployer => "D",
            Self::Provider => "S",
            Self::User => "U",
        }
    }

    /// The role with this letter.
    pub fn from_code(letter: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == letter)
    }
}

crate::store::stored_as_text!(Role);

/// Whom a questionnaire asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, AsExpression, FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Text)]
#[serde(try_from = "String", into = "String")]
pub enum Audience {
    /// People at one step of the chain.
    Role(Role),
    /// Everybody: an ordinary survey.
    Any,
    /// Whoever has something to report: the incident form.
    Report,
}

impl Audience {
    /// The code used in `study.toml` and in the database: `P`, `D`, `S`, `U`, `any` or `report`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Role(role) => role.as_str(),
            Self::Any => "any",
            Self::Report => "report",
        }
    }

    /// The audience with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "any" => Some(Self::Any),
            "report" => Some(Self::Report),
            letter => Role::from_code(letter).map(Self::Role),
        }
    }
}

crate::store::stored_as_text!(Audience);

impl TryFrom<String> for Audience {
    type Error = String;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::from_code(&code).ok_or_else(|| format!("{code:?} is not P, D, S, U, any or report"))
    }
}

impl From<Audience> for String {
    fn from(audience: Audience) -> Self {
        audience.as_str().to_owned()
    }
}
