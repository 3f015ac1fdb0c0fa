//! What a release was made from and what was made from it, a few steps in each direction.

use std::collections::{BTreeMap, BTreeSet};

use super::addresses::Address;
use super::changes::{Known, Subject};
use super::facts::{Fact, Field};
use super::queries;
use super::statements::Statement;
use super::terms::{Confidence, Relation};
use crate::store::{Snapshot, StoreError};

/// How far is looked, in steps, and how many releases are taken at most. Circles end by themselves:
/// a release is taken once.
const UP: usize = 4;
const DOWN: usize = 3;
const MOST: usize = 30;

/// A release in the neighbourhood of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relative {
    pub address: Address,
    pub name: String,
    /// Steps from the one that was asked for: upwards negative.
    pub generation: i32,
    /// What is said of its licence.
    pub licence: Option<Statement>,
}

/// A line from a base to what was made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    pub base: Address,
    pub derived: Address,
    pub relation: Relation,
    pub confidence: Confidence,
    pub statement: Statement,
}

/// The neighbourhood of a release.
#[derive(Debug, Clone, Default)]
pub struct Lineage {
    /// Bases first; within a generation by address.
    pub relatives: Vec<Relative>,
    pub edges: Vec<Edge>,
    /// Whether there are more than were taken.
    pub cut: bool,
}

impl Lineage {
    /// The release with this address.
    pub fn relative(&self, address: &Address) -> Option<&Relative> {
        self.relatives
            .iter()
            .find(|relative| relative.address == *address)
    }
}

/// The lines that statements draw, as they hold.
fn edges(statements: Vec<(Subject, super::statements::Kept)>) -> Vec<Edge> {
    let mut known = Known::default();
    for (subject, kept) in statements {
        known.add(subject, kept);
    }
    let mut edges = Vec::new();
    for (subject, strands) in &known.subjects {
        for statement in strands.values().filter_map(|strand| strand.last()) {
            if let (Fact::Base(relation, base, confidence), Some(derived)) =
                (&statement.fact, subject.address())
            {
                edges.push(Edge {
                    base: base.clone(),
                    derived,
                    relation: *relation,
                    confidence: *confidence,
                    statement: statement.clone(),
                });
            }
        }
    }
    edges
}

/// The lines to the bases of releases.
fn upwards(db: &mut Snapshot<'_>, from: &BTreeSet<Address>) -> Result<Vec<Edge>, StoreError> {
    let models: BTreeSet<String> = from.iter().map(|address| address.model.to_string()).collect();
    let models: Vec<String> = models.into_iter().collect();
    let ids = queries::ids(db, &models)?;
    let ids: Vec<_> = from
        .iter()
        .filter_map(|address| ids.get(address).copied())
        .collect();
    Ok(edges(queries::of_releases(db, &ids, &[Field::Base])?))
}

/// The lines to what was made from releases.
fn downwards(db: &mut Snapshot<'_>, from: &BTreeSet<Address>) -> Result<Vec<Edge>, StoreError> {
    let values: Vec<String> = from.iter().map(Address::to_string).collect();
    Ok(edges(queries::naming(db, Field::Base, &values)?))
}

/// Looks around a release.
pub fn around(db: &mut Snapshot<'_>, address: &Address) -> Result<Lineage, StoreError> {
    let mut generations = BTreeMap::from([(address.clone(), 0)]);
    let mut edges: Vec<Edge> = Vec::new();
    let mut cut = false;
    for (steps, sign) in [(UP, -1), (DOWN, 1)] {
        let mut frontier = BTreeSet::from([address.clone()]);
        let mut generation = 0;
        for _ in 0..steps {
            if frontier.is_empty() {
                break;
            }
            generation += sign;
            let found = if sign < 0 {
                upwards(db, &frontier)?
            } else {
                downwards(db, &frontier)?
            };
            frontier.clear();
            for edge in found {
                let other = if sign < 0 { &edge.base } else { &edge.derived };
                if !generations.contains_key(other) {
                    if generations.len() >= MOST {
                        cut = true;
                        continue;
                    }
                    generations.insert(other.clone(), generation);
                    frontier.insert(other.clone());
                }
                if !edges.contains(&edge) {
                    edges.push(edge);
                }
            }
        }
    }
    let mut relatives = described(db, generations)?;
    relatives.sort_by(|one, other| (one.generation, &one.address).cmp(&(other.generation, &other.address)));
    Ok(Lineage {
        relatives,
        edges,
        cut,
    })
}

/// Releases with their names.
pub fn named(db: &mut Snapshot<'_>, addresses: Vec<Address>) -> Result<Vec<(Address, String)>, StoreError> {
    let relatives = described(db, addresses.into_iter().map(|address| (address, 0)).collect())?;
    Ok(relatives.into_iter().map(|one| (one.address, one.name)).collect())
}

/// Names and licences of releases.
fn described(
    db: &mut Snapshot<'_>,
    generations: BTreeMap<Address, i32>,
) -> Result<Vec<Relative>, StoreError> {
    let models: BTreeSet<String> = generations
        .keys()
        .map(|address| address.model.to_string())
        .collect();
    let models: Vec<String> = models.into_iter().collect();
    let ids = queries::ids(db, &models)?;
    let ids: Vec<_> = generations
        .keys()
        .filter_map(|address| ids.get(address).copied())
        .collect();
    let mut known = Known::default();
    for (subject, kept) in queries::of_releases(db, &ids, &[Field::Name, Field::Licence])? {
        known.add(subject, kept);
    }
    let relative = |(address, generation): (Address, i32)| {
        let strands = known.subjects.get(&Subject::from(address.clone()));
        let mut name = address.to_string();
        let mut licence = None;
        for statement in strands
            .into_iter()
            .flat_map(|strands| strands.values())
            .filter_map(|one| one.last())
        {
            if let Fact::Name(said) = &statement.fact {
                name.clone_from(said);
            } else {
                licence = Some(statement.clone());
            }
        }
        Relative {
            address,
            name,
            generation,
            licence,
        }
    };
    Ok(generations.into_iter().map(relative).collect())
}
