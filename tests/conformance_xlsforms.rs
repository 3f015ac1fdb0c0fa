//! Other people's `XLSForm` files: every valid one imports or is refused for a feature by name, every
//! invalid one is refused with row and reason, and rules come out as another converter writes them.
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
use soundings::questionnaire::definition::{Definition, Node};
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

/// Counted as valid by a converter that leaves expressions unread: a sentence as a calculation, a
/// call in Markdown quotes, a pipe in the place of an operand, a backslash written twice.
const WRONG_EXPRESSIONS: [&str; 4] = ["bug_bad_calc.xlsx", "doc-010", "doc-053", "doc-157"];

/// What should become of a file, and what became of it.
#[derive(Default)]
struct Tally {
    imported: usize,
    refused_by_name: usize,
    refused: usize,
    /// Valid for a converter that does not read expressions, and refused for one that is wrong.
    wrong_expressions: usize,
    failures: Vec<String>,
}

impl Tally {
    fn valid(&mut self, id: &str, reading: &Reading) {
        if reading.definition.is_some() {
            self.imported += 1;
            return;
        }
        let errors = errors(reading);
        let by_name = |finding: &Finding| matches!(finding.code.as_str(), "unsupported" | "old-excel-file");
        if errors.iter().any(by_name) {
            self.refused_by_name += 1;
        } else if WRONG_EXPRESSIONS.contains(&id) {
            let about = |finding: &Finding| finding.code.as_str().starts_with("expression-");
            assert!(errors.iter().all(about), "{id}: {errors:?}");
            self.wrong_expressions += 1;
        } else {
            let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
            self.failures
                .push(format!("{id}: valid, but refused: {}", errors.join("; ")));
        }
    }

    fn invalid(&mut self, id: &str, reason: &str, reading: &Reading) {
        if reading.definition.is_some() {
            let reason: String = reason.chars().take(160).collect();
            self.failures
                .push(format!("{id}: invalid, but imported ({reason})"));
        } else {
            self.refused += 1;
        }
    }

    /// Prints the counts and demands that at least `floor` of 1,000 cases pass.
    fn finish(self, name: &str, floor: usize) {
        let passed = self.imported + self.refused_by_name + self.refused + self.wrong_expressions;
        let total = passed + self.failures.len();
        println!(
            "{name}: {passed} of {total} ({} imported, {} refused for a feature, {} for a wrong expression, \
             {} invalid refused)",
            self.imported, self.refused_by_name, self.wrong_expressions, self.refused
        );
        for failure in &self.failures {
            println!("  {failure}");
        }
        assert!(passed * 1000 >= total * floor, "{name}: {passed} of {total}");
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
    tally.finish("manifest.json", 1000);
}

fn lines(file: &str) -> Vec<Value> {
    let Some(folder) = folder() else { return Vec::new() };
    let text = fs::read_to_string(folder.join(file)).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn tables(file: &str, key: &str, ending: &str, floor: usize) {
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
    tally.finish(file, floor);
}

#[test]
fn markdown_forms_import_or_are_refused_for_a_reason() {
    tables("md-forms.jsonl", "md", "md", 990);
}

#[test]
fn documentation_forms_import_or_are_refused_for_a_reason() {
    tables("odk-docs-forms.jsonl", "csv", "csv", 990);
}

/// A node's place in the tree: names from the root, and which of them are repeats.
type Path = Vec<(String, bool)>;

fn paths(definition: &Definition) -> Vec<(Path, &Node)> {
    fn walk<'d>(nodes: &'d [Node], above: &Path, found: &mut Vec<(Path, &'d Node)>) {
        for node in nodes {
            let mut path = above.clone();
            match node {
                Node::Question(question) => path.push((question.name.clone(), false)),
                Node::Group(group) => path.push((group.name.clone(), group.repeat.is_some())),
            }
            found.push((path.clone(), node));
            if let Node::Group(group) = node {
                walk(&group.children, &path, found);
            }
        }
    }
    let mut found = Vec::new();
    walk(&definition.nodes, &Path::new(), &mut found);
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

fn printed(source: &str, root: &str, from: &Path, by_name: &BTreeMap<String, Path>) -> String {
    let mut printed = String::new();
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("${") {
        let (name, behind) = after.split_once('}').unwrap_or((after, ""));
        printed.push_str(before);
        let path = by_name
            .get(name)
            .map_or_else(String::new, |to| written(root, from, to, source));
        printed.extend([" ", &path, " "]);
        rest = behind;
    }
    printed + rest
}

/// Blanks around paths do not count.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn rules(node: &Node) -> Vec<(&'static str, Option<&Expression>)> {
    match node {
        Node::Question(question) => vec![
            ("relevant", question.relevant.as_ref()),
            ("required", question.required.as_ref()),
            ("constraint", question.constraint.as_ref()),
            ("calculate", question.calculation.as_ref()),
        ],
        Node::Group(group) => vec![("relevant", group.relevant.as_ref())],
    }
}

fn differences(definition: &Definition, binds: &[Value]) -> Vec<String> {
    let paths = paths(definition);
    let by_name: BTreeMap<String, Path> = paths
        .iter()
        .map(|(path, _)| (path.last().unwrap().0.clone(), path.clone()))
        .collect();
    let binds: BTreeMap<&str, &Value> = binds
        .iter()
        .filter_map(|bind| Some((bind["nodeset"].as_str()?, bind)))
        .collect();
    let Some(root) = binds.keys().next().and_then(|key| key.split('/').nth(1)) else {
        return Vec::new();
    };
    let root = format!("/{root}");
    let mut differences = Vec::new();
    for (path, node) in &paths {
        let bind = binds.get(absolute(&root, path).as_str());
        for (attribute, ours) in rules(node) {
            let theirs = bind.and_then(|bind| bind[attribute].as_str()).unwrap_or_default();
            let theirs = if theirs == "false()" { "" } else { theirs };
            let ours = ours.map_or(String::new(), |rule| {
                printed(rule.source(), &root, path, &by_name)
            });
            if squeezed(&ours) != squeezed(theirs) {
                let name = &path.last().unwrap().0;
                differences.push(format!("{name} {attribute}: {ours:?}, not {theirs:?}"));
            }
        }
    }
    differences
}

#[test]
fn rules_come_out_as_the_other_converter_writes_them() {
    let cases = lines("md-forms.jsonl");
    if cases.is_empty() {
        return;
    }
    let (mut same, mut failures, mut compared) = (0, Vec::new(), 0);
    for case in cases.iter().filter(|case| case["valid"] == true) {
        let id = case["id"].as_str().unwrap();
        let reading = xlsform::import(case["md"].as_str().unwrap().as_bytes(), &format!("{id}.md"));
        let Some(definition) = reading.definition else {
            continue;
        };
        compared += 1;
        let differences = differences(&definition, case["bind"].as_array().unwrap());
        if differences.is_empty() {
            same += 1;
        } else {
            failures.push(format!("{id}: {}", differences.join("; ")));
        }
    }
    println!("md-forms.jsonl rules: {same} of {compared} forms");
    for failure in &failures {
        println!("  {failure}");
    }
    assert!(same * 1000 >= compared * 990, "{same} of {compared}");
}
