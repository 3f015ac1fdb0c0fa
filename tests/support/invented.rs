//! Questionnaires that nobody would write and answers that nobody would give, from a seed: all types,
//! rules upon rules, repeats within repeats. The same seed gives the same ones on every machine.

use std::fmt::Write;

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};
use soundings::questionnaire::definition::QuestionKind;
use soundings::questionnaire::evaluation::{Occurrence, State};

/// A source of chance.
pub struct Chance(Xoshiro256PlusPlus);

impl Chance {
    pub fn of(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// A whole number below `limit`, which is not 0.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.0.next_u64() % limit as u64).unwrap()
    }

    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn one_of<'o, T: ?Sized>(&mut self, options: &[&'o T]) -> &'o T {
        options[self.below(options.len())]
    }
}

/// A questionnaire as a Markdown table that imports without an error.
pub fn questionnaire(seed: u64) -> String {
    let mut author = Author {
        chance: Chance::of(seed),
        rows: Vec::new(),
        known: Vec::new(),
        scope: Vec::new(),
        names: 0,
    };
    let pages = 2 + author.chance.below(3);
    for _ in 0..pages {
        author.page();
    }
    let mut table = format!("| survey |\n| | {} |\n", COLUMNS.join(" | "));
    for row in &author.rows {
        let _ = writeln!(table, "| | {} |", row.join(" | "));
    }
    let dog = if author.known.first().is_some_and(|first| first.scope.is_empty()) {
        "Dog ${q1}"
    } else {
        "Dog"
    };
    table + &CHOICES.replace("Dog", dog)
}

const COLUMNS: [&str; 14] = [
    "type",
    "name",
    "label",
    "hint",
    "relevant",
    "required",
    "constraint",
    "calculation",
    "trigger",
    "default",
    "choice_filter",
    "repeat_count",
    "parameters",
    "appearance",
];

const CHOICES: &str = "| choices |
| | list_name | name | label | group | exclusive |
| | few | a | Apple | a | |
| | few | b | Banana | b | |
| | few | c | Cherry | a | |
| | many | a | Ant | a | |
| | many | b | Bee | b | |
| | many | c | Cat | a | |
| | many | d | Dog | b | |
| | many | none | None of these | b | yes |
";

/// A question that later rows may refer to.
#[derive(Clone)]
struct Known {
    name: String,
    kind: &'static str,
    /// Names of the repeats around it.
    scope: Vec<String>,
}

struct Author {
    chance: Chance,
    rows: Vec<Vec<String>>,
    known: Vec<Known>,
    scope: Vec<String>,
    names: usize,
}

impl Author {
    fn page(&mut self) {
        let repeats = self.chance.one_in(3) && !self.known.is_empty();
        self.container(if repeats { "repeat" } else { "group" }, 0);
    }

    fn container(&mut self, word: &str, depth: usize) {
        let name = self.name("g");
        let mut row = vec![String::new(); COLUMNS.len()];
        row[0] = format!("begin_{word}");
        row[1].clone_from(&name);
        row[2] = format!("Part {name}");
        if self.chance.one_in(4) {
            row[4] = self.rule();
        }
        if word == "repeat" && self.chance.one_in(2) {
            let number = self.number();
            row[11] = match self.chance.below(3) {
                0 => number,
                1 => format!("coalesce({number}, 1)"),
                _ => format!("max(coalesce({number}, 1), 1)"),
            };
        }
        self.rows.push(row);
        if word == "repeat" {
            self.scope.push(name);
        }
        for _ in 0..2 + self.chance.below(4) {
            if depth < 2 && self.chance.one_in(6) {
                let inner = self.chance.one_of(&["group", "repeat"]);
                self.container(inner, depth + 1);
            } else {
                self.question();
            }
        }
        if word == "repeat" {
            self.scope.pop();
        }
        let mut end = vec![String::new(); COLUMNS.len()];
        end[0] = format!("end_{word}");
        self.rows.push(end);
    }

    fn name(&mut self, start: &str) -> String {
        self.names += 1;
        format!("{start}{}", self.names)
    }

    fn question(&mut self) {
        // The first row's name is mentioned by a label of the choices.
        let start = if self.known.is_empty() { "text" } else { "" };
        let kind = if start.is_empty() {
            self.chance.one_of(&[
                "text",
                "integer",
                "integer",
                "decimal",
                "select_one few",
                "select_one many",
                "select_multiple many",
                "rank few",
                "range",
                "date",
                "acknowledge",
                "note",
                "calculate",
                "calculate",
            ])
        } else {
            start
        };
        let name = if self.known.is_empty() {
            "q1".to_owned()
        } else {
            self.name("n")
        };
        let mut row = vec![String::new(); COLUMNS.len()];
        kind.clone_into(&mut row[0]);
        row[1].clone_from(&name);
        row[2] = format!("Question {name}");
        if kind == "calculate" {
            row[2].clear();
            row[7] = self.calculation();
            if self.chance.one_in(4)
                && let Some(asked) = self.near(|known| known.kind != "calculate")
            {
                row[8] = format!("${{{}}}", asked.name);
            }
        } else {
            self.rules(kind, &mut row);
        }
        self.rows.push(row);
        if kind != "note" {
            self.known.push(Known {
                name,
                kind,
                scope: self.scope.clone(),
            });
        }
    }

    fn rules(&mut self, kind: &str, row: &mut [String]) {
        if self.chance.one_in(3) {
            let _ = write!(row[2], " about {}", self.mention());
        }
        if self.chance.one_in(3) {
            row[4] = self.rule();
        }
        if self.chance.one_in(5) && kind != "note" {
            row[5] = if self.chance.one_in(2) {
                "yes".to_owned()
            } else {
                self.rule()
            };
        }
        if self.chance.one_in(5) {
            row[6] = match kind {
                "integer" | "decimal" | "range" => format!(". >= {}", self.chance.below(4)),
                "text" => "string-length(.) < 9".to_owned(),
                "select_multiple many" => "count-selected(.) < 3".to_owned(),
                _ => String::new(),
            };
        }
        if self.chance.one_in(6) {
            row[9] = match kind {
                "integer" => self.chance.one_of(&["3", "1 + 1", "count(${q1})"]).to_owned(),
                "text" => "once(concat('x', random() > 2))".to_owned(),
                "select_one few" => "b".to_owned(),
                "select_multiple many" => "a c".to_owned(),
                "date" => "2026-03-01".to_owned(),
                "decimal" => self.chance.one_of(&["1.5", "2 div 4", "-1"]).to_owned(),
                _ => String::new(),
            };
        }
        if kind.ends_with(" many") && self.chance.one_in(3) {
            row[10] = match self.chance.below(3) {
                0 => format!("group = {}", self.one_text()),
                1 => format!("group != {} or name = 'd'", self.one_text()),
                _ => {
                    let any = self.mention();
                    format!("not(selected({any}, name))")
                }
            };
        }
        if kind.starts_with("select") && self.chance.one_in(4) {
            let seed = self.near(|known| known.kind == "integer");
            row[12] = match (self.chance.below(3), seed) {
                (0, _) => "randomize=true".to_owned(),
                (1, Some(Known { name, .. })) => format!("randomize=true seed=${{{name}}}"),
                _ => format!("randomize=true seed={}", self.chance.below(10_000)),
            };
        }
        if kind == "range" {
            let scale = self.chance.one_of(&[
                "start=0 end=5 step=1",
                "start=0 end=2 step=0.5",
                "start=-2 end=2 step=1",
            ]);
            scale.clone_into(&mut row[12]);
        }
    }

    /// One that stands in the same instance or outside of all repeats.
    fn near(&mut self, fits: impl Fn(&Known) -> bool) -> Option<Known> {
        let near: Vec<Known> = self
            .known
            .iter()
            .filter(|known| self.scope.starts_with(&known.scope) && fits(known))
            .cloned()
            .collect();
        (!near.is_empty()).then(|| near[self.chance.below(near.len())].clone())
    }

    fn mention(&mut self) -> String {
        match self.near(|_| true) {
            Some(known) => format!("${{{}}}", known.name),
            None => "this".to_owned(),
        }
    }

    fn rule(&mut self) -> String {
        match self.chance.below(9) {
            8 => self.rule_over_instances(),
            0 => format!("{} and {}", self.atom(), self.atom()),
            1 => format!("{} or {}", self.atom(), self.atom()),
            2 => format!("not({})", self.atom()),
            3 => format!("if({}, {}, {})", self.atom(), self.atom(), self.atom()),
            _ => self.atom(),
        }
    }

    fn atom(&mut self) -> String {
        let Some(known) = self.near(|_| true) else {
            return "1 < 2".to_owned();
        };
        let Known { name, kind, .. } = known;
        match kind {
            "integer" | "decimal" | "range" | "calculate" => {
                let sign = self.chance.one_of(&["<", ">=", "=", "!="]);
                format!("${{{name}}} {sign} {}", self.chance.below(5))
            }
            "select_one few" | "select_one many" => {
                let sign = self.chance.one_of(&["=", "!="]);
                format!("${{{name}}} {sign} '{}'", self.chance.one_of(&["a", "b", "c"]))
            }
            "select_multiple many" => {
                format!(
                    "selected(${{{name}}}, '{}')",
                    self.chance.one_of(&["a", "b", "none"])
                )
            }
            "date" => {
                let sign = self.chance.one_of(&["<", ">=", "=", "!="]);
                format!("${{{name}}} {sign} date('2026-03-01')")
            }
            _ => format!("${{{name}}} {} ''", self.chance.one_of(&["=", "!="])),
        }
    }

    fn rule_over_instances(&mut self) -> String {
        let counted = self.counted();
        format!(
            "{counted} {} {}",
            self.chance.one_of(&["<", ">=", "="]),
            self.chance.below(4)
        )
    }

    /// A number of, or over, all instances of a question.
    fn counted(&mut self) -> String {
        let Some(Known { name: any, .. }) = self.anywhere(|_| true) else {
            return "1".to_owned();
        };
        let numeric = |known: &Known| matches!(known.kind, "integer" | "decimal" | "range");
        match self.anywhere(numeric) {
            Some(Known { name, .. }) if self.chance.one_in(2) => {
                format!(
                    "{}(${{{name}}})",
                    self.chance.one_of(&["sum", "min", "max", "count"])
                )
            }
            _ => format!(
                "{}(${{{any}}})",
                self.chance.one_of(&["count", "count-non-empty"])
            ),
        }
    }

    fn number(&mut self) -> String {
        let counted = |known: &Known| matches!(known.kind, "integer" | "range");
        match self.near(counted) {
            Some(known) if !self.chance.one_in(4) => format!("${{{}}}", known.name),
            _ => self.chance.one_of(&["1", "2", "1 + 1"]).to_owned(),
        }
    }

    fn one_text(&mut self) -> String {
        match self.near(|known| known.kind.starts_with("select_one")) {
            Some(known) => format!("${{{}}}", known.name),
            None => "'a'".to_owned(),
        }
    }

    fn anywhere(&mut self, fits: impl Fn(&Known) -> bool) -> Option<Known> {
        let fitting: Vec<Known> = self.known.iter().filter(|known| fits(known)).cloned().collect();
        (!fitting.is_empty()).then(|| fitting[self.chance.below(fitting.len())].clone())
    }

    fn calculation(&mut self) -> String {
        let any = self.known[self.chance.below(self.known.len())].name.clone();
        let choice = self.near(|known| known.kind.starts_with("select_one"));
        let whole = self.near(|known| matches!(known.kind, "integer" | "range"));
        let day = self.near(|known| known.kind == "date");
        let repeated = self.anywhere(|known| known.scope.len() == 1);
        match (self.chance.below(18), choice, whole, day, repeated) {
            (0, ..) => self.counted(),
            (1, ..) => format!("join('+', ${{{any}}})"),
            (2, ..) => format!("coalesce({}, 2) + 1", self.mention()),
            (3, ..) => format!("concat({}, '/', {})", self.mention(), self.mention()),
            (4, ..) => format!("if({}, {}, 'no')", self.rule(), self.mention()),
            (5, ..) => format!("once({})", self.mention()),
            (6, ..) => "once(random())".to_owned(),
            (7, ..) if !self.scope.is_empty() => "position(..)".to_owned(),
            (8, Some(Known { name, .. }), ..) => format!("jr:choice-name(${{{name}}}, '${{{name}}}')"),
            (9, Some(Known { name, kind, .. }), ..) => {
                let list = kind.rsplit(' ').next().unwrap();
                format!("instance('{list}')/root/item[name = ${{{name}}}]/group")
            }
            (10, _, Some(Known { name, .. }), ..) => {
                let sign = self.chance.one_of(&["+", "-", "*", "div", "mod"]);
                format!("${{{name}}} {sign} {}", self.chance.below(4))
            }
            (11, _, Some(Known { name, .. }), ..) => {
                let function = self
                    .chance
                    .one_of(&["round", "int", "abs", "number", "string", "boolean"]);
                format!("{function}(${{{name}}})")
            }
            (12, _, _, Some(Known { name, .. }), _) => format!("format-date(${{{name}}}, '%d/%m/%Y %b')"),
            (13, _, _, Some(Known { name, .. }), _) => {
                format!(
                    "decimal-date-time(${{{name}}}) - decimal-date-time(date('2026-02-01')) > {}",
                    self.chance.below(60)
                )
            }
            (14, _, _, _, Some(Known { name, scope, .. })) => {
                let index = self.number();
                format!("indexed-repeat(${{{name}}}, ${{{}}}, {index})", scope[0])
            }
            (15, ..) => {
                let (text, from) = (self.mention(), self.chance.below(3));
                match self.chance.below(6) {
                    0 => format!("string-length({text})"),
                    1 => format!("substr({text}, {from}, 3)"),
                    2 => format!("contains({text}, 'a')"),
                    3 => format!("selected-at({text}, {from})"),
                    4 => format!("count-selected({text})"),
                    _ => format!("translate({text}, 'ab', 'x')"),
                }
            }
            (16, ..) => self.rule(),
            _ => format!("count-non-empty(${{{any}}})"),
        }
    }
}

/// What somebody types into the field of a question, or ticks: mostly what it takes, at times not.
/// Nothing for questions whose field is not one list of values.
pub fn typed(state: &State<'_>, at: Occurrence, chance: &mut Chance) -> Vec<String> {
    let Some(question) = state.question(at) else {
        return Vec::new();
    };
    let one = |text: &str| vec![text.to_owned()];
    match &question.kind {
        QuestionKind::Text { .. } => one(chance.one_of(&["", "x", "a b", "*bold*", "longer than it may be"])),
        QuestionKind::Integer => one(chance.one_of(&["", "0", "1", "2", "3", "4", "07", "many"])),
        QuestionKind::Decimal => one(chance.one_of(&["", "0.5", "1", "2.50", "-3", "1e3"])),
        QuestionKind::Range(_) => one(chance.one_of(&["", "0", "1", "3", "5"])),
        QuestionKind::Date => one(chance.one_of(&["", "2026-03-01", "2026-04-01", "soon"])),
        QuestionKind::Acknowledge => one(chance.one_of(&["", "OK"])),
        QuestionKind::SelectOne(_) => {
            let offered = state.choices(at);
            if offered.is_empty() || chance.one_in(5) {
                return one("");
            }
            vec![offered[chance.below(offered.len())].name.clone()]
        }
        QuestionKind::SelectMultiple(_) => {
            let offered = state.choices(at);
            offered
                .iter()
                .filter(|_| chance.one_in(2))
                .map(|choice| choice.name.clone())
                .collect()
        }
        QuestionKind::Time
        | QuestionKind::DateTime
        | QuestionKind::Rank(_)
        | QuestionKind::Geopoint
        | QuestionKind::Upload(_)
        | QuestionKind::Note
        | QuestionKind::Calculate
        | QuestionKind::Hidden
        | QuestionKind::Start
        | QuestionKind::End
        | QuestionKind::Today => Vec::new(),
    }
}
