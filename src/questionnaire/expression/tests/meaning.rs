//! What expressions mean where engines or people disagree.

use super::outline::{Outline, still};
use crate::questionnaire::expression::{Evaluation, Expression, shuffled};

fn answers() -> Outline {
    Outline::new(
        "data\n    empty:\n    f: false\n    n: 34\n    many: a b d\n    v: 1\n    v: 3\n    dob: 2000-02-29",
    )
}

#[test]
fn the_table_of_corner_cases_holds() {
    let answers = answers();
    for (source, wanted) in [
        ("/data/empty = ''", "true"),
        ("/data/empty = 0", "false"),
        ("/data/empty != 0", "true"),
        ("/data/empty < 5 or /data/empty > 5", "false"),
        ("/data/gone = '' or /data/gone != '' or /data/gone = 0", "false"),
        ("/data/empty + 1", "NaN"),
        ("boolean(/data/empty)", "true"),
        ("if('', 'a', 'b')", "b"),
        ("/data/f = true()", "true"),
        ("'10' < '9'", "false"),
        ("'a' < 'b'", "false"),
        ("/data/v = 3 and /data/v != 3", "true"),
        ("1 = true() and true() = 'yes' and '' = false()", "true"),
        ("sum(/data/v)", "4"),
        ("sum(/data/gone)", "0"),
        ("max(/data/gone)", "NaN"),
        ("sum(/data/*)", "NaN"),
        ("selected('', '')", "true"),
        ("selected(/data/many, '')", "false"),
        ("selected('ab', 'a')", "false"),
        ("count-selected('')", "0"),
        ("selected-at(/data/many, 9)", ""),
        ("selected-at(/data/many, -1)", ""),
        ("coalesce(/data/empty, 'x')", "x"),
        ("coalesce(/data/gone, 'x')", "x"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-3"),
        ("round(1234.5, -2)", "1200"),
        ("round(1.005, 2)", "1"),
        ("int(-2.7)", "-2"),
        ("int('')", "NaN"),
        ("5 mod -3", "2"),
        ("-5 mod 3", "-2"),
        ("1 div 0", "Infinity"),
        ("0.1 + 0.2 = 0.3", "true"),
        ("100000000000000000000000", "100000000000000000000000"),
        ("number('1e3')", "NaN"),
        ("string-length('😀')", "1"),
        ("regex('abc12', '[0-9]+')", "false"),
        ("regex('٣', '\\d')", "false"),
        ("3 < 4 < 5", "true"),
        ("concat()", ""),
        ("ends-with('a', '')", "true"),
    ] {
        assert_eq!(answers.text(source), wanted, "{source}");
    }
}

#[test]
fn days_are_whole_local_days() {
    let answers = answers();
    for (source, wanted) in [
        ("date('2024-02-30')", ""),
        ("date('2024-03-01') - date('2024-02-28')", "2"),
        ("'2024-04-01' - '2024-03-30'", "2"),
        ("date(date('2024-02-28') + 1)", "2024-02-29"),
        ("date(/data/dob + 365.25 * 18)", "2018-02-28"),
        ("number('1970-01-02')", "1"),
        ("today()", "2024-07-01"),
        ("now()", "2024-07-01T12:00:00.000+02:00"),
        ("today() > /data/dob and now() > today()", "true"),
        ("date(now())", "2024-07-01"),
        ("date('2024-01-01T23:30:00.000-08:00')", "2024-01-01"),
        ("decimal-date-time('1970-01-01T13:00:00.000+01:00')", "0.5"),
        (
            "date-time(decimal-date-time('2024-07-01T08:30:00.000+02:00') + 1)",
            "2024-07-02T08:30:00.000+02:00",
        ),
        (
            "'2024-01-01T09:00:00.000+01:00' < '2024-01-01T08:30:00.000Z'",
            "true",
        ),
        ("'2024-01-01' < '2024-01-01T00:00:00.000-08:00'", "false"),
        ("format-date(/data/dob, '%a %e %b %y')", "Tue 29 Feb 00"),
        (
            "format-date-time('2024-01-01T09:05:03.070Z', '%H:%M:%S.%3')",
            "10:05:03.070",
        ),
        ("format-date('x', '%Y')", ""),
        ("decimal-time('06:00')", "0.25"),
    ] {
        assert_eq!(answers.text(source), wanted, "{source}");
    }
}

#[test]
fn what_is_not_a_number_is_stored_as_empty() {
    let (answers, still) = (answers(), still());
    for (source, wanted) in [
        ("${empty} + 1", ""),
        ("${n} div 0", ""),
        ("${n} div 4", "8.5"),
        ("'NaN'", "NaN"),
    ] {
        let expression = Expression::parse(source).unwrap();
        assert_eq!(
            Evaluation::new(&answers, &still, 0).stored(&expression).unwrap(),
            wanted,
            "{source}"
        );
    }
}

#[test]
fn seeded_order_is_that_of_the_other_engines() {
    // Orders that the shared algorithm gives in other implementations.
    assert_eq!(shuffled(&[1, 2, 3, 4, 5, 6], 42.0)[..4], [1, 6, 3, 2]);
    assert_eq!(shuffled(&[1, 2, 3, 4, 5, 6], -42.0)[..4], [5, 4, 1, 6]);
    assert_eq!(shuffled(&[1, 2, 3, 4, 5, 6], 1.1)[..4], [2, 6, 5, 1]);
    assert_eq!(shuffled(&[1, 2, 3, 4, 5, 6], f64::NAN)[..4], [3, 2, 5, 1]);
}

#[test]
fn a_lookup_finds_the_first_row_of_its_key() {
    let tree = Outline::new(
        "data\n    choice: b\nfruits\n    root\n        item\n            name: a\n            label: Apple\n        item\n            name: b\n            label: Banana",
    );
    assert_eq!(
        tree.text("pulldata('fruits', 'label', 'name', ${choice})"),
        "Banana"
    );
    assert_eq!(
        tree.text("instance('fruits')/root/item[name = ${choice}]/label"),
        "Banana"
    );
    assert_eq!(tree.text("pulldata('fruits', 'label', 'name', 'z')"), "");
}
