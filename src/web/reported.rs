//! How reports, their course and the replies to them are told, on the pages of every audience.
//!
//! What may be told to whom was decided before: nothing here looks at how far a reporter lets a
//! report go.

use serde::Deserialize;

use crate::language::{Language, direction};
use crate::news::reports::question;
use crate::news::{self, Course, Hop, Passed, Reply, Vocabulary, When};
use crate::questionnaire::shelf::Shelf;
use crate::store::{Snapshot, StoreError};

/// Where a list of issues goes on.
#[derive(Debug, Deserialize)]
pub struct After {
    after: Option<String>,
}

impl After {
    /// The issue that was seen last.
    pub fn issue(&self) -> news::After {
        self.after.as_deref().and_then(|number| number.parse().ok())
    }
}

/// A report in the words of its questionnaire.
#[derive(Debug, Clone)]
pub struct Told {
    /// What was chosen: name of the question, its label, labels of the options.
    pub lines: Vec<(&'static str, String, String)>,
    /// What was written: name of the question, its label, the words.
    pub words: Vec<(&'static str, String, String)>,
    /// BCP 47 tag of the language of what was written.
    pub language: String,
}

impl Told {
    /// In which direction it was written.
    pub fn direction(&self) -> &'static str {
        direction(&self.language)
    }
}

/// A report as it is told to a reader.
pub fn told(
    db: &mut Snapshot<'_>,
    shelf: &Shelf,
    passed: &Passed,
    reader: Language,
) -> Result<Told, StoreError> {
    let tag = reader.tag();
    let vocabulary = shelf.version(db, passed.version)?.map(Vocabulary::new);
    let vocabulary = vocabulary.as_ref();
    let question = |name: &str| vocabulary.map_or_else(|| name.to_owned(), |words| words.question(name, tag));
    let between = reader.text("registry-comma");
    let lines = passed.chosen.iter().map(|(name, codes)| {
        let options = codes.iter().map(|code| option(vocabulary, name, code, reader));
        (*name, question(name), options.collect::<Vec<_>>().join(&between))
    });
    let words = passed
        .words
        .iter()
        .map(|(name, words)| (*name, question(name), words.clone()));
    Ok(Told {
        lines: lines.collect(),
        words: words.collect(),
        language: passed.language.clone(),
    })
}

/// What an option of a study's questionnaire is called; the code, if nothing is asked any more.
pub fn option(vocabulary: Option<&Vocabulary>, name: &str, code: &str, reader: Language) -> String {
    vocabulary.map_or_else(|| code.to_owned(), |words| words.option(name, code, reader.tag()))
}

/// What an issue is called: its problem, else its kind.
pub fn called(
    vocabulary: Option<&Vocabulary>,
    problem: Option<&str>,
    kind: Option<&str>,
    reader: Language,
) -> String {
    match (problem, kind) {
        (Some(problem), _) => option(vocabulary, question::PROBLEM, problem, reader),
        (None, Some(kind)) => option(vocabulary, question::KIND, kind, reader),
        (None, None) => reader.text("news-no-problem").into_owned(),
    }
}

/// How exactly hops are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// With their days: to moderators and to the reporter.
    Days,
    /// With the days since noticing, and those of the publisher's own acts: to publishers.
    Distances,
    /// Whether they were made, and the days of the publisher's own acts: to everybody.
    Made,
}

/// A hop, as told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub hop: &'static str,
    pub made: bool,
    pub when: String,
}

/// The hops of a course, each with when it was made.
pub fn steps(course: &Course, detail: Detail, reader: Language) -> Vec<Step> {
    Hop::ALL
        .into_iter()
        .map(|hop| Step {
            hop: hop.as_str(),
            made: course.made.contains_key(&hop),
            when: when(course, hop, detail, reader),
        })
        .collect()
}

fn when(course: &Course, hop: Hop, detail: Detail, reader: Language) -> String {
    let Some(made) = course.made.get(&hop) else {
        return reader.text("news-unknown").into_owned();
    };
    let is_own_act = matches!(hop, Hop::Acknowledged | Hop::Resolved);
    match (detail, course.days_to(hop)) {
        (Detail::Days, _) => day(*made, reader),
        (Detail::Distances | Detail::Made, _) if is_own_act => day(*made, reader),
        (Detail::Distances, Some((days, _))) if hop != Hop::Noticed => {
            let key = match made {
                When::On(_) => "news-days-after",
                When::By(_) => "news-days-after-at-most",
            };
            reader.count(key, days).into_owned()
        }
        (Detail::Distances | Detail::Made, _) => reader.text("news-made").into_owned(),
    }
}

fn day(when: When, reader: Language) -> String {
    match when {
        When::On(day) => day.to_string(),
        When::By(day) => reader.filled("news-by", "day", &day.to_string()).into_owned(),
    }
}

/// A reply, as told.
#[derive(Debug, Clone)]
pub struct Replied {
    /// Code of the outcome: the text is `news-outcome-<code>`.
    pub outcome: &'static str,
    pub on: String,
    /// BCP 47 tag of the language of the words.
    pub tag: &'static str,
    pub words: String,
    /// Whether it says nothing in the reader's language.
    pub elsewise: bool,
}

/// Replies as told to a reader, the one that stands first.
pub fn replied(replies: &[Reply], reader: Language) -> Vec<Replied> {
    let told = replies.iter().rev().map(|reply| {
        let (tag, words) = reply.told(reader.tag());
        Replied {
            outcome: reply.outcome.key(),
            on: reply.at.utc().date_naive().to_string(),
            tag,
            words: words.to_owned(),
            elsewise: tag != reader.tag(),
        }
    });
    told.collect()
}

/// A number of reports in words.
pub fn reports(count: usize, reader: Language) -> String {
    reader.count("news-reports", count).into_owned()
}
