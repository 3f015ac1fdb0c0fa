//! Any bytes as a questionnaire in a file `.md`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use soundings::questionnaire::evaluation::Plan;
use soundings::questionnaire::xlsform;

fuzz_target!(|bytes: &[u8]| {
    let reading = xlsform::import(bytes, "any.md");
    assert_eq!(reading.definition.is_none(), reading.findings.has_errors());
    if let Some(definition) = reading.definition {
        Plan::new(definition).expect("what imports can be asked");
    }
});
