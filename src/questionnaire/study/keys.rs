//! Taking keys from a table of `study.toml`: what is missing, mistaken or left over becomes a
//! finding with the path of the key.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use toml::{Table, Value};

use crate::questionnaire::definition::Text;
use crate::questionnaire::findings::{Code, Findings, Place};

/// A table being read; every key that is asked for is taken out of it.
pub(super) struct Keys<'k> {
    table: Table,
    /// Path of the table with a dot at its end, or empty.
    path: String,
    /// Languages that every text must have.
    pub languages: Vec<String>,
    pub findings: &'k mut Findings,
}

impl<'k> Keys<'k> {
    pub fn new(table: Table, findings: &'k mut Findings) -> Self {
        Self {
            table,
            path: String::new(),
            languages: Vec::new(),
            findings,
        }
    }

    fn remark(&mut self, key: &str, code: impl FnOnce(String) -> Code) {
        let key = format!("{}{key}", self.path);
        let place = Place::file(super::STUDY_FILE).column(&key);
        self.findings.add(place, code(key));
    }

    /// Says that the value of a key is not valid.
    pub fn refuse(&mut self, key: &str, reason: &str) {
        let reason = reason.to_owned();
        self.remark(key, |key| Code::StudyInvalid { key, reason });
    }

    fn missing(&mut self, key: &str) {
        self.remark(key, |key| Code::StudyMissingKey { key });
    }

    /// Remarks on keys that nobody asked for.
    pub fn finish(mut self) {
        let left: Vec<String> = self.table.keys().cloned().collect();
        for key in left {
            self.remark(&key, |key| Code::StudyUnknownKey { key });
        }
    }

    /// A table within this one, read by `read`; what it leaves over is a finding.
    pub fn table<T>(&mut self, key: &str, read: impl FnOnce(&mut Keys<'_>) -> T) -> Option<T> {
        if let Value::Table(table) = self.table.remove(key)? {
            return Some(self.within(table, key, read));
        }
        self.refuse(key, "it must be a table");
        None
    }

    /// Like [`Self::table`], where the table must be there.
    pub fn required_table<T>(&mut self, key: &str, read: impl FnOnce(&mut Keys<'_>) -> T) -> Option<T> {
        if !self.table.contains_key(key) {
            self.missing(key);
        }
        self.table(key, read)
    }

    fn within<T>(&mut self, table: Table, key: &str, read: impl FnOnce(&mut Keys<'_>) -> T) -> T {
        let mut keys = Keys {
            table,
            path: format!("{}{key}.", self.path),
            languages: self.languages.clone(),
            findings: self.findings,
        };
        let value = read(&mut keys);
        keys.finish();
        value
    }

    /// Tables written as `[[key]]`, or none.
    pub fn tables<T>(&mut self, key: &str, mut read: impl FnMut(&mut Keys<'_>) -> T) -> Vec<T> {
        let rows = match self.table.remove(key) {
            None => return Vec::new(),
            Some(Value::Array(rows)) => rows,
            Some(_) => {
                self.refuse(key, "it must be written as [[…]]");
                return Vec::new();
            }
        };
        let mut values = Vec::new();
        for (index, row) in rows.into_iter().enumerate() {
            let key = format!("{key}[{}]", index + 1);
            match row {
                Value::Table(table) => values.push(self.within(table, &key, &mut read)),
                _ => self.refuse(&key, "it must be a table"),
            }
        }
        values
    }

    pub fn string(&mut self, key: &str) -> Option<String> {
        if let Value::String(text) = self.table.remove(key)? {
            return Some(text);
        }
        self.refuse(key, "it must be text in quotes");
        None
    }

    pub fn required_string(&mut self, key: &str) -> String {
        if !self.table.contains_key(key) {
            self.missing(key);
        }
        self.string(key).unwrap_or_default()
    }

    pub fn strings(&mut self, key: &str) -> Vec<String> {
        let Some(value) = self.table.remove(key) else {
            return Vec::new();
        };
        let texts = value
            .as_array()
            .map(|items| items.iter().map(|item| item.as_str().map(str::to_owned)));
        texts.and_then(Iterator::collect).unwrap_or_else(|| {
            self.refuse(key, "it must be a list of texts");
            Vec::new()
        })
    }

    pub fn required_strings(&mut self, key: &str) -> Vec<String> {
        if !self.table.contains_key(key) {
            self.missing(key);
        }
        self.strings(key)
    }

    pub fn number(&mut self, key: &str) -> Option<u32> {
        let value = self.table.remove(key)?;
        let number = value.as_integer().and_then(|number| u32::try_from(number).ok());
        if number.is_none() {
            self.refuse(key, "it must be a whole number that is not negative");
        }
        number
    }

    pub fn flag(&mut self, key: &str) -> bool {
        match self.table.remove(key) {
            None => false,
            Some(Value::Boolean(flag)) => flag,
            Some(_) => {
                self.refuse(key, "it must be true or false");
                false
            }
        }
    }

    /// A day, as a date or as text.
    pub fn day(&mut self, key: &str) -> Option<NaiveDate> {
        let value = self.table.remove(key)?;
        let written = match &value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let day = NaiveDate::parse_from_str(&written, "%Y-%m-%d").ok();
        if day.is_none() {
            self.refuse(key, "it must be a day such as 2027-01-31");
        }
        day
    }

    /// A text in every language of the study; a plain text stands for all of them.
    pub fn text(&mut self, key: &str) -> Text {
        match self.table.remove(key) {
            None => Text::default(),
            Some(Value::String(text)) => {
                let tags = self.languages.iter().take(1);
                Text(tags.map(|tag| (tag.clone(), text.trim().to_owned())).collect())
            }
            Some(Value::Table(table)) => self.translations(key, table),
            Some(_) => {
                self.refuse(key, "it must be text, or a table of texts by language");
                Text::default()
            }
        }
    }

    pub fn required_text(&mut self, key: &str) -> Text {
        if !self.table.contains_key(key) {
            self.missing(key);
        }
        self.text(key)
    }

    fn translations(&mut self, key: &str, table: Table) -> Text {
        let mut texts = BTreeMap::new();
        for (tag, value) in table {
            let path = format!("{key}.{tag}");
            match value {
                Value::String(_) if !self.languages.contains(&tag) => {
                    self.refuse(&path, "the study is not in this language");
                }
                Value::String(text) => {
                    texts.insert(tag, text.trim().to_owned());
                }
                _ => self.refuse(&path, "it must be text"),
            }
        }
        for tag in self.languages.clone() {
            if texts.get(&tag).is_none_or(String::is_empty) {
                self.missing(&format!("{key}.{tag}"));
            }
        }
        Text(texts)
    }
}
