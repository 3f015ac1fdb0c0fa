//! The laws of pooling, on trees and weeks that nobody chose.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::queries::LinkRow;
use super::tree::Node;
use super::*;
use crate::chain::Role;
use crate::chain::links::{LinkKind, Tier};
use crate::id::LinkId;

const USERS: Group = Group {
    role: Some(Role::User),
    tier: Tier::Personal,
};

fn monday(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 5).unwrap() + Days::new(7 * number)
}

/// A town of links, and who came by which in which week: `(week, link, group)`.
#[derive(Debug, Clone)]
struct Town {
    links: Vec<LinkRow>,
    came: Vec<(u64, Option<usize>, Group)>,
}

impl Town {
    fn tracks(&self) -> Tracks {
        Tracks::of(self.links.clone())
    }

    /// Who had come before a week. The issuer `l-n` is the n-th who came by link l.
    fn people(&self, before: u64) -> Vec<Person> {
        let tracks = self.tracks();
        let mut by_link: BTreeMap<usize, usize> = BTreeMap::new();
        let mut people = Vec::new();
        for (week, link, group) in &self.came {
            let (place, by) = tracks.arrival(link.map(|link| self.links[link].id));
            let hands_on_at = link.and_then(|link| {
                let number = by_link.entry(link).or_default();
                *number += 1;
                tracks.place(&Node::Issuer(format!("{link}-{}", *number - 1)))
            });
            if *week < before {
                let (week, group) = (monday(*week), *group);
                people.push(Person {
                    arrival: Arrival {
                        week,
                        group,
                        place,
                        by,
                    },
                    hands_on_at,
                });
            }
        }
        people
    }

    /// What had come before a week.
    fn arrivals(&self, before: u64) -> BTreeMap<Arrival<Group>, u64> {
        let tracks = self.tracks();
        let mut arrivals = BTreeMap::new();
        for (week, link, group) in self.came.iter().filter(|(week, ..)| *week < before) {
            let (place, by) = tracks.arrival(link.map(|link| self.links[link].id));
            let (week, group) = (monday(*week), *group);
            *arrivals
                .entry(Arrival {
                    week,
                    group,
                    place,
                    by,
                })
                .or_insert(0) += 1;
        }
        arrivals
    }
}

fn id(number: usize) -> LinkId {
    LinkId::of_bytes((number as u128 + 1).to_be_bytes())
}

/// Links under the study, and under those who came by links; `parents[n]` says by which link the issuer
/// of link `n` came, if by any, and which of the issuers under it it was.
fn links(parents: &[(Option<usize>, u8, LinkKind)]) -> Vec<LinkRow> {
    let mut rows: Vec<LinkRow> = Vec::new();
    for (number, (parent, person, kind)) in parents.iter().enumerate() {
        let parent = parent.filter(|_| number > 0).map(|parent| parent % number.max(1));
        let (parent, issuer, depth) = match parent {
            None => (None, None, 0),
            Some(parent) => (
                Some(id(parent)),
                Some(format!("{parent}-{person}")),
                rows[parent].depth + 1,
            ),
        };
        rows.push(LinkRow {
            id: id(number),
            parent,
            issuer,
            kind: *kind,
            depth,
        });
    }
    rows.sort_by_key(|row| (row.depth, row.id));
    rows
}

fn town() -> impl Strategy<Value = Town> {
    let kind = prop_oneof![3 => Just(LinkKind::Personal), 1 => Just(LinkKind::Channel)];
    let tree = prop::collection::vec((prop::option::weighted(0.85, 0..30_usize), 0..2_u8, kind), 1..24);
    tree.prop_flat_map(|parents| {
        let links = links(&parents);
        let group = (0..2_usize, 0..2_usize).prop_map(|(role, tier)| Group {
            role: Some([Role::User, Role::Provider][role]),
            tier: [Tier::Personal, Tier::Channel][tier],
        });
        let link = prop::option::weighted(0.9, 0..links.len());
        let came = prop::collection::vec((0..5_u64, link, group), 0..250);
        (Just(links), came).prop_map(|(links, came)| Town { links, came })
    })
}

/// Every figure that was ever shown, exact, as the set of the tranches that it sums up: by week of the view,
/// place, and group.
fn views(town: &Town) -> Vec<BTreeSet<(NaiveDate, Place, Group)>> {
    let tracks = town.tracks();
    let mut views = Vec::new();
    for before in 1..=6 {
        let tranches = pool(&tracks.tree, &town.arrivals(before));
        for place in tracks.tree.places() {
            for group in tranches
                .iter()
                .map(|tranche| tranche.group)
                .collect::<BTreeSet<_>>()
            {
                let under = tranches.iter().filter(|tranche| {
                    tranche.group == group && tracks.tree.upwards(tranche.place).any(|above| above == place)
                });
                views.push(under.map(|one| (one.week, one.place, one.group)).collect());
            }
        }
    }
    views
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is added, subtracted and intersected, of all places, groups and weeks: the smallest
    /// sets of people that can be told apart are never of fewer than ten, and never of fewer than three
    /// links where people invited each other.
    #[test]
    fn no_combination_of_figures_is_about_fewer_than_may_be_told(town in town()) {
        let tracks = town.tracks();
        let last = pool(&tracks.tree, &town.arrivals(6));
        // The people of a view, as it was in its week, are those of its tranches in the last one:
        // else a later week would tell who was moved.
        let people: BTreeMap<_, _> = last
            .iter()
            .map(|one| ((one.week, one.place, one.group), &one.members))
            .collect();
        prop_assert_eq!(people.len(), last.len(), "two tranches of a week and group stand at one place");
        let views = views(&town);
        let mut atoms: BTreeMap<Vec<usize>, BTreeMap<(Place, By), u64>> = BTreeMap::new();
        for (tranche, members) in &people {
            let shown_in = (0..views.len()).filter(|view| views[*view].contains(tranche)).collect();
            let atom = atoms.entry(shown_in).or_default();
            for (member, count) in *members {
                *atom.entry(*member).or_default() += count;
            }
        }
        for view in &views {
            for tranche in view {
                prop_assert!(people.contains_key(tranche), "a figure of an earlier week was changed");
            }
        }
        for atom in atoms.values() {
            let links: BTreeSet<_> = atom
                .keys()
                .filter_map(|(_, by)| match by {
                    By::Nothing => None,
                    By::Shared(link) | By::Personal(link) => Some(link),
                })
                .collect();
            prop_assert!(atom.values().sum::<u64>() >= FEWEST_SUBMISSIONS);
            let of_persons = atom.keys().any(|(_, by)| matches!(by, By::Personal(_)));
            prop_assert!(!of_persons || links.len() >= FEWEST_LINKS);
        }
    }

    /// Nobody is counted twice, nobody who did not come, and what is left out is too little.
    #[test]
    fn everybody_is_counted_once_or_waits(town in town()) {
        let tracks = town.tracks();
        let arrivals = town.arrivals(6);
        let mut left: BTreeMap<(Group, Place, By), u64> = BTreeMap::new();
        for (arrival, count) in &arrivals {
            *left.entry((arrival.group, arrival.place, arrival.by)).or_default() += count;
        }
        for tranche in pool(&tracks.tree, &arrivals) {
            for ((place, by), count) in &tranche.members {
                prop_assert!(tracks.tree.upwards(*place).any(|above| above == tranche.place));
                let here = left.get_mut(&(tranche.group, *place, *by)).unwrap();
                *here = here.checked_sub(*count).unwrap();
            }
        }
        let mut waiting: BTreeMap<Group, (u64, BTreeSet<By>)> = BTreeMap::new();
        for ((group, _, by), count) in left.into_iter().filter(|(_, count)| *count > 0) {
            let entry = waiting.entry(group).or_default();
            entry.0 += count;
            if by != By::Nothing {
                entry.1.insert(by);
            }
        }
        for (count, by) in waiting.values() {
            prop_assert!(*count < FEWEST_SUBMISSIONS || by.len() < FEWEST_LINKS);
        }
    }

    /// How many somebody is seen to have brought is never under ten, in no group and however it is
    /// compared with the week before; and everybody is there whom the figures count.
    #[test]
    fn recruits_are_told_of_by_the_ten(town in town()) {
        let tracks = town.tracks();
        let mut before = BTreeMap::new();
        for week in 1..=6 {
            let recruits = recruits(&tracks, &town.people(week));
            let mut brought: BTreeMap<(usize, Group), u64> = BTreeMap::new();
            let mut rows: BTreeMap<Group, u64> = BTreeMap::new();
            for (row, recruit) in recruits.iter().enumerate() {
                *rows.entry(recruit.group).or_default() += 1;
                if let Some(recruiter) = recruit.recruiter {
                    prop_assert!(recruiter < row && !recruit.is_re_rooted);
                    *brought.entry((recruiter, recruit.group)).or_default() += 1;
                }
            }
            prop_assert!(brought.values().all(|count| *count >= FEWEST_SUBMISSIONS));
            let mut counted: BTreeMap<Group, u64> = BTreeMap::new();
            for tranche in pool(&tracks.tree, &town.arrivals(week)) {
                *counted.entry(tranche.group).or_default() += tranche.submissions();
            }
            prop_assert_eq!(&rows, &counted);
            let mut of_group: BTreeMap<Group, u64> = BTreeMap::new();
            for ((_, group), count) in &brought {
                *of_group.entry(*group).or_default() += count;
            }
            for (group, count) in &of_group {
                let more = count - before.get(group).copied().unwrap_or(0);
                prop_assert!(more == 0 || more >= FEWEST_SUBMISSIONS);
            }
            before = of_group;
        }
    }

    /// What is told depends on what came, not on the order in which the database has it.
    #[test]
    fn figures_are_rounded_numbered_and_the_same_whatever_the_ids(town in town(), shift in 1..1_000_usize) {
        let figures = Figures::of(&town.tracks(), &town.arrivals(6));
        for figure in &figures.0 {
            prop_assert!(figure.beneath >= 10 && figure.beneath.is_multiple_of(5));
            prop_assert!(figure.own == 0 || (figure.own >= 10 && figure.own.is_multiple_of(5)));
            prop_assert!(figure.own == 0 || figure.chain.is_some());
            prop_assert!(figure.above.is_none_or(|above| figure.chain.is_none_or(|own| above < own)));
        }
        let mut other = town.clone();
        let renamed = |id: LinkId| {
            LinkId::of_bytes((u128::from_be_bytes(id.bytes()) ^ shift as u128).to_be_bytes())
        };
        for link in &mut other.links {
            link.id = renamed(link.id);
            link.parent = link.parent.map(renamed);
            link.issuer = link.issuer.as_ref().map(|issuer| format!("{shift}{issuer}"));
        }
        let told = |figures: Figures| {
            let mut told: Vec<_> = figures.0.into_iter().filter(|figure| figure.own > 0).map(|figure| {
                (figure.chain, figure.above, figure.depth, figure.group, figure.own)
            }).collect();
            told.sort_unstable();
            told
        };
        let again = Figures::of(&other.tracks(), &other.arrivals(6));
        prop_assert_eq!(told(figures), told(again));
    }
}

/// Two providers under one deployer, who came by the link of the study; each has three links.
fn two_providers() -> Vec<LinkRow> {
    let personal = LinkKind::Personal;
    links(&[
        (None, 0, personal),
        (Some(0), 0, personal),
        (Some(0), 0, personal),
        (Some(1), 0, personal),
        (Some(1), 0, personal),
        (Some(1), 0, personal),
        (Some(2), 0, personal),
        (Some(2), 0, personal),
        (Some(2), 0, personal),
    ])
}

fn came(counts: &[(u64, usize, usize)]) -> Vec<(u64, Option<usize>, Group)> {
    counts
        .iter()
        .flat_map(|(week, link, count)| std::iter::repeat_n((*week, Some(*link), USERS), *count))
        .collect()
}

fn told(town: &Town, before: u64) -> BTreeMap<String, (u64, u64)> {
    let figures = Figures::of(&town.tracks(), &town.arrivals(before));
    let told = figures.0.into_iter();
    told.map(|figure| (figure.node.stored(), (figure.own, figure.beneath)))
        .collect()
}

#[test]
fn too_few_roll_up_to_the_nearest_place_that_has_enough() {
    let town = Town {
        links: two_providers(),
        // Twelve under the first provider by three links, four under the second.
        came: came(&[(0, 3, 4), (0, 4, 4), (0, 5, 4), (0, 6, 4)]),
    };
    let told = told(&town, 1);
    let first = Node::Issuer("1-0".to_owned()).stored();
    assert_eq!(told.get(&first), Some(&(10, 10)));
    // The four wait, for alone they would be what the total has more than the first.
    assert_eq!(told.get("study"), Some(&(0, 10)));
    assert!(!told.contains_key(&Node::Issuer("2-0".to_owned()).stored()));
}

#[test]
fn a_recruiter_is_told_where_ten_came_by_them_and_nobody_else_is_told_of_with_these() {
    let providers = Group {
        role: Some(Role::Provider),
        tier: Tier::Channel,
    };
    let personal = LinkKind::Personal;
    // Links 1 to 3 are those of the fifth provider, 4 to 6 those of the seventh.
    let mut town = Town {
        links: links(&[
            (None, 0, LinkKind::Channel),
            (Some(0), 4, personal),
            (Some(0), 4, personal),
            (Some(0), 4, personal),
            (Some(0), 6, personal),
            (Some(0), 6, personal),
            (Some(0), 6, personal),
        ]),
        came: std::iter::repeat_n((0, Some(0), providers), 10).collect(),
    };
    town.came.extend(came(&[
        (0, 1, 4),
        (0, 2, 4),
        (0, 3, 4),
        (0, 4, 3),
        (1, 5, 3),
        (1, 6, 4),
    ]));
    let counts = |before| {
        let recruits = recruits(&town.tracks(), &town.people(before));
        let mut brought: BTreeMap<usize, u64> = BTreeMap::new();
        for recruiter in recruits.iter().filter_map(|recruit| recruit.recruiter) {
            assert_eq!(recruits[recruiter].group, providers);
            *brought.entry(recruiter).or_default() += 1;
        }
        let mut counts: Vec<u64> = brought.into_values().collect();
        counts.sort_unstable();
        (counts, recruits.len())
    };
    assert_eq!(counts(1), (vec![12], 22), "the three of the seventh wait");
    assert_eq!(counts(2), (vec![10, 12], 32), "they come with seven more");

    // Deeper ones are told of together with the direct ones: nobody learns who brought any of these.
    town.links.push(LinkRow {
        id: id(7),
        parent: Some(id(1)),
        issuer: Some("1-0".to_owned()),
        kind: personal,
        depth: 2,
    });
    town.came = std::iter::repeat_n((0, Some(0), providers), 10).collect();
    town.came
        .extend(came(&[(0, 1, 4), (0, 2, 3), (0, 3, 3), (0, 7, 4)]));
    let recruits = recruits(&town.tracks(), &town.people(1));
    assert_eq!(recruits.len(), 24);
    assert!(recruits.iter().all(|recruit| recruit.recruiter.is_none()));
    let re_rooted = recruits.iter().filter(|recruit| recruit.is_re_rooted);
    assert!(re_rooted.clone().all(|recruit| recruit.group == USERS));
    assert_eq!(re_rooted.count(), 14);
}

#[test]
fn ten_by_two_links_are_too_few_links() {
    let town = Town {
        links: two_providers(),
        came: came(&[(0, 3, 6), (0, 4, 6), (0, 6, 1)]),
    };
    let told = told(&town, 1);
    let deployer = Node::Issuer("0-0".to_owned()).stored();
    assert_eq!(told.get(&deployer), Some(&(15, 15)));
    assert!(!told.contains_key(&Node::Issuer("1-0".to_owned()).stored()));
}

#[test]
fn what_came_since_last_week_shows_when_it_is_enough() {
    let town = Town {
        links: two_providers(),
        came: came(&[(0, 3, 4), (0, 4, 4), (0, 5, 4), (1, 3, 3), (2, 4, 3), (2, 5, 4)]),
    };
    let provider = Node::Issuer("1-0".to_owned()).stored();
    assert_eq!(told(&town, 1)[&provider], (10, 10));
    assert_eq!(told(&town, 2)[&provider], (10, 10), "three more cannot be told");
    assert_eq!(told(&town, 3)[&provider], (20, 20), "ten more can");
}

#[test]
fn counts_are_told_to_the_nearest_five_and_never_under_ten() {
    let told: Vec<_> = [0, 9, 10, 12, 13, 17, 18, 402].into_iter().map(rounded).collect();
    let expected = [
        None,
        None,
        Some(10),
        Some(10),
        Some(15),
        Some(15),
        Some(20),
        Some(400),
    ];
    assert_eq!(told, expected);
}
