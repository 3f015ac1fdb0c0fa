//! Rows of the survey sheet as a tree: groups and repeats with what they contain.

use std::collections::{BTreeMap, BTreeSet};

use super::choices::Lists;
use super::files::Files;
use super::languages::Languages;
use super::names::Names;
use super::parameters::Parameters;
use super::question::QuestionReader;
use super::sheet::{Record, Records};
use super::types::{Container, RowType};
use super::{appearances, formula, matrix, media};
use crate::questionnaire::definition::{Group, Node, Repeat, Row, Text};
use crate::questionnaire::findings::{Code, Findings};

/// Groups deeper than this are refused, so that walking the tree needs no more stack than there is.
const DEEPEST: usize = 40;

/// What reading rows needs to know.
pub(super) struct Tree<'t> {
    pub records: &'t Records,
    pub languages: &'t Languages,
    /// Name of the root node.
    pub root: &'t str,
}

/// What the rows make.
pub(super) struct Grown {
    pub nodes: Vec<Node>,
    /// Tables that rows declare, by their ids, each with its file and row.
    pub tables: BTreeMap<String, (String, u32)>,
    /// Names of rows that were refused; what refers to them is not to blame.
    pub refused: BTreeSet<String>,
}

/// A container that has begun; the outermost is the questionnaire itself.
struct Open {
    container: Option<Container>,
    group: Group,
    names: Names,
}

/// The reading of one sheet.
struct Growth<'g, 'f> {
    tree: &'g Tree<'g>,
    lists: &'g mut Lists,
    files: &'g mut Files<'f>,
    findings: &'g mut Findings,
    open: Vec<Open>,
    /// Rows of repeats by name.
    repeats: BTreeMap<String, u32>,
    tables: BTreeMap<String, (String, u32)>,
    refused: BTreeSet<String>,
}

impl Tree<'_> {
    /// All nodes; what is wrong with rows goes to `findings`.
    pub fn read(&self, lists: &mut Lists, files: &mut Files<'_>, findings: &mut Findings) -> Grown {
        let mut growth = Growth {
            tree: self,
            lists,
            files,
            findings,
            open: vec![outermost()],
            repeats: BTreeMap::new(),
            tables: BTreeMap::new(),
            refused: BTreeSet::new(),
        };
        for record in &self.records.rows {
            growth.row(record);
        }
        growth.finish()
    }
}

fn outermost() -> Open {
    Open {
        container: None,
        group: empty_group(0),
        names: Names::default(),
    }
}

fn empty_group(row: u32) -> Group {
    Group {
        name: String::new(),
        label: Text::default(),
        hint: Text::default(),
        relevant: None,
        appearance: Vec::new(),
        repeat: None,
        children: Vec::new(),
        row: Row(row),
    }
}

impl Growth<'_, '_> {
    fn row(&mut self, record: &Record) {
        let records = self.tree.records;
        let word = records.text(record, "type");
        if word.is_empty() {
            self.without_type(record);
            return;
        }
        self.unsupported_columns(record);
        match RowType::parse(word) {
            RowType::Begin(container) => self.begin(container, record),
            RowType::End(container) => self.end(container, record),
            RowType::Table(ending) => self.table(ending, record),
            RowType::Setting => {
                let setting = word.to_owned();
                self.remark(record, "type", Code::SettingElsewhere { setting });
            }
            RowType::Unknown => {
                self.remark(
                    record,
                    "type",
                    Code::UnknownType {
                        word: word.to_owned(),
                    },
                );
                self.refuse(record);
            }
            RowType::Unsupported(feature) => {
                self.remark(
                    record,
                    "type",
                    Code::Unsupported {
                        feature: feature.to_owned(),
                    },
                );
                self.refuse(record);
            }
            RowType::Disregarded(feature) => {
                self.remark(
                    record,
                    "type",
                    Code::Disregarded {
                        feature: feature.to_owned(),
                    },
                );
            }
            row_type => self.question(&row_type, record),
        }
    }

    /// A row that says nothing but a remark in some other column is left out.
    fn without_type(&mut self, record: &Record) {
        let records = self.tree.records;
        let says = |column: &str| !records.translations(record, column).is_empty();
        if says("name") || says("label") {
            self.remark(record, "type", Code::MissingType);
        }
    }

    /// Columns of other tools that would change what the questionnaire does.
    fn unsupported_columns(&mut self, record: &Record) {
        let records = self.tree.records;
        for (header, _) in records.cells(record) {
            if let Some(header) = header
                && let super::columns::Meaning::Unsupported(feature) = header.meaning
            {
                let place = records.at(record, &header.title);
                self.findings.add(
                    place,
                    Code::Unsupported {
                        feature: feature.to_owned(),
                    },
                );
            }
        }
    }

    fn remark(&mut self, record: &Record, column: &str, code: Code) {
        self.findings.add(self.tree.records.at(record, column), code);
    }

    /// The row's name, checked and taken; notes get one if they have none.
    fn named(&mut self, record: &Record, may_lack: bool) -> String {
        let written = self.tree.records.text(record, "name");
        let place = self.tree.records.at(record, "name");
        let name = if written.is_empty() && may_lack {
            format!("generated_note_name_{}", record.number)
        } else {
            written.to_owned()
        };
        if let Some(open) = self.open.last_mut() {
            open.names.take(&name, record.number, &place, self.findings);
        }
        name
    }

    /// Of rows that take no parameters these must at least be some.
    fn check_parameters(&mut self, record: &Record) {
        let records = self.tree.records;
        let text = records.text(record, "parameters");
        Parameters::parse(text, &records.at(record, "parameters"), self.findings);
    }

    fn refuse(&mut self, record: &Record) {
        self.check_parameters(record);
        let name = self.named(record, false);
        self.refused.insert(name);
    }

    /// A row that declares a table shows nothing and has no value.
    fn table(&mut self, ending: &str, record: &Record) {
        self.check_parameters(record);
        let id = self.named(record, false);
        let file = format!("{id}.{ending}");
        match self.tables.get(&id) {
            Some((_, first)) => {
                let first = *first;
                self.remark(record, "name", Code::TableDeclaredTwice { id, first });
            }
            None => {
                self.tables.insert(id, (file, record.number));
            }
        }
    }

    fn begin(&mut self, container: Container, record: &Record) {
        let name = self.named(record, false);
        if self.open.len() > DEEPEST {
            self.remark(record, "type", Code::NestedDepth { limit: DEEPEST });
        }
        if container == Container::Loop {
            let feature = "A loop".to_owned();
            self.remark(record, "type", Code::Unsupported { feature });
        }
        let records = self.tree.records;
        let text = |column: &str| records.text(record, column);
        let at = |column: &str| records.at(record, column);
        let group = Group {
            label: self.tree.languages.text(records, record, "label"),
            hint: self.tree.languages.text(records, record, "hint"),
            relevant: formula::rule(text("relevant"), &at("relevant"), self.findings),
            appearance: text("appearance").split_whitespace().map(str::to_owned).collect(),
            repeat: (container == Container::Repeat).then(|| Repeat {
                count: formula::expression(text("repeat_count"), &at("repeat_count"), self.findings),
            }),
            name,
            ..empty_group(record.number)
        };
        self.check_container(container, &group, record);
        self.open.push(Open {
            container: Some(container),
            group,
            names: Names::default(),
        });
    }

    fn check_container(&mut self, container: Container, group: &Group, record: &Record) {
        self.check_parameters(record);
        let place = self.tree.records.at(record, "appearance");
        appearances::check(&group.appearance, None, &place, self.findings);
        let name = group.name.clone();
        if container == Container::Repeat && !name.is_empty() {
            if name == self.tree.root {
                self.remark(record, "name", Code::ReservedName { name: name.clone() });
            }
            match self.repeats.get(&name).copied() {
                Some(first) => self.remark(record, "name", Code::DuplicateRepeat { name, first }),
                None => {
                    self.repeats.insert(name, record.number);
                }
            }
        }
        let columns = [
            "required",
            "constraint",
            "calculation",
            "choice_filter",
            "default",
            "exposure",
            "trigger",
        ];
        let count = (container != Container::Repeat).then_some("repeat_count");
        for column in columns.into_iter().chain(count).chain(media::COLUMNS) {
            if !self.tree.records.translations(record, column).is_empty() {
                let word = format!("a {}", container.as_str());
                self.remark(
                    record,
                    column,
                    Code::NoEffectOn {
                        column: column.to_owned(),
                        word,
                    },
                );
            }
        }
    }

    fn end(&mut self, container: Container, record: &Record) {
        self.check_parameters(record);
        let matched = self
            .open
            .last()
            .is_some_and(|open| open.container == Some(container));
        if !matched {
            let container = container.as_str().to_owned();
            self.remark(record, "type", Code::UnmatchedEnd { container });
        }
        // A group ended as a repeat, or the reverse, is a slip: going on as if it were right keeps
        // one mistake from making many findings.
        if self.open.len() > 1 {
            self.close();
        }
    }

    /// Puts the innermost container into the one around it.
    fn close(&mut self) {
        let Some(closed) = self.open.pop() else { return };
        let place = self.tree.records.place.clone().row(closed.group.row.0);
        if closed.group.children.is_empty() {
            let name = closed.group.name.clone();
            self.findings
                .add(place.clone().column("type"), Code::EmptyGroup { name });
        }
        if closed.group.is_matrix() {
            matrix::check(&closed.group, &self.tree.records.place, self.findings);
        }
        self.push(Node::Group(closed.group));
    }

    fn push(&mut self, node: Node) {
        if let Some(open) = self.open.last_mut() {
            open.group.children.push(node);
        }
    }

    fn question(&mut self, row_type: &RowType, record: &Record) {
        let note = *row_type == RowType::Plain(super::types::Plain::Note);
        let name = self.named(record, note);
        let mut reader = QuestionReader {
            records: self.tree.records,
            record,
            languages: self.tree.languages,
            lists: self.lists,
            files: self.files,
            findings: self.findings,
        };
        let questions = reader.read(row_type, &name);
        for (index, question) in questions.into_iter().enumerate() {
            if let (true, Some(open)) = (index > 0, self.open.last_mut()) {
                let place = self.tree.records.at(record, "name");
                open.names
                    .take(&question.name, record.number, &place, self.findings);
            }
            self.push(Node::Question(Box::new(question)));
        }
    }

    /// Closes what was left open.
    fn finish(mut self) -> Grown {
        while self.open.len() > 1 {
            if let Some(open) = self.open.last() {
                let place = self
                    .tree
                    .records
                    .place
                    .clone()
                    .row(open.group.row.0)
                    .column("type");
                let container = open.container.map_or("group", Container::as_str).to_owned();
                let code = Code::UnmatchedBegin {
                    container,
                    name: open.group.name.clone(),
                };
                self.findings.add(place, code);
            }
            self.close();
        }
        let outermost = self.open.pop();
        Grown {
            nodes: outermost.map(|open| open.group.children).unwrap_or_default(),
            tables: self.tables,
            refused: self.refused,
        }
    }
}
