//! All that is known of one release, read off its statements. Pure; the queries are asked here too.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::addresses::{Address, Key};
use super::changes::{Known, Subject};
use super::facts::{Counted, Direction, Fact, Field};
use super::identifiers::{Identifier, Scheme};
use super::licences::{Family, Licence};
use super::openness::{Availability, Completeness, Component, completeness};
use super::queries;
use super::search;
use super::statements::{Statement, Strand, Strands};
use super::terms::{AccessLevel, Basis, Modality, Purpose, SizeBand};
use crate::id::ReleaseId;
use crate::store::{Snapshot, StoreError};

/// A release with all that was said of it.
#[derive(Debug, Clone)]
pub struct Dossier {
    pub address: Address,
    strands: Strands,
    /// What was said of the model as a whole.
    model: Strands,
}

/// A step in the history of access.
#[derive(Debug, Clone, Copy)]
pub struct Step<'s> {
    pub level: AccessLevel,
    pub basis: Basis,
    pub statement: &'s Statement,
}

impl Dossier {
    /// The dossier of a release that is known.
    pub fn of(known: &Known, address: &Address) -> Option<Self> {
        let strands = known.subjects.get(&Subject::from(address.clone()))?;
        let model = Subject {
            model: address.model.clone(),
            release: None,
        };
        Some(Self {
            address: address.clone(),
            strands: strands.clone(),
            model: known.subjects.get(&model).cloned().unwrap_or_default(),
        })
    }

    /// Every statement that holds, in the order of their fields.
    pub fn holding(&self) -> impl Iterator<Item = &Statement> {
        self.strands.values().filter_map(|strand| strand.last())
    }

    /// Everything that was ever said of the release.
    pub fn strands(&self) -> &Strands {
        &self.strands
    }

    /// What holds of a field that has one value.
    pub fn statement(&self, field: Field) -> Option<&Statement> {
        self.holding().find(|statement| statement.fact.field() == field)
    }

    /// The canonical name; the key if none was said.
    pub fn name(&self) -> &str {
        named(self.holding()).unwrap_or(self.address.release.as_str())
    }

    /// Name of the model; the key if none was said.
    pub fn model_name(&self) -> &str {
        let model = self.model.values().filter_map(|strand| strand.last());
        named(model).unwrap_or(self.address.model.as_str())
    }

    /// Who published it, or the model.
    pub fn publisher(&self) -> Option<&str> {
        let model = self.model.values().filter_map(|strand| strand.last());
        self.holding()
            .chain(model)
            .find_map(|statement| match &statement.fact {
                Fact::Publisher(publisher) => Some(publisher.as_str()),
                _ => None,
            })
    }

    /// The day of publication.
    pub fn released_on(&self) -> Option<NaiveDate> {
        self.holding().find_map(|statement| match statement.fact {
            Fact::ReleasedOn(day) => Some(day),
            _ => None,
        })
    }

    /// How many parameters it has.
    pub fn parameters(&self, counted: Counted) -> Option<u64> {
        self.holding().find_map(|statement| match statement.fact {
            Fact::Parameters(of, number) if of == counted => Some(number),
            _ => None,
        })
    }

    /// The band of its size.
    pub fn band(&self) -> Option<SizeBand> {
        self.parameters(Counted::Total).map(SizeBand::of)
    }

    /// What it takes or gives.
    pub fn modalities(&self, direction: Direction) -> &[Modality] {
        let found = self.holding().find_map(|statement| match &statement.fact {
            Fact::Modalities(of, which) if *of == direction => Some(which.as_slice()),
            _ => None,
        });
        found.unwrap_or_default()
    }

    /// What it is meant for.
    pub fn purposes(&self) -> &[Purpose] {
        let found = self.holding().find_map(|statement| match &statement.fact {
            Fact::Purposes(which) => Some(which.as_slice()),
            _ => None,
        });
        found.unwrap_or_default()
    }

    /// The licence of its weights, or of its use where there are none.
    pub fn licence(&self) -> Option<&Licence> {
        self.holding().find_map(|statement| match &statement.fact {
            Fact::Licence(licence) => Some(licence),
            _ => None,
        })
    }

    /// Names that others give to it.
    pub fn identifiers(&self) -> Vec<(&Identifier, &Statement)> {
        self.holding()
            .filter_map(|statement| match &statement.fact {
                Fact::Identifier(identifier) => Some((identifier, statement)),
                _ => None,
            })
            .collect()
    }

    /// The history of access, the oldest step first.
    pub fn timeline(&self) -> Vec<Step<'_>> {
        let access = self
            .strands
            .iter()
            .filter(|(slot, _)| slot.field() == Field::Access);
        let statements = access.flat_map(|(_, strand)| strand.in_force());
        statements
            .filter_map(|statement| match statement.fact {
                Fact::Access(level, basis) if statement.stands() => Some(Step {
                    level,
                    basis,
                    statement,
                }),
                _ => None,
            })
            .collect()
    }

    /// The level of access on a day.
    pub fn access_on(&self, day: NaiveDate) -> Option<AccessLevel> {
        let steps = self.timeline();
        let last = steps.iter().rev().find(|step| step.statement.on <= day);
        last.map(|step| step.level)
    }

    /// What is known of its components.
    pub fn components(&self) -> BTreeMap<Component, Availability> {
        let of = |statement: &Statement| match &statement.fact {
            Fact::Component(component, availability) => Some((*component, availability.clone())),
            _ => None,
        };
        self.holding().filter_map(of).collect()
    }

    /// The class that its components amount to; nothing while nothing is known of them.
    pub fn completeness(&self) -> Option<Completeness> {
        let components = self.components();
        (!components.is_empty()).then(|| completeness(&components))
    }

    /// The release that it is a newer version of.
    pub fn supersedes(&self) -> Option<&Address> {
        self.holding().find_map(|statement| match &statement.fact {
            Fact::Supersedes(address) => Some(address),
            _ => None,
        })
    }

    /// The codes by which it is found; of fine codes their wider ones too.
    pub fn terms(&self) -> Vec<&'static str> {
        let mut terms = BTreeSet::new();
        terms.extend(self.band().map(SizeBand::as_str));
        terms.extend(self.timeline().last().map(|step| step.level.as_str()));
        terms.extend(self.licence().and_then(Licence::family).map(Family::as_str));
        for direction in Direction::ALL {
            terms.extend(self.modalities(*direction).iter().map(|one| one.as_str()));
        }
        for purpose in self.purposes() {
            terms.insert(purpose.as_str());
            terms.insert(purpose.activity().as_str());
        }
        terms.into_iter().collect()
    }

    /// All names by which it is searched, folded, one a line and each once: those that it and its model
    /// ever had, who published it, its identifiers and its address. Digests are looked up as a whole.
    pub fn names(&self) -> String {
        let ever = |strands: &Strands| -> Vec<String> {
            let kept = strands.values().flat_map(Strand::all);
            let named = kept.filter_map(|kept| match &kept.statement.fact {
                Fact::Name(name) if kept.statement.stands() => Some(name.clone()),
                _ => None,
            });
            named.collect()
        };
        let mut names = ever(&self.strands);
        names.extend(ever(&self.model));
        names.extend(self.publisher().map(str::to_owned));
        for (identifier, _) in self.identifiers() {
            match identifier.scheme() {
                Scheme::Digest => {}
                // Without the commit.
                Scheme::PackageUrl => names.extend(identifier.value().split('@').next().map(str::to_owned)),
                Scheme::Hub | Scheme::Interface | Scheme::ChineseFiling | Scheme::Text => {
                    names.push(identifier.value().to_owned());
                }
            }
        }
        names.push(self.address.to_string());
        let folded: BTreeSet<String> = names.iter().map(|name| search::folded(name)).collect();
        folded.into_iter().collect::<Vec<_>>().join("\n")
    }
}

fn named<'s>(mut statements: impl Iterator<Item = &'s Statement>) -> Option<&'s str> {
    statements.find_map(|statement| match &statement.fact {
        Fact::Name(name) => Some(name.as_str()),
        _ => None,
    })
}

/// All that is known of a model: the dossiers of its releases, by their keys.
pub fn of_model(db: &mut Snapshot<'_>, model: &Key) -> Result<Vec<Dossier>, StoreError> {
    let mut known = Known::default();
    for (subject, kept) in queries::of_models(db, &[model.to_string()])? {
        known.add(subject, kept);
    }
    let addresses = known.subjects.keys().filter_map(Subject::address);
    Ok(addresses
        .filter_map(|address| Dossier::of(&known, &address))
        .collect())
}

/// What these fields say of releases.
pub fn of_releases(
    db: &mut Snapshot<'_>,
    ids: &[ReleaseId],
    fields: &[Field],
) -> Result<Vec<Dossier>, StoreError> {
    let mut known = Known::default();
    for (subject, kept) in queries::of_releases(db, ids, fields)? {
        known.add(subject, kept);
    }
    let addresses = known.subjects.keys().filter_map(Subject::address);
    Ok(addresses
        .filter_map(|address| Dossier::of(&known, &address))
        .collect())
}

/// All that is known of a release.
pub fn of_release(db: &mut Snapshot<'_>, address: &Address) -> Result<Option<Dossier>, StoreError> {
    let all = of_model(db, &address.model)?;
    Ok(all.into_iter().find(|dossier| dossier.address == *address))
}

/// The releases that say they are newer than this one.
pub fn newer(db: &mut Snapshot<'_>, address: &Address) -> Result<Vec<Address>, StoreError> {
    let mut known = Known::default();
    for (subject, kept) in queries::naming(db, Field::Supersedes, &[address.to_string()])? {
        known.add(subject, kept);
    }
    let stands = |strands: &Strands| strands.values().any(|strand| strand.last().is_some());
    let newer = known.subjects.into_iter().filter(|(_, strands)| stands(strands));
    Ok(newer.filter_map(|(subject, _)| subject.address()).collect())
}
