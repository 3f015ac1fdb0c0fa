//! Who brought whom, as far as it may be told: the recruitment trees of a study, cut where the rules of
//! `pooling` say so.
//!
//! Somebody has a row if a tranche tells of them. A tranche says who brought its people only if it is
//! about direct recruits of one person with a row, and about nobody else: so how many a person is seen
//! to have brought is again a sum of whole tranches. All others stand as seeds, with those below them.

use std::collections::BTreeMap;

use super::figures::Group;
use super::pooling::{Arrival, By, Place, Tranche, pool};
use super::shape;
use super::tree::Tracks;

/// An accepted submission: how it came, and where whoever sent it hands links on, if they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    pub arrival: Arrival<Group>,
    pub hands_on_at: Option<Place>,
}

/// A row: somebody who may be told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recruit {
    pub group: Group,
    /// The row of whoever brought them, which comes before theirs; nothing for seeds.
    pub recruiter: Option<usize>,
    /// A seed only because it may not be told who brought them, or somebody told of with them.
    pub is_re_rooted: bool,
}

/// The rows, in an order that tells nothing of time or people. Takes memory for every person.
pub fn recruits(tracks: &Tracks, people: &[Person]) -> Vec<Recruit> {
    let mut arrivals: BTreeMap<Arrival<Group>, u64> = BTreeMap::new();
    for person in people {
        *arrivals.entry(person.arrival).or_default() += 1;
    }
    let told = Told::of(pool(&tracks.tree, &arrivals));
    let mut rows: Vec<(&Person, &Tranche<Group>)> = people
        .iter()
        .filter_map(|person| Some((person, told.of_person(person)?)))
        .collect();
    // Nobody comes before the place of whoever brought them.
    rows.sort_by_key(|(person, _)| person.arrival.place);
    let hands_on = rows.iter().enumerate();
    let hands_on: BTreeMap<Place, usize> = hands_on
        .filter_map(|(row, (person, _))| Some((person.hands_on_at?, row)))
        .collect();
    let recruits: Vec<Recruit> = rows
        .iter()
        .map(|(person, tranche)| {
            let recruiter = issuer(tracks, tranche).and_then(|issuer| hands_on.get(&issuer).copied());
            Recruit {
                group: person.arrival.group,
                recruiter,
                is_re_rooted: recruiter.is_none() && is_of_invited(tracks, tranche),
            }
        })
        .collect();
    in_order(&recruits)
}

/// Tranches by whom they tell of, those of each in the order of weeks.
struct Told {
    tranches: Vec<Tranche<Group>>,
    by_member: BTreeMap<(Group, Place, By), Vec<usize>>,
}

impl Told {
    fn of(tranches: Vec<Tranche<Group>>) -> Self {
        let mut by_member: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (number, tranche) in tranches.iter().enumerate() {
            for (place, by) in tranche.members.keys() {
                by_member
                    .entry((tranche.group, *place, *by))
                    .or_default()
                    .push(number);
            }
        }
        Self { tranches, by_member }
    }

    /// The first one since they came: it takes all who wait where they do.
    fn of_person(&self, person: &Person) -> Option<&Tranche<Group>> {
        let Arrival {
            week,
            group,
            place,
            by,
        } = person.arrival;
        let tranches = self.by_member.get(&(group, place, by))?.iter();
        tranches
            .filter_map(|number| self.tranches.get(*number))
            .find(|tranche| tranche.week >= week)
    }
}

/// The place of the one issuer whose links all of the tranche came by; nothing if there are several, or the
/// study itself is it.
fn issuer(tracks: &Tracks, tranche: &Tranche<Group>) -> Option<Place> {
    let mut issuers = tranche
        .members
        .keys()
        .map(|(place, _)| tracks.tree.parent(*place).filter(|above| *above != Place::ROOT));
    let first = issuers.next()??;
    issuers.all(|issuer| issuer == Some(first)).then_some(first)
}

/// Whether anybody in the tranche was brought by somebody, not by the study itself.
fn is_of_invited(tracks: &Tracks, tranche: &Tranche<Group>) -> bool {
    let mut above = tranche
        .members
        .keys()
        .map(|(place, _)| tracks.tree.parent(*place));
    above.any(|above| above.is_some_and(|above| above != Place::ROOT))
}

fn in_order(recruits: &[Recruit]) -> Vec<Recruit> {
    let parents: Vec<_> = recruits.iter().map(|recruit| recruit.recruiter).collect();
    let order = shape::order(&parents, |row| {
        recruits.get(row).map_or_else(String::new, |recruit| {
            let Group { role: _, tier } = recruit.group;
            let role = recruit.group.audience().as_str();
            format!("{role} {} {};", tier.as_str(), recruit.is_re_rooted)
        })
    });
    let mut new_rows = vec![0; recruits.len()];
    for (new, old) in order.iter().enumerate() {
        new_rows[*old] = new;
    }
    order
        .iter()
        .map(|old| Recruit {
            recruiter: recruits[*old].recruiter.map(|recruiter| new_rows[recruiter]),
            ..recruits[*old]
        })
        .collect()
}
