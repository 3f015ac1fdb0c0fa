//! Markdown of studies and questionnaires as HTML: emphasis, links and lists, never the author's own HTML.

use std::fmt;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// HTML that needs no escaping, since it was made here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Markup {}

/// Paragraphs, lists and headings.
pub fn block(markdown: &str) -> Markup {
    let mut out = String::with_capacity(markdown.len() + 16);
    html::push_html(&mut out, events(markdown));
    Markup(out)
}

/// One run of text, for a label; what would stand in paragraphs of its own is put on lines.
pub fn inline(markdown: &str) -> Markup {
    if is_plain(markdown) {
        return Markup(markdown.to_owned());
    }
    let mut out = String::with_capacity(markdown.len() + 16);
    html::push_html(&mut out, run(markdown));
    let end = out.trim_end().len();
    out.truncate(end);
    Markup(out)
}

/// A text that is no Markdown, as it is.
pub fn literal(text: &str) -> Markup {
    let mut out = String::with_capacity(text.len());
    html::push_html(&mut out, std::iter::once(Event::Text(CowStr::Borrowed(text))));
    Markup(out)
}

/// The words alone, for a menu or a page title.
pub fn plain(markdown: &str) -> String {
    if is_plain(markdown) {
        return markdown.to_owned();
    }
    let words = run(markdown).filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) => Some(text),
        Event::HardBreak => Some(CowStr::Borrowed(" ")),
        _ => None,
    });
    words.fold(String::new(), |line, word| line + &word)
}

/// Most labels hold no sign that means anything, so they need no parser.
fn is_plain(text: &str) -> bool {
    let lists = |text: &str| {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() < text.len() && rest.starts_with(['.', ')'])
    };
    !text.contains(['*', '_', '`', '[', ']', '<', '>', '&', '\\', '!', '#', '~', '\n'])
        && !text.starts_with(['-', '+', ' ', '\t'])
        && !lists(text)
}

fn events(markdown: &str) -> impl Iterator<Item = Event<'_>> {
    let mut inside_refused_link = false;
    Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH).filter_map(move |event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::HtmlBlock | Tag::Image { .. }) | Event::End(TagEnd::HtmlBlock | TagEnd::Image) => {
            None
        }
        Event::Start(Tag::Link { ref dest_url, .. }) if !is_harmless(dest_url) => {
            inside_refused_link = true;
            None
        }
        Event::End(TagEnd::Link) if inside_refused_link => {
            inside_refused_link = false;
            None
        }
        // The page has its own headings above these.
        Event::Start(Tag::Heading {
            id, classes, attrs, ..
        }) => Some(Event::Start(Tag::Heading {
            level: HeadingLevel::H2,
            id,
            classes,
            attrs,
        })),
        Event::End(TagEnd::Heading(_)) => Some(Event::End(TagEnd::Heading(HeadingLevel::H2))),
        Event::SoftBreak => Some(Event::HardBreak),
        other => Some(other),
    })
}

/// What may stand within a label; between the rest there is a new line.
fn run(markdown: &str) -> impl Iterator<Item = Event<'_>> {
    let mut begun = false;
    events(markdown).filter_map(move |event| match event {
        Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
        | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link)
        | Event::Text(_)
        | Event::Code(_)
        | Event::HardBreak => {
            begun = true;
            Some(event)
        }
        Event::Start(Tag::Paragraph | Tag::Item | Tag::Heading { .. }) if begun => Some(Event::HardBreak),
        _ => None,
    })
}

fn is_harmless(address: &str) -> bool {
    ["https://", "http://", "mailto:", "/", "#"]
        .iter()
        .any(|start| address.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_authors_write_cannot_become_markup_of_the_page() {
        for hostile in [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "![x](https://elsewhere/x.png)",
            "<img src=x onerror=alert(1)>",
        ] {
            for made in [block(hostile), inline(hostile)] {
                let made = made.to_string();
                assert!(!made.contains("<script") && !made.contains("<img"), "{made}");
                assert!(!made.contains("href=\"javascript"), "{made}");
            }
        }
        assert_eq!(plain("<b>1 < 2 & 3</b>"), "<b>1 < 2 & 3</b>");
    }

    #[test]
    fn a_label_is_one_run() {
        assert_eq!(inline("plain, with 1 number").to_string(), "plain, with 1 number");
        assert_eq!(
            inline("**bold** & more").to_string(),
            "<strong>bold</strong> &amp; more"
        );
        assert_eq!(inline("a\n\nb").to_string(), "a<br />\nb");
        assert_eq!(plain("**a**\nb"), "a b");
    }
}
