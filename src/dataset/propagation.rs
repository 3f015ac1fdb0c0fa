//! The propagation clock: how far news of issues got up the chain, how fast, and by which routes.
//!
//! The figures are those of a Monday, are computed once and are then the same for everybody. Waiting
//! times are estimated with open cases censored ([`Survival`]). Nothing is told of fewer than ten
//! issues; counts are told to the nearest five and shares to the nearest five in a hundred. Issues that
//! are kept back are not among them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::problems;
pub use super::problems::ProblemFigure;
use super::statistics::{Case, Survival};
use crate::chain::lineage::{rounded, week};
use crate::id::StudyId;
use crate::news::hops::{Leads, ROUTES};
use crate::news::{Course, Hop, Listed, propagation};
use crate::questionnaire::versions;
use crate::store::{Document, Instant, Snapshot, Store, StoreError};

/// Days for which curves are told.
pub const DAYS: [u32; 8] = [0, 7, 14, 30, 60, 90, 180, 365];
/// Shares are told to the nearest of these, in percent.
const STEP: f64 = 5.0;

/// What is told of the issues of a study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    /// The Monday at whose beginning it was so, in UTC.
    pub as_of: NaiveDate,
    /// All issues.
    pub issues: Option<u64>,
    /// Each hop after noticing, in order.
    pub hops: Vec<HopFigures>,
    /// Each route into the chain, in the order of the list.
    pub routes: Vec<RouteFigures>,
    /// The first answers of publishers.
    pub replies: Option<ReplyFigures>,
    /// What is reported of releases, in the order of these.
    pub problems: Vec<ProblemFigure>,
}

/// What is told of one hop; `None` is too few to tell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HopFigures {
    pub hop: Hop,
    /// Issues that got as far or farther.
    pub came: Option<u64>,
    /// Of those that got as far as the hop before, how many in a hundred got no farther.
    pub lost: Option<u32>,
    pub times: Option<Times>,
}

/// How long something took, from noticing unless said otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Times {
    /// Issues with a day to count from.
    pub of: u64,
    /// Days after which it had happened to half; `None` if it has not come to that.
    pub median: Option<u32>,
    /// To how many in a hundred it had happened within each of [`DAYS`]; told as far as issues were
    /// watched.
    pub curve: Vec<(u32, u32)>,
}

impl Times {
    /// In a hundred, within so many days of [`DAYS`].
    pub fn within(&self, days: u32) -> Option<u32> {
        self.curve
            .iter()
            .find(|(day, _)| *day == days)
            .map(|(_, share)| *share)
    }
}

/// What is told of a route.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RouteFigures {
    /// Code of the list `feedback_route`.
    pub route: String,
    /// Issues that somebody told by it.
    pub issues: Option<u64>,
    /// From noticing to the publisher's first answer.
    pub answered: Option<Times>,
}

/// How promises were kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReplyFigures {
    /// Days within which publishers are to answer, as the study says.
    pub promised: u32,
    /// From the publisher's being told to the first answer.
    pub times: Option<Times>,
    /// Issues that were answered in time.
    pub kept: Option<u64>,
    /// Issues that were answered late, or wait for longer than was promised.
    pub overdue: Option<u64>,
}

impl Clock {
    /// The figures of these issues. `promised` are the days within which publishers are to answer.
    pub fn of(issues: &[Listed], promised: Option<u32>, as_of: NaiveDate) -> Self {
        let courses: Vec<&Course> = issues.iter().map(|listed| &listed.course).collect();
        let came = |hop| courses.iter().filter(|course| course.came_to(hop)).count();
        let hops = Hop::ALL.windows(2).filter_map(|pair| match pair {
            [before, hop] => Some(HopFigures {
                hop: *hop,
                came: told(came(*hop)),
                lost: lost(came(*before), came(*hop)),
                times: times(courses.iter().filter_map(|course| course.days_to(*hop))),
            }),
            _ => None,
        });
        let into_chain = ROUTES
            .iter()
            .filter(|(_, leads)| matches!(leads, Leads::To(_) | Leads::Here));
        Self {
            as_of,
            issues: told(courses.len()),
            hops: hops.collect(),
            routes: into_chain
                .map(|(route, _)| route_figures(&courses, route))
                .collect(),
            replies: promised.map(|promised| reply_figures(&courses, promised)),
            problems: problems::figures(issues),
        }
    }
}

/// The figures of a study for the week of a moment, if they were computed.
///
/// # Errors
/// When the database fails.
pub fn clock(db: &mut Snapshot<'_>, study: StudyId, now: Instant) -> Result<Option<Clock>, StoreError> {
    let kept = propagation::kept_figures(db, study, week::of(now))?;
    kept.map(|kept| kept.parse()).transpose()
}

/// What is told of a release in the week of a moment, study by study.
///
/// # Errors
/// When the database fails.
pub fn of_release(
    db: &mut Snapshot<'_>,
    release: &str,
    now: Instant,
) -> Result<Vec<(StudyId, Vec<ProblemFigure>)>, StoreError> {
    let mut told = Vec::new();
    for (study, kept) in propagation::all_kept_figures(db, week::of(now))? {
        let mut problems = kept.parse::<Clock>()?.problems;
        problems.retain(|figure| figure.release == release);
        if !problems.is_empty() {
            told.push((study, problems));
        }
    }
    Ok(told)
}

/// Computes the figures of the week, unless that was done; answers whether it was.
///
/// # Errors
/// When the database fails.
pub async fn renew(store: &Store, now: Instant, study: StudyId) -> Result<bool, StoreError> {
    let as_of = week::of(now);
    let computed = store.read(move |db| {
        if propagation::kept_figures(db, study, as_of)?.is_some() {
            return Ok::<_, StoreError>(None);
        }
        let promised = versions::described(db, study)?.settings.reply_within_days;
        let issues = propagation::counted(db, study, week::begins(as_of))?;
        Document::of(&Clock::of(&issues, promised, as_of)).map(Some)
    });
    let Some(figures) = computed.await? else {
        return Ok(false);
    };
    store
        .write(move |tx| propagation::keep_figures(tx, study, as_of, figures))
        .await?;
    Ok(true)
}

fn route_figures(courses: &[&Course], route: &str) -> RouteFigures {
    let by_it: Vec<_> = courses
        .iter()
        .filter(|course| course.was_told_by(route))
        .collect();
    RouteFigures {
        route: route.to_owned(),
        issues: told(by_it.len()),
        answered: times(
            by_it
                .iter()
                .filter_map(|course| course.days_to(Hop::Acknowledged)),
        ),
    }
}

fn reply_figures(courses: &[&Course], promised: u32) -> ReplyFigures {
    let waits: Vec<_> = courses
        .iter()
        .filter_map(|course| course.days_to_first_reply())
        .collect();
    let kept = waits
        .iter()
        .filter(|(days, answered)| *answered && *days <= promised);
    let overdue = waits.iter().filter(|(days, _)| *days > promised);
    ReplyFigures {
        promised,
        kept: told(kept.count()),
        overdue: told(overdue.count()),
        times: times(waits.into_iter()),
    }
}

/// Nothing unless it happened at least ten times: a curve with fewer steps would tell of each.
fn times(waits: impl Iterator<Item = (u32, bool)>) -> Option<Times> {
    let cases: Vec<_> = waits.map(|(days, happened)| Case { days, happened }).collect();
    told(cases.iter().filter(|case| case.happened).count())?;
    let of = told(cases.len())?;
    let survival = Survival::of(cases);
    let curve = DAYS
        .iter()
        .filter_map(|days| Some((*days, percent(survival.reach(*days)?))));
    Some(Times {
        of,
        median: survival.median().map(whole),
        curve: curve.collect(),
    })
}

/// A count as it may be told.
fn told(count: usize) -> Option<u64> {
    rounded(u64::try_from(count).ok()?)
}

/// Told if at least ten got to the hop before and either all of them or ten or more less got farther.
fn lost(before: usize, after: usize) -> Option<u32> {
    told(before)?;
    told(after)?;
    if before != after {
        told(before.checked_sub(after)?)?;
    }
    #[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^53 issues")]
    let share = 1.0 - after as f64 / before as f64;
    Some(percent(share))
}

fn percent(share: f64) -> u32 {
    whole((share * 100.0 / STEP).round() * STEP)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "days and shares are small and never below nothing"
)]
fn whole(number: f64) -> u32 {
    number.round() as u32
}
