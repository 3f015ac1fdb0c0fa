//! What somebody may see of what came of their invitations: never more than of ten people.

use std::collections::BTreeMap;

use super::figures::Group;
use super::queries;
use super::tree::Node;
use crate::chain::Audience;
use crate::chain::links::LinkKey;
use crate::id::{LinkId, StudyId};
use crate::store::{Snapshot, StoreError};

/// Where the figures stand that somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Under their own invitations.
    Own,
    /// Under the nearest invitation further up of which anything can be told.
    FurtherUp,
    /// In the whole study.
    Study,
}

/// Submissions by whose questionnaire they were, each count to the nearest 5.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub reach: Reach,
    pub submissions: Vec<(Audience, u64)>,
}

/// What is told to whoever hands links on under a receipt code, of which `code_hash` is stored, and came by
/// a link. Nothing while nothing can be told of the whole study.
pub fn seen(
    db: &mut Snapshot<'_>,
    key: &LinkKey,
    study: StudyId,
    code_hash: &str,
    came_by: Option<LinkId>,
) -> Result<Option<Seen>, StoreError> {
    let mut places = vec![Node::Issuer(key.handed_on_by(code_hash))];
    let mut next = came_by;
    while let Some(link) = next {
        places.push(Node::Link(link));
        let (issuer, parent) = queries::above(db, link)?.unwrap_or_default();
        places.extend(issuer.map(Node::Issuer));
        next = parent;
    }
    places.push(Node::Study);
    let Some((position, told)) = queries::nearest(db, study, &places)? else {
        return Ok(None);
    };
    let reach = match position {
        0 => Reach::Own,
        position if position + 1 == places.len() => Reach::Study,
        _ => Reach::FurtherUp,
    };
    Ok(Some(Seen {
        reach,
        submissions: by_audience(&told),
    }))
}

/// What is told of the whole study, by group.
pub fn of_study(db: &mut Snapshot<'_>, study: StudyId) -> Result<Vec<(Group, u64)>, StoreError> {
    let told = queries::nearest(db, study, &[Node::Study])?;
    Ok(told.map(|(_, told)| told).unwrap_or_default())
}

fn by_audience(told: &[(Group, u64)]) -> Vec<(Audience, u64)> {
    let mut counts: BTreeMap<&str, (Audience, u64)> = BTreeMap::new();
    for (group, count) in told {
        let audience = group.audience();
        counts.entry(audience.as_str()).or_insert((audience, 0)).1 += count;
    }
    let order = ["P", "D", "S", "U", "any"];
    order.iter().filter_map(|code| counts.remove(code)).collect()
}
