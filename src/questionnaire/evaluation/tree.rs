//! What expressions see of a state: the answers as a tree, and the lists beside it.

use std::borrow::Cow;

use super::layout::{Block, DOCUMENT, cell_of};
use super::lists::{LIST, ListText};
use super::plan::NodeId;
use super::state::{Occurrence, State};
use crate::questionnaire::expression::{NodeSet, Tree, Value};

impl Tree for State<'_> {
    type Node = Occurrence;

    fn root(&self) -> Occurrence {
        Occurrence(DOCUMENT)
    }

    fn parent(&self, node: Occurrence) -> Option<Occurrence> {
        if node.0 & LIST != 0 {
            return self.plan.lists.parent(node.0).map(Occurrence);
        }
        if node.0 == DOCUMENT {
            return None;
        }
        self.cell(node).map(|cell| Occurrence(cell.parent))
    }

    fn children(&self, node: Occurrence) -> impl Iterator<Item = Occurrence> + '_ {
        let after = |at: u32| {
            if at & LIST == 0 {
                self.layout.cells.get(at as usize).map_or(at + 1, |cell| cell.end)
            } else {
                self.plan.lists.end(at)
            }
        };
        let end = after(node.0);
        std::iter::successors(Some(node.0 + 1), move |at| Some(after(*at)))
            .take_while(move |at| *at < end)
            .map(Occurrence)
    }

    fn name(&self, node: Occurrence) -> &str {
        if node.0 & LIST != 0 {
            return self.plan.lists.name(node.0);
        }
        if node.0 == DOCUMENT {
            return "";
        }
        self.entry(node).map_or("", super::plan::Entry::name)
    }

    fn text(&self, node: Occurrence) -> Cow<'_, str> {
        if node.0 & LIST != 0 {
            return self.list_text(node.0);
        }
        let Some(cell) = self.cell(node) else {
            return Cow::Borrowed("");
        };
        if cell.end == node.0 + 1 {
            return Cow::Borrowed(if cell.relevant { &cell.value } else { "" });
        }
        let within = self
            .layout
            .cells
            .get(node.0 as usize..cell.end as usize)
            .unwrap_or(&[]);
        Cow::Owned(
            within
                .iter()
                .filter(|cell| cell.relevant)
                .map(|cell| &*cell.value)
                .collect(),
        )
    }

    fn is_relevant(&self, node: Occurrence) -> bool {
        node.0 & LIST != 0 || self.cell(node).is_none_or(|cell| cell.relevant)
    }

    fn resolve(&self, name: &str, from: Occurrence) -> NodeSet<Occurrence> {
        let Some(target) = self.plan.names.get(name).copied() else {
            return NodeSet::Empty;
        };
        let Some(entry) = self.plan.entry(target) else {
            return NodeSet::Empty;
        };
        let own = self.cell(from).map_or(0, |cell| cell.block);
        if !entry.is_repeat()
            && let Some(block) = self.block(own).filter(|block| block.scope == entry.scope)
        {
            return NodeSet::One(self.occurrence(block, target));
        }
        self.resolve_afar(target, entry.scope, entry.is_repeat(), own)
    }

    fn itext(&self, id: &str) -> Option<Value<'_, Occurrence>> {
        let (list, number) = id.rsplit_once('-')?;
        let choices = &self.plan.definition.lists.get(list)?.choices;
        let choice = choices.get(number.parse::<usize>().ok()?)?;
        Some(Cow::Borrowed(self.words(&choice.label)).into())
    }

    fn pulled(&self, id: &str, column: &str, key_column: &str, key: &str) -> Option<Cow<'_, str>> {
        State::pulled(self, id, column, key_column, key)
    }

    fn instance(&self, id: &str) -> Option<Occurrence> {
        self.plan.lists.instance(id).map(Occurrence)
    }
}

impl State<'_> {
    pub(super) fn block(&self, number: u32) -> Option<&Block> {
        self.layout.blocks.get(number as usize)
    }

    pub(super) fn occurrence(&self, block: &Block, node: NodeId) -> Occurrence {
        Occurrence(cell_of(self.plan, block, node))
    }

    /// The nodes in every instance that does not leave the instances around block `own` which the
    /// two have in common. Of a repeat it is all instances, seen from within one too.
    fn resolve_afar(&self, target: NodeId, scope: usize, is_repeat: bool, own: u32) -> NodeSet<Occurrence> {
        let around = |number: usize| self.plan.scopes.get(number).map_or(0, |scope| scope.parent);
        let mut way = vec![scope];
        let mut meeting = if is_repeat { around(scope) } else { scope };
        if is_repeat {
            way.push(meeting);
        }
        let outward = |number: &u32| {
            self.block(*number)
                .map(|block| block.parent)
                .filter(|parent| parent != number)
        };
        let chain: Vec<u32> = std::iter::successors(Some(own), outward).collect();
        let shared = |scope: usize| {
            chain
                .iter()
                .copied()
                .find(|number| self.block(*number).is_some_and(|block| block.scope == scope))
        };
        let mut reached = loop {
            match shared(meeting) {
                Some(block) => break vec![block],
                None if meeting == 0 => break vec![0],
                None => {
                    meeting = around(meeting);
                    way.push(meeting);
                }
            }
        };
        for inner in way.iter().rev().skip(1) {
            let ordinal = self.plan.scopes.get(*inner).map_or(0, |scope| scope.ordinal);
            reached = reached
                .iter()
                .filter_map(|number| self.block(*number)?.nested.get(ordinal))
                .flatten()
                .copied()
                .collect();
        }
        reached
            .iter()
            .filter_map(|number| Some(self.occurrence(self.block(*number)?, target)))
            .collect()
    }

    fn list_text(&self, node: u32) -> Cow<'_, str> {
        match self.plan.lists.text(node) {
            ListText::None => Cow::Borrowed(""),
            ListText::Fixed(text) => Cow::Borrowed(text),
            ListText::Label { list, choice } => Cow::Borrowed(
                self.plan
                    .definition
                    .lists
                    .get(self.plan.lists.name_at(*list))
                    .and_then(|list| list.choices.get(*choice))
                    .map_or("", |choice| self.words(&choice.label)),
            ),
        }
    }
}
