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
    for row in author.rows {
        let _ = writeln!(table, "| | {} |", row.join(" | "));
    }
    table + CHOICES
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
| | many | d | Dog ${q1} | b | |
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
            row[11] = self.number();
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
                _ => String::new(),
            };
        }
        if kind == "select_one many" && self.chance.one_in(2) {
            row[10] = format!("group = {}", self.one_text());
        }
        if kind.starts_with("select") && self.chance.one_in(4) {
            "randomize=true".clone_into(&mut row[12]);
        }
        if kind == "range" {
            "start=0 end=5 step=1".clone_into(&mut row[12]);
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
        match self.chance.below(8) {
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
            "date" => format!("${{{name}}} < date('2026-03-02')"),
            _ => format!("${{{name}}} {} ''", self.chance.one_of(&["=", "!="])),
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

    fn calculation(&mut self) -> String {
        let any = self.known[self.chance.below(self.known.len())].name.clone();
        match self.chance.below(9) {
            0 => format!("sum(${{{any}}})"),
            1 => format!("count(${{{any}}})"),
            2 => format!("join('+', ${{{any}}})"),
            3 => format!("coalesce({}, 2) + 1", self.mention()),
            4 => format!("concat({}, '/', {})", self.mention(), self.mention()),
            5 => format!("if({}, {}, 'no')", self.rule(), self.mention()),
            6 => format!("once({})", self.mention()),
            7 => "once(random())".to_owned(),
            _ => {
                let repeat = self.scope.last().cloned();
                match repeat {
                    Some(_) => "position(..)".to_owned(),
                    None => format!("count-non-empty(${{{any}}})"),
                }
            }
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
