//! `datapackage.json`: the edition as a Frictionless Data Package 2.0.

use std::io;

use serde_json::{Map, Value, json};

use super::changes;
use super::codebook::{choices_header, codebook_header};
use super::file::{Folder, Written};
use crate::chain::registry::export::{Column as ChainColumn, Table};
use crate::dataset::codebook::{coordinate, in_words, system_label, text};
use crate::dataset::columns::{Column, Content, Item, Kind, Layout, ListedOption, Part, System, TableLayout};
use crate::dataset::facts::{Facts, NOT_ASKED, meaning};
use crate::questionnaire::comparison::Effect;
use crate::questionnaire::definition::Missing;

const PACKAGE_PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";
const SCHEMA_PROFILE: &str = "https://datapackage.org/profiles/2.0/tableschema.json";

/// Writes the descriptor of the tables among `files`.
///
/// # Errors
/// When the disk is full.
pub fn write(
    folder: &Folder,
    facts: &Facts,
    layout: &Layout,
    chain: &[Table],
    files: &[Written],
) -> io::Result<Written> {
    let mut content = serde_json::to_vec_pretty(&package(facts, layout, chain, files))?;
    content.push(b'\n');
    folder.write("datapackage.json", &content)
}

fn package(facts: &Facts, layout: &Layout, chain: &[Table], files: &[Written]) -> Value {
    let language = default_language(layout);
    let publisher = facts
        .study
        .controller
        .as_ref()
        .map_or(facts.study.title(language), |controller| {
            controller.get(language, "en")
        });
    let mut package = json!({
        "$schema": PACKAGE_PROFILE,
        "name": format!("{}-{}", facts.study.key, facts.number),
        "title": facts.study.title(language),
        "description": "Accepted submissions of an opt-in study. They describe those who took part, not a population; no margin of error applies. See README.md.",
        "version": facts.number.to_string(),
        "profile_of_exposure": facts.profile.as_str(),
        "citation": facts.citation(language),
    });
    if let Some((_, last)) = facts.days {
        package["created"] = json!(format!("{last}T00:00:00Z"));
    }
    package["licenses"] = json!([{
        "name": "CC-BY-4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
        "title": "Creative Commons Attribution 4.0",
    }]);
    package["contributors"] = json!([{ "title": publisher, "roles": ["publisher"] }]);
    package["resources"] = files
        .iter()
        .filter_map(|file| Some(resource(file, &schema(layout, chain, &file.name)?)))
        .collect();
    package
}

fn default_language(layout: &Layout) -> &str {
    layout.languages.first().map_or("en", String::as_str)
}

fn resource(file: &Written, schema: &Value) -> Value {
    let name = file.name.trim_end_matches(".csv");
    json!({
        "name": name,
        "path": file.name,
        "type": "table",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": format!("sha256:{}", file.sha256),
        "schema": schema,
    })
}

/// The schema of a file, if it is one of the tables that a data package describes.
fn schema(layout: &Layout, chain: &[Table], file: &str) -> Option<Value> {
    let texts = |names: Vec<String>| {
        let fields: Vec<Value> = names
            .into_iter()
            .map(|name| json!({ "name": name, "type": "string" }))
            .collect();
        json!({ "$schema": SCHEMA_PROFILE, "fields": fields })
    };
    match file {
        "codebook.csv" => Some(texts(codebook_header(&layout.languages))),
        "choices.csv" => Some(texts(choices_header(&layout.languages))),
        changes::NAME => Some(changes_schema(&layout.languages)),
        other => {
            let name = other.strip_suffix(".csv")?;
            if let Some(table) = chain.iter().find(|table| table.name == name) {
                return Some(chain_schema(table));
            }
            let table = layout.tables.iter().find(|table| table.name == name)?;
            Some(table_schema(layout, table))
        }
    }
}

/// The schema of a table about the chain.
fn chain_schema(table: &Table) -> Value {
    let field =
        |(name, kind, english, _): &ChainColumn| json!({ "name": name, "type": kind, "title": english });
    let fields: Vec<Value> = table.columns.iter().map(field).collect();
    json!({ "$schema": SCHEMA_PROFILE, "fields": fields, "missingValues": [""] })
}

/// The schema of `changes.csv`.
fn changes_schema(languages: &[String]) -> Value {
    let field = |name: String| match name.as_str() {
        "version" => json!({ "name": name, "type": "integer" }),
        "published_on" => json!({ "name": name, "type": "date" }),
        "effect" => json!({
            "name": name,
            "type": "string",
            "constraints": { "enum": Effect::ALL.map(Effect::as_str) },
        }),
        _ => json!({ "name": name, "type": "string" }),
    };
    let fields: Vec<Value> = changes::header(languages).into_iter().map(field).collect();
    json!({ "$schema": SCHEMA_PROFILE, "fields": fields })
}

fn table_schema(layout: &Layout, table: &TableLayout) -> Value {
    let fields: Vec<Value> = table
        .columns
        .iter()
        .map(|column| field(layout, table, column))
        .collect();
    let mut missing = vec![json!({ "value": "", "label": NOT_ASKED.0 })];
    missing
        .extend(Missing::ALL.map(|missing| json!({ "value": missing.code(), "label": meaning(missing).0 })));
    let key: Vec<&str> = key_columns(table, table.path.len());
    let mut schema = json!({
        "$schema": SCHEMA_PROFILE,
        "fields": fields,
        "missingValues": missing,
        "primaryKey": key,
    });
    if !table.path.is_empty() {
        schema["foreignKeys"] = foreign_keys(layout, table);
    }
    schema
}

/// The submission and the instances down to this depth.
fn key_columns(table: &TableLayout, depth: usize) -> Vec<&str> {
    let columns = table
        .columns
        .iter()
        .filter(|column| matches!(column.content, Content::System(System::Id | System::Instance(_))));
    columns
        .map(|column| column.name.as_str())
        .take(1 + depth)
        .collect()
}

/// Every table that the rows hang on: the submission, and the instances around.
fn foreign_keys(layout: &Layout, table: &TableLayout) -> Value {
    let above = layout
        .tables
        .iter()
        .filter(|other| other.path.len() < table.path.len() && table.path.starts_with(&other.path));
    above
        .map(|other| {
            json!({
                "fields": key_columns(table, other.path.len()),
                "reference": { "resource": other.name, "fields": key_columns(other, other.path.len()) },
            })
        })
        .collect()
}

fn field(layout: &Layout, table: &TableLayout, column: &Column) -> Value {
    let mut field = Map::new();
    field.insert("name".into(), json!(column.name));
    match &column.content {
        Content::System(system) => {
            field.insert("type".into(), json!(system_type(system)));
            field.insert("title".into(), json!(system_label(system).0));
            if *system == System::Id {
                let unique = table.path.is_empty();
                field.insert(
                    "constraints".into(),
                    json!({ "required": true, "unique": unique }),
                );
            }
        }
        Content::Item { item, part } => describe(&mut field, layout, &table.items[*item], *part),
    }
    Value::Object(field)
}

const fn system_type(system: &System) -> &'static str {
    match system {
        System::Version | System::Instance(_) => "integer",
        System::SubmittedOn => "date",
        System::Id
        | System::Questionnaire
        | System::Role
        | System::Language
        | System::Tier
        | System::Unlisted => "string",
    }
}

fn describe(field: &mut Map<String, Value>, layout: &Layout, item: &Item, part: Part) {
    let title = |language: &str| {
        let label = item
            .uses
            .first()
            .map_or("", |one| one.label.get(language, &one.default_language));
        match part {
            Part::Whole => label.to_owned(),
            Part::Option(option) => match item.options.get(option) {
                Some(option) => format!("{label}: {}", text(&option.label, item, language)),
                None => label.to_owned(),
            },
            Part::Place(place) => format!("{label} ({place})"),
            Part::Coordinate(number) => format!("{label}: {}", coordinate(number, language)),
            Part::Words => format!("{label}: {}", in_words(language)),
        }
    };
    field.insert("type".into(), json!(item_type(item.kind, part)));
    field.insert("title".into(), json!(title(default_language(layout))));
    let others: Map<String, Value> = layout
        .languages
        .iter()
        .map(|language| (language.clone(), json!(title(language))))
        .collect();
    field.insert("titles".into(), Value::Object(others));
    let answers: Vec<&ListedOption> = item
        .options
        .iter()
        .filter(|option| option.missing.is_none())
        .collect();
    match (item.kind, part) {
        (Kind::Many, Part::Option(_)) => {
            let values = [
                json!({ "value": 0, "label": "not chosen" }),
                json!({ "value": 1, "label": "chosen" }),
            ];
            field.insert("categories".into(), json!(values));
            field.insert("constraints".into(), json!({ "enum": [0, 1] }));
        }
        (Kind::One | Kind::Ranked, _) if !answers.is_empty() => {
            let language = default_language(layout);
            let categories: Vec<Value> = answers
                .iter()
                .map(|option| json!({ "value": option.code, "label": text(&option.label, item, language) }))
                .collect();
            let codes: Vec<&str> = answers.iter().map(|option| option.code.as_str()).collect();
            field.insert("categories".into(), json!(categories));
            // Validators check an enumeration, not categories.
            field.insert("constraints".into(), json!({ "enum": codes }));
        }
        _ => {}
    }
}

const fn item_type(kind: Kind, part: Part) -> &'static str {
    match (kind, part) {
        (Kind::Many, Part::Option(_)) | (Kind::Integer, _) => "integer",
        (Kind::Decimal, _) | (_, Part::Coordinate(_)) => "number",
        (Kind::Date | Kind::DayOf, _) => "date",
        (Kind::DateTime, _) => "datetime",
        (
            Kind::Text
            | Kind::Time
            | Kind::One
            | Kind::Release
            | Kind::Many
            | Kind::Ranked
            | Kind::Place
            | Kind::Degree
            | Kind::File,
            _,
        ) => "string",
    }
}
