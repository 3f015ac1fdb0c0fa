//! What authors are told about a walk.

use super::{YES_NO, form, walked};
use crate::questionnaire::findings::Place;

/// `row column code` of each remark.
fn remarks(table: &str) -> Vec<String> {
    let (plan, walk) = walked(table);
    let findings = walk
        .remarks(&plan, &Place::file("a.md").sheet("survey"))
        .findings
        .sorted();
    let line = |finding: &crate::questionnaire::findings::Finding| {
        let row = finding.place.row.unwrap_or_default();
        let column = finding.place.column.as_deref().unwrap_or_default();
        format!("{row} {column} {}", finding.code.as_str())
    };
    findings.iter().map(line).collect()
}

#[test]
fn a_sound_questionnaire_gets_no_remark() {
    let table = form(
        &["select_one yn;a", "text;b;${a} = 'yes';string-length(.) < 9"],
        &YES_NO,
    );
    assert_eq!(remarks(&table), Vec::<String>::new());
}

#[test]
fn each_dead_end_is_told_once_and_where_it_is_mended() {
    let table = form(
        &[
            "select_one yn;a",
            "begin_group;page;${a} = 'yes' and ${a} = 'no'",
            "text;within;${a} = 'yes'",
            "end_group",
            "begin_group;other",
            "note;dead;${a} = 'yes' and ${a} = 'no'",
            "note;everyone;${a}",
            "integer;must;; . < 1 and . > 1;;;yes",
            "integer;may;; . < 1 and . > 1",
            "integer;any;; . < 1 or . >= 1",
            "end_group",
        ],
        &YES_NO,
    );
    assert_eq!(
        remarks(&table),
        [
            "3 relevant page-never-reached",
            "7 relevant never-relevant",
            "8 relevant always-relevant",
            "9 constraint required-never-answered",
            "10 constraint constraint-refuses-all",
            "11 constraint constraint-without-effect",
        ]
    );
}

#[test]
fn what_is_written_to_be_off_is_no_mistake() {
    let table = form(
        &[
            "select_one yn;a",
            "begin_group;page;false()",
            "text;t;${a} = 'yes'",
            "end_group",
            "note;n;false()",
        ],
        &YES_NO,
    );
    assert_eq!(
        remarks(&table),
        ["3 relevant switched-off", "6 relevant switched-off"]
    );
    let (plan, walk) = walked(&table);
    assert_eq!(walk.remarks(&plan, &Place::default()).bars, 0);
}

#[test]
fn a_page_is_out_of_reach_if_everything_on_it_is() {
    let table = form(
        &[
            "select_one yn;a",
            "begin_group;page",
            "calculate;c;;;1",
            "text;t;${a} = 'perhaps'",
            "note;n;${a} = 'yes' and ${a} = 'no'",
            "end_group",
        ],
        &YES_NO,
    );
    assert_eq!(
        remarks(&table),
        [
            "3 relevant page-never-reached",
            "5 relevant never-relevant",
            "6 relevant never-relevant"
        ]
    );
}

#[test]
fn filters_are_told_about_with_the_options_they_keep_back() {
    let table = form(
        &[
            "select_one region;r;;;;;yes",
            "select_one town;t;;;; up = ${r};yes",
            "select_one town;nothing;;;; up = 'q'",
            "select_one town;everything;;;; name != ''",
        ],
        &[
            "region;a", "region;b", "region;c", "town;x;a", "town;y;b", "town;z;d",
        ],
    );
    assert_eq!(
        remarks(&table),
        [
            "3 choice_filter options-never-offered",
            "3 required offer-may-be-empty",
            "4 choice_filter nothing-offered",
            "5 choice_filter filter-without-effect",
        ]
    );
    let (plan, walk) = walked(&table);
    let findings = walk.remarks(&plan, &Place::default()).findings.sorted();
    let trap = findings
        .iter()
        .find(|finding| finding.code.as_str() == "offer-may-be-empty");
    assert!(
        trap.unwrap().message().contains("with r = 'c' there is nothing"),
        "{trap:?}"
    );
}

#[test]
fn a_multiple_choice_that_takes_one_is_told_about_unless_it_says_so() {
    let table = form(
        &[
            "select_multiple l;limited;;count-selected(.) < 2",
            "select_multiple l;broken;;not(contains(., ' '))",
        ],
        &["l;a", "l;b"],
    );
    assert_eq!(
        remarks(&table),
        [
            "2 constraint several-limited-to-one",
            "3 constraint only-one-of-several"
        ]
    );
}

#[test]
fn a_multiple_choice_of_exclusive_options_is_meant_so() {
    let table = "| survey |
        | | type | name | label |
        | | select_multiple l | m | M |
        | choices |
        | | list_name | name | label | exclusive |
        | | l | milk | Milk | |
        | | l | none | Nothing | yes |";
    assert_eq!(remarks(table), ["2 constraint several-limited-to-one"]);
}

#[test]
fn conditions_that_come_out_one_way_are_told() {
    let table = form(
        &[
            "select_one yn;a",
            "select_one yn;b;${a} = 'yes'",
            "begin_group;g;${a} = 'no'",
            "text;t;${b} = 'yes' or ${a} = 'no'",
            "text;u;(${b} = 'yes' and ${a} != '') or ${t} = 'x'",
            "calculate;c;;;if(${b} = 'yes', 1, 2)",
            "calculate;d;;;if(${b} = '', 1, 2)",
            "end_group",
        ],
        &YES_NO,
    );
    assert_eq!(
        remarks(&table),
        [
            "5 relevant condition-never-holds",
            "5 relevant rule-without-effect",
            "6 relevant condition-never-holds",
            "7 calculation condition-never-holds",
            "8 calculation condition-always-holds",
        ]
    );
}

#[test]
fn what_was_given_up_names_the_way() {
    let table = form(&["text;t", "note;n;digest(${t}, 'MD5', 'hex') = '0000'"], &YES_NO);
    assert_eq!(remarks(&table), ["3 relevant branch-not-walked"]);
    let (_, walk) = walked(&table);
    assert_eq!(walk.tally().to_string(), "1 of 2 branches walked, 1 not walked");
}
