//! Choice lists as nodes, for filters and `instance('list')/root/item[…]`.

use std::collections::HashMap;

use crate::questionnaire::definition::{Choice, Definition};

/// Handles of list nodes have this bit, those of answers do not.
pub(super) const LIST: u32 = 1 << 31;

/// All lists of a definition: for each a node, below it `root`, below that an `item` for every
/// choice, and below these `name`, `label` and the further columns.
#[derive(Debug, Default)]
pub(super) struct ListTree {
    nodes: Vec<ListNode>,
    roots: HashMap<String, ListRoot>,
}

#[derive(Debug)]
struct ListNode {
    parent: Option<u32>,
    /// The node after everything below this one.
    end: u32,
    name: String,
    text: ListText,
}

/// The text of a list node.
#[derive(Debug)]
pub(super) enum ListText {
    None,
    Fixed(String),
    /// The label of this choice.
    Label {
        list: String,
        choice: usize,
    },
}

#[derive(Debug)]
struct ListRoot {
    node: u32,
    items: Vec<u32>,
}

impl ListTree {
    pub fn new(definition: &Definition) -> Self {
        let mut tree = Self::default();
        for (list, choices) in &definition.lists {
            let node = tree.push(None, "", ListText::None);
            let root = tree.push(Some(node), "root", ListText::None);
            let items = choices
                .choices
                .iter()
                .enumerate()
                .map(|(number, choice)| tree.item(root, list, number, choice))
                .collect();
            tree.close(root);
            tree.close(node);
            tree.roots.insert(list.clone(), ListRoot { node, items });
        }
        tree
    }

    fn item(&mut self, root: u32, list: &str, number: usize, choice: &Choice) -> u32 {
        let item = self.push(Some(root), "item", ListText::None);
        self.push(Some(item), "name", ListText::Fixed(choice.name.clone()));
        self.push(
            Some(item),
            "label",
            ListText::Label {
                list: list.to_owned(),
                choice: number,
            },
        );
        for (column, value) in &choice.data {
            self.push(Some(item), column, ListText::Fixed(value.clone()));
        }
        self.close(item);
        item
    }

    fn push(&mut self, parent: Option<u32>, name: &str, text: ListText) -> u32 {
        let number = self.next();
        self.nodes.push(ListNode {
            parent,
            end: number + 1,
            name: name.to_owned(),
            text,
        });
        number
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

    /// The node of a list.
    pub fn list(&self, name: &str) -> Option<u32> {
        self.roots.get(name).map(|root| root.node)
    }

    /// The items of a list, as many as it has choices.
    pub fn items(&self, list: &str) -> &[u32] {
        self.roots.get(list).map_or(&[], |root| &root.items)
    }

    pub fn parent(&self, node: u32) -> Option<u32> {
        self.node(node)?.parent
    }

    pub fn name(&self, node: u32) -> &str {
        self.node(node).map_or("", |node| &node.name)
    }

    pub fn text(&self, node: u32) -> &ListText {
        self.node(node).map_or(&ListText::None, |node| &node.text)
    }

    /// The node after everything below this one.
    pub fn end(&self, node: u32) -> u32 {
        self.node(node).map_or(node + 1, |node| node.end)
    }
}
