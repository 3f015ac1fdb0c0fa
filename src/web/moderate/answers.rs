//! The answers of one submission as a moderator reads them: in the order of the questionnaire,
//! with labels in the moderator's language, and free text apart.

use std::collections::HashMap;

use crate::chain::registry::{Named, same_words};
use crate::questionnaire::definition::{Question, QuestionKind};
use crate::questionnaire::evaluation::{Item, Occurrence, State};
use crate::questionnaire::files::FileKind;
use crate::web::markdown;

/// All answers of a submission.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    /// What people wrote in their own words: question and text.
    pub free_texts: Vec<(String, String)>,
    pub sections: Vec<Section>,
}

/// One page of the questionnaire.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    pub title: String,
    pub blocks: Vec<Block>,
    /// Labels of questions that were not asked.
    pub not_asked: Vec<String>,
}

/// Answers under one heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    /// Empty directly under the page's title.
    pub heading: String,
    pub rows: Vec<Row>,
}

/// One question with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub label: String,
    pub answer: Answer,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Shown and skipped.
    Skipped,
    /// A value, or the label of a choice.
    One(String),
    /// The labels of several choices.
    Many(Vec<String>),
    /// The labels of choices in the order of preference.
    Ranked(Vec<String>),
    /// The box of an acknowledgement was ticked.
    Ticked,
    /// It stands among the free texts.
    Text,
    /// The name of a file, and whether it is a picture.
    File(String, bool),
}

/// Reads the answers off an evaluated submission; `meanings` are the releases that words were found to
/// mean in its study.
pub fn read(state: &State<'_>, meanings: &HashMap<String, String>) -> Read {
    let mut reader = Reader {
        state,
        meanings,
        read: Read::default(),
    };
    for (page, about) in state.plan().pages().iter().enumerate() {
        let tops = state.on_page(page);
        let is_one_group = about.group.is_some() && tops.len() == 1;
        let title = tops.first().filter(|_| is_one_group);
        let mut section = Section {
            title: title.map_or_else(String::new, |top| markdown::plain(&state.label(*top))),
            ..Section::default()
        };
        section.blocks.push(Block::default());
        for top in tops {
            if is_one_group {
                for child in reader.inside(top, &mut section) {
                    reader.walk(child, &mut section);
                }
            } else {
                reader.walk(top, &mut section);
            }
        }
        section.blocks.retain(|block| !block.rows.is_empty());
        if !section.blocks.is_empty() || !section.not_asked.is_empty() {
            reader.read.sections.push(section);
        }
    }
    reader.read
}

struct Reader<'r, 'a> {
    state: &'r State<'a>,
    meanings: &'r HashMap<String, String>,
    read: Read,
}

impl Reader<'_, '_> {
    /// What stands in a group, or nothing but a note of its questions when it was not asked.
    fn inside(&self, group: Occurrence, section: &mut Section) -> Vec<Occurrence> {
        let children = self.state.children(group);
        if self.state.relevant(group) {
            return children;
        }
        for child in children {
            self.note_not_asked(child, section);
        }
        Vec::new()
    }

    fn walk(&mut self, occurrence: Occurrence, section: &mut Section) {
        if !self.state.relevant(occurrence) {
            self.note_not_asked(occurrence, section);
            return;
        }
        match self.state.plan().item(self.state.node(occurrence)) {
            Some(Item::Question(question)) => {
                if let Some(row) = self.row(occurrence, question)
                    && let Some(block) = section.blocks.last_mut()
                {
                    block.rows.push(row);
                }
            }
            Some(Item::Group(_)) => {
                section.blocks.push(Block {
                    heading: self.heading(occurrence),
                    rows: Vec::new(),
                });
                for child in self.state.children(occurrence) {
                    self.walk(child, section);
                }
                // What follows the group does not stand under its heading.
                section.blocks.push(Block::default());
            }
            None => {}
        }
    }

    fn note_not_asked(&self, occurrence: Occurrence, section: &mut Section) {
        match self.state.plan().item(self.state.node(occurrence)) {
            Some(Item::Question(question)) if question.kind.is_asked() => {
                section
                    .not_asked
                    .push(markdown::plain(&self.state.label(occurrence)));
            }
            Some(Item::Group(_)) => {
                for child in self.state.children(occurrence) {
                    self.note_not_asked(child, section);
                }
            }
            _ => {}
        }
    }

    fn heading(&self, group: Occurrence) -> String {
        let label = markdown::plain(&self.state.label(group));
        match self.state.instance(group) {
            Some((number, of)) => format!("{label} {number}/{of}"),
            None => label,
        }
    }

    fn row(&mut self, occurrence: Occurrence, question: &Question) -> Option<Row> {
        if !question.kind.is_asked() {
            return None;
        }
        let label = markdown::plain(&self.state.label(occurrence));
        let value = self.state.value(occurrence);
        let answer = match &question.kind {
            _ if value.is_empty() => Answer::Skipped,
            QuestionKind::Text { .. } => {
                self.read.free_texts.push((label.clone(), value.to_owned()));
                Answer::Text
            }
            QuestionKind::SelectOne(_) if self.state.asks_registry(occurrence) => {
                self.release(occurrence, &label, value)
            }
            QuestionKind::SelectOne(_) => Answer::One(self.choice(occurrence, value)),
            QuestionKind::SelectMultiple(_) => Answer::Many(self.chosen(occurrence)),
            QuestionKind::Rank(_) => Answer::Ranked(self.chosen(occurrence)),
            QuestionKind::Acknowledge => Answer::Ticked,
            QuestionKind::Upload(_) => {
                let is_image = FileKind::named(value).is_some_and(FileKind::is_image);
                Answer::File(value.to_owned(), is_image)
            }
            _ => Answer::One(value.to_owned()),
        };
        Some(Row { label, answer })
    }

    /// A release by its name, or words, beside the release that they mean.
    fn release(&mut self, occurrence: Occurrence, label: &str, value: &str) -> Answer {
        if let Some(Named::Words(words)) = Named::read(value) {
            let meant = self.meanings.get(&same_words(&words)).cloned();
            self.read.free_texts.push((label.to_owned(), words));
            return meant.map_or(Answer::Text, Answer::One);
        }
        let offered = self.state.offer(occurrence, value);
        Answer::One(offered.map_or_else(
            || value.to_owned(),
            |choice| markdown::plain(&self.state.choice_label(occurrence, choice)),
        ))
    }

    fn chosen(&self, occurrence: Occurrence) -> Vec<String> {
        self.state
            .chosen(occurrence)
            .map(|name| self.choice(occurrence, name))
            .collect()
    }

    /// The label of a choice, or its name when the list has no such choice.
    fn choice(&self, occurrence: Occurrence, name: &str) -> String {
        let list = self.state.plan().list(self.state.node(occurrence));
        match list.and_then(|list| list.get(name)) {
            Some(choice) => markdown::plain(&self.state.choice_label(occurrence, choice)),
            None => name.to_owned(),
        }
    }
}
