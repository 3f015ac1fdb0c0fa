//! Required questions that nobody can answer, since they are locked and empty.

use crate::questionnaire::definition::Definition;
use crate::questionnaire::expression::Expression;
use crate::questionnaire::findings::{Code, Findings, Place, Rules};

pub(super) fn check(definition: &Definition, sheet: &Place, findings: &mut Findings) {
    let always = |rule: &Option<Expression>| rule.as_ref().and_then(Expression::literal_truth) == Some(true);
    for question in definition.questions() {
        let has_value = question.initial.is_some() || question.calculation.is_some();
        if question.kind.is_asked() && always(&question.required) && always(&question.read_only) && !has_value
        {
            let place = sheet.clone().row(question.row.0).column("required");
            let name = question.name.clone();
            findings.add(place, Code::Rules(Rules::RequiredLocked { name }));
        }
    }
}
