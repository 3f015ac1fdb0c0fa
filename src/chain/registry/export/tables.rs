//! The registry as tables of text.

use crate::chain::registry::changes::{Known, Subject};
use crate::chain::registry::dossier::Dossier;
use crate::chain::registry::facts::{Counted, Direction, Fact, listed};
use crate::chain::registry::import::table::{COLUMNS, RECORDED_AT};
use crate::chain::registry::licences::{Family, Licence};
use crate::chain::registry::openness::Availability;
use crate::chain::registry::queries;
use crate::chain::registry::statements::{Kept, Line, Statement};
use crate::chain::registry::terms::SizeBand;
use crate::store::{Snapshot, StoreError};

/// A column: its name, its type in a data package, and what it holds.
pub type Column = (&'static str, &'static str, &'static str);

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// Name of its files, without their ending.
    pub name: &'static str,
    pub description: &'static str,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
}

const MODEL: Column = ("model", "string", "Key of the model");
const RELEASE: Column = ("release", "string", "Key of the release within its model");
const ON: Column = (
    "on",
    "date",
    "Day from which it holds, or on which the source said so",
);
const SOURCE: Column = ("source", "string", "Who says so");

/// All tables of the registry.
pub fn tables(db: &mut Snapshot<'_>) -> Result<Vec<Table>, StoreError> {
    let said = queries::everything(db)?;
    let mut known = Known::default();
    for (subject, kept) in &said {
        known.add(subject.clone(), kept.clone());
    }
    let addresses = known.subjects.keys().filter_map(Subject::address);
    let dossiers: Vec<Dossier> = addresses
        .filter_map(|address| Dossier::of(&known, &address))
        .collect();
    Ok(vec![
        models(&dossiers),
        releases(&dossiers),
        identifiers(&dossiers),
        access_events(&dossiers),
        components(&dossiers),
        release_edges(&dossiers),
        statements(&said),
    ])
}

/// The cells of a row about a release, and of the statement that it rests on.
fn row(dossier: &Dossier, own: &[&str], statement: &Statement) -> Vec<String> {
    let address = [dossier.address.model.as_str(), dossier.address.release.as_str()];
    let mut cells: Vec<String> = address.iter().chain(own).map(|cell| (*cell).to_owned()).collect();
    cells.push(statement.on.to_string());
    cells.push(statement.source.as_str().to_owned());
    cells
}

fn text<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn models(dossiers: &[Dossier]) -> Table {
    let mut rows: Vec<Vec<String>> = dossiers
        .iter()
        .map(|dossier| vec![dossier.address.model.to_string(), dossier.model_name().to_owned()])
        .collect();
    rows.dedup_by(|one, other| one.first() == other.first());
    Table {
        name: "models",
        description: "Models",
        columns: vec![MODEL, ("name", "string", "Name of the model")],
        rows,
    }
}

fn releases(dossiers: &[Dossier]) -> Table {
    let row = |dossier: &Dossier| {
        let modalities = |direction| listed(dossier.modalities(direction).iter().map(|one| one.as_str()));
        let licence = dossier.licence();
        vec![
            dossier.address.model.to_string(),
            dossier.address.release.to_string(),
            dossier.name().to_owned(),
            text(dossier.publisher()),
            text(dossier.released_on()),
            text(dossier.supersedes()),
            text(dossier.parameters(Counted::Total)),
            text(dossier.parameters(Counted::Active)),
            text(dossier.band().map(SizeBand::as_str)),
            modalities(Direction::In),
            modalities(Direction::Out),
            text(licence.and_then(Licence::id)),
            text(licence.and_then(Licence::family).map(Family::as_str)),
            listed(dossier.purposes().iter().map(|one| one.as_str())),
            text(dossier.timeline().last().map(|step| step.level.as_str())),
            text(dossier.completeness().map(|found| found.class.as_str())),
        ]
    };
    Table {
        name: "releases",
        description: "Releases, each with what holds after all that was said",
        columns: vec![
            MODEL,
            RELEASE,
            ("name", "string", "Canonical name"),
            ("publisher", "string", "Who published it"),
            ("released_on", "date", "Day of publication"),
            (
                "supersedes",
                "string",
                "The release that it is a newer version of, as model/release",
            ),
            ("parameters_total", "integer", "Number of parameters"),
            (
                "parameters_active",
                "integer",
                "Parameters that a mixture model uses at a time",
            ),
            ("size_band", "string", "Band of the number of parameters"),
            (
                "modality_in",
                "string",
                "What it takes; codes with spaces between",
            ),
            (
                "modality_out",
                "string",
                "What it gives; codes with spaces between",
            ),
            ("licence", "string", "SPDX licence expression"),
            ("licence_family", "string", "Family of the licence"),
            (
                "purpose",
                "string",
                "What it is meant for; codes with spaces between",
            ),
            ("access_level", "string", "Level of access said last, A0 to A6"),
            (
                "mof_class",
                "string",
                "Class of the Model Openness Framework, computed from the components",
            ),
        ],
        rows: dossiers.iter().map(row).collect(),
    }
}

fn identifiers(dossiers: &[Dossier]) -> Table {
    let rows = dossiers.iter().flat_map(|dossier| {
        let identifiers = dossier.identifiers().into_iter();
        identifiers.map(|(identifier, statement)| {
            row(
                dossier,
                &[identifier.scheme().as_str(), identifier.value()],
                statement,
            )
        })
    });
    Table {
        name: "identifiers",
        description: "Names that others give to releases",
        columns: vec![
            MODEL,
            RELEASE,
            (
                "scheme",
                "string",
                "Form of the name: purl, hub, api, cn-filing, sha256 or text",
            ),
            ("value", "string", "The name"),
            ON,
            SOURCE,
        ],
        rows: rows.collect(),
    }
}

fn access_events(dossiers: &[Dossier]) -> Table {
    let rows = dossiers.iter().flat_map(|dossier| {
        let steps = dossier.timeline().into_iter();
        steps.map(|step| {
            row(
                dossier,
                &[step.level.as_str(), step.basis.as_str()],
                step.statement,
            )
        })
    });
    Table {
        name: "access_events",
        description: "The history of access to releases",
        columns: vec![
            MODEL,
            RELEASE,
            (
                "level",
                "string",
                "A0 (not available) to A6 (weights, code and training information)",
            ),
            (
                "basis",
                "string",
                "What it rests on: announced, terms, catalogue or observed",
            ),
            ON,
            SOURCE,
        ],
        rows: rows.collect(),
    }
}

fn components(dossiers: &[Dossier]) -> Table {
    let mut rows = Vec::new();
    for dossier in dossiers {
        for statement in dossier.holding() {
            if let Fact::Component(component, availability) = &statement.fact {
                let licence = match availability {
                    Availability::Absent => "",
                    Availability::Under(licence) => licence.as_str(),
                };
                let published = if *availability == Availability::Absent {
                    "0"
                } else {
                    "1"
                };
                let open = if availability.is_open() { "1" } else { "0" };
                rows.push(row(
                    dossier,
                    &[component.as_str(), published, licence, open],
                    statement,
                ));
            }
        }
    }
    Table {
        name: "components",
        description: "Components of the Model Openness Framework",
        columns: vec![
            MODEL,
            RELEASE,
            ("component", "string", "One of the 17 components"),
            ("published", "integer", "1 if it is published, else 0"),
            (
                "licence",
                "string",
                "SPDX licence expression, or L.none where none is stated",
            ),
            (
                "open",
                "integer",
                "1 if the licence is open, so that the component counts, else 0",
            ),
            ON,
            SOURCE,
        ],
        rows,
    }
}

fn release_edges(dossiers: &[Dossier]) -> Table {
    let mut rows = Vec::new();
    for dossier in dossiers {
        for statement in dossier.holding() {
            if let Fact::Base(relation, base, confidence) = &statement.fact {
                let own = [
                    base.model.as_str(),
                    base.release.as_str(),
                    relation.as_str(),
                    confidence.as_str(),
                ];
                rows.push(row(dossier, &own, statement));
            }
        }
    }
    Table {
        name: "release_edges",
        description: "What releases were made from",
        columns: vec![
            MODEL,
            RELEASE,
            ("base_model", "string", "Key of the model of the base"),
            ("base_release", "string", "Key of the release that is the base"),
            ("relation", "string", "How it was made"),
            ("confidence", "string", "claimed, matched or confirmed"),
            ON,
            SOURCE,
        ],
        rows,
    }
}

fn statements(said: &[(Subject, Kept)]) -> Table {
    let described = |column| match column {
        "model" => MODEL,
        "release" => (
            "release",
            "string",
            "Key of the release; empty if it is about the model",
        ),
        "field" => ("field", "string", "What it is about"),
        "item" => ("item", "string", "Which one, where there can be several"),
        "value" => ("value", "string", "What is said"),
        "basis" => ("basis", "string", "What it rests on"),
        "on" => ON,
        "source" => SOURCE,
        "standing" => (
            "standing",
            "string",
            "stated, or withdrawn where it was taken back",
        ),
        column => (
            column,
            "string",
            "Why it corrects another statement of the same day",
        ),
    };
    let mut columns: Vec<Column> = COLUMNS.map(|(column, _)| described(column)).to_vec();
    columns.push((RECORDED_AT, "datetime", "Moment at which it was recorded"));
    let row = |(subject, kept): &(Subject, Kept)| {
        let statement = &kept.statement;
        let cells = statement.fact.cells();
        let recorded_at = kept.recorded_at.utc();
        vec![
            subject.model.to_string(),
            text(subject.release.as_ref()),
            cells.field,
            cells.item,
            cells.value,
            cells.basis,
            statement.on.to_string(),
            statement.source.as_str().to_owned(),
            statement.standing.as_str().to_owned(),
            text(statement.reason.as_ref().map(Line::as_str)),
            recorded_at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
        ]
    };
    Table {
        name: "statements",
        description: "Everything that was ever said, in the order in which it was recorded; can be imported again",
        columns,
        rows: said.iter().map(row).collect(),
    }
}
