//! What a page of questions sent: the answers, the button, and what the page says about itself.
//!
//! Names that begin with a dot are the page's own; no question is called so.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::chain::registry::Named;
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::evaluation::{Context, FieldPath, Plan, SEEN, add_instance, remove_instance};
use crate::web::form::Posted;

/// Instances that were added and removed on the page and are not stored yet, one field for each.
pub const DID: &str = ".did";
/// Names of the fields whose faults the page shows.
pub const FAULTY: &str = ".faulty";
/// What the page offered where that hangs on other answers: names and marks with colons between them.
pub const OFFERED: &str = ".offered";
/// There when the page lists its faults above the questions.
pub const REFUSED: &str = ".refused";
/// What stands in the search field of a long list; the question's name follows.
pub const SEARCH: &str = ".search:";
/// What the options of that list were found by.
pub const FOUND: &str = ".found:";
/// From the script: names of the fields that the person has just left.
const LEFT: &str = ".left";
/// From the script: marks of the blocks that the page holds; it wants the others.
const HAVE: &str = ".have";
/// How many decimals of a place are wanted; the question's name stands before it.
const DECIMALS: &str = "[decimals]";
/// Structural changes beyond this are not replayed.
const MOST_CHANGES: usize = 500;

/// What the person pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pressed {
    Next,
    Back,
    Send,
    Language(String),
    Add(FieldPath),
    Remove(FieldPath, usize),
    /// The button beside the search field of a long list.
    Search(String),
    /// Take a stored file away.
    Discard(FieldPath),
}

impl Pressed {
    /// Reads the value of the button; whatever is not known means to go on.
    pub fn read(value: &str) -> Self {
        match value.split_once(':') {
            None if value == "back" => Self::Back,
            None if value == "send" => Self::Send,
            Some(("language", tag)) => Self::Language(tag.to_owned()),
            Some(("search", name)) => Self::Search(name.to_owned()),
            Some(("discard", path)) => Self::Discard(field_path(path)),
            Some(("add", path)) => Self::Add(field_path(path)),
            Some(("remove", rest)) => match rest.split_once(':') {
                Some((number, path)) => Self::Remove(field_path(path), number.parse().unwrap_or(0)),
                None => Self::Next,
            },
            _ => Self::Next,
        }
    }

    /// Whether the person is done with the page, so that what is open on it was passed over.
    pub fn leaves(&self) -> bool {
        match self {
            Self::Next | Self::Back | Self::Send => true,
            Self::Language(_) | Self::Add(_) | Self::Remove(..) | Self::Search(_) | Self::Discard(_) => false,
        }
    }
}

/// Reads `repeat[2]/key`.
pub fn field_path(mut text: &str) -> FieldPath {
    let mut repeats = Vec::new();
    while let Some((before, after)) = text.split_once("]/") {
        let Some((key, number)) = before.rsplit_once('[') else {
            break;
        };
        let Ok(number) = number.parse() else {
            break;
        };
        repeats.push((key.to_owned(), number));
        text = after;
    }
    FieldPath {
        repeats,
        key: text.to_owned(),
    }
}

/// An instance that was added or removed on the page, and how many there were then: so the same page
/// can be sent twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    size: usize,
    pressed: Pressed,
}

impl Change {
    /// What a button has changed in answers, if it is one that does.
    pub fn of(pressed: &Pressed, answers: &Answers) -> Option<Self> {
        let (Pressed::Add(path) | Pressed::Remove(path, _)) = pressed else {
            return None;
        };
        Some(Self {
            size: size(answers, path),
            pressed: pressed.clone(),
        })
    }

    fn read(text: &str) -> Option<Self> {
        let (size, pressed) = text.split_once(':')?;
        Some(Self {
            size: size.parse().ok()?,
            pressed: Pressed::read(pressed),
        })
    }

    /// Makes the change where it has not been made.
    pub fn replay(&self, plan: &Plan, context: &Context, answers: &mut Answers) {
        match &self.pressed {
            Pressed::Add(path) if size(answers, path) < self.size => {
                add_instance(plan, path, context, answers);
            }
            Pressed::Remove(path, number) if size(answers, path) > self.size => {
                remove_instance(plan, path, *number, answers);
            }
            _ => {}
        }
    }
}

impl std::fmt::Display for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.pressed {
            Pressed::Add(path) => write!(f, "{}:add:{path}", self.size),
            Pressed::Remove(path, number) => write!(f, "{}:remove:{number}:{path}", self.size),
            _ => Ok(()),
        }
    }
}

/// How many instances a repeat has on the page: one, even if none was ever stored.
fn size(answers: &Answers, repeat: &FieldPath) -> usize {
    let mut reached = Some(answers);
    for (key, number) in &repeat.repeats {
        reached = match reached.and_then(|answers| answers.get(key)) {
            Some(Answer::Repeated(instances)) => number.checked_sub(1).and_then(|at| instances.get(at)),
            _ => None,
        };
    }
    match reached.and_then(|answers| answers.get(&repeat.key)) {
        Some(Answer::Repeated(instances)) => instances.len().max(1),
        _ => 1,
    }
}

/// A page as it came back.
#[derive(Debug, Clone)]
pub struct Sent {
    pub pressed: Pressed,
    /// Fields of questions, and which questions the page showed.
    pub fields: Vec<(String, String)>,
    /// Files that are stored now, by the question they came with.
    pub files: Vec<(FieldPath, String)>,
    /// The questions that the page showed, if it said so.
    pub seen: Option<Vec<FieldPath>>,
    /// What it offered, if it said so.
    pub offered: Option<BTreeMap<String, String>>,
    pub changes: Vec<Change>,
    /// What is searched for, by the name of the field.
    pub searches: BTreeMap<String, String>,
    /// What the options were found by that the person could choose from.
    found: BTreeMap<String, String>,
    /// How many decimals of a place are wanted, by the name of the field.
    pub decimals: BTreeMap<String, String>,
    /// Names of fields whose faults are shown.
    pub faulty: BTreeSet<String>,
    /// Names of fields that were just left.
    pub left: BTreeSet<String>,
    pub refused: bool,
    /// Marks of the blocks that the page has. Only the script asks for the rest of a page.
    pub have: Option<BTreeSet<String>>,
}

impl Sent {
    /// Reads a posted page.
    pub fn read(posted: Posted) -> Self {
        let names = |name: &str| -> BTreeSet<String> {
            let words = posted.all(name).flat_map(str::split_ascii_whitespace);
            words.map(str::to_owned).collect()
        };
        let mut sent = Self {
            pressed: Pressed::read(posted.get("go")),
            fields: Vec::new(),
            files: Vec::new(),
            seen: None,
            offered: posted.has(OFFERED).then(|| {
                let marked = names(OFFERED).into_iter();
                marked
                    .filter_map(|one| {
                        Some(one.rsplit_once(':')?).map(|(name, mark)| (name.to_owned(), mark.to_owned()))
                    })
                    .collect()
            }),
            changes: posted
                .all(DID)
                .filter_map(Change::read)
                .take(MOST_CHANGES)
                .collect(),
            searches: BTreeMap::new(),
            found: BTreeMap::new(),
            decimals: BTreeMap::new(),
            faulty: names(FAULTY),
            left: names(LEFT),
            refused: posted.has(REFUSED),
            have: posted.has(HAVE).then(|| names(HAVE)),
        };
        for (name, value) in posted.fields {
            if name == SEEN {
                let shown = value.split_ascii_whitespace().map(field_path);
                sent.seen.get_or_insert_default().extend(shown);
            }
            if let Some(field) = name.strip_prefix(SEARCH) {
                sent.searches.insert(field.to_owned(), value);
            } else if let Some(field) = name.strip_prefix(FOUND) {
                sent.found.insert(field.to_owned(), value);
            } else if let Some(field) = name.strip_suffix(DECIMALS) {
                sent.decimals.insert(field.to_owned(), value.clone());
                sent.fields.push((name, value));
            } else if name == SEEN || !name.starts_with('.') && name != "go" {
                sent.fields.push((name, value));
            }
        }
        if let Some(name) = sent.typed_search().filter(|_| sent.pressed == Pressed::Next) {
            sent.pressed = Pressed::Search(name);
        }
        sent
    }

    /// The fields with what is known of files, in place of what they claim about files, and with the
    /// words that were searched for where a release is asked for.
    pub fn trusted(&self, plan: &Plan, page: usize) -> Cow<'_, [(String, String)]> {
        let named = plan.asks_registry_on(page) && !self.searches.is_empty();
        if !plan.takes_files() && !named {
            return Cow::Borrowed(&self.fields);
        }
        let mut fields = self.fields.clone();
        if named {
            self.name_in_words(plan, page, &mut fields);
        }
        if !plan.takes_files() {
            return Cow::Owned(fields);
        }
        fields.retain(|(name, _)| !plan.names_a_file(name));
        let stored = self.files.iter().map(|(path, name)| (path.file(), name.clone()));
        fields.extend(stored);
        if let Pressed::Discard(path) = &self.pressed {
            fields.push((path.file(), String::new()));
        }
        Cow::Owned(fields)
    }

    /// Whoever types and chooses nothing means what was typed.
    fn name_in_words(&self, plan: &Plan, page: usize, fields: &mut Vec<(String, String)>) {
        let searches = self.searches.iter();
        for (name, typed) in searches.filter(|(name, _)| plan.is_release_field(page, name)) {
            let words = match Named::words(typed) {
                Some(words) => words.to_string(),
                // Too long for a name: kept as it is, to be told.
                None if !typed.trim().is_empty() => Named::Words(typed.clone()).to_string(),
                None => String::new(),
            };
            match fields.iter_mut().find(|(field, _)| field == name) {
                Some((_, value)) if Named::is_in_words(value) => *value = words,
                Some(_) => {}
                None if words.is_empty() => {}
                None => fields.push((name.clone(), words)),
            }
        }
    }

    /// Whether a file was chosen for the question of this name: the script sends that much of it, and
    /// the file itself comes with a button.
    pub fn holds_file(&self, plan: &Plan, page: usize, name: &str) -> bool {
        let mut given = self.fields.iter().filter(|(field, _)| field == name);
        given.any(|(_, value)| !value.is_empty()) && plan.file_field(page, name).is_some()
    }

    /// A search that was typed and whose options nobody has seen: whoever presses Enter in a search field
    /// wants to see them, and not to go on.
    fn typed_search(&self) -> Option<String> {
        let unseen = |(name, query): &(&String, &String)| {
            let query = query.trim();
            !query.is_empty() && self.found.get(*name).map_or("", |found| found.trim()) != query
        };
        self.searches.iter().find(unseen).map(|(name, _)| name.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(fields: &[(&str, &str)]) -> Sent {
        let fields = fields
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()));
        Sent::read(Posted {
            fields: fields.collect(),
        })
    }

    #[test]
    fn a_button_says_what_it_does() {
        assert_eq!(Pressed::read("next"), Pressed::Next);
        assert_eq!(Pressed::read("nonsense:x"), Pressed::Next);
        assert_eq!(
            Pressed::read("language:zh-Hans"),
            Pressed::Language("zh-Hans".into())
        );
        let path = FieldPath {
            repeats: vec![("outer/group".into(), 3)],
            key: "inner".into(),
        };
        assert_eq!(Pressed::read(&format!("add:{path}")), Pressed::Add(path.clone()));
        assert_eq!(
            Pressed::read(&format!("discard:{path}")),
            Pressed::Discard(path.clone())
        );
        assert_eq!(
            Pressed::read(&format!("remove:2:{path}")),
            Pressed::Remove(path, 2)
        );
    }

    #[test]
    fn the_pages_own_fields_are_no_answers() {
        let sent = sent(&[
            ("go", "next"),
            (".seen", "a r[2]/b"),
            (".did", "2:add:r"),
            (".did", "nonsense"),
            (".have", "1 2"),
            (".nobody", "x"),
            ("a", "1"),
        ]);
        let names: Vec<&str> = sent.fields.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, [".seen", "a"]);
        assert_eq!(sent.seen.unwrap()[1].to_string(), "r[2]/b");
        assert_eq!(sent.changes[0].to_string(), "2:add:r");
        assert_eq!((sent.changes.len(), sent.have.unwrap().len()), (1, 2));
    }

    #[test]
    fn a_search_that_nobody_has_seen_the_options_of_is_done_before_going_on() {
        let next = |found: &str| sent(&[("go", "next"), (".search:q", " ab "), (".found:q", found)]).pressed;
        assert_eq!(next(""), Pressed::Search("q".into()));
        assert_eq!(next("ab"), Pressed::Next);
        let empty = sent(&[("go", "next"), (".search:q", " "), (".found:q", "ab")]);
        assert_eq!(empty.pressed, Pressed::Next);
    }
}
