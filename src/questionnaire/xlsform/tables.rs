//! What expressions look up in tables: columns in choice filters, lists and files by `instance()` and
//! `pulldata()`.

use std::collections::{BTreeMap, BTreeSet};

use super::checks::Sheets;
use super::choices::Lists;
use super::files::Files;
use super::parameters::{self, Parameters};
use super::references::{self, Reference};
use super::types::{Plain, RowType};
use super::walk::{self, Visited};
use crate::chain::registry::excerpt;
use crate::questionnaire::definition::{Definition, Node, Selection, Source};
use crate::questionnaire::expression::{
    Axis, Call, Expression, Function, Kind, NodeTest, Path, Start, Step, Term,
};
use crate::questionnaire::findings::{Code, Findings, Place};

/// What expressions look into.
#[derive(Debug, Default)]
pub(super) struct LookedInto {
    /// Names of lists.
    pub lists: BTreeSet<String>,
    /// Files by the ids of their tables.
    pub files: BTreeMap<String, String>,
    /// Ids that stand for the registry of releases.
    pub registry: BTreeSet<String>,
}

/// Remarks on tables, lists and columns that do not exist.
pub(super) fn check(
    definition: &Definition,
    nodes: &[Visited<'_>],
    lists: &Lists,
    sheets: &Sheets<'_>,
    files: &mut Files<'_>,
    findings: &mut Findings,
) -> LookedInto {
    let place = &sheets.survey.place;
    let mut known = Known::declared(sheets, lists, findings);
    for visited in nodes {
        known.add_options(visited, place, findings);
    }
    check_geometries(sheets, &known, nodes, findings);
    let mut looked_into = LookedInto::default();
    let mut reader = Reader {
        known: &mut known,
        files,
        looked_into: &mut looked_into,
        findings,
    };
    for visited in nodes {
        let place = place.clone().row(visited.row());
        for (column, expression) in walk::expressions(visited.node) {
            reader.read(expression, &place.clone().column(column));
        }
    }
    if let Some(name) = &definition.instance_name {
        let place = sheets.settings.clone().row(2).column("instance_name");
        reader.read(name, &place);
    }
    let columns = columns(definition);
    for visited in nodes {
        let place = place.clone().row(visited.row());
        if let Node::Question(question) = visited.node
            && let Some(selection) = question.kind.selection()
        {
            check_filter(selection, &columns, &place.column("choice_filter"), findings);
        }
    }
    for (id, (_, row)) in sheets.tables {
        if !looked_into.files.contains_key(id) && !looked_into.registry.contains(id) {
            let place = place.clone().row(*row).column("name");
            findings.add(place, Code::UnusedTable { id: id.clone() });
        }
    }
    looked_into
}

/// What an id can stand for.
struct Known<'k> {
    lists: &'k Lists,
    /// Files by id.
    files: BTreeMap<String, String>,
}

impl<'k> Known<'k> {
    fn declared(sheets: &Sheets<'_>, lists: &'k Lists, findings: &mut Findings) -> Self {
        let mut known = Self {
            lists,
            files: BTreeMap::new(),
        };
        for (id, (file, row)) in sheets.tables {
            let place = sheets.survey.place.clone().row(*row).column("name");
            known.add(id, file, &place, findings);
        }
        known
    }

    /// A question whose options are in a file makes that known too.
    fn add_options(&mut self, visited: &Visited<'_>, place: &Place, findings: &mut Findings) {
        if let Node::Question(question) = visited.node
            && let Some(selection) = question.kind.selection()
            && let Source::File { file, .. } = &selection.source
            && let Some((id, _)) = file.rsplit_once('.')
        {
            let place = place.clone().row(visited.row()).column("type");
            self.add(id, file, &place, findings);
        }
    }

    /// Every id stands for one thing.
    fn add(&mut self, id: &str, file: &str, place: &Place, findings: &mut Findings) {
        let first = match self.files.get(id) {
            Some(first) if first == file => return,
            Some(first) => first.clone(),
            None if self.lists.by_name.contains_key(id) => format!("the list “{id}”"),
            None => {
                self.files.insert(id.to_owned(), file.to_owned());
                return;
            }
        };
        let (id, second) = (id.to_owned(), file.to_owned());
        findings.add(place.clone(), Code::TableTwice { id, first, second });
    }
}

/// An expression being read.
struct Reader<'r, 'k, 'f> {
    known: &'r mut Known<'k>,
    files: &'r mut Files<'f>,
    looked_into: &'r mut LookedInto,
    findings: &'r mut Findings,
}

impl Reader<'_, '_, '_> {
    fn read(&mut self, expression: &Expression, place: &Place) {
        for term in expression.root().parts() {
            match &term.kind {
                Kind::Call(call) => self.call(call, place),
                Kind::Path(path) => self.path(path, place),
                _ => {}
            }
        }
    }

    fn call(&mut self, call: &Call, place: &Place) {
        match (call.function(), call.arguments.as_slice()) {
            (Some(Function::Instance), [argument]) => {
                if let Some(id) = text(argument) {
                    self.instance(id, place);
                }
            }
            (Some(Function::Pulldata), [table, columns @ ..]) => match text(table) {
                Some(id) => self.pulldata(id, columns, place),
                None => self.findings.add(place.clone(), Code::TableUnnamed),
            },
            _ => {}
        }
    }

    fn instance(&mut self, id: &str, place: &Place) {
        if let Some(file) = self.known.files.get(id) {
            self.looked_into.files.insert(id.to_owned(), file.clone());
        } else if self.known.lists.by_name.contains_key(id) {
            self.looked_into.lists.insert(id.to_owned());
        } else {
            self.findings
                .add(place.clone(), Code::UnknownInstance { id: id.to_owned() });
        }
    }

    /// The first argument names a file, which nothing else need declare.
    fn pulldata(&mut self, id: &str, arguments: &[Term], place: &Place) {
        let file = match id.rsplit_once('.') {
            Some((_, "csv")) => id.to_owned(),
            _ => format!("{id}.csv"),
        };
        if self.files.is_registry(&file) {
            self.looked_into.registry.insert(id.to_owned());
            return self.in_registry(arguments, place);
        }
        self.known.add(id, &file, place, self.findings);
        self.instance(id, place);
        // The column that is wanted, and the one that holds the key.
        for column in arguments.iter().take(2).filter_map(text) {
            self.column(&file, column, place);
        }
    }

    /// The columns of the registry are known; releases are looked up by few of them.
    fn in_registry(&mut self, arguments: &[Term], place: &Place) {
        let mut arguments = arguments.iter().map(text);
        let known = [excerpt::columns(), excerpt::key_columns()];
        for (columns, column) in known.iter().zip([arguments.next(), arguments.next()]) {
            let Some(column) = column.flatten() else { continue };
            if !columns.contains(&column) {
                let reason = format!("“{column}” is none of {}", columns.join(", "));
                self.findings.add(place.clone(), Code::RegistryUse { reason });
            }
        }
    }

    /// `instance('id')/root/item[column = …]/column`
    fn path(&mut self, path: &Path, place: &Place) {
        let Start::Term(start) = &path.start else { return };
        let Kind::Call(call) = &start.kind else { return };
        let (Some(Function::Instance), [id]) = (call.function(), call.arguments.as_slice()) else {
            return;
        };
        let Some(file) = text(id).and_then(|id| self.known.files.get(id).cloned()) else {
            return;
        };
        let mut columns = BTreeSet::new();
        for predicate in path.steps.iter().take(2).flat_map(|step| &step.predicates) {
            bare_names(predicate, &mut columns);
        }
        columns.extend(path.steps.get(2).and_then(name));
        for column in columns {
            self.column(&file, column, place);
        }
    }

    /// Remarks if the table of a file that is there has no such column.
    fn column(&mut self, file: &str, column: &str, place: &Place) {
        let Some(grid) = self.files.grid(file, place, self.findings) else {
            return;
        };
        if grid.column(column).is_none() {
            let code = Code::NoTableColumn {
                column: column.to_owned(),
                columns: grid.columns.join(", "),
            };
            self.findings.add(place.clone(), code);
        }
    }
}

fn text(term: &Term) -> Option<&str> {
    match &term.kind {
        Kind::Text(text) => Some(text),
        _ => None,
    }
}

/// The name that a step goes down to.
fn name(step: &Step) -> Option<&str> {
    match (step.axis, &step.test) {
        (Axis::Child, NodeTest::Name { prefix: None, local }) => Some(local),
        _ => None,
    }
}

/// A place may be chosen on a map that shows others, which is not so here; what is named must exist all
/// the same.
fn check_geometries(sheets: &Sheets<'_>, known: &Known<'_>, nodes: &[Visited<'_>], findings: &mut Findings) {
    let survey = sheets.survey;
    let is_repeat =
        |visited: &&Visited<'_>| matches!(visited.node, Node::Group(group) if group.repeat.is_some());
    let repeats: BTreeSet<&str> = nodes.iter().filter(is_repeat).map(Visited::name).collect();
    for record in &survey.rows {
        if RowType::parse(survey.text(record, "type")) != RowType::Plain(Plain::Geopoint) {
            continue;
        }
        let place = survey.at(record, "parameters");
        let text = survey.text(record, "parameters");
        let parameters = Parameters::parse(text, &place, &mut Findings::default());
        let Some(geometry) = parameters.get("reference-geometry") else {
            continue;
        };
        let exists = match references::scan(geometry).as_slice() {
            [Reference::Name(name)] => repeats.contains(name),
            _ => known.files.contains_key(geometry) || known.lists.by_name.contains_key(geometry),
        };
        let code = if exists {
            let feature = "Other places on the map (reference-geometry)".to_owned();
            Code::Disregarded { feature }
        } else {
            let wanted = "a list, a table or a reference to a repeat";
            parameters::invalid("reference-geometry", geometry, wanted)
        };
        findings.add(place, code);
    }
}

/// Further columns of each list, of which a file that is not known has none.
fn columns(definition: &Definition) -> BTreeMap<&str, BTreeSet<&str>> {
    let lists = definition
        .lists
        .iter()
        .filter(|(_, list)| !list.choices.is_empty());
    lists
        .map(|(name, list)| {
            let columns = list.choices.iter().flat_map(|choice| choice.data.keys());
            (name.as_str(), columns.map(String::as_str).collect())
        })
        .collect()
}

fn check_filter(
    selection: &Selection,
    known: &BTreeMap<&str, BTreeSet<&str>>,
    place: &Place,
    findings: &mut Findings,
) {
    let (Some(filter), Some(known)) = (&selection.filter, known.get(selection.list.as_str())) else {
        return;
    };
    let mut columns = BTreeSet::new();
    bare_names(filter.root(), &mut columns);
    // In a file these are columns like all others.
    let is_own = |column: &str| selection.source == Source::Sheet && matches!(column, "name" | "label");
    let unknown = |column: &&str| !is_own(column) && !known.contains(column);
    for column in columns.into_iter().filter(unknown) {
        let code = Code::UnknownFilterColumn {
            column: column.to_owned(),
            list: selection.list.clone(),
        };
        findings.add(place.clone(), code);
    }
}

/// Names that stand alone; within the predicate of another path they mean something else.
fn bare_names<'t>(term: &'t Term, names: &mut BTreeSet<&'t str>) {
    match &term.kind {
        Kind::Path(path) => {
            if let (Start::Here, [step]) = (&path.start, path.steps.as_slice())
                && let (Axis::Child, NodeTest::Name { prefix: None, local }) = (step.axis, &step.test)
            {
                names.insert(local);
            }
        }
        Kind::Filter { base, .. } => bare_names(base, names),
        _ => term
            .children()
            .into_iter()
            .for_each(|child| bare_names(child, names)),
    }
}
