//! The functions of the language: their names, and what they take and give.

/// What a function or term gives, as far as that is known without evaluating it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Boolean,
    Number,
    Text,
    Nodes,
    /// Depends on the arguments.
    Any,
}

/// How many arguments a function takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arity {
    pub least: usize,
    /// `None` means any number.
    pub most: Option<usize>,
}

macro_rules! functions {
    ($($variant:ident $name:literal $sort:ident;)*) => {
        /// A function of the language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Function { $(#[doc = concat!("`", $name, "`")] $variant,)* }

        impl Function {
            /// Every function, by name.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As it is written.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it gives.
            pub const fn sort(self) -> Sort {
                match self { $(Self::$variant => Sort::$sort,)* }
            }
        }
    };
}

functions! {
    Abs "abs" Number;
    Acos "acos" Number;
    Asin "asin" Number;
    Atan "atan" Number;
    Atan2 "atan2" Number;
    Base64Decode "base64-decode" Text;
    Boolean "boolean" Boolean;
    BooleanFromString "boolean-from-string" Boolean;
    Ceiling "ceiling" Number;
    Checklist "checklist" Boolean;
    Coalesce "coalesce" Text;
    Concat "concat" Text;
    Contains "contains" Boolean;
    Cos "cos" Number;
    Count "count" Number;
    CountNonEmpty "count-non-empty" Number;
    CountSelected "count-selected" Number;
    Current "current" Nodes;
    Date "date" Text;
    DateTime "date-time" Text;
    DecimalDateTime "decimal-date-time" Number;
    DecimalTime "decimal-time" Number;
    Digest "digest" Text;
    EndsWith "ends-with" Boolean;
    Exp "exp" Number;
    Exp10 "exp10" Number;
    False "false" Boolean;
    Floor "floor" Number;
    FormatDate "format-date" Text;
    FormatDateTime "format-date-time" Text;
    If "if" Any;
    IndexedRepeat "indexed-repeat" Nodes;
    Instance "instance" Nodes;
    Int "int" Number;
    Join "join" Text;
    ChoiceName "jr:choice-name" Text;
    Itext "jr:itext" Any;
    Last "last" Number;
    LocalName "local-name" Text;
    Log "log" Number;
    Log10 "log10" Number;
    Max "max" Number;
    Min "min" Number;
    Name "name" Text;
    NormalizeSpace "normalize-space" Text;
    Not "not" Boolean;
    Now "now" Text;
    Number "number" Number;
    Once "once" Text;
    Pi "pi" Number;
    Position "position" Number;
    Pow "pow" Number;
    Pulldata "pulldata" Text;
    Random "random" Number;
    Randomize "randomize" Nodes;
    Regex "regex" Boolean;
    Round "round" Number;
    Selected "selected" Boolean;
    SelectedAt "selected-at" Text;
    Sin "sin" Number;
    Sqrt "sqrt" Number;
    StartsWith "starts-with" Boolean;
    String "string" Text;
    StringLength "string-length" Number;
    Substr "substr" Text;
    Substring "substring" Text;
    SubstringAfter "substring-after" Text;
    SubstringBefore "substring-before" Text;
    Sum "sum" Number;
    Tan "tan" Number;
    Today "today" Text;
    Translate "translate" Text;
    True "true" Boolean;
    Uuid "uuid" Text;
    WeightedChecklist "weighted-checklist" Boolean;
}

/// Functions of other engines that this one refuses by name.
const REFUSED: &[&str] = &[
    "area",
    "distance",
    "extract-signed",
    "geofence",
    "id",
    "intersects",
    "lang",
    "namespace-uri",
    "property",
    "version",
];

impl Function {
    /// The function of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|function| function.name() == name)
    }

    /// How many arguments it takes.
    pub const fn arity(self) -> Arity {
        let (least, most) = match self {
            Self::Current
            | Self::False
            | Self::Last
            | Self::Now
            | Self::Pi
            | Self::Random
            | Self::Today
            | Self::True => (0, Some(0)),
            Self::LocalName
            | Self::Name
            | Self::NormalizeSpace
            | Self::Number
            | Self::Position
            | Self::String
            | Self::StringLength
            | Self::Uuid => (0, Some(1)),
            Self::Concat => (0, None),
            Self::Max | Self::Min | Self::Join => (1, None),
            Self::Randomize | Self::Round => (1, Some(2)),
            Self::Checklist | Self::WeightedChecklist => (2, None),
            Self::Atan2
            | Self::ChoiceName
            | Self::Coalesce
            | Self::Contains
            | Self::EndsWith
            | Self::FormatDate
            | Self::FormatDateTime
            | Self::Pow
            | Self::Regex
            | Self::Selected
            | Self::SelectedAt
            | Self::StartsWith
            | Self::SubstringAfter
            | Self::SubstringBefore => (2, Some(2)),
            Self::Digest | Self::Substr | Self::Substring => (2, Some(3)),
            Self::If | Self::Translate => (3, Some(3)),
            Self::IndexedRepeat => (3, Some(7)),
            Self::Pulldata => (4, Some(4)),
            _ => (1, Some(1)),
        };
        Arity { least, most }
    }

    /// Whether the function takes `count` arguments.
    pub fn takes(self, count: usize) -> bool {
        let Arity { least, most } = self.arity();
        let paired = match self {
            Self::IndexedRepeat => count % 2 == 1,
            Self::WeightedChecklist => count.is_multiple_of(2),
            _ => true,
        };
        paired && count >= least && most.is_none_or(|most| count <= most)
    }

    /// Whether the first argument must be nodes.
    pub const fn needs_nodes(self) -> bool {
        matches!(
            self,
            Self::Count
                | Self::CountNonEmpty
                | Self::IndexedRepeat
                | Self::LocalName
                | Self::Name
                | Self::Randomize
        )
    }

    /// Whether other engines have a function of this name which this one refuses.
    pub(super) fn is_refused(name: &str) -> bool {
        REFUSED.contains(&name)
    }

    /// The function whose name is spelt most like `name`, if any is near.
    pub(super) fn nearest(name: &str) -> Option<Self> {
        const OTHER_NAMES: &[(&str, Function)] = &[
            ("length", Function::StringLength),
            ("len", Function::StringLength),
            ("ceil", Function::Ceiling),
            ("avg", Function::Sum),
            ("ifelse", Function::If),
            ("iif", Function::If),
            ("choice-name", Function::ChoiceName),
            ("jr:choice-label", Function::ChoiceName),
            ("itext", Function::Itext),
            ("matches", Function::Regex),
            ("replace", Function::Translate),
            ("power", Function::Pow),
            ("integer", Function::Int),
            ("str", Function::String),
            ("datetime", Function::DateTime),
        ];
        let lower = name.to_lowercase().replace('_', "-");
        if let Some((_, function)) = OTHER_NAMES.iter().find(|(other, _)| *other == lower) {
            return Some(*function);
        }
        let (distance, function) = Self::ALL
            .iter()
            .map(|function| (distance(&lower, function.name()), *function))
            .min_by_key(|(distance, _)| *distance)?;
        (distance <= 1 + lower.chars().count() / 5).then_some(function)
    }
}

/// Levenshtein distance in characters, of short words only.
fn distance(left: &str, right: &str) -> usize {
    const LONGEST: usize = 40;
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, letter) in left.chars().take(LONGEST).enumerate() {
        let mut diagonal = i;
        let mut before = i + 1;
        for (cell, other) in row.iter_mut().skip(1).zip(&right) {
            let next = (diagonal + usize::from(letter != *other))
                .min(before + 1)
                .min(*cell + 1);
            diagonal = *cell;
            *cell = next;
            before = next;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}
