//! What the words of the column `type` mean.

use super::files;

/// The type of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RowType {
    Plain(Plain),
    /// A text or number under an old name that carries a rule of its own.
    Ruled(Plain, &'static str),
    Select(Select),
    Begin(Container),
    End(Container),
    /// A table in a file with this ending, for expressions.
    Table(&'static str),
    /// A setting, in the way of old forms.
    Setting,
    /// The device would know it; a website does not.
    NeverKnown,
    /// Without a value of its own, and harmless to leave out.
    Disregarded(&'static str),
    Unsupported(&'static str),
    Unknown,
}

/// Types that need no list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plain {
    Text,
    Integer,
    Decimal,
    Range,
    Date,
    Time,
    DateTime,
    Note,
    Acknowledge,
    Geopoint,
    Image,
    Audio,
    File,
    Calculate,
    Hidden,
    Start,
    End,
    Today,
}

/// A type that takes answers from a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Select {
    pub how: How,
    /// Empty if the author forgot it.
    pub list: String,
    pub from: From,
    pub or_other: bool,
}

/// Where a select takes its options from, as its words say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// The list is one of the sheet choices.
    Sheet,
    /// The list is the name of a file.
    File,
    /// The list refers to a question, whose answers are the options.
    Answers,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    One,
    Multiple,
    Rank,
}

/// What can be begun and ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Group,
    Repeat,
    /// Dead in the standard; read so that its end is found.
    Loop,
}

impl Container {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Repeat => "repeat",
            Self::Loop => "loop",
        }
    }
}

impl RowType {
    pub fn parse(text: &str) -> Self {
        let words: Vec<&str> = text.split_whitespace().collect();
        let lower = words.join(" ").to_lowercase();
        let normal = normal(&lower);
        if lower == "get phone number" {
            return Self::NeverKnown;
        }
        if let Some(container) = container(&normal, "begin ") {
            return Self::Begin(container);
        }
        if let Some(container) = container(&normal, "end ") {
            return Self::End(container);
        }
        plain(&normal)
            .or_else(|| ruled(&normal))
            .or_else(|| select(&words, &normal))
            .or_else(|| without_value(&normal))
            .unwrap_or(Self::Unknown)
    }
}

/// Old forms write `q text`, `add text prompt` and `get start time`; `_` and blanks are one.
fn normal(lower: &str) -> String {
    let spaced = lower.replace('_', " ");
    let bare = spaced
        .strip_prefix("q ")
        .or_else(|| spaced.strip_prefix("get "))
        .unwrap_or(&spaced);
    let prompt = bare
        .strip_prefix("add ")
        .and_then(|rest| rest.strip_suffix(" prompt"));
    prompt.unwrap_or(bare).to_owned()
}

fn container(normal: &str, verb: &str) -> Option<Container> {
    match normal.strip_prefix(verb)? {
        "group" => Some(Container::Group),
        "repeat" | "lgroup" | "looped group" => Some(Container::Repeat),
        word if word == "loop" || word.starts_with("loop ") => Some(Container::Loop),
        _ => None,
    }
}

fn plain(normal: &str) -> Option<RowType> {
    Some(RowType::Plain(match normal {
        "text" | "string" => Plain::Text,
        "integer" | "int" => Plain::Integer,
        "decimal" => Plain::Decimal,
        "range" => Plain::Range,
        "date" => Plain::Date,
        "time" => Plain::Time,
        "datetime" | "date time" => Plain::DateTime,
        "note" => Plain::Note,
        "acknowledge" | "trigger" => Plain::Acknowledge,
        "geopoint" | "gps" | "location" => Plain::Geopoint,
        "image" | "photo" | "picture" => Plain::Image,
        "audio" => Plain::Audio,
        "file" => Plain::File,
        "calculate" => Plain::Calculate,
        "hidden" => Plain::Hidden,
        "start" | "start time" => Plain::Start,
        "end" | "end time" => Plain::End,
        "today" => Plain::Today,
        _ => return None,
    }))
}

fn ruled(normal: &str) -> Option<RowType> {
    Some(match normal {
        "phone number" => RowType::Ruled(Plain::Text, "regex(., '^\\d*$')"),
        "percentage" => RowType::Ruled(Plain::Integer, "0 <= . and . <= 100"),
        "number of days in last month" => RowType::Ruled(Plain::Integer, "0 <= . and . <= 31"),
        "number of days in last six months" => RowType::Ruled(Plain::Integer, "0 <= . and . <= 183"),
        "number of days in last year" => RowType::Ruled(Plain::Integer, "0 <= . and . <= 365"),
        _ => return None,
    })
}

/// Commands by the words they consist of; longer ones first.
const COMMANDS: [(&str, How); 15] = [
    ("select one from file", How::One),
    ("select multiple from file", How::Multiple),
    ("add select one prompt using", How::One),
    ("add select multiple prompt using", How::Multiple),
    ("select all that apply from", How::Multiple),
    ("select all that apply", How::Multiple),
    ("select one from", How::One),
    ("select one using", How::One),
    ("select one", How::One),
    ("select multiple from", How::Multiple),
    ("select multiple using", How::Multiple),
    ("select multiple", How::Multiple),
    ("select1", How::One),
    ("select", How::Multiple),
    ("rank", How::Rank),
];

fn select(words: &[&str], normal: &str) -> Option<RowType> {
    if normal.split(' ').take(3).eq(["select", "one", "external"]) {
        return Some(RowType::Unsupported(
            "The sheet external_choices (select_one_external)",
        ));
    }
    COMMANDS.iter().find_map(|(command, how)| {
        let begins = normal.strip_prefix(command)?;
        let whole = begins.is_empty() || begins.starts_with(' ');
        let rest = after(words, command).filter(|_| whole)?;
        Some(RowType::Select(operands(rest, command, *how)))
    })
}

/// The words behind a command; none if it ends within a word, as in `select_one from_here`.
fn after<'w, 't>(words: &'w [&'t str], command: &str) -> Option<&'w [&'t str]> {
    let mut left = command.split(' ').count();
    for (index, word) in words.iter().enumerate() {
        if left == 0 {
            return words.get(index..);
        }
        left = left.checked_sub(word.split('_').count())?;
    }
    (left == 0).then_some(&[])
}

/// Endings that ask for an option “other”.
const OTHER: [&[&str]; 4] = [
    &["or_other"],
    &["or", "other"],
    &["or", "specify", "other"],
    &["or_specify_other"],
];

/// The list's name keeps its case and underscores, so it is taken from the words as written.
fn operands(words: &[&str], command: &str, how: How) -> Select {
    let mut rest = words.to_vec();
    let or_other = OTHER
        .iter()
        .find(|ending| rest.len() > ending.len() && rest.ends_with(ending));
    rest.truncate(rest.len() - or_other.map_or(0, |ending| ending.len()));
    let or_other = or_other.is_some();
    let list = rest.join(" ");
    let from = if list.contains("${") {
        From::Answers
    } else if command.ends_with("from file") || has_table_ending(&list) {
        From::File
    } else {
        From::Sheet
    };
    Select {
        how,
        list,
        from,
        or_other,
    }
}

/// A list with such a name is a file, whatever the command.
fn has_table_ending(list: &str) -> bool {
    list.rsplit_once('.')
        .is_some_and(|(_, ending)| files::is_table(ending))
}

fn without_value(normal: &str) -> Option<RowType> {
    let bare = normal.strip_prefix("uri:").unwrap_or(normal);
    Some(match bare {
        "deviceid" | "device id" | "imei" | "phonenumber" | "username" | "email" | "simserial" | "sim id"
        | "subscriberid" | "subscriber id" => RowType::NeverKnown,
        "audit" => RowType::Disregarded("Recording how a form is filled in (audit)"),
        "geotrace" => RowType::Unsupported("A line on the map (geotrace)"),
        "geoshape" => RowType::Unsupported("An area on the map (geoshape)"),
        "start-geopoint" => RowType::Unsupported("Recording the place at the start (start-geopoint)"),
        "background-geopoint" => RowType::Unsupported("Recording the place (background-geopoint)"),
        "background-audio" => RowType::Unsupported("Recording sound (background-audio)"),
        "barcode" => RowType::Unsupported("Scanning a barcode"),
        "video" => RowType::Unsupported("Uploading a film (video)"),
        "csv-external" => RowType::Table("csv"),
        "xml-external" => RowType::Table("xml"),
        "form title" | "set form title" | "form id" | "set form id" | "prefix" => RowType::Setting,
        _ if bare == "osm" || bare.starts_with("osm ") => RowType::Unsupported("Map features (osm)"),
        _ if bare.starts_with("cascading select") => RowType::Unsupported("cascading_select"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{From, How, Plain, RowType, Select};

    #[test]
    fn aliases_of_selects_are_understood() {
        let one = |list: &str| {
            RowType::Select(Select {
                how: How::One,
                list: list.to_owned(),
                from: From::Sheet,
                or_other: false,
            })
        };
        assert_eq!(RowType::parse("select_one yes_no"), one("yes_no"));
        assert_eq!(RowType::parse("select one from Yes_No"), one("Yes_No"));
        assert_eq!(RowType::parse("select1 x"), one("x"));
        assert_eq!(RowType::parse("select_one from_a"), one("from_a"));
        assert_eq!(RowType::parse("add select one prompt using x"), one("x"));
        let other = Select {
            how: How::Multiple,
            list: "a_b".to_owned(),
            from: From::Sheet,
            or_other: true,
        };
        assert_eq!(
            RowType::parse("select_multiple a_b or_other"),
            RowType::Select(other)
        );
        assert_eq!(RowType::parse("select_one"), one(""));
    }

    #[test]
    fn options_come_from_files_and_answers_too() {
        let select = |words: &str| match RowType::parse(words) {
            RowType::Select(select) => (select.how, select.list, select.from),
            other => panic!("{words}: {other:?}"),
        };
        let file = |how| (how, "a_b.csv".to_owned(), From::File);
        assert_eq!(select("select_one_from_file a_b.csv"), file(How::One));
        assert_eq!(select("select multiple from file a_b.csv"), file(How::Multiple));
        assert_eq!(select("rank a_b.csv"), file(How::Rank));
        assert_eq!(
            select("select_one ${q}"),
            (How::One, "${q}".to_owned(), From::Answers)
        );
        assert_eq!(select("select_one a.b").2, From::Sheet);
        assert_eq!(RowType::parse("xml-external"), RowType::Table("xml"));
    }

    #[test]
    fn old_and_odd_spellings_are_understood() {
        assert_eq!(RowType::parse("q string"), RowType::Plain(Plain::Text));
        assert_eq!(RowType::parse("add text prompt"), RowType::Plain(Plain::Text));
        assert_eq!(RowType::parse("dateTime"), RowType::Plain(Plain::DateTime));
        assert_eq!(RowType::parse("get start time"), RowType::Plain(Plain::Start));
        assert_eq!(RowType::parse("uri:deviceid"), RowType::NeverKnown);
        assert_eq!(RowType::parse("begin dancing"), RowType::Unknown);
    }
}
