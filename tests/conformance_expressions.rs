//! Expressions that other people's test suites agree on, run over XML documents.
//!
//! The cases are read from the folder `xpath` of `SOUNDINGS_CONFORMANCE`, else of
//! `../shared/conformance`; without that folder there is nothing to run.
//!
//! Functions that do not exist and wrong numbers of arguments are refused when a questionnaire is
//! read. Cases that have them behind a short circuit are evaluated all the same, through
//! `Expression::examine`, and counted apart.
#![expect(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "a case file that cannot be read should stop the test; counts are small"
)]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;

use roxmltree::{Document, NodeId, NodeType, ParsingOptions};
use serde_json::Value as Json;
use soundings::questionnaire::expression::{
    Evaluation, Expression, NodeKind, NodeSet, Still, Tree, Value, Zone,
};

const XFORMS: &str = "http://www.w3.org/2002/xforms";
const PREFIXES: &[(&str, &str)] = &[
    ("xhtml", "http://www.w3.org/1999/xhtml"),
    ("html", "http://www.w3.org/1999/xhtml"),
    ("mathml", "http://www.w3.org/1998/Math/MathML"),
    ("jr", "http://openrosa.org/javarosa"),
    ("ev", "http://some-namespace.com/nss"),
];

/// A node by its place in the document; attributes are numbered from 1 after their element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Handle {
    node: u32,
    attribute: u32,
}

struct Xml<'d> {
    document: &'d Document<'d>,
    root: Handle,
    names: BTreeMap<Handle, String>,
    texts: BTreeMap<Handle, String>,
    language: Option<String>,
}

impl<'d> Xml<'d> {
    fn new(document: &'d Document<'d>) -> Self {
        let mut xml = Self {
            document,
            root: handle(document.root()),
            names: BTreeMap::new(),
            texts: BTreeMap::new(),
            language: None,
        };
        for node in document.descendants() {
            let name = match node.node_type() {
                NodeType::PI => node.pi().unwrap().target.to_owned(),
                _ => match node
                    .tag_name()
                    .namespace()
                    .and_then(|uri| node.lookup_prefix(uri))
                {
                    Some(prefix) if !prefix.is_empty() => format!("{prefix}:{}", node.tag_name().name()),
                    _ => node.tag_name().name().to_owned(),
                },
            };
            xml.names.insert(handle(node), name);
            xml.texts.insert(handle(node), text(node));
            for (index, attribute) in node.attributes().enumerate() {
                let at = Handle {
                    attribute: u32::try_from(index).unwrap() + 1,
                    ..handle(node)
                };
                let prefix = attribute.namespace().and_then(|uri| node.lookup_prefix(uri));
                let name = prefix.map_or(attribute.name().to_owned(), |prefix| {
                    format!("{prefix}:{}", attribute.name())
                });
                xml.names.insert(at, name);
                xml.texts.insert(at, attribute.value().to_owned());
            }
        }
        xml
    }

    fn node(&self, at: Handle) -> roxmltree::Node<'d, 'd> {
        self.document.get_node(NodeId::new(at.node)).unwrap()
    }

    /// The node at a locator made of `/*[n]`, `/text()[n]`, `/@name` and so on.
    fn locate(&self, locator: &str) -> Option<Handle> {
        let mut at = handle(self.document.root());
        for part in locator.split('/').filter(|part| !part.is_empty()) {
            at = if let Some(name) = part.strip_prefix('@') {
                self.attributes(at)
                    .into_iter()
                    .find(|attribute| self.names[attribute] == name)?
            } else {
                let (kind, number) = part.strip_suffix(']')?.split_once('[')?;
                let kind = match kind {
                    "*" => NodeType::Element,
                    "text()" => NodeType::Text,
                    "comment()" => NodeType::Comment,
                    _ => NodeType::PI,
                };
                let number: usize = number.parse().ok()?;
                let node = self
                    .node(at)
                    .children()
                    .filter(|child| child.node_type() == kind)
                    .nth(number - 1)?;
                handle(node)
            };
        }
        Some(at)
    }
}

fn handle(node: roxmltree::Node<'_, '_>) -> Handle {
    Handle {
        node: node.id().get(),
        attribute: 0,
    }
}

fn text(node: roxmltree::Node<'_, '_>) -> String {
    match node.node_type() {
        NodeType::PI => node.pi().unwrap().value.unwrap_or_default().to_owned(),
        NodeType::Text | NodeType::Comment => node.text().unwrap_or_default().to_owned(),
        _ => node
            .descendants()
            .filter(roxmltree::Node::is_text)
            .filter_map(|node| node.text())
            .collect(),
    }
}

impl Tree for Xml<'_> {
    type Node = Handle;

    fn root(&self) -> Handle {
        self.root
    }

    fn parent(&self, node: Handle) -> Option<Handle> {
        if node.attribute > 0 {
            return Some(Handle { attribute: 0, ..node });
        }
        if node == self.root {
            None
        } else {
            self.node(node).parent().map(handle)
        }
    }

    fn children(&self, node: Handle) -> impl Iterator<Item = Handle> + '_ {
        (node.attribute == 0)
            .then(|| self.node(node).children().map(handle))
            .into_iter()
            .flatten()
    }

    fn name(&self, node: Handle) -> &str {
        &self.names[&node]
    }

    fn text(&self, node: Handle) -> Cow<'_, str> {
        Cow::Borrowed(&self.texts[&node])
    }

    fn kind(&self, node: Handle) -> NodeKind {
        if node == self.root {
            return NodeKind::Root;
        }
        match (node.attribute, self.node(node).node_type()) {
            (1.., _) => NodeKind::Attribute,
            (_, NodeType::Root) => NodeKind::Root,
            (_, NodeType::Element) => NodeKind::Element,
            (_, NodeType::Text) => NodeKind::Text,
            (_, NodeType::Comment) => NodeKind::Comment,
            (_, NodeType::PI) => NodeKind::ProcessingInstruction,
        }
    }

    fn attributes(&self, node: Handle) -> Vec<Handle> {
        if node.attribute > 0 {
            return Vec::new();
        }
        (1..=u32::try_from(self.node(node).attributes().len()).unwrap())
            .map(|attribute| Handle { attribute, ..node })
            .collect()
    }

    fn is_named(&self, node: Handle, prefix: Option<&str>, local: Option<&str>) -> bool {
        let element = self.node(node);
        let (uri, name) = if node.attribute > 0 {
            let attribute = element.attributes().nth(node.attribute as usize - 1).unwrap();
            (attribute.namespace(), attribute.name())
        } else {
            (element.tag_name().namespace(), element.tag_name().name())
        };
        let fits = match prefix {
            None => uri.is_none() || uri == Some(XFORMS),
            Some(prefix) => PREFIXES
                .iter()
                .any(|(own, namespace)| *own == prefix && uri == Some(namespace)),
        };
        fits && local.is_none_or(|local| local == name)
    }

    fn instance(&self, id: &str) -> Option<Handle> {
        self.document
            .descendants()
            .find(|node| node.tag_name().name() == "instance" && node.attribute("id") == Some(id))
            .map(handle)
    }

    fn itext(&self, id: &str) -> Option<Value<'_, Handle>> {
        let named = |name: &'static str| {
            self.document
                .descendants()
                .filter(move |node| node.has_tag_name((XFORMS, name)))
        };
        let translation = named("translation")
            .find(|node| {
                self.language
                    .as_deref()
                    .is_some_and(|language| node.attribute("lang") == Some(language))
            })
            .or_else(|| named("translation").find(|node| node.attribute("default").is_some()))
            .or_else(|| named("translation").next())?;
        let found = translation
            .children()
            .find(|node| node.attribute("id") == Some(id))?;
        let values = found
            .children()
            .filter(|node| node.has_tag_name((XFORMS, "value")))
            .map(handle);
        Some(Value::Nodes(values.collect()))
    }
}

struct Case<'j>(&'j Json);

impl Case<'_> {
    fn text(&self, key: &str) -> &str {
        self.0[key].as_str().unwrap_or_default()
    }

    /// What the case is about when it fails, or nothing when it passes.
    fn failure(&self, documents: &Json, deferred: &mut usize) -> Option<String> {
        let source = documents[self.text("doc")].as_str().unwrap();
        let options = ParsingOptions {
            allow_dtd: true,
            ..ParsingOptions::default()
        };
        let document = Document::parse_with_options(source, options).unwrap();
        let mut xml = Xml::new(&document);
        let context = xml.locate(self.text("context")).unwrap();
        if let Some(root) = self.0["root"].as_str() {
            xml.root = xml.locate(root).unwrap();
        }
        let now = "2024-07-01T12:34:56.789Z".parse().unwrap();
        let zone = Zone::named(self.text("tz")).unwrap();
        xml.language = self.0["lang"].as_str().map(str::to_owned);
        let around = Still::new(now, zone, 1);
        let wants_fault = self.text("type") == "error";
        let (expression, faults) = match Expression::examine(self.text("expr")) {
            Ok(examined) => examined,
            Err(_) if wants_fault => return None,
            Err(fault) => return Some(fault.to_string()),
        };
        if wants_fault && !faults.is_empty() {
            return None;
        }
        let evaluation = Evaluation::new(&xml, &around, context);
        if wants_fault {
            let value = evaluation.value(&expression);
            return value
                .is_ok()
                .then(|| format!("gives {value:?}, should be refused"));
        }
        *deferred += usize::from(!faults.is_empty());
        let outcome = match self.text("type") {
            "boolean" => evaluation
                .truth(&expression)
                .map(|truth| self.compare_json(&Json::Bool(truth))),
            "number" | "number-rounded" => evaluation
                .number(&expression)
                .map(|number| self.compare_number(number)),
            "nodeset" | "unordered-nodeset" => evaluation
                .value(&expression)
                .map(|value| self.compare_nodes(&xml, &value)),
            _ => evaluation.text(&expression).map(|text| self.compare_text(&text)),
        };
        match outcome {
            Ok(difference) => difference,
            Err(fault) => Some(fault.to_string()),
        }
    }

    fn compare_json(&self, found: &Json) -> Option<String> {
        (*found != self.0["expected"]).then(|| format!("gives {found}, should give {}", self.0["expected"]))
    }

    fn compare_number(&self, found: f64) -> Option<String> {
        let expected = &self.0["expected"];
        let wanted = expected.as_f64().unwrap_or_else(|| {
            expected
                .as_str()
                .unwrap()
                .replace("Infinity", "inf")
                .parse()
                .unwrap()
        });
        let found = match self.0["factor"].as_f64() {
            Some(factor) => (found * factor).round() / factor,
            None => found,
        };
        let tolerance = self.0["tolerance"]
            .as_f64()
            .unwrap_or(0.0)
            .max(1e-12 * wanted.abs());
        let equal =
            found == wanted || found.is_nan() && wanted.is_nan() || (found - wanted).abs() <= tolerance;
        (!equal).then(|| format!("gives {found}, should give {wanted}"))
    }

    fn compare_text(&self, found: &str) -> Option<String> {
        match self.text("type") {
            "string-length" => self.compare_number(found.chars().count() as f64),
            "string-matches" => {
                let (pattern, flags) = self
                    .text("expected")
                    .strip_prefix('/')
                    .unwrap()
                    .rsplit_once('/')
                    .unwrap();
                let pattern = regex::RegexBuilder::new(pattern)
                    .case_insensitive(flags.contains('i'))
                    .build()
                    .unwrap();
                (!pattern.is_match(found)).then(|| format!("gives {found:?}, should match {pattern}"))
            }
            _ => self.compare_json(&Json::String(found.to_owned())),
        }
    }

    fn compare_nodes(&self, xml: &Xml<'_>, found: &Value<'_, Handle>) -> Option<String> {
        let expected = self.0["expected"].as_array().unwrap();
        let mut wanted: Vec<Handle> = expected
            .iter()
            .filter_map(|locator| xml.locate(locator.as_str().unwrap()))
            .collect();
        let Value::Nodes(nodes) = found else {
            return Some(format!("gives {found:?}, should give nodes"));
        };
        let mut nodes: Vec<Handle> = NodeSet::iter(nodes).collect();
        if self.text("type") == "unordered-nodeset" {
            wanted.sort();
            nodes.sort();
        }
        (nodes != wanted || wanted.len() != expected.len())
            .then(|| format!("gives {nodes:?}, should give {expected:?}"))
    }
}

/// What a failure has if none of our choices explains it.
const UNEXPLAINED: &str = "of something that is to be looked into";

impl Case<'_> {
    /// Why we give something else than other engines: the choices of `expression/choices.rs`.
    fn reason(&self) -> &'static str {
        let expression = self.text("expr");
        let calls = |names: &[&str]| names.iter().any(|name| expression.contains(&format!("{name}(")));
        let exponent = regex::Regex::new(r"[0-9.]+e[-+]?[0-9]").unwrap();
        if exponent.is_match(expression) {
            "numbers have no exponent"
        } else if calls(&[
            "date",
            "decimal-date-time",
            "date-time",
            "format-date",
            "today",
            "now",
        ]) {
            "a day is a whole day of the calendar, whatever the time zone"
        } else if calls(&["jr:itext"]) {
            "texts by id are not part of XLSForm"
        } else if calls(&["area", "distance", "geofence", "base64-decode"]) {
            "a text survey has no maps and no binary data"
        } else if calls(&["id", "lang", "namespace-uri"]) || expression.contains("namespace::") {
            "answers have no ids, languages and namespaces"
        } else if expression.contains("node()") || expression.contains("processing-instruction") {
            "the XML reader of this test joins neighbouring texts and leaves out the document type"
        } else {
            UNEXPLAINED
        }
    }
}

/// Whether other cases are run than those that the choices were made with.
fn is_other_set() -> bool {
    std::env::var_os("SOUNDINGS_CONFORMANCE").is_some()
}

fn folder() -> PathBuf {
    let given = std::env::var_os("SOUNDINGS_CONFORMANCE").map(PathBuf::from);
    given
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance"))
        .join("xpath")
}

/// Passed and all.
#[derive(Default)]
struct Tally(usize, usize);

impl Tally {
    fn add(&mut self, passes: bool) {
        self.0 += usize::from(passes);
        self.1 += 1;
    }

    fn share(&self) -> f64 {
        if self.1 == 0 {
            1.0
        } else {
            self.0 as f64 / self.1 as f64
        }
    }
}

#[test]
fn expressions_give_what_other_engines_agree_on() {
    let folder = folder();
    let Ok(documents) = std::fs::read_to_string(folder.join("docs.json")) else {
        println!("{} is absent; nothing to run", folder.display());
        return;
    };
    let documents: Json = serde_json::from_str(&documents).unwrap();
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "jsonl"));
    files.retain(|file| file.file_stem().is_some_and(|name| name != "disputed"));
    files.sort();
    let mut tiers: BTreeMap<u64, Tally> = BTreeMap::new();
    let mut deferred: BTreeMap<u64, usize> = BTreeMap::new();
    let mut reasons: BTreeMap<(u64, &str), usize> = BTreeMap::new();
    for file in files {
        let mut tally: BTreeMap<u64, Tally> = BTreeMap::new();
        for line in std::fs::read_to_string(&file)
            .unwrap()
            .lines()
            .filter(|line| !line.is_empty())
        {
            let json: Json = serde_json::from_str(line).unwrap();
            let case = Case(&json);
            let tier = json["tier"].as_u64().unwrap();
            let failure = case.failure(&documents, deferred.entry(tier).or_default());
            tally.entry(tier).or_default().add(failure.is_none());
            tiers.entry(tier).or_default().add(failure.is_none());
            if let Some(failure) = failure {
                let reason = case.reason();
                let told: String = failure.chars().take(160).collect();
                println!(
                    "{} (tier {tier}) {}: {told} [{reason}]",
                    case.text("id"),
                    case.text("expr")
                );
                *reasons.entry((tier, reason)).or_default() += 1;
            }
        }
        let counts: Vec<String> = tally
            .iter()
            .map(|(tier, tally)| format!("tier {tier} {}/{}", tally.0, tally.1))
            .collect();
        println!("{}: {}", file.file_name().unwrap().display(), counts.join(", "));
    }
    for (tier, tally) in &tiers {
        println!(
            "tier {tier}: {} of {} pass, {:.2} %",
            tally.0,
            tally.1,
            100.0 * tally.share()
        );
    }
    for (tier, count) in &deferred {
        println!("tier {tier}: {count} would be refused at import, for a function or a number of arguments");
    }
    for ((tier, reason), count) in &reasons {
        println!("tier {tier}: {count} fail since {reason}");
    }
    for (tier, least) in [(1, 0.99), (2, 0.97)] {
        let share = tiers.get(&tier).map_or(1.0, Tally::share);
        assert!(share >= least, "tier {tier} passes {:.2} %", 100.0 * share);
        let unexplained = reasons.get(&(tier, UNEXPLAINED));
        assert!(
            unexplained.is_none() || is_other_set(),
            "tier {tier}: {unexplained:?}"
        );
    }
}
