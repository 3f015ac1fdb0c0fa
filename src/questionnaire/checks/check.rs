//! All checks, one after the other.

use super::rules::{Names, each};
use super::{arithmetic, clashes, conditions, options, own, repeats, required};
use crate::questionnaire::definition::Definition;
use crate::questionnaire::findings::{Findings, Place};

/// Adds the remarks on a definition whose survey sheet stands at `sheet`.
pub fn check(definition: &Definition, sheet: &Place, findings: &mut Findings) {
    let names = Names::of(definition);
    each(definition, |rule| {
        let place = sheet.clone().row(rule.row).column(rule.column);
        let mut add = |code| findings.add(place.clone(), code);
        conditions::check(rule, &names, &mut add);
        clashes::check(rule, &names, &mut add);
        options::check(rule, &names, &mut add);
        own::check(rule, &mut add);
        arithmetic::check(rule, &names, &mut add);
    });
    options::check_defaults(definition, &names, sheet, findings);
    required::check(definition, sheet, findings);
    repeats::check(definition, sheet, findings);
}
