//! Laws that hold for any table: a CSV file read back is the table, and nobody is left in a class
//! of fewer than k.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use proptest::prelude::*;

use super::classes::Counting;
use super::columns::{FrozenVersion, Layout, Profile};
use super::disclosure::{ProtectedRow, Protection, class};
use super::merging::layout;
use super::table::{Accepted, Cell, Table};
use super::writers::Folder;
use super::writers::csv::{CsvTable, Variant};
use crate::chain::{Audience, Role};
use crate::id::VersionId;
use crate::questionnaire::definition::Text;
use crate::questionnaire::xlsform;

const FORM: &str = "\
| survey |
| | type | name | label | exposure |
| | select_one place | place | Place | quasi |
| | select_multiple tool | tools | Tools | quasi |
| | text | story | Story | public |
| | begin_repeat | trip | Trip | |
| | select_one place | stop | Stop | quasi |
| | text | note | Note | public |
| | end_repeat | | | |
| choices |
| | list_name | name | label |
| | place | a | A |
| | place | b | B |
| | place | dk | Do not know |
| | tool | x | X |
| | tool | y | Y |
| | tool | dk | Do not know |
";

/// The same form under two questionnaires, since the class must tell them apart.
fn versions() -> Vec<FrozenVersion> {
    let definition = xlsform::import(FORM.as_bytes(), "form.md").definition.unwrap();
    let version = |questionnaire: &str, position| FrozenVersion {
        id: VersionId::new(),
        questionnaire: questionnaire.into(),
        audience: Audience::Role(Role::User),
        position,
        number: 1,
        content_hash: String::new(),
        definition: definition.clone(),
        published_on: chrono::NaiveDate::default(),
        reason: Text::default(),
        changes: Vec::new(),
    };
    vec![version("one", 0), version("two", 1)]
}

/// An answer to a choice: not asked, skipped, or one of few, so that classes meet.
fn place() -> impl Strategy<Value = Option<serde_json::Value>> {
    prop_oneof![
        3 => Just(Some(serde_json::json!("a"))),
        1 => Just(Some(serde_json::json!("b"))),
        1 => Just(Some(serde_json::json!("dk"))),
        1 => Just(Some(serde_json::json!(null))),
        1 => Just(None),
    ]
}

fn tools() -> impl Strategy<Value = Option<serde_json::Value>> {
    prop_oneof![
        3 => Just(Some(serde_json::json!(["x"]))),
        1 => Just(Some(serde_json::json!(["x", "y"]))),
        1 => Just(Some(serde_json::json!(["dk"]))),
        1 => Just(Some(serde_json::json!(["x", "dk"]))),
        1 => Just(None),
    ]
}

fn document() -> impl Strategy<Value = (bool, serde_json::Value)> {
    let trips = prop::collection::vec((place(), any::<String>()), 0..2);
    (any::<bool>(), place(), tools(), any::<String>(), trips).prop_map(
        |(first, place, tools, story, trips)| {
            let mut answers = serde_json::Map::new();
            answers.extend(place.map(|place| ("place".into(), place)));
            answers.extend(tools.map(|tools| ("tools".into(), tools)));
            answers.insert("story".into(), story.into());
            let trips = trips.into_iter().map(|(stop, note)| {
                let mut trip = serde_json::Map::new();
                trip.extend(stop.map(|stop| ("stop".into(), stop)));
                trip.insert("note".into(), note.into());
                serde_json::Value::Object(trip)
            });
            answers.insert("trip".into(), trips.collect());
            (first, serde_json::Value::Object(answers))
        },
    )
}

fn submissions(versions: &[FrozenVersion], documents: &[(bool, serde_json::Value)]) -> Vec<Accepted> {
    let accepted = |(index, (first, answers)): (usize, &(bool, serde_json::Value))| Accepted {
        public_id: format!("{index:08}"),
        version: versions[usize::from(*first)].id,
        language: "en".into(),
        tier: "T0".into(),
        submitted_on: NaiveDate::from_ymd_opt(2026, 5, 1).unwrap(),
        answers: Some(answers.to_string()),
    };
    documents.iter().enumerate().map(accepted).collect()
}

/// Texts of all cells, by table, as protection leaves them.
type Texts = Vec<Vec<Vec<String>>>;

fn texts(layout: &Layout, rows: &[ProtectedRow<'_>]) -> Texts {
    let text = |cells: &[Cell<'_>]| cells.iter().map(|cell| cell.text().to_owned()).collect();
    let mut tables: Texts = vec![rows.iter().map(|row| text(row.cells())).collect()];
    for table in 1..layout.tables.len() {
        tables.push(
            rows.iter()
                .flat_map(|row| row.repeated(table).map(text))
                .collect(),
        );
    }
    tables
}

fn protected<'a>(
    layout: &Layout,
    table: &'a Table<'_>,
    submissions: &'a [Accepted],
    k: u32,
) -> Vec<ProtectedRow<'a>> {
    let folder = tempfile::tempdir().unwrap();
    let mut counting = Counting::new(folder.path()).unwrap();
    for submission in submissions {
        counting
            .add(class(layout, &table.row(submission).unwrap()))
            .unwrap();
    }
    let mut protection = Protection::suppressing(layout, counting.small(k).unwrap());
    let rows = submissions
        .iter()
        .map(|submission| table.row(submission).unwrap());
    rows.map(|row| protection.protect(row)).collect()
}

/// What is left to see of a row's quasi-identifiers; none if it was withheld.
fn seen(layout: &Layout, row: &ProtectedRow<'_>) -> Option<Vec<String>> {
    let mut seen = vec![row.cells()[1].text().to_owned()];
    let tables = layout.tables.iter().enumerate();
    for (index, table) in tables {
        let rows: Vec<&[Cell<'_>]> = match index {
            0 => vec![row.cells()],
            _ => row.repeated(index).collect(),
        };
        for cells in rows {
            for (column, cell) in table.columns.iter().zip(cells) {
                if table.is_quasi(column) {
                    seen.push(cell.text().to_owned());
                }
            }
            seen.push("|".into());
        }
    }
    let withheld = seen.iter().filter(|text| *text == ".w").count();
    (withheld == 0).then_some(seen)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nobody_is_left_in_a_class_of_fewer_than_k(
        documents in prop::collection::vec(document(), 0..60),
        k in 1u32..6,
    ) {
        let versions = versions();
        let layout = layout(&versions, Profile::Public);
        let table = Table::new(&layout, &versions);
        let submissions = submissions(&versions, &documents);
        let rows = protected(&layout, &table, &submissions, k);

        let mut classes: HashMap<Vec<String>, u32> = HashMap::new();
        for row in &rows {
            if let Some(seen) = seen(&layout, row) {
                *classes.entry(seen).or_default() += 1;
            }
        }
        prop_assert!(classes.values().all(|count| *count >= k), "{classes:?}");
        prop_assert_eq!(rows.len(), documents.len());
    }

    #[test]
    fn nothing_is_withheld_from_a_class_of_at_least_k(
        documents in prop::collection::vec(document(), 0..60),
        k in 1u32..6,
    ) {
        let versions = versions();
        let layout = layout(&versions, Profile::Public);
        let table = Table::new(&layout, &versions);
        let submissions = submissions(&versions, &documents);
        let mut whole: BTreeMap<[u8; 16], u32> = BTreeMap::new();
        for submission in &submissions {
            *whole.entry(class(&layout, &table.row(submission).unwrap()).0).or_default() += 1;
        }

        let rows = protected(&layout, &table, &submissions, k);

        for (row, submission) in rows.iter().zip(&submissions) {
            let size = whole[&class(&layout, &table.row(submission).unwrap()).0];
            prop_assert_eq!(seen(&layout, row).is_some(), size >= k);
        }
    }

    #[test]
    fn a_csv_file_read_back_is_the_table(documents in prop::collection::vec(document(), 0..20)) {
        let versions = versions();
        let layout = layout(&versions, Profile::Restricted);
        let table = Table::new(&layout, &versions);
        let submissions = submissions(&versions, &documents);
        let mut protection = Protection::by_agreement(&layout);
        let rows: Vec<_> = submissions
            .iter()
            .map(|submission| protection.protect(table.row(submission).unwrap()))
            .collect();
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::new(home.path().to_owned());

        let mut read_back: Texts = Vec::new();
        for (index, described) in layout.tables.iter().enumerate() {
            let name = format!("{}.csv", described.name);
            let mut file = CsvTable::begin(&folder, &name, (index, described), Variant::Plain).unwrap();
            for row in &rows {
                file.write(row).unwrap();
            }
            file.finish().unwrap();
            let mut reader = ::csv::Reader::from_path(home.path().join(name)).unwrap();
            let records = reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect());
            read_back.push(records.collect());
        }

        prop_assert_eq!(read_back, texts(&layout, &rows));
    }
}
