//! Editions of a small study: bytes as in `tests/golden/small`, on either database.
//!
//! After a change that is meant to change the files, run with `SOUNDINGS_BLESS=1` and read what
//! the version control shows.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use soundings::chain::links::LinkKey;
use soundings::clock::Clock;
use soundings::dataset::{self, Built, Finding, Number, Order, Profile, Refused, sealed};
use soundings::questionnaire::walker::Clearance;
use soundings::questionnaire::{study, versions};
use soundings::settings::{Database, Secret};
use soundings::store::{Instant, Store, migrations};
use support::database::TestDatabase;

struct House {
    database: TestDatabase,
    store: Store,
}

fn golden() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/small")
}

fn day(text: &str) -> DateTime<Utc> {
    let day: NaiveDate = text.parse().unwrap();
    day.and_hms_opt(23, 59, 59).unwrap().and_utc()
}

fn noon() -> Instant {
    Instant::new(day("2026-07-01"))
}

impl House {
    /// Two versions of the small study, and nobody has answered.
    fn empty() -> Self {
        let database = TestDatabase::empty();
        migrations::run(database.settings()).unwrap();
        let store = Store::open(database.settings()).unwrap();
        let house = Self { database, store };
        for version in ["first", "second"] {
            let files: Vec<(String, Vec<u8>)> = ["study.toml", "user.md", "publisher.md"]
                .map(|name| {
                    (
                        name.to_owned(),
                        fs::read(golden().join(version).join(name)).unwrap(),
                    )
                })
                .into();
            let reading = study::read(&files);
            let study = reading.study.unwrap_or_else(|| panic!("{:#?}", reading.findings));
            run(house.store.write(move |tx| {
                versions::add_study(tx, noon(), &study, None, &Clearance::none()).map(drop)
            }))
            .unwrap();
        }
        house
    }

    fn with_submissions() -> Self {
        let house = Self::empty();
        for line in fs::read_to_string(golden().join("submissions.jsonl"))
            .unwrap()
            .lines()
        {
            house.add(&serde_json::from_str(line).unwrap());
        }
        house
    }

    /// An id and a moment as each database writes them.
    fn key(&self, id: &str) -> String {
        match self.database.settings() {
            Database::Sqlite(_) => format!("X'{}'", id.replace('-', "")),
            Database::Postgres(_) => format!("'{id}'"),
        }
    }

    fn moment(&self, moment: DateTime<Utc>) -> String {
        match self.database.settings() {
            Database::Sqlite(_) => moment.timestamp_micros().to_string(),
            Database::Postgres(_) => format!("'{}'", moment.to_rfc3339()),
        }
    }

    fn add(&self, line: &serde_json::Value) {
        let text = |key: &str| line[key].as_str().unwrap().to_owned();
        let at = self.moment(day(&text("day")));
        let id = self.key(&text("public_id"));
        let consent = serde_json::json!({
            "ticks": line["consent"], "version": "1", "at": "2026-05-01T00:00:00Z",
        });
        let (questionnaire, version) = (text("questionnaire"), &line["version"]);
        self.database.execute(&format!(
            "INSERT INTO submissions (id, public_id, code_hash, revision, study_id, version_id, language,
                 tier, consent, seed, answers, submitted_at)
             SELECT {id}, {id}, '{}', 1, q.study_id, v.id, '{}', '{}', '{consent}', 1, '{}', {at}
             FROM questionnaire_versions v JOIN questionnaires q ON q.id = v.questionnaire_id
             WHERE q.key = '{questionnaire}' AND v.number = {version}",
            text("public_id"),
            text("language"),
            text("tier"),
            line["answers"].to_string().replace('\'', "''"),
        ));
        if let Some(verdict) = line["verdict"].as_str() {
            self.database.execute(&format!(
                "INSERT INTO decisions (id, submission_id, round, verdict, reason, decided_at)
                 VALUES ({id}, {id}, 1, '{verdict}', 'none', {at})"
            ));
        }
    }

    fn withdraw(&self, public_id: &str, at: DateTime<Utc>) {
        self.database.execute(&format!(
            "UPDATE submissions SET withdrawn_at = {}, answers = NULL WHERE public_id = {}",
            self.moment(at),
            self.key(public_id)
        ));
    }

    fn exports(&self) -> PathBuf {
        self.database.folder().join("exports")
    }

    fn folder(&self, number: &str) -> PathBuf {
        sealed::folder(&self.exports(), "small", number.parse().unwrap())
    }

    fn order(&self, profile: Profile) -> Order {
        Order {
            study: "small".into(),
            profile,
            exports: self.exports(),
            clock: Clock::stopped(noon()),
            links: LinkKey::new(
                &Secret::from_text("a secret of the tests of editions, long enough").unwrap(),
            ),
        }
    }

    fn build(&self, profile: Profile) -> Built {
        self.try_build(profile)
            .unwrap_or_else(|refused| panic!("{refused}"))
    }

    fn try_build(&self, profile: Profile) -> Result<Built, Refused> {
        run(dataset::build(
            self.store.clone(),
            self.order(profile),
            Arc::new(|_, _| ()),
        ))
    }

    fn offered(&self) -> Vec<String> {
        let offered = self.store.read(|db| dataset::offered(db, "small"));
        run(offered)
            .unwrap()
            .into_iter()
            .map(|edition| edition.number.to_string())
            .collect()
    }
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries
        .map(|entry| {
            let path = entry.unwrap().path();
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                fs::read(path).unwrap(),
            )
        })
        .collect()
}

fn number(text: &str) -> Number {
    text.parse().unwrap()
}

fn golden_edition(name: &str, built: &Path) {
    let expected = golden().join(name);
    // The workbook's bytes are held by its checksum in the manifest.
    let built: BTreeMap<_, _> = contents(built)
        .into_iter()
        .filter(|(file, _)| file != "submissions.xlsx")
        .collect();
    if std::env::var_os("SOUNDINGS_BLESS").is_some() {
        let _ = fs::remove_dir_all(&expected);
        fs::create_dir_all(&expected).unwrap();
        for (file, content) in &built {
            fs::write(expected.join(file), content).unwrap();
        }
    }
    let expected = contents(&expected);
    assert_eq!(
        expected.keys().collect::<Vec<_>>(),
        built.keys().collect::<Vec<_>>(),
        "the files of {name}"
    );
    for (file, content) in &built {
        let (expected, content) = (
            String::from_utf8_lossy(&expected[file]),
            String::from_utf8_lossy(content),
        );
        let differing = expected
            .lines()
            .zip(content.lines())
            .find(|(expected, content)| expected != content);
        assert!(expected == content, "{name}/{file}: {differing:#?}");
    }
}

#[test]
fn the_same_submissions_give_the_same_bytes_on_either_database() {
    let house = House::with_submissions();

    assert_eq!(house.build(Profile::Public), Built::New(number("1")));
    assert_eq!(house.build(Profile::Restricted), Built::New(number("2")));

    golden_edition("public", &house.folder("1"));
    golden_edition("restricted", &house.folder("2"));
    assert_eq!(dataset::verify(&house.folder("1")).unwrap().findings, []);
    assert_eq!(dataset::verify(&house.folder("2")).unwrap().findings, []);
}

#[test]
fn building_twice_gives_identical_bytes_and_no_new_number() {
    let (house, other) = (House::with_submissions(), House::with_submissions());
    house.build(Profile::Public);
    other.build(Profile::Public);
    let before = contents(&house.folder("1"));

    assert_eq!(house.build(Profile::Public), Built::Unchanged(number("1")));

    assert!(before == contents(&house.folder("1")), "an edition changed");
    assert!(before == contents(&other.folder("1")), "two houses, two editions");
    assert_eq!(fs::read_dir(house.exports().join("small")).unwrap().count(), 1);
}

#[test]
fn a_new_submission_gives_a_new_number() {
    let house = House::with_submissions();
    house.build(Profile::Public);
    house.add(&serde_json::json!({
        "public_id": "00000000-0000-4000-8000-000000000001", "questionnaire": "user", "version": 2,
        "language": "en", "tier": "T0", "consent": ["take_part", "publish_open"], "day": "2026-06-30",
        "verdict": "accept", "answers": {"country": "CN"},
    }));

    assert_eq!(house.build(Profile::Public), Built::New(number("2")));
    assert_eq!(house.offered(), ["2", "1"]);
}

#[test]
fn a_withdrawal_replaces_every_edition_that_held_the_submission() {
    let house = House::with_submissions();
    house.build(Profile::Public);
    house.build(Profile::Restricted);
    let first = fs::read_to_string(house.folder("1").join("submissions.csv")).unwrap();
    let withdrawn = &first.lines().nth(1).unwrap()[..36];

    house.withdraw(withdrawn, noon().utc() + TimeDelta::hours(1));
    let revised = run(dataset::revise(house.store.clone(), house.order(Profile::Public))).unwrap();

    assert_eq!(revised, [number("2.1"), number("1.1")]);
    assert_eq!(house.offered(), ["2.1", "1.1"]);
    let second = fs::read_to_string(house.folder("1.1").join("submissions.csv")).unwrap();
    assert!(!second.contains(withdrawn));
    assert_eq!(second.lines().count(), first.lines().count() - 1);
    assert_eq!(house.build(Profile::Public), Built::Unchanged(number("1.1")));
    let open = |number: &'static str| {
        let exports = house.exports();
        run(house
            .store
            .read(move |db| dataset::open(db, &exports, "small", number.parse().unwrap(), "submissions.csv")))
    };
    assert!(matches!(open("1"), Err(Refused::NoSuchEdition)));
    assert!(open("1.1").unwrap().path.is_file());
}

#[test]
fn only_listed_files_can_be_opened() {
    let house = House::with_submissions();
    house.build(Profile::Public);

    for name in [
        "../1/submissions.csv",
        "/etc/passwd",
        "submissions.CSV",
        "",
        "..",
        "small",
    ] {
        let exports = house.exports();
        let opened = run(house
            .store
            .read(move |db| dataset::open(db, &exports, "small", number("1"), name)));
        assert!(matches!(opened, Err(Refused::NoSuchFile)), "{name}");
    }
}

#[test]
fn verify_tells_everything_that_was_changed() {
    let house = House::with_submissions();
    house.build(Profile::Public);
    let folder = house.folder("1");

    fs::remove_file(folder.join("choices.csv")).unwrap();
    fs::write(folder.join("extra.txt"), "x").unwrap();
    let record = fs::read_to_string(folder.join("submissions.csv")).unwrap();
    let shorter: Vec<&str> = record.lines().take(3).collect();
    fs::write(folder.join("submissions.csv"), shorter.join("\n")).unwrap();

    let findings = dataset::verify(&folder).unwrap().findings;
    assert!(
        findings.contains(&Finding::Missing("choices.csv".into())),
        "{findings:?}"
    );
    assert!(
        findings.contains(&Finding::Unknown("extra.txt".into())),
        "{findings:?}"
    );
    assert!(
        findings.contains(&Finding::Changed("submissions.csv".into())),
        "{findings:?}"
    );
    assert!(
        findings
            .iter()
            .any(|finding| matches!(finding, Finding::Rows { .. })),
        "{findings:?}"
    );
}

#[test]
fn lost_files_are_made_again_as_they_were() {
    let house = House::with_submissions();
    house.build(Profile::Public);
    let before = contents(&house.folder("1"));
    fs::remove_dir_all(house.folder("1")).unwrap();

    assert_eq!(house.build(Profile::Public), Built::Unchanged(number("1")));

    assert!(before == contents(&house.folder("1")));
}

#[test]
fn a_folder_that_cannot_be_written_is_refused_and_nothing_is_left() {
    let house = House::with_submissions();
    fs::create_dir_all(house.exports()).unwrap();
    fs::write(house.exports().join("small"), "a file where a folder should be").unwrap();

    let refused = house.try_build(Profile::Public).unwrap_err();

    assert!(matches!(refused, Refused::Unwritable { .. }), "{refused}");
    let left: Vec<_> = fs::read_dir(house.exports())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        left.iter().all(|name| name == "small" || name == ".lock"),
        "{left:?}"
    );
    assert!(house.offered().is_empty());
}

#[test]
fn a_study_without_answers_gives_an_empty_edition() {
    let house = House::empty();

    assert_eq!(house.build(Profile::Public), Built::New(number("1")));

    assert_eq!(dataset::verify(&house.folder("1")).unwrap().submissions, 0);
    assert_eq!(dataset::verify(&house.folder("1")).unwrap().findings, []);
}

#[test]
fn a_sealed_edition_cannot_be_changed_in_the_database() {
    let house = House::with_submissions();
    house.build(Profile::Public);

    assert!(
        house
            .database
            .try_execute("UPDATE editions SET number = 7")
            .is_err()
    );
    assert!(house.database.try_execute("DELETE FROM editions").is_err());
    let latest = run(house.store.read(|db| dataset::latest(db, 5))).unwrap();
    assert_eq!(latest.len(), 1);
    let unknown = run(house.store.read(|db| dataset::editions(db, "nothing")));
    assert!(matches!(unknown, Err(Refused::NoSuchStudy)));
}
