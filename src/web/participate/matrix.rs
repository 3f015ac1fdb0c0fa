//! A matrix: questions over one list, as the rows of one table.
//!
//! It is a group that the author made one, or questions in a run of which the author took the labels of
//! the options away; the first may be a row of those labels alone.

use crate::questionnaire::definition::{Choice, Group, Question, QuestionKind};
use crate::questionnaire::evaluation::{Item, Occurrence, State};
use crate::questionnaire::expression::shuffled;
use crate::web::markdown::{self, Markup};

use super::blocks::identifier;
use super::marks::{Marks, was};
use super::media::Shown;

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
    /// `radio`, or `checkbox` where several may be chosen.
    pub input: &'static str,
    pub required: bool,
    pub fault: Option<String>,
    pub fresh: bool,
    /// Value, and whether it is chosen, by column.
    pub cells: Vec<(String, bool)>,
    /// The answer can be taken back.
    pub clearable: bool,
    /// Name and value of the field that says what the question held.
    pub was: Option<(String, String)>,
    pub media: Option<Shown>,
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
        match (row(state, child), &choices) {
            (Some(question), None) => {
                choices = Some(own);
                rows.push((child, question));
            }
            (Some(question), Some(shared)) if *shared == own => rows.push((child, question)),
            _ => others.push(child),
        }
    }
    let choices = choices?;
    if group.appearance.iter().any(|word| word == "randomize-rows") {
        rows = shuffled(&rows, u32::try_from(state.context().seed).map_or(0.0, f64::from));
    }
    let mut matrix = table(state, occurrence, &choices, &rows, marks);
    matrix.caption = markdown::inline(&state.label(occurrence));
    matrix.hint = markdown::inline(&state.hint(occurrence));
    Some((matrix, others))
}

/// The matrix that begins with the first of these siblings, and how many of them it takes.
pub fn run(state: &State<'_>, siblings: &[Occurrence], marks: &Marks) -> Option<(Matrix, usize)> {
    let first = *siblings.first()?;
    let named = |at: Occurrence, word: &str| row(state, at).filter(|question| question.has_appearance(word));
    let head = named(first, "label");
    let mut taken = usize::from(head.is_some());
    // Most questions begin no matrix, and a filter looks at each option of theirs.
    named(*siblings.get(taken)?, "list-nolabel")?;
    let choices = state.choices(first);
    let mut rows = Vec::new();
    for sibling in siblings.get(taken..)? {
        let Some(question) = named(*sibling, "list-nolabel") else {
            break;
        };
        if state.relevant(*sibling) {
            if state.choices(*sibling) != choices {
                break;
            }
            rows.push((*sibling, question));
        }
        taken += 1;
    }
    if rows.is_empty() || head.is_some() && !state.relevant(first) {
        return None;
    }
    let mut matrix = table(state, first, &choices, &rows, marks);
    if head.is_some() {
        matrix.caption = markdown::inline(&state.label(first));
        matrix.hint = markdown::inline(&state.hint(first));
    }
    Some((matrix, taken))
}

fn row<'s>(state: &State<'s>, at: Occurrence) -> Option<&'s Question> {
    match state.item(at) {
        Some(Item::Question(question)) if is_chosen(&question.kind) && !state.read_only(at) => Some(question),
        _ => None,
    }
}

const fn is_chosen(kind: &QuestionKind) -> bool {
    matches!(kind, QuestionKind::SelectOne(_) | QuestionKind::SelectMultiple(_))
}

fn table(
    state: &State<'_>,
    named_by: Occurrence,
    choices: &[&Choice],
    rows: &[(Occurrence, &Question)],
    marks: &Marks,
) -> Matrix {
    let speaker = rows.first().map_or(named_by, |(first, _)| *first);
    let label = |choice: &&Choice| markdown::inline(&state.choice_label(speaker, choice));
    Matrix {
        id: identifier(&state.field(named_by)),
        caption: Markup::default(),
        hint: Markup::default(),
        columns: choices.iter().map(label).collect(),
        rows: rows
            .iter()
            .map(|(row, question)| row_of(state, *row, question, choices, marks))
            .collect(),
    }
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
    let label = state.label(row);
    Row {
        id: identifier(&field),
        name: field.to_string(),
        label: markdown::inline(&label),
        hint: markdown::inline(&state.hint(row)),
        input: match question.kind {
            QuestionKind::SelectMultiple(_) => "checkbox",
            _ => "radio",
        },
        required: state.required(row),
        fault: marks.fault(&field),
        fresh: marks.is_fresh(&field),
        cells: choices
            .iter()
            .map(|choice| (choice.name.clone(), chosen.contains(&choice.name.as_str())))
            .collect(),
        clearable: matches!(question.kind, QuestionKind::SelectOne(_))
            && !state.required(row)
            && choices.iter().all(|choice| choice.missing().is_none()),
        was: was(state, row),
        media: Shown::of(state, &question.media, &label, &question.name),
    }
}

impl Matrix {
    /// Whether a row has a cell that takes its answer back.
    pub fn is_clearable(&self) -> bool {
        self.rows.iter().any(|row| row.clearable)
    }
}
