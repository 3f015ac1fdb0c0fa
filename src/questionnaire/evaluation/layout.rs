//! Answers laid out in one row of cells, in document order, before any rule is evaluated.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};

use super::plan::{Entry, NodeId, Plan, Scope};
use super::{Context, MOST_INSTANCES};
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::definition::{Initial, QuestionKind};

/// One node in one instance.
#[derive(Debug)]
pub(super) struct Cell {
    pub node: NodeId,
    pub block: u32,
    pub parent: u32,
    /// The cell after everything within this one.
    pub end: u32,
    pub relevant: bool,
    pub value: String,
}

/// The questionnaire, or one instance of a repeat.
#[derive(Debug)]
pub(super) struct Block {
    pub scope: usize,
    /// The cell of its head.
    pub base: u32,
    /// Block of the instance around it.
    pub parent: u32,
    /// Number of the instance, from 1.
    pub number: usize,
    /// Whether it has just come into being, so that defaults apply.
    pub fresh: bool,
    /// Cells of nested repeats before each segment of the scope's layout.
    pub extra: Vec<u32>,
    /// Blocks of each directly nested repeat.
    pub nested: Vec<Vec<u32>>,
}

/// A repeat within an instance: its scope, and the numbers of the instances around it.
pub(super) type RepeatPlace = (usize, Vec<usize>);

/// What is known about the layout beyond the answers.
#[derive(Debug, Default)]
pub(super) struct Wish {
    /// Defaults apply to the whole questionnaire.
    pub fresh: bool,
    /// How many instances there are, where this is known.
    pub counts: BTreeMap<RepeatPlace, usize>,
}

/// Cells and blocks, laid out.
#[derive(Debug)]
pub(super) struct Layout {
    pub cells: Vec<Cell>,
    pub blocks: Vec<Block>,
    /// Blocks by scope, in document order.
    pub by_scope: Vec<Vec<u32>>,
}

/// The cell above the questionnaire, which stands for the document.
pub(super) const DOCUMENT: u32 = 0;

/// Lays answers out.
pub(super) fn lay(plan: &Plan, answers: &Answers, context: &Context, wish: &Wish) -> Layout {
    let room = plan.entries.len() + 1;
    let layout = Layout {
        cells: Vec::with_capacity(room),
        blocks: Vec::with_capacity(plan.scopes.len()),
        by_scope: vec![Vec::new(); plan.scopes.len()],
    };
    let mut layer = Layer {
        plan,
        context,
        wish,
        layout,
        numbers: Vec::new(),
    };
    layer.cell(NodeId::ROOT, 0, DOCUMENT);
    layer.block(0, 0, 1, Some(answers), wish.fresh);
    layer.close();
    layer.layout
}

struct Layer<'l> {
    plan: &'l Plan,
    context: &'l Context,
    wish: &'l Wish,
    layout: Layout,
    /// Numbers of the instances around what is being laid.
    numbers: Vec<usize>,
}

impl Layer<'_> {
    fn cell(&mut self, node: NodeId, block: u32, parent: u32) {
        let end = count(&self.layout.cells) + 1;
        self.layout.cells.push(Cell {
            node,
            block,
            parent,
            end,
            relevant: true,
            value: String::new(),
        });
    }

    fn block(&mut self, number: usize, parent: u32, instance: usize, answers: Option<&Answers>, fresh: bool) {
        let plan = self.plan;
        let Some(scope) = plan.scopes.get(number) else {
            return;
        };
        let base = count(&self.layout.cells);
        let own = count(&self.layout.blocks);
        self.layout.blocks.push(Block {
            scope: number,
            base,
            parent,
            number: instance,
            fresh,
            extra: vec![0],
            nested: Vec::with_capacity(scope.nested.len()),
        });
        if let Some(blocks) = self.layout.by_scope.get_mut(number) {
            blocks.push(own);
        }
        for node in &scope.layout {
            let Some(entry) = plan.entry(*node) else { continue };
            if entry.scope != number {
                self.repeat(own, entry, answers);
            } else if *node == scope.head {
                let around = match self.layout.blocks.get(parent as usize) {
                    Some(outer) if parent != own => cell_of(plan, outer, entry.parent),
                    _ => DOCUMENT,
                };
                self.cell(*node, own, around);
            } else {
                let around = self
                    .layout
                    .blocks
                    .get(own as usize)
                    .map_or(DOCUMENT, |block| cell_of(plan, block, entry.parent));
                self.cell(*node, own, around);
                self.metadata(entry);
                if fresh {
                    self.literal(entry);
                }
            }
        }
        if let Some(answers) = answers {
            self.values(own, scope, answers);
        }
    }

    fn repeat(&mut self, block: u32, entry: &Entry, answers: Option<&Answers>) {
        let before = count(&self.layout.cells);
        let given = match answers.and_then(|answers| answers.get(&entry.key)) {
            Some(Answer::Repeated(instances)) => instances.as_slice(),
            _ => &[],
        };
        let counted = entry
            .group()
            .and_then(|group| group.repeat.as_ref())
            .is_some_and(|repeat| repeat.count.is_some());
        let least = usize::from(!counted);
        let wished = if self.wish.counts.is_empty() {
            None
        } else {
            self.wish
                .counts
                .get(&(entry.scope, self.numbers.clone()))
                .copied()
        };
        let size = wished.unwrap_or(given.len().max(least)).min(MOST_INSTANCES);
        let mut nested = Vec::with_capacity(size);
        for index in 0..size {
            if self.layout.is_full() {
                break;
            }
            nested.push(count(&self.layout.blocks));
            self.numbers.push(index + 1);
            let instance = given.get(index);
            self.block(entry.scope, block, index + 1, instance, instance.is_none());
            self.numbers.pop();
        }
        let added = count(&self.layout.cells) - before;
        if let Some(block) = self.layout.blocks.get_mut(block as usize) {
            let sum = block.extra.last().copied().unwrap_or(0) + added;
            block.extra.push(sum);
            block.nested.push(nested);
        }
    }

    /// Takes over the answers of a block: both sides are sorted by key.
    fn values(&mut self, block: u32, scope: &Scope, answers: &Answers) {
        let mut keys = scope.keys.iter().peekable();
        for (key, answer) in &answers.0 {
            while keys.next_if(|(own, _)| own < key).is_some() {}
            let Some((_, node)) = keys.next_if(|(own, _)| own == key) else {
                continue;
            };
            let Some(entry) = self.plan.entry(*node) else {
                continue;
            };
            let Some(question) = entry.question() else {
                continue;
            };
            let Some(place) = self.layout.blocks.get(block as usize) else {
                continue;
            };
            let at = cell_of(self.plan, place, *node) as usize;
            let Some(cell) = self.layout.cells.get_mut(at) else {
                continue;
            };
            if question.kind != QuestionKind::End {
                cell.value = laid(&question.kind, answer).into_owned();
            }
        }
    }

    fn metadata(&mut self, entry: &Entry) {
        let Some(question) = entry.question() else { return };
        let moment = match question.kind {
            QuestionKind::Start => stamp(self.context, self.context.begun_at),
            QuestionKind::End => stamp(self.context, self.context.now),
            QuestionKind::Today => {
                let begun = self.context.begun_at;
                begun
                    .with_timezone(&self.context.zone.at(begun))
                    .date_naive()
                    .to_string()
            }
            _ => return,
        };
        self.put(moment);
    }

    fn literal(&mut self, entry: &Entry) {
        if let Some(Initial::Literal(text)) = entry.question().and_then(|question| question.initial.as_ref())
        {
            self.put(text.clone());
        }
    }

    fn put(&mut self, value: String) {
        if let Some(cell) = self.layout.cells.last_mut() {
            cell.value = value;
        }
    }

    /// Tells every cell where its contents end.
    fn close(&mut self) {
        let cells = &mut self.layout.cells;
        for at in (1..cells.len()).rev() {
            let Some((end, parent)) = cells.get(at).map(|cell| (cell.end, cell.parent as usize)) else {
                continue;
            };
            if let Some(parent) = cells.get_mut(parent) {
                parent.end = parent.end.max(end);
            }
        }
    }
}

/// The cell of a node in the block of its scope.
pub(super) fn cell_of(plan: &Plan, block: &Block, node: NodeId) -> u32 {
    plan.entry(node).map_or(DOCUMENT, |entry| {
        block.base + entry.slot + block.extra.get(entry.segment).copied().unwrap_or(0)
    })
}

/// An answer as it lies in its cell. A ranking that is one text is not in order yet, and coordinates
/// on several lines are no place; see `posted`.
pub(super) fn laid<'n>(kind: &QuestionKind, answer: &'n Answer) -> Cow<'n, str> {
    match (kind, answer) {
        (QuestionKind::Rank(_), Answer::One(_)) => Cow::Borrowed(""),
        (QuestionKind::Geopoint, Answer::One(typed)) if typed.contains('\n') => Cow::Borrowed(""),
        (_, answer) => written(answer),
    }
}

/// An answer in its written form.
fn written(answer: &Answer) -> Cow<'_, str> {
    match answer {
        Answer::One(text) => Cow::Borrowed(text),
        Answer::Many(names) => match names.as_slice() {
            [] => Cow::Borrowed(""),
            [name] => Cow::Borrowed(name),
            names => Cow::Owned(names.join(" ")),
        },
        Answer::Skipped | Answer::Repeated(_) => Cow::Borrowed(""),
    }
}

/// A moment as the metadata questions store it.
fn stamp(context: &Context, moment: DateTime<Utc>) -> String {
    moment
        .with_timezone(&context.zone.at(moment))
        .to_rfc3339_opts(SecondsFormat::Millis, false)
}

fn count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}
