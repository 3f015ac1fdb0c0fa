//! What a page of questions shows, from top to bottom.

use crate::language::Value;
use crate::questionnaire::definition::{Group, Question, QuestionKind};
use crate::questionnaire::evaluation::{FieldPath, Item, NodeId, Occurrence, Piece, State, pieces};
use crate::web::markdown::{self, Markup};

use super::blocks::{Advice, Block, Field, Leaf, identifier, instance_identifier};
use super::control::{Asked, Control};
use super::marks::{Marks, was};
use super::matrix;
use super::media::Shown;
use super::tongues::Tongues;
use super::upload::Files;

/// The pieces of a page.
pub fn of_page(
    state: &State<'_>,
    page: usize,
    marks: &Marks,
    files: &Files,
    tongues: &Tongues,
) -> Vec<Block> {
    let mut drawing = Drawing {
        state,
        marks,
        files,
        tongues,
        blocks: Vec::new(),
    };
    let plan = state.plan();
    let nodes = plan.pages().get(page).map_or(&[][..], |page| &page.nodes);
    let tops = state.on_page(page);
    let mut at = 0;
    while let Some(node) = nodes.get(at) {
        at += 1;
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
            Some(Item::Question(_)) => {
                let from = tops.iter().position(|top| state.node(*top) == *node);
                at += drawing.run(from.and_then(|from| tops.get(from..)).unwrap_or_default());
            }
            _ => drawing.node(*node, &own, None),
        }
    }
    drawing.only_one_is_quick();
    drawing.blocks
}

struct Drawing<'d, 's> {
    state: &'d State<'s>,
    marks: &'d Marks,
    files: &'d Files,
    tongues: &'d Tongues,
    blocks: Vec<Block>,
}

impl Drawing<'_, '_> {
    fn hint(&mut self, occurrence: Occurrence) {
        let hint = markdown::block(&self.state.hint(occurrence));
        if !hint.is_empty() {
            let note = Leaf::Note {
                label: hint,
                hint: Markup::default(),
                media: None,
            };
            self.leaf(occurrence, note);
        }
    }

    fn leaf(&mut self, occurrence: Occurrence, leaf: Leaf) {
        let id = format!("b-{}", self.state.field(occurrence));
        self.blocks.push(Block::Leaf { id, leaf });
    }

    /// What a group holds, in the order of the sheet.
    fn contents(&mut self, node: NodeId, group: &Group, occurrence: Occurrence) {
        if let Some((matrix, others)) = matrix::of(self.state, group, occurrence, self.marks) {
            let id = format!("m-{}", self.state.field(occurrence));
            let leaf = Leaf::Matrix(matrix);
            self.blocks.push(Block::Leaf { id, leaf });
            for other in others {
                self.occurrence(other);
            }
            return;
        }
        let children = self.state.children(occurrence);
        let mut passed = 0;
        for child in self.state.plan().children(node) {
            if passed > 0 {
                passed -= 1;
                continue;
            }
            let first = children.iter().position(|one| self.state.node(*one) == child);
            if let (Some(first), Some(Item::Question(_))) = (first, self.state.plan().item(child)) {
                passed = self.run(children.get(first..).unwrap_or_default());
                continue;
            }
            let own: Vec<Occurrence> = children
                .iter()
                .copied()
                .filter(|one| self.state.node(*one) == child)
                .collect();
            self.node(child, &own, Some(occurrence));
        }
    }

    /// Draws the first of these questions, or the matrix that begins with it; answers how many of those
    /// after it are drawn too.
    fn run(&mut self, siblings: &[Occurrence]) -> usize {
        let Some(first) = siblings.first() else { return 0 };
        if let Some((matrix, taken)) = matrix::run(self.state, siblings, self.marks) {
            self.leaf(*first, Leaf::Matrix(matrix));
            return taken - 1;
        }
        self.occurrence(*first);
        0
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
            let label = self.tongues.within(&self.group_label(group));
            let leaf = Leaf::Button {
                action: format!("add:{path}"),
                text: self
                    .tongues
                    .site
                    .filled("answer-add", "what", &label)
                    .into_owned(),
                id: identifier(&path),
            };
            self.blocks.push(Block::Leaf {
                id: format!("a-{path}"),
                leaf,
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

    /// What an instance is called that is not there yet: the label without the answers in it.
    fn group_label(&self, group: &Group) -> String {
        let fallback = &self.state.plan().definition().default_language;
        let label = group.label.get(&self.state.context().language, fallback);
        let words = pieces(label).filter_map(|piece| match piece {
            Piece::Words(words) => Some(words),
            Piece::Name(_) => None,
        });
        markdown::plain(words.collect::<String>().trim())
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
        let path = self.state.field(occurrence);
        let label = self.state.label(occurrence);
        let instance = self.state.instance(occurrence);
        let legend = match instance {
            Some((number, _)) => {
                let number = i64::try_from(number).unwrap_or_default();
                let values = [("what", Value::Text(&label)), ("n", Value::Number(number))];
                markdown::inline(&self.tongues.site.with("answer-instance", &values))
            }
            None => markdown::inline(&label),
        };
        let framed = !legend.is_empty();
        if framed {
            let hint = markdown::inline(&self.state.hint(occurrence));
            let id = match instance {
                Some((number, _)) => instance_identifier(&path, number),
                None => format!("b-{path}"),
            };
            self.blocks.push(Block::Open {
                id,
                legend,
                hint,
                repeat: instance.is_some(),
            });
        }
        self.contents(node, group, occurrence);
        if let Some((number, _)) = instance
            && group.repeat.as_ref().is_some_and(|repeat| repeat.count.is_none())
        {
            let plain = self.tongues.within(&markdown::plain(&label));
            let values = [
                ("what", Value::Text(&plain)),
                ("n", Value::Number(i64::try_from(number).unwrap_or_default())),
            ];
            let leaf = Leaf::Button {
                action: format!("remove:{number}:{path}"),
                text: self.tongues.site.with("answer-remove", &values).into_owned(),
                id: String::new(),
            };
            let id = format!("r-{path}[{number}]");
            self.blocks.push(Block::Leaf { id, leaf });
        }
        if framed {
            self.blocks.push(Block::Close);
        }
    }

    fn advice(&self, question: &Question, control: &Control) -> Advice {
        let site = self.tongues.site;
        let mut advice = Vec::new();
        if let (QuestionKind::Range(scale), Control::Number(_)) = (&question.kind, control) {
            let (start, end) = (scale.start.to_string(), scale.end.to_string());
            let values = [("start", Value::Text(&start)), ("end", Value::Text(&end))];
            advice.push(site.with("answer-range", &values).into_owned());
        }
        if let Some((limit, length)) = control.limit() {
            let limits = site.count("answer-up-to", limit);
            advice.push(match length {
                0 => limits.into_owned(),
                _ => format!("{limits} ({length}/{limit})"),
            });
        }
        match control {
            Control::Line(line) => advice.extend(line.advice.map(|key| site.text(key).into_owned())),
            Control::Place(_) => advice.push(site.text("answer-place-hint").into_owned()),
            Control::Upload(upload) => advice.push(upload.limits(site)),
            _ => {}
        }
        Advice {
            words: advice.into_iter().map(|words| self.tongues.say(words)).collect(),
            broken: control
                .limit()
                .is_some_and(|(limit, length)| length > limit as usize),
        }
    }

    fn question(&mut self, occurrence: Occurrence, question: &Question) {
        let state = self.state;
        let label = state.label(occurrence);
        let media = Shown::of(state, &question.media, &label, &question.name);
        if question.kind == QuestionKind::Note {
            let note = Leaf::Note {
                label: markdown::block(&label),
                hint: markdown::inline(&state.hint(occurrence)),
                media,
            };
            return self.leaf(occurrence, note);
        }
        let asked = Asked::new(state, occurrence, question);
        let Some(control) = Control::of(&asked, self.marks, self.files) else {
            return;
        };
        let path = state.field(occurrence);
        let field = Field {
            id: identifier(&path),
            name: path.to_string(),
            label: markdown::inline(&label),
            hint: markdown::inline(&state.hint(occurrence)),
            guidance: markdown::block(&state.guidance(occurrence)),
            required: state.required(occurrence),
            advice: self.advice(question, &control),
            fault: self.marks.fault(&path),
            fresh: self.marks.is_fresh(&path),
            focused: self.marks.is_next(&path),
            was: was(state, occurrence),
            media,
            control,
        };
        self.leaf(occurrence, Leaf::Field(Box::new(field)));
    }

    /// Choosing leads on only where there is nothing else to answer.
    fn only_one_is_quick(&mut self) {
        let mut quick: Vec<&mut bool> = Vec::new();
        let mut answered = 0;
        for block in &mut self.blocks {
            let Block::Leaf { leaf, .. } = block else { continue };
            match leaf {
                Leaf::Field(field) => {
                    answered += 1;
                    match &mut field.control {
                        Control::Options(options) => quick.push(&mut options.quick),
                        Control::Scale(scale) => quick.push(&mut scale.quick),
                        Control::Fixed(_) => answered -= 1,
                        _ => {}
                    }
                }
                Leaf::Matrix(_) | Leaf::Button { .. } => answered += 2,
                Leaf::Note { .. } => {}
            }
        }
        if answered > 1 {
            for quick in quick {
                *quick = false;
            }
        }
    }
}
