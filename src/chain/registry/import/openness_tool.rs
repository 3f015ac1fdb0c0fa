//! Records of the Model Openness Tool: YAML with the 17 components and their licences, in the
//! form of 2024 (a licence beside each component) and of 2025 (licences of the release).

use chrono::NaiveDate;
use serde_norway::Value;

use super::findings::{Code, Findings, Place};
use super::sheet::Sheet;
use super::yaml::{documents, text};
use crate::chain::registry::addresses::Address;
use crate::chain::registry::changes::Proposal;
use crate::chain::registry::facts::{self, Counted, Direction, Fact};
use crate::chain::registry::identifiers::Identifier;
use crate::chain::registry::licences::Licence;
use crate::chain::registry::openness::{Availability, Component};
use crate::chain::registry::terms::{Confidence, Modality, Relation};

/// A record that was read, and the name of what it was made from, which the tool gives without
/// saying how.
#[derive(Debug)]
pub struct Record {
    pub name: String,
    pub address: Address,
    pub origin: Option<String>,
    pub place: Place,
    pub proposals: Vec<Proposal>,
}

/// Names of the framework for its components, and of the licence of the release that holds where a
/// component has none of its own.
const COMPONENTS: [(&str, Component, &str); 17] = [
    ("Model architecture", Component::Architecture, "code"),
    ("Model parameters (Final)", Component::FinalParameters, "data"),
    ("Model card", Component::ModelCard, "document"),
    ("Data card", Component::DataCard, "document"),
    ("Technical report", Component::TechnicalReport, "document"),
    ("Evaluation results", Component::EvaluationResults, "document"),
    ("Sample model outputs", Component::SampleOutputs, "data"),
    ("Training code", Component::TrainingCode, "code"),
    ("Inference code", Component::InferenceCode, "code"),
    ("Evaluation code", Component::EvaluationCode, "code"),
    ("Evaluation data", Component::EvaluationData, "data"),
    (
        "Supporting libraries and tools",
        Component::SupportingLibraries,
        "code",
    ),
    ("Datasets", Component::Datasets, "data"),
    ("Data preprocessing code", Component::PreprocessingCode, "code"),
    (
        "Model parameters (Intermediate)",
        Component::IntermediateParameters,
        "data",
    ),
    ("Research paper", Component::ResearchPaper, "document"),
    ("Model metadata", Component::Metadata, "data"),
];

/// What records have for a version that nobody knows.
const UNKNOWN: [&str; 5] = ["undisclosed", "unknown", "not disclosed", "none", "n/a"];

/// Whether a text is such a record.
pub fn is_record(text: &str) -> bool {
    text.contains("framework:") && text.contains("release:") && text.contains("Model Openness Framework")
}

/// Reads the records of a file: one, several documents, or a list.
pub fn read(file: &str, text: &str, today: NaiveDate, findings: &mut Findings) -> Vec<Record> {
    let place = Place {
        file: file.to_owned(),
        line: None,
    };
    let documents = match documents(text) {
        Ok(documents) => documents,
        Err(told) => {
            findings.add(Code::FileUnreadable, place, told);
            return Vec::new();
        }
    };
    let mut records = Vec::new();
    for document in documents {
        let several = match document {
            Value::Sequence(several) => several,
            one => vec![one],
        };
        records.extend(
            several
                .iter()
                .filter_map(|one| record(one, &place, today, findings)),
        );
    }
    records
}

fn record(value: &Value, place: &Place, today: NaiveDate, findings: &mut Findings) -> Option<Record> {
    let release = value.get("release").unwrap_or(value);
    let of = |key: &str| text(release.get(key));
    let Some(name) = of("name") else {
        findings.add(Code::RecordIncomplete, place.clone(), "release.name is missing");
        return None;
    };
    let on = of("date").map_or(Ok(today), |day| facts::day("release.date", &day));
    let on = on.unwrap_or_else(|fault| {
        findings.add(Code::DayUnreadable, place.clone(), fault.to_string());
        today
    });
    let version = of("version").filter(|version| !UNKNOWN.contains(&version.to_lowercase().as_str()));
    let file = place.file.rsplit('/').next().unwrap_or(&place.file);
    let source = format!("Model Openness Tool: {file}");
    let mut sheet = Sheet::begin(
        (&name, version.as_deref()),
        on.min(today),
        &source,
        place.clone(),
        findings,
    )?;
    let full = match &version {
        Some(version) if !name.to_lowercase().contains(&version.to_lowercase()) => {
            format!("{name} {version}")
        }
        Some(_) | None => name.clone(),
    };
    sheet.say_text(&full, Fact::Name);
    sheet.say_model(&name);
    if let Some(producer) = of("producer") {
        sheet.say_text(&producer, Fact::Publisher);
    }
    if let Some(number) = version.as_deref().and_then(parameters) {
        sheet.say(Fact::Parameters(Counted::Total, number));
    }
    if of("type").is_some_and(|kind| kind.starts_with("language")) {
        sheet.say(Fact::Modalities(Direction::In, vec![Modality::Text]));
        sheet.say(Fact::Modalities(Direction::Out, vec![Modality::Text]));
    }
    for key in ["huggingface", "github", "repository"] {
        let Some(url) = of(key) else { continue };
        match Identifier::of_address(&url) {
            Some(identifier) => sheet.say(Fact::Identifier(identifier)),
            None => sheet.tell(
                Code::AddressUnknown,
                format!("{key}: {url:?} is no repository that is known"),
            ),
        }
    }
    components(release, &mut sheet);
    Some(Record {
        origin: of("origin").filter(|origin| !origin.eq_ignore_ascii_case(&name)),
        name,
        address: sheet.address.clone(),
        place: place.clone(),
        proposals: sheet.proposals,
    })
}

/// Says what the record says of the components, and the licence of the weights as that of the
/// release.
fn components(release: &Value, sheet: &mut Sheet<'_>) {
    let licences = release.get("license");
    let whole = licences.and_then(|licences| name_in(licences.get("distribution")));
    let mut weights = whole.as_deref().map(|word| sheet.licence(word));
    let empty = Vec::new();
    let listed = release
        .get("components")
        .and_then(Value::as_sequence)
        .unwrap_or(&empty);
    for listing in listed {
        let named = text(listing.get("name")).unwrap_or_default();
        let Some((_, component, kind)) = COMPONENTS
            .iter()
            .find(|(known, ..)| known.eq_ignore_ascii_case(&named))
        else {
            sheet.tell(Code::ComponentUnknown, format!("{named:?} is no component"));
            continue;
        };
        let own = text(listing.get("license_name")).or_else(|| name_in(listing.get("license")));
        let word = own
            .or_else(|| licences.and_then(|licences| name_in(licences.get(kind))))
            .or_else(|| whole.clone());
        let word = word.unwrap_or_default();
        let availability = match word.to_lowercase().as_str() {
            "pending evaluation" => continue,
            absent if absent.ends_with("not included") => Availability::Absent,
            "" | "license not specified" | "unlicensed" => Availability::Under(Licence::NONE),
            _ => Availability::Under(sheet.licence(&word)),
        };
        if let (Component::FinalParameters, None, Availability::Under(licence)) =
            (component, &weights, &availability)
        {
            weights = Some(licence.clone());
        }
        sheet.say(Fact::Component(*component, availability));
    }
    if let Some(licence) = weights {
        sheet.say(Fact::Licence(licence));
    }
}

/// The name of a licence, which is a text or has one.
fn name_in(value: Option<&Value>) -> Option<String> {
    text(value).or_else(|| text(value?.get("name")))
}

/// The tool's versions are sizes more often than not: `7B`, `1.5B`, `350M`.
fn parameters(version: &str) -> Option<u64> {
    let (number, unit) = version.split_at_checked(version.len().checked_sub(1)?)?;
    let unit: u64 = match unit {
        "B" | "b" => 1_000_000_000,
        "M" | "m" => 1_000_000,
        _ => return None,
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() || whole.len() > 5 || part.len() > 3 {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let thousandths: u64 = if part.is_empty() {
        0
    } else {
        format!("{part:0<3}").parse().ok()?
    };
    Some(whole * unit + thousandths * (unit / 1000)).filter(|number| *number > 0)
}

/// The statements of all records, with a line to the base wherever its record was read too and
/// nothing else has its name.
pub fn joined(records: Vec<Record>, findings: &mut Findings) -> Vec<Proposal> {
    let known: Vec<(String, Address)> = records
        .iter()
        .map(|record| (record.name.to_lowercase(), record.address.clone()))
        .collect();
    let mut proposals = Vec::new();
    for record in records {
        let base = record.origin.as_ref().map(|origin| {
            let origin = origin.to_lowercase();
            let mut fitting = known.iter().filter(|(name, _)| *name == origin);
            fitting.next().filter(|_| fitting.next().is_none())
        });
        let first = record.proposals.first().cloned();
        proposals.extend(record.proposals);
        match (base, first) {
            (Some(Some((_, base))), Some(mut edge)) if *base != record.address => {
                edge.statement.fact = Fact::Base(Relation::Derived, base.clone(), Confidence::Claimed);
                proposals.push(edge);
            }
            (Some(None), _) => {
                let origin = record.origin.unwrap_or_default();
                findings.add(
                    Code::OriginUnknown,
                    record.place,
                    format!("the origin {origin:?} has no record here"),
                );
            }
            _ => {}
        }
    }
    proposals
}
