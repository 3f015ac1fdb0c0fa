//! Which control a question gets.

use std::collections::BTreeMap;

use super::*;
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::evaluation::{Context, FieldPath, Plan, evaluate};
use crate::questionnaire::expression::Zone;
use crate::questionnaire::xlsform;

const SHEET: &str = "
| survey |
| | type | name | label | constraint | appearance | parameters | read_only |
| | text | words | A | string-length( . ) <= 600 and . != 'x' | multiline | rows=7 | |
| | text | line | B | regex(., '[a-z]+') | | | |
| | text | code | B | | numbers | | |
| | text | secret | B | | masked | | |
| | text | site | B | | url | | |
| | integer | people | B | | thousands-sep counter | | |
| | decimal | ratio | B | | | | |
| | range | ten | C | | | start=0 end=10 step=1 | |
| | range | fine | D | | | start=1 end=2 step=0.1 | |
| | range | past | D | | | start=0 end=10 step=4 | |
| | range | down | D | | vertical | start=5 end=1 step=1 | |
| | range | long | E | | | start=0 end=100 step=1 | |
| | range | stars | E | | rating | start=1 end=5 step=1 | |
| | range | pick | E | | picker | start=0 end=100 step=5 | |
| | date | day | F | | no-calendar | | |
| | date | month | F | | month-year | | |
| | date | year | F | | year | | |
| | dateTime | when | F | | | | |
| | select_one few | one | G | | columns-3 no-buttons | | |
| | select_one few | menu | G | | minimal | | |
| | select_one few | row | G | | likert | | |
| | select_one few | old | G | | quickcompact-2 | | |
| | select_multiple few | some | G | | columns-pack | | |
| | select_one few | shut | G | | | | yes |
| choices |
| | list_name | name | label |
| | few | a | **Ay** |
| | few | b | Bee |
";

/// What the control of a question of `sheet` is, with one answer given.
fn look<T>(sheet: &str, name: &str, value: &str, search: &str, look: impl FnOnce(Option<Control>) -> T) -> T {
    let definition = xlsform::import(sheet.as_bytes(), "s.md").definition.unwrap();
    let plan = Plan::new(definition).unwrap();
    let mut answers = Answers::default();
    answers.set(name, Answer::One(value.to_owned()));
    let now = chrono::DateTime::UNIX_EPOCH;
    let context = Context {
        language: "en".to_owned(),
        seed: 1,
        begun_at: now,
        now,
        zone: Zone::default(),
        registry: std::sync::Arc::default(),
    };
    let state = evaluate(&plan, &answers, &context);
    let at = state.find(&FieldPath::top(name)).unwrap();
    let asked = Asked::new(&state, at, state.question(at).unwrap());
    let marks = Marks {
        searches: BTreeMap::from([(name.to_owned(), search.to_owned())]),
        ..Marks::default()
    };
    look(Control::of(&asked, &marks, &Files::default()))
}

fn line(name: &str, value: &str) -> (&'static str, &'static str, String) {
    look(SHEET, name, value, "", |control| match control {
        Some(Control::Line(line)) => (line.kind, line.mode, line.value),
        Some(Control::Number(number)) => ("number", number.mode, number.value),
        other => panic!("{other:?}"),
    })
}

fn shown(name: &str, value: &str) -> String {
    look(SHEET, name, value, "", |control| match control.unwrap() {
        Control::Options(options) => format!("options {} {}", options.class, options.quick),
        Control::Scale(scale) => {
            let chosen: Vec<_> = scale.options.iter().filter(|option| option.chosen).collect();
            let chosen: Vec<&str> = chosen.iter().map(|option| option.value.as_str()).collect();
            let first = &scale.options[0].value;
            format!(
                "scale {} of {} from {first}: {chosen:?}",
                scale.class,
                scale.options.len()
            )
        }
        Control::Menu(sections) => format!("menu {}", sections[0].options.len()),
        Control::Fixed(values) => values.iter().map(ToString::to_string).collect(),
        other => panic!("{other:?}"),
    })
}

#[test]
fn a_text_is_a_line_or_an_area_with_its_limit() {
    look(SHEET, "words", "four", "", |control| {
        let control = control.unwrap();
        assert_eq!(control.limit(), Some((600, 4)));
        assert!(matches!(control, Control::Area { rows: 7, .. }));
    });
    look(SHEET, "line", "four", "", |control| {
        assert_eq!(control.unwrap().limit(), None);
    });
    assert_eq!(line("code", "01"), ("text", "numeric", "01".into()));
    assert_eq!(line("secret", "x"), ("password", "", "x".into()));
    assert_eq!(line("site", "x"), ("text", "url", "x".into()));
}

#[test]
fn a_number_is_read_in_groups_of_three() {
    look(SHEET, "people", "1234567", "", |control| match control {
        Some(Control::Number(number)) => {
            assert_eq!(number.grouped.as_deref(), Some("1\u{202f}234\u{202f}567"));
            assert!(number.counter);
        }
        other => panic!("{other:?}"),
    });
    for as_it_is in ["", "123", "12a4", "1.2.3", "-12", "1e9", "٣٤٥٦"] {
        assert_eq!(grouped(as_it_is), as_it_is);
    }
    assert_eq!(grouped("-12345.6789"), "-12\u{202f}345.6789");
    assert_eq!(line("ratio", "0.5"), ("number", "decimal", "0.5".into()));
}

#[test]
fn a_short_scale_is_a_row_and_a_long_one_a_number_with_a_slider() {
    assert_eq!(shown("ten", "3"), "scale  of 11 from 0: [\"3\"]");
    assert_eq!(shown("fine", "1.3"), "scale  of 11 from 1: [\"1.3\"]");
    assert_eq!(shown("past", "8"), "scale  of 3 from 0: [\"8\"]");
    assert_eq!(shown("down", "4.0"), "scale upright of 5 from 5: [\"4\"]");
    assert_eq!(shown("stars", ""), "scale stars of 5 from 1: []");
    assert_eq!(shown("pick", "5"), "menu 21");
    for (value, rests, answered) in [("", "50", false), ("70", "70", true), ("700", "50", false)] {
        look(SHEET, "long", value, "", |control| match control {
            Some(Control::Number(number)) => {
                assert_eq!(number.value, value);
                let slider = number.slider.unwrap();
                assert_eq!((slider.rests.as_str(), slider.answered), (rests, answered));
            }
            other => panic!("{other:?}"),
        });
    }
}

#[test]
fn a_day_is_asked_for_as_far_as_it_is_wanted() {
    assert_eq!(line("day", "2026-03-01"), ("date", "", "2026-03-01".into()));
    assert_eq!(line("month", "2026-03-01"), ("month", "", "2026-03".into()));
    assert_eq!(line("year", "2026-01-01"), ("text", "numeric", "2026".into()));
    assert_eq!(line("year", "soon"), ("text", "numeric", "soon".into()));
    let moment = ("datetime-local", "", "2026-03-01T14:30:00".to_owned());
    assert_eq!(line("when", "2026-03-01T16:30:00.000+02:00"), moment);
}

#[test]
fn a_choice_is_laid_out_as_the_author_wants() {
    assert_eq!(shown("one", "a"), "options c3 bare false");
    assert_eq!(shown("menu", ""), "menu 2");
    assert_eq!(shown("row", "b"), "scale likert of 2 from a: [\"b\"]");
    assert_eq!(shown("old", ""), "options c2 true");
    assert_eq!(shown("some", ""), "options pack false");
    assert_eq!(shown("shut", "a"), "<strong>Ay</strong>");
}

#[test]
fn a_long_list_is_searched_without_regard_to_case_and_accents() {
    let mut sheet = "| survey |
| | type | name | label | appearance |
| | select_one many | q | Q | autocomplete |
| choices |
| | list_name | name | label |
| | many | sp | São Paulo |
| | many | kj | Køge |
"
    .to_owned();
    for number in 0..50 {
        let number = number.to_string();
        sheet.extend(["| | many | n", &number, " | Town ", &number, " |\n"]);
    }
    let found = |value: &str, search: &str| {
        look(&sheet, "q", value, search, |control| match control {
            Some(Control::Search(search)) => {
                let values: Vec<String> = search.options.into_iter().map(|option| option.value).collect();
                (values, search.more, search.found)
            }
            other => panic!("{other:?}"),
        })
    };
    assert_eq!(found("", "sao p").0, ["sp"]);
    assert_eq!(found("n7", "køg").0, ["n7", "kj"]);
    let (first, more, all) = found("", "town");
    assert_eq!((first.len(), more, all), (12, 38, 50));
    assert_eq!(found("n7", "nowhere"), (vec!["n7".to_owned()], 0, 0));
    assert_eq!(found("", "").0.len(), 12);
}
