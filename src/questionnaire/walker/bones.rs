//! The bones of a questionnaire: its tree without rules, laid out with so many instances of each
//! repeat, which the walker then fills with what it supposes.

use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::definition::{Node, QuestionKind, Text};
use crate::questionnaire::evaluation::{NodeId, Plan};

/// The plan without rules. Its nodes have the same numbers and keys, since those come from the tree.
pub(super) fn plan(plan: &Plan) -> Option<Plan> {
    let mut definition = plan.definition().clone();
    strip(&mut definition.nodes);
    definition.instance_name = None;
    Plan::new(definition).ok()
}

fn strip(nodes: &mut [Node]) {
    for node in nodes {
        match node {
            Node::Group(group) => {
                group.label = Text::default();
                group.hint = Text::default();
                group.relevant = None;
                if let Some(repeat) = &mut group.repeat {
                    repeat.count = None;
                }
                strip(&mut group.children);
            }
            Node::Question(question) => {
                question.label = Text::default();
                question.hint = Text::default();
                question.guidance = Text::default();
                question.required = None;
                question.required_message = Text::default();
                question.relevant = None;
                question.constraint = None;
                question.constraint_message = Text::default();
                question.calculation = None;
                question.trigger = Vec::new();
                question.initial = None;
                question.read_only = None;
                match &mut question.kind {
                    QuestionKind::SelectOne(selection)
                    | QuestionKind::SelectMultiple(selection)
                    | QuestionKind::Rank(selection) => {
                        selection.filter = None;
                        selection.seed = None;
                    }
                    QuestionKind::Text { .. }
                    | QuestionKind::Integer
                    | QuestionKind::Decimal
                    | QuestionKind::Range(_)
                    | QuestionKind::Date
                    | QuestionKind::Time
                    | QuestionKind::DateTime
                    | QuestionKind::Note
                    | QuestionKind::Acknowledge
                    | QuestionKind::Geopoint
                    | QuestionKind::Upload(_)
                    | QuestionKind::Calculate
                    | QuestionKind::Hidden
                    | QuestionKind::Start
                    | QuestionKind::End
                    | QuestionKind::Today => {}
                }
            }
        }
    }
}

/// Empty answers with `instances` of each repeat, nested ones too.
pub(super) fn layout(plan: &Plan, instances: usize) -> Answers {
    let mut nodes = plan.nodes();
    within(plan, &plan.definition().nodes, &mut nodes, instances)
}

/// The nodes of a plan come in the order of the tree.
fn within(
    plan: &Plan,
    nodes: &[Node],
    numbers: &mut impl Iterator<Item = NodeId>,
    instances: usize,
) -> Answers {
    let mut laid = Answers::default();
    for node in nodes {
        let Some(number) = numbers.next() else { break };
        let Node::Group(group) = node else { continue };
        let inner = within(plan, &group.children, numbers, instances);
        if group.repeat.is_some() {
            laid.set(plan.key(number), Answer::Repeated(vec![inner; instances]));
        } else {
            laid.0.extend(inner.0);
        }
    }
    laid
}
