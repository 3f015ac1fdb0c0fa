//! What holds for every questionnaire and every sequence of answers, tried on invented ones.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use soundings::questionnaire::evaluation::Plan;
use soundings::questionnaire::xlsform;
use support::invented;

#[test]
fn invented_questionnaires_import_without_an_error() {
    for seed in 0..300 {
        let table = invented::questionnaire(seed);
        let reading = xlsform::import(table.as_bytes(), "invented.md");
        let errors: Vec<String> = reading
            .findings
            .iter()
            .filter(|finding| finding.severity() == soundings::questionnaire::findings::Severity::Error)
            .map(ToString::to_string)
            .collect();
        assert!(errors.is_empty(), "seed {seed}: {errors:?}\n{table}");
        let plan = Plan::new(reading.definition.unwrap());
        assert!(plan.is_ok(), "seed {seed}: {:?}\n{table}", plan.err());
    }
}
