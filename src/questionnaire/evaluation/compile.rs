//! How a definition becomes a plan: nodes in one row, scopes, keys and pages.

use std::collections::HashMap;

use super::lists::ListTree;
use super::order::{self, Order};
use super::paging;
use super::plan::{Compiled, Entry, NodeId, Plan, PlanProblem, Rule, Scope};
use super::references;
use super::wording;
use crate::questionnaire::definition::{Definition, Group, Node, QuestionKind, Row, Text};
use crate::questionnaire::expression::Function;

/// Compiles a definition; see [`Plan::new`].
pub(super) fn compile(definition: Definition) -> Result<Plan, Vec<PlanProblem>> {
    let mut rows = Rows {
        entries: Vec::new(),
        scopes: Vec::new(),
        problems: Vec::new(),
    };
    rows.questionnaire(&definition);
    let Rows {
        mut entries,
        mut scopes,
        mut problems,
    } = rows;
    let names = names(&entries);
    key(&mut entries, &mut scopes);
    let pages = paging::cut(&mut entries, definition.has_page_style());
    problems.extend(missing_lists(&definition, &entries));
    problems.extend(references::problems(&entries, &names));
    fold(&mut entries);
    let order = match order::order(&entries, &scopes, &names) {
        // The labels that a rule reads may mention any answer.
        Ok(order) if reads_labels(&entries) && mentions_answers(&definition) => Order {
            readers: None,
            ..order
        },
        Ok(order) => order,
        Err(cycle) => {
            problems.push(cycle);
            Order::default()
        }
    };
    if !problems.is_empty() {
        return Err(problems);
    }
    let lists = ListTree::new(&definition);
    let lasting = (0u32..)
        .zip(&entries)
        .filter(|(_, entry)| order::calculation(entry).is_some_and(references::reads_itself))
        .map(|(index, _)| NodeId(index))
        .collect();
    let triggered = triggered(&entries, &names);
    let makes_options = entries
        .iter()
        .filter_map(|entry| entry.question()?.kind.selection())
        .any(|selection| !selection.source.has_list());
    let names = names
        .into_iter()
        .filter_map(|(name, named)| Some((name, *named.nodes.first()?)))
        .collect();
    Ok(Plan {
        definition,
        entries,
        scopes,
        pages,
        order,
        names,
        lists,
        lasting,
        triggered,
        makes_options,
    })
}

/// The nodes of one name.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    /// In the order of the sheet; never empty.
    pub nodes: Vec<NodeId>,
}

impl Named {
    pub fn is_ambiguous(&self) -> bool {
        self.nodes.len() > 1
    }
}

fn names(entries: &[Entry]) -> HashMap<String, Named> {
    let mut names: HashMap<String, Named> = HashMap::new();
    for (index, entry) in (0u32..).zip(entries).skip(1) {
        let of_name = names.entry(entry.name().to_owned()).or_default();
        of_name.nodes.push(NodeId(index));
    }
    names
}

fn reads_labels(entries: &[Entry]) -> bool {
    let rules = entries.iter().flat_map(references::expressions);
    rules.into_iter().any(|(_, rule)| rule.uses(Function::ChoiceName))
}

/// Whether the label of some choice does.
fn mentions_answers(definition: &Definition) -> bool {
    let choices = definition.lists.values().flat_map(|list| &list.choices);
    choices
        .flat_map(|choice| choice.label.0.values())
        .any(|label| wording::references(label).next().is_some())
}

/// The questions whose calculation runs only when another question changes, with those others.
fn triggered(entries: &[Entry], names: &HashMap<String, Named>) -> Vec<(NodeId, Vec<NodeId>)> {
    let of = |entry: &Entry| -> Vec<NodeId> {
        let question = entry.question().into_iter();
        question
            .flat_map(|question| &question.trigger)
            .filter_map(|name| names.get(name)?.nodes.first().copied())
            .collect()
    };
    (0u32..)
        .zip(entries)
        .map(|(index, entry)| (NodeId(index), of(entry)))
        .filter(|(_, triggers)| !triggers.is_empty())
        .collect()
}

/// The tree while it is put in a row.
struct Rows {
    entries: Vec<Entry>,
    scopes: Vec<Scope>,
    problems: Vec<PlanProblem>,
}

impl Rows {
    fn questionnaire(&mut self, definition: &Definition) {
        let root = Group {
            name: "data".to_owned(),
            label: Text::default(),
            hint: Text::default(),
            relevant: None,
            appearance: Vec::new(),
            repeat: None,
            children: Vec::new(),
            row: Row::default(),
        };
        self.scopes.push(Scope::new(NodeId::ROOT, 0, 0));
        self.push(Compiled::Group(Box::new(root)), NodeId::ROOT, 0);
        self.children(&definition.nodes, NodeId::ROOT, 0);
        self.close(NodeId::ROOT);
    }

    fn children(&mut self, nodes: &[Node], parent: NodeId, scope: usize) {
        let mut seen = std::collections::HashSet::new();
        for node in nodes {
            let (name, row) = match node {
                Node::Question(question) => (&question.name, question.row.0),
                Node::Group(group) => (&group.name, group.row.0),
            };
            if !seen.insert(name) {
                self.problems.push(PlanProblem::DuplicateName {
                    name: name.clone(),
                    row,
                });
            }
            match node {
                Node::Question(question) => {
                    let mut question = question.clone();
                    // Nothing but a person can say which file there is.
                    if matches!(question.kind, QuestionKind::Upload(_)) {
                        question.initial = None;
                        question.calculation = None;
                    }
                    let id = self.push(Compiled::Question(question), parent, scope);
                    self.close(id);
                }
                Node::Group(group) => self.group(group, parent, scope),
            }
        }
    }

    fn group(&mut self, group: &Group, parent: NodeId, scope: usize) {
        let childless = Box::new(Group {
            children: Vec::new(),
            ..shallow(group)
        });
        let (id, within) = if group.repeat.is_some() {
            let id = NodeId(count(&self.entries));
            let own = self.scopes.len();
            let ordinal = self.scopes.get(scope).map_or(0, |outer| outer.nested.len());
            if let Some(outer) = self.scopes.get_mut(scope) {
                outer.layout.push(id);
                outer.nested.push(own);
            }
            self.scopes.push(Scope::new(id, scope, ordinal));
            (self.push(Compiled::Group(childless), parent, own), own)
        } else {
            (self.push(Compiled::Group(childless), parent, scope), scope)
        };
        self.children(&group.children, id, within);
        self.close(id);
    }

    fn push(&mut self, item: Compiled, parent: NodeId, scope: usize) -> NodeId {
        let id = NodeId(count(&self.entries));
        let (mut slot, mut segment) = (0, 0);
        if let Some(around) = self.scopes.get_mut(scope) {
            segment = around.nested.len();
            slot = count(&around.layout) - count(&around.nested);
            around.layout.push(id);
        }
        let unknown = Rule::Constant(true);
        self.entries.push(Entry {
            item,
            parent,
            end: id.0 + 1,
            scope,
            slot,
            segment,
            page: None,
            key: String::new(),
            relevant: unknown,
            required: unknown,
            read_only: unknown,
        });
        id
    }

    fn close(&mut self, id: NodeId) {
        let end = count(&self.entries);
        if let Some(entry) = self.entries.get_mut(id.index()) {
            entry.end = end;
        }
    }
}

impl Scope {
    fn new(head: NodeId, parent: usize, ordinal: usize) -> Self {
        Self {
            head,
            parent,
            ordinal,
            layout: Vec::new(),
            nested: Vec::new(),
            keys: Vec::new(),
        }
    }
}

/// A definition has far fewer nodes than a `u32` counts: it is read from a sheet.
fn count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}

fn shallow(group: &Group) -> Group {
    Group {
        name: group.name.clone(),
        label: group.label.clone(),
        hint: group.hint.clone(),
        relevant: group.relevant.clone(),
        appearance: group.appearance.clone(),
        repeat: group.repeat.clone(),
        children: Vec::new(),
        row: group.row,
    }
}

/// Gives every node its key.
fn key(entries: &mut [Entry], scopes: &mut [Scope]) {
    for (number, scope) in scopes.iter_mut().enumerate() {
        let mut times: HashMap<String, usize> = HashMap::new();
        for entry in scope.layout.iter().filter_map(|node| entries.get(node.index())) {
            if is_keyed(entry, number) {
                *times.entry(entry.name().to_owned()).or_default() += 1;
            }
        }
        let mut keys = Vec::new();
        for node in &scope.layout {
            let Some(entry) = entries.get(node.index()) else {
                continue;
            };
            if entry.scope == number && entry.is_repeat() || *node == NodeId::ROOT {
                continue; // the head has its key in the scope around
            }
            let alone = times.get(entry.name()).is_none_or(|times| *times == 1);
            let plain = alone && (entry.question().is_some() || entry.is_repeat());
            let key = if plain {
                entry.name().to_owned()
            } else {
                path(entries, *node, scope.head)
            };
            if is_keyed(entry, number) {
                keys.push((key.clone(), *node));
            }
            if let Some(entry) = entries.get_mut(node.index()) {
                entry.key = key;
            }
        }
        keys.sort();
        scope.keys = keys;
    }
}

/// Whether answers can stand under the node's key in the scope of this number.
fn is_keyed(entry: &Entry, scope: usize) -> bool {
    match &entry.item {
        Compiled::Question(question) => question.kind != QuestionKind::Note,
        Compiled::Group(group) => group.repeat.is_some() && entry.scope != scope,
    }
}

/// Names from below `head` down to the node.
fn path(entries: &[Entry], node: NodeId, head: NodeId) -> String {
    let mut names = Vec::new();
    let mut at = node;
    while at != head {
        let Some(entry) = entries.get(at.index()) else {
            break;
        };
        names.push(entry.name());
        at = entry.parent;
    }
    names.reverse();
    names.join("/")
}

/// Questions whose list is not there.
fn missing_lists(definition: &Definition, entries: &[Entry]) -> Vec<PlanProblem> {
    entries
        .iter()
        .filter_map(Entry::question)
        .filter_map(|question| {
            let selection = question.kind.selection()?;
            let list = &selection.list;
            (selection.source.has_list() && !definition.lists.contains_key(list)).then(|| {
                PlanProblem::UnknownList {
                    question: question.name.clone(),
                    list: list.clone(),
                    row: question.row.0,
                }
            })
        })
        .collect()
}

/// Finds the rules whose outcome needs no answers.
fn fold(entries: &mut [Entry]) {
    for entry in entries {
        let (relevant, required, read_only) = match &entry.item {
            Compiled::Question(question) => {
                let read_only = references::rule(question.read_only.as_ref(), false);
                (
                    references::rule(question.relevant.as_ref(), true),
                    references::rule(question.required.as_ref(), false),
                    if entry.takes_answer() {
                        read_only
                    } else {
                        Rule::Constant(true)
                    },
                )
            }
            Compiled::Group(group) => (
                references::rule(group.relevant.as_ref(), true),
                Rule::Constant(false),
                Rule::Constant(true),
            ),
        };
        entry.relevant = relevant;
        entry.required = required;
        entry.read_only = read_only;
    }
}
