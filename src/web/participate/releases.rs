//! The releases that a page offers: those of the registry that are like what was typed, looked up
//! before the page is drawn.

use std::collections::BTreeMap;

use crate::chain::registry::Named;
use crate::chain::registry::search::{self, Near};
use crate::questionnaire::answers::Answers;
use crate::questionnaire::evaluation::State;
use crate::responses::draft::Draft;
use crate::store::StoreError;
use crate::web::app::Site;
use crate::web::error::WebError;

use super::draft::with_state;

/// Releases that are offered for one question.
const MOST: usize = 10;
/// Questions of a page for which is searched.
const MOST_QUESTIONS: usize = 20;

/// What was found for one question.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// What was typed.
    pub query: String,
    /// The nearest first.
    pub near: Vec<Near>,
}

/// Searches for all questions of a page, by the names of their fields: for what was just typed, else for
/// the words that are the answer so far. Nothing is read where nothing is searched.
///
/// # Errors
/// When the store cannot be read.
pub async fn found(
    site: &Site,
    draft: &Draft,
    answers: &Answers,
    page: usize,
    typed: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, Found>, WebError> {
    if !draft.version.plan.asks_registry_on(page) {
        return Ok(BTreeMap::new());
    }
    let queries = with_state(draft, answers, site.clock.now(), |state| {
        queries(state, page, typed)
    });
    if queries.is_empty() {
        return Ok(BTreeMap::new());
    }
    let searched = move |db: &mut crate::store::Snapshot<'_>| {
        let mut found = BTreeMap::new();
        for (field, query) in queries {
            let near = search::near(db, &query, MOST)?;
            found.insert(field, Found { query, near });
        }
        Ok::<_, StoreError>(found)
    };
    Ok(site.store.read(searched).await?)
}

fn queries(state: &State<'_>, page: usize, typed: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let asked = state
        .occurrences()
        .filter(|at| state.page(*at) == Some(page) && state.relevant(*at) && state.asks_registry(*at));
    let queries = asked.filter_map(|at| {
        let field = state.field(at).to_string();
        let query = match (typed.get(&field), Named::read(state.value(at))) {
            (Some(typed), _) => typed.trim().to_owned(),
            (None, Some(Named::Words(words))) => words,
            (None, Some(Named::Release(_)) | None) => String::new(),
        };
        (!query.is_empty()).then_some((field, query))
    });
    queries.take(MOST_QUESTIONS).collect()
}
