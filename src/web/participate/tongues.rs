//! Two languages on one page: the site's around the questionnaire, and the questionnaire's own.

use std::fmt;

use crate::language::{Counted, Language, direction};

/// Who speaks how.
#[derive(Debug, Clone)]
pub struct Tongues {
    /// The language of the page around the questions.
    pub site: Language,
    /// Tag of the language of the questions.
    pub asked: String,
}

impl Tongues {
    /// Whether the site speaks another language than the questionnaire.
    pub fn differ(&self) -> bool {
        self.site.tag() != self.asked
    }

    /// `rtl` or `ltr`: how the questionnaire is written.
    pub fn direction(&self) -> &'static str {
        direction(&self.asked)
    }

    /// A text of the site among those of the questionnaire.
    pub fn text(&self, key: &str) -> Said {
        self.say(self.site.text(key).into_owned())
    }

    /// Words of the site among those of the questionnaire.
    pub fn say(&self, words: String) -> Said {
        Said {
            words,
            tag: self.differ().then(|| self.site.tag()),
        }
    }

    /// A text of the site with a number in it, among those of the questionnaire.
    pub fn count(&self, key: &str, number: impl Counted) -> Said {
        self.say(self.site.count(key, number).into_owned())
    }

    /// Words of the questionnaire for a text of the site, in which they keep their direction.
    pub fn within(&self, words: &str) -> String {
        if self.direction() == direction(self.site.tag()) {
            return words.to_owned();
        }
        format!("\u{2068}{words}\u{2069}")
    }

    /// Words for an attribute, which cannot say what language they are in.
    pub fn plain(&self, key: &str) -> String {
        self.site.text(key).into_owned()
    }
}

/// Words with their language, where it is not the one around them.
#[derive(Debug)]
pub struct Said {
    words: String,
    tag: Option<&'static str>,
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = crate::web::markdown::literal(&self.words);
        match self.tag {
            Some(tag) => write!(
                f,
                "<span lang=\"{tag}\" dir=\"{}\">{words}</span>",
                direction(tag)
            ),
            None => write!(f, "{words}"),
        }
    }
}

impl askama::filters::HtmlSafe for Said {}
