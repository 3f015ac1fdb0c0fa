//! Files by which a moderator hands an issue over.

use actix_web::{HttpResponse, web};

use crate::id::IssueId;
use crate::news::{self, Passed, Reader, Whole};
use crate::store::{Instant, StoreError};
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::guard::SignedIn;
use crate::web::handing_over::{self, Format, Seen};
use crate::web::reported::Detail;

/// Whom a file is for in the end: the database publishes what it gets.
const fn reader(format: Format) -> Reader {
    match format {
        Format::IncidentDatabase => Reader::Everybody,
        Format::FlawReport | Format::AiAct | Format::ComplaintEnglish | Format::ComplaintChinese => {
            Reader::Publisher
        }
    }
}

/// What of an issue may be in a file of this format. A flaw under embargo is in none that is published.
fn passed(whole: &Whole, format: Format, now: Instant) -> Vec<Passed> {
    let reader = reader(format);
    if reader == Reader::Everybody && whole.issue.is_embargoed(now) {
        return Vec::new();
    }
    let reports = whole.reports.iter();
    reports
        .filter_map(|report| report.pass(whole.said.get(&report.submission)?, reader))
        .collect()
}

/// The formats in which anything of an issue may be handed over.
pub fn offered(whole: &Whole, now: Instant) -> Vec<Format> {
    let mut formats = Format::ALL.to_vec();
    formats.retain(|format| !passed(whole, *format, now).is_empty());
    formats
}

/// The file, with what the reporters let go so far.
///
/// # Errors
/// [`WebError::Missing`] if there is no such file or issue, or nothing of it may be handed over.
pub async fn file(
    site: web::Data<Site>,
    person: SignedIn,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let by = person.moderator()?;
    let issue: IssueId = path.0.parse().map_err(|_| WebError::Missing)?;
    let format = Format::of_file(&path.1).ok_or(WebError::Missing)?;
    let (shelf, now) = (site.shelf.clone(), site.clock.now());
    let found = site.store.read(move |db| {
        let Some(whole) = news::issue(db, &by, now, issue)? else {
            return Ok::<_, StoreError>(None);
        };
        let reports = passed(&whole, format, now);
        if reports.is_empty() {
            return Ok(None);
        }
        let seen = Seen {
            issue: &whole.issue,
            reports: &reports,
            course: &whole.course,
            detail: Detail::Made,
            replies: &whole.replies,
        };
        handing_over::matter(db, &shelf, &seen, format).map(Some)
    });
    let matter = found.await?.ok_or(WebError::Missing)?;
    handing_over::file(format, &matter)
}
