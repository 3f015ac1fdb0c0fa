//! How long something takes when it has not happened to everybody yet: the Kaplan–Meier estimator.
//!
//! Kaplan & Meier 1958, J. Am. Stat. Assoc. 53:457–481, with the conventions of `survfit` in the R
//! package survival, which its tests compare it with. No standard errors and no intervals live here:
//! answers of people who chose to take part carry no margin of error.

/// One thing that was waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// Whole days until it happened or, if it did not, for which it was seen not to.
    pub days: u32,
    /// Whether it happened; otherwise the case is still open (censored).
    pub happened: bool,
}

/// What happened on one day after the beginning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Days since the beginning; no two steps have the same.
    pub days: u32,
    /// Cases that were open and in sight until this day.
    pub at_risk: usize,
    /// Those that ended on this day.
    pub events: usize,
    /// Those that were last seen on this day, still open; they count as at risk on it.
    pub censored: usize,
    /// Estimated share that stays open beyond this day.
    pub survival: f64,
}

/// The share of cases that is still open, by days since the beginning.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Survival {
    steps: Vec<Step>,
}

/// Shares that differ by less are one share, as in R's `quantile.survfit`: products of fractions do not
/// come out at exactly a half.
const TOLERANCE: f64 = 1.490_116_119_384_765_6e-8; // the root of f64::EPSILON

impl Survival {
    /// The product over the days of `1 − events / at risk`. The order of the cases does not matter.
    /// Takes time n log n and memory n.
    pub fn of(cases: impl IntoIterator<Item = Case>) -> Self {
        let mut cases: Vec<Case> = cases.into_iter().collect();
        cases.sort_unstable_by_key(|case| case.days);
        let mut at_risk = cases.len();
        let mut survival = 1.0;
        let mut steps = Vec::new();
        for day in cases.chunk_by(|one, next| one.days == next.days) {
            let Some(first) = day.first() else { continue };
            let events = day.iter().filter(|case| case.happened).count();
            survival *= share(at_risk - events, at_risk);
            steps.push(Step {
                days: first.days,
                at_risk,
                events,
                censored: day.len() - events,
                survival,
            });
            at_risk -= day.len();
        }
        Self { steps }
    }

    /// One step for each day on which a case ended or was last seen, in their order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The share to which it has happened within so many days, that day included.
    ///
    /// Unknown (`None`) without cases, and later than any case was seen, unless it had happened to all by
    /// then: how the last open ones go on is anybody's guess. R's `summary.survfit` says nothing there
    /// either.
    pub fn reach(&self, days: u32) -> Option<f64> {
        let last = self.steps.last()?;
        if days > last.days && last.survival > 0.0 {
            return None;
        }
        let until = self.steps.partition_point(|step| step.days <= days);
        let survival = until
            .checked_sub(1)
            .and_then(|step| self.steps.get(step))
            .map_or(1.0, |step| step.survival);
        Some(1.0 - survival)
    }

    /// Days after which it has happened to half of the cases; `None` if it has not come to that.
    ///
    /// Where the share stays at exactly a half for a while, the middle of that while: from the day on
    /// which a half is reached to the next on which another case ends or, if none does, to the last on
    /// which one was seen. So do R's `quantile.survfit` and `median.survfit` (survival 3.5), after Miller
    /// 1981, Survival Analysis; Stata and lifelines give its first day.
    pub fn median(&self) -> Option<f64> {
        let reached = self
            .steps
            .iter()
            .position(|step| step.survival < 0.5 + TOLERANCE)?;
        let (first, rest) = self.steps.get(reached..)?.split_first()?;
        let days = f64::from(first.days);
        if first.survival < 0.5 - TOLERANCE {
            return Some(days);
        }
        let end = rest.iter().find(|step| step.events > 0).or(rest.last());
        Some(end.map_or(days, |end| f64::midpoint(days, f64::from(end.days))))
    }
}

/// `part / whole`; the whole is never zero here.
#[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^53 cases")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn case(days: u32, happened: bool) -> Case {
        Case { days, happened }
    }

    #[test]
    fn nothing_is_said_without_cases() {
        let survival = Survival::of([]);
        assert!(survival.steps().is_empty());
        assert_eq!((survival.reach(0), survival.median()), (None, None));
    }

    #[test]
    fn reach_is_unknown_once_the_last_open_case_is_out_of_sight() {
        let survival = Survival::of([case(3, true), case(40, false)]);
        assert_eq!(survival.reach(2), Some(0.0));
        assert_eq!(survival.reach(3), Some(0.5));
        assert_eq!(survival.reach(40), Some(0.5));
        assert_eq!(survival.reach(41), None);
    }

    #[test]
    fn once_it_has_happened_to_all_reach_is_whole_for_ever() {
        let survival = Survival::of([case(3, true), case(2, false), case(40, true)]);
        assert_eq!(survival.reach(u32::MAX), Some(1.0));
    }

    #[test]
    fn whoever_is_last_seen_on_the_day_on_which_another_case_ends_was_at_risk() {
        let survival = Survival::of([case(5, false), case(5, true), case(9, true)]);
        let first = survival.steps()[0];
        assert_eq!((first.at_risk, first.events, first.censored), (3, 1, 1));
        assert!((first.survival - 2.0 / 3.0).abs() < 1e-15);
    }

    fn cases() -> impl Strategy<Value = Vec<Case>> {
        proptest::collection::vec((0_u32..60, any::<bool>()), 0..80).prop_map(|cases| {
            cases
                .into_iter()
                .map(|(days, happened)| case(days, happened))
                .collect()
        })
    }

    proptest! {
        #[test]
        fn if_no_case_is_open_reach_is_the_share_of_cases_that_ended(days in proptest::collection::vec(0_u32..60, 1..80), until in 0_u32..70) {
            let survival = Survival::of(days.iter().map(|days| case(*days, true)));
            let ended = days.iter().filter(|days| **days <= until).count();
            prop_assert!((survival.reach(until).unwrap() - share(ended, days.len())).abs() < 1e-12);
        }

        #[test]
        fn the_order_of_cases_does_not_matter(mut cases in cases(), turn in 0_usize..80) {
            let survival = Survival::of(cases.clone());
            let turn = turn % cases.len().max(1);
            cases.rotate_left(turn);
            cases.reverse();
            prop_assert_eq!(survival, Survival::of(cases));
        }

        #[test]
        fn survival_never_rises_and_every_case_is_counted_once(cases in cases()) {
            let survival = Survival::of(cases.clone());
            let shares = survival.steps().iter().map(|step| step.survival);
            prop_assert!(shares.clone().zip(shares.skip(1)).all(|(before, after)| (0.0..=before).contains(&after)));
            let counted: usize = survival.steps().iter().map(|step| step.events + step.censored).sum();
            prop_assert_eq!(counted, cases.len());
        }

        #[test]
        fn at_the_median_half_is_reached_and_never_before(cases in cases()) {
            let survival = Survival::of(cases);
            if let Some(median) = survival.median() {
                let half = |step: &&Step| step.survival < 0.5 + TOLERANCE;
                let first = survival.steps().iter().find(half).unwrap();
                prop_assert!(f64::from(first.days) <= median);
            } else {
                prop_assert!(survival.steps().iter().all(|step| step.survival > 0.5));
            }
        }
    }
}
