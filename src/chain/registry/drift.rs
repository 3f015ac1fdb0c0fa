//! Licence drift: a release that permits more than what it was made from. An observation on what is
//! said, and no finding of law.

use super::facts::Fact;
use super::licences::{Family, Licence};
use super::lineage::{Edge, Lineage};
use super::statements::Statement;

/// A line along which the licence widens.
#[derive(Debug, Clone, Copy)]
pub struct Drift<'l> {
    pub edge: &'l Edge,
    pub base: &'l Statement,
    pub derived: &'l Statement,
}

/// The lines along which the family of what was made permits more than that of its base. Lines
/// that carry no weights, and licences that are not stated or of no known family, are not compared.
pub fn drifts(lineage: &Lineage) -> Vec<Drift<'_>> {
    let said = |address| lineage.relative(address)?.licence.as_ref();
    lineage
        .edges
        .iter()
        .filter(|edge| edge.relation.carries_weights())
        .filter_map(|edge| {
            let (base, derived) = (said(&edge.base)?, said(&edge.derived)?);
            let widens = limits(derived)? < limits(base)?;
            widens.then_some(Drift { edge, base, derived })
        })
        .collect()
}

/// The licence that a statement states.
pub fn licence(statement: &Statement) -> Option<&Licence> {
    match &statement.fact {
        Fact::Licence(licence) => Some(licence),
        _ => None,
    }
}

fn limits(statement: &Statement) -> Option<u8> {
    licence(statement)?.family().and_then(Family::limits)
}
