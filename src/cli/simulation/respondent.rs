//! Filling in a questionnaire as a person would: page by page, seeing what becomes relevant,
//! skipping a little, and trying again what the questionnaire does not accept.

use chrono::{Days, NaiveDate, TimeDelta};

use super::views::Person;
use crate::chain::registry::Named;
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::definition::{Question, QuestionKind, RangeScale};
use crate::questionnaire::evaluation::{
    Context, FieldPath, Item, NodeId, Occurrence, Plan, State, add_instance, begin, evaluate,
};
use crate::questionnaire::validation::{self, Extent};
use crate::responses::draft::is_answered;

/// The words in which everybody names a release of the registry, of which nothing is known here.
const MODEL: &str = "A model";
/// How often a page is looked at again for what has become relevant.
const LOOKS: usize = 5;
/// How often a refused answer is tried again before it is left out.
const TRIES: usize = 40;

/// A person's answers to a questionnaire. Where chance finds none that it accepts, what is left
/// is still faulty, and the checks that follow will say so.
pub fn answers(plan: &Plan, context: &Context, person: &mut Person) -> Answers {
    let mut given = begin(plan, context);
    for page in 0..plan.pages().len() {
        for repeat in open_repeats(plan, page) {
            if person.dice.chance(0.5) {
                add_instance(plan, &FieldPath::top(plan.key(repeat)), context, &mut given);
            }
        }
        for look in 0..LOOKS {
            let mut state = evaluate(plan, &given, context);
            let drawn = answers_of_page(page, &state, person, look == 0);
            if drawn.is_empty() {
                break;
            }
            for (field, answer) in drawn {
                state.give(&field, answer);
            }
            given = state.into_answers();
        }
    }
    mend(plan, context, person, &mut given);
    given
}

/// Repeats on the page, outside other repeats, to which a person adds instances.
fn open_repeats(plan: &Plan, page: usize) -> Vec<NodeId> {
    let has_no_count = |node: &NodeId| match plan.item(*node) {
        Some(Item::Group(group)) => group.repeat.as_ref().is_some_and(|repeat| repeat.count.is_none()),
        _ => false,
    };
    plan.nodes()
        .filter(|node| plan.page_of(*node) == Some(page) && plan.repeat_around(*node).is_none())
        .filter(has_no_count)
        .collect()
}

/// Answers to what the page shows and nobody answered yet; at first sight also to some of what
/// has a default.
fn answers_of_page(
    page: usize,
    state: &State<'_>,
    person: &mut Person,
    first: bool,
) -> Vec<(FieldPath, Answer)> {
    let mut drawn = Vec::new();
    for occurrence in questions_below(state, state.on_page(page)) {
        if !state.relevant(occurrence) || state.read_only(occurrence) {
            continue;
        }
        if is_answered(state, occurrence) && !(first && person.dice.chance(0.8)) {
            continue;
        }
        if let Some(answer) = drawn_answer(state, occurrence, person, 0) {
            drawn.push((state.field(occurrence), answer));
        }
    }
    drawn
}

fn questions_below(state: &State<'_>, occurrences: Vec<Occurrence>) -> Vec<Occurrence> {
    let mut questions = Vec::new();
    for occurrence in occurrences {
        match state.plan().item(state.node(occurrence)) {
            Some(Item::Question(_)) => questions.push(occurrence),
            Some(Item::Group(_)) => questions.extend(questions_below(state, state.children(occurrence))),
            None => {}
        }
    }
    questions
}

/// Draws again what is faulty, and leaves it out when nothing helps.
fn mend(plan: &Plan, context: &Context, person: &mut Person, given: &mut Answers) {
    for attempt in 1..=TRIES {
        let mut state = evaluate(plan, given, context);
        let faults = validation::faults(&state, Extent::Whole);
        if faults.is_empty() {
            return;
        }
        let mut better = Vec::new();
        for fault in faults {
            let Some(occurrence) = state.find(&fault.field) else {
                continue;
            };
            let answer = match attempt {
                TRIES => None,
                _ => drawn_answer(&state, occurrence, person, attempt),
            };
            better.push((fault.field, answer.unwrap_or(Answer::Skipped)));
        }
        for (field, answer) in better {
            state.give(&field, answer);
        }
        *given = state.into_answers();
    }
}

/// What the person says, `None` where there is nothing to say. From the second attempt on the
/// answer is not skipped, and numbers and dates are sought further away.
fn drawn_answer(
    state: &State<'_>,
    occurrence: Occurrence,
    person: &mut Person,
    attempt: usize,
) -> Option<Answer> {
    let Some(Item::Question(question)) = state.plan().item(state.node(occurrence)) else {
        return None;
    };
    let must = attempt > 0 || state.required(occurrence);
    if !must && person.skips(question) && question.kind.is_asked() {
        return Some(Answer::Skipped);
    }
    let today = state.context().now.date_naive();
    match &question.kind {
        QuestionKind::Text { .. } => Some(person.text(question, attempt)),
        QuestionKind::Integer => Some(Answer::One(person.whole_number(question, attempt).to_string())),
        QuestionKind::Decimal => {
            let tenths = person.whole_number(question, attempt);
            Some(Answer::One(format!("{tenths}.{}", person.dice.below(10))))
        }
        QuestionKind::Range(scale) => Some(Answer::One(on_scale(scale, question, person))),
        QuestionKind::SelectOne(_) if state.asks_registry(occurrence) => {
            Named::words(MODEL).map(|words| Answer::One(words.to_string()))
        }
        QuestionKind::SelectOne(_) => {
            let choices = state.choices(occurrence);
            person.one(question, &choices).map(Answer::One)
        }
        QuestionKind::SelectMultiple(_) => {
            let choices = state.choices(occurrence);
            Some(Answer::Many(person.many(question, &choices)))
        }
        QuestionKind::Rank(_) => {
            let choices = state.choices(occurrence);
            Some(Answer::Many(person.ranking(question, &choices)))
        }
        QuestionKind::Date => Some(Answer::One(day(today, person, attempt).to_string())),
        QuestionKind::Time => Some(Answer::One(time(person))),
        QuestionKind::DateTime => {
            let day = day(today, person, attempt);
            Some(Answer::One(format!("{day}T{}", time(person))))
        }
        QuestionKind::Acknowledge => Some(Answer::One("OK".to_owned())),
        QuestionKind::Geopoint => Some(Answer::One(place(person))),
        // Nobody is simulated who has a photograph.
        QuestionKind::Upload(_)
        | QuestionKind::Note
        | QuestionKind::Calculate
        | QuestionKind::Hidden
        | QuestionKind::Start
        | QuestionKind::End
        | QuestionKind::Today => None,
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the steps of a scale are few"
)]
fn on_scale(scale: &RangeScale, question: &Question, person: &mut Person) -> String {
    let steps = scale.steps().min(1000.0) as usize;
    let at = person.step(question, steps + 1);
    scale.value(at as f64).to_string()
}

/// A day in the last months; later attempts look further back and then ahead.
fn day(today: NaiveDate, person: &mut Person, attempt: usize) -> NaiveDate {
    let reach = [120, 10, 400, 4000, 20_000][attempt.min(4)];
    let days = Days::new(person.dice.below(reach) as u64);
    let day = match attempt % 3 {
        2 => today.checked_add_days(days),
        _ => today.checked_sub_days(days),
    };
    day.unwrap_or(today)
}

/// Somewhere between the tropics and the north, as a telephone tells it.
fn place(person: &mut Person) -> String {
    let dice = &mut person.dice;
    let (north, east) = (20 + dice.below(40), dice.below(120));
    let mut fraction = || dice.below(10_000);
    let (latitude, longitude) = (fraction(), fraction());
    format!(
        "{north}.{latitude:04} {east}.{longitude:04} 0 {}",
        4 + dice.below(30)
    )
}

fn time(person: &mut Person) -> String {
    let minutes = TimeDelta::minutes(i64::try_from(person.dice.below(24 * 60)).unwrap_or(0));
    format!("{:02}:{:02}", minutes.num_hours(), minutes.num_minutes() % 60)
}
