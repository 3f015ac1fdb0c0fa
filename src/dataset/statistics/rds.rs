//! What respondent-driven sampling makes of a [`Sample`]: the estimators RDS-I and RDS-II.
//!
//! They are those of the R package RDS (0.9-10: `RDS.I.estimates`, `RDS.II.estimates` on a factor)
//! without its standard errors. Both rest on assumptions that a chain of links does not meet: that
//! acquaintance goes both ways and that people bring others at random (dossier 4.3). See [`CAUTION`].

use std::collections::{BTreeMap, VecDeque};

use super::recruitment::Sample;

/// What must stand beside every estimate.
pub const CAUTION: &str = "These are not population weights. RDS estimators assume that acquaintance goes \
    both ways and that people bring others at random; this chain goes one way, and its links are handed \
    to some before others. Beside the plain shares they show how much network sizes and recruitment would \
    matter. They carry no margin of error.";

/// The most groups that an outcome may have: RDS-I takes time in the third power of them.
pub const MOST_GROUPS: usize = 200;

/// An outcome of a sample that can be estimated: who is in which group.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome<'s> {
    sample: &'s Sample,
    /// In the order of their bytes.
    groups: Vec<&'s str>,
    /// By row of the sample: an index into the groups, if it is known.
    group_of: Vec<Option<usize>>,
    network_sizes: Vec<f64>,
    presumed: usize,
}

/// Why there is nothing to estimate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("there is no column {0}; name one of the sample's")]
    NoSuchColumn(String),
    #[error(
        "{0} has more than {MOST_GROUPS} different values; take a question with fewer answers, or put answers together"
    )]
    TooManyGroups(String),
    #[error("nobody's network size is known; at least one must be")]
    NoNetworkSizes,
}

/// Why RDS-I has no answer, where R has `NaN`: recruitment has no single equilibrium.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Undetermined {
    /// Several sets of groups bring only their own, so that the seeds decide where recruitment ends.
    #[error("some groups only ever bring each other, so that recruitment ends where it began")]
    Apart,
    /// Recruitment goes to and fro: the transition matrix has the eigenvalue -1.
    #[error("recruitment goes to and fro between groups and never settles")]
    ToAndFro,
}

impl Undetermined {
    /// Stable, for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Apart => "apart",
            Self::ToAndFro => "to-and-fro",
        }
    }
}

impl<'s> Outcome<'s> {
    /// The column's values as groups.
    ///
    /// Network sizes that are missing, zero or no number at all are presumed to be the greatest one, so
    /// that they weigh least (`RDS.estimates.local`; if that is zero too, they are 1: `vh.weights`).
    ///
    /// # Errors
    /// When there is nothing to estimate.
    pub fn new(sample: &'s Sample, column: &str) -> Result<Self, Refused> {
        let place = sample.columns().iter().position(|name| name == column);
        let place = place.ok_or_else(|| Refused::NoSuchColumn(column.to_owned()))?;
        let values = || {
            let rows = sample.respondents().iter();
            rows.map(move |row| row.values.get(place)?.as_deref())
        };
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for value in values().flatten() {
            places.insert(value, 0);
            if places.len() > MOST_GROUPS {
                return Err(Refused::TooManyGroups(column.to_owned()));
            }
        }
        for (place, group) in places.values_mut().enumerate() {
            *group = place;
        }
        let stated: Vec<Option<f64>> = sample
            .respondents()
            .iter()
            .map(|row| row.network_size.filter(|size| size.is_finite() && *size >= 0.0))
            .collect();
        let greatest = stated.iter().flatten().copied().reduce(f64::max);
        let greatest = greatest.ok_or(Refused::NoNetworkSizes)?;
        let instead = if greatest > 0.0 { greatest } else { 1.0 };
        let known = |size: &Option<f64>| size.filter(|size| *size > 0.0);
        Ok(Self {
            sample,
            group_of: values().map(|value| places.get(value?).copied()).collect(),
            groups: places.into_keys().collect(),
            presumed: stated.iter().filter(|size| known(size).is_none()).count(),
            network_sizes: stated.iter().map(|size| known(size).unwrap_or(instead)).collect(),
        })
    }

    /// The groups, in the order in which all figures are given.
    pub fn groups(&self) -> &[&'s str] {
        &self.groups
    }

    /// How many respondents each group has.
    pub fn respondents(&self) -> Vec<usize> {
        let mut counts = vec![0; self.groups.len()];
        for group in self.group_of.iter().flatten() {
            counts[*group] += 1;
        }
        counts
    }

    /// How many respondents had no network size, or zero.
    pub const fn presumed(&self) -> usize {
        self.presumed
    }

    /// How many respondents of each group (second index) those of each group (first index) brought,
    /// among those whose groups are known.
    ///
    /// Where a group brought nobody, 0.1 stands for everybody it could have (`count.transitions`), so
    /// that recruitment goes on from it to any group alike.
    pub fn transitions(&self) -> Vec<Vec<f64>> {
        let mut counts = vec![vec![0.0; self.groups.len()]; self.groups.len()];
        for (recruiter, to) in self.sample.recruiters().iter().zip(&self.group_of) {
            let from = recruiter.and_then(|recruiter| self.group_of[recruiter]);
            if let (Some(from), Some(to)) = (from, *to) {
                counts[from][to] += 1.0;
            }
        }
        for row in &mut counts {
            if row.iter().all(|count| *count == 0.0) {
                row.fill(0.1);
            }
        }
        counts
    }

    /// The harmonic mean of each group's network sizes: `n / Σ 1/d` (`get.h.hat`; Salganik & Heckathorn
    /// 2004, eq. 13).
    pub fn mean_network_sizes(&self) -> Vec<f64> {
        let counts = self.sums(|_| 1.0);
        let inverse = self.sums(|size| 1.0 / size);
        counts
            .iter()
            .zip(inverse)
            .map(|(count, sum)| count / sum)
            .collect()
    }

    /// RDS-I: the share of each group is `q / D`, scaled to add up to 1, where `q` is the equilibrium of
    /// the transitions as shares of their rows and `D` the mean network size (Salganik & Heckathorn 2004,
    /// Sociol. Methodol. 34:193–239; `rds.I.weights`).
    ///
    /// "Data smoothing" changes nothing: `m = (diag(q) C + C' diag(q)) / 2` has the row sums `q` again,
    /// and so the same equilibrium, for every `C`.
    ///
    /// # Errors
    /// When recruitment has no single equilibrium.
    pub fn rds_1(&self) -> Result<Vec<f64>, Undetermined> {
        if self.groups.is_empty() {
            return Ok(Vec::new());
        }
        let sizes = self.mean_network_sizes();
        let equilibrium = equilibrium(&self.transitions())?;
        Ok(shares(
            equilibrium.iter().zip(sizes).map(|(q, size)| q / size).collect(),
        ))
    }

    /// RDS-II: the share of each group is the sum of `1/d` over its respondents, scaled to add up to 1
    /// (Volz & Heckathorn 2008, J. Off. Stat. 24:79–97; `vh.weights`). Seeds count as everybody does;
    /// who brought whom does not matter.
    pub fn rds_2(&self) -> Vec<f64> {
        shares(self.sums(|size| 1.0 / size))
    }

    /// The share of each group among those whose group is known.
    pub fn plain(&self) -> Vec<f64> {
        shares(self.sums(|_| 1.0))
    }

    /// The sum of something of the network sizes, for each group.
    fn sums(&self, of: impl Fn(f64) -> f64) -> Vec<f64> {
        let mut sums = vec![0.0; self.groups.len()];
        for (group, size) in self.group_of.iter().zip(&self.network_sizes) {
            if let Some(group) = group {
                sums[*group] += of(*size);
            }
        }
        sums
    }
}

fn shares(mut parts: Vec<f64>) -> Vec<f64> {
    let whole: f64 = parts.iter().sum();
    for part in &mut parts {
        *part /= whole;
    }
    parts
}

/// The stationary distribution of the Markov chain that goes from row to column in proportion to the
/// counts; no row is empty.
///
/// R takes the eigenvector of the eigenvalue 1 and gives up if there are several, or one of -1. What the
/// eigenvalues tell is told here by where recruitment can go, which rounding cannot blur: 1 comes as often
/// as there are sets of groups that recruitment cannot leave, and -1 is there if within one it takes an
/// even number of steps to come back. Groups outside of that set get zero.
fn equilibrium(counts: &[Vec<f64>]) -> Result<Vec<f64>, Undetermined> {
    let groups = 0..counts.len();
    let reach: Vec<Vec<Option<usize>>> = groups.clone().map(|from| steps(counts, from)).collect();
    let returns = |from: &usize| {
        let mut there = groups.clone().filter(|to| reach[*from][*to].is_some());
        there.all(|to| reach[to][*from].is_some())
    };
    let ends: Vec<usize> = groups.clone().filter(returns).collect();
    let steps = ends.first().map(|first| reach[*first].as_slice());
    let steps = steps.unwrap_or_default();
    // Whatever cannot be left is either this set or another one.
    if ends.iter().any(|group| steps[*group].is_none()) {
        return Err(Undetermined::Apart);
    }
    if period(counts, &ends, steps).is_multiple_of(2) {
        return Err(Undetermined::ToAndFro);
    }
    let mut shares = vec![0.0; counts.len()];
    for (group, share) in ends.iter().zip(settled(counts, &ends)) {
        shares[*group] = share;
    }
    Ok(shares)
}

/// The fewest steps to each group, if it can be reached; none to where it begins.
fn steps(counts: &[Vec<f64>], from: usize) -> Vec<Option<usize>> {
    let mut steps = vec![None; counts.len()];
    steps[from] = Some(0);
    let mut waiting = VecDeque::from([(from, 0)]);
    while let Some((here, taken)) = waiting.pop_front() {
        for (to, count) in counts[here].iter().enumerate() {
            if *count > 0.0 && steps[to].is_none() {
                steps[to] = Some(taken + 1);
                waiting.push_back((to, taken + 1));
            }
        }
    }
    steps
}

/// The greatest common divisor of the lengths of all ways back, among groups that all reach each other:
/// that of `steps(i) + 1 - steps(j)` over all transitions from i to j, with the steps from any of them.
fn period(counts: &[Vec<f64>], groups: &[usize], steps: &[Option<usize>]) -> usize {
    let mut period = 0;
    for from in groups {
        for (to, count) in counts[*from].iter().enumerate() {
            if let (true, Some(here), Some(there)) = (*count > 0.0, steps[*from], steps[to]) {
                period = common_divisor(period, (here + 1).abs_diff(there));
            }
        }
    }
    period
}

fn common_divisor(mut one: usize, mut other: usize) -> usize {
    while other > 0 {
        (one, other) = (other, one % other);
    }
    one
}

/// The equilibrium among groups that all reach each other, by state reduction, which never subtracts and
/// so loses no digits (Grassmann, Taksar & Heyman 1985, Oper. Res. 33:1107–1116).
fn settled(counts: &[Vec<f64>], groups: &[usize]) -> Vec<f64> {
    let row = |from: &usize| shares(groups.iter().map(|to| counts[*from][*to]).collect());
    let mut chain: Vec<Vec<f64>> = groups.iter().map(row).collect();
    for last in (1..chain.len()).rev() {
        let (before, from_last) = chain.split_at_mut(last);
        let leaving: f64 = from_last[0][..last].iter().sum();
        for row in before {
            row[last] /= leaving;
            let into_last = row[last];
            for (direct, onward) in row.iter_mut().zip(&from_last[0][..last]) {
                *direct += into_last * onward;
            }
        }
    }
    let mut weights: Vec<f64> = vec![1.0];
    for group in 1..chain.len() {
        let weight = weights
            .iter()
            .zip(&chain)
            .map(|(weight, row)| weight * row[group])
            .sum();
        weights.push(weight);
    }
    shares(weights)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Respondent;
    use super::*;

    /// Rows of recruiter, network size and group; ids are the rows.
    fn sample(rows: &[(Option<usize>, f64, Option<&str>)]) -> Sample {
        let respondents = rows
            .iter()
            .enumerate()
            .map(|(row, (recruiter, size, group))| Respondent {
                id: row.to_string(),
                recruiter: recruiter.map(|row| row.to_string()),
                network_size: Some(*size),
                wave: None,
                values: vec![group.map(str::to_owned)],
            });
        Sample::new(vec!["group".to_owned()], respondents.collect()).unwrap()
    }

    fn assert_close(found: &[f64], wanted: &[f64]) {
        let is_close = found
            .iter()
            .zip(wanted)
            .all(|(one, other)| (one - other).abs() < 1e-12);
        assert!(
            is_close && found.len() == wanted.len(),
            "{found:?} instead of {wanted:?}"
        );
    }

    #[test]
    fn two_groups_come_out_by_the_formula_that_was_published() {
        // Heckathorn 2002: P(A) = D(B) C(BA) / (D(A) C(AB) + D(B) C(BA)).
        let (a, b) = (Some("a"), Some("b"));
        let rows = [
            (None, 2.0, a),
            (Some(0), 4.0, a),
            (Some(0), 3.0, b),
            (Some(2), 6.0, b),
            (Some(2), 2.0, a),
        ];
        let sample = sample(&rows);
        let outcome = Outcome::new(&sample, "group").unwrap();
        let (to_b, to_a, size_a, size_b) =
            (0.5, 0.5, 3.0 / (0.5 + 0.25 + 0.5), 2.0 / (1.0 / 3.0 + 1.0 / 6.0));
        let share = size_b * to_a / (size_a * to_b + size_b * to_a);
        assert_close(&outcome.rds_1().unwrap(), &[share, 1.0 - share]);
        assert_close(&outcome.rds_2(), &[1.25 / 1.75, 0.5 / 1.75]);
        assert_close(&outcome.plain(), &[0.6, 0.4]);
    }

    #[test]
    fn sizes_that_are_no_sizes_are_presumed_to_be_the_greatest() {
        let a = Some("a");
        for odd in [0.0, -3.0, f64::NAN, f64::INFINITY] {
            let sample = sample(&[(None, odd, a), (Some(0), 4.0, Some("b")), (Some(1), 8.0, a)]);
            let outcome = Outcome::new(&sample, "group").unwrap();
            assert_eq!(outcome.presumed(), 1);
            assert_close(&outcome.mean_network_sizes(), &[8.0, 4.0]);
        }
    }

    #[test]
    fn what_cannot_be_estimated_is_refused() {
        let nobody = sample(&[(None, f64::NAN, Some("a"))]);
        assert_eq!(Outcome::new(&nobody, "group"), Err(Refused::NoNetworkSizes));
        assert_eq!(
            Outcome::new(&nobody, "role"),
            Err(Refused::NoSuchColumn("role".to_owned()))
        );
        let names: Vec<String> = (0..=MOST_GROUPS).map(|name| name.to_string()).collect();
        let rows: Vec<_> = names
            .iter()
            .map(|name| (None, 1.0, Some(name.as_str())))
            .collect();
        let many = sample(&rows);
        assert_eq!(
            Outcome::new(&many, "group"),
            Err(Refused::TooManyGroups("group".to_owned()))
        );
        let all_but_one = sample(&rows[1..]);
        assert!(Outcome::new(&all_but_one, "group").unwrap().rds_1().is_ok());
    }

    #[test]
    fn an_outcome_that_nobody_has_has_no_groups() {
        let sample = sample(&[(None, 2.0, None)]);
        let outcome = Outcome::new(&sample, "group").unwrap();
        assert_eq!((outcome.rds_1(), outcome.rds_2()), (Ok(Vec::new()), Vec::new()));
    }

    #[test]
    fn recruitment_without_a_single_equilibrium_says_which_way() {
        let (a, b) = (Some("a"), Some("b"));
        let outcome = |rows: &[_]| Outcome::new(&sample(rows), "group").unwrap().rds_1();
        let to_and_fro = [(None, 1.0, a), (Some(0), 1.0, b), (Some(1), 1.0, a)];
        assert_eq!(outcome(&to_and_fro), Err(Undetermined::ToAndFro));
        let apart = [
            (None, 1.0, a),
            (None, 1.0, b),
            (Some(0), 1.0, a),
            (Some(1), 1.0, b),
        ];
        assert_eq!(outcome(&apart), Err(Undetermined::Apart));
    }

    proptest! {
        #[test]
        fn the_equilibrium_stays_where_recruitment_takes_it(counts in (1_usize..7).prop_flat_map(|size| {
            proptest::collection::vec(proptest::collection::vec(0_u8..4, size), size)
        })) {
            let counts: Vec<Vec<f64>> = counts
                .into_iter()
                .map(|row| row.into_iter().map(f64::from).collect())
                .map(|row: Vec<f64>| if row.iter().sum::<f64>() > 0.0 { row } else { vec![0.1; row.len()] })
                .collect();
            if let Ok(found) = equilibrium(&counts) {
                let chances: Vec<Vec<f64>> = counts.into_iter().map(shares).collect();
                let onward: Vec<f64> = (0..found.len())
                    .map(|to| found.iter().zip(&chances).map(|(share, row)| share * row[to]).sum())
                    .collect();
                assert_close(&onward, &found);
                assert_close(&[found.iter().sum()], &[1.0]);
            }
        }
    }
}
