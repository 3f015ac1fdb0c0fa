//! The languages that the site offers, the catalogue of its texts, and whose wish decides.
//!
//! Texts are Project Fluent files under `languages/<tag>/`; a further language needs only a
//! folder. A test holds every folder to the same keys and every key used to a text. The texts of
//! questionnaires are not here: they belong to their study.

mod names;

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;
use unic_langid::{CharacterDirection, LanguageIdentifier};

pub use names::own_name;

/// A language that the site offers; cheap to copy.
#[derive(Clone, Copy)]
pub struct Language(&'static Catalogue);

#[derive(RustEmbed)]
#[folder = "languages/"]
struct Files;

struct Catalogue {
    tag: &'static str,
    /// The language's name in itself.
    name: &'static str,
    bundle: FluentBundle<FluentResource>,
}

/// The first language is the one whose texts stand in for missing ones.
const OFFERED: [(&str, &str); 2] = [("en", "English"), ("zh-Hans", "简体中文")];

static CATALOGUES: LazyLock<Vec<Catalogue>> =
    LazyLock::new(|| OFFERED.iter().map(|(tag, name)| load(tag, name)).collect());

fn load(tag: &'static str, name: &'static str) -> Catalogue {
    let identifier: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
    // Isolation marks are for mixed directions within one text, which these two never have.
    bundle.set_use_isolating(false);
    let folder = format!("{tag}/");
    for path in Files::iter().filter(|path| path.starts_with(&folder)) {
        let Some(file) = Files::get(&path) else { continue };
        let source = String::from_utf8_lossy(&file.data).into_owned();
        let resource = FluentResource::try_new(source).unwrap_or_else(|(readable, faults)| {
            tracing::error!(%path, ?faults, "a text file has faults");
            readable
        });
        if let Err(faults) = bundle.add_resource(resource) {
            tracing::error!(%path, ?faults, "a text is defined twice");
        }
    }
    Catalogue { tag, name, bundle }
}

impl Language {
    /// Every language offered, the default first.
    pub fn all() -> impl Iterator<Item = Self> {
        CATALOGUES.iter().map(Self)
    }

    /// The language that stands in where nothing better is known.
    pub fn fallback() -> Self {
        Self(&CATALOGUES[0])
    }

    /// The language with exactly this tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::all().find(|language| language.tag() == tag)
    }

    /// The language that serves a reader with this `Accept-Language` header best.
    pub fn negotiate(accept_language: &str) -> Self {
        let wanted = fluent_langneg::parse_accepted_languages(accept_language);
        let offered: Vec<LanguageIdentifier> =
            OFFERED.iter().filter_map(|(tag, _)| tag.parse().ok()).collect();
        let wanted: Vec<LanguageIdentifier> = wanted.into_iter().map(with_script).collect();
        fluent_langneg::negotiate_languages(
            &wanted,
            &offered,
            None,
            fluent_langneg::NegotiationStrategy::Filtering,
        )
        .first()
        .and_then(|best| Self::from_tag(&best.to_string()))
        .unwrap_or_else(Self::fallback)
    }

    /// BCP 47 tag, also the `lang` attribute.
    pub fn tag(self) -> &'static str {
        self.0.tag
    }

    /// The language's name in itself.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// The text under `key`.
    pub fn text(self, key: &str) -> Cow<'static, str> {
        self.format(key, None)
    }

    /// The text under `key` with its `{ $n }`, which also chooses the plural.
    pub fn count(self, key: &str, n: impl Counted) -> Cow<'static, str> {
        self.with(key, &[("n", Value::Number(n.counted()))])
    }

    /// The text under `key` with one placeable filled in.
    pub fn filled(self, key: &str, name: &'static str, value: &str) -> Cow<'static, str> {
        self.with(key, &[(name, Value::Text(value))])
    }

    /// The text under `key` with its placeables filled in.
    pub fn with(self, key: &str, values: &[(&'static str, Value<'_>)]) -> Cow<'static, str> {
        let mut arguments = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            let value = match value {
                Value::Text(text) => FluentValue::from((*text).to_owned()),
                #[expect(clippy::cast_precision_loss, reason = "counts shown to people")]
                Value::Number(number) => FluentValue::from(*number as f64),
            };
            arguments.set(*name, value);
        }
        self.format(key, Some(&arguments))
    }

    /// Whether the language has its own text under `key`.
    pub fn has(self, key: &str) -> bool {
        self.0.bundle.has_message(key)
    }

    fn format(self, key: &str, arguments: Option<&FluentArgs<'_>>) -> Cow<'static, str> {
        let own = Some(self.0).filter(|catalogue| catalogue.bundle.has_message(key));
        let catalogue = own.unwrap_or(&CATALOGUES[0]);
        let Some(pattern) = catalogue
            .bundle
            .get_message(key)
            .and_then(|message| message.value())
        else {
            return Cow::Owned(key.to_owned());
        };
        Cow::Owned(
            catalogue
                .bundle
                .format_pattern(pattern, arguments, &mut Vec::new())
                .into_owned(),
        )
    }
}

/// What fills a placeable.
#[derive(Debug, Clone, Copy)]
pub enum Value<'v> {
    /// Shown as it is.
    Text(&'v str),
    /// Written in the language's way; chooses plurals.
    Number(i64),
}

/// A number that a text can hold; templates hand numbers over by value or by reference.
pub trait Counted {
    /// The number, or the largest that can be written.
    fn counted(&self) -> i64;
}

macro_rules! counted {
    ($($number:ty),+) => {$(
        impl Counted for $number {
            fn counted(&self) -> i64 {
                i64::try_from(*self).unwrap_or(i64::MAX)
            }
        }
    )+};
}

counted!(u8, u16, u32, u64, usize, i32, i64);

impl<N: Counted> Counted for &N {
    fn counted(&self) -> i64 {
        (**self).counted()
    }
}

/// `zh` and `zh-CN` mean simplified script; langneg compares scripts literally.
fn with_script(mut wanted: LanguageIdentifier) -> LanguageIdentifier {
    if wanted.language.as_str() == "zh" && wanted.script.is_none() {
        wanted.script = "Hans".parse().ok();
    }
    wanted
}

/// How a language, offered here or not, is written: `rtl` or `ltr`, as the attribute `dir` says it.
pub fn direction(tag: &str) -> &'static str {
    if is_right_to_left(tag) { "rtl" } else { "ltr" }
}

/// Whether a language, offered here or not, is written from right to left.
pub fn is_right_to_left(tag: &str) -> bool {
    tag.parse::<LanguageIdentifier>()
        .is_ok_and(|language| language.character_direction() == CharacterDirection::RTL)
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.tag() == other.tag()
    }
}

impl std::fmt::Debug for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::is_right_to_left;

    #[test]
    fn the_script_tells_the_direction() {
        for tag in ["ar", "ar-EG", "he", "fa", "ur", "ckb", "az-Arab", "pa-Arab"] {
            assert!(is_right_to_left(tag), "{tag}");
        }
        for tag in ["en", "zh-Hans", "az", "pa", "ku", "tr", "und", "", "Arabic (ar)"] {
            assert!(!is_right_to_left(tag), "{tag}");
        }
    }
}
