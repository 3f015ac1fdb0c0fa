//! `study.toml`, key by key.

use toml::Table;
use unic_langid::LanguageIdentifier;

use super::keys::Keys;
use super::{
    ChainTexts, Condition, Consent, Controller, QuestionnaireEntry, RoleTexts, STUDY_FILE, StudySettings,
    Thresholds, Tick, UnderAge,
};
use crate::chain::Audience;
use crate::questionnaire::comparison::Reason;
use crate::questionnaire::expression::Zone;
use crate::questionnaire::findings::{Code, Findings, Place};

/// What `study.toml` says.
pub(super) struct Read {
    pub settings: StudySettings,
    pub entries: Vec<QuestionnaireEntry>,
    pub vocabulary: Vocabulary,
    /// Why this version of the study asks otherwise than the one before.
    pub reason: Option<Reason>,
}

/// Files with choice lists.
#[derive(Default)]
pub(super) struct Vocabulary {
    /// Shared by all questionnaires.
    pub files: Vec<String>,
}

/// Reads the file; absent if it is no TOML at all.
pub(super) fn read(bytes: &[u8], findings: &mut Findings) -> Option<Read> {
    let text = std::str::from_utf8(bytes).map_err(|_| Code::NotUtf8);
    let table = text.and_then(|text| {
        text.parse::<Table>().map_err(|error| {
            let reason = error.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
            Code::StudySyntax { reason }
        })
    });
    match table {
        Ok(table) => Some(study(Keys::new(table, findings))),
        Err(code) => {
            findings.add(Place::file(STUDY_FILE), code);
            None
        }
    }
}

fn study(mut keys: Keys<'_>) -> Read {
    let languages = languages(&mut keys);
    keys.languages.clone_from(&languages);
    let title = keys.required_text("title");
    let short_title = keys.text("short_title");
    let settings = StudySettings {
        key: key(&mut keys),
        version: keys.string("version").unwrap_or_default(),
        languages,
        minimum_age: keys.number("minimum_age"),
        retention_months: keys.number("retention_months"),
        reply_within_days: keys.number("reply_within_days"),
        opens: keys.day("opens"),
        closes: keys.day("closes"),
        time_zone: time_zone(&mut keys),
        short_title: if short_title.is_empty() {
            title.clone()
        } else {
            short_title
        },
        title,
        summary: keys.text("summary"),
        description: keys.text("description"),
        sponsor: keys.text("sponsor"),
        sponsor_is_publisher: keys.flag("sponsor_is_publisher"),
        controller: keys.required_table("controller", controller).unwrap_or_default(),
        ethics: keys
            .table("ethics", |keys| keys.required_text("reference"))
            .unwrap_or_default(),
        thresholds: keys.table("thresholds", thresholds).unwrap_or_default(),
        under_age: keys.table("under_age", |keys| UnderAge {
            when: condition(keys),
            text: keys.required_text("text"),
        }),
        consent: keys.required_table("consent", consent).unwrap_or_default(),
        chain: keys.table("chain", chain).unwrap_or_default(),
        roles: keys.tables("roles", role_texts).into_iter().flatten().collect(),
    };
    if settings
        .opens
        .zip(settings.closes)
        .is_some_and(|(opens, closes)| closes < opens)
    {
        keys.refuse("closes", "it is before the study opens");
    }
    let vocabulary = keys.table("vocabulary", vocabulary).unwrap_or_default();
    let reason = reason(&mut keys, &settings.version);
    let entries = entries(&mut keys);
    keys.finish();
    Read {
        settings,
        entries,
        vocabulary,
        reason,
    }
}

fn languages(keys: &mut Keys<'_>) -> Vec<String> {
    let languages = keys.required_strings("languages");
    for tag in &languages {
        let canonical = tag.parse::<LanguageIdentifier>().map(|code| code.to_string());
        if canonical.as_ref() != Ok(tag) {
            keys.refuse(
                "languages",
                &format!("“{tag}” is no BCP 47 tag such as en or zh-Hans"),
            );
        }
    }
    languages
}

fn time_zone(keys: &mut Keys<'_>) -> Option<String> {
    let name = keys.string("time_zone")?;
    if Zone::named(&name).is_none() {
        keys.refuse(
            "time_zone",
            "it must be a name such as Asia/Shanghai or an offset such as +08:00",
        );
    }
    Some(name)
}

/// A key is part of addresses and file names.
fn key(keys: &mut Keys<'_>) -> String {
    let key = keys.required_string("key");
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !key.is_empty() && (!key.chars().all(plain) || key.starts_with('-') || key.len() > 60) {
        keys.refuse("key", "it must consist of small letters, digits and hyphens");
    }
    key
}

/// A tick's key is a field of a form and part of what is stored.
fn tick_key(keys: &mut Keys<'_>) -> String {
    let key = keys.required_string("key");
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !key.chars().all(plain) {
        keys.refuse("key", "it must consist of small letters, digits and “_”");
    }
    key
}

fn controller(keys: &mut Keys<'_>) -> Controller {
    Controller {
        name: keys.required_text("name"),
        contact: keys.required_text("contact"),
    }
}

fn thresholds(keys: &mut Keys<'_>) -> Thresholds {
    let usual = Thresholds::default();
    let k = keys.number("k").unwrap_or(usual.k);
    let table_k = keys.number("table_k").unwrap_or(usual.table_k);
    for (key, value) in [("k", k), ("table_k", table_k)] {
        if value < 2 {
            keys.refuse(key, "below 2 it protects nobody");
        }
    }
    Thresholds { k, table_k }
}

fn condition(keys: &mut Keys<'_>) -> Condition {
    Condition {
        question: keys.required_string("question"),
        choices: keys.required_strings("choices"),
    }
}

fn consent(keys: &mut Keys<'_>) -> Consent {
    let consent = Consent {
        version: keys.required_string("version"),
        text: keys.required_text("text"),
        purpose: keys.text("purpose"),
        categories: keys.text("categories"),
        recipients: keys.text("recipients"),
        retention: keys.text("retention"),
        rights: keys.text("rights"),
        ticks: keys.tables("ticks", |keys| Tick {
            key: tick_key(keys),
            required: keys.flag("required"),
            text: keys.required_text("text"),
        }),
    };
    if !consent.ticks.iter().any(|tick| tick.required) {
        keys.refuse(
            "ticks",
            "one of them must be required: it is the agreement to take part",
        );
    }
    consent
}

fn chain(keys: &mut Keys<'_>) -> ChainTexts {
    ChainTexts {
        question: keys.required_text("question"),
        hint: keys.text("hint"),
        warning: keys.text("warning"),
    }
}

fn role(keys: &mut Keys<'_>, key: &str) -> Option<Audience> {
    let code = keys.required_string(key);
    let role = Audience::from_code(&code);
    if role.is_none() && !code.is_empty() {
        keys.refuse(key, "it must be P, D, S, U, any or report");
    }
    role
}

fn role_texts(keys: &mut Keys<'_>) -> Option<RoleTexts> {
    let role = role(keys, "key");
    let (name, definition) = (keys.required_text("name"), keys.required_text("definition"));
    let examples = keys.text("examples");
    Some(RoleTexts {
        role: role?,
        name,
        definition,
        examples,
    })
}

fn vocabulary(keys: &mut Keys<'_>) -> Vocabulary {
    Vocabulary {
        files: keys.strings("files"),
    }
}

/// The reasons of all versions are checked; that of this version is kept.
fn reason(keys: &mut Keys<'_>, version: &str) -> Option<Reason> {
    let changes = keys.tables("changes", |keys| {
        let version = keys.required_string("version");
        let words = keys.required_text("reason");
        match Reason::in_languages(&words) {
            Ok(reason) => Some((version, reason)),
            // That it is missing was said.
            Err(_) if words.is_empty() => None,
            Err((language, fault)) => {
                keys.refuse(&format!("reason.{language}"), &fault.to_string());
                None
            }
        }
    });
    let changes: Vec<(String, Reason)> = changes.into_iter().flatten().collect();
    for (index, (version, _)) in changes.iter().enumerate() {
        if changes.iter().take(index).any(|(other, _)| other == version) {
            keys.refuse("changes", &format!("the version “{version}” occurs twice"));
        }
    }
    let own = changes.into_iter().find(|(other, _)| other == version);
    own.map(|(_, reason)| reason)
}

fn entries(keys: &mut Keys<'_>) -> Vec<QuestionnaireEntry> {
    let entries: Vec<_> = keys
        .tables("questionnaires", entry)
        .into_iter()
        .flatten()
        .collect();
    if entries.is_empty() {
        keys.refuse("questionnaires", "a study has at least one");
    }
    for (index, entry) in entries.iter().enumerate() {
        if entries.iter().take(index).any(|other| other.key == entry.key) {
            keys.refuse("questionnaires", &format!("the key “{}” occurs twice", entry.key));
        }
    }
    entries
}

fn entry(keys: &mut Keys<'_>) -> Option<QuestionnaireEntry> {
    let role = role(keys, "role");
    let entry = QuestionnaireEntry {
        key: key(keys),
        file: keys.required_string("file"),
        role: role.unwrap_or(Audience::Any),
        minutes: keys.number("minutes"),
        public_rows_if: keys.table("public_rows_if", condition),
        title: keys.required_text("title"),
        description: keys.text("description"),
    };
    (role.is_some() && !entry.file.is_empty()).then_some(entry)
}
