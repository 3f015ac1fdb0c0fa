//! Definitions of all shapes, such as import could have made of some file.
//!
//! Each is built from a sequence of numbers that stand for decisions, so that a failing one shrinks to
//! few decisions. What import never makes is not made: texts of blanks only, typographic quotes
//! in names and rules, references to what comes later.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use crate::questionnaire::definition::{
    Choice, ChoiceList, Definition, Exposure, Group, Initial, Media, Node, Question, QuestionKind,
    RangeScale, Repeat, Row, Selection, Source, Text, Upload,
};
use crate::questionnaire::expression::Expression;

/// Any definition that can be written to a file.
pub fn any() -> impl Strategy<Value = Definition> {
    proptest::collection::vec(any_number(), 0..400).prop_map(|numbers| Builder::new(numbers).definition())
}

fn any_number() -> impl Strategy<Value = u16> {
    proptest::num::u16::ANY
}

/// Languages in the order of a file; any of them may be the default.
const LANGUAGES: [&[&str]; 12] = [
    &["und"],
    &["en"],
    &["en", "zh-Hans"],
    &["zh-Hans", "ar", "en"],
    &["fr", "français"],
    &["english", "en"],
    &["und", "en"],
    &["en", "und"],
    &["klingon-no-such-code", "en"],
    &["no-such", "no-Such"],
    &["中文", "pt-BR", "he"],
    &["en-gb", "en-GB"],
];

/// Pieces of texts for people.
const PIECES: [&str; 34] = [
    "a",
    "B c",
    "  ",
    " ",
    "\n",
    "\r\n",
    "\t",
    "\u{a0}",
    "“so”",
    "'",
    "\"",
    "|",
    "=1+1",
    "+1",
    "-x",
    "@x",
    "2024-01-01",
    "1.0",
    "007",
    "TRUE",
    "yes",
    "🎉👩‍🔬",
    "中文，“好”",
    "עברית",
    "العربية",
    "_x000D_",
    "\u{1}",
    "\u{fffe}",
    "<b>&amp;</b>",
    "# x",
    "*",
    "::",
    "\\",
    "\u{feff}",
];

/// Pieces of names and other cells, which lose typographic quotes and blanks at their ends.
const PLAIN: [&str; 14] = [
    "a",
    "b",
    "C",
    "1",
    "0.5",
    "2024-01-01",
    "=1",
    "+1",
    "-1",
    "@",
    "x  y",
    "名",
    "é",
    "TRUE",
];

const CONDITIONS: [&str; 11] = [
    "true()",
    "${R} = 'a'",
    "selected(${R}, 'x') or not(${R} != '')",
    "${R} = '=1+1'",
    "${R} = 'a  b'\n and ${R} = 'c'",
    "string-length(.) <= 200",
    "count-selected(.) <= 3",
    "regex(., '^\\d{3}$')",
    "${R} > 3 and ${R} <= 10.50",
    "if(${R} = 1, today(), now()) != ''",
    "-${R} < 1",
];

const CALCULATIONS: [&str; 6] = [
    "once(uuid())",
    "concat(${R}, '  ', \"'\")",
    "1 + 1",
    "'2024-01-01'",
    "coalesce(${R}, 0) * 2",
    "=",
];

const FILTERS: [&str; 3] = ["region = ${R}", "name != 'x'", "true()"];

/// Values that are no expressions, whatever the type.
const LITERALS: [&str; 8] = ["a b", "a  b", "=1+1", "+5", "-5", "@home", "007", "don't"];

const APPEARANCES: [&str; 9] = [
    "multiline",
    "minimal",
    "w4",
    "columns-3",
    "likert",
    "field-list",
    "no such word",
    "label",
    "numbers",
];

const SCALES: [(f64, f64, f64); 5] = [
    (0.0, 10.0, 1.0),
    (1.0, 5.0, 0.5),
    (10.0, 0.0, 2.0),
    (0.1, 0.3, 0.1),
    (-1e15, 1e15, 1e-3),
];

struct Builder {
    numbers: std::vec::IntoIter<u16>,
    languages: Vec<String>,
    /// Names of questions that stand before.
    names: Vec<String>,
    /// Those of them that people answer, and that trigger what comes next: not those of a repeat behind.
    shown: Vec<String>,
    made: usize,
    /// Whether a repeat has the usual name of the root.
    has_data: bool,
    lists: BTreeMap<String, ChoiceList>,
}

impl Builder {
    fn new(numbers: Vec<u16>) -> Self {
        Self {
            numbers: numbers.into_iter(),
            languages: Vec::new(),
            names: Vec::new(),
            shown: Vec::new(),
            made: 0,
            has_data: false,
            lists: BTreeMap::new(),
        }
    }

    /// A decision among so many; the first when no numbers are left.
    fn below(&mut self, most: usize) -> usize {
        usize::from(self.numbers.next().unwrap_or(0)) % most
    }

    fn seldom(&mut self) -> bool {
        self.below(5) == 4
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn definition(mut self) -> Definition {
        let languages = self.of(&LANGUAGES);
        self.languages = languages.iter().map(|tag| (*tag).to_owned()).collect();
        let default_language = self.of(languages).to_owned();
        let mut nodes = vec![self.question()];
        nodes.extend(self.nodes(0));
        Definition {
            form_id: self.plain(),
            author_version: if self.seldom() {
                self.plain()
            } else {
                String::new()
            },
            title: self.words(&["T", "x  y", "“T”", "=1"]),
            languages: std::mem::take(&mut self.languages),
            default_language,
            style: if self.seldom() {
                vec!["pages".to_owned(), "w3".to_owned()]
            } else {
                Vec::new()
            },
            instance_name: self.rule(&CALCULATIONS[..5]),
            nodes,
            lists: self.lists,
            registry: BTreeSet::new(),
            tables: BTreeMap::new(),
            media: BTreeMap::new(),
        }
    }

    fn nodes(&mut self, depth: usize) -> Vec<Node> {
        let mut nodes = Vec::new();
        while self.numbers.len() > 0 && nodes.len() < 12 {
            match self.below(8) {
                0 => break,
                1 if depth < 4 => nodes.push(self.group(depth)),
                2 if depth < 4 => nodes.push(self.matrix()),
                _ => nodes.push(self.question()),
            }
        }
        nodes
    }

    fn group(&mut self, depth: usize) -> Node {
        let repeat = match self.below(3) {
            0 => None,
            1 => Some(Repeat { count: None }),
            _ => Some(Repeat {
                count: self.rule(&["3", "${R}", "count-selected(${R}) + 1"]),
            }),
        };
        let reserved = repeat.is_some() && !self.has_data && self.seldom();
        self.has_data |= reserved;
        let name = if reserved { "data".to_owned() } else { self.name() };
        let mut group = Group {
            name,
            label: self.text(),
            hint: self.text(),
            relevant: self.rule(&CONDITIONS[..5]),
            appearance: self.appearance(),
            repeat,
            children: Vec::new(),
            row: Row(0),
        };
        let shown = self.shown.len();
        group.children = self.nodes(depth + 1);
        if group.repeat.is_some() {
            self.shown.truncate(shown);
        }
        Node::Group(group)
    }

    /// One list for all.
    fn matrix(&mut self) -> Node {
        let list = self.list(false);
        let rows = 1 + self.below(3);
        let group = Group {
            name: self.name(),
            label: self.text(),
            hint: Text::default(),
            relevant: None,
            appearance: vec!["table-list".to_owned()],
            repeat: None,
            children: (0..rows)
                .map(|_| {
                    let selection = Selection {
                        list: list.clone(),
                        source: Source::Sheet,
                        filter: None,
                        randomize: false,
                        seed: None,
                    };
                    self.asked(QuestionKind::SelectOne(selection))
                })
                .collect(),
            row: Row(0),
        };
        Node::Group(group)
    }

    fn question(&mut self) -> Node {
        let kind = self.kind();
        self.asked(kind)
    }

    fn asked(&mut self, kind: QuestionKind) -> Node {
        let initial = self.initial(&kind);
        let exposure = match kind {
            QuestionKind::Upload(_) => self.of(&[Exposure::Text, Exposure::Withheld]),
            QuestionKind::Geopoint => self.of(&[Exposure::Quasi, Exposure::Text, Exposure::Withheld]),
            _ => self.of(&[
                Exposure::Public,
                Exposure::Quasi,
                Exposure::Text,
                Exposure::Withheld,
            ]),
        };
        let mut question = Question {
            name: String::new(),
            label: self.text(),
            hint: self.text(),
            guidance: self.text(),
            media: Media::default(),
            required: self.rule(&CONDITIONS[..5]),
            required_message: self.text(),
            relevant: self.rule(&CONDITIONS[..5]),
            constraint: self.rule(&CONDITIONS),
            constraint_message: self.text(),
            calculation: self.rule(&CALCULATIONS[..5]),
            trigger: Vec::new(),
            initial,
            read_only: self.rule(&CONDITIONS[..5]),
            appearance: self.appearance(),
            exposure,
            proxy: self.seldom(),
            policy_question: if self.seldom() { Some(self.plain()) } else { None },
            kind,
            row: Row(0),
        };
        let silent = question.label.is_empty() && question.hint.is_empty();
        let unseen = matches!(
            question.kind,
            QuestionKind::Calculate
                | QuestionKind::Hidden
                | QuestionKind::Start
                | QuestionKind::End
                | QuestionKind::Today
        );
        if silent && !unseen {
            question.label = self.filled_text();
        }
        if question.kind == QuestionKind::Calculate && question.calculation.is_none() {
            question.calculation = Some(Expression::parse("1 + 1").unwrap());
        }
        if question.calculation.is_some() && !self.shown.is_empty() && self.seldom() {
            question.trigger = vec![self.earlier()];
        }
        question.name = self.name();
        self.names.push(question.name.clone());
        if !unseen {
            self.shown.push(question.name.clone());
        }
        Node::Question(Box::new(question))
    }

    fn kind(&mut self) -> QuestionKind {
        match self.below(21) {
            0 => QuestionKind::Text { rows: None },
            1 => QuestionKind::Text {
                rows: Some(self.of(&[1, 7, 100, 0, 101, 70_000])),
            },
            2 => QuestionKind::Integer,
            3 => QuestionKind::Decimal,
            4 => {
                let (start, end, step) = self.of(&SCALES);
                QuestionKind::Range(RangeScale {
                    start,
                    end,
                    step,
                    tick_interval: None,
                    placeholder: None,
                    labels: None,
                })
            }
            5 => QuestionKind::Geopoint,
            6 => QuestionKind::Upload(match self.below(4) {
                0 => Upload::Image { max_pixels: None },
                1 => Upload::Image {
                    max_pixels: Some(640),
                },
                2 => Upload::Audio,
                _ => Upload::File,
            }),
            7 | 8 => QuestionKind::SelectOne(self.selection(true)),
            9 => QuestionKind::SelectMultiple(self.selection(false)),
            10 => QuestionKind::Rank(self.selection(false)),
            11 => QuestionKind::Date,
            12 => QuestionKind::Time,
            13 => QuestionKind::DateTime,
            14 => QuestionKind::Note,
            15 => QuestionKind::Acknowledge,
            16 => QuestionKind::Calculate,
            17 => QuestionKind::Hidden,
            18 => QuestionKind::Start,
            19 => QuestionKind::End,
            _ => QuestionKind::Today,
        }
    }

    /// Name of a question that stands above and is shown, as often as what comes next.
    fn earlier(&mut self) -> String {
        let index = self.below(self.shown.len());
        self.shown[index].clone()
    }

    fn selection(&mut self, spaces: bool) -> Selection {
        let seeds = ["42", "-1.5", "${R}"];
        let seeds = &seeds[..if self.names.is_empty() { 2 } else { 3 }];
        Selection {
            list: self.list(spaces),
            source: Source::Sheet,
            filter: self.rule(&FILTERS),
            randomize: self.seldom(),
            seed: self.rule(seeds),
        }
    }

    /// A list there is, or a new one; with blanks in names only for those that ask for one answer.
    fn list(&mut self, spaces: bool) -> String {
        let kind = if spaces { "one" } else { "many" };
        let known: Vec<String> = self
            .lists
            .keys()
            .filter(|name| name.ends_with(kind))
            .cloned()
            .collect();
        if !known.is_empty() && self.below(2) == 0 {
            return known[self.below(known.len())].clone();
        }
        let start = self.of(&["l", "from_", "L.", "my list", "名-", "l_or_other_"]);
        let name = format!("{start}{}{kind}", self.lists.len());
        let choices = (0..=self.below(4)).map(|_| self.choice(spaces)).collect();
        self.lists.insert(name.clone(), ChoiceList { choices });
        name
    }

    fn choice(&mut self, spaces: bool) -> Choice {
        let name = self.plain();
        let keys = ["region", "Region2", "x-y", "a:b", "sortable.key"];
        let further = self.below(3);
        Choice {
            name: if spaces { name } else { name.replace(' ', "_") },
            label: self.filled_text(),
            media: Media::default(),
            exclusive: self.seldom(),
            section: self.text(),
            data: (0..further)
                .map(|_| (self.of(&keys).to_owned(), self.plain()))
                .collect(),
        }
    }

    fn initial(&mut self, kind: &QuestionKind) -> Option<Initial> {
        let dynamic = ["once(uuid())", "concat('a  b', ${R})", "today()", "${R}"];
        let dynamic = &dynamic[..if self.names.is_empty() { 3 } else { 4 }];
        match self.below(6) {
            4 if matches!(kind, QuestionKind::Date | QuestionKind::DateTime) => {
                Some(Initial::Literal("2024-01-01".to_owned()))
            }
            4 => Some(Initial::Literal(self.of(&LITERALS).to_owned())),
            5 => self.rule(dynamic).map(Initial::Expression),
            _ => None,
        }
    }

    fn rule(&mut self, sources: &[&str]) -> Option<Expression> {
        if self.below(4) != 3 {
            return None;
        }
        let source = self.of(sources);
        let source = match self.names.len() {
            0 => source.replace("${R}", "'r'"),
            known => {
                let place = self.below(known);
                let name = &self.names[place];
                source.replace("${R}", &format!("${{{name}}}"))
            }
        };
        Some(Expression::parse(&source).unwrap())
    }

    fn appearance(&mut self) -> Vec<String> {
        if !self.seldom() {
            return Vec::new();
        }
        self.of(&APPEARANCES).split(' ').map(str::to_owned).collect()
    }

    fn name(&mut self) -> String {
        self.made += 1;
        let start = self.of(&["q", "Q_", "名", "é.", "x-"]);
        format!("{start}{}", self.made)
    }

    /// A cell that is no text for people: never empty, without blanks at its ends.
    fn plain(&mut self) -> String {
        self.words(&PLAIN)
    }

    fn words(&mut self, pieces: &[&str]) -> String {
        (0..=self.below(3)).map(|_| self.of(pieces)).collect()
    }

    /// A text in some languages, or in none.
    fn text(&mut self) -> Text {
        if self.below(3) == 2 {
            self.filled_text()
        } else {
            Text::default()
        }
    }

    /// A text in at least one language.
    fn filled_text(&mut self) -> Text {
        let mut texts = BTreeMap::new();
        for tag in self.languages.clone() {
            if texts.is_empty() || self.below(4) != 3 {
                texts.insert(tag, self.sentence());
            }
        }
        Text(texts)
    }

    fn sentence(&mut self) -> String {
        let mut words = self.words(&PIECES);
        if !self.names.is_empty() && self.seldom() {
            let place = self.below(self.names.len());
            let name = &self.names[place];
            words = format!("{words}${{{name}}}");
        }
        if words.trim().is_empty() {
            words.push('x');
        }
        words
    }
}
