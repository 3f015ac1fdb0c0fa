//! An invented questionnaire, and any fields posted to any of its pages.
#![no_main]
#![allow(dead_code, reason = "a part of what the tests share")]

#[path = "../../tests/support/invented.rs"]
mod invented;

use std::sync::Arc;

use chrono::DateTime;
use libfuzzer_sys::fuzz_target;
use soundings::questionnaire::evaluation::{
    Context, FieldPath, Plan, add_instance, begin, evaluate, read_fields, remove_instance, settle,
};
use soundings::questionnaire::expression::Zone;
use soundings::questionnaire::validation::{Extent, faults};
use soundings::questionnaire::xlsform;

/// Questionnaires, made once each.
const QUESTIONNAIRES: usize = 64;

thread_local! {
    static PLANS: Vec<Plan> = (0..QUESTIONNAIRES as u64)
        .map(|seed| {
            let table = invented::questionnaire(seed);
            let reading = xlsform::import(table.as_bytes(), "invented.md");
            Plan::new(reading.definition.expect("a questionnaire")).expect("one that can be asked")
        })
        .collect();
}

fuzz_target!(|input: (u8, Vec<(u8, Vec<(u8, String)>)>)| {
    let (which, posts) = input;
    PLANS.with(|plans| {
        let plan = &plans[usize::from(which) % plans.len()];
        let context = Context {
            language: "und".to_owned(),
            seed: u64::from(which),
            begun_at: DateTime::UNIX_EPOCH,
            now: DateTime::UNIX_EPOCH,
            zone: Zone::default(),
            registry: Arc::default(),
        };
        let mut answers = begin(plan, &context);
        for (page, fields) in posts.into_iter().take(8) {
            let names: Vec<String> = {
                let state = evaluate(plan, &answers, &context);
                state.occurrences().map(|at| state.field(at).to_string()).collect()
            };
            let fields: Vec<(String, String)> = fields
                .into_iter()
                .map(|(place, value)| match names.get(usize::from(place)) {
                    Some(name) => (name.clone(), value),
                    None => (value.clone(), value),
                })
                .collect();
            read_fields(plan, usize::from(page % 8), &fields, &context, &mut answers);
            if let Some((name, _)) = fields.first() {
                let path = FieldPath::top(name.clone());
                add_instance(plan, &path, &context, &mut answers);
                remove_instance(plan, &path, usize::from(page), &mut answers);
            }
        }
        let state = evaluate(plan, &answers, &context);
        let _ = faults(&state, Extent::Whole);
        let settled = state.settled();
        assert_eq!(settle(plan, settled.answers(), &context), settled);
    });
});
