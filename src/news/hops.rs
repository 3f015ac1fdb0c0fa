//! The course of an issue: noticed, told to the service, to the deployer, to the publisher,
//! acknowledged, resolved. Pure.
//!
//! Days are of UTC. A reporter names all routes but only one day, that of telling somebody first. So
//! the day of a hop is known only if one route led into the chain; of several it is known that they
//! were told [by](When::By) the day on which the report was sent.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::replies::Outcome;
use super::reports::Share;

/// A step of news on its way up, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hop {
    Noticed,
    ToldService,
    ToldDeployer,
    ToldPublisher,
    Acknowledged,
    Resolved,
}

impl Hop {
    /// All hops in order.
    pub const ALL: [Self; 6] = [
        Self::Noticed,
        Self::ToldService,
        Self::ToldDeployer,
        Self::ToldPublisher,
        Self::Acknowledged,
        Self::Resolved,
    ];

    /// The code used in forms and files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Noticed => "noticed",
            Self::ToldService => "told_service",
            Self::ToldDeployer => "told_deployer",
            Self::ToldPublisher => "told_publisher",
            Self::Acknowledged => "acknowledged",
            Self::Resolved => "resolved",
        }
    }

    /// The hop with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hop| hop.as_str() == code)
    }
}

/// Where a route leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leads {
    /// To a step of the chain.
    To(Hop),
    /// To this platform, which passes it on to the publisher as far as it may.
    Here,
    /// To somebody who is no step of the chain.
    Outside,
    /// Nobody was told.
    Nowhere,
}

/// The route that is this platform.
pub const HERE: &str = "fr.here";

/// Every route of the list `feedback_route`, and where it leads. The discussion of a hub and the issues
/// of a repository are where publishers take reports, so they count as having told the publisher.
pub const ROUTES: [(&str, Leads); 12] = [
    ("fr.none", Leads::Nowhere),
    ("fr.inapp", Leads::To(Hop::ToldService)),
    ("fr.support", Leads::To(Hop::ToldService)),
    ("fr.deployer", Leads::To(Hop::ToldDeployer)),
    ("fr.hub", Leads::To(Hop::ToldPublisher)),
    ("fr.repo", Leads::To(Hop::ToldPublisher)),
    ("fr.maker", Leads::To(Hop::ToldPublisher)),
    ("fr.sec", Leads::To(Hop::ToldPublisher)),
    ("fr.reg", Leads::Outside),
    ("fr.db", Leads::Outside),
    ("fr.social", Leads::Outside),
    (HERE, Leads::Here),
];

/// Where a route leads; what is not in the list leads outside.
pub fn leads(route: &str) -> Leads {
    ROUTES
        .iter()
        .find(|(code, _)| *code == route)
        .map_or(Leads::Outside, |(_, leads)| *leads)
}

/// When a hop was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// On that day.
    On(NaiveDate),
    /// On that day at the latest.
    By(NaiveDate),
}

impl When {
    /// The day, or the last one that it can have been.
    pub const fn day(self) -> NaiveDate {
        match self {
            Self::On(day) | Self::By(day) => day,
        }
    }

    /// The earlier of two; of two on the same day the surer.
    fn earlier(self, other: Self) -> Self {
        let place = |when: Self| (when.day(), matches!(when, Self::By(_)));
        if place(other) < place(self) { other } else { self }
    }
}

/// A report, as far as its issue's course depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub routes: Vec<String>,
    pub share: Share,
    pub noticed_on: Option<NaiveDate>,
    pub told_on: Option<NaiveDate>,
    pub sent_on: NaiveDate,
    /// When it was accepted, and so could be seen by the publisher.
    pub taken_in_on: NaiveDate,
}

impl Told {
    /// The hops that its routes made, each with its day and route.
    fn hops(&self) -> impl Iterator<Item = (Hop, When, &str)> {
        let into_chain = |route: &&String| matches!(leads(route), Leads::To(_));
        let several = self.routes.iter().filter(into_chain).count() > 1;
        let other_ways = self.routes.iter().any(|route| leads(route) == Leads::Outside);
        let when = match self.told_on {
            Some(day) if !several && !other_ways => When::On(day),
            Some(_) | None => When::By(self.sent_on),
        };
        self.routes.iter().filter_map(move |route| match leads(route) {
            Leads::To(hop) => Some((hop, when, route.as_str())),
            Leads::Here | Leads::Outside | Leads::Nowhere => None,
        })
    }
}

/// What a moderator knows of a hop: its day, or that it was not made after all.
pub type Recorded = BTreeMap<Hop, Option<NaiveDate>>;

/// The hops that an issue has made, as far as is known on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Each with when it was made.
    pub made: BTreeMap<Hop, When>,
    /// The routes by which each hop was made.
    routes: BTreeMap<Hop, Vec<String>>,
    /// Since when the publisher sees it here.
    pub shown_since: Option<NaiveDate>,
    /// Until when it is known who was told: the day of the last report.
    told_until: NaiveDate,
    /// Until when answers are known.
    as_of: NaiveDate,
}

impl Course {
    /// The course of an issue: of its reports, of what moderators recorded, of its replies in the order
    /// in which they were given, and of the day since which somebody may answer for the publisher.
    pub fn of(
        reports: &[Told],
        recorded: &Recorded,
        replies: &[(NaiveDate, Outcome)],
        publisher_since: Option<NaiveDate>,
        as_of: NaiveDate,
    ) -> Self {
        let mut course = Self {
            made: BTreeMap::new(),
            routes: BTreeMap::new(),
            shown_since: None,
            told_until: reports.iter().map(|report| report.sent_on).max().unwrap_or(as_of),
            as_of,
        };
        for report in reports {
            if let Some(day) = report.noticed_on {
                course.make(Hop::Noticed, When::On(day));
            }
            for (hop, when, route) in report.hops() {
                course.make(hop, when);
                course.note_route(hop, route);
            }
            if let (Some(since), true) = (publisher_since, report.share >= Share::Publisher) {
                let day = since.max(report.taken_in_on);
                course.shown_since = Some(course.shown_since.map_or(day, |known| known.min(day)));
                course.make(Hop::ToldPublisher, When::On(day));
                course.note_route(Hop::ToldPublisher, HERE);
            }
        }
        if let Some((day, _)) = replies.first() {
            course.make(Hop::Acknowledged, When::On(*day));
        }
        // Resolved since the first reply that says so and that no later reply takes back.
        let mut resolved = None;
        for (day, outcome) in replies {
            resolved = outcome.is_resolved().then(|| resolved.unwrap_or(*day));
        }
        if let Some(day) = resolved {
            course.make(Hop::Resolved, When::On(day));
        }
        for (hop, day) in recorded {
            match day {
                Some(day) => drop(course.made.insert(*hop, When::On(*day))),
                None => drop(course.made.remove(hop)),
            }
        }
        course
    }

    fn make(&mut self, hop: Hop, when: When) {
        let made = self.made.entry(hop).or_insert(when);
        *made = made.earlier(when);
    }

    fn note_route(&mut self, hop: Hop, route: &str) {
        let routes = self.routes.entry(hop).or_default();
        if !routes.iter().any(|known| known == route) {
            routes.push(route.to_owned());
        }
    }

    /// Codes of the routes by which a hop was made; none if that is not known.
    pub fn routes_to(&self, hop: Hop) -> &[String] {
        self.routes.get(&hop).map_or(&[], Vec::as_slice)
    }

    /// Whether anybody was told by a route.
    pub fn was_told_by(&self, route: &str) -> bool {
        self.routes.values().flatten().any(|known| known == route)
    }

    /// Whether it got as far as this hop, be it past it.
    pub fn came_to(&self, hop: Hop) -> bool {
        hop == Hop::Noticed || self.made.keys().any(|made| *made >= hop)
    }

    /// Days from noticing to the hop, and whether it was made; if not, the days until which that is
    /// known. Nothing if it is not known when the issue was noticed. A day before that counts as none.
    pub fn days_to(&self, hop: Hop) -> Option<(u32, bool)> {
        let noticed = self.made.get(&Hop::Noticed)?.day();
        let (day, happened) = match self.made.get(&hop) {
            Some(when) => (when.day(), true),
            None => (self.known_until(hop), false),
        };
        Some((days_between(noticed, day), happened))
    }

    /// Days from the publisher's being told to the first answer, and whether there is one.
    pub fn days_to_first_reply(&self) -> Option<(u32, bool)> {
        let told = self.made.get(&Hop::ToldPublisher)?.day();
        let (day, happened) = match self.made.get(&Hop::Acknowledged) {
            Some(when) => (when.day(), true),
            None => (self.as_of, false),
        };
        Some((days_between(told, day), happened))
    }

    /// Whom a reporter tells after reporting nobody learns; what happens on this platform is known to
    /// the end.
    fn known_until(&self, hop: Hop) -> NaiveDate {
        match hop {
            Hop::Noticed | Hop::ToldService | Hop::ToldDeployer => self.told_until,
            Hop::ToldPublisher | Hop::Acknowledged | Hop::Resolved => self.as_of,
        }
    }
}

fn days_between(from: NaiveDate, to: NaiveDate) -> u32 {
    u32::try_from((to - from).num_days().max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
