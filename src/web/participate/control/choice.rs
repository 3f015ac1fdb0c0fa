//! Questions answered from a list: radio buttons, boxes, menus, positions.

use super::super::marks::Marks;
use super::super::media::Shown;
use super::{Asked, Control, Scale, Search};
use crate::questionnaire::definition::{Choice, Selection};
use crate::questionnaire::evaluation::State;
use crate::web::markdown::{self, Markup};

/// A choice with more options than this is a menu, or is searched where the author wants that.
const LONGEST_LIST: usize = 24;
/// Several choices from more options than this stand side by side where there is room.
const LONGEST_COLUMN: usize = 14;
/// A choice with more options than this is searched whatever the author wants: a page has to stay light.
const LONGEST_MENU: usize = 300;

/// Radio buttons, or boxes where `multiple`.
#[derive(Debug)]
pub struct Options {
    pub multiple: bool,
    /// Classes that lay them out.
    pub class: String,
    pub options: Vec<Choosable>,
    /// A given answer can be taken back although no option says so.
    pub clearable: bool,
    /// Choosing leads on to the next page, with scripts and a pointer.
    pub quick: bool,
}

/// One option.
#[derive(Debug)]
pub struct Choosable {
    pub value: String,
    pub label: Markup,
    pub chosen: bool,
    /// Excludes the others.
    pub alone: bool,
    /// A sub-heading that stands before it.
    pub heading: Option<String>,
    pub media: Option<Shown>,
}

impl Choosable {
    /// A choice on offer.
    pub(super) fn of(asked: &Asked<'_, '_>, choice: &Choice, chosen: bool) -> Self {
        let label = asked.state.choice_label(asked.at, choice);
        Self {
            value: choice.name.clone(),
            media: Shown::of(asked.state, &choice.media, &label, &choice.name),
            label: markdown::inline(&label),
            chosen,
            alone: choice.exclusive,
            heading: None,
        }
    }

    fn is_pictured(&self) -> bool {
        self.media.as_ref().is_some_and(|media| media.image.is_some())
    }
}

/// Options of a menu under one sub-heading.
#[derive(Debug)]
pub struct Section {
    pub heading: String,
    /// Value, label, and whether it is chosen.
    pub options: Vec<(String, String, bool)>,
}

/// One option to be ranked.
#[derive(Debug)]
pub struct Ranked {
    pub name: String,
    pub label: Markup,
    pub media: Option<Shown>,
    pub position: usize,
}

pub(super) fn single(asked: &Asked<'_, '_>, selection: &Selection, marks: &Marks) -> Control {
    let choices = asked.choices();
    let long = choices.len() > LONGEST_LIST;
    if choices.len() > LONGEST_MENU || long && is_searched(asked) {
        return Control::Search(Search::of(asked, false, marks));
    }
    if asked.wants("minimal") || long {
        return menu(asked);
    }
    let options = choosable(asked, selection);
    let quick = asked
        .question
        .appearance
        .iter()
        .any(|word| word.starts_with("quick"));
    if asked.wants("likert") || asked.wants("list") {
        return Control::Scale(Scale {
            options,
            clearable: asked.clearable(),
            class: "likert",
            legend: Vec::new(),
            quick,
        });
    }
    Control::Options(Options {
        multiple: false,
        class: class(layout(asked).as_deref().unwrap_or_default(), &options),
        clearable: asked.clearable(),
        options,
        quick,
    })
}

pub(super) fn several(asked: &Asked<'_, '_>, selection: &Selection, marks: &Marks) -> Control {
    let choices = asked.choices().len();
    let wanted = is_searched(asked) || asked.wants("minimal");
    if choices > LONGEST_MENU || choices > LONGEST_LIST && wanted {
        return Control::Search(Search::of(asked, true, marks));
    }
    let wide = if choices > LONGEST_COLUMN { "many" } else { "" };
    let options = choosable(asked, selection);
    Control::Options(Options {
        multiple: true,
        class: class(layout(asked).as_deref().unwrap_or(wide), &options),
        options,
        clearable: false,
        quick: false,
    })
}

fn is_searched(asked: &Asked<'_, '_>) -> bool {
    let words = &asked.question.appearance;
    words
        .iter()
        .any(|word| word == "autocomplete" || word.starts_with("search"))
}

/// Classes that lay options out as the author wants them, in the words of today and of old.
fn layout(asked: &Asked<'_, '_>) -> Option<String> {
    let mut classes = Vec::new();
    for word in &asked.question.appearance {
        let number = word
            .rsplit_once('-')
            .and_then(|(_, number)| number.parse::<u8>().ok());
        let class = match (word.as_str(), number) {
            ("columns" | "horizontal", _) => "many".to_owned(),
            ("columns-pack" | "horizontal-compact" | "compact" | "quickcompact" | "list-nolabel", _) => {
                "pack".to_owned()
            }
            ("no-buttons", _) => "bare".to_owned(),
            (word, Some(columns @ 1..)) if word.starts_with("columns-") || word.contains("compact-") => {
                format!("c{}", columns.min(10))
            }
            _ => continue,
        };
        if !classes.contains(&class) {
            classes.push(class);
        }
    }
    (!classes.is_empty()).then(|| classes.join(" "))
}

/// The classes of a layout, and that of pictures where there are some.
fn class(layout: &str, options: &[Choosable]) -> String {
    let pictured = options.iter().any(Choosable::is_pictured);
    let classes = [layout, if pictured { "pictured" } else { "" }];
    classes.join(" ").trim().to_owned()
}

fn menu(asked: &Asked<'_, '_>) -> Control {
    let Asked { state, at, .. } = *asked;
    let value = state.value(at);
    let mut sections: Vec<Section> = Vec::new();
    for choice in asked.choices() {
        let heading = section(state, choice);
        if sections.last().is_none_or(|last| last.heading != heading) {
            sections.push(Section {
                heading: heading.to_owned(),
                options: Vec::new(),
            });
        }
        let label = markdown::plain(&state.choice_label(at, choice));
        if let Some(last) = sections.last_mut() {
            last.options
                .push((choice.name.clone(), label, choice.name == value));
        }
    }
    Control::Menu(sections)
}

/// The options of a question as shown, with their sub-headings unless their order is random.
fn choosable(asked: &Asked<'_, '_>, selection: &Selection) -> Vec<Choosable> {
    let Asked { state, at, .. } = *asked;
    let chosen: Vec<&str> = state.chosen(at).collect();
    let mut before = "";
    let mut options = Vec::new();
    for choice in asked.choices() {
        let heading = if selection.randomize {
            ""
        } else {
            section(state, choice)
        };
        options.push(Choosable {
            heading: (heading != before).then(|| heading.to_owned()),
            ..Choosable::of(asked, choice, chosen.contains(&choice.name.as_str()))
        });
        before = heading;
    }
    options
}

fn section<'c>(state: &State<'_>, choice: &'c Choice) -> &'c str {
    let fallback = &state.plan().definition().default_language;
    choice.section.get(&state.context().language, fallback)
}

pub(super) fn ranks(asked: &Asked<'_, '_>) -> Control {
    let Asked { state, at, .. } = *asked;
    let choices = asked.choices();
    let positions = choices.len();
    let options = choices
        .iter()
        .map(|choice| {
            let Choosable {
                value, label, media, ..
            } = Choosable::of(asked, choice, false);
            let position = state.position(at, &value);
            Ranked {
                position: position.and_then(|position| position.parse().ok()).unwrap_or(0),
                name: value,
                label,
                media,
            }
        })
        .collect();
    Control::Ranks { options, positions }
}
