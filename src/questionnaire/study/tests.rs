//! Studies made of small tables, and the stock study.

use std::fs;
use std::path::Path;

use super::{Study, StudyReading, read};
use crate::questionnaire::findings::Severity;

const TOML: &str = r#"
key = "small"
languages = ["en"]
title = "A small study"
[controller]
name = "Me"
contact = "me@example.org"
[consent]
version = "1"
text = "Please."
[[consent.ticks]]
key = "take_part"
required = true
text = "I agree."
[[questionnaires]]
key = "one"
file = "one.md"
role = "any"
title = "One"
[[questionnaires]]
key = "two"
file = "two.md"
role = "U"
title = "Two"
"#;

const ONE: &str = "
| survey  |
|         | type          | name | label::English (en) | exposure |
|         | select_one yn | q    | Well?               | public   |
|         | integer       | age  | Age                 | quasi    |
";

const CHOICES: &str = "
| choices |
|         | list_name | name | label::English (en) |
|         | yn        | yes  | Yes                 |
|         | yn        | no   | No                  |
|         | unused    | x    | X                   |
";

fn files(files: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
        .collect()
}

fn codes(reading: &StudyReading) -> Vec<String> {
    let findings = reading.findings.clone().sorted();
    findings
        .iter()
        .map(|finding| {
            let column = finding.place.column.clone().unwrap_or_default();
            format!("{} {column}", finding.code.as_str())
        })
        .collect()
}

#[test]
fn shared_choices_reach_every_questionnaire_that_uses_them() {
    let two = ONE.replace("Well?", "And you?");
    let reading = read(&files(&[
        ("study.toml", TOML),
        ("one.md", ONE),
        ("two.md", &two),
        ("choices.md", CHOICES),
    ]));
    assert_eq!(codes(&reading), Vec::<String>::new());
    let study = reading.study.unwrap();
    for (_, definition) in &study.questionnaires {
        let lists: Vec<&String> = definition.lists.keys().collect();
        assert_eq!(lists, ["yn"]);
    }
}

#[test]
fn a_study_survives_being_stored_as_json() {
    let reading = read(&files(&[
        ("study.toml", TOML),
        ("one.md", ONE),
        ("two.md", ONE),
        ("choices.md", CHOICES),
    ]));
    let study = reading.study.unwrap();
    let json = serde_json::to_string(&study).unwrap();
    assert_eq!(serde_json::from_str::<Study>(&json).unwrap(), study);
}

#[test]
fn the_same_name_is_the_same_item() {
    let two = "
| survey  |
|         | type          | name | label::English (en) | exposure |
|         | select_one yn | q    | Well?               | public   |
|         | text          | age  | Age                 | text     |
| choices |
|         | list_name | name  | label::English (en) |
|         | yn        | yes   | Yes                 |
|         | yn        | never | Never               |
";
    let reading = read(&files(&[
        ("study.toml", TOML),
        ("one.md", ONE),
        ("two.md", two),
        ("choices.md", CHOICES),
    ]));
    let wanted = [
        "shared-list-overridden ",
        "item-lists-differ type",
        "item-types-differ type",
    ];
    assert_eq!(codes(&reading), wanted);
    assert!(reading.study.is_none());
}

#[test]
fn keys_are_named_by_their_path() {
    let toml = TOML
        .replace("contact =", "contcat =")
        .replace("title = \"Two\"", "")
        .replace("role = \"U\"", "role = \"X\"")
        .replace(
            "languages = [\"en\"]",
            "languages = [\"en\"]\ncloses = \"soon\"\nlogo = \"x.png\"",
        );
    let reading = read(&files(&[
        ("study.toml", &toml),
        ("one.md", ONE),
        ("choices.md", CHOICES),
    ]));
    let wanted = [
        "invalid-value closes",
        "missing-key controller.contact",
        "unknown-key controller.contcat",
        "unknown-key logo",
        "invalid-value questionnaires[2].role",
        "missing-key questionnaires[2].title",
    ];
    assert_eq!(codes(&reading), wanted);
}

#[test]
fn texts_lacking_a_language_are_named() {
    let toml = TOML.replace("[\"en\"]", "[\"en\", \"zh-Hans\"]");
    let toml = toml.replace("\"A small study\"", "{ en = \"A small study\", de = \"Eine\" }");
    let reading = read(&files(&[
        ("study.toml", &toml),
        ("one.md", ONE),
        ("two.md", ONE),
        ("choices.md", CHOICES),
    ]));
    let found = codes(&reading);
    assert!(found.contains(&"invalid-value title.de".to_owned()), "{found:?}");
    assert!(
        found.contains(&"missing-key title.zh-Hans".to_owned()),
        "{found:?}"
    );
    assert!(found.contains(&"questionnaire-language ".to_owned()), "{found:?}");
}

#[test]
fn the_reason_of_this_version_of_the_study_is_kept_and_all_are_checked() {
    let read_with = |changes: &str| {
        let toml = TOML
            .replacen("languages =", "version = \"1\"\nlanguages =", 1)
            .replace("[controller]", &format!("{changes}\n[controller]"));
        read(&files(&[
            ("study.toml", &toml),
            ("one.md", ONE),
            ("two.md", ONE),
            ("choices.md", CHOICES),
        ]))
    };
    let old = "[[changes]]\nversion = \"0\"\nreason = \"The first trial misled.\"\n";
    assert!(read_with(old).study.unwrap().reason.is_none());
    let own = "[[changes]]\nversion = \"1\"\nreason = \"Plainer words.\"\n";
    let reason = read_with(&format!("{old}{own}")).study.unwrap().reason.unwrap();
    assert_eq!(reason.text().get("en", "en"), "Plainer words.");

    let short = "[[changes]]\nversion = \"2\"\nreason = \"typo\"\n[[changes]]\nversion = \"1\"\n";
    let wanted = [
        "invalid-value changes[1].reason.en",
        "missing-key changes[2].reason",
    ];
    assert_eq!(codes(&read_with(short)), wanted);
    assert_eq!(
        codes(&read_with(&format!("{own}{own}"))),
        ["invalid-value changes"]
    );
}

#[test]
fn files_that_are_missing_or_left_over_are_named() {
    let reading = read(&files(&[
        ("study.toml", TOML),
        ("one.md", ONE),
        ("three.md", ONE),
        ("README.md", "# Hi"),
    ]));
    let found = codes(&reading);
    assert!(
        found.contains(&"missing-file questionnaires.file".to_owned()),
        "{found:?}"
    );
    assert!(found.contains(&"unused-file ".to_owned()), "{found:?}");
    assert!(found.contains(&"unknown-list type".to_owned()), "{found:?}");
    assert_eq!(codes(&read(&[])), ["no-study-file "]);
    assert_eq!(codes(&read(&files(&[("study.toml", "a = ")]))), ["study-syntax "]);
}

#[test]
fn the_stock_study_has_no_findings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/studies/open-models");
    let files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                fs::read(path).unwrap(),
            )
        })
        .collect();
    let reading = read(&files);
    let findings = reading.findings.sorted();
    let worth: Vec<String> = findings
        .iter()
        .filter(|finding| finding.severity() != Severity::Hint)
        .map(|finding| format!("{} {finding}", finding.place.file.as_deref().unwrap_or_default()))
        .collect();
    assert!(worth.is_empty(), "{}", worth.join("\n"));
    assert_eq!(reading.study.unwrap().questionnaires.len(), 5);
}

#[test]
fn tables_and_media_of_a_study_must_be_in_its_folder() {
    let two = "
        | survey |                            |      |                     |          |       |
        |        | type                       | name | label::English (en) | exposure | image |
        |        | select_one_from_file c.csv | c    | Where?              | public   | p.gif |
        ";
    let study = |beside: &[(&str, &str)]| {
        let given = [
            ("study.toml", TOML),
            ("one.md", ONE),
            ("two.md", two),
            ("choices.md", CHOICES),
        ];
        read(&files(&[&given[..], beside].concat()))
    };
    let missing = study(&[]);
    assert!(missing.study.is_none());
    let codes_of_missing = codes(&missing);
    let count = |word: &str| codes_of_missing.iter().filter(|code| code.contains(word)).count();
    assert_eq!(count("missing-external-file"), 2, "{codes_of_missing:?}");
    let whole = study(&[
        ("p.gif", "GIF89a"),
        ("q.png", "?"),
        // A table, though it begins as a questionnaire does.
        ("c.csv", "name,label\nsurvey,X\n"),
    ]);
    let study = whole.study.expect("a study");
    let (_, definition) = &study.questionnaires[1];
    assert_eq!(definition.lists["c.csv"].choices.len(), 1);
    assert_eq!(definition.media.keys().collect::<Vec<_>>(), ["p.gif"]);
    let hints: Vec<_> = whole
        .findings
        .iter()
        .filter(|finding| finding.code.as_str() == "unused-file-beside")
        .map(|finding| finding.place.file.clone().unwrap_or_default())
        .collect();
    assert_eq!(hints, ["q.png"]);
}

#[test]
fn labels_of_shared_options_show_answers_of_every_questionnaire_that_offers_them() {
    let choices = CHOICES.replace("Yes", "Yes, ${nobody}");
    assert_ne!(choices, CHOICES);
    let reading = read(&files(&[
        ("study.toml", TOML),
        ("one.md", ONE),
        ("two.md", ONE),
        ("choices.md", &choices),
    ]));
    let told = codes(&reading);
    assert_eq!(told, ["unknown-reference type"; 2]);
}

#[test]
fn nobody_is_promised_less_time_than_it_takes() {
    let questions = |count: usize| {
        let row = |number: usize| format!("| | integer | q{number} | Q | public |\n");
        let rows: String = (0..count).map(row).collect();
        format!("| survey |\n| | type | name | label::English (en) | exposure |\n{rows}")
    };
    // Fourteen questions and the consent: 17 points, 3.0 minutes.
    let (one, two) = (questions(14), questions(1));
    let with = |minutes: &str| {
        let toml = TOML.replace(
            "title = \"One\"",
            &format!("title = \"One\"\nminutes = {minutes}"),
        );
        let reading = read(&files(&[
            ("study.toml", &toml),
            ("one.md", &one),
            ("two.md", &two),
        ]));
        assert!(reading.study.is_some());
        codes(&reading)
    };
    assert_eq!(with("2"), ["minutes-too-few questionnaires.minutes"]);
    assert_eq!(with("3"), Vec::<String>::new());
    assert_eq!(with("20"), Vec::<String>::new());
}
