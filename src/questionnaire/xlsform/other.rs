//! `or_other`: an option “other”, and a text question that asks what it is.

use std::collections::BTreeMap;

use super::formula;
use super::question::QuestionReader;
use crate::questionnaire::definition::{Choice, Exposure, Media, Question, QuestionKind, Text};
use crate::questionnaire::findings::Code;

impl QuestionReader<'_, '_> {
    /// The list's name with an option “other”: a list that has none is copied, so that questions
    /// without `or_other` keep theirs.
    pub(super) fn list_with_other(&mut self, list: &str) -> String {
        let name = format!("{list}_or_other");
        if self.lists.by_name.contains_key(&name) {
            return name;
        }
        let Some(choices) = self.lists.by_name.get(list) else {
            return list.to_owned();
        };
        if choices.get("other").is_some() {
            return list.to_owned();
        }
        let mut choices = choices.clone();
        choices.choices.push(Choice {
            name: "other".to_owned(),
            label: self.in_languages("Other", "其他"),
            media: Media::default(),
            exclusive: false,
            section: Text::default(),
            data: BTreeMap::new(),
        });
        self.lists.by_name.insert(name.clone(), choices);
        name
    }

    /// A text of ours in the languages of the file: English, or Chinese.
    fn in_languages(&self, english: &str, chinese: &str) -> Text {
        let text = |tag: &String| if tag.starts_with("zh") { chinese } else { english };
        Text(
            self.languages
                .tags
                .iter()
                .map(|tag| (tag.clone(), text(tag).to_owned()))
                .collect(),
        )
    }

    /// The text question that follows a question with `or_other`.
    pub(super) fn other(&mut self, select: &Question) -> Question {
        let ours = |tag: &String| tag == "und" || tag.starts_with("en") || tag.starts_with("zh");
        if !self.languages.tags.iter().all(ours) {
            self.remark("type", Code::OtherUntranslated);
        }
        let relevant = format!("selected(../{}, 'other')", select.name);
        let exposure = match select.exposure {
            Exposure::Withheld => Exposure::Withheld,
            Exposure::Public | Exposure::Quasi | Exposure::Text => Exposure::Text,
        };
        Question {
            name: format!("{}_other", select.name),
            kind: QuestionKind::Text { rows: None },
            label: self.in_languages("Specify other.", "请具体说明。"),
            hint: Text::default(),
            guidance: Text::default(),
            media: Media::default(),
            required: None,
            required_message: Text::default(),
            relevant: formula::expression(&relevant, &self.at("type"), self.findings),
            constraint: None,
            constraint_message: Text::default(),
            calculation: None,
            trigger: Vec::new(),
            initial: None,
            read_only: None,
            appearance: Vec::new(),
            exposure,
            proxy: select.proxy,
            policy_question: select.policy_question.clone(),
            row: select.row,
        }
    }
}
