//! What may be told of a tree: only what is told of ten people or more.
//!
//! Submissions are told of in *tranches*: at least [`FEWEST_SUBMISSIONS`] of one group that were first counted in
//! the same week, and that came by at least [`FEWEST_LINKS`] links if a personal one is among these. A tranche
//! stands at the lowest place of the tree that has enough; what is too little at a place goes up to the next
//! one, and what is too little even at the root waits for the next week. Every figure that is shown is
//! a sum of whole tranches, so that no sum or difference of figures, of one week or of several, is about
//! fewer. That is complementary suppression by construction: what remains of a place beside its parts is a
//! tranche too, or nothing. Source: dossier 4.5.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::id::LinkId;

/// Fewest submissions in whatever is told.
pub const FEWEST_SUBMISSIONS: u64 = 10;
/// Fewest links by which these came, if people handed some of them to single persons.
pub const FEWEST_LINKS: usize = 3;
/// Counts are told to the nearest of these.
const STEP: u64 = 5;

/// A place in a tree, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(usize);

impl Place {
    /// The root of every tree.
    pub const ROOT: Self = Self(0);
}

/// A tree of places. No place comes before its parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// The root is its own parent.
    parents: Vec<Place>,
}

impl Default for Tree {
    fn default() -> Self {
        Self {
            parents: vec![Place::ROOT],
        }
    }
}

impl Tree {
    /// Adds a place under another.
    pub fn add(&mut self, parent: Place) -> Place {
        self.parents.push(parent);
        Place(self.parents.len() - 1)
    }

    /// All places, the root first, each after its parent.
    pub fn places(&self) -> impl DoubleEndedIterator<Item = Place> + use<> {
        (0..self.parents.len()).map(Place)
    }

    /// The place above; the root has none.
    pub fn parent(&self, place: Place) -> Option<Place> {
        let parent = self.parents.get(place.0).copied();
        parent.filter(|_| place != Place::ROOT)
    }

    /// A place and all above it, the root last.
    pub fn upwards(&self, place: Place) -> impl Iterator<Item = Place> {
        std::iter::successors(Some(place), |below| self.parent(*below))
    }
}

/// By what somebody came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// By no link.
    Nothing,
    /// By a link for many.
    Shared(LinkId),
    /// By a link for one person.
    Personal(LinkId),
}

/// One accepted submission, as far as counting goes. `G` tells what is counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrival<G> {
    /// First day of the week in which it was first accepted.
    pub week: NaiveDate,
    pub group: G,
    pub place: Place,
    pub by: By,
}

/// Submissions that are told of together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tranche<G> {
    pub week: NaiveDate,
    pub group: G,
    /// Where it stands.
    pub place: Place,
    /// How many came to which place by what.
    pub members: BTreeMap<(Place, By), u64>,
}

impl<G> Tranche<G> {
    /// How many submissions it is.
    pub fn submissions(&self) -> u64 {
        self.members.values().sum()
    }
}

/// Puts the arrivals, with how many they are, into tranches. What is left out is too little to be told of.
pub fn pool<G: Copy + Ord>(tree: &Tree, arrivals: &BTreeMap<Arrival<G>, u64>) -> Vec<Tranche<G>> {
    let mut tranches = Vec::new();
    let mut waiting: BTreeMap<G, BTreeMap<(Place, By), u64>> = BTreeMap::new();
    let mut arrivals = arrivals.iter().peekable();
    while let Some((Arrival { week, .. }, _)) = arrivals.peek().copied() {
        while let Some((arrival, count)) = arrivals.next_if(|(next, _)| next.week == *week) {
            let group = waiting.entry(arrival.group).or_default();
            *group.entry((arrival.place, arrival.by)).or_default() += count;
        }
        for (group, members) in &mut waiting {
            let placed = settle(tree, members);
            tranches.extend(placed.into_iter().map(|(place, members)| Tranche {
                week: *week,
                group: *group,
                place,
                members,
            }));
        }
    }
    tranches
}

type Members = BTreeMap<(Place, By), u64>;

/// Takes what is enough for tranches out of those that wait.
fn settle(tree: &Tree, waiting: &mut Members) -> Vec<(Place, Members)> {
    let mut pools: BTreeMap<Place, Members> = BTreeMap::new();
    for (member, count) in std::mem::take(waiting) {
        pools.entry(member.0).or_default().insert(member, count);
    }
    let mut settled = Vec::new();
    // Whatever stands under a place has a higher number.
    while let Some((place, pool)) = pools.pop_last() {
        if is_enough(&pool) {
            settled.push((place, pool));
        } else if let Some(parent) = tree.parent(place) {
            pools.entry(parent).or_default().extend(pool);
        } else {
            *waiting = pool;
        }
    }
    settled
}

fn is_enough(pool: &Members) -> bool {
    let mut links: Vec<LinkId> = Vec::new();
    let mut of_persons = false;
    for (_, by) in pool.keys() {
        match by {
            By::Nothing => {}
            By::Shared(link) => links.push(*link),
            By::Personal(link) => {
                of_persons = true;
                links.push(*link);
            }
        }
    }
    links.sort_unstable();
    links.dedup();
    pool.values().sum::<u64>() >= FEWEST_SUBMISSIONS && (!of_persons || links.len() >= FEWEST_LINKS)
}

/// A count as it is told: to the nearest 5; nothing if it is of too few.
pub fn rounded(count: u64) -> Option<u64> {
    (count >= FEWEST_SUBMISSIONS).then(|| (count + STEP / 2) / STEP * STEP)
}
