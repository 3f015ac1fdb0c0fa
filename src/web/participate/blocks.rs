//! What a page of questions shows, from top to bottom.

use crate::language::{Language, Value};
use crate::questionnaire::definition::{Group, Question, QuestionKind};
use crate::questionnaire::evaluation::{FieldPath, Item, NodeId, Occurrence, State};
use crate::web::markdown::{self, Markup};

use super::control::Control;
use super::matrix::{self, Matrix};
use super::media::Shown;
use super::upload::Files;

/// A piece of a page. A group is all that stands between its opening and its closing.
#[derive(Debug)]
pub enum Block {
    Open {
        legend: Markup,
        hint: Markup,
        repeat: bool,
    },
    Close,
    Note {
        label: Markup,
        hint: Markup,
        media: Option<Shown>,
    },
    Field(Box<Field>),
    Matrix(Matrix),
    /// A button that adds an instance of a repeated group, or removes one.
    Button {
        action: String,
        text: String,
        id: String,
    },
}

/// A question with its control.
#[derive(Debug)]
pub struct Field {
    pub id: String,
    pub name: String,
    pub label: Markup,
    pub hint: Markup,
    pub guidance: Markup,
    pub required: bool,
    /// How long the answer may be.
    pub counter: Option<String>,
    pub fault: Option<String>,
    pub fresh: bool,
    /// The first of those that are fresh, where the person goes on.
    pub focused: bool,
    pub media: Option<Shown>,
    pub control: Control,
}

impl Field {
    /// Ids of the texts that describe the control.
    pub fn described_by(&self) -> String {
        let parts = [
            (!self.hint.is_empty(), "h"),
            (self.counter.is_some(), "c"),
            (self.fault.is_some(), "e"),
        ];
        let ids: Vec<String> = parts
            .iter()
            .filter(|(there, _)| *there)
            .map(|(_, part)| format!("{}-{part}", self.id))
            .collect();
        ids.join(" ")
    }
}

/// What is remarkable about the fields of a page.
#[derive(Debug, Default)]
pub struct Marks {
    /// What is wrong, by field.
    pub faults: Vec<(FieldPath, String)>,
    /// Questions that have become relevant since the page was shown, in their order.
    pub fresh: Vec<FieldPath>,
    pub files: Files,
}

impl Marks {
    /// What is wrong with a field.
    pub fn fault(&self, field: &FieldPath) -> Option<String> {
        let found = self.faults.iter().find(|(faulty, _)| faulty == field);
        found.map(|(_, text)| text.clone())
    }

    /// Whether the question was not on the page before.
    pub fn is_fresh(&self, field: &FieldPath) -> bool {
        self.fresh.contains(field)
    }
}

/// An `id` for the field, without the signs that addresses cannot hold.
pub fn identifier(field: &FieldPath) -> String {
    let keep = |sign: char| {
        if sign.is_alphanumeric() || sign == '_' {
            sign
        } else {
            '-'
        }
    };
    format!("f-{}", field.to_string().chars().map(keep).collect::<String>())
}

/// The pieces of a page.
pub fn of_page(state: &State<'_>, page: usize, marks: &Marks, language: Language) -> Vec<Block> {
    let mut drawing = Drawing {
        state,
        marks,
        language,
        blocks: Vec::new(),
    };
    let plan = state.plan();
    let nodes = plan.pages().get(page).map_or(&[][..], |page| &page.nodes);
    let tops = state.on_page(page);
    for node in nodes {
        let own: Vec<Occurrence> = tops
            .iter()
            .copied()
            .filter(|top| state.node(*top) == *node)
            .collect();
        match plan.item(*node) {
            // The page's own group: its label is the page's title.
            Some(Item::Group(group)) if group.repeat.is_none() => {
                for top in own {
                    drawing.hint(top);
                    drawing.contents(*node, group, top);
                }
            }
            _ => drawing.node(*node, &own, None),
        }
    }
    drawing.blocks
}

struct Drawing<'d, 's> {
    state: &'d State<'s>,
    marks: &'d Marks,
    language: Language,
    blocks: Vec<Block>,
}

impl Drawing<'_, '_> {
    fn hint(&mut self, occurrence: Occurrence) {
        let hint = markdown::block(&self.state.hint(occurrence));
        if !hint.is_empty() {
            self.blocks.push(Block::Note {
                label: hint,
                hint: Markup::default(),
                media: None,
            });
        }
    }

    /// What a group holds, in the order of the sheet.
    fn contents(&mut self, node: NodeId, group: &Group, occurrence: Occurrence) {
        if let Some((matrix, others)) = matrix::of(self.state, group, occurrence, self.marks) {
            self.blocks.push(Block::Matrix(matrix));
            for other in others {
                self.occurrence(other);
            }
            return;
        }
        let children = self.state.children(occurrence);
        for child in self.state.plan().children(node) {
            let own: Vec<Occurrence> = children
                .iter()
                .copied()
                .filter(|one| self.state.node(*one) == child)
                .collect();
            self.node(child, &own, Some(occurrence));
        }
    }

    fn node(&mut self, node: NodeId, occurrences: &[Occurrence], within: Option<Occurrence>) {
        for occurrence in occurrences {
            self.occurrence(*occurrence);
        }
        let Some(Item::Group(group)) = self.state.plan().item(node) else {
            return;
        };
        let can_grow = group.repeat.as_ref().is_some_and(|repeat| repeat.count.is_none());
        let asked = occurrences
            .first()
            .is_none_or(|first| self.state.relevant(*first));
        if can_grow && asked {
            let path = FieldPath {
                repeats: self.repeats_of(within),
                key: self.state.plan().key(node).to_owned(),
            };
            let label = self.group_label(group);
            self.blocks.push(Block::Button {
                action: format!("add:{path}"),
                text: self.language.filled("answer-add", "what", &label).into_owned(),
                id: identifier(&path),
            });
        }
    }

    /// The instances of repeats in which the contents of a group stand.
    fn repeats_of(&self, group: Option<Occurrence>) -> Vec<(String, usize)> {
        let Some(group) = group else {
            return Vec::new();
        };
        let field = self.state.field(group);
        let mut repeats = field.repeats;
        if let Some((number, _)) = self.state.instance(group) {
            repeats.push((field.key, number));
        }
        repeats
    }

    fn group_label(&self, group: &Group) -> String {
        let fallback = &self.state.plan().definition().default_language;
        markdown::plain(group.label.get(&self.state.context().language, fallback))
    }

    fn occurrence(&mut self, occurrence: Occurrence) {
        if !self.state.relevant(occurrence) {
            return;
        }
        let node = self.state.node(occurrence);
        match self.state.plan().item(node) {
            Some(Item::Question(question)) => self.question(occurrence, question),
            Some(Item::Group(group)) => self.group(node, occurrence, group),
            None => {}
        }
    }

    fn group(&mut self, node: NodeId, occurrence: Occurrence, group: &Group) {
        if group.is_matrix() {
            return self.contents(node, group, occurrence);
        }
        let label = self.state.label(occurrence);
        let instance = self.state.instance(occurrence);
        let legend = match instance {
            Some((number, _)) => {
                let number = i64::try_from(number).unwrap_or_default();
                let values = [("what", Value::Text(&label)), ("n", Value::Number(number))];
                markdown::inline(&self.language.with("answer-instance", &values))
            }
            None => markdown::inline(&label),
        };
        let framed = !legend.is_empty();
        if framed {
            let hint = markdown::inline(&self.state.hint(occurrence));
            self.blocks.push(Block::Open {
                legend,
                hint,
                repeat: instance.is_some(),
            });
        }
        self.contents(node, group, occurrence);
        if let Some((number, _)) = instance
            && group.repeat.as_ref().is_some_and(|repeat| repeat.count.is_none())
        {
            let values = [
                ("what", Value::Text(&label)),
                ("n", Value::Number(i64::try_from(number).unwrap_or_default())),
            ];
            let path = self.state.field(occurrence);
            self.blocks.push(Block::Button {
                action: format!("remove:{number}:{path}"),
                text: self.language.with("answer-remove", &values).into_owned(),
                id: String::new(),
            });
        }
        if framed {
            self.blocks.push(Block::Close);
        }
    }

    /// How long a text may be, or between what a number must lie.
    fn counter(&self, question: &Question, control: &Control) -> Option<String> {
        let text = match (&question.kind, control) {
            (QuestionKind::Range(scale), Control::Line { .. }) => {
                let (start, end) = (scale.start.to_string(), scale.end.to_string());
                let values = [("start", Value::Text(&start)), ("end", Value::Text(&end))];
                self.language.with("answer-range", &values)
            }
            (_, Control::Place(_)) => self.language.text("answer-place-hint"),
            (_, Control::Upload(upload)) => upload.limits(self.language).into(),
            _ => self.language.count("answer-up-to", control.limit()?),
        };
        Some(text.into_owned())
    }

    fn question(&mut self, occurrence: Occurrence, question: &Question) {
        let state = self.state;
        let media = Shown::of(state, &question.media, &state.label(occurrence), &question.name);
        if question.kind == QuestionKind::Note {
            self.blocks.push(Block::Note {
                label: markdown::block(&state.label(occurrence)),
                hint: markdown::inline(&state.hint(occurrence)),
                media,
            });
            return;
        }
        let path = state.field(occurrence);
        let Some(control) = Control::of(state, occurrence, question, &self.marks.files) else {
            return;
        };
        let fresh = self.marks.is_fresh(&path);
        self.blocks.push(Block::Field(Box::new(Field {
            id: identifier(&path),
            name: path.to_string(),
            label: markdown::inline(&state.label(occurrence)),
            hint: markdown::inline(&state.hint(occurrence)),
            guidance: markdown::block(&state.guidance(occurrence)),
            required: state.required(occurrence),
            counter: self.counter(question, &control),
            fault: self.marks.fault(&path),
            fresh,
            media,
            focused: fresh && self.marks.fresh.first() == Some(&path),
            control,
        })));
    }
}
