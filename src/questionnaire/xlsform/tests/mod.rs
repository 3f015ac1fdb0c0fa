//! Questionnaires as Markdown tables, and what becomes of them.

mod files;
mod hostile;
mod old_excel;

use super::{Reading, import};
use crate::questionnaire::definition::{Exposure, Initial, Node, Question, QuestionKind, Source, Upload};
use crate::questionnaire::findings::{Finding, Severity};

fn read(table: &str) -> Reading {
    import(table.as_bytes(), "form.md")
}

/// `row column code` of each finding that is no hint and not about exposure.
fn remarks(reading: &Reading) -> Vec<String> {
    let findings = reading.findings.clone().sorted();
    let told = findings
        .iter()
        .filter(|finding| finding.code.as_str() != "no-exposure");
    told.filter(|finding| finding.severity() != Severity::Hint)
        .map(|finding| {
            let place = &finding.place;
            let row = place.row.map_or_else(|| "-".to_owned(), |row| row.to_string());
            let column = place.column.clone().unwrap_or_else(|| "-".to_owned());
            format!("{row} {column} {}", finding.code.as_str())
        })
        .collect()
}

fn question(reading: &Reading, name: &str) -> Question {
    let definition = reading.definition.as_ref().expect("a definition");
    let questions = definition.questions();
    (*questions
        .iter()
        .find(|question| question.name == name)
        .expect(name))
    .clone()
}

/// Reads one row of questions.
fn row(headers: &str, cells: &str) -> Reading {
    read(&format!("| survey |\n| | {headers} |\n| | {cells} |"))
}

#[test]
fn a_questionnaire_becomes_a_tree() {
    let reading = read(
        "
        | survey   |                 |        |                     |                        |          |
        |          | type            | name   | label::English (en) | label::简体中文 (zh-Hans) | relevant |
        |          | begin_group     | you    | You                 | 您                     |          |
        |          | text            | who    | Who are you?        | 您是谁？               |          |
        |          | select_one yn   | pets   | Any pets?           | 有宠物吗？             |          |
        |          | end_group       |        |                     |                        |          |
        |          | begin_repeat    | pet    | Pet                 | 宠物                   | ${pets} = 'yes' |
        |          | integer         | age    | Its age             | 年龄                   |          |
        |          | end_repeat      |        |                     |                        |          |
        | choices  |                 |        |                     |                        |          |
        |          | list_name       | name   | label::English (en) | label::简体中文 (zh-Hans) | colour |
        |          | yn              | yes    | Yes                 | 是                     | green    |
        |          | yn              | no     | No                  | 否                     | red      |
        | settings |                 |        |                     |                        |          |
        |          | form_title      | form_id | version | default_language | style |
        |          | Pets            | pets    | 3       | 简体中文 (zh-Hans) | pages |
        ",
    );
    assert_eq!(remarks(&reading), Vec::<String>::new());
    let definition = reading.definition.clone().unwrap();
    assert_eq!(definition.languages, ["en", "zh-Hans"]);
    assert_eq!(definition.default_language, "zh-Hans");
    assert_eq!(
        (definition.title.as_str(), definition.author_version.as_str()),
        ("Pets", "3")
    );
    let [Node::Group(you), Node::Group(pet)] = definition.nodes.as_slice() else {
        panic!("two groups")
    };
    assert_eq!(
        (you.children.len(), you.repeat.is_some(), you.row.0),
        (2, false, 2)
    );
    assert_eq!(
        (pet.children.len(), pet.repeat.is_some(), pet.row.0),
        (1, true, 6)
    );
    assert_eq!(question(&reading, "who").label.get("zh-Hans", "en"), "您是谁？");
    assert_eq!(definition.lists["yn"].choices[0].data["colour"], "green");
}

#[test]
fn all_findings_come_at_once() {
    let reading = read(
        "
        | survey |              |      |       |             |            |
        |        | type         | name | label | relevant    | constraint |
        |        | text         | a    |       |             |            |
        |        | dance        | b    | B     |             |            |
        |        | integer      | 1c   | C     | ${nobody}=1 | . > (3     |
        |        | select_one x | d    | D     |             |            |
        |        | text         | d    | D     |             |            |
        |        | begin_group  | g    | G     |             |            |
        |        | end_repeat   |      |       |             |            |
        ",
    );
    assert!(reading.definition.is_none());
    let wanted = [
        "2 label missing-label",
        "3 type unknown-type",
        "4 constraint expression-unclosed",
        "4 name invalid-name",
        "4 relevant unknown-reference",
        "5 type unknown-list",
        "6 name duplicate-name",
        "7 type empty-group",
        "8 type unmatched-end",
    ];
    assert_eq!(remarks(&reading), wanted);
}

#[test]
fn every_finding_says_how_to_mend_it() {
    let reading = row("type | name | label | relevant", "select_one x | a b | | ${y} +");
    for finding in reading.findings.sorted() {
        assert!(finding.message().ends_with('.'), "{finding}");
        assert!(finding.mend().ends_with('.'), "{finding}");
        // But for references, which are written with braces.
        assert!(!finding.to_string().replace("${", "").contains('{'), "{finding}");
    }
}

#[test]
fn headers_have_other_names() {
    let reading = row(
        "Type | NAME | caption | bind:relevant | requiredMsg | Constraint Message | jr:count | calculate",
        "text | a | A | true() | Please. | No. | | 'x'",
    );
    assert_eq!(remarks(&reading), Vec::<String>::new());
    let question = question(&reading, "a");
    assert_eq!(question.required_message.get("und", ""), "Please.");
    assert_eq!(question.constraint_message.get("und", ""), "No.");
    assert!(question.relevant.is_some() && question.calculation.is_some());
    let twice = row(
        "type | name | label | relevant | relevance",
        "text | a | A | true() | true()",
    );
    assert_eq!(remarks(&twice), ["1 relevance duplicate-column"]);
}

#[test]
fn the_exposure_is_never_guessed() {
    let reading = row("type | name | label", "text | a | A");
    assert_eq!(question(&reading, "a").exposure, Exposure::Withheld);
    let codes: Vec<&str> = reading
        .findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect();
    assert_eq!(codes, ["no-exposure"]);
    let reading = row(
        "type | name | label | exposure | proxy",
        "text | a | A | Quasi | yes",
    );
    assert_eq!(question(&reading, "a").exposure, Exposure::Quasi);
    assert!(question(&reading, "a").proxy);
    let reading = row(
        "type | name | label | exposure | proxy",
        "text | a | A | secret | maybe",
    );
    assert_eq!(
        remarks(&reading),
        ["2 exposure unknown-exposure", "2 proxy not-yes-or-no"]
    );
    let note = row("type | name | label", "note | a | A");
    assert_eq!(note.findings.iter().count(), 0);
}

#[test]
fn yes_is_a_rule_and_no_is_none() {
    let reading = row(
        "type | name | label | required | read_only",
        "text | a | A | Yes | FALSE",
    );
    let question = question(&reading, "a");
    assert_eq!(question.required.unwrap().source(), "true()");
    assert_eq!(question.read_only, None);
}

#[test]
fn starting_values_are_literals_unless_they_calculate() {
    let initial = |kind: &str, default: &str| {
        let cells = format!("{kind} | a | A | {default}");
        question(&row("type | name | label | default", &cells), "a")
            .initial
            .unwrap()
    };
    assert_eq!(
        initial("date", "2024-01-31"),
        Initial::Literal("2024-01-31".to_owned())
    );
    assert_eq!(
        initial("text", "to be (or not)"),
        Initial::Literal("to be (or not)".to_owned())
    );
    assert!(matches!(initial("date", "today()"), Initial::Expression(_)));
}

#[test]
fn or_other_adds_an_option_and_a_question_of_its_own() {
    let reading = read(
        "
        | survey  |                        |      |       |          |
        |         | type                   | name | label | exposure |
        |         | select_one c or_other  | q    | Q     | public   |
        |         | select_one c           | p    | P     | public   |
        | choices |                        |      |       |          |
        |         | list_name              | name | label |          |
        |         | c                      | red  | Red   |          |
        ",
    );
    assert_eq!(remarks(&reading), Vec::<String>::new());
    let other = question(&reading, "q_other");
    assert_eq!(other.exposure, Exposure::Text);
    assert_eq!(other.relevant.unwrap().source(), "selected(../q, 'other')");
    let lists = reading.definition.unwrap().lists;
    assert!(lists["c_or_other"].get("other").is_some());
    assert!(lists["c"].get("other").is_none());
}

#[test]
fn parameters_are_checked_by_type() {
    let codes = |cells: &str| remarks(&row("type | name | label | parameters", cells));
    assert_eq!(
        codes("range | a | A | start=0 end=5 step=1"),
        Vec::<String>::new()
    );
    for wrong in ["step=0", "start=0, end=1; step=2", "end=many", "start=inf"] {
        let cells = format!("range | a | A | {wrong}");
        assert_eq!(codes(&cells), ["2 parameters invalid-parameter"], "{wrong}");
    }
    assert_eq!(codes("text | a | A | rows=x"), ["2 parameters invalid-parameter"]);
    assert_eq!(
        codes("text | a | A | lines=3"),
        ["2 parameters unknown-parameter"]
    );
    assert_eq!(codes("text | a | A | rows"), ["2 parameters parameter-syntax"]);
    let reading = row(
        "type | name | label | parameters",
        "range | a | A | start=10 end=0 step=2.5",
    );
    let QuestionKind::Range(scale) = question(&reading, "a").kind else {
        panic!("a range")
    };
    assert!((scale.start, scale.end, scale.step) == (10.0, 0.0, 2.5));
}

#[test]
fn circles_are_told_with_their_path() {
    let reading = read(
        "
        | survey |           |      |             |
        |        | type      | name | calculation |
        |        | calculate | a    | ${b} + 1    |
        |        | calculate | b    | ${c} * 2    |
        |        | calculate | c    | ${a}        |
        ",
    );
    assert_eq!(remarks(&reading), ["2 calculation cycle"]);
    let finding = reading
        .findings
        .sorted()
        .into_iter()
        .find(|finding| finding.code.as_str() == "cycle");
    assert!(finding.unwrap().message().contains("a → b → c → a"));
}

#[test]
fn circles_through_paths_are_told_too() {
    let reading = read(
        "
        | survey |           |      |             |
        |        | type      | name | calculation |
        |        | calculate | a    | ../b + 1    |
        |        | calculate | b    | ../a * 2    |
        ",
    );
    assert!(reading.definition.is_none());
    assert_eq!(remarks(&reading), ["2 - cycle"]);
}

#[test]
fn rows_put_aside_may_refer_to_what_is_not_there() {
    let reading = read(
        "
        | survey |         |      |             |            |          |             |
        |        | type    | name | label       | relevant   | disabled | my remarks  |
        |        | text    | a    | A           |            |          | as ${nowhere} |
        |        | text    | b    | ${nobody}   | ${no} = '' | yes      |             |
        |        | integer | b    | B           |            | no       |             |
        ",
    );
    assert!(reading.definition.is_some(), "{:?}", remarks(&reading));
    assert_eq!(remarks(&reading), Vec::<String>::new());
}

#[test]
fn options_that_are_not_in_the_list_are_noticed() {
    let reading = read(
        "
        | survey  |               |      |       |                     |         |
        |         | type          | name | label | relevant            | default |
        |         | select_one yn | q    | Q     |                     | maybe   |
        |         | text          | a    | A     | ${q} = 'yess'       |         |
        |         | text          | b    | B     | selected(${q}, 'n') |         |
        |         | text          | c    | C     | ${q} != ''          |         |
        | choices |               |      |       |                     |         |
        |         | list_name     | name | label |                     |         |
        |         | yn            | yes  | Yes   |                     |         |
        ",
    );
    let wanted = [
        "2 default choice-not-in-list",
        "3 relevant choice-not-in-list",
        "4 relevant choice-not-in-list",
    ];
    assert_eq!(remarks(&reading), wanted);
    assert!(reading.definition.is_some());
}

#[test]
fn missing_translations_are_counted_once_for_each_language_and_column() {
    let reading = read(
        "
        | survey |      |      |                     |                   |
        |        | type | name | label::English (en) | label::French (fr) |
        |        | text | a    | A                   | Â                 |
        |        | text | b    | B                   |                   |
        |        | text | c    | C                   |                   |
        ",
    );
    assert_eq!(remarks(&reading), ["- label missing-translation"]);
    let finding = reading
        .findings
        .iter()
        .find(|finding| finding.code.as_str() == "missing-translation");
    assert!(
        finding
            .unwrap()
            .message()
            .starts_with("2 of 3 texts in “label” have no French (fr) version")
    );
    assert_eq!(question(&reading, "b").label.get("fr", "en"), "B");
}

#[test]
fn a_matrix_has_one_list() {
    let reading = read(
        "
        | survey  |               |      |       |            |
        |         | type          | name | label | appearance |
        |         | begin_group   | g    | G     | table-list |
        |         | select_one a  | q    | Q     |            |
        |         | select_one b  | r    | R     |            |
        |         | end_group     |      |       |            |
        | choices |               |      |       |            |
        |         | list_name     | name | label |            |
        |         | a             | x    | X     |            |
        |         | b             | x    | X     |            |
        ",
    );
    assert_eq!(remarks(&reading), ["4 type matrix-lists-differ"]);
}

#[test]
fn unsupported_features_are_refused_by_name() {
    let refused = |headers: &str, cells: &str| {
        let reading = row(headers, cells);
        assert!(reading.definition.is_none(), "{cells}");
        let codes = remarks(&reading);
        let [code] = codes.as_slice() else {
            panic!("{cells}: {codes:?}")
        };
        assert!(code.ends_with(" unsupported"), "{cells}: {codes:?}");
        let message = reading.findings.iter().map(Finding::message);
        message.collect::<Vec<_>>().join(" ")
    };
    for word in [
        "geotrace",
        "geoshape",
        "barcode",
        "video",
        "background-audio",
        "start-geopoint",
        "osm",
    ] {
        let message = refused("type | name | label", &format!("{word} | a | A"));
        assert!(message.to_lowercase().contains(word), "{message}");
    }
    assert!(refused("type | name | label | appearance", "image | a | A | draw").contains("draw"));
    assert!(
        refused(
            "type | name | label | appearance",
            "text | a | A | ex:org.example"
        )
        .contains("ex:")
    );
    assert!(refused("type | name | label | save_to", "text | a | A | b").contains("save_to"));
    assert!(
        refused("type | name | label | default", "text | a | A | ${last-saved#a}").contains("last-saved")
    );
    let reading = row("type | name", "deviceid | d");
    assert_eq!(remarks(&reading), ["2 type stays-empty"]);
    assert_eq!(question(&reading, "d").kind, QuestionKind::Hidden);
}

#[test]
fn what_refers_to_a_refused_row_is_not_to_blame() {
    let reading = read(
        "
        | survey |         |      |       |             |
        |        | type    | name | label | calculation |
        |        | barcode | b    | B     |             |
        |        | note    | n    | ${b}  |             |
        |        | calculate | c  |       | ${b} + 1    |
        ",
    );
    assert_eq!(remarks(&reading), ["2 type unsupported"]);
}

#[test]
fn deep_nesting_is_refused() {
    let mut table = "| survey |\n| | type | name | label |\n".to_owned();
    for level in 0..2000 {
        table.extend(["| | begin_group | g", &level.to_string(), " | G |\n"]);
    }
    let reading = read(&table);
    assert!(reading.definition.is_none());
    assert!(
        reading
            .findings
            .iter()
            .any(|finding| finding.code.as_str() == "nested-too-deep")
    );
}

#[test]
fn typographic_quotes_are_syntax_in_rules_and_text_in_labels() {
    let reading = row(
        "type | name | label | relevant",
        "text | a | 您的“模型” | ‘a’ = 'a'",
    );
    assert_eq!(question(&reading, "a").label.get("und", ""), "您的“模型”");
    assert_eq!(question(&reading, "a").relevant.unwrap().source(), "'a' = 'a'");
}

#[test]
fn texts_without_a_language_are_in_the_default_language() {
    let headers = "type | name | label::English (en) | label::French (fr) | hint";
    let reading = row(headers, "text | a | A | Â | Really.");
    assert_eq!(reading.definition.as_ref().unwrap().languages, ["en", "fr"]);
    assert_eq!(question(&reading, "a").hint.0["en"], "Really.");
    let settings = "| survey |\n| | type | name | label::English (en) | label::French (fr) | hint |\n\
        | | text | a | A | Â | Vraiment. |\n| settings |\n| | default_language |\n| | French |";
    let reading = read(settings);
    assert_eq!(question(&reading, "a").hint.0["fr"], "Vraiment.");
    assert_eq!(reading.definition.unwrap().default_language, "fr");
}

#[test]
fn a_trigger_is_a_question_that_is_shown_and_one_only() {
    let reading = read(
        "
        | survey |              |       |       |             |                 |
        |        | type         | name  | label | calculation | trigger         |
        |        | text         | a     | A     |             |                 |
        |        | integer      | b     | B     |             |                 |
        |        | calculate    | c     |       | ${c} + 1    | ${a}, ${b}      |
        |        | text         | d     |       |             | ${a}            |
        |        | text         | e     | E     | now()       | ${b}            |
        |        | begin_repeat | r     | R     |             |                 |
        |        | text         | q     | Q     |             |                 |
        |        | calculate    | again |       | ${a}        | ${q}, ${a}      |
        |        | end_repeat   |       |       |             |                 |
        ",
    );
    assert_eq!(remarks(&reading), Vec::<String>::new());
    assert_eq!(question(&reading, "c").trigger, ["a", "b"]);
    assert_eq!(question(&reading, "c").kind, QuestionKind::Calculate);
    // Without a calculation it is emptied, and without a label nobody sees it.
    assert_eq!(question(&reading, "d").kind, QuestionKind::Hidden);
    assert!(question(&reading, "d").calculation.is_none());
    assert_eq!(question(&reading, "e").kind, QuestionKind::Text { rows: None });
    let reading = read(
        "
        | survey |              |      |       |             |               |
        |        | type         | name | label | calculation | trigger       |
        |        | text         | a    | A     |             | ${nobody}     |
        |        | calculate    | c    |       | 1           | ${g}          |
        |        | calculate    | d    |       | 1           | ${c}          |
        |        | calculate    | e    |       | 1           | ${q}          |
        |        | calculate    | f    |       | 1           | a             |
        |        | calculate    | h    |       |             | ${a}          |
        |        | calculate    | i    |       | 1           | ${a} ${q}     |
        |        | begin_repeat | r    | R     |             |               |
        |        | begin_group  | g    | G     |             |               |
        |        | text         | q    | Q     |             |               |
        |        | end_group    |      |       |             |               |
        |        | end_repeat   |      |       |             |               |
        ",
    );
    let wanted = [
        "2 trigger unknown-reference",
        "3 trigger trigger-is-no-question",
        "4 trigger trigger-not-visible",
        "5 trigger trigger-in-repeat",
        "6 trigger trigger-syntax",
        "7 calculation missing-calculation",
        "8 trigger trigger-syntax",
    ];
    assert_eq!(remarks(&reading), wanted);
}

#[test]
fn a_rule_that_says_no_says_something() {
    let headers = "type | name | label | relevant | constraint | required";
    let question = question(&row(headers, "text | a | A | No | yes | no"), "a");
    assert_eq!(question.relevant.unwrap().source(), "false()");
    assert_eq!(question.constraint.unwrap().source(), "true()");
    assert_eq!(question.required, None);
}

#[test]
fn files_and_places_do_not_become_public_by_mistake() {
    let headers = "type | name | label | exposure";
    for (cells, code) in [
        ("image | a | A | public", "file-exposed"),
        ("audio | a | A | quasi", "file-exposed"),
        ("file | a | A | text", ""),
        ("file | a | A | withheld", ""),
        ("geopoint | a | A | public", "place-exposed"),
        ("geopoint | a | A | quasi", "place-coarsened"),
        ("geopoint | a | A | text", ""),
    ] {
        let told = remarks(&row(headers, cells)).join(" ");
        let wanted = if code.is_empty() {
            String::new()
        } else {
            format!("2 exposure {code}")
        };
        assert_eq!(told, wanted, "{cells}");
    }
}

#[test]
fn a_question_that_only_shows_a_picture_should_say_something_too() {
    let silent = row("type | name | image", "note | a | pot.png");
    assert!(
        remarks(&silent).contains(&"2 label media-without-text".to_owned()),
        "{:?}",
        remarks(&silent)
    );
}

#[test]
fn uploads_and_places_have_parameters() {
    let headers = "type | name | label | parameters";
    let reading = row(headers, "image | a | A | max-pixels=800");
    let kind = QuestionKind::Upload(Upload::Image {
        max_pixels: Some(800),
    });
    assert_eq!(question(&reading, "a").kind, kind);
    assert_eq!(remarks(&reading), Vec::<String>::new());
    for (cells, code) in [
        ("image | a | A | max-pixels=many", "invalid-parameter"),
        ("image | a | A | app=camera", "invalid-parameter"),
        ("image | a | A | app=org.example.camera", "disregarded"),
        ("image | a | A | quality=low", "unknown-parameter"),
        ("audio | a | A | quality=loud", "invalid-parameter"),
        ("audio | a | A | quality=normal", "disregarded"),
        ("geopoint | a | A | capture-accuracy=near", "invalid-parameter"),
        ("geopoint | a | A | warning-accuracy=10", "disregarded"),
        (
            "geopoint | a | A | allow-mock-accuracy=perhaps",
            "invalid-parameter",
        ),
        (
            "geopoint | a | A | reference-geometry=nothing",
            "invalid-parameter",
        ),
        ("file | a | A | anything=1", ""),
    ] {
        let wanted = format!("2 parameters {code}");
        let wanted: Vec<String> = Some(wanted).filter(|_| !code.is_empty()).into_iter().collect();
        assert_eq!(remarks(&row(headers, cells)), wanted, "{cells}");
    }
    let reading = row("type | name | label | default", "image | a | A | a.png");
    assert_eq!(remarks(&reading), ["2 default no-effect-on-type"]);
}

#[test]
fn a_scale_keeps_its_marks() {
    let reading = read(
        "
        | survey  |           |      |       |                                                              |
        |         | type      | name | label | parameters                                                   |
        |         | range     | a    | A     | start=0 end=10 tick_interval=5 placeholder=5 tick_labelset=t |
        | choices |           |      |       |                                                              |
        |         | list_name | name | label |                                                              |
        |         | t         | 0    | Low   |                                                              |
        |         | t         | 10   | High  |                                                              |
        ",
    );
    assert_eq!(remarks(&reading), Vec::<String>::new());
    let QuestionKind::Range(scale) = question(&reading, "a").kind else {
        panic!("a range")
    };
    assert_eq!((scale.tick_interval, scale.placeholder), (Some(5.0), Some(5.0)));
    assert_eq!(scale.labels.as_deref(), Some("t"));
    assert_eq!(reading.definition.unwrap().lists["t"].choices.len(), 2);
}

#[test]
fn options_may_be_the_answers_in_a_repeat() {
    let reading = read(
        "
        | survey |                 |      |       |
        |        | type            | name | label |
        |        | begin_repeat    | r    | R     |
        |        | text            | who  | Who?  |
        |        | end_repeat      |      |       |
        |        | select_one ${who} | eldest | Eldest? |
        ",
    );
    assert_eq!(remarks(&reading), Vec::<String>::new());
    let kind = question(&reading, "eldest").kind;
    let selection = kind.selection().unwrap();
    assert_eq!(
        (selection.list.as_str(), &selection.source),
        ("who", &Source::Answers)
    );
    assert!(reading.definition.unwrap().lists.is_empty());
    let code = |kind: &str| remarks(&row("type | name | label", &format!("{kind} | a | A")));
    assert_eq!(code("select_one ${nobody}"), ["2 type unknown-reference"]);
    assert_eq!(code("select_one ${a"), ["2 type malformed-reference"]);
    assert_eq!(
        code("select_one ${a} or_other"),
        ["2 type or-other-without-options"]
    );
}

#[test]
fn appearances_belong_to_types() {
    let hints = |kind: &str, appearance: &str| {
        let cells = format!("{kind} | a | A | {appearance}");
        let reading = row("type | name | label | appearance", &cells);
        let codes = reading.findings.iter().map(|finding| finding.code.as_str());
        codes
            .filter(|code| *code != "no-exposure")
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(hints("text", "multiline w3"), "");
    assert_eq!(hints("range", "rating"), "");
    assert_eq!(hints("integer", "likert"), "appearance-without-effect");
    assert_eq!(hints("text", "likret"), "unknown-appearance");
    assert_eq!(hints("date", "ethiopian"), "disregarded");
    assert_eq!(hints("image", "annotate"), "disregarded");
}

#[test]
fn settings_are_checked_where_they_are_known() {
    let reading = read(
        "
        | survey   |            |       |       |
        |          | type       | name  | label |
        |          | form_title | Hello |       |
        |          | note       | a     | A     |
        | settings |            |       |       |
        |          | style      | flat  | clean_text_values |
        |          | pages w11  | yes   | no    |
        ",
    );
    assert_eq!(
        remarks(&reading),
        ["2 flat setting-without-effect", "2 type setting-in-survey"]
    );
    let hints = reading
        .findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Hint);
    assert_eq!(
        hints.map(|hint| hint.code.as_str()).collect::<Vec<_>>(),
        ["unknown-style"]
    );
    assert_eq!(reading.definition.unwrap().style, ["pages", "w11"]);
}

#[test]
fn a_questionnaire_beyond_ten_minutes_is_told_its_length() {
    let texts = |count: usize| {
        let row = |number: usize| format!("| | text | q{number} | Q | text |\n");
        let rows: String = (0..count).map(row).collect();
        let reading = read(&format!(
            "| survey |\n| | type | name | label | exposure |\n{rows}"
        ));
        let findings = reading.findings.sorted();
        findings.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(texts(23), Vec::<String>::new());
    assert_eq!(
        texts(25),
        [
            "survey hint takes-long: Answering everything takes about 11.1 minutes (63.0 points); beyond 10 minutes \
          people give up. — Leave questions out, or split the questionnaire."
        ]
    );
}
