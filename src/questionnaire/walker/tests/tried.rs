//! What the walker finds answers for.

use super::{YES_NO, form, not_walked};

/// Every branch of these rows is walked.
#[track_caller]
fn all_walked(rows: &[&str], choices: &[&str]) {
    assert_eq!(not_walked(&form(rows, choices)), Vec::<String>::new());
}

#[test]
fn options_numbers_and_days_are_tried_on_both_sides() {
    all_walked(
        &[
            "select_one yn;a",
            "integer;n;${a} = 'yes';. >= 0 and . < 120",
            "note;minor;${n} < 18",
            "note;adult;${n} >= 18 and ${n} != 30",
            "decimal;d;; . > 0.5 and . <= 0.6",
            "note;between;${d} > 0.55 and ${d} < 0.57",
            "date;day;; . <= today()",
            "note;before;${day} < '2000-01-01'",
            "note;soon;${day} > today() - 7",
            "time;t",
            "note;late;${t} = '22:30'",
            "dateTime;m",
            "note;then;${m} > '2026-05-01T10:00'",
        ],
        &YES_NO,
    );
}

#[test]
fn what_is_left_out_has_no_answer() {
    all_walked(
        &[
            "select_one yn;a",
            "select_one yn;b;${a} = 'yes'",
            "note;n;${b} = '' and ${a} != ''",
            "note;o;${b} != 'yes'",
        ],
        &YES_NO,
    );
}

#[test]
fn what_is_left_out_is_not_counted() {
    all_walked(
        &[
            "select_one yn;x",
            "integer;a;${x} = 'yes'",
            "select_one yn;y",
            "note;b;count(${a}) = 0 and ${y} = 'yes'",
        ],
        &YES_NO,
    );
}

#[test]
fn texts_are_made_to_match() {
    all_walked(
        &[
            "text;mail;;regex(., '[a-z]+@[a-z]+[.](com\\|org)')",
            "note;org;ends-with(${mail}, '.org')",
            "note;foo;contains(${mail}, 'foo')",
            "text;id;;regex(., '[A-Z]{3}[0-9]{6}') and not(starts-with(., 'XXX'))",
            "note;abc;substr(${id}, 0, 3) = 'ABC'",
            "text;long;;string-length(.) >= 40 and string-length(.) <= 4000",
            "note;longer;string-length(${long}) > 600",
        ],
        &YES_NO,
    );
}

#[test]
fn several_options_are_tried_together_and_in_number() {
    all_walked(
        &[
            "select_multiple l;m;;count-selected(.) >= 2 and count-selected(.) <= 3",
            "note;abc;selected(${m}, 'a') and selected(${m}, 'b') and selected(${m}, 'c')",
            "note;no_a;not(selected(${m}, 'a')) and ${m} != ''",
            "rank l;r",
            "note;first;selected-at(${r}, 0) = 'd'",
        ],
        &["l;a", "l;b", "l;c", "l;d"],
    );
}

#[test]
fn as_many_options_as_a_rule_counts_to_are_taken_of_those_on_offer() {
    all_walked(
        &["select_multiple l;m;;count-selected(.) <= 4;;up = 'yes'"],
        &[
            "l;a;yes", "l;b;yes", "l;c", "l;d", "l;e", "l;f;yes", "l;g;yes", "l;h;yes", "l;i;yes",
        ],
    );
}

#[test]
fn calculations_are_followed_to_the_answers_behind_them() {
    let mut rows: Vec<String> = (1..=9).map(|item| format!("select_one freq;p{item}")).collect();
    let items: Vec<String> = (1..=9).map(|item| format!("number(${{p{item}}})")).collect();
    rows.push(format!("calculate;score;;;{}", items.join(" + ")));
    rows.push("note;none;${score} = 0".to_owned());
    rows.push("note;some;${score} >= 10 and ${score} < 15".to_owned());
    rows.push("note;all;${score} >= 27".to_owned());
    rows.push("date;born;; . <= today()".to_owned());
    rows.push("calculate;age;;;int((today() - ${born}) div 365.25)".to_owned());
    rows.push("note;of_age;${age} >= 18".to_owned());
    rows.push("note;five;${age} = 5".to_owned());
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    all_walked(&rows, &["freq;0", "freq;1", "freq;2", "freq;3"]);
}

#[test]
fn sums_and_orders_of_several_answers_are_found() {
    all_walked(
        &[
            "integer;a;; . >= 0 and . <= 100",
            "integer;b;; . >= 0 and . <= 100",
            "integer;c;; . >= 0 and . <= 100",
            "note;whole;${a} + ${b} + ${c} = 100",
            "note;part;${a} + ${b} + ${c} != 100",
            "note;falling;${a} > ${b} and ${b} > ${c} and ${c} > 7",
            "integer;most;; . <= ${a}",
        ],
        &YES_NO,
    );
}

#[test]
fn a_long_chain_of_rules_is_walked_to_its_end() {
    let mut rows = vec!["select_one yn;q0".to_owned()];
    rows.extend((1..60).map(|at| format!("select_one yn;q{at};${{q{}}} = 'yes'", at - 1)));
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    all_walked(&rows, &YES_NO);
}

#[test]
fn options_follow_a_cascade_of_filters() {
    all_walked(
        &[
            "select_one region;r;;;;;yes",
            "select_one town;t;;;; up = ${r};yes",
            "select_one village;v;;;; up = ${t}",
        ],
        &[
            "region;a",
            "region;b",
            "town;a1;a",
            "town;a2;a",
            "town;b1;b",
            "village;x;a1",
            "village;y;a2",
            "village;z;b1",
        ],
    );
}

#[test]
fn repeats_are_tried_with_as_many_instances_as_rules_speak_of() {
    all_walked(
        &[
            "integer;n;; . < 20",
            "begin_repeat;r;;;;;;${n}",
            "text;t;position(..) > 1",
            "note;seventh;position(..) = 7",
            "note;said;${t} = 'abc'",
            "end_repeat",
            "note;many;count(${r}) > 5",
            "begin_repeat;free",
            "integer;x;;. > 0",
            "end_repeat",
            "note;nine;count(${free}) = 9",
            "note;much;sum(${x}) > 30",
            "note;wide;max(${x}) - min(${x}) > 5",
            "note;second;indexed-repeat(${x}, ${free}, 2) = 4",
        ],
        &YES_NO,
    );
}

#[test]
fn other_days_other_drafts_and_other_languages_are_tried() {
    all_walked(
        &[
            "note;later;today() > '2027-01-01'",
            "note;monday;format-date(today(), '%a') = 'Mon'",
            "note;chance;random() < 0.5",
            "calculate;once;;;once(random())",
            "note;drawn;${once} < 0.3",
        ],
        &YES_NO,
    );
    let bilingual = "| survey |
        | | type | name | label::English (en) | label::Deutsch (de) | calculation | relevant |
        | | select_one yn | a | A | A | | |
        | | calculate | word | | | jr:choice-name('yes', '${a}') | |
        | | note | german | G | G | | ${word} = 'Ja' |
        | choices |
        | | list_name | name | label::English (en) | label::Deutsch (de) |
        | | yn | yes | Yes | Ja |";
    assert_eq!(not_walked(bilingual), Vec::<String>::new());
}

#[test]
fn hidden_values_and_defaults_are_what_they_are() {
    let table = "| survey |
        | | type | name | label | default | relevant | readonly |
        | | hidden | wave | | 2 | | |
        | | note | second | S | | ${wave} = 2 and ${a} = 'x' | |
        | | text | locked | L | abc | | yes |
        | | note | other | O | | ${locked} = 'abc' and ${a} = 'y' | |
        | | text | a | A | z | | |";
    assert_eq!(not_walked(table), Vec::<String>::new());
}
