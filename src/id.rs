//! Typed ids. They are made here, before the insert, and never by the database.
//!
//! An id is a version 7 UUID and tells when it was made, so it never leaves the house: what the
//! public sees is a number of its own, such as [`PublicId`].

use std::fmt;
use std::str::FromStr;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::store::KeyBytes;
use crate::store::types::Key;

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow, Serialize, Deserialize)]
        #[diesel(sql_type = Key)]
        #[serde(transparent)]
        pub struct $name(KeyBytes);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.0.as_simple().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(|key| Self(KeyBytes(key)))
            }
        }

        impl<DB: Backend> ToSql<Key, DB> for $name
        where
            KeyBytes: ToSql<Key, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                self.0.to_sql(out)
            }
        }

        impl<DB: Backend> FromSql<Key, DB> for $name
        where
            KeyBytes: FromSql<Key, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
                KeyBytes::from_sql(value).map(Self)
            }
        }
    )+};
}

macro_rules! made_in_order {
    ($($name:ident),+ $(,)?) => {$(
        impl $name {
            /// A new id, later than every id made before it on this machine.
            #[expect(clippy::new_without_default, reason = "a default that differs each time would surprise")]
            pub fn new() -> Self {
                Self(KeyBytes(Uuid::now_v7()))
            }
        }
    )+};
}

typed_ids! {
    /// A person who signs in.
    AccountId,
    /// An entry of the audit log.
    AuditId,
    /// A permission given to an account.
    GrantId,
    /// A model.
    ModelId,
    /// A published version of a model.
    ReleaseId,
    /// Something that was said of a model or a release.
    StatementId,
    /// A file for the registry that an administrator sent.
    UploadId,
    /// Somebody who says that a release is theirs.
    ClaimId,
    /// What was stated or decided about a claim.
    ClaimStepId,
    /// A consultation.
    StudyId,
    /// What one role of a study is asked.
    QuestionnaireId,
    /// A frozen definition of a questionnaire.
    VersionId,
    /// Answers that are being given.
    DraftId,
    /// Answers that were given.
    SubmissionId,
    /// A file that somebody added to answers.
    AttachmentId,
    /// One verdict on a submission.
    DecisionId,
    /// What one or several reports are about.
    IssueId,
    /// Something that was done with an issue.
    IssueEntryId,
    /// What a publisher answered to an issue.
    ReplyId,
    /// A numbered dataset of a study.
    EditionId,
    /// A wish for an edition that the background work fulfils.
    OrderId,
    /// An invitation that is handed down the chain. Random: it does not tell when it was made.
    LinkId,
    /// The number under which a submission or an issue appears in data files; it says nothing about time.
    PublicId,
}

made_in_order!(
    AccountId,
    AuditId,
    GrantId,
    ModelId,
    ReleaseId,
    StatementId,
    UploadId,
    ClaimId,
    ClaimStepId,
    StudyId,
    QuestionnaireId,
    VersionId,
    DraftId,
    SubmissionId,
    AttachmentId,
    DecisionId,
    IssueId,
    IssueEntryId,
    ReplyId,
    EditionId,
    OrderId
);

impl LinkId {
    /// A new number.
    pub fn random() -> Self {
        Self(KeyBytes(Uuid::new_v4()))
    }

    /// Its bytes, to be sealed.
    pub(crate) fn bytes(self) -> [u8; 16] {
        self.0.0.into_bytes()
    }

    /// The number with these bytes.
    pub(crate) fn of_bytes(bytes: [u8; 16]) -> Self {
        Self(KeyBytes(Uuid::from_bytes(bytes)))
    }
}

impl PublicId {
    /// A random number, for a submission made by a person.
    pub fn random() -> Self {
        Self(KeyBytes(Uuid::new_v4()))
    }

    /// The number of an imported line: the same line gives the same number on every machine.
    pub fn of_import(digest: [u8; 16]) -> Self {
        Self(KeyBytes(uuid::Builder::from_random_bytes(digest).into_uuid()))
    }
}
