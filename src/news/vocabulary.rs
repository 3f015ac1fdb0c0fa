//! What codes of a report are called: as the questionnaire that was answered calls them.

use std::sync::Arc;

use crate::chain::Audience;
use crate::id::StudyId;
use crate::questionnaire::definition::Question;
use crate::questionnaire::shelf::{Shelf, Version};
use crate::questionnaire::versions;
use crate::store::{Snapshot, StoreError};

/// The words of one version of a questionnaire.
#[derive(Debug, Clone)]
pub struct Vocabulary(Arc<Version>);

impl Vocabulary {
    /// The words of a version.
    pub fn new(version: Arc<Version>) -> Self {
        Self(version)
    }

    /// The words of what the study asks reporters now, if it asks them anything.
    pub fn of_study(
        db: &mut Snapshot<'_>,
        shelf: &Shelf,
        study: StudyId,
    ) -> Result<Option<Self>, StoreError> {
        let asked = versions::questionnaires(db, study)?;
        let Some(report) = asked.into_iter().find(|one| one.audience == Audience::Report) else {
            return Ok(None);
        };
        Ok(shelf.version(db, report.newest)?.map(Self))
    }

    /// What a question is called; its name, if the questionnaire has no such question.
    pub fn question(&self, name: &str, tag: &str) -> String {
        let fallback = &self.0.plan.definition().default_language;
        let asked = self.asked(name);
        asked
            .map_or(name, |asked| asked.label.get(tag, fallback))
            .to_owned()
    }

    /// What an option of a question is called; the code itself, if the list has no such option.
    pub fn option(&self, name: &str, code: &str, tag: &str) -> String {
        let definition = self.0.plan.definition();
        let list = self
            .asked(name)
            .and_then(|asked| asked.kind.list())
            .and_then(|list| definition.lists.get(list));
        list.and_then(|list| list.get(code))
            .map_or(code, |choice| choice.label.get(tag, &definition.default_language))
            .to_owned()
    }

    fn asked(&self, name: &str) -> Option<&Question> {
        let questions = self.0.plan.definition().questions();
        questions.into_iter().find(|asked| asked.name == name)
    }
}
