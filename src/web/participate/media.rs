//! What labels show or play beside their text.

use crate::questionnaire::definition::{Definition, Media, Text};
use crate::questionnaire::evaluation::State;

/// Media as a page shows them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    pub image: Option<Picture>,
    /// Address.
    pub audio: Option<String>,
    /// Address.
    pub video: Option<String>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub address: String,
    /// Address of the same picture, larger.
    pub large: Option<String>,
    /// Empty where the label stands beside it and says it all; else the name of what it is for.
    pub alternative: String,
}

impl Shown {
    /// The media of a label, or nothing. `label` is its text, and `name` what has the label.
    pub fn of(state: &State<'_>, media: &Media, label: &str, name: &str) -> Option<Self> {
        if media.is_empty() {
            return None;
        }
        let definition = state.plan().definition();
        let address = |names| address(definition, &state.context().language, names);
        let shown = Self {
            image: address(&media.image).map(|image| Picture {
                address: image,
                large: address(&media.big_image),
                alternative: if label.trim().is_empty() {
                    name.to_owned()
                } else {
                    String::new()
                },
            }),
            audio: address(&media.audio),
            video: address(&media.video),
        };
        (shown != Self::default()).then_some(shown)
    }
}

/// Where the file of these names is served.
fn address(definition: &Definition, language: &str, names: &Text) -> Option<String> {
    let name = names.get(language, &definition.default_language);
    let hash = definition.media.get(name)?;
    Some(format!("/media/{hash}"))
}
