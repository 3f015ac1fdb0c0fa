//! Scales: ranges of numbers, and options in a row.

use super::{Asked, Choosable, Control, Number, Section};
use crate::questionnaire::definition::RangeScale;
use crate::web::markdown::{self, Markup};

/// A scale with more steps than this is a number field with a slider.
const LONGEST_SCALE: u16 = 20;
/// A menu of values has no more steps than this.
const LONGEST_PICKER: u16 = 499;
/// A slider with more marks than this shows none of them.
const MOST_MARKS: u16 = 100;

/// Radio buttons in a row.
#[derive(Debug)]
pub struct Scale {
    pub options: Vec<Choosable>,
    /// A given answer can be taken back although no option says so.
    pub clearable: bool,
    /// Class of the row: plain numbers, `stars`, `upright`, `unmarked` or `likert`.
    pub class: &'static str,
    /// What values mean that have no place for it beside them.
    pub legend: Vec<(String, Markup)>,
    pub quick: bool,
}

/// The slider beside a number field. It has a place before anybody has answered, so the field alone is
/// the answer.
#[derive(Debug)]
pub struct Slider {
    pub least: String,
    pub most: String,
    pub step: String,
    /// Where it stands: the answer, else the author's wish, else the middle.
    pub rests: String,
    pub answered: bool,
    pub upright: bool,
    /// Values that are marked, with what they mean.
    pub ticks: Vec<(String, String)>,
    /// It runs from the larger number to the smaller.
    pub turned: bool,
}

pub(super) fn range(asked: &Asked<'_, '_>, scale: &RangeScale) -> Control {
    let is_picker = asked.wants("picker");
    let longest = if is_picker { LONGEST_PICKER } else { LONGEST_SCALE };
    match scale.values(longest) {
        None => Control::Number(long(asked, scale)),
        Some(values) if is_picker => picker(asked, scale, &values),
        Some(values) => row(asked, scale, &values),
    }
}

/// A number as written: halves and tenths add up to long fractions.
fn written(number: f64) -> String {
    ((number * 1e6).round() / 1e6).to_string()
}

/// A number as read: its sign stands before it in every language.
fn signed(number: f64) -> String {
    if number < 0.0 {
        format!("\u{2068}{}\u{2069}", written(number))
    } else {
        written(number)
    }
}

fn same(value: &str, number: f64) -> bool {
    value
        .parse::<f64>()
        .is_ok_and(|given| (given - number).abs() < 1e-9)
}

/// What values mean, by the list that the author gave.
fn labels(asked: &Asked<'_, '_>, scale: &RangeScale) -> Vec<(String, String)> {
    let definition = asked.state.plan().definition();
    let list = scale.labels.as_ref().and_then(|name| definition.lists.get(name));
    list.map_or_else(Vec::new, |list| {
        let label = |choice| asked.state.choice_label(asked.at, choice).into_owned();
        let value = |name: &str| name.parse().map_or_else(|_| name.to_owned(), written);
        list.choices
            .iter()
            .map(|choice| (value(&choice.name), label(choice)))
            .collect()
    })
}

fn row(asked: &Asked<'_, '_>, scale: &RangeScale, values: &[f64]) -> Control {
    let labels = labels(asked, scale);
    let options: Vec<Choosable> = values
        .iter()
        .map(|number| Choosable {
            chosen: same(asked.value(), *number),
            label: markdown::inline(&signed(*number)),
            value: written(*number),
            alone: false,
            heading: None,
            media: None,
        })
        .collect();
    let class = if asked.wants("rating") {
        "stars"
    } else if asked.wants("vertical") {
        "upright"
    } else if asked.wants("no-ticks") {
        "unmarked"
    } else {
        ""
    };
    Control::Scale(Scale {
        options,
        clearable: !asked.state.required(asked.at),
        class,
        legend: labels
            .iter()
            .map(|(value, label)| (value.clone(), markdown::inline(label)))
            .collect(),
        quick: asked.wants("quick"),
    })
}

fn picker(asked: &Asked<'_, '_>, scale: &RangeScale, values: &[f64]) -> Control {
    let labels = labels(asked, scale);
    let options = values.iter().map(|number| {
        let label = labels.iter().find(|(value, _)| same(value, *number));
        let shown = match label {
            Some((_, label)) => format!("{} – {}", signed(*number), markdown::plain(label)),
            None => signed(*number),
        };
        (written(*number), shown, same(asked.value(), *number))
    });
    Control::Menu(vec![Section {
        heading: String::new(),
        options: options.collect(),
    }])
}

fn long(asked: &Asked<'_, '_>, scale: &RangeScale) -> Number {
    let value = asked.value();
    let (least, most) = (scale.start.min(scale.end), scale.start.max(scale.end));
    let given = value
        .parse::<f64>()
        .ok()
        .filter(|given| (least..=most).contains(given));
    let middle = scale.start + ((scale.end - scale.start) / scale.step / 2.0).round() * scale.step;
    let labels = labels(asked, scale);
    let mut ticks: Vec<(String, String)> = Vec::new();
    if !asked.wants("no-ticks")
        && let Some(interval) = scale.tick_interval.map(f64::abs)
    {
        let marked = RangeScale {
            step: interval,
            ..scale.clone()
        };
        let values = marked.values(MOST_MARKS).unwrap_or_default();
        ticks.extend(values.into_iter().map(|value| (written(value), String::new())));
    }
    for (value, label) in labels {
        let label = markdown::plain(&label);
        match ticks.iter_mut().find(|(tick, _)| *tick == value) {
            Some(tick) => tick.1 = label,
            None => ticks.push((value, label)),
        }
    }
    let is_whole = [scale.start, scale.end, scale.step]
        .iter()
        .all(|number| number.fract() == 0.0);
    Number {
        mode: if is_whole && least >= 0.0 {
            "numeric"
        } else {
            "decimal"
        },
        value: value.to_owned(),
        grouped: None,
        counter: false,
        slider: Some(Slider {
            least: written(least),
            most: written(most),
            step: written(scale.step.abs()),
            rests: written(given.or(scale.placeholder).unwrap_or(middle)),
            answered: given.is_some(),
            upright: asked.wants("vertical"),
            ticks,
            turned: scale.end < scale.start,
        }),
    }
}
