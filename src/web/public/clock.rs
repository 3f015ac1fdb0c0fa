//! The propagation clock of a study: how far and how fast news of issues got up the chain. A table
//! tells everything; the drawing repeats it.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::dataset::propagation::{self, Clock, Times};
use crate::language::Language;
use crate::news::Vocabulary;
use crate::news::reports::question;
use crate::questionnaire::versions;
use crate::store::StoreError;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::page::{Page, show};
use crate::web::reported;

/// The drawing, in its own units: the days that it shows, and their place.
const SHOWN: u32 = 90;
const LEFT: u32 = 40;
const WIDTH: u32 = 400;
const TOP: u32 = 10;
const HEIGHT: u32 = 200;
/// Least distance between two labels.
const LABEL: u32 = 18;

#[derive(Template)]
#[template(path = "public/clock.html")]
struct ClockPage {
    page: Page,
    study: String,
    study_address: String,
    editions: String,
    clock: Option<Clock>,
    /// Names of the routes, in the order of the clock's.
    routes: Vec<String>,
    curves: Vec<Curve>,
}

/// One curve of the drawing.
struct Curve {
    /// Code of the hop.
    hop: &'static str,
    path: String,
    /// Where the name stands.
    label: u32,
}

/// Shows the clock.
///
/// # Errors
/// [`WebError::Missing`].
pub async fn clock(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (key, shelf, now, reader) = (
        path.into_inner(),
        site.shelf.clone(),
        site.clock.now(),
        page.language,
    );
    let found = site.store.read(move |db| {
        let Some(header) = versions::study(db, &key)? else {
            return Ok(None);
        };
        let described = shelf.described(db, &header)?;
        let settings = &described.settings;
        let title = settings.title_in(reader.tag()).to_owned();
        let clock = propagation::clock(db, header.id, now)?;
        let words = Vocabulary::of_study(db, &shelf, header.id)?;
        Ok::<_, StoreError>(Some((header.key, title, clock, words)))
    });
    let (key, study, clock, words) = found.await?.ok_or(WebError::Missing)?;
    let routes = clock.iter().flat_map(|clock| &clock.routes);
    let routes = routes.map(|one| reported::option(words.as_ref(), question::TOLD, &one.route, reader));
    show(&ClockPage {
        study,
        study_address: page.link(&format!("/studies/{key}")),
        editions: page.link(&format!("/editions/{key}")),
        routes: routes.collect(),
        curves: clock.as_ref().map(curves).unwrap_or_default(),
        clock,
        page,
    })
}

fn curves(clock: &Clock) -> Vec<Curve> {
    let mut curves: Vec<_> = clock
        .hops
        .iter()
        .filter_map(|figures| {
            let times = figures.times.as_ref()?;
            let points: Vec<_> = times.curve.iter().filter(|(day, _)| *day <= SHOWN).collect();
            let path: Vec<_> = points
                .iter()
                .map(|(day, share)| format!("{} {}", place(*day), height(*share)))
                .collect();
            let (_, last) = points.last()?;
            Some(Curve {
                hop: figures.hop.as_str(),
                path: format!("M{}", path.join("L")),
                label: height(*last),
            })
        })
        .collect();
    // Names that would cover each other move down.
    curves.sort_by_key(|curve| curve.label);
    let mut free = 0;
    for curve in &mut curves {
        curve.label = curve.label.max(free);
        free = curve.label + LABEL;
    }
    curves
}

fn place(day: u32) -> u32 {
    LEFT + WIDTH * day / SHOWN
}

fn height(share: u32) -> u32 {
    TOP + HEIGHT - HEIGHT * share.min(100) / 100
}

impl ClockPage {
    /// Shares in a hundred on the upright axis, with their heights.
    fn shares() -> [(u32, u32); 3] {
        [0, 50, 100].map(|share| (share, height(share)))
    }

    /// Days on the level axis, with their places.
    fn days() -> [(u32, u32); 4] {
        [0, 30, 60, SHOWN].map(|day| (day, place(day)))
    }

    /// A count, or that it is too small to be told.
    fn count(&self, count: Option<u64>) -> String {
        match count {
            Some(count) => count.to_string(),
            None => self.text("clock-few"),
        }
    }

    fn percent(&self, percent: Option<u32>) -> String {
        match percent {
            Some(percent) => format!("{percent} %"),
            None => self.text("clock-few"),
        }
    }

    fn within(&self, times: Option<&Times>, days: u32) -> String {
        match times.map(|times| times.within(days)) {
            Some(Some(share)) => self.percent(Some(share)),
            Some(None) => self.text("clock-not-watched"),
            None => self.text("clock-few"),
        }
    }

    fn median(&self, times: Option<&Times>) -> String {
        match times.map(|times| times.median) {
            Some(Some(days)) => self.language().count("clock-days", days).into_owned(),
            Some(None) => self.text("clock-less-than-half"),
            None => self.text("clock-few"),
        }
    }

    fn language(&self) -> Language {
        self.page.language
    }

    fn text(&self, key: &str) -> String {
        self.page.language.text(key).into_owned()
    }
}
