//! A matrix: questions over one list, as the rows of one table.

use crate::questionnaire::definition::{Choice, Group, Question, QuestionKind};
use crate::questionnaire::evaluation::{Item, Occurrence, State};
use crate::questionnaire::expression::shuffled;
use crate::web::markdown::{self, Markup};

use super::blocks::{Marks, identifier};

/// A table whose rows are questions and whose columns are the options of all of them.
#[derive(Debug)]
pub struct Matrix {
    pub id: String,
    pub caption: Markup,
    pub hint: Markup,
    pub columns: Vec<Markup>,
    pub rows: Vec<Row>,
}

/// One question of a matrix.
#[derive(Debug)]
pub struct Row {
    /// Also the id of its first cell's input.
    pub id: String,
    pub name: String,
    pub label: Markup,
    pub hint: Markup,
    pub multiple: bool,
    pub required: bool,
    pub fault: Option<String>,
    pub fresh: bool,
    /// Value, and whether it is chosen, by column.
    pub cells: Vec<(String, bool)>,
}

/// The matrix of a group, and what of the group does not fit into its table; none if the group
/// is no matrix or nothing of it does fit.
pub fn of(
    state: &State<'_>,
    group: &Group,
    occurrence: Occurrence,
    marks: &Marks,
) -> Option<(Matrix, Vec<Occurrence>)> {
    if !group.is_matrix() {
        return None;
    }
    let mut choices: Option<Vec<&Choice>> = None;
    let mut rows = Vec::new();
    let mut others = Vec::new();
    for child in state
        .children(occurrence)
        .into_iter()
        .filter(|child| state.relevant(*child))
    {
        let own = state.choices(child);
        let question = match state.plan().item(state.node(child)) {
            Some(Item::Question(question)) if is_row(question) => Some(question),
            _ => None,
        };
        match (question, &choices) {
            (Some(question), None) => {
                choices = Some(own);
                rows.push((child, question));
            }
            (Some(question), Some(shared)) if *shared == own => rows.push((child, question)),
            _ => others.push(child),
        }
    }
    let choices = choices?;
    let columns = rows.first().map(|(first, _)| {
        let label = |choice: &&Choice| markdown::inline(&state.choice_label(*first, choice));
        choices.iter().map(label).collect()
    })?;
    if group.appearance.iter().any(|word| word == "randomize-rows") {
        rows = shuffled(&rows, u32::try_from(state.context().seed).map_or(0.0, f64::from));
    }
    let matrix = Matrix {
        id: identifier(&state.field(occurrence)),
        caption: markdown::inline(&state.label(occurrence)),
        hint: markdown::inline(&state.hint(occurrence)),
        columns,
        rows: rows
            .into_iter()
            .map(|(row, question)| row_of(state, row, question, &choices, marks))
            .collect(),
    };
    Some((matrix, others))
}

fn is_row(question: &Question) -> bool {
    matches!(
        question.kind,
        QuestionKind::SelectOne(_) | QuestionKind::SelectMultiple(_)
    ) && question.read_only.is_none()
}

fn row_of(
    state: &State<'_>,
    row: Occurrence,
    question: &Question,
    choices: &[&Choice],
    marks: &Marks,
) -> Row {
    let field = state.field(row);
    let chosen: Vec<&str> = state.chosen(row).collect();
    Row {
        id: identifier(&field),
        name: field.to_string(),
        label: markdown::inline(&state.label(row)),
        hint: markdown::inline(&state.hint(row)),
        multiple: matches!(question.kind, QuestionKind::SelectMultiple(_)),
        required: state.required(row),
        fault: marks.fault(&field),
        fresh: marks.is_fresh(&field),
        cells: choices
            .iter()
            .map(|choice| (choice.name.clone(), chosen.contains(&choice.name.as_str())))
            .collect(),
    }
}
