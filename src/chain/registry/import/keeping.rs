//! From what files propose to what the registry keeps: the outlook on a snapshot, and the one
//! transaction that stores it.

use std::collections::{BTreeSet, HashMap};

use super::reading::Import;
use crate::chain::registry::addresses::Address;
use crate::chain::registry::changes::{self, Effect, Known, Plan, Subject};
use crate::chain::registry::dossier::Dossier;
use crate::chain::registry::facts::{Fact, Field};
use crate::chain::registry::statements::Line;
use crate::chain::registry::{Refused, queries, search};
use crate::id::{ModelId, ReleaseId};
use crate::people::Authority;
use crate::people::audit::{self, Event};
use crate::store::{Instant, Snapshot, StoreError, Transaction};

impl Import {
    /// What storing would change. With a reason, what contradicts the registry is a correction.
    pub fn outlook(
        &self,
        db: &mut Snapshot<'_>,
        now: Instant,
        reason: Option<&Line>,
    ) -> Result<Plan, StoreError> {
        let known = known(db, self)?;
        let mut plan = changes::plan(known, self.proposals.clone(), now, reason);
        let mut findings = self.findings.clone();
        findings.extend(std::mem::take(&mut plan.findings));
        plan.findings = findings;
        Ok(plan)
    }

    /// Stores all that is new, changed or corrected, with its audit entry; looks at the registry
    /// again within the transaction. Where there is nothing to store, nothing is written.
    ///
    /// # Errors
    /// [`Refused::Faulty`], [`Refused::Conflicts`] and [`Refused::People`] change nothing.
    pub fn apply(
        &self,
        tx: &mut Transaction<'_>,
        now: Instant,
        by: Authority<'_>,
        reason: Option<&Line>,
    ) -> Result<Plan, Refused> {
        by.check_covers(None)?;
        let plan = self.outlook(tx, now, reason)?;
        match (
            plan.findings.errors(),
            plan.count(|effect| matches!(effect, Effect::Conflict(_))),
        ) {
            (0, 0) => {}
            (0, conflicts) => return Err(Refused::Conflicts(conflicts)),
            (errors, _) => return Err(Refused::Faulty(errors)),
        }
        let statements = plan.additions().count();
        if statements > 0 {
            store(tx, &plan, now)?;
            let corrections = plan.count(|effect| matches!(effect, Effect::Corrected(_)));
            let event = Event::RegistryChanged {
                statements,
                corrections,
                new_releases: plan.new_releases.len(),
            };
            audit::record(tx, now, by.actor(), event)?;
        }
        Ok(plan)
    }
}

/// What is known of all models that an import speaks of, by key or by an identifier.
fn known(db: &mut Snapshot<'_>, import: &Import) -> Result<Known, StoreError> {
    let mut models = BTreeSet::new();
    let mut identifiers = BTreeSet::new();
    for proposal in &import.proposals {
        models.insert(proposal.subject.model.to_string());
        let fact = &proposal.statement.fact;
        models.extend(fact.other().map(|other| other.model.to_string()));
        if let Fact::Identifier(identifier) = fact
            && identifier.is_unique()
        {
            identifiers.insert(identifier.value().to_owned());
        }
    }
    let identifiers: Vec<_> = identifiers.into_iter().collect();
    for (subject, _) in queries::naming(db, Field::Identifier, &identifiers)? {
        models.insert(subject.model.to_string());
    }
    let models: Vec<_> = models.into_iter().collect();
    let mut known = Known::default();
    for (subject, kept) in queries::of_models(db, &models)? {
        known.add(subject, kept);
    }
    Ok(known)
}

fn store(tx: &mut Transaction<'_>, plan: &Plan, now: Instant) -> Result<(), StoreError> {
    let touched: BTreeSet<String> = plan
        .additions()
        .map(|one| one.subject.model.to_string())
        .collect();
    let touched: Vec<_> = touched.into_iter().collect();
    let mut models = queries::model_ids(tx, &touched)?;
    let mut releases = queries::ids(tx, &touched)?;
    for proposal in plan.additions() {
        let (model, release) = owner(tx, &proposal.subject, &mut models, &mut releases, now)?;
        queries::add_statement(tx, model, release, proposal, now)?;
    }
    for (address, id) in &releases {
        if let Some(dossier) = Dossier::of(&plan.known, address) {
            let publisher = dossier.publisher().unwrap_or_default();
            queries::repeat(tx, *id, (dossier.name(), publisher), &dossier.terms())?;
            search::repeat(tx, *id, &dossier.names())?;
        }
    }
    Ok(())
}

/// The model and the release that a statement belongs to; they are added if they are new.
fn owner(
    tx: &mut Transaction<'_>,
    subject: &Subject,
    models: &mut HashMap<String, ModelId>,
    releases: &mut HashMap<Address, ReleaseId>,
    now: Instant,
) -> Result<(ModelId, Option<ReleaseId>), StoreError> {
    let model = if let Some(known) = models.get(subject.model.as_str()) {
        *known
    } else {
        let model = ModelId::new();
        queries::add_model(tx, model, &subject.model, now)?;
        models.insert(subject.model.to_string(), model);
        model
    };
    let Some(address) = subject.address() else {
        return Ok((model, None));
    };
    let release = if let Some(known) = releases.get(&address) {
        *known
    } else {
        let release = ReleaseId::new();
        queries::add_release(tx, release, model, &address.release, now)?;
        releases.insert(address, release);
        release
    };
    Ok((model, Some(release)))
}
