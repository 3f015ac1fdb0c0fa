//! The filter of both lists, as it travels in addresses and forms.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::id::{QuestionnaireId, StudyId};
use crate::language::Language;
use crate::moderation::{self, Filter};
use crate::people::Moderator;
use crate::questionnaire::shelf::Shelf;
use crate::questionnaire::versions;
use crate::store::{Snapshot, StoreError};
use crate::web::markdown;

/// What an address asks for; what cannot be read asks for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Asked {
    /// A study's id.
    pub study: Option<String>,
    /// A questionnaire's id.
    pub questionnaire: Option<String>,
    /// The language in which it was answered; not `language`, which switches the page's.
    pub answered_in: Option<String>,
    /// Where the list goes on.
    pub after: Option<String>,
}

impl Asked {
    /// The filter of room `moderation`.
    pub fn filter(&self) -> Filter {
        let questionnaire = self.questionnaire.as_deref();
        Filter {
            study: self.study.as_deref().and_then(|id| id.parse().ok()),
            questionnaire: questionnaire.and_then(|id| id.parse().ok()),
            language: self.answered_in.clone().filter(|tag| !tag.is_empty()),
        }
    }
}

/// `?…` for an address that keeps the filter; empty when there is none. `extra` is written as it
/// stands.
pub fn query(filter: &Filter, extra: &str) -> String {
    let mut parts = Vec::new();
    if let Some(study) = filter.study {
        parts.push(format!("study={study}"));
    }
    if let Some(questionnaire) = filter.questionnaire {
        parts.push(format!("questionnaire={questionnaire}"));
    }
    if let Some(language) = &filter.language {
        // Only letters, digits and hyphens belong in a tag.
        let tag: String = language
            .chars()
            .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
            .collect();
        parts.push(format!("answered_in={tag}"));
    }
    if !extra.is_empty() {
        parts.push(extra.to_owned());
    }
    if parts.is_empty() {
        String::new()
    } else {
        format!("?{}", parts.join("&"))
    }
}

/// One option of a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuOption {
    pub value: String,
    pub label: String,
    pub is_chosen: bool,
}

/// What the filter can be set to, and the titles that the lists show.
#[derive(Debug, Clone)]
pub struct Menus {
    pub studies: Vec<MenuOption>,
    /// By study: its title and its questionnaires.
    pub questionnaires: Vec<(String, Vec<MenuOption>)>,
    pub languages: Vec<MenuOption>,
    study_titles: BTreeMap<StudyId, String>,
    questionnaire_titles: BTreeMap<QuestionnaireId, String>,
}

impl Menus {
    /// Reads the menus for a moderator who reads `language`.
    pub fn read(
        db: &mut Snapshot<'_>,
        shelf: &Shelf,
        by: &Moderator,
        filter: &Filter,
        language: Language,
    ) -> Result<Self, StoreError> {
        let mut menus = Self {
            studies: Vec::new(),
            questionnaires: Vec::new(),
            languages: Vec::new(),
            study_titles: BTreeMap::new(),
            questionnaire_titles: BTreeMap::new(),
        };
        let mut tags = BTreeSet::new();
        for choice in moderation::choices(db, by)? {
            let header = versions::study_of_id(db, choice.study)?;
            let described = header.map(|header| shelf.described(db, &header)).transpose()?;
            let (mut study, mut title) = (choice.study_key.clone(), choice.questionnaire_key.clone());
            if let Some(described) = described {
                let settings = &described.settings;
                let fallback = settings.fallback_language();
                tags.extend(settings.languages.iter().cloned());
                study = titled(settings.title.get(language.tag(), fallback), study);
                if let Some(entry) = described.questionnaire(&choice.questionnaire_key) {
                    title = titled(entry.title.get(language.tag(), fallback), title);
                }
            }
            if menus.study_titles.insert(choice.study, study.clone()).is_none() {
                menus.studies.push(MenuOption {
                    value: choice.study.to_string(),
                    label: study.clone(),
                    is_chosen: filter.study == Some(choice.study),
                });
                menus.questionnaires.push((study, Vec::new()));
            }
            menus
                .questionnaire_titles
                .insert(choice.questionnaire, title.clone());
            if let Some((_, options)) = menus.questionnaires.last_mut() {
                options.push(MenuOption {
                    value: choice.questionnaire.to_string(),
                    label: title,
                    is_chosen: filter.questionnaire == Some(choice.questionnaire),
                });
            }
        }
        menus.languages = tags
            .into_iter()
            .map(|tag| MenuOption {
                label: language_name(&tag),
                is_chosen: filter.language.as_deref() == Some(tag.as_str()),
                value: tag,
            })
            .collect();
        Ok(menus)
    }

    /// The title of a study that the moderator sees.
    pub fn study(&self, study: StudyId) -> &str {
        self.study_titles.get(&study).map_or("", String::as_str)
    }

    /// The title of a questionnaire that the moderator sees.
    pub fn questionnaire(&self, questionnaire: QuestionnaireId) -> &str {
        self.questionnaire_titles
            .get(&questionnaire)
            .map_or("", String::as_str)
    }
}

/// A language's name in itself, or its tag when the site does not speak it.
pub fn language_name(tag: &str) -> String {
    Language::from_tag(tag).map_or_else(|| tag.to_owned(), |language| language.name().to_owned())
}

fn titled(title: &str, otherwise: String) -> String {
    if title.is_empty() {
        otherwise
    } else {
        markdown::plain(title)
    }
}
