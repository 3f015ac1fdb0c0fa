//! The order in which rules are evaluated: each after everything that it reads.

use std::collections::{BTreeSet, HashMap};

use super::compile::Named;
use super::plan::{Compiled, Entry, NodeId, PlanProblem, Rule, Scope};
use super::references::{names_read, reads_the_unnamed, row};
use crate::questionnaire::definition::Initial;
use crate::questionnaire::expression::Expression;

/// One thing to evaluate, in every instance of the scope it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Step {
    pub node: NodeId,
    pub facet: Facet,
}

/// What of a node is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Facet {
    /// How many instances a repeat has; belongs to the scope around it.
    Count,
    Relevance,
    /// The first value, in an instance that is new.
    Initial,
    Calculation,
}

/// The steps of a plan.
#[derive(Debug, Default)]
pub(super) struct Order {
    pub steps: Vec<Step>,
    /// Whether the instances of a repeat are evaluated one after the other, since they read each
    /// other. Otherwise each step is evaluated in all instances before the next.
    pub by_instance: bool,
    /// By node, the steps that its value or relevance matters to, as places in `steps`; nothing if
    /// every change may matter to everything, so that all of it is evaluated each time.
    pub readers: Option<Vec<Vec<usize>>>,
}

/// All steps, each after those that it needs; ties go by the order of the sheet.
pub(super) fn order(
    entries: &[Entry],
    scopes: &[Scope],
    names: &HashMap<String, Named>,
) -> Result<Order, PlanProblem> {
    let all = wanted(entries);
    let numbers: HashMap<Step, usize> = all
        .iter()
        .enumerate()
        .map(|(number, step)| (*step, number))
        .collect();
    let graph = Graph {
        entries,
        scopes,
        names,
        numbers,
    };
    let sort = |by_instance: bool, defaults_wait: bool| {
        let needs = |step: &Step| match step.facet {
            Facet::Initial if !defaults_wait => BTreeSet::new(),
            _ => graph.needs(*step, by_instance),
        };
        let needs: Vec<BTreeSet<usize>> = all.iter().map(needs).collect();
        let order = sorted(&needs)?;
        let steps: Vec<Step> = order
            .iter()
            .filter_map(|number| all.get(*number).copied())
            .collect();
        let readers = (!by_instance && !graph.has_unnamed(&steps)).then(|| graph.readers(&steps));
        Ok(Order {
            steps,
            by_instance,
            readers,
        })
    };
    // A default is evaluated once and then rests, so that a circle through it is none: it takes what
    // it finds.
    let found = sort(false, true)
        .or_else(|_: Vec<usize>| sort(true, true))
        .or_else(|_| sort(true, false));
    found.map_err(|circle| {
        let nodes: Vec<&Entry> = circle
            .iter()
            .filter_map(|number| entries.get(all.get(*number)?.node.index()))
            .collect();
        let mut names: Vec<String> = nodes.iter().map(|entry| entry.name().to_owned()).collect();
        names.dedup();
        PlanProblem::Cycle {
            names,
            row: nodes.first().map_or(0, |entry| row(entry)),
        }
    })
}

/// What there is to evaluate, in the order of the sheet.
fn wanted(entries: &[Entry]) -> Vec<Step> {
    let mut wanted = Vec::new();
    let mut conditional = vec![false; entries.len()];
    for (index, entry) in (0u32..).zip(entries) {
        let node = NodeId(index);
        let above = conditional.get(entry.parent.index()).copied().unwrap_or(false);
        let depends = above || entry.relevant != Rule::Constant(true);
        if let Some(mine) = conditional.get_mut(node.index()) {
            *mine = depends;
        }
        let facets = [
            (Facet::Count, count(entry).is_some()),
            (Facet::Relevance, depends),
            (Facet::Initial, initial(entry).is_some()),
            (Facet::Calculation, calculation(entry).is_some()),
        ];
        wanted.extend(
            facets
                .into_iter()
                .filter(|(_, there)| *there)
                .map(|(facet, _)| Step { node, facet }),
        );
    }
    wanted
}

/// The expression of a step.
fn expression(entry: &Entry, facet: Facet) -> Option<&Expression> {
    match facet {
        Facet::Count => count(entry),
        Facet::Relevance => relevance(entry),
        Facet::Initial => initial(entry),
        Facet::Calculation => calculation(entry),
    }
}

/// The count of a repeat.
pub(super) fn count(entry: &Entry) -> Option<&Expression> {
    entry.group()?.repeat.as_ref()?.count.as_ref()
}

/// The evaluated default.
pub(super) fn initial(entry: &Entry) -> Option<&Expression> {
    match entry.question()?.initial.as_ref()? {
        Initial::Expression(expression) => Some(expression),
        Initial::Literal(_) => None,
    }
}

/// The calculation, unless only a trigger runs it.
pub(super) fn calculation(entry: &Entry) -> Option<&Expression> {
    let question = entry.question().filter(|question| question.is_calculated())?;
    question.calculation.as_ref()
}

/// The rule of relevance.
pub(super) fn relevance(entry: &Entry) -> Option<&Expression> {
    match &entry.item {
        Compiled::Question(question) => question.relevant.as_ref(),
        Compiled::Group(group) => group.relevant.as_ref(),
    }
}

struct Graph<'p> {
    entries: &'p [Entry],
    scopes: &'p [Scope],
    names: &'p HashMap<String, Named>,
    numbers: HashMap<Step, usize>,
}

impl Graph<'_> {
    /// The steps that must come before this one. By instance, what is read of other instances does
    /// not count, nor what a repeat's count reads within that repeat.
    fn needs(&self, step: Step, by_instance: bool) -> BTreeSet<usize> {
        let mut needs = BTreeSet::new();
        let Some(entry) = self.entries.get(step.node.index()) else {
            return needs;
        };
        let mut need = |node: NodeId, facet: Facet| {
            needs.extend(self.numbers.get(&Step { node, facet }).copied());
        };
        match step.facet {
            Facet::Relevance => need(entry.parent, Facet::Relevance),
            Facet::Calculation => need(step.node, Facet::Relevance),
            Facet::Count | Facet::Initial => {}
        }
        let scope = match step.facet {
            Facet::Count => self.scopes.get(entry.scope).map_or(0, |scope| scope.parent),
            Facet::Relevance | Facet::Initial | Facet::Calculation => entry.scope,
        };
        let expression = expression(entry, step.facet);
        for repeat in self.repeats(scope) {
            need(repeat, Facet::Count);
        }
        for read in expression.map(names_read).unwrap_or_default() {
            for (node, target) in self.named(read.name) {
                let around = self.repeats(target.scope);
                if by_instance && (read.picked || step.facet == Facet::Count && around.contains(&step.node)) {
                    continue;
                }
                for repeat in around {
                    need(repeat, Facet::Count);
                }
                for facet in [Facet::Relevance, Facet::Initial, Facet::Calculation] {
                    need(node, facet);
                }
            }
        }
        needs
    }

    /// The nodes of a name.
    fn named(&self, name: &str) -> impl Iterator<Item = (NodeId, &Entry)> {
        let nodes = self.names.get(name).map_or(&[][..], |named| &named.nodes);
        nodes
            .iter()
            .filter_map(|node| Some((*node, self.entries.get(node.index())?)))
    }

    /// For every node the steps that read it, by their places among `steps`.
    fn readers(&self, steps: &[Step]) -> Vec<Vec<usize>> {
        let mut readers = vec![Vec::new(); self.entries.len()];
        let mut reads = |node: NodeId, place: usize| {
            if let Some(list) = readers.get_mut(node.index())
                && list.last() != Some(&place)
            {
                list.push(place);
            }
        };
        for (place, step) in steps.iter().enumerate() {
            let Some(entry) = self.entries.get(step.node.index()) else {
                continue;
            };
            match step.facet {
                Facet::Relevance => reads(entry.parent, place),
                Facet::Calculation => reads(step.node, place),
                Facet::Count | Facet::Initial => {}
            }
            let expression = expression(entry, step.facet);
            for read in expression.map(names_read).unwrap_or_default() {
                for (node, _) in self.named(read.name) {
                    reads(node, place);
                }
            }
        }
        readers
    }

    fn has_unnamed(&self, steps: &[Step]) -> bool {
        steps
            .iter()
            .filter_map(|step| expression(self.entries.get(step.node.index())?, step.facet))
            .any(reads_the_unnamed)
    }

    /// The repeats around a scope, itself included.
    fn repeats(&self, scope: usize) -> Vec<NodeId> {
        let outward = |number: &usize| self.scopes.get(*number).map(|scope| scope.parent);
        std::iter::successors(Some(scope), outward)
            .take_while(|number| *number != 0)
            .filter_map(|number| self.scopes.get(number).map(|scope| scope.head))
            .collect()
    }
}

/// Numbers in an order that respects their needs, or a circle of needs.
fn sorted(needs: &[BTreeSet<usize>]) -> Result<Vec<usize>, Vec<usize>> {
    let mut waiting: Vec<usize> = needs.iter().map(BTreeSet::len).collect();
    let mut ready: BTreeSet<usize> = (0..needs.len())
        .filter(|number| waiting.get(*number) == Some(&0))
        .collect();
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); needs.len()];
    for (number, own) in needs.iter().enumerate() {
        for other in own {
            if let Some(list) = needed_by.get_mut(*other) {
                list.push(number);
            }
        }
    }
    let mut order = Vec::with_capacity(needs.len());
    while let Some(number) = ready.pop_first() {
        order.push(number);
        for other in needed_by.get(number).into_iter().flatten() {
            if let Some(left) = waiting.get_mut(*other) {
                *left -= 1;
                if *left == 0 {
                    ready.insert(*other);
                }
            }
        }
    }
    if order.len() == needs.len() {
        Ok(order)
    } else {
        Err(circle(needs, &waiting))
    }
}

/// A circle among the numbers that still wait.
fn circle(needs: &[BTreeSet<usize>], waiting: &[usize]) -> Vec<usize> {
    let stuck = |number: &usize| waiting.get(*number).is_some_and(|left| *left > 0);
    let mut walk: Vec<usize> = (0..needs.len()).find(stuck).into_iter().collect();
    while let Some(last) = walk.last() {
        let Some(next) = needs.get(*last).and_then(|own| own.iter().copied().find(stuck)) else {
            break;
        };
        if let Some(begin) = walk.iter().position(|number| *number == next) {
            return walk.split_off(begin);
        }
        walk.push(next);
    }
    walk
}
