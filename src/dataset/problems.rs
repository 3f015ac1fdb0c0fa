//! How often which problem of a release is reported: counted by the rules for what may be told of a tree,
//! in which the problems of a release stand under it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::chain::lineage::{Arrival, By, Place, Tree, pool, rounded, week};
use crate::news::Listed;

/// Reports of a problem of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemFigure {
    /// Code of the release.
    pub release: String,
    /// Code of the problem; nothing for those of which too few are reported, or that have none.
    pub problem: Option<String>,
    /// To the nearest 5, of ten or more.
    pub reports: u64,
}

/// The figures of these issues, by release and problem. What is too little at a release waits there for
/// the next week.
pub(super) fn figures(issues: &[Listed]) -> Vec<ProblemFigure> {
    let mut tree = Tree::default();
    let mut places: BTreeMap<&str, Place> = BTreeMap::new();
    let mut releases: Vec<&str> = Vec::new();
    let mut arrivals: BTreeMap<Arrival<usize>, u64> = BTreeMap::new();
    let mut of_releases: Vec<(&str, &Listed)> = issues
        .iter()
        .filter_map(|listed| Some((listed.issue.release.as_deref()?, listed)))
        .collect();
    of_releases.sort_by_key(|(release, _)| *release);
    for (release, listed) in of_releases {
        if releases.last() != Some(&release) {
            releases.push(release);
        }
        for report in &listed.reports {
            let place = match report.problem.as_deref() {
                None => Place::ROOT,
                Some(problem) => *places.entry(problem).or_insert_with(|| tree.add(Place::ROOT)),
            };
            let arrival = Arrival {
                week: week::of(report.taken_in_at),
                group: releases.len() - 1,
                place,
                by: By::Nothing,
            };
            *arrivals.entry(arrival).or_default() += 1;
        }
    }
    let problems: BTreeMap<Place, &str> = places
        .into_iter()
        .map(|(problem, place)| (place, problem))
        .collect();
    let mut counts: BTreeMap<(usize, Place), u64> = BTreeMap::new();
    for tranche in pool(&tree, &arrivals) {
        *counts.entry((tranche.group, tranche.place)).or_default() += tranche.submissions();
    }
    let figures = counts.into_iter().filter_map(|((release, place), count)| {
        Some(ProblemFigure {
            release: (*releases.get(release)?).to_owned(),
            problem: problems.get(&place).map(|problem| (*problem).to_owned()),
            reports: rounded(count)?,
        })
    });
    figures.collect()
}
