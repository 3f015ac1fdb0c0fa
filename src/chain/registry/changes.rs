//! What proposed statements would change in what is known. Pure; [`super::import`] reads
//! the one and stores the other.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::addresses::{Address, Key};
use super::facts::Fact;
use super::identifiers::Identifier;
use super::import::findings::{Code, Findings, Place};
use super::statements::{Kept, Line, Standing, Statement, Strands};
use crate::store::Instant;

/// Whom a statement is about: a model as a whole, or one of its releases.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject {
    pub model: Key,
    pub release: Option<Key>,
}

impl Subject {
    /// The release, if it is about one.
    pub fn address(&self) -> Option<Address> {
        self.release.as_ref().map(|release| Address {
            model: self.model.clone(),
            release: release.clone(),
        })
    }
}

impl From<Address> for Subject {
    fn from(address: Address) -> Self {
        Self {
            model: address.model,
            release: Some(address.release),
        }
    }
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.release {
            Some(release) => write!(f, "{}/{release}", self.model),
            None => self.model.fmt(f),
        }
    }
}

/// A statement that a file makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub subject: Subject,
    pub statement: Statement,
    pub voice: Voice,
    pub place: Place,
}

/// How surely a file speaks of its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice {
    /// By the keys of ours.
    Given,
    /// By names of its own, from which keys were made: an identifier that is known says better
    /// whom it means.
    Guessed,
    /// As above and in passing: what is known of it stays.
    Mentioned,
}

/// What is known of the subjects that are spoken of.
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub subjects: BTreeMap<Subject, Strands>,
}

impl Known {
    /// Adds a statement that was recorded after all that are there.
    pub fn add(&mut self, subject: Subject, kept: Kept) {
        let slot = kept.statement.fact.slot();
        let strands = self.subjects.entry(subject).or_default();
        strands.entry(slot).or_default().add(kept);
    }

    /// The releases that unique identifiers mean.
    fn named(&self) -> HashMap<Identifier, Address> {
        let mut named = HashMap::new();
        for (subject, strands) in &self.subjects {
            let held = strands.values().filter_map(|strand| strand.last());
            for statement in held {
                if let (Fact::Identifier(identifier), Some(address)) = (&statement.fact, subject.address())
                    && identifier.is_unique()
                {
                    named.insert(identifier.clone(), address);
                }
            }
        }
        named
    }
}

/// What a proposal would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Nothing was said of it until that day.
    New,
    /// Something else was said of an earlier day.
    Changed(Statement),
    /// It takes the place of a statement of the same day, and says why.
    Corrected(Statement),
    /// The registry says so already.
    Same,
    /// Of that day the registry says otherwise.
    Conflict(Statement),
}

/// A proposal and what it would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub proposal: Proposal,
    pub effect: Effect,
}

/// All that would change.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub changes: Vec<Change>,
    /// Releases that the registry has not got.
    pub new_releases: BTreeSet<Address>,
    pub findings: Findings,
    /// What would be known after it.
    pub known: Known,
}

impl Plan {
    /// The statements to store.
    pub fn additions(&self) -> impl Iterator<Item = &Proposal> {
        self.changes.iter().filter_map(|change| match change.effect {
            Effect::New | Effect::Changed(_) | Effect::Corrected(_) => Some(&change.proposal),
            Effect::Same | Effect::Conflict(_) => None,
        })
    }

    /// How many proposals have an effect that fits.
    pub fn count(&self, fits: impl Fn(&Effect) -> bool) -> usize {
        self.changes.iter().filter(|change| fits(&change.effect)).count()
    }
}

impl Plan {
    /// A digest of all that would change, and what would stand in its way: two plans that look alike have
    /// the same. Whether somebody gave a reason makes no difference.
    pub fn fingerprint(&self) -> String {
        let mut digest = Sha256::new();
        let mut add = |part: &str| {
            digest.update(part.len().to_be_bytes());
            digest.update(part);
        };
        for Change { proposal, effect } in &self.changes {
            let (effect, before) = match effect {
                Effect::New => ("new", None),
                Effect::Same => ("same", None),
                Effect::Changed(before) => ("changed", Some(before)),
                Effect::Corrected(before) | Effect::Conflict(before) => ("conflict", Some(before)),
            };
            add(&proposal.subject.to_string());
            add(effect);
            for statement in [Some(&proposal.statement), before].into_iter().flatten() {
                let cells = statement.fact.cells();
                for cell in [&cells.field, &cells.item, &cells.value, &cells.basis] {
                    add(cell);
                }
                add(statement.standing.as_str());
                add(&statement.on.to_string());
                add(statement.source.as_str());
            }
        }
        for finding in self.findings.all() {
            add(&finding.to_string());
        }
        hex::encode(digest.finalize())
    }
}

/// Gives proposals with guessed names to the releases that their identifiers mean. Two releases
/// of a file never become one.
fn renamed(known: &Known, mut proposals: Vec<Proposal>, findings: &mut Findings) -> Vec<Proposal> {
    let named = known.named();
    let mut taken: BTreeSet<Address> = proposals.iter().filter_map(|one| one.subject.address()).collect();
    let mut renames: BTreeMap<Address, Address> = BTreeMap::new();
    for proposal in proposals.iter().filter(|proposal| proposal.voice != Voice::Given) {
        let Some(address) = proposal.subject.address() else {
            continue;
        };
        if known.subjects.contains_key(&proposal.subject) || renames.contains_key(&address) {
            continue;
        }
        if let Fact::Identifier(identifier) = &proposal.statement.fact
            && let Some(meant) = named.get(identifier)
            && taken.insert(meant.clone())
        {
            let told = format!("{} is known as {meant}", identifier.value());
            findings.add(Code::KnownByAnotherName, proposal.place.clone(), told);
            renames.insert(address, meant.clone());
        }
    }
    let models: BTreeMap<Key, Key> = renames
        .iter()
        .map(|(address, meant)| (address.model.clone(), meant.model.clone()))
        .collect();
    let of = |address: &Address| renames.get(address).cloned();
    for proposal in proposals
        .iter_mut()
        .filter(|proposal| proposal.voice != Voice::Given)
    {
        if let Some(meant) = proposal.subject.address().as_ref().and_then(of) {
            proposal.subject = meant.into();
        } else if let (None, Some(meant)) = (&proposal.subject.release, models.get(&proposal.subject.model)) {
            proposal.subject.model = meant.clone();
        }
        if let Fact::Base(_, base, _) | Fact::Supersedes(base) = &mut proposal.statement.fact
            && let Some(meant) = of(base)
        {
            *base = meant;
        }
    }
    proposals
}

/// What the proposals would change, one after the other. With a reason, conflicts are corrections.
/// Proposals that cannot stand are left out and told as findings.
pub fn plan(mut known: Known, proposals: Vec<Proposal>, now: Instant, reason: Option<&Line>) -> Plan {
    let mut plan = Plan::default();
    let mut proposals = renamed(&known, proposals, &mut plan.findings);
    proposals.sort_by_key(|proposal| proposal.voice == Voice::Mentioned);
    let spoken_of: BTreeSet<Subject> = proposals.iter().map(|one| one.subject.clone()).collect();
    let mut named = known.named();
    for mut proposal in proposals {
        let exists = |address: &Address| {
            let subject = Subject::from(address.clone());
            known.subjects.contains_key(&subject) || spoken_of.contains(&subject)
        };
        if let Some((code, told)) = objection(&proposal, now.utc().date_naive(), exists) {
            plan.findings.add(code, proposal.place, told);
            continue;
        }
        if let (Fact::Identifier(identifier), Some(address)) =
            (&proposal.statement.fact, proposal.subject.address())
            && identifier.is_unique()
            && proposal.statement.standing == Standing::Stated
        {
            let holder = named.entry(identifier.clone()).or_insert_with(|| address.clone());
            if *holder != address {
                let told = format!("{} stays with {holder}", identifier.value());
                plan.findings.add(Code::IdentifierTaken, proposal.place, told);
                continue;
            }
        }
        if let Some(address) = proposal.subject.address()
            && !known.subjects.contains_key(&proposal.subject)
        {
            plan.new_releases.insert(address);
        }
        let effect = effect(&known, &mut proposal, reason);
        if !matches!(effect, Effect::Same | Effect::Conflict(_)) {
            let statement = proposal.statement.clone();
            let kept = Kept {
                statement,
                recorded_at: now,
            };
            known.add(proposal.subject.clone(), kept);
        }
        plan.changes.push(Change { proposal, effect });
    }
    plan.known = known;
    plan
}

/// Why a proposal cannot stand, whatever else is known.
fn objection(
    proposal: &Proposal,
    today: NaiveDate,
    exists: impl Fn(&Address) -> bool,
) -> Option<(Code, String)> {
    let Statement {
        fact,
        standing,
        on,
        reason,
        ..
    } = &proposal.statement;
    if *on > today {
        return Some((Code::DayToCome, format!("{on} is yet to come")));
    }
    if *standing == Standing::Withdrawn && reason.is_none() {
        return Some((Code::ReasonMissing, "taken back without a reason".to_owned()));
    }
    let Some(own) = proposal.subject.address() else {
        let told = || format!("{} is known of releases only", fact.field().as_str());
        return (!fact.suits_a_model()).then(|| (Code::NotOfModels, told()));
    };
    let other = fact.other()?;
    if *other == own {
        Some((Code::OwnBase, format!("{own} names itself")))
    } else if exists(other) {
        None
    } else {
        Some((Code::BaseUnknown, format!("there is no release {other}")))
    }
}

fn effect(known: &Known, proposal: &mut Proposal, reason: Option<&Line>) -> Effect {
    let proposed = &mut proposal.statement;
    let strand = known
        .subjects
        .get(&proposal.subject)
        .and_then(|strands| strands.get(&proposed.fact.slot()));
    let says_the_same =
        |other: &Statement| other.fact == proposed.fact && other.standing == proposed.standing;
    let Some(strand) = strand else {
        return Effect::New;
    };
    if proposal.voice == Voice::Mentioned {
        return Effect::Same;
    }
    // What was said of that very day was said, even if it was corrected since.
    let was_said = strand
        .all()
        .iter()
        .any(|kept| kept.statement.on == proposed.on && says_the_same(&kept.statement));
    match strand.on(proposed.on) {
        Some(before) if was_said || says_the_same(before) => Effect::Same,
        None => Effect::New,
        Some(before) if before.on < proposed.on => Effect::Changed(before.clone()),
        Some(before) => {
            if proposed.reason.is_none() {
                proposed.reason = reason.cloned();
            }
            if proposed.reason.is_some() {
                Effect::Corrected(before.clone())
            } else {
                Effect::Conflict(before.clone())
            }
        }
    }
}
