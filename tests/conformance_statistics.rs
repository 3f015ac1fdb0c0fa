//! Other people's figures: what R's package survival makes of durations, and its package RDS of who brought
//! whom, on published data and on samples made up for this.
//!
//! Figures of R are in `tests/golden/statistics`, with how they were made. More cases are not in this
//! repository: `SOUNDINGS_CONFORMANCE` names their folder, else `../shared/conformance` is tried; without
//! it those tests say so and pass.

#![expect(
    clippy::unwrap_used,
    reason = "a broken case file should stop the test where it is read"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use soundings::cli::rds::read;
use soundings::dataset::statistics::rds::Outcome;
use soundings::dataset::statistics::{Case, Respondent, Sample, Survival};

const EXACT: f64 = 1e-9;

fn golden<T: DeserializeOwned>(name: &str) -> T {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/statistics");
    serde_json::from_slice(&fs::read(folder.join(name)).unwrap()).unwrap()
}

fn folder() -> Option<PathBuf> {
    let root =
        std::env::var_os("SOUNDINGS_CONFORMANCE").map_or("../shared/conformance".into(), PathBuf::from);
    let folder = root.join("statistics");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("absent: {}", folder.display());
    None
}

fn assert_close(found: &[f64], wanted: &[f64], tolerance: f64, what: &str) {
    let pairs = found.iter().zip(wanted);
    let is_close = pairs
        .clone()
        .all(|(found, wanted)| (found - wanted).abs() <= tolerance);
    assert!(
        is_close && found.len() == wanted.len(),
        "{what}: {found:?} instead of {wanted:?}"
    );
}

#[derive(Deserialize)]
struct Durations {
    name: String,
    days: Vec<u32>,
    happened: Vec<u8>,
    steps: Steps,
    median: Option<f64>,
    reach: Reach,
}

#[derive(Deserialize)]
struct Steps {
    days: Vec<u32>,
    at_risk: Vec<usize>,
    events: Vec<usize>,
    censored: Vec<usize>,
    survival: Vec<f64>,
}

#[derive(Deserialize)]
struct Reach {
    days: Vec<u32>,
    share: Vec<Option<f64>>,
}

#[test]
fn durations_with_open_cases_come_out_as_in_r() {
    let cases: Vec<Durations> = golden("kaplan-meier.json");
    for case in &cases {
        let pairs = case.days.iter().zip(&case.happened);
        let survival = Survival::of(pairs.map(|(days, happened)| Case {
            days: *days,
            happened: *happened == 1,
        }));
        let (name, steps) = (&case.name, survival.steps());
        let count = |of: fn(&soundings::dataset::statistics::survival::Step) -> usize| {
            steps.iter().map(of).collect::<Vec<_>>()
        };
        assert_eq!(
            steps.iter().map(|step| step.days).collect::<Vec<_>>(),
            case.steps.days,
            "{name}"
        );
        assert_eq!(count(|step| step.at_risk), case.steps.at_risk, "{name}");
        assert_eq!(count(|step| step.events), case.steps.events, "{name}");
        assert_eq!(count(|step| step.censored), case.steps.censored, "{name}");
        let shares: Vec<f64> = steps.iter().map(|step| step.survival).collect();
        assert_close(&shares, &case.steps.survival, EXACT, name);
        assert_eq!(survival.median(), case.median, "{name}: median");
        for (days, wanted) in case.reach.days.iter().zip(&case.reach.share) {
            let found = survival.reach(*days);
            assert_eq!(found.is_some(), wanted.is_some(), "{name}: reach at {days}");
            let what = format!("{name}: reach at {days}");
            assert_close(found.as_slice(), wanted.as_slice(), EXACT, &what);
        }
    }
    println!("kaplan-meier: {} cases as R has them", cases.len());
}

#[test]
fn the_leukaemia_trial_comes_out_as_it_was_printed() {
    // Kleinbaum & Klein, Survival Analysis: A Self-Learning Text, chapter 2, and other textbooks.
    let cases: Vec<Durations> = golden("kaplan-meier.json");
    let trial = cases.iter().find(|case| case.name == "leukaemia, 6-MP").unwrap();
    let pairs = trial.days.iter().zip(&trial.happened);
    let survival = Survival::of(pairs.map(|(days, happened)| Case {
        days: *days,
        happened: *happened == 1,
    }));
    let ended = survival.steps().iter().filter(|step| step.events > 0);
    let printed = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482];
    let shares: Vec<f64> = ended.map(|step| step.survival).collect();
    assert_close(&shares, &printed, 0.000_06, "6-MP");
    assert_eq!(survival.median(), Some(23.0));
}

#[derive(Deserialize)]
struct Samples {
    cases: Vec<MadeUp>,
}

#[derive(Deserialize)]
struct MadeUp {
    name: String,
    recruiters: Vec<Option<String>>,
    network_sizes: Vec<Option<f64>>,
    groups: Vec<Option<String>>,
    levels: Vec<String>,
    waves: Vec<u32>,
    transitions: Vec<Vec<f64>>,
    /// Nothing where R has `NaN`.
    rds_1: Option<Vec<f64>>,
    rds_2: Vec<f64>,
}

#[test]
fn samples_with_missing_sizes_and_groups_that_bring_nobody_come_out_as_in_r() {
    let Samples { cases } = golden("rds.json");
    for case in &cases {
        let respondents = (0..case.recruiters.len()).map(|row| Respondent {
            id: format!("p{}", row + 1),
            recruiter: case.recruiters[row].clone(),
            network_size: case.network_sizes[row],
            wave: Some(case.waves[row]),
            values: vec![case.groups[row].clone()],
        });
        let sample = Sample::new(vec!["group".to_owned()], respondents.collect()).unwrap();
        let outcome = Outcome::new(&sample, "group").unwrap();
        let name = &case.name;
        assert_eq!(outcome.groups(), case.levels, "{name}");
        for (found, wanted) in outcome.transitions().iter().zip(&case.transitions) {
            assert_close(found, wanted, EXACT, name);
        }
        assert_close(&outcome.rds_2(), &case.rds_2, EXACT, &format!("{name}: RDS-II"));
        let rds_1 = outcome.rds_1();
        match &case.rds_1 {
            Some(wanted) => assert_close(&rds_1.unwrap(), wanted, EXACT, &format!("{name}: RDS-I")),
            None => assert!(rds_1.is_err(), "{name}: {rds_1:?}"),
        }
    }
    println!("rds: {} samples as R has them", cases.len());
}

#[test]
fn published_samples_come_out_as_in_the_r_package_rds() {
    let Some(folder) = folder() else { return };
    let file: Value = serde_json::from_slice(&fs::read(folder.join("rds.json")).unwrap()).unwrap();
    let mut compared = 0;
    for case in file["cases"].as_array().unwrap() {
        let Some(column) = case["outcome"].as_str() else {
            continue; // linking by coupons
        };
        let name = format!("{}: {column}", case["dataset"]);
        let table = format!("rds-datasets/{}.csv", case["dataset"].as_str().unwrap());
        let table = fs::read(folder.join(table)).unwrap();
        let sample = read(&table, column, case["network_size_column"].as_str().unwrap()).unwrap();
        let outcome = Outcome::new(&sample, column).unwrap();
        let groups = outcome.groups();
        if let Some(transitions) = case["transitions"].as_object() {
            assert_eq!(Value::from(groups), transitions["levels"], "{name}");
            let wanted: Vec<Vec<f64>> =
                serde_json::from_value(transitions["matrix_recruiter_rows"].clone()).unwrap();
            assert_eq!(outcome.transitions(), wanted, "{name}");
        }
        let tolerance = |of: &str| case["tolerance"][of].as_f64().unwrap_or(EXACT);
        // The smoothed RDS-I is RDS-I.
        for (figures, found, tolerance) in [
            (&case["mean_degree_harmonic"], outcome.mean_network_sizes(), EXACT),
            (
                &case["expected"]["RDS_I"],
                outcome.rds_1().unwrap(),
                tolerance("RDS_I"),
            ),
            (
                &case["expected"]["RDS_I_data_smoothed"],
                outcome.rds_1().unwrap(),
                tolerance("RDS_I"),
            ),
            (&case["expected"]["RDS_II"], outcome.rds_2(), tolerance("RDS_II")),
        ] {
            let figures: BTreeMap<&str, f64> = figures
                .as_object()
                .into_iter()
                .flatten()
                .map(|(group, figure)| (group.as_str(), figure.as_f64().unwrap()))
                .collect();
            for (group, wanted) in figures {
                let place = groups.iter().position(|known| *known == group).unwrap();
                assert_close(&[found[place]], &[wanted], tolerance, &format!("{name} {group}"));
                compared += 1;
            }
        }
    }
    println!("rds: {compared} figures of published samples as the package has them");
    assert!(compared > 0, "the file has other cases than this test knows");
}

#[test]
fn estimates_of_the_first_waves_come_out_as_in_the_r_package_rds() {
    let Some(folder) = folder() else { return };
    let file: Value = serde_json::from_slice(&fs::read(folder.join("rds.json")).unwrap()).unwrap();
    let by_wave = &file["extra"]["faux_X_cumulative_RDS_II_by_wave"];
    let table = fs::read(folder.join("rds-datasets/faux.csv")).unwrap();
    let sample = read(&table, "X", "network.size").unwrap();
    for (wave, counted) in by_wave["n"].as_array().into_iter().flatten().enumerate() {
        let rows = sample.respondents().iter().zip(sample.waves());
        let until = rows.filter(|(_, own)| **own as usize <= wave);
        let respondents: Vec<Respondent> = until.map(|(row, _)| row.clone()).collect();
        assert_eq!(respondents.len() as u64, counted.as_u64().unwrap(), "wave {wave}");
        let until = Sample::new(sample.columns().to_vec(), respondents).unwrap();
        let outcome = Outcome::new(&until, "X").unwrap();
        let wanted: Vec<f64> = serde_json::from_value(by_wave["est"][wave].clone()).unwrap();
        let levels = ["blue", "red"];
        for (group, found) in outcome.groups().iter().zip(outcome.rds_2()) {
            let place = levels.iter().position(|level| level == group).unwrap();
            assert_close(
                &[found],
                &[wanted[place]],
                EXACT,
                &format!("wave {wave}, {group}"),
            );
        }
    }
}

#[test]
fn the_jazz_musicians_are_linked_by_their_coupons() {
    let Some(folder) = folder() else { return };
    let file: Value = serde_json::from_slice(&fs::read(folder.join("rds.json")).unwrap()).unwrap();
    let case = file["cases"].as_array().unwrap().iter();
    let case = case
        .clone()
        .find(|case| case["kind"] == "coupon linking")
        .unwrap();
    let table = fs::read(folder.join("rds-datasets/nyjazz.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(table.as_slice());
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    let mut givers = BTreeMap::new();
    for row in &rows {
        for coupon in (1..=7).map(|number| &row[&format!("coupon.{number}")]) {
            if coupon != "NA" {
                givers.insert(coupon.as_str(), row["id"].as_str());
            }
        }
    }
    let respondents = rows.iter().map(|row| Respondent {
        id: row["id"].clone(),
        recruiter: givers.get(row["own.coupon"].as_str()).map(|id| (*id).to_owned()),
        network_size: row["network.size"].parse().ok(),
        wave: None,
        values: vec![Some(row["Gender.MF."].clone()).filter(|gender| gender != "NA")],
    });
    let sample = Sample::new(vec!["gender".to_owned()], respondents.collect()).unwrap();
    let expected = &case["expected"];
    assert_eq!(Value::from(sample.respondents().len()), expected["n"]);
    let seeds = sample.recruiters().iter().filter(|recruiter| recruiter.is_none());
    assert_eq!(Value::from(seeds.count()), expected["seeds"]);
    assert_eq!(
        Value::from(*sample.waves().iter().max().unwrap()),
        expected["max_wave"]
    );
    for respondent in sample.respondents() {
        let recruiter = respondent.recruiter.as_deref().unwrap_or("seed");
        assert_eq!(
            expected["recruiter"][&respondent.id], recruiter,
            "{}",
            respondent.id
        );
    }
    let outcome = Outcome::new(&sample, "gender").unwrap();
    for shares in [outcome.rds_1().unwrap(), outcome.rds_2()] {
        assert_close(&[shares.iter().sum()], &[1.0], EXACT, "shares of all groups");
    }
}
