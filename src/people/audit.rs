//! The audit log: who did what and when, appended in the transaction that did it.
//!
//! Entries never change; triggers see to that. They hold ids and codes, and never an answer, a
//! note, an address or a secret. Sign-ins that fail are logged by the web, not here: otherwise
//! anybody could make the table grow.

use serde::Serialize;

use super::queries;
use crate::id::{AccountId, AuditId, ClaimId, EditionId, IssueId, StudyId, SubmissionId, VersionId};
use crate::store::{Document, Instant, StoreError, Transaction};

/// Something worth remembering. The fields become the entry's detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Event {
    AccountJoined {
        account: AccountId,
    },
    AccountClosed {
        account: AccountId,
    },
    AddressChanged {
        account: AccountId,
    },
    KeyOffered {
        account: AccountId,
    },
    KeyRedeemed {
        account: AccountId,
    },
    PasswordSet {
        account: AccountId,
    },
    SignedIn {
        account: AccountId,
    },
    SignedOut {
        account: AccountId,
    },
    SignedOutEverywhere {
        account: AccountId,
    },
    PermissionGranted {
        account: AccountId,
        permission: &'static str,
        study: Option<StudyId>,
    },
    PermissionRevoked {
        account: AccountId,
        permission: &'static str,
        study: Option<StudyId>,
    },
    /// `not_walked` counts branches of its questionnaires that somebody let pass unwalked.
    StudyAdded {
        study: StudyId,
        not_walked: usize,
    },
    StudyOpened {
        study: StudyId,
        not_walked: usize,
    },
    StudyClosed {
        study: StudyId,
    },
    /// Its reason and its changes stand with the version itself.
    VersionPublished {
        study: StudyId,
        version: VersionId,
        number: i32,
        changes: usize,
        /// Whether somebody said why.
        explained: bool,
    },
    /// What was said, by whom and when stands with the statements themselves.
    RegistryChanged {
        statements: usize,
        corrections: usize,
        new_releases: usize,
    },
    /// The reason stands with the step itself.
    ClaimDecided {
        claim: ClaimId,
        round: i32,
        standing: &'static str,
    },
    /// Whether somebody's words mean a release or that was taken back; which words and which release
    /// stands with the finding itself.
    NameMatched {
        study: StudyId,
        round: i32,
        is_meant: bool,
    },
    SubmissionDecided {
        submission: SubmissionId,
        round: i32,
        verdict: &'static str,
        reason: &'static str,
    },
    /// Everything that waited was accepted by a command.
    SubmissionsAccepted {
        study: StudyId,
        count: usize,
    },
    SubmissionWithdrawn {
        submission: SubmissionId,
    },
    /// Its history says more; `change` is the code of the entry there.
    IssueChanged {
        issue: IssueId,
        change: &'static str,
    },
    IssueAnswered {
        issue: IssueId,
        claim: ClaimId,
        outcome: &'static str,
    },
    EditionOrdered {
        study: StudyId,
        profile: &'static str,
    },
    EditionSealed {
        study: StudyId,
        edition: EditionId,
    },
}

impl Event {
    /// The code under which the entry is stored.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::AccountJoined { .. } => "account.joined",
            Self::AccountClosed { .. } => "account.closed",
            Self::AddressChanged { .. } => "account.address_changed",
            Self::KeyOffered { .. } => "account.key_offered",
            Self::KeyRedeemed { .. } => "account.key_redeemed",
            Self::PasswordSet { .. } => "account.password_set",
            Self::SignedIn { .. } => "account.signed_in",
            Self::SignedOut { .. } => "account.signed_out",
            Self::SignedOutEverywhere { .. } => "account.signed_out_everywhere",
            Self::PermissionGranted { .. } => "permission.granted",
            Self::PermissionRevoked { .. } => "permission.revoked",
            Self::StudyAdded { .. } => "study.added",
            Self::StudyOpened { .. } => "study.opened",
            Self::StudyClosed { .. } => "study.closed",
            Self::VersionPublished { .. } => "version.published",
            Self::RegistryChanged { .. } => "registry.changed",
            Self::ClaimDecided { .. } => "claim.decided",
            Self::NameMatched { .. } => "name.matched",
            Self::SubmissionDecided { .. } => "submission.decided",
            Self::SubmissionsAccepted { .. } => "submission.all_accepted",
            Self::SubmissionWithdrawn { .. } => "submission.withdrawn",
            Self::IssueChanged { .. } => "issue.changed",
            Self::IssueAnswered { .. } => "issue.answered",
            Self::EditionOrdered { .. } => "edition.ordered",
            Self::EditionSealed { .. } => "edition.sealed",
        }
    }

    /// The id of what it happened to.
    fn subject(&self) -> String {
        match self {
            Self::AccountJoined { account }
            | Self::AccountClosed { account }
            | Self::AddressChanged { account }
            | Self::KeyOffered { account }
            | Self::KeyRedeemed { account }
            | Self::PasswordSet { account }
            | Self::SignedIn { account }
            | Self::SignedOut { account }
            | Self::SignedOutEverywhere { account }
            | Self::PermissionGranted { account, .. }
            | Self::PermissionRevoked { account, .. } => account.to_string(),
            Self::StudyAdded { study, .. }
            | Self::StudyOpened { study, .. }
            | Self::StudyClosed { study }
            | Self::EditionOrdered { study, .. }
            | Self::NameMatched { study, .. }
            | Self::SubmissionsAccepted { study, .. } => study.to_string(),
            Self::SubmissionDecided { submission, .. } | Self::SubmissionWithdrawn { submission } => {
                submission.to_string()
            }
            Self::VersionPublished { version, .. } => version.to_string(),
            Self::RegistryChanged { .. } => "registry".to_owned(),
            Self::ClaimDecided { claim, .. } => claim.to_string(),
            Self::IssueChanged { issue, .. } | Self::IssueAnswered { issue, .. } => issue.to_string(),
            Self::EditionSealed { edition, .. } => edition.to_string(),
        }
    }
}

/// Appends an entry. Without an actor it was a command, or a participant, who has no account.
pub fn record(
    tx: &mut Transaction<'_>,
    now: Instant,
    actor: Option<AccountId>,
    event: Event,
) -> Result<(), StoreError> {
    let detail = Document::of(&event)?;
    queries::add_audit(
        tx,
        AuditId::new(),
        now,
        actor,
        event.as_str(),
        &event.subject(),
        &detail,
    )
}
