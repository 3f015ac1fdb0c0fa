//! Both databases can be built, taken down and built again, and end with the same tables.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::Text;
use soundings::settings::Database;
use soundings::store::migrations;
use support::database::TestDatabase;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
}

/// Tables with their columns in order, whatever the dialect calls the types.
fn shape(database: &Database) -> BTreeMap<String, Vec<String>> {
    let columns: Vec<Column> = match database {
        Database::Sqlite(path) => {
            let mut conn = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
            diesel::sql_query(
                "SELECT m.name AS table_name, c.name AS column_name FROM sqlite_master m, pragma_table_info(m.name) c
                 WHERE m.type = 'table' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\' AND m.name NOT LIKE 'sqlite%'
                 ORDER BY m.name, c.cid",
            )
            .load(&mut conn)
            .unwrap()
        }
        Database::Postgres(url) => {
            let mut conn = PgConnection::establish(url).unwrap();
            diesel::sql_query(
                "SELECT table_name::text, column_name::text FROM information_schema.columns
                 WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%'
                 ORDER BY table_name, ordinal_position",
            )
            .load(&mut conn)
            .unwrap()
        }
    };
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for column in columns {
        tables
            .entry(column.table_name)
            .or_default()
            .push(column.column_name);
    }
    tables
}

/// The tables that the program's own schema declares.
fn declared() -> BTreeMap<String, Vec<String>> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/store/schema.rs")).unwrap();
    let table = regex::Regex::new(r"(?s)\n    (\w+) \([\w, ]+\) \{(.*?)\n    \}").unwrap();
    let column = regex::Regex::new(r"(?m)^        (\w+) -> ").unwrap();
    table
        .captures_iter(&text)
        .map(|found| {
            (
                found[1].to_owned(),
                column.captures_iter(&found[2]).map(|c| c[1].to_owned()).collect(),
            )
        })
        .collect()
}

#[test]
fn the_database_can_be_built_taken_down_and_built_again() {
    let database = TestDatabase::empty();
    assert!(migrations::run(database.settings()).unwrap() > 0);
    let first = shape(database.settings());
    assert_eq!(first, declared(), "schema.rs must say what the migrations make");

    migrations::revert(database.settings()).unwrap();
    assert!(
        shape(database.settings()).is_empty(),
        "down.sql must take everything away"
    );

    migrations::run(database.settings()).unwrap();
    assert_eq!(shape(database.settings()), first);
    assert_eq!(
        migrations::run(database.settings()).unwrap(),
        0,
        "nothing is left to do"
    );
}

#[test]
fn a_database_of_a_newer_program_is_refused_and_left_alone() {
    let database = TestDatabase::empty();
    migrations::run(database.settings()).unwrap();
    let later = "INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000000')";
    database.execute(later);

    let refusal = migrations::run(database.settings()).unwrap_err().to_string();

    assert!(refusal.contains("newer"), "{refusal}");
    assert!(!refusal.contains('\n'));
}

#[test]
fn what_is_final_cannot_be_changed_in_the_database() {
    let database = TestDatabase::empty();
    migrations::run(database.settings()).unwrap();
    let id = match database.settings() {
        Database::Sqlite(_) => "x'00000000000000000000000000000001'",
        Database::Postgres(_) => "'00000000-0000-0000-0000-000000000001'",
    };
    let at = match database.settings() {
        Database::Sqlite(_) => "0",
        Database::Postgres(_) => "now()",
    };
    database.execute(&format!(
        "INSERT INTO audit (id, at, actor, event, subject, detail) VALUES ({id}, {at}, NULL, 'e', 's', '{{}}')"
    ));
    assert!(database.try_execute("UPDATE audit SET event = 'other'").is_err());
    assert!(database.try_execute("DELETE FROM audit").is_err());
}

#[test]
fn versions_from_before_their_changes_were_recorded_stay_as_they_are() {
    let database = TestDatabase::empty();
    migrations::run(database.settings()).unwrap();
    let (dialect, id, at) = match database.settings() {
        Database::Sqlite(_) => ("sqlite", "x'00000000000000000000000000000001'", "0"),
        Database::Postgres(_) => ("postgresql", "'00000000-0000-0000-0000-000000000001'", "now()"),
    };
    let step = |name: &str| {
        let root = env!("CARGO_MANIFEST_DIR");
        let path = format!("{root}/migrations/{dialect}/2026-11-25-000010_version_changes/{name}.sql");
        let text = std::fs::read_to_string(path).unwrap();
        let statements = text.split(';').filter(|statement| !statement.trim().is_empty());
        statements.for_each(|statement| database.execute(statement));
    };
    step("down");
    for row in [
        format!("studies (id, key, settings, state, added_at) VALUES ({id}, 's', '{{}}', 'open', {at})"),
        format!("questionnaires (id, study_id, key, role, position) VALUES ({id}, {id}, 'q', 'U', 0)"),
        format!(
            "questionnaire_versions (id, questionnaire_id, number, content_hash, definition, published_at) \
             VALUES ({id}, {id}, 1, 'h', '{{}}', {at})"
        ),
    ] {
        database.execute(&format!("INSERT INTO {row}"));
    }

    step("up");

    let rows =
        "SELECT content_hash AS text FROM questionnaire_versions WHERE reason IS NULL AND changes IS NULL";
    assert_eq!(database.texts(rows), ["h"]);
    let reason = "UPDATE questionnaire_versions SET reason = '{}'";
    assert!(database.try_execute(reason).is_err());
    step("down");
    assert_eq!(
        database.texts("SELECT content_hash AS text FROM questionnaire_versions"),
        ["h"]
    );
}
