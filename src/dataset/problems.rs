//! How often which problem of a release is reported: counted by the rules for what may be told of a tree,
//! in which problems stand under their release.

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

/// The figures of these issues, by release and problem.
pub(super) fn figures(issues: &[Listed]) -> Vec<ProblemFigure> {
    let mut tree = Tree::default();
    let mut releases: BTreeMap<&str, Place> = BTreeMap::new();
    let mut problems: BTreeMap<(&str, Option<&str>), Place> = BTreeMap::new();
    let mut arrivals: BTreeMap<Arrival<()>, u64> = BTreeMap::new();
    for listed in issues {
        let Some(release) = listed.issue.release.as_deref() else {
            continue;
        };
        let at_release = *releases.entry(release).or_insert_with(|| tree.add(Place::ROOT));
        problems.insert((release, None), at_release);
        for report in &listed.reports {
            let place = match report.problem.as_deref() {
                None => at_release,
                problem => *problems
                    .entry((release, problem))
                    .or_insert_with(|| tree.add(at_release)),
            };
            let arrival = Arrival {
                week: week::of(report.taken_in_at),
                group: (),
                place,
                by: By::Nothing,
            };
            *arrivals.entry(arrival).or_default() += 1;
        }
    }
    let mut counts: BTreeMap<Place, u64> = BTreeMap::new();
    for tranche in pool(&tree, &arrivals) {
        *counts.entry(tranche.place).or_default() += tranche.submissions();
    }
    let figures = problems.into_iter().filter_map(|((release, problem), place)| {
        Some(ProblemFigure {
            release: release.to_owned(),
            problem: problem.map(str::to_owned),
            reports: rounded(*counts.get(&place)?)?,
        })
    });
    figures.collect()
}
