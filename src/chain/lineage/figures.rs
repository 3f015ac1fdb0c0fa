//! What pages and files show of a study's lineage: sums of tranches, rounded.

use std::collections::BTreeMap;

use super::pooling::{Arrival, Place, Tranche, pool, rounded};
use super::shape;
use super::tree::{Node, Tracks};
use crate::chain::links::Tier;
use crate::chain::{Audience, Role};

/// What is counted apart: whose questionnaire it was, and how the invitation came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// Nobody's in particular for a questionnaire that asks everybody.
    pub role: Option<Role>,
    pub tier: Tier,
}

impl Group {
    /// The group of what a questionnaire takes in; nothing for reports, which travel one by one and
    /// without the link they came by.
    pub const fn of(audience: Audience, tier: Tier) -> Option<Self> {
        match audience {
            Audience::Role(role) => Some(Self {
                role: Some(role),
                tier,
            }),
            Audience::Any => Some(Self { role: None, tier }),
            Audience::Report => None,
        }
    }

    /// The audience whose questionnaire it was.
    pub const fn audience(self) -> Audience {
        match self.role {
            Some(role) => Audience::Role(role),
            None => Audience::Any,
        }
    }
}

/// One figure: how many submissions of a group stand at a place, and how many at it and under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    pub node: Node,
    /// The number of the place in files, if anything stands at it.
    pub chain: Option<i32>,
    /// The nearest one above at which anything stands.
    pub above: Option<i32>,
    pub depth: i32,
    pub group: Group,
    /// Rounded; 0 if the group has none at the place itself.
    pub own: u64,
    /// Rounded.
    pub beneath: u64,
}

/// All figures of a study, ready to be kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures(pub(super) Vec<Figure>);

/// A row of `chains.csv`: submissions of a group at a place of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chain {
    /// 1, 2, … in an order that tells nothing of time or people.
    pub number: i32,
    /// The chain that this one hangs on.
    pub above: Option<i32>,
    /// Links between the study and its place.
    pub depth: i32,
    pub group: Group,
    /// To the nearest 5.
    pub submissions: u64,
}

impl Figures {
    /// The figures of arrivals in a tree. The same arrivals give the same figures in any order.
    pub fn of(tracks: &Tracks, arrivals: &BTreeMap<Arrival<Group>, u64>) -> Self {
        let tranches = pool(&tracks.tree, arrivals);
        let (own, beneath) = (standing(&tranches), reaching(tracks, &tranches));
        let chains = Chains::of(tracks, &own);
        let nodes: BTreeMap<Place, (&Node, i32)> = tracks
            .nodes()
            .map(|(node, place, depth)| (place, (node, depth)))
            .collect();
        let figures = beneath.iter().filter_map(|((place, group), beneath)| {
            let (node, depth) = nodes.get(place)?;
            Some(Figure {
                node: (*node).clone(),
                chain: chains.numbers.get(place).copied(),
                above: chains.above(tracks, *place),
                depth: *depth,
                group: *group,
                own: own.get(&(*place, *group)).copied().and_then(rounded).unwrap_or(0),
                beneath: rounded(*beneath)?,
            })
        });
        Self(figures.collect())
    }

    /// What stands at each place, by number.
    pub fn chains(&self) -> Vec<Chain> {
        let standing = self.0.iter().filter(|figure| figure.own > 0);
        let mut chains: Vec<Chain> = standing
            .filter_map(|figure| {
                Some(Chain {
                    number: figure.chain?,
                    above: figure.above,
                    depth: figure.depth,
                    group: figure.group,
                    submissions: figure.own,
                })
            })
            .collect();
        chains.sort_unstable_by_key(|chain| (chain.number, chain.group));
        chains
    }
}

type Counts = BTreeMap<(Place, Group), u64>;

fn standing(tranches: &[Tranche<Group>]) -> Counts {
    let mut counts = Counts::new();
    for tranche in tranches {
        *counts.entry((tranche.place, tranche.group)).or_default() += tranche.submissions();
    }
    counts
}

fn reaching(tracks: &Tracks, tranches: &[Tranche<Group>]) -> Counts {
    let mut counts = Counts::new();
    for tranche in tranches {
        for place in tracks.tree.upwards(tranche.place) {
            *counts.entry((place, tranche.group)).or_default() += tranche.submissions();
        }
    }
    counts
}

/// The numbers of the places at which something stands.
struct Chains {
    numbers: BTreeMap<Place, i32>,
}

impl Chains {
    /// Numbers the tree of these places from the root down. Places are told apart by what stands at and
    /// under them alone.
    fn of(tracks: &Tracks, own: &Counts) -> Self {
        let mut standing: Vec<Place> = own.keys().map(|(place, _)| *place).collect();
        standing.dedup();
        let parents: Vec<Option<usize>> = standing
            .iter()
            .map(|place| {
                let mut above = tracks.tree.upwards(*place).skip(1);
                above.find_map(|place| standing.binary_search(&place).ok())
            })
            .collect();
        let order = shape::order(&parents, |node| {
            let figures = standing.get(node).map(|place| own.range(between(*place)));
            let figures = figures.into_iter().flatten().map(|((_, group), count)| {
                let role = group.audience().as_str();
                format!("{role} {} {:?};", group.tier.as_str(), rounded(*count))
            });
            figures.collect()
        });
        let places = order.iter().filter_map(|node| standing.get(*node));
        Self {
            numbers: places.copied().zip(1..).collect(),
        }
    }

    fn above(&self, tracks: &Tracks, place: Place) -> Option<i32> {
        let mut above = tracks.tree.upwards(place).skip(1);
        above.find_map(|place| self.numbers.get(&place).copied())
    }
}

/// All groups at a place.
fn between(place: Place) -> std::ops::RangeInclusive<(Place, Group)> {
    let group = |role, tier| (place, Group { role, tier });
    group(None, Tier::Open)..=group(Some(Role::User), Tier::Confirmed)
}
