//! A file that belongs to a submission, for those who decide about it.

use actix_web::{HttpResponse, web};

use crate::id::SubmissionId;
use crate::moderation;
use crate::questionnaire::answers::Answers;
use crate::responses::attachments;
use crate::store::StoreError;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::guard::SignedIn;
use crate::web::stored;

/// Sends a file that the answers of the submission mention.
///
/// # Errors
/// [`WebError::Missing`], also for a submission of a study that the person does not moderate.
pub async fn show(
    site: web::Data<Site>,
    person: SignedIn,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let by = person.moderator()?;
    let (submission, name) = path.into_inner();
    let submission: SubmissionId = submission.parse().map_err(|_| WebError::Missing)?;
    let found = site.store.read(move |db| {
        let case = moderation::case(db, &by, submission)?;
        let Some(document) = case.and_then(|case| case.answers) else {
            return Ok::<_, StoreError>(None);
        };
        let answers: Answers = document.parse()?;
        if answers.texts().any(|text| text == name) {
            attachments::file_of_submission(db, submission, &name)
        } else {
            Ok(None)
        }
    });
    let file = found.await?.ok_or(WebError::Missing)?;
    Ok(stored::attachment(&site, &file))
}
