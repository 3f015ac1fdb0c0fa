//! A page of questions as it is shown, whole or as much of it as has changed.
//!
//! Both come from the same template, so that a page which has changed little by little is the page that
//! would be loaded now.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use askama::Template;

use crate::language::{Language, Value, own_name};
use crate::questionnaire::definition::QuestionKind;
use crate::questionnaire::evaluation::{Occurrence, State};
use crate::responses::Code;
use crate::responses::draft::Draft;
use crate::web::error::WebError;
use crate::web::markdown;

use super::blocks::{Block, Leaf, identifier};
use super::control::Control;
use super::marks::{Marks, offered, shown};
use super::sent::Change;
use super::tongues::Tongues;
use super::upload::Files;
use super::{draft, drawing};

/// The form of a page, from its progress to its buttons.
#[derive(Debug)]
pub struct Sheet {
    pub tongues: Tongues,
    pub study: String,
    pub title: String,
    pub code: String,
    /// Number of the page in its address.
    pub address: usize,
    /// Place of the page among those that are asked, from 1.
    pub number: usize,
    pub of: usize,
    /// Other languages of the questionnaire: tag and name.
    pub languages: Vec<(String, String)>,
    /// Id of the first input, question and what is wrong, where the page was refused.
    pub faults: Vec<(String, String, String)>,
    /// It is shown for the first time or again, not as a part of what is on the screen.
    pub whole: bool,
    pub has_fresh: bool,
    pub any_required: bool,
    /// The questions, as HTML.
    pub body: String,
    /// Names of the questions that can be answered.
    pub seen: String,
    /// What is offered where that hangs on other answers.
    pub offered: String,
    /// Names of those whose faults are shown.
    pub faulty: String,
    pub changes: Vec<String>,
    /// The form's `enctype`, where some question of the page takes a file.
    pub encoding: Option<&'static str>,
}

impl Sheet {
    pub fn is_refused(&self) -> bool {
        !self.faults.is_empty()
    }

    pub fn is_first(&self) -> bool {
        self.number == 1
    }

    pub fn is_last(&self) -> bool {
        self.number == self.of
    }

    /// Which page of how many this is.
    pub fn place(&self) -> String {
        let number = |number: usize| Value::Number(i64::try_from(number).unwrap_or(i64::MAX));
        let values = [("n", number(self.number)), ("of", number(self.of))];
        self.tongues.site.with("answer-place", &values).into_owned()
    }
}

/// Which sheet to draw.
pub struct Drawn<'d> {
    pub draft: &'d Draft,
    pub page: usize,
    pub code: &'d Code,
    /// Bytes of the largest file.
    pub limit: u64,
    pub language: Language,
    pub marks: &'d Marks,
    /// Instances that were added or removed and are not stored yet.
    pub changes: &'d [Change],
    /// Marks of the blocks that the browser has.
    pub have: Option<&'d BTreeSet<String>>,
}

impl Drawn<'_> {
    /// Draws it.
    ///
    /// # Errors
    /// When a template cannot be written.
    pub fn sheet(&self, state: &State<'_>) -> Result<Sheet, WebError> {
        let Self {
            draft, page, marks, ..
        } = *self;
        let tongues = Tongues {
            site: self.language,
            asked: state.context().language.clone(),
        };
        let definition = state.plan().definition();
        let pages: Vec<usize> = (0..state.plan().pages().len())
            .filter(|page| state.page_relevant(*page))
            .collect();
        let files = Files {
            code: self.code.to_string(),
            limit: self.limit,
            stored: draft.files.clone(),
        };
        let blocks = drawing::of_page(state, page, marks, &files, &tongues);
        let faults = marks
            .faults
            .iter()
            .filter(|_| marks.refused)
            .map(|(field, text)| {
                let label = state.find(field).map(|at| markdown::plain(&state.label(at)));
                (identifier(field), label.unwrap_or_default(), text.clone())
            });
        let languages = definition.languages.iter().filter(|tag| **tag != tongues.asked);
        let names = marks.faults.iter().map(|(field, _)| field.to_string());
        Ok(Sheet {
            study: draft::short_title(draft),
            title: title(state, page),
            code: files.code,
            address: page + 1,
            number: pages.iter().position(|one| *one == page).unwrap_or(0) + 1,
            of: pages.len(),
            languages: languages.map(|tag| (tag.clone(), own_name(tag))).collect(),
            faults: faults.collect(),
            whole: self.have.is_none(),
            has_fresh: !marks.fresh.is_empty(),
            any_required: blocks.iter().any(is_required),
            body: drawn(&blocks, &tongues, self.have)?,
            seen: joined(shown(state, page).iter().map(ToString::to_string)),
            offered: joined(
                offered(state, page)
                    .iter()
                    .map(|(name, mark)| format!("{name}:{mark}")),
            ),
            faulty: joined(names),
            encoding: state
                .plan()
                .asks(page, |kind| matches!(kind, QuestionKind::Upload(_)))
                .then_some("multipart/form-data"),
            changes: self.changes.iter().map(ToString::to_string).collect(),
            tongues,
        })
    }
}

fn joined(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join(" ")
}

#[derive(Template)]
#[template(path = "participate/block.html")]
struct BlockPart<'b> {
    block: &'b Block,
    t: &'b Tongues,
}

/// The blocks one after the other. A leaf carries a mark of what it shows; one that the browser has is
/// only named.
fn drawn(blocks: &[Block], tongues: &Tongues, have: Option<&BTreeSet<String>>) -> Result<String, WebError> {
    let mut body = String::new();
    for block in blocks {
        let html = BlockPart { block, t: tongues }.render()?;
        let Block::Leaf { id, .. } = block else {
            body.push_str(&html);
            continue;
        };
        let mark = mark(id, &html);
        if have.is_some_and(|have| have.contains(&mark)) {
            body.extend(["<i id=\"", id, "\"></i>\n"]);
            continue;
        }
        // The mark goes into the first tag.
        let html = html.trim();
        let (tag, rest) = html.split_at(html.find([' ', '>']).unwrap_or(0));
        body.extend([tag, " id=\"", id, "\" data-v=\"", &mark, "\"", rest, "\n"]);
    }
    Ok(body)
}

/// Twelve hexadecimal digits that differ when the block does. That a changed block of a page of a hundred
/// looks like one that is there happens once in thirty thousand million looks.
fn mark(id: &str, html: &str) -> String {
    let mut hasher = DefaultHasher::new();
    (id, html).hash(&mut hasher);
    format!("{:012x}", hasher.finish() >> 16)
}

fn is_required(block: &Block) -> bool {
    match block {
        Block::Leaf {
            leaf: Leaf::Field(field),
            ..
        } => field.required && !matches!(field.control, Control::Fixed(_)),
        Block::Leaf {
            leaf: Leaf::Matrix(matrix),
            ..
        } => matrix.rows.iter().any(|row| row.required),
        Block::Leaf { .. } | Block::Open { .. } | Block::Close => false,
    }
}

/// The title of a page: the label of its group or of one around it, else the questionnaire's title.
pub fn title(state: &State<'_>, page: usize) -> String {
    let tops = state.on_page(page);
    let is_group = |top: &&Occurrence| state.question(**top).is_none();
    let from = tops.iter().find(is_group).or(tops.first()).copied();
    // In the style `pages` a question is a page, and its group is around the page.
    let up = std::iter::successors(from, |at| state.parent(*at));
    let labels = up
        .filter(|at| state.question(*at).is_none())
        .map(|at| markdown::plain(&state.label(at)));
    let title = labels.into_iter().find(|label| !label.is_empty());
    title.unwrap_or_else(|| state.plan().definition().title.clone())
}
