//! Choice lists and tables of files as nodes, for filters and `instance('list')/root/item[…]`.

use std::collections::HashMap;

use crate::questionnaire::definition::{Choice, Definition, Selection, Source, Table};

/// Handles of list nodes have this bit, those of answers do not.
pub(super) const LIST: u32 = 1 << 31;

/// All lists and tables of a definition: for each a node, below it `root`, below that an `item` for
/// every choice or row, and below these its columns; of a list from the choices sheet they are `name`,
/// `label` and the further ones.
#[derive(Debug, Default)]
pub(super) struct ListTree {
    nodes: Vec<ListNode>,
    /// Each name once; nodes have its place.
    names: Vec<Box<str>>,
    known: HashMap<Box<str>, u32>,
    lists: HashMap<String, ListRoot>,
    tables: HashMap<String, u32>,
}

#[derive(Debug)]
struct ListNode {
    /// None of the outermost nodes.
    parent: u32,
    /// The node after everything below this one.
    end: u32,
    name: u32,
    text: ListText,
}

/// The text of a list node.
#[derive(Debug)]
pub(super) enum ListText {
    None,
    Fixed(Box<str>),
    /// The label of this choice of the list of this name; see [`ListTree::name_at`].
    Label {
        list: u32,
        choice: usize,
    },
}

#[derive(Debug)]
struct ListRoot {
    node: u32,
    items: Vec<u32>,
}

const NO_PARENT: u32 = u32::MAX;

impl ListTree {
    pub fn new(definition: &Definition) -> Self {
        let mut tree = Self::default();
        let from_files = from_files(definition);
        for (name, list) in &definition.lists {
            let (node, root) = tree.open();
            let list_name = tree.known_as(name);
            let is_table = from_files.contains(&name.as_str());
            let items = list
                .choices
                .iter()
                .enumerate()
                .map(|(number, choice)| tree.item(root, (list_name, number), choice, is_table))
                .collect();
            tree.close(root);
            tree.close(node);
            tree.lists.insert(name.clone(), ListRoot { node, items });
        }
        for (id, table) in &definition.tables {
            let node = tree.table(table);
            tree.tables.insert(id.clone(), node);
        }
        tree
    }

    fn item(&mut self, root: u32, place: (u32, usize), choice: &Choice, is_table: bool) -> u32 {
        let (list, number) = place;
        let item = self.push(root, "item", ListText::None);
        // A file's own columns hold its names and labels too.
        if !is_table {
            self.push(item, "name", ListText::Fixed(choice.name.as_str().into()));
            self.push(item, "label", ListText::Label { list, choice: number });
            // Converters give translated labels such names, which authors hand to `jr:itext()`.
            let id = format!("{}-{number}", self.name_at(list));
            self.push(item, "itextId", ListText::Fixed(id.into()));
        }
        for (column, value) in &choice.data {
            self.push(item, column, ListText::Fixed(value.as_str().into()));
        }
        self.close(item);
        item
    }

    fn table(&mut self, table: &Table) -> u32 {
        let (node, root) = self.open();
        for row in &table.rows {
            let item = self.push(root, "item", ListText::None);
            for (column, value) in table.columns.iter().zip(row) {
                self.push(item, column, ListText::Fixed(value.as_str().into()));
            }
            self.close(item);
        }
        self.close(root);
        self.close(node);
        node
    }

    /// An outermost node, and the root within it.
    fn open(&mut self) -> (u32, u32) {
        let node = self.push(NO_PARENT, "", ListText::None);
        (node, self.push(node, "root", ListText::None))
    }

    fn push(&mut self, parent: u32, name: &str, text: ListText) -> u32 {
        let (number, name) = (self.next(), self.known_as(name));
        self.nodes.push(ListNode {
            parent,
            end: number + 1,
            name,
            text,
        });
        number
    }

    /// The place of a name among all names.
    fn known_as(&mut self, name: &str) -> u32 {
        if let Some(place) = self.known.get(name) {
            return *place;
        }
        let place = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.into());
        self.known.insert(name.into(), place);
        place
    }

    fn close(&mut self, node: u32) {
        let end = self.next();
        if let Some(node) = self.nodes.get_mut((node & !LIST) as usize) {
            node.end = end;
        }
    }

    fn next(&self) -> u32 {
        u32::try_from(self.nodes.len()).unwrap_or(u32::MAX) | LIST
    }

    fn node(&self, node: u32) -> Option<&ListNode> {
        self.nodes.get((node & !LIST) as usize)
    }

    /// The node of the table or list of this id; a table of a file comes first.
    pub fn instance(&self, id: &str) -> Option<u32> {
        let list = || self.lists.get(id).map(|root| root.node);
        self.tables.get(id).copied().or_else(list)
    }

    /// The items of a list, as many as it has choices.
    pub fn items(&self, list: &str) -> &[u32] {
        self.lists.get(list).map_or(&[], |root| &root.items)
    }

    pub fn parent(&self, node: u32) -> Option<u32> {
        self.node(node)
            .map(|node| node.parent)
            .filter(|parent| *parent != NO_PARENT)
    }

    pub fn name(&self, node: u32) -> &str {
        self.node(node).map_or("", |node| self.name_at(node.name))
    }

    /// The name at a place among all names.
    pub fn name_at(&self, place: u32) -> &str {
        self.names.get(place as usize).map_or("", |name| name)
    }

    pub fn text(&self, node: u32) -> &ListText {
        self.node(node).map_or(&ListText::None, |node| &node.text)
    }

    /// The node after everything below this one.
    pub fn end(&self, node: u32) -> u32 {
        self.node(node).map_or(node + 1, |node| node.end)
    }
}

/// Names of the lists whose choices are rows of files.
fn from_files(definition: &Definition) -> Vec<&str> {
    let selections = definition.questions().into_iter();
    selections
        .filter_map(|question| question.kind.selection())
        .filter(|selection: &&Selection| matches!(selection.source, Source::File { .. }))
        .map(|selection| selection.list.as_str())
        .collect()
}
