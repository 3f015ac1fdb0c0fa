//! What the walker proves to be impossible, and what it leaves open.

use super::{YES_NO, form, impossible, those};
use crate::questionnaire::walker::Outcome;

#[test]
fn rules_that_contradict_each_other_are_proved() {
    let table = form(
        &[
            "select_one yn;a",
            "select_one yn;b;${a} = 'yes'",
            "note;dead;${a} = 'no' and ${b} = 'yes'",
            "integer;n;; . > 17",
            "note;child;${n} < 18 and ${n} != ''",
            "integer;whole",
            "note;half;${whole} > 2 and ${whole} < 3",
            "select_multiple l;m;;count-selected(.) <= 2",
            "note;three;selected(${m}, 'a') and selected(${m}, 'b') and selected(${m}, 'c')",
            "date;day;; . >= '2020-01-01'",
            "note;old;${day} < date('2019-12-31')",
        ],
        &["yn;yes", "yn;no", "l;a", "l;b", "l;c", "l;d"],
    );
    assert_eq!(
        impossible(&table),
        [
            "dead asked",
            "child asked",
            "half asked",
            "three asked",
            "old asked"
        ]
    );
}

#[test]
fn a_calculation_in_between_changes_nothing() {
    let table = form(
        &[
            "integer;n;; . >= 18",
            "calculate;group;;;if(${n} < 18, 'child', 'adult')",
            "note;dead;${group} = 'child' and ${n} != ''",
            "note;adult;${group} = 'adult' and ${n} != ''",
        ],
        &YES_NO,
    );
    assert_eq!(impossible(&table), ["dead asked"]);
}

#[test]
fn a_question_alone_is_always_true() {
    let table = form(
        &[
            "select_one yn;a",
            "note;all;${a}",
            "note;not_so;not(${a})",
            "note;all_too;${a} != 'maybe'",
        ],
        &YES_NO,
    );
    assert_eq!(
        impossible(&table),
        ["all left out", "not_so asked", "all_too left out"]
    );
}

#[test]
fn what_is_written_to_be_so_is_no_branch() {
    let table = form(
        &[
            "note;n;true()",
            "note;m;1 < 2",
            "begin_repeat;r;;;;;;3",
            "text;t",
            "end_repeat",
            "select_one l;some;;;; up = 'x'",
        ],
        &["l;a;x", "l;b;y"],
    );
    assert_eq!(those(&table, |_| true), ["some offered 0", "some withheld"]);
}

#[test]
fn a_counted_repeat_may_always_have_an_instance() {
    let counted = |count: &str| {
        let repeat = format!("begin_repeat;r;;;;;;{count}");
        form(&["integer;n", &repeat, "text;t", "end_repeat"], &YES_NO)
    };
    for always in ["max(1, coalesce(${n}, 1))", "2", "1 + count-selected(${n})"] {
        assert_eq!(impossible(&counted(always)), Vec::<String>::new(), "{always}");
    }
    assert_eq!(impossible(&counted("0")), ["r asked"]);
}

#[test]
fn constraints_that_accept_nothing_or_everything_are_proved() {
    let table = form(
        &[
            "integer;none;; . > 5 and . < 3",
            "integer;all;; . >= 0 or . < 0",
            "select_one yn;wrong;; . = 'maybe'",
        ],
        &YES_NO,
    );
    assert_eq!(
        impossible(&table),
        ["none accepted", "all refused", "wrong accepted"]
    );
}

#[test]
fn options_that_nothing_offers_are_proved() {
    let table = form(
        &["select_one region;r", "select_one town;t;;;; up = ${r}"],
        &["region;a", "region;b", "town;x;a", "town;y;b", "town;z;c"],
    );
    assert_eq!(impossible(&table), ["t offered 2"]);
}

#[test]
fn a_multiple_choice_that_takes_one_is_proved() {
    let table = form(
        &[
            "select_multiple l;limited;;count-selected(.) < 2",
            "select_multiple l;broken;;not(contains(., ' '))",
            "select_multiple l;either;; . = 'a' or . = 'b'",
            "select_multiple l;free",
        ],
        &["l;a", "l;b", "l;c"],
    );
    let no_two = ["limited together", "broken together", "either together"];
    assert_eq!(impossible(&table), no_two);
}

#[test]
fn a_rule_may_add_nothing_where_it_stands() {
    let (_, walk) = super::walked(&form(
        &[
            "select_one yn;a",
            "begin_group;g;${a} = 'no'",
            "note;again;${a} = 'no'",
            "end_group",
            "integer;n;; . < 5",
            "begin_repeat;r;;;;;;${n}",
            "note;first;position(..) <= ${n}",
            "end_repeat",
        ],
        &YES_NO,
    ));
    let by_place = walk.branches.iter().filter(|branch| match &branch.outcome {
        Outcome::Impossible(proof) => proof.by_place,
        Outcome::Walked(_) | Outcome::NotWalked => false,
    });
    assert_eq!(by_place.count(), 2);
}

#[test]
fn what_a_rule_reads_without_a_name_may_hold_anything() {
    let unnamed = ["integer;a;;. < 20", "note;seven;count(/data/*[. = 7]) = 1"];
    assert_eq!(
        those(&form(&unnamed, &YES_NO), |outcome| matches!(
            outcome,
            Outcome::Impossible(_)
        )),
        Vec::<String>::new()
    );
}

#[test]
fn nothing_is_proved_where_not_all_can_be_tried() {
    let table = form(
        &[
            "text;t",
            "note;digest;digest(${t}, 'MD5', 'hex') = '0000'",
            "note;past;today() < '2020-01-01'",
        ],
        &YES_NO,
    );
    let given_up = those(&table, |outcome| matches!(outcome, Outcome::NotWalked));
    assert_eq!(given_up, ["digest asked", "past asked"]);
}
