//! Other people's `XLSForm` files: every valid one imports or is refused by name for one of the few
//! features that a survey on the web does without, every invalid one is refused with the row that is
//! wrong, and rules come out as another converter writes them.
//!
//! The cases are not in this repository: `SOUNDINGS_CONFORMANCE` names their folder, else
//! `../shared/conformance` is tried; without it the tests say so and pass.

#![expect(
    clippy::unwrap_used,
    reason = "a broken case file should stop the test where it is read"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use soundings::questionnaire::definition::{
    Definition, Group, Node, Question, QuestionKind, Selection, Source, Upload,
};
use soundings::questionnaire::expression::Expression;
use soundings::questionnaire::findings::{Finding, Severity};
use soundings::questionnaire::xlsform::{self, Reading};

fn folder() -> Option<PathBuf> {
    let root =
        std::env::var_os("SOUNDINGS_CONFORMANCE").map_or("../shared/conformance".into(), PathBuf::from);
    let folder = root.join("xlsforms");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("absent: {}", folder.display());
    None
}

fn errors(reading: &Reading) -> Vec<Finding> {
    let findings = reading.findings.clone().sorted();
    findings
        .into_iter()
        .filter(|finding| finding.severity() == Severity::Error)
        .collect()
}

/// What may be refused, as the refusal begins. Whatever else a valid form holds must be imported.
const REFUSED: [&str; 23] = [
    "A line on the map (geotrace)",
    "A loop",
    "An area on the map (geoshape)",
    "Choosing on a picture (image-map)",
    "Drawing a picture (draw)",
    "Encryption (public_key)",
    "Entities",
    "Map features (osm)",
    "Recording sound (background-audio)",
    "Recording the place (background-geopoint)",
    "Recording the place at the start (start-geopoint)",
    "Saving to entities (save_to)",
    "Scanning a barcode",
    "Searching in a table (search())",
    "Signing by hand (signature)",
    "Starting another app",
    "The function ",
    "The last submission's answer (last-saved)",
    "The sheet external_choices",
    // For entities and for following people up, which anonymous answers do not allow.
    "The submission's instanceID",
    "Uploading a film (video)",
    "cascading_select",
    "“last-saved” in expressions",
];

/// Functions on shapes and names of nodes, as a refusal of them begins.
const REFUSED_FUNCTIONS: [&str; 6] = ["area(", "distance(", "geofence(", "id(", "property(", "version("];

/// What should become of a file, and what became of it.
#[derive(Default)]
struct Tally {
    imported: usize,
    refused_by_name: usize,
    refused: usize,
    /// Counted as valid by a converter that leaves expressions unread, and refused for one that is
    /// wrong: a sentence as a calculation, a pipe in the place of an operand, a quotation mark that is
    /// never closed.
    wrong_expressions: Vec<String>,
    /// Invalid, and the other converter names the row.
    rows: usize,
    same_row: usize,
    failures: Vec<String>,
}

/// Whether the feature is one of those that may be refused.
fn may_be_refused(finding: &Finding) -> bool {
    // Nothing but a record of how it is filled in, say.
    if finding.code.as_str() == "empty-survey" {
        return true;
    }
    let message = finding.message();
    let begins = |known: &&&str| message.starts_with(**known);
    match REFUSED.iter().find(begins) {
        Some(&"The function ") => {
            let name = message.trim_start_matches("The function ");
            REFUSED_FUNCTIONS.iter().any(|known| name.starts_with(known))
        }
        Some(_) => finding.code.as_str() == "unsupported",
        None => false,
    }
}

/// The row that an error of the other converter names; that of a setting it does not know.
fn row_named(error: &str) -> Option<u32> {
    if error.contains("On the 'settings' sheet") {
        return None;
    }
    let (_, after) = error.split_once("[row : ")?;
    after.split_once(']')?.0.trim().parse().ok()
}

impl Tally {
    fn valid(&mut self, id: &str, reading: &Reading) {
        let errors = errors(reading);
        let feature = |finding: &&Finding| finding.code.as_str() == "unsupported";
        let other: Vec<String> = errors
            .iter()
            .filter(feature)
            .filter(|finding| !may_be_refused(finding))
            .map(ToString::to_string)
            .collect();
        let about_expressions = |finding: &Finding| finding.code.as_str().starts_with("expression-");
        if !other.is_empty() {
            self.failures.push(format!(
                "{id}: refused for what should be imported: {}",
                other.join("; ")
            ));
        } else if reading.definition.is_some() {
            self.imported += 1;
        } else if errors.iter().any(may_be_refused) {
            self.refused_by_name += 1;
        } else if errors.iter().all(about_expressions) {
            let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
            self.wrong_expressions
                .push(format!("{id}: {}", errors.join("; ")));
        } else {
            let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
            self.failures
                .push(format!("{id}: valid, but refused: {}", errors.join("; ")));
        }
    }

    fn invalid(&mut self, id: &str, reason: &str, reading: &Reading) {
        let errors = errors(reading);
        let short: String = reason.chars().take(200).collect();
        if reading.definition.is_some() || errors.is_empty() {
            self.failures
                .push(format!("{id}: invalid, but imported ({short})"));
            return;
        }
        self.refused += 1;
        let Some(row) = row_named(reason) else { return };
        self.rows += 1;
        // Sheets that are not read are refused as a whole.
        let whole = |finding: &Finding| finding.place.row.is_none() && may_be_refused(finding);
        if errors.iter().any(|finding| finding.place.row == Some(row)) || errors.iter().any(whole) {
            self.same_row += 1;
        } else {
            let ours: Vec<String> = errors.iter().map(ToString::to_string).collect();
            println!("  {id}: row {row} is wrong ({short}), not: {}", ours.join("; "));
        }
    }

    /// Prints the counts and demands that all cases pass.
    fn finish(self, name: &str) {
        let wrong = self.wrong_expressions.len();
        let passed = self.imported + self.refused_by_name + self.refused + wrong;
        let total = passed + self.failures.len();
        println!(
            "{name}: {passed} of {total} ({} imported, {} refused for a feature, {} for a wrong expression, \
             {} invalid refused, {} of {} at the row that the other converter names)",
            self.imported, self.refused_by_name, wrong, self.refused, self.same_row, self.rows
        );
        for failure in self.failures.iter().chain(&self.wrong_expressions) {
            println!("  {failure}");
        }
        assert_eq!(passed, total, "{name}");
        assert_eq!(self.same_row, self.rows, "{name}");
        // More would be a fault of the parser.
        assert!(wrong <= 3.max(total / 50), "{name}");
    }
}

#[test]
fn files_import_or_are_refused_for_a_reason() {
    let Some(folder) = folder() else { return };
    let manifest: Value =
        serde_json::from_str(&fs::read_to_string(folder.join("manifest.json")).unwrap()).unwrap();
    let mut tally = Tally::default();
    for case in manifest["files"].as_array().unwrap() {
        let file = case["file"].as_str().unwrap();
        let Ok(bytes) = fs::read(folder.join(file)) else {
            continue;
        };
        let reading = xlsform::import(&bytes, file);
        if case["valid"] == true {
            tally.valid(file, &reading);
        } else {
            tally.invalid(file, case["error"].as_str().unwrap_or_default(), &reading);
        }
    }
    tally.finish("manifest.json");
}

/// Every form of other people that imports, with its definition.
fn importable() -> Vec<(String, Definition)> {
    let Some(folder) = folder() else { return Vec::new() };
    let mut found = Vec::new();
    let mut names: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    for name in names {
        let bytes = fs::read(folder.join(&name)).unwrap();
        let definition = xlsform::import(&bytes, &name).definition;
        found.extend(definition.map(|definition| (name, definition)));
    }
    for (file, key, ending) in [
        ("md-forms.jsonl", "md", "md"),
        ("odk-docs-forms.jsonl", "csv", "csv"),
    ] {
        for case in lines(file) {
            let name = format!("{}.{ending}", case["id"].as_str().unwrap());
            let definition = xlsform::import(case[key].as_str().unwrap().as_bytes(), &name).definition;
            found.extend(definition.map(|definition| (name, definition)));
        }
    }
    found
}

/// Their questions have a picture and no words, and media are not read yet.
const SHOWS_MEDIA_ONLY: [&str; 2] = ["ms-0842.md", "ms-0843.md"];

#[test]
fn whatever_imports_is_written_such_that_it_imports_as_the_same() {
    let forms = importable();
    let mut different = Vec::new();
    for (name, definition) in &forms {
        let workbook = xlsform::export(definition, name).workbook;
        let bytes = xlsform::write(&workbook).unwrap();
        let reading = xlsform::import(&bytes, "again.xlsx");
        let again = reading.definition.as_ref();
        let hash = |definition: &Definition| definition.content_hash().unwrap();
        if SHOWS_MEDIA_ONLY.contains(&name.as_str()) {
            continue;
        }
        if again != Some(definition) || again.map(hash) != Some(hash(definition)) {
            let errors: Vec<String> = errors(&reading).iter().map(ToString::to_string).collect();
            different.push(format!("{name}: {}", errors.join("; ")));
        }
    }
    println!(
        "written and read again: {} of {} forms are as they were",
        forms.len() - different.len(),
        forms.len()
    );
    assert!(different.is_empty(), "{different:#?}");
}

fn lines(file: &str) -> Vec<Value> {
    let Some(folder) = folder() else { return Vec::new() };
    let text = fs::read_to_string(folder.join(file)).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn tables(file: &str, key: &str, ending: &str) {
    let cases = lines(file);
    if cases.is_empty() {
        return;
    }
    let mut tally = Tally::default();
    for case in &cases {
        let id = case["id"].as_str().unwrap();
        let text = case[key].as_str().unwrap();
        let reading = xlsform::import(text.as_bytes(), &format!("{id}.{ending}"));
        match case["valid"].as_bool() {
            Some(true) => tally.valid(id, &reading),
            Some(false) => tally.invalid(id, &case["error"].to_string(), &reading),
            None => {}
        }
    }
    tally.finish(file);
}

#[test]
fn markdown_forms_import_or_are_refused_for_a_reason() {
    tables("md-forms.jsonl", "md", "md");
}

#[test]
fn documentation_forms_import_or_are_refused_for_a_reason() {
    tables("odk-docs-forms.jsonl", "csv", "csv");
}

/// A node's place in the tree: names from the root, and which of them are repeats.
type Path = Vec<(String, bool)>;

/// A node with its path, and whether a matrix is around it.
struct Placed<'d> {
    path: Path,
    node: &'d Node,
    in_matrix: bool,
}

fn placed(definition: &Definition) -> Vec<Placed<'_>> {
    fn walk<'d>(nodes: &'d [Node], above: &Path, in_matrix: bool, found: &mut Vec<Placed<'d>>) {
        for node in nodes {
            let mut path = above.clone();
            match node {
                Node::Question(question) => path.push((question.name.clone(), false)),
                Node::Group(group) => path.push((group.name.clone(), group.repeat.is_some())),
            }
            found.push(Placed {
                path: path.clone(),
                node,
                in_matrix,
            });
            if let Node::Group(group) = node {
                walk(&group.children, &path, group.is_matrix(), found);
            }
        }
    }
    let mut found = Vec::new();
    walk(&definition.nodes, &Path::new(), false, &mut found);
    found
}

fn absolute(root: &str, path: &Path) -> String {
    let names: Vec<&str> = path.iter().map(|(name, _)| name.as_str()).collect();
    format!("{root}/{}", names.join("/"))
}

/// The path as the other converter writes it: relative within the same repeat.
fn written(root: &str, from: &Path, to: &Path, source: &str) -> String {
    let shared = from.iter().zip(to).take_while(|(a, b)| a == b).count();
    let in_repeat = from.iter().take(shared).any(|(_, repeat)| *repeat);
    if !in_repeat || source.contains("indexed-repeat(") {
        return absolute(root, to);
    }
    let ups = vec![".."; from.len() - shared].join("/");
    let names: Vec<&str> = to.iter().skip(shared).map(|(name, _)| name.as_str()).collect();
    if names.is_empty() {
        ups
    } else {
        format!("{ups}/{}", names.join("/"))
    }
}

/// What another converter made of a form.
struct Other<'o> {
    root: String,
    binds: BTreeMap<&'o str, &'o Value>,
    /// Controls by what they refer to, and the options of those that are chosen from.
    controls: BTreeMap<&'o str, (&'o str, &'o Value)>,
    options: BTreeMap<&'o str, &'o str>,
    repeats: BTreeMap<&'o str, &'o Value>,
}

impl<'o> Other<'o> {
    fn new(case: &'o Value) -> Option<Self> {
        let binds: BTreeMap<&str, &Value> = case["bind"]
            .as_array()?
            .iter()
            .filter_map(|bind| Some((bind["nodeset"].as_str()?, bind)))
            .collect();
        let root = format!("/{}", binds.keys().next()?.split('/').nth(1)?);
        let mut other = Self {
            root,
            binds,
            controls: BTreeMap::new(),
            options: BTreeMap::new(),
            repeats: BTreeMap::new(),
        };
        let mut last = "";
        for control in case["body"].as_array()? {
            let (tag, attributes) = (control[0].as_str()?, &control[1]);
            match (tag, attributes["ref"].as_str(), attributes["nodeset"].as_str()) {
                ("itemset", _, Some(nodeset)) => {
                    other.options.insert(last, nodeset);
                }
                ("repeat", _, Some(nodeset)) => {
                    other.repeats.insert(nodeset, attributes);
                }
                (_, Some(reference), _) => {
                    other.controls.insert(reference, (tag, attributes));
                    last = reference;
                }
                _ => {}
            }
        }
        Some(other)
    }

    fn bind(&self, path: &str, attribute: &str) -> &'o str {
        let bind = self.binds.get(path);
        bind.and_then(|bind| bind[attribute].as_str()).unwrap_or_default()
    }
}

/// Everything of a form that is compared.
struct Comparison<'c> {
    other: Other<'c>,
    by_name: BTreeMap<String, Path>,
    differences: Vec<String>,
}

/// Blanks around paths do not count, nor does how XML writes signs.
fn squeezed(text: &str) -> String {
    let text: String = text.split_whitespace().collect();
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

impl Comparison<'_> {
    fn same(&mut self, name: &str, what: &str, ours: &str, theirs: &str) {
        if squeezed(ours) != squeezed(theirs) {
            self.differences
                .push(format!("{name} {what}: {ours:?}, not {theirs:?}"));
        }
    }

    fn number(&mut self, name: &str, what: &str, ours: Option<f64>, theirs: &Value) {
        let theirs = theirs.as_str().map(|text| text.parse::<f64>().unwrap());
        if ours != theirs {
            self.differences
                .push(format!("{name} {what}: {ours:?}, not {theirs:?}"));
        }
    }

    /// An expression with paths in place of names, the relative ones after `prefix`.
    fn printed(&self, source: &str, from: &Path, prefix: &str) -> String {
        let mut printed = String::new();
        let mut rest = source;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, behind) = after.split_once('}').unwrap_or((after, ""));
            let path = self
                .by_name
                .get(name)
                .map_or_else(String::new, |to| written(&self.other.root, from, to, source));
            let prefix = if path.starts_with('/') { "" } else { prefix };
            printed.extend([before, " ", prefix, &path, " "]);
            rest = behind;
        }
        printed + rest
    }

    fn rule(&mut self, path: &Path, attribute: &str, ours: Option<&Expression>) {
        let theirs = self.other.bind(&absolute(&self.other.root, path), attribute);
        let no_rule = theirs == "false()" && matches!(attribute, "required" | "readonly");
        let theirs = if no_rule { "" } else { theirs };
        let ours = ours.map_or(String::new(), |rule| self.printed(rule.source(), path, ""));
        let (name, _) = path.last().unwrap();
        self.same(name, attribute, &ours, theirs);
    }

    fn node(&mut self, placed: &Placed<'_>) {
        match placed.node {
            Node::Question(question) => self.question(&placed.path, question, placed.in_matrix),
            Node::Group(group) => self.group(&placed.path, group),
        }
    }

    fn question(&mut self, path: &Path, question: &Question, in_matrix: bool) {
        let own = absolute(&self.other.root, path);
        self.rule(path, "relevant", question.relevant.as_ref());
        self.rule(path, "required", question.required.as_ref());
        self.rule(path, "constraint", question.constraint.as_ref());
        if question.trigger.is_empty() {
            self.rule(path, "calculate", question.calculation.as_ref());
        }
        let always = Expression::parse("true()").unwrap();
        let locked = (question.kind == QuestionKind::Note).then_some(&always);
        self.rule(path, "readonly", question.read_only.as_ref().or(locked));
        let Some((tag, control)) = self.other.controls.get(own.as_str()).copied() else {
            return;
        };
        let appearance = if in_matrix && question.kind.selection().is_some() {
            "list-nolabel".to_owned()
        } else {
            question.appearance.join(" ")
        };
        let theirs = control["appearance"].as_str().unwrap_or_default();
        self.same(&question.name, "appearance", &appearance, theirs);
        self.kind(&question.name, &question.kind, &own, (tag, control));
        let selection = question.kind.selection();
        if let Some(ours) = selection.and_then(|selection| self.options(path, selection))
            && let Some(theirs) = self.other.options.get(own.as_str()).copied()
        {
            self.same(&question.name, "options", &ours, theirs);
        }
    }

    fn kind(&mut self, name: &str, kind: &QuestionKind, path: &str, (tag, control): (&str, &Value)) {
        match kind {
            QuestionKind::Range(scale) => {
                self.number(name, "start", Some(scale.start), &control["start"]);
                self.number(name, "end", Some(scale.end), &control["end"]);
                self.number(name, "step", Some(scale.step), &control["step"]);
                self.number(name, "tick", scale.tick_interval, &control["odk:tick-interval"]);
                self.number(
                    name,
                    "placeholder",
                    scale.placeholder,
                    &control["odk:placeholder"],
                );
            }
            QuestionKind::Text { rows } => {
                self.number(name, "rows", rows.map(f64::from), &control["rows"]);
            }
            QuestionKind::Upload(upload) => {
                let media = control["mediatype"].as_str().unwrap_or_default();
                let theirs = media.split('/').next().unwrap().replace("application", "file");
                self.same(name, "mediatype", upload.as_str(), &theirs);
                if let Upload::Image { max_pixels } = upload {
                    let theirs = self.other.bind(path, "orx:max-pixels");
                    let ours = max_pixels.map_or(String::new(), |pixels| pixels.to_string());
                    self.same(name, "max-pixels", &ours, theirs);
                }
            }
            QuestionKind::SelectOne(_) => self.same(name, "control", "select1", tag),
            QuestionKind::SelectMultiple(_) => self.same(name, "control", "select", tag),
            QuestionKind::Acknowledge => self.same(name, "control", "trigger", tag),
            QuestionKind::Geopoint => {
                let theirs = self.other.bind(path, "type");
                self.same(name, "type", "geopoint", theirs);
            }
            _ => {}
        }
    }

    /// Where options come from, as the other converter writes it; of filtered answers it writes every
    /// reference from the answer that is offered, which is left unread.
    fn options(&self, path: &Path, selection: &Selection) -> Option<String> {
        let filter = selection
            .filter
            .as_ref()
            .map(|filter| self.printed(filter.source(), path, "current()/"));
        let nodes = match &selection.source {
            Source::Sheet => {
                let list = selection.list.trim_end_matches("_or_other");
                format!("instance('{list}')/root/item")
            }
            Source::File { file, .. } => {
                let (id, _) = file.rsplit_once('.').unwrap();
                format!("instance('{id}')/root/item")
            }
            Source::Registry => "instance('releases')/root/item".to_owned(),
            Source::Answers => {
                let question = self.printed(&format!("${{{}}}", selection.list), path, "");
                let (repeat, name) = question.trim().rsplit_once('/').unwrap();
                return filter.is_none().then(|| format!("{repeat}[./{name} != '']"));
            }
        };
        let filtered = filter.map_or_else(|| nodes.clone(), |filter| format!("{nodes}[{filter}]"));
        let seed = selection.seed.as_ref();
        Some(match (selection.randomize, seed) {
            (false, _) => filtered,
            (true, None) => format!("randomize({filtered})"),
            (true, Some(seed)) => {
                format!("randomize({filtered}, {})", self.printed(seed.source(), path, ""))
            }
        })
    }

    fn group(&mut self, path: &Path, group: &Group) {
        let own = absolute(&self.other.root, path);
        self.rule(path, "relevant", group.relevant.as_ref());
        let matrix = |word: &String| match word.as_str() {
            // Written as a page with a head of labels.
            "table-list" => None,
            other => Some(other.to_owned()),
        };
        let page = group.is_matrix().then(|| "field-list".to_owned());
        let words: Vec<String> = page
            .into_iter()
            .chain(group.appearance.iter().filter_map(matrix))
            .collect();
        if let Some((_, control)) = self.other.controls.get(own.as_str()).copied() {
            let theirs = control["appearance"].as_str().unwrap_or_default();
            self.same(&group.name, "appearance", &words.join(" "), theirs);
        }
        let Some(repeat) = &group.repeat else { return };
        let theirs = self.other.repeats.get(own.as_str()).copied();
        let theirs = theirs
            .and_then(|repeat| repeat["jr:count"].as_str())
            .unwrap_or_default();
        // Whatever is more than a name is calculated in a node beside the repeat.
        let beside = format!("{own}_count");
        let ours = repeat
            .count
            .as_ref()
            .map_or(String::new(), |count| self.printed(count.source(), path, ""));
        if theirs.trim() == beside || theirs.trim().ends_with(&format!("/{}_count", group.name)) {
            let theirs = self.other.bind(&beside, "calculate");
            self.same(&group.name, "repeat_count", &ours, theirs);
        } else {
            self.same(&group.name, "repeat_count", &ours, theirs);
        }
    }
}

fn differences(definition: &Definition, case: &Value) -> Vec<String> {
    let Some(other) = Other::new(case) else {
        return Vec::new();
    };
    let nodes = placed(definition);
    let by_name = nodes
        .iter()
        .map(|placed| (placed.path.last().unwrap().0.clone(), placed.path.clone()))
        .collect();
    let mut comparison = Comparison {
        other,
        by_name,
        differences: Vec::new(),
    };
    for placed in &nodes {
        comparison.node(placed);
    }
    comparison.differences
}

#[test]
fn rules_come_out_as_the_other_converter_writes_them() {
    let cases = lines("md-forms.jsonl");
    if cases.is_empty() {
        return;
    }
    let (mut same, mut failures) = (0, Vec::new());
    for case in cases.iter().filter(|case| case["valid"] == true) {
        let id = case["id"].as_str().unwrap();
        let reading = xlsform::import(case["md"].as_str().unwrap().as_bytes(), &format!("{id}.md"));
        let Some(definition) = reading.definition else {
            continue;
        };
        let differences = differences(&definition, case);
        if differences.is_empty() {
            same += 1;
        } else {
            failures.push(format!("{id}: {}", differences.join("; ")));
        }
    }
    println!("md-forms.jsonl rules: {same} of {} forms", same + failures.len());
    for failure in &failures {
        println!("  {failure}");
    }
    assert!(failures.is_empty(), "{} forms differ", failures.len());
}
