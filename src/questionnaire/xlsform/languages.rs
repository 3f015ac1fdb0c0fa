//! The languages of a file: from the names in its headers to BCP 47 tags.

use std::collections::BTreeMap;

use unic_langid::LanguageIdentifier;

use super::sheet::{Header, Record, Records};
use crate::questionnaire::definition::Text;
use crate::questionnaire::findings::{Code, Findings, Place};

/// The tag of texts whose language the author does not name.
pub(super) const UNDETERMINED: &str = "und";

/// The languages, and which tag each name in a header stands for.
#[derive(Debug, Clone)]
pub(super) struct Languages {
    /// In the order of the file; never empty.
    pub tags: Vec<String>,
    pub default: String,
    /// The first name of each tag.
    pub names: BTreeMap<String, String>,
}

impl Languages {
    /// Collects the languages of `sheets`; `default` is the setting, at its place.
    pub fn collect(sheets: &[&Records], default: (&str, Place), findings: &mut Findings) -> Self {
        let (wanted, place) = default;
        let mut languages = Self {
            tags: Vec::new(),
            default: String::new(),
            names: BTreeMap::new(),
        };
        let mut bare = false;
        for sheet in sheets {
            for header in sheet.headers.values() {
                match &header.language {
                    Some(name) => languages.add(name, header, sheet, findings),
                    // A hint without a language is in that of the labels.
                    None => bare |= header.column() == "label",
                }
            }
        }
        languages.choose_default(wanted, bare, &place, findings);
        languages
    }

    fn add(&mut self, name: &str, header: &Header, sheet: &Records, findings: &mut Findings) {
        let tag = tag(name);
        match self.names.get(&tag) {
            Some(known) if known.eq_ignore_ascii_case(name) => {}
            Some(known) => {
                let code = Code::LanguageClash {
                    first: known.clone(),
                    second: name.to_owned(),
                    tag,
                };
                // The same code under two names is one language, unless a column then comes twice.
                if sheet
                    .headers
                    .values()
                    .any(|other| other.meaning == header.meaning && other.language.as_ref() == Some(known))
                {
                    findings.add(sheet.place.clone().column(&header.title), code);
                }
            }
            None => {
                if !has_code(name) {
                    let code = Code::LanguageWithoutCode {
                        language: name.to_owned(),
                        tag: tag.clone(),
                    };
                    findings.add(sheet.place.clone().column(&header.title), code);
                }
                self.names.insert(tag.clone(), name.to_owned());
                self.tags.push(tag);
            }
        }
    }

    /// Columns without a language belong to the default language, whatever it is.
    fn choose_default(&mut self, wanted: &str, bare: bool, place: &Place, findings: &mut Findings) {
        let same_name = |name: &str| {
            let wanted = wanted.to_lowercase();
            name.to_lowercase() == wanted || without_code(name).to_lowercase() == wanted
        };
        let named = self.tags.iter().find(|tag| same_name(self.name(tag))).cloned();
        let wanted_tag = if wanted.is_empty() {
            UNDETERMINED.to_owned()
        } else {
            tag(wanted)
        };
        self.default = match (named, self.tags.first()) {
            (Some(tag), _) => tag,
            (None, _) if self.tags.contains(&wanted_tag) => wanted_tag,
            (None, Some(first)) if !bare => {
                let first = first.clone();
                if !wanted.is_empty() {
                    let code = Code::UnknownDefaultLanguage {
                        language: wanted.to_owned(),
                    };
                    findings.add(place.clone(), code);
                }
                first
            }
            (None, _) => {
                self.tags.insert(0, wanted_tag.clone());
                let name = if wanted.is_empty() { "default" } else { wanted };
                self.names.insert(wanted_tag.clone(), name.to_owned());
                wanted_tag
            }
        };
    }

    /// The texts of a translated column, by tag.
    pub fn text(&self, records: &Records, record: &Record, column: &str) -> Text {
        let mut texts = BTreeMap::new();
        // A header that names its language wins over one that does not.
        let mut cells = records.translations(record, column);
        cells.sort_by_key(|(language, _)| language.is_none());
        for (language, text) in cells {
            texts.entry(self.tag(language)).or_insert_with(|| text.to_owned());
        }
        Text(texts)
    }

    /// The tag of a language as a header names it.
    pub fn tag(&self, language: Option<&str>) -> String {
        language.map_or_else(|| self.default.clone(), tag)
    }

    /// The name an author gave to a tag.
    pub fn name<'n>(&'n self, tag: &'n str) -> &'n str {
        self.names.get(tag).map_or(tag, String::as_str)
    }
}

/// `English (en)` is `en`; `en` is `en`; a name without a valid code becomes a slug of itself.
pub(super) fn tag(name: &str) -> String {
    code(name).unwrap_or_else(|| slug(name))
}

pub(super) fn has_code(name: &str) -> bool {
    code(name).is_some()
}

/// `English (en)` without its code.
fn without_code(name: &str) -> &str {
    name.split(['(', '（']).next().unwrap_or(name).trim()
}

fn code(name: &str) -> Option<String> {
    let name = name.trim();
    let open = ['(', '（'];
    let inner = name
        .strip_suffix([')', '）'])
        .and_then(|front| front.rsplit_once(open));
    let candidate = inner.map_or(name, |(_, code)| code).trim();
    let primary = candidate.split(['-', '_']).next().unwrap_or_default();
    // Longer primary subtags are words of some language, not codes.
    if !(2..=3).contains(&primary.len()) {
        return None;
    }
    candidate
        .parse::<LanguageIdentifier>()
        .ok()
        .map(|code| code.to_string())
}

fn slug(name: &str) -> String {
    let words = name.to_lowercase();
    let words = words
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let slug = words.collect::<Vec<_>>().join("-");
    if slug.is_empty() {
        UNDETERMINED.to_owned()
    } else {
        slug
    }
}

#[cfg(test)]
mod tests {
    use super::tag;

    #[test]
    fn a_code_in_brackets_is_the_tag() {
        assert_eq!(tag("简体中文 (zh-Hans)"), "zh-Hans");
        assert_eq!(tag("English (en)"), "en");
        assert_eq!(tag("português（pt-br）"), "pt-BR");
        assert_eq!(tag("EN"), "en");
    }

    #[test]
    fn without_a_valid_code_the_name_makes_the_tag() {
        assert_eq!(tag("Français"), "français");
        assert_eq!(tag("中文"), "中文");
        assert_eq!(tag("Klingon (no such code)"), "klingon-no-such-code");
        assert_eq!(tag("()"), "und");
    }
}
