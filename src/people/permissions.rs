//! Permissions: who may do what, as proofs that only this file can make.
//!
//! The three permissions are apart: an administrator runs the site and says who moderates and who
//! researches, but neither decides on submissions nor sees restricted data by that alone. Whoever
//! wants to do so grants it to themself, and the audit log then shows that they did.

use std::collections::BTreeSet;

use super::audit::{Event, record};
use super::{Refused, queries};
use crate::id::{AccountId, GrantId, StudyId};
use crate::store::{Instant, Snapshot, StoreError, Transaction};

/// What an account may be allowed to do.
#[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Text)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Permission {
    /// Run the site or a study, and say who may do what in it.
    Administrator,
    /// Decide on submissions.
    Moderator,
    /// Read restricted editions.
    Researcher,
}

impl Permission {
    /// All of them, as listed to people.
    pub const ALL: [Self; 3] = [Self::Administrator, Self::Moderator, Self::Researcher];

    /// The code used in commands and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Moderator => "moderator",
            Self::Researcher => "researcher",
        }
    }

    /// The permission with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|permission| permission.as_str() == code)
    }
}

crate::store::stored_as_text!(Permission);

/// Where a permission holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// In every study, and for the site itself.
    Site,
    /// In these studies only; never empty in a proof.
    Studies(BTreeSet<StudyId>),
}

impl Scope {
    /// Whether `study` is within.
    pub fn covers(&self, study: StudyId) -> bool {
        match self {
            Self::Site => true,
            Self::Studies(studies) => studies.contains(&study),
        }
    }

    fn nothing() -> Self {
        Self::Studies(BTreeSet::new())
    }

    fn is_nothing(&self) -> bool {
        matches!(self, Self::Studies(studies) if studies.is_empty())
    }

    fn widen(&mut self, study: Option<StudyId>) {
        match (self, study) {
            (Self::Site, _) => {}
            (whole, None) => *whole = Self::Site,
            (Self::Studies(studies), Some(study)) => {
                studies.insert(study);
            }
        }
    }
}

macro_rules! proofs {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            account: AccountId,
            scope: Scope,
        }

        impl $name {
            /// Who holds the permission.
            pub fn account(&self) -> AccountId {
                self.account
            }

            /// Where it holds.
            pub fn scope(&self) -> &Scope {
                &self.scope
            }

            /// Whether it holds in `study`.
            pub fn covers(&self, study: StudyId) -> bool {
                self.scope.covers(study)
            }

            fn earned(account: AccountId, scope: &Scope) -> Option<Self> {
                (!scope.is_nothing()).then(|| Self { account, scope: scope.clone() })
            }
        }
    )+};
}

proofs! {
    /// Proof that somebody may run the site or a study.
    Administrator,
    /// Proof that somebody may decide on submissions.
    Moderator,
    /// Proof that somebody may read restricted editions.
    Researcher,
}

/// All that one account may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permissions {
    account: AccountId,
    administrator: Scope,
    moderator: Scope,
    researcher: Scope,
}

impl Permissions {
    /// What `account` may do now.
    pub fn of(db: &mut Snapshot<'_>, account: AccountId) -> Result<Self, StoreError> {
        let mut all = Self {
            account,
            administrator: Scope::nothing(),
            moderator: Scope::nothing(),
            researcher: Scope::nothing(),
        };
        for (permission, study) in queries::grants_of(db, account)? {
            match permission {
                Permission::Administrator => all.administrator.widen(study),
                Permission::Moderator => all.moderator.widen(study),
                Permission::Researcher => all.researcher.widen(study),
            }
        }
        Ok(all)
    }

    /// Where the account has `permission`; nowhere is no study.
    pub fn scope_of(&self, permission: Permission) -> &Scope {
        match permission {
            Permission::Administrator => &self.administrator,
            Permission::Moderator => &self.moderator,
            Permission::Researcher => &self.researcher,
        }
    }

    /// Proof, if the account administers anything.
    pub fn administrator(&self) -> Option<Administrator> {
        Administrator::earned(self.account, &self.administrator)
    }

    /// Proof, if the account administers `study`.
    pub fn administrator_of(&self, study: StudyId) -> Option<Administrator> {
        self.administrator().filter(|proof| proof.covers(study))
    }

    /// Proof, if the account moderates anything.
    pub fn moderator(&self) -> Option<Moderator> {
        Moderator::earned(self.account, &self.moderator)
    }

    /// Proof, if the account moderates `study`.
    pub fn moderator_of(&self, study: StudyId) -> Option<Moderator> {
        self.moderator().filter(|proof| proof.covers(study))
    }

    /// Proof, if the account researches anything.
    pub fn researcher(&self) -> Option<Researcher> {
        Researcher::earned(self.account, &self.researcher)
    }

    /// Proof, if the account researches `study`.
    pub fn researcher_of(&self, study: StudyId) -> Option<Researcher> {
        self.researcher().filter(|proof| proof.covers(study))
    }
}

/// On whose authority a permission is given or taken.
#[derive(Debug, Clone, Copy)]
pub enum Authority<'a> {
    /// Somebody who signed in; their permission must cover the place.
    Administrator(&'a Administrator),
    /// Whoever runs commands on the machine, who could change the database anyway.
    Operator,
}

impl Authority<'_> {
    /// Whose name stands in the audit log.
    pub(crate) fn actor(self) -> Option<AccountId> {
        match self {
            Self::Administrator(proof) => Some(proof.account()),
            Self::Operator => None,
        }
    }

    /// Whether it holds in a study, or for the site.
    ///
    /// # Errors
    /// [`Refused::NotYours`].
    pub(crate) fn check_covers(self, study: Option<StudyId>) -> Result<(), Refused> {
        let covered = match (self, study) {
            (Self::Operator, _) => true,
            (Self::Administrator(proof), Some(study)) => proof.covers(study),
            (Self::Administrator(proof), None) => *proof.scope() == Scope::Site,
        };
        if covered { Ok(()) } else { Err(Refused::NotYours) }
    }
}

/// Gives `account` a permission in `study`, or for the site.
pub fn grant(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: Authority<'_>,
    account: AccountId,
    permission: Permission,
    study: Option<StudyId>,
) -> Result<(), Refused> {
    by.check_covers(study)?;
    if !queries::is_open(tx, account)? {
        return Err(Refused::NoSuchAccount);
    }
    let id = GrantId::new();
    queries::add_grant(tx, id, account, permission, study, now, by.actor()).map_err(|error| match error {
        StoreError::Conflict => Refused::AlreadyGranted,
        other => Refused::Store(other),
    })?;
    let event = Event::PermissionGranted {
        account,
        permission: permission.as_str(),
        study,
    };
    record(tx, now, by.actor(), event)?;
    Ok(())
}

/// Takes the permission away again. The site keeps at least one administrator.
pub fn revoke(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: Authority<'_>,
    account: AccountId,
    permission: Permission,
    study: Option<StudyId>,
) -> Result<(), Refused> {
    by.check_covers(study)?;
    if !queries::remove_grant(tx, account, permission, study)? {
        return Err(Refused::NotGranted);
    }
    let is_for_the_site = permission == Permission::Administrator && study.is_none();
    if is_for_the_site && !queries::has_administrator(tx, "")? {
        return Err(Refused::LastAdministrator);
    }
    let event = Event::PermissionRevoked {
        account,
        permission: permission.as_str(),
        study,
    };
    record(tx, now, by.actor(), event)?;
    Ok(())
}
