//! AI packages of SPDX 3 documents in JSON: name, version, supplier, day of release, digests,
//! licences, and what a package descends from.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::Value;

use super::findings::{Code, Findings, Place};
use super::sheet::{Sheet, address};
use crate::chain::registry::addresses::Address;
use crate::chain::registry::changes::Proposal;
use crate::chain::registry::facts::{self, Fact};
use crate::chain::registry::identifiers::{Identifier, Scheme};
use crate::chain::registry::licences::Licence;
use crate::chain::registry::terms::{Confidence, Relation};

/// Whether a text is such a document.
pub fn is_document(text: &str) -> bool {
    text.contains("AIPackage") && text.contains("@graph")
}

/// The elements of a document by their identifier.
struct Graph<'v> {
    elements: Vec<&'v Value>,
    by_id: HashMap<&'v str, &'v Value>,
}

impl<'v> Graph<'v> {
    fn of(document: &'v Value) -> Self {
        let elements: Vec<&Value> = document
            .get("@graph")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .collect();
        let id = |element: &&'v Value| {
            let id = element.get("spdxId").or_else(|| element.get("@id"));
            id.and_then(Value::as_str).map(|id| (id, *element))
        };
        Self {
            by_id: elements.iter().filter_map(id).collect(),
            elements,
        }
    }

    /// The elements that relationships of a kind lead to from `id`.
    fn related(&self, id: &str, kind: &str) -> Vec<&'v Value> {
        let fits = |element: &&&'v Value| {
            kind_of(element).ends_with("Relationship")
                && element.get("from").and_then(Value::as_str) == Some(id)
                && element.get("relationshipType").and_then(Value::as_str) == Some(kind)
        };
        let targets = self
            .elements
            .iter()
            .filter(fits)
            .flat_map(|element| each(element.get("to")));
        targets.filter_map(|target| self.resolved(target)).collect()
    }

    /// The element itself, or the one whose identifier stands there.
    fn resolved(&self, value: &'v Value) -> Option<&'v Value> {
        match value {
            Value::String(id) => self.by_id.get(id.as_str()).copied(),
            other => Some(other),
        }
    }
}

fn kind_of(element: &Value) -> &str {
    let kind = element.get("type").or_else(|| element.get("@type"));
    kind.and_then(Value::as_str).unwrap_or("")
}

/// One value, or each of a list.
fn each(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let (list, one) = match value {
        Some(Value::Array(list)) => (list.as_slice(), None),
        one => (&[][..], one),
    };
    list.iter().chain(one)
}

/// A text of an element under its name with or without the name of its profile.
fn text<'v>(element: &'v Value, profile: &str, key: &str) -> Option<&'v str> {
    let found = element
        .get(format!("{profile}_{key}"))
        .or_else(|| element.get(key));
    found
        .and_then(Value::as_str)
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

/// Reads the AI packages of a document.
pub fn read(file: &str, content: &str, today: NaiveDate, findings: &mut Findings) -> Vec<Proposal> {
    let place = Place {
        file: file.to_owned(),
        line: None,
    };
    let document: Value = match serde_json::from_str(content) {
        Ok(document) => document,
        Err(fault) => {
            findings.add(Code::FileUnreadable, place, fault.to_string());
            return Vec::new();
        }
    };
    let graph = Graph::of(&document);
    let mut proposals = Vec::new();
    let packages: Vec<_> = graph
        .elements
        .iter()
        .filter(|one| kind_of(one).ends_with("AIPackage"))
        .collect();
    if packages.is_empty() {
        findings.add(
            Code::RecordIncomplete,
            place.clone(),
            "there is no AI package in @graph",
        );
    }
    for package in packages {
        proposals.extend(read_package(package, &graph, (&place, today), findings));
    }
    proposals
}

fn read_package(
    package: &Value,
    graph: &Graph<'_>,
    (place, today): (&Place, NaiveDate),
    findings: &mut Findings,
) -> Vec<Proposal> {
    let Some(name) = text(package, "", "name") else {
        findings.add(Code::RecordIncomplete, place.clone(), "an AI package has no name");
        return Vec::new();
    };
    let version = text(package, "software", "packageVersion");
    let on = stated_on(package, graph).map_or(today, |day| day.min(today));
    let file = place.file.rsplit('/').next().unwrap_or(&place.file);
    let source = format!("SPDX document {file}");
    let Some(mut sheet) = Sheet::begin((name, version), on, &source, place.clone(), findings) else {
        return Vec::new();
    };
    let full = version.filter(|version| !name.contains(version));
    sheet.say_text(
        &full.map_or(name.to_owned(), |version| format!("{name} {version}")),
        Fact::Name,
    );
    sheet.say_model(name);
    let supplier = each(package.get("suppliedBy")).find_map(|one| text(graph.resolved(one)?, "", "name"));
    if let Some(supplier) = supplier {
        sheet.say_text(supplier, Fact::Publisher);
    }
    if let Some(moment) = text(package, "", "releaseTime") {
        match day_of(moment) {
            Some(day) => sheet.say(Fact::ReleasedOn(day)),
            None => sheet.tell(
                Code::DayUnreadable,
                format!("releaseTime {moment:?} cannot be read"),
            ),
        }
    }
    for identifier in identifiers(package) {
        sheet.say(Fact::Identifier(identifier));
    }
    let Some(id) = text(package, "", "spdxId").or_else(|| text(package, "", "@id")) else {
        return sheet.proposals;
    };
    if let Some(licence) = licence(id, graph, &mut sheet) {
        sheet.say(Fact::Licence(licence));
    }
    for base in graph.related(id, "descendantOf") {
        if let Some((address, name)) = named(base) {
            sheet.say_of(address.clone(), Fact::Name(name));
            sheet.say(Fact::Base(Relation::Derived, address, Confidence::Claimed));
        }
    }
    sheet.proposals
}

/// The address that a package mentioned elsewhere has, and its name.
fn named(package: &Value) -> Option<(Address, String)> {
    let name = text(package, "", "name")?;
    let version = text(package, "software", "packageVersion");
    let full = version.filter(|version| !name.contains(version));
    let full = full.map_or(name.to_owned(), |version| format!("{name} {version}"));
    Some((address(name, version)?, full))
}

/// The licence that was concluded, else the one declared.
fn licence(id: &str, graph: &Graph<'_>, sheet: &mut Sheet<'_>) -> Option<Licence> {
    let stated = ["hasConcludedLicense", "hasDeclaredLicense"]
        .iter()
        .find_map(|kind| {
            let mut licences = graph.related(id, kind).into_iter();
            licences.find_map(|one| {
                text(one, "simplelicensing", "licenseExpression").or_else(|| text(one, "", "name"))
            })
        })?;
    match stated {
        "NONE" => Some(Licence::NONE),
        "NOASSERTION" => None,
        stated => Some(Licence::parse(stated, None).unwrap_or_else(|_| sheet.licence(stated))),
    }
}

fn identifiers(package: &Value) -> Vec<Identifier> {
    let mut found = Vec::new();
    let place = text(package, "software", "downloadLocation");
    found.extend(place.and_then(Identifier::of_address));
    let urls = text(package, "software", "packageUrl").into_iter();
    let external = each(package.get("externalIdentifier"));
    let external = external
        .filter(|one| text(one, "", "externalIdentifierType") == Some("packageUrl"))
        .filter_map(|one| text(one, "", "identifier"));
    found.extend(
        urls.chain(external)
            .filter_map(|url| Identifier::parse(Scheme::PackageUrl, url).ok()),
    );
    let digests = each(package.get("verifiedUsing"))
        .filter(|hash| text(hash, "", "algorithm") == Some("sha256"))
        .filter_map(|hash| text(hash, "", "hashValue"));
    found.extend(digests.filter_map(|digest| Identifier::parse(Scheme::Digest, digest).ok()));
    found
}

/// The day on which the document was made.
fn stated_on(package: &Value, graph: &Graph<'_>) -> Option<NaiveDate> {
    let creation = graph.resolved(package.get("creationInfo")?)?;
    day_of(text(creation, "", "created")?)
}

fn day_of(moment: &str) -> Option<NaiveDate> {
    facts::day("", moment.get(..10)?).ok()
}
