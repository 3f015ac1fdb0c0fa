//! What is told of each kind of edit.

use super::{asked, lines};
use crate::questionnaire::comparison::{Change, Effect, Kind, Subject, Topic, compare};
use crate::questionnaire::definition::{Node, Table};

const TEA: &str = "
| survey |
| | type | name | label::English (en) | label::简体中文 (zh-Hans) | hint::English (en) | relevant | required | constraint | appearance | exposure |
| | begin_group | you | You | 您 | | | | | | |
| | select_one yes_no | drinks | Do you drink tea? | 您喝茶吗？ | | | yes | | | public |
| | integer | cups | Cups a day | 每天几杯 | Count all. | ${drinks} = 'yes' | | . < 50 | | quasi |
| | end_group | | | | | | | | | |
| | begin_group | pots | Your pots | 您的茶壶 | | ${drinks} = 'yes' | | | | |
| | select_multiple taste | taste | What do you put into it? | 您加什么？ | | | | | | public |
| | text | why | Why? | 为什么？ | | | | | multiline | text |
| | end_group | | | | | | | | | |
| choices |
| | list_name | name | label::English (en) | label::简体中文 (zh-Hans) | exclusive |
| | yes_no | yes | Yes | 是 | |
| | yes_no | no | No | 否 | |
| | taste | milk | Milk | 牛奶 | |
| | taste | lemon | Lemon | 柠檬 | |
| | taste | none | Nothing | 什么都不加 | yes |
";

/// The changes that replacing a piece of the table makes.
#[track_caller]
fn told(edits: &[(&str, &str)], wanted: &[&str]) {
    let mut edited = TEA.to_owned();
    for (was, is) in edits {
        assert_eq!(edited.matches(was).count(), 1, "{was}");
        edited = edited.replace(was, is);
    }
    assert_eq!(lines(&asked(TEA), &asked(&edited)), wanted);
}

#[test]
fn a_questionnaire_does_not_differ_from_itself() {
    told(&[], &[]);
}

#[test]
fn what_stands_in_a_table_is_told_by_the_number_of_its_row() {
    let with = |price: &str| {
        let mut definition = asked(TEA);
        let row = |name: &str, price: &str| vec![name.to_owned(), price.to_owned()];
        let table = Table {
            file: "prices.csv".to_owned(),
            columns: row("name", "price"),
            rows: vec![row("milk", "1"), row("lemon", price)],
        };
        definition.tables.insert("prices".to_owned(), table);
        definition
    };
    assert_eq!(lines(&with("2"), &with("3")), ["! table table prices: #2 -> #2"]);
}

#[test]
fn wording_is_told_by_language_and_white_space_is_cosmetic() {
    told(
        &[
            ("Do you drink tea?", "Do you drink any tea?"),
            ("每天几杯", "每天喝几杯"),
        ],
        &[
            "! label drinks (en): Do you drink tea? -> Do you drink any tea?",
            "! label cups (zh-Hans): 每天几杯 -> 每天喝几杯",
        ],
    );
    let before = asked(TEA);
    let mut after = before.clone();
    let Node::Group(group) = &mut after.nodes[0] else {
        panic!()
    };
    let Node::Question(cups) = &mut group.children[1] else {
        panic!()
    };
    cups.hint.0.insert("en".to_owned(), "Count \n all. ".to_owned());
    assert_eq!(
        lines(&before, &after),
        ["- hint cups (en): Count all. -> Count \n all. "]
    );
}

#[test]
fn a_type_and_a_scale_break_the_series() {
    told(
        &[
            ("| integer | cups", "| decimal | cups"),
            (
                "| select_one yes_no | drinks",
                "| select_multiple yes_no | drinks",
            ),
        ],
        &[
            "!! type drinks: select_one -> select_multiple",
            "!! type cups: integer -> decimal",
        ],
    );
    let range = |scale: &str| {
        asked(&format!(
            "| survey |\n| | type | name | label | parameters |\n| | range | fit | Fit | {scale} |\n"
        ))
    };
    let before = range("start=0 end=10 step=1");
    assert_eq!(
        lines(&before, &range("start=1 end=10 step=1")),
        ["!! scale fit: 0 to 10 by 1 -> 1 to 10 by 1"]
    );
}

#[test]
fn options_are_told_with_the_questions_that_offer_them() {
    told(
        &[
            (
                "| taste | milk | Milk | 牛奶 | |",
                "| taste | sugar | Sugar | 糖 | |",
            ),
            ("| Lemon |", "| A slice of lemon |"),
            ("什么都不加 | yes |", "什么都不加 | |"),
        ],
        &[
            "! option_added taste/sugar [taste]:  -> Sugar",
            "! option_label taste/lemon (en) [taste]: Lemon -> A slice of lemon",
            "! option_exclusive taste/none [taste]: yes -> no",
            "!! option_removed taste/milk [taste]: Milk -> ",
        ],
    );
    told(
        &[
            ("| | yes_no | yes | Yes | 是 | |\n", ""),
            (
                "| | yes_no | no | No | 否 | |\n",
                "| | yes_no | no | No | 否 | |\n| | yes_no | yes | Yes | 是 | |\n",
            ),
        ],
        &["! option_order list yes_no [drinks]: yes no -> no yes"],
    );
}

#[test]
fn another_list_is_compared_by_what_is_in_it() {
    told(
        &[
            ("select_one yes_no | drinks", "select_one ny | drinks"),
            ("| yes_no | yes | Yes |", "| ny | yes | Yes |"),
            ("| yes_no | no | No |", "| ny | no | Nay |"),
        ],
        &[
            "- list drinks: yes_no -> ny",
            "! option_label ny/no (en) [drinks]: No -> Nay",
        ],
    );
}

#[test]
fn routing_is_told_of_the_question_and_of_the_group_around_it() {
    told(
        &[
            ("Count all. | ${drinks} = 'yes'", "Count all. | ${drinks}='yes'"),
            (". < 50", ". < 40"),
            ("您的茶壶 | | ${drinks} = 'yes'", "您的茶壶 | | ${cups} > 1"),
        ],
        &[
            "- relevant cups: ${drinks} = 'yes' -> ${drinks}='yes'",
            "! constraint cups: . < 50 -> . < 40",
            "! relevant group pots [taste why]: ${drinks} = 'yes' -> ${cups} > 1",
        ],
    );
    told(
        &[("您喝茶吗？ | | | yes |", "您喝茶吗？ | | | |")],
        &["! required drinks: true() -> "],
    );
}

#[test]
fn a_question_that_goes_to_another_page_comes_under_its_conditions() {
    let why = "| | text | why | Why? | 为什么？ | | | | | multiline | text |\n";
    let cups = "| | integer | cups |";
    told(
        &[(why, ""), (cups, &format!("{why}{cups}"))],
        &[
            "! moved why: pots/2 -> you/2",
            "! enclosing why: ${drinks} = 'yes' -> ",
        ],
    );
}

#[test]
fn only_what_overtook_another_was_moved() {
    let row = |name: &str| format!("| | text | {name} | {name} |\n");
    let form = |names: &[&str]| {
        let rows: String = names.iter().map(|name| row(name)).collect();
        asked(&format!("| survey |\n| | type | name | label |\n{rows}"))
    };
    let before = form(&["a", "b", "c", "d", "e"]);
    assert_eq!(
        lines(&before, &form(&["e", "a", "b", "c", "d"])),
        ["! moved e: 5 -> 1"]
    );
    assert_eq!(
        lines(&before, &form(&["a", "b", "new", "c", "d", "e"])),
        ["! added new:  -> new"]
    );
    assert_eq!(
        lines(&before, &form(&["a", "c", "d", "e"])),
        ["!! removed b: b -> "]
    );
}

#[test]
fn a_new_name_under_the_same_words_is_taken_for_a_renaming() {
    told(
        &[("| text | why |", "| text | reasons |")],
        &["!! renamed reasons [why reasons]: why -> reasons"],
    );
}

#[test]
fn a_group_with_another_name_is_the_same_group() {
    told(
        &[("begin_group | pots", "begin_group | kettles")],
        &["- renamed group kettles: pots -> kettles"],
    );
    told(
        &[
            (
                "begin_group | pots | Your pots",
                "begin_repeat | pots | Your pots",
            ),
            (
                "multiline | text |\n| | end_group",
                "multiline | text |\n| | end_repeat",
            ),
        ],
        &["!! repeated group pots [taste why]: group -> repeat"],
    );
}

#[test]
fn a_group_around_questions_moves_them_and_asks_them_under_its_condition() {
    let before =
        "| survey |\n| | type | name | label | relevant |\n| | integer | a | A | |\n| | text | b | B | |\n";
    let after = "| survey |\n| | type | name | label | relevant |\n| | integer | a | A | |\n\
                 | | begin_group | g | G | ${a} > 1 |\n| | text | b | B | |\n| | end_group | | | |\n";
    assert_eq!(
        lines(&asked(before), &asked(after)),
        [
            "- added group g:  -> 2",
            "! moved b: 2 -> g/1",
            "! enclosing b:  -> ${a} > 1",
        ]
    );
}

#[test]
fn the_words_over_a_table_belong_to_its_questions() {
    let table = |stem: &str, look: &str| {
        asked(&format!(
            "| survey |\n| | type | name | label | appearance |\n\
             | | begin_group | g | {stem} | {look} |\n| | select_one l | a | A | |\n| | end_group | | | |\n\
             | choices |\n| | list_name | name | label |\n| | l | x | X |\n"
        ))
    };
    assert_eq!(
        lines(
            &table("Do you agree?", "table-list"),
            &table("How far?", "table-list")
        ),
        ["! label group g (und) [a]: Do you agree? -> How far?"]
    );
    assert_eq!(
        lines(&table("Page one", ""), &table("Page 1", "")),
        ["! label group g (und): Page one -> Page 1"]
    );
}

#[test]
fn a_language_is_told_as_a_whole() {
    let both = "| survey |\n| | type | name | label::English (en) | label::简体中文 (zh-Hans) |\n| | text | a | A | 甲 |\n";
    let english = "| survey |\n| | type | name | label::English (en) |\n| | text | a | A |\n";
    assert_eq!(
        lines(&asked(english), &asked(both)),
        ["! language_added all:  -> zh-Hans"]
    );
    assert_eq!(
        lines(&asked(both), &asked(english)),
        ["! language_removed all: zh-Hans -> "]
    );
}

#[test]
fn what_becomes_of_an_answer_does_not_touch_the_series_but_for_whom_it_is_given_does() {
    told(
        &[("multiline | text |", "multiline | withheld |")],
        &["- exposure why: text -> withheld"],
    );
    let proxy = |yes: &str| {
        asked(&format!(
            "| survey |\n| | type | name | label | proxy |\n| | text | a | A | {yes} |\n"
        ))
    };
    assert_eq!(lines(&proxy(""), &proxy("yes")), ["!! proxy a: no -> yes"]);
}

#[test]
fn a_value_that_nobody_types_is_what_its_formula_says() {
    let computed = |formula: &str| {
        asked(&format!(
            "| survey |\n| | type | name | label | calculation |\n| | integer | a | A | |\n| | calculate | b | | {formula} |\n"
        ))
    };
    assert_eq!(
        lines(&computed("${a} + 1"), &computed("${a} + 2")),
        ["!! calculation b: ${a} + 1 -> ${a} + 2"]
    );
}

#[test]
fn a_reason_is_needed_for_wording_type_options_and_routing_unless_cosmetic() {
    let change = |kind: Kind, effect: Effect| Change {
        kind,
        subject: Subject::Questionnaire,
        questions: Vec::new(),
        language: None,
        before: String::new(),
        after: String::new(),
        effect,
    };
    for kind in Kind::ALL {
        let topic = kind.topic();
        let of_the_item = matches!(
            topic,
            Topic::Wording | Topic::Type | Topic::Options | Topic::Routing
        );
        assert_eq!(
            change(*kind, Effect::MayChangeAnswers).needs_a_reason(),
            of_the_item,
            "{kind:?}"
        );
        assert!(change(*kind, Effect::BreaksSeries).needs_a_reason());
        assert!(!change(*kind, Effect::Cosmetic).needs_a_reason());
    }
}

#[test]
fn a_change_reads_back_from_its_json() {
    let (before, after) = (
        asked(TEA),
        asked(&TEA.replace("milk", "sugar").replace("Why?", "Why not?")),
    );
    let changes = compare(&before, &after);
    let json = serde_json::to_string(&changes).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Change>>(&json).unwrap(), changes);
    assert!(json.contains(r#""effect":"breaks_series""#), "{json}");
    for effect in Effect::ALL {
        assert_eq!(serde_json::to_value(effect).unwrap(), effect.as_str());
    }
}
