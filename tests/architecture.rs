//! The rules that a reviewer would otherwise repeat. Each failure names the place and the mend.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// Rooms in reading order; each may use only what stands before it.
const ROOMS: [&str; 14] = [
    "settings",
    "language",
    "store",
    "clock",
    "id",
    "people",
    "chain",
    "questionnaire",
    "responses",
    "moderation",
    "news",
    "dataset",
    "web",
    "cli",
];

/// Crates that have one home; the paths are prefixes below src/.
const HOMES: [(&str, &[&str]); 24] = [
    (
        "diesel",
        &[
            "store/",
            "id.rs",
            "queries.rs",
            // Words that are stored as text say so where they are defined; they ask nothing.
            "chain/roles.rs",
            "chain/links/kinds.rs",
            "chain/links/keys.rs",
            "chain/claims/standing.rs",
            "people/permissions.rs",
            "moderation/decision.rs",
            "news/reports.rs",
            "news/replies.rs",
            "responses/codes.rs",
        ],
    ),
    ("actix_web", &["web/", "cli/"]),
    ("actix_multipart", &["web/parts.rs"]),
    ("futures_util", &["web/"]),
    ("askama", &["web/"]),
    ("infer", &["questionnaire/files/"]),
    ("img_parts", &["responses/attachments/"]),
    ("argon2", &["people/passwords.rs"]),
    ("zxcvbn", &["people/passwords.rs"]),
    ("hmac", &["settings.rs"]),
    ("governor", &["web/throttle.rs"]),
    ("qrcode", &["web/handed.rs"]),
    ("fluent_bundle", &["language.rs"]),
    ("calamine", &["questionnaire/xlsform/"]),
    ("cfb", &["questionnaire/xlsform/"]),
    ("roxmltree", &["questionnaire/xlsform/"]),
    (
        "rust_xlsxwriter",
        &[
            "dataset/writers/",
            // As calamine reads here. The two share nothing: one streams a record of any length,
            // the other dresses up a few hundred cells; and neither room may use the other's.
            "questionnaire/xlsform/export/",
        ],
    ),
    ("serde_norway", &["chain/registry/import/"]),
    ("spdx", &["chain/registry/licences.rs"]),
    ("strsim", &["chain/registry/search/"]),
    ("textdistance", &["news/similarity.rs"]),
    ("winnow", &["questionnaire/expression/"]),
    ("clap", &["cli/", "settings.rs"]),
    ("indicatif", &["cli/progress.rs"]),
];

const BANNED_NAMES: [&str; 8] = [
    "util", "utils", "helper", "helpers", "common", "misc", "manager", "service",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Every source file of the program with its path below src/ and its text. The tests of a room
/// are left out: they set tables up that the room only reads, and may be long.
fn sources() -> Vec<(String, String)> {
    let src = root().join("src");
    files_below(&src, ".rs")
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&src).unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).unwrap())
        })
        .filter(|(name, _)| !name.ends_with("/tests.rs") && !name.contains("/tests/"))
        .collect()
}

/// The part of a file that is not its tests.
fn production(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}

fn room_of(path: &str) -> &str {
    path.split('/').next().unwrap().trim_end_matches(".rs")
}

fn place(room: &str) -> Option<usize> {
    ROOMS.iter().position(|known| *known == room)
}

#[test]
fn rooms_use_only_what_stands_before_them() {
    let import = Regex::new(r"crate::(?:\{([^}]*)\}|(\w+))").unwrap();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(here) = place(room_of(&path)) else {
            continue;
        };
        for (number, line) in production(&text).lines().enumerate() {
            let code = line.split("//").next().unwrap_or("");
            for found in import.captures_iter(code) {
                let named = found
                    .get(1)
                    .map_or_else(|| found[2].to_owned(), |many| many.as_str().to_owned());
                for name in named
                    .split(',')
                    .map(|part| part.trim().split("::").next().unwrap_or("").to_owned())
                {
                    if place(&name).is_some_and(|there| there > here) {
                        wrong.push(format!(
                            "src/{path}:{}: {} may not use {name}",
                            number + 1,
                            ROOMS[here]
                        ));
                    }
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "move what is shared to the left:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn audiences_of_the_site_do_not_use_each_other() {
    let audiences: Vec<String> = fs::read_dir(root().join("src/web"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(own) = path
            .strip_prefix("web/")
            .and_then(|rest| rest.split_once('/'))
            .map(|(own, _)| own)
        else {
            continue;
        };
        for other in audiences.iter().filter(|other| *other != own) {
            for (number, line) in text.lines().enumerate() {
                if line.contains(&format!("web::{other}::")) {
                    wrong.push(format!("src/{path}:{}: {own} uses {other}", number + 1));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "put what both need into src/web:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn queries_of_a_room_are_reached_through_the_room() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        for (number, line) in text.lines().enumerate() {
            for room in ROOMS {
                if line.contains(&format!("{room}::queries")) && room_of(&path) != room {
                    wrong.push(format!(
                        "src/{path}:{}: enter {room} through its mod.rs",
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_table_is_written_by_one_room() {
    let write =
        Regex::new(r"(?:insert_into|update|delete|insert_or_ignore_into)\(\s*(?:schema::)?(\w+)::table")
            .unwrap();
    let mut writers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in sources() {
        for found in write.captures_iter(production(&text)) {
            writers
                .entry(found[1].to_owned())
                .or_default()
                .insert(room_of(&path).to_owned());
        }
    }
    let shared: Vec<_> = writers.iter().filter(|(_, rooms)| rooms.len() > 1).collect();
    assert!(
        !writers.is_empty(),
        "no writes were found: has the spelling of queries changed?"
    );
    assert!(shared.is_empty(), "one room must own each table: {shared:?}");
}

#[test]
fn each_dependency_has_one_home() {
    let homes = HOMES.map(|(krate, homes)| (krate, homes, Regex::new(&format!(r"\b{krate}::")).unwrap()));
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        for (krate, homes, named) in &homes {
            let at_home = homes
                .iter()
                .any(|home| path.starts_with(home) || path.ends_with(home));
            let line = production(&text).lines().position(|line| {
                named.is_match(line.split("//").next().unwrap_or(""))
                    && !line.contains("#[diesel")
                    && !line.contains("derive(")
            });
            if let (false, Some(line)) = (at_home, line) {
                wrong.push(format!("src/{path}:{}: {krate} lives in {homes:?}", line + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_settings_read_the_environment_and_only_the_clock_knows_now() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        for (number, line) in production(&text).lines().enumerate() {
            if line.contains("std::env::") && path != "settings.rs" {
                wrong.push(format!(
                    "src/{path}:{}: read the environment in settings.rs",
                    number + 1
                ));
            }
            if (line.contains("Utc::now(") || line.contains("SystemTime::now(")) && path != "clock.rs" {
                wrong.push(format!("src/{path}:{}: ask a Clock", number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_say_what_lives_in_them_and_stay_short() {
    let code = Regex::new(r"(?m)^\s*(pub )?(async )?fn |^impl ").unwrap();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        if !text.starts_with("//!") && path != "lib.rs" {
            wrong.push(format!(
                "src/{path}: begin with //! and say what lives here and what does not"
            ));
        }
        let lines = production(&text).lines().count();
        // The schema is a list with a line for each column.
        if lines > 400 && path != "store/schema.rs" {
            wrong.push(format!(
                "src/{path}: {lines} lines; a file that needs a table of contents is two files"
            ));
        }
        for part in path.trim_end_matches(".rs").split('/') {
            if BANNED_NAMES.contains(&part) {
                wrong.push(format!("src/{path}: name it after what lives in it"));
            }
        }
        let has_code = code.is_match(&text);
        if path.ends_with("mod.rs") && has_code {
            wrong.push(format!(
                "src/{path}: a mod.rs holds the room's words and doors, no code"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn store_faults_are_never_swallowed() {
    let mut wrong = Vec::new();
    for (path, text) in sources()
        .into_iter()
        .filter(|(path, _)| path.ends_with("queries.rs"))
    {
        for (number, line) in text.lines().enumerate() {
            if line.contains(".ok()") || line.contains("unwrap_or_default()") && line.contains("load") {
                wrong.push(format!("src/{path}:{}: let the fault travel up", number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_template_belongs_to_one_struct() {
    let templates = root().join("templates");
    let used: Vec<String> = sources()
        .iter()
        .flat_map(|(_, text)| {
            Regex::new(r#"path = "([^"]+\.(?:html|txt|md))""#)
                .unwrap()
                .captures_iter(text)
                .map(|found| found[1].to_owned())
                .collect::<Vec<_>>()
        })
        .collect();
    let included: String = files_below(&templates, ".html")
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let mut wrong = Vec::new();
    for path in files_below(&templates, ".html") {
        let name = path
            .strip_prefix(&templates)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        let structs = used.iter().filter(|used| **used == name).count();
        let is_part = included.contains(&format!("\"{name}\""));
        if structs > 1 || (structs == 0 && !is_part) {
            wrong.push(format!("templates/{name}: {structs} structs show it"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn migrations_come_in_pairs_for_both_databases() {
    let names = |dialect: &str| -> BTreeSet<String> {
        fs::read_dir(root().join("migrations").join(dialect))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect()
    };
    assert_eq!(
        names("sqlite"),
        names("postgresql"),
        "give both folders the same migrations"
    );
    for path in files_below(&root().join("migrations"), ".sql") {
        assert!(
            !fs::read_to_string(&path).unwrap().trim().is_empty(),
            "{} is empty",
            path.display()
        );
    }
}

/// The keys that a Fluent file defines.
fn keys_of(language: &str) -> BTreeSet<String> {
    let key = Regex::new(r"(?m)^([a-z][a-zA-Z0-9_-]*) =").unwrap();
    files_below(&root().join("languages").join(language), ".ftl")
        .iter()
        .flat_map(|path| {
            let text = fs::read_to_string(path).unwrap();
            key.captures_iter(&text)
                .map(|found| found[1].to_owned())
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn every_text_exists_in_every_language() {
    let english = keys_of("en");
    for entry in fs::read_dir(root().join("languages")).unwrap() {
        let language = entry.unwrap().file_name().to_string_lossy().into_owned();
        let own = keys_of(&language);
        let missing: Vec<_> = english.difference(&own).collect();
        let extra: Vec<_> = own.difference(&english).collect();
        assert!(missing.is_empty(), "languages/{language} lacks {missing:?}");
        assert!(extra.is_empty(), "languages/en lacks {extra:?}");
    }
}

#[test]
fn every_text_that_is_asked_for_exists_and_every_text_is_asked_for() {
    let english = keys_of("en");
    let quoted = Regex::new(r#""([a-z][a-z0-9]*(?:-[a-z0-9{}_.]+)+)""#).unwrap();
    let asked_for = Regex::new(r#"\.(?:text|count|filled|with|has)\(\s*"([a-z][a-zA-Z0-9-]*)""#).unwrap();
    let mut mentioned = String::new();
    let mut missing = Vec::new();
    let templates = root().join("templates");
    let mut texts = sources();
    texts.extend(files_below(&templates, ".html").into_iter().map(|path| {
        (
            path.to_string_lossy().into_owned(),
            fs::read_to_string(&path).unwrap(),
        )
    }));
    let mut patterns = Vec::new();
    let placeable = Regex::new(r"\{[^}]*\}").unwrap();
    for (path, text) in &texts {
        let text = production(text);
        for found in asked_for.captures_iter(text) {
            let is_text = path.contains("web") || path.contains("templates");
            if is_text && found[1].contains('-') && !english.contains(&found[1]) {
                missing.push(format!("{path}: {}", &found[1]));
            }
        }
        for found in quoted.captures_iter(text) {
            if found[1].contains('{') {
                let pattern = placeable.replace_all(&found[1], "\u{0}").into_owned();
                let pattern = regex::escape(&pattern).replace('\u{0}', ".+");
                patterns.push(Regex::new(&format!("^{pattern}$")).unwrap());
            }
        }
        mentioned.push_str(text);
    }
    assert!(
        missing.is_empty(),
        "texts that no language has:\n{}",
        missing.join("\n")
    );
    let unused: Vec<_> = english
        .iter()
        .filter(|key| {
            !mentioned.contains(&format!("\"{key}\""))
                && !patterns.iter().any(|pattern| pattern.is_match(key))
        })
        .collect();
    assert!(unused.is_empty(), "texts that nothing asks for: {unused:?}");
}
