//! The stock study says what it has to say, held against other people's lists.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says no by panicking")]

use std::collections::BTreeSet;

use soundings::cli::study::stock;
use soundings::questionnaire::definition::{ChoiceList, Definition, Node};
use soundings::questionnaire::estimate::{LONGEST, estimate};
use soundings::questionnaire::study::{self, Study};
use soundings::questionnaire::xlsform;

/// The items of each questionnaire, by its key: common ones first, then its own.
const ITEMS: [(&str, &str); 5] = [
    (
        "publisher",
        "release access core asp prio prob prob_route prob_outcome openpref continue tell sector country orgsize \
         p_record p_org p_strategy p_components p_licence p_motive p_eval p_intake p_known p_firstreply p_recall",
    ),
    (
        "deployer",
        "release upstream access licence_belief core asp prio prob prob_route prob_outcome openpref continue tell \
         sector country orgsize d_mode d_why d_data d_trials d_adapt d_tools d_hw d_synth",
    ),
    (
        "provider",
        "release upstream access licence_belief core asp prio prob prob_route prob_outcome openpref continue tell \
         sector country orgsize s_purpose s_reach s_disclose s_guard s_limit s_forward s_barrier s_switch s_break",
    ),
    (
        "user",
        "release access core asp prio prob prob_route prob_outcome continue tell country u_freq u_purpose u_told \
         u_trust u_want u_check u_age u_occ",
    ),
    (
        "report",
        "i_kind i_who i_release i_when i_what i_expect i_problem i_harm i_severity i_affected i_where i_repeat \
         i_config i_told i_share i_reply",
    ),
];

fn stock_study() -> Study {
    let reading = study::read(&stock());
    let findings: Vec<String> = reading.findings.iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{findings:#?}");
    reading.study.unwrap()
}

fn list<'s>(study: &'s Study, name: &str) -> &'s ChoiceList {
    let found = study
        .questionnaires
        .iter()
        .find_map(|(_, definition)| definition.lists.get(name));
    found.unwrap_or_else(|| panic!("no questionnaire uses the list {name}"))
}

/// Names of questions and groups, at any depth.
fn names(definition: &Definition) -> BTreeSet<&str> {
    fn walk<'d>(nodes: &'d [Node], found: &mut BTreeSet<&'d str>) {
        for node in nodes {
            match node {
                Node::Question(question) => drop(found.insert(&question.name)),
                Node::Group(group) => {
                    found.insert(&group.name);
                    walk(&group.children, found);
                }
            }
        }
    }
    let mut found = BTreeSet::new();
    walk(&definition.nodes, &mut found);
    found
}

#[test]
fn every_item_is_asked_of_everybody_who_should_be_asked() {
    let study = stock_study();
    for (key, items) in ITEMS {
        let (_, definition) = study
            .questionnaires
            .iter()
            .find(|(entry, _)| entry.key == key)
            .unwrap();
        let names = names(definition);
        let missing: Vec<&str> = items
            .split_whitespace()
            .filter(|item| !names.contains(item))
            .collect();
        assert!(missing.is_empty(), "{key} does not ask {missing:?}");
    }
}

#[test]
fn the_countries_are_those_of_iso_3166() {
    let study = stock_study();
    let ours: BTreeSet<&str> = list(&study, "country")
        .choices
        .iter()
        .filter(|choice| choice.missing().is_none())
        .map(|choice| choice.name.as_str())
        .collect();
    let theirs: BTreeSet<&str> = rust_iso3166::ALL.iter().map(|country| country.alpha2).collect();
    assert_eq!(ours, theirs);
}

#[test]
fn licences_are_spdx_identifiers_or_say_that_they_are_not() {
    let study = stock_study();
    for choice in &list(&study, "licence").choices {
        let ours = choice.missing().is_some()
            || choice.name == "other"
            || choice.name.starts_with("LicenseRef-")
            || choice.name.starts_with("L.");
        assert!(
            ours || spdx::license_id(&choice.name).is_some(),
            "{} is not in the SPDX list",
            choice.name
        );
    }
}

#[test]
fn there_are_releases_of_open_and_of_closed_models_from_many_places() {
    let study = stock_study();
    let releases: Vec<_> = list(&study, "release")
        .choices
        .iter()
        .filter(|choice| choice.data.contains_key("publisher"))
        .collect();
    let different = |column: &str| -> usize {
        releases
            .iter()
            .filter_map(|release| release.data.get(column))
            .collect::<BTreeSet<_>>()
            .len()
    };
    assert!(releases.len() >= 60, "{} releases", releases.len());
    assert!(different("publisher") >= 20 && different("publisher_country") >= 10);
    assert!(different("access_level") >= 4, "an access level is a gradient");
    for release in &releases {
        let level = &release.data["access_level"];
        assert!(
            ["A0", "A1", "A2", "A3", "A4", "A5", "A6"].contains(&level.as_str()),
            "{}",
            release.name
        );
    }
}

#[test]
fn every_text_is_there_in_every_language() {
    let study = stock_study();
    for (entry, definition) in &study.questionnaires {
        for question in definition.questions() {
            for language in &study.settings.languages {
                assert!(
                    question.label.0.contains_key(language),
                    "{} {} lacks {language}",
                    entry.key,
                    question.name
                );
            }
        }
        for (name, list) in &definition.lists {
            for choice in &list.choices {
                for language in &study.settings.languages {
                    assert!(
                        choice.label.0.contains_key(language),
                        "{name} {} lacks {language}",
                        choice.name
                    );
                }
            }
        }
    }
}

#[test]
fn a_further_version_says_why_it_asks_otherwise() {
    let study = stock_study();
    assert!(
        study.settings.version == "1" || study.reason.is_some(),
        "say in [[changes]] of study.toml why version {} asks otherwise than the one before",
        study.settings.version
    );
}

#[test]
fn every_questionnaire_is_written_such_that_it_reads_as_the_same() {
    for (entry, definition) in stock_study().questionnaires {
        let bytes = xlsform::write(&xlsform::export(&definition, "again.xlsx").workbook).unwrap();
        let again = xlsform::import(&bytes, "again.xlsx").definition.unwrap();
        assert!(again == definition, "{}", entry.key);
        assert_eq!(again.content_hash().unwrap(), definition.content_hash().unwrap());
    }
}

#[test]
fn answering_takes_ten_minutes_at_most() {
    for (entry, definition) in stock_study().questionnaires {
        let length = estimate(&definition).full;
        assert!(length.minutes() <= LONGEST, "{}: {length}", entry.key);
    }
}
