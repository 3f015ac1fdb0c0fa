//! How to ask for a correction, and until when it is answered.

use crate::questionnaire::versions;
use crate::store::{Snapshot, StoreError};
use crate::web::app::Site;
use crate::web::markdown::{self, Markup};
use crate::web::page::Page;

/// Whom to write to: the controllers of the studies that are open, each once.
pub fn contacts(site: &Site, page: &Page, db: &mut Snapshot<'_>) -> Result<Vec<Markup>, StoreError> {
    let mut contacts: Vec<String> = Vec::new();
    for header in versions::open_studies(db)? {
        let described = site.shelf.described(db, &header)?;
        let settings = &described.settings;
        let contact = settings
            .controller
            .contact
            .get(page.language.tag(), settings.fallback_language());
        if !contact.is_empty() && !contacts.iter().any(|other| other == contact) {
            contacts.push(contact.to_owned());
        }
    }
    Ok(contacts.iter().map(|contact| markdown::inline(contact)).collect())
}
