//! Files by which a moderator hands an issue over.

use actix_web::{HttpResponse, web};

use crate::id::IssueId;
use crate::news;
use crate::store::StoreError;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::guard::SignedIn;
use crate::web::handing_over::{self, Format, Seen};
use crate::web::reported::Detail;

/// The file, with everything that the issue's reports say.
///
/// # Errors
/// [`WebError::Missing`] if there is no such file or issue.
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
        let reports: Vec<_> = whole.said.values().map(news::Said::whole).collect();
        let seen = Seen {
            issue: &whole.issue,
            reports: &reports,
            course: &whole.course,
            detail: Detail::Days,
            replies: &whole.replies,
        };
        handing_over::matter(db, &shelf, &seen, format).map(Some)
    });
    let matter = found.await?.ok_or(WebError::Missing)?;
    handing_over::file(format, &matter)
}
