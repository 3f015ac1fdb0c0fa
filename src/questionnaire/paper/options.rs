//! Options as far as paper can offer them: what a filter allows whatever is answered.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::DateTime;

use crate::questionnaire::definition::{Choice, Definition, Selection, Source};
use crate::questionnaire::expression::{
    Axis, Evaluation, Expression, Kind, NodeTest, Path, Start, Still, Tree, Zone,
};

/// The options of a question.
#[derive(Debug, Default)]
pub struct Options<'d> {
    /// In the order of the file. Where the filter looks at answers, all there are.
    pub choices: Vec<&'d Choice>,
    /// The filter, if what is offered depends on answers.
    pub filter: Option<&'d Expression>,
    /// The options are answers to another question: its name.
    pub answers_to: Option<&'d str>,
    /// There are more than paper holds: what is meant is written down.
    pub is_written: bool,
}

impl<'d> Options<'d> {
    pub(super) fn of(selection: &'d Selection, definition: &'d Definition) -> Self {
        if selection.source == Source::Answers {
            return Self {
                answers_to: Some(&selection.list),
                ..Self::default()
            };
        }
        if selection.source == Source::Registry {
            return Self {
                is_written: true,
                ..Self::default()
            };
        }
        let all = definition.lists.get(&selection.list);
        let all = all.into_iter().flat_map(|list| &list.choices);
        match &selection.filter {
            Some(filter) if is_about_options_alone(filter) => Self {
                choices: all.filter(|choice| passes(filter, choice)).collect(),
                ..Self::default()
            },
            filter => Self {
                choices: all.collect(),
                filter: filter.as_ref(),
                ..Self::default()
            },
        }
    }
}

/// Whether a filter looks at nothing but the columns of the option.
fn is_about_options_alone(filter: &Expression) -> bool {
    let is_column = |path: &Path| match (&path.start, path.steps.as_slice()) {
        // Labels differ by language, and so would the options.
        (Start::Here, [step]) => match &step.test {
            NodeTest::Name { prefix: None, local } => step.axis == Axis::Child && &**local != "label",
            _ => false,
        },
        _ => false,
    };
    !filter.is_volatile()
        && filter.root().parts().all(|term| match &term.kind {
            Kind::Path(path) => is_column(path),
            Kind::Reference(_) | Kind::Filter { .. } => false,
            Kind::Number(_) | Kind::Text(_) | Kind::Chain(_) | Kind::Negate(_) | Kind::Call(_) => true,
        })
}

/// What cannot be evaluated lets everything pass, as it does on the site.
fn passes(filter: &Expression, choice: &Choice) -> bool {
    let item = Item::of(choice);
    let still = Still::new(DateTime::UNIX_EPOCH, Zone::default(), 0);
    Evaluation::new(&item, &still, ITEM).truth(filter).unwrap_or(true)
}

const ROOT: usize = 0;
const ITEM: usize = 1;

/// An option as a tree: the root, the item, and below it its columns.
struct Item<'c> {
    columns: Vec<(&'c str, &'c str)>,
}

impl<'c> Item<'c> {
    fn of(choice: &'c Choice) -> Self {
        let named = choice.data.keys().map(String::as_str).chain(["name"]);
        let columns: BTreeSet<&str> = named.collect();
        let columns = columns.into_iter();
        Self {
            columns: columns
                .filter_map(|column| Some((column, choice.column(column)?)))
                .collect(),
        }
    }

    fn column(&self, node: usize) -> Option<(&'c str, &'c str)> {
        self.columns.get(node.checked_sub(ITEM + 1)?).copied()
    }
}

impl Tree for Item<'_> {
    type Node = usize;

    fn root(&self) -> usize {
        ROOT
    }

    fn parent(&self, node: usize) -> Option<usize> {
        match node {
            ROOT => None,
            ITEM => Some(ROOT),
            _ => Some(ITEM),
        }
    }

    fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        match node {
            ROOT => ITEM..ITEM + 1,
            ITEM => ITEM + 1..ITEM + 1 + self.columns.len(),
            _ => 0..0,
        }
    }

    fn name(&self, node: usize) -> &str {
        self.column(node).map_or("", |(name, _)| name)
    }

    fn text(&self, node: usize) -> Cow<'_, str> {
        self.column(node).map_or("", |(_, text)| text).into()
    }
}
