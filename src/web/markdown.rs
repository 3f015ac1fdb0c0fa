//! Markdown of studies and questionnaires as HTML: headings, emphasis, links, lists and a few colours,
//! never the author's own HTML.

use std::fmt;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::tags::{self, Meaning, Piece};

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
    html::push_html(&mut out, events(markdown).into_iter());
    Markup(out)
}

/// One run of text, for a label; what would stand in paragraphs of its own is put on lines.
pub fn inline(markdown: &str) -> Markup {
    if is_plain(markdown) {
        return Markup(markdown.to_owned());
    }
    let mut out = String::with_capacity(markdown.len() + 16);
    html::push_html(&mut out, run(markdown));
    let end = out.trim_end_matches(['\n', ' ']).trim_end_matches("<br />").len();
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
    !text.contains([
        '*',
        '_',
        '`',
        '[',
        ']',
        '<',
        '>',
        '&',
        '\\',
        '!',
        '#',
        '~',
        '\n',
        ISOLATES[0],
    ]) && !text.starts_with(['-', '+', ' ', '\t'])
        && !lists(text)
}

/// What may be shown, and no more.
fn events(markdown: &str) -> Vec<Event<'_>> {
    let mut drawing = Drawing::default();
    if has_tight_stars(markdown) {
        let loose = loosened(markdown);
        for event in Parser::new_ext(&loose, Options::ENABLE_STRIKETHROUGH) {
            drawing.take(tightened(event).into_static());
        }
    } else {
        for event in Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH) {
            drawing.take(event);
        }
    }
    drawing.close_to(0);
    drawing.events
}

/// Keeps stars and punctuation apart: neither a blank nor punctuation itself, and never shown.
const JOINER: char = '\u{2060}';

/// Punctuation that stands between words without a blank, as in Chinese. By the letter of `CommonMark`, stars
/// between it and a word are no emphasis, since in other languages a blank would tell where it ends.
fn is_tight(sign: char) -> bool {
    matches!(sign,
        '\u{2014}'..='\u{2026}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}'
        | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff3d}' | '\u{ff5b}'..='\u{ff65}')
}

fn has_tight_stars(markdown: &str) -> bool {
    markdown.contains('*') && markdown.contains(is_tight)
}

fn loosened(markdown: &str) -> String {
    let mut loose = String::with_capacity(markdown.len() + 16);
    let mut before = ' ';
    for sign in markdown.chars() {
        if sign == '*' && is_tight(before) || before == '*' && is_tight(sign) {
            loose.push(JOINER);
        }
        loose.push(sign);
        before = sign;
    }
    loose
}

fn tightened(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Text(text) => Event::Text(text.replace(JOINER, "").into()),
        Event::Code(text) => Event::Code(text.replace(JOINER, "").into()),
        other => other,
    }
}

/// Signs around an inserted answer whose direction is its own.
const ISOLATES: [char; 2] = ['\u{2068}', '\u{2069}'];

#[derive(Default)]
struct Drawing<'m> {
    events: Vec<Event<'m>>,
    /// Ends of our own tags that are open, and where each container of Markdown began among them.
    open: Vec<&'static str>,
    containers: Vec<usize>,
    refused_links: Vec<bool>,
}

impl<'m> Drawing<'m> {
    fn take(&mut self, event: Event<'m>) {
        match event {
            Event::Html(text) | Event::InlineHtml(text) => self.html(&text),
            Event::Text(text) if text.contains(ISOLATES) => self.isolated(&text),
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            Event::Start(Tag::HtmlBlock) => self.start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => self.end(TagEnd::Paragraph),
            Event::Start(Tag::Link { ref dest_url, .. }) => {
                let refused = !is_harmless(dest_url);
                self.refused_links.push(refused);
                if !refused {
                    self.events.push(event);
                }
            }
            Event::End(TagEnd::Link) => {
                if self.refused_links.pop() == Some(false) {
                    self.events.push(event);
                }
            }
            // The page has its own headings above these.
            Event::Start(Tag::Heading {
                id, classes, attrs, ..
            }) => self.start(Tag::Heading {
                level: HeadingLevel::H2,
                id,
                classes,
                attrs,
            }),
            Event::End(TagEnd::Heading(_)) => self.end(TagEnd::Heading(HeadingLevel::H2)),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::SoftBreak => self.events.push(Event::HardBreak),
            other => self.events.push(other),
        }
    }

    fn start(&mut self, tag: Tag<'m>) {
        self.containers.push(self.open.len());
        self.events.push(Event::Start(tag));
    }

    /// A container ends with whatever the author left open in it.
    fn end(&mut self, tag: TagEnd) {
        let begun = self.containers.pop().unwrap_or(0);
        self.close_to(begun);
        self.events.push(Event::End(tag));
    }

    fn html(&mut self, html: &str) {
        for piece in tags::pieces(html) {
            match piece {
                Piece::Text(text) => self.events.push(Event::Text(CowStr::from(text.to_owned()))),
                Piece::Tag(Meaning::Break) => {
                    if !matches!(self.events.last(), None | Some(Event::Start(_))) {
                        self.events.push(Event::HardBreak);
                    }
                }
                Piece::Tag(Meaning::Open(start, end)) => self.open(start, end),
                Piece::Tag(Meaning::Close(end)) => self.close(end),
            }
        }
    }

    fn isolated(&mut self, text: &str) {
        for part in text.split_inclusive(ISOLATES) {
            let words = part.trim_end_matches(ISOLATES);
            self.events.push(Event::Text(CowStr::from(words.to_owned())));
            if part.ends_with(ISOLATES[0]) {
                self.open("<bdi>", "</bdi>");
            } else if part.ends_with(ISOLATES[1]) {
                self.close("</bdi>");
            }
        }
    }

    fn open(&mut self, start: &'static str, end: &'static str) {
        self.open.push(end);
        self.events.push(Event::InlineHtml(CowStr::Borrowed(start)));
    }

    /// Ends what was begun in the same container, with what is open within it.
    fn close(&mut self, end: &'static str) {
        let begun = self.containers.last().copied().unwrap_or(0);
        let within = self.open.get(begun..).unwrap_or_default();
        if let Some(at) = within.iter().rposition(|open| *open == end) {
            self.close_to(begun + at);
        }
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            if let Some(end) = self.open.pop() {
                self.events.push(Event::InlineHtml(CowStr::Borrowed(end)));
            }
        }
    }
}

/// What may stand within a label; between the rest there is a new line.
fn run(markdown: &str) -> impl Iterator<Item = Event<'_>> {
    let mut begun = false;
    events(markdown).into_iter().flat_map(move |event| {
        let title = |tag| Event::InlineHtml(CowStr::Borrowed(tag));
        match event {
            Event::Start(Tag::Heading { .. }) => {
                let line = begun.then_some(Event::HardBreak);
                [line, Some(title("<span class=\"title\">"))]
            }
            Event::End(TagEnd::Heading(_)) => [Some(title("</span>")), None],
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link)
            | Event::Text(_)
            | Event::Code(_)
            | Event::InlineHtml(_) => {
                begun = true;
                [Some(event), None]
            }
            Event::HardBreak | Event::Start(Tag::Paragraph | Tag::Item) if begun => {
                [Some(Event::HardBreak), None]
            }
            _ => [None, None],
        }
        .into_iter()
        .flatten()
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
        assert_eq!(plain("<x>1 < 2 & 3</x>"), "<x>1 < 2 & 3</x>");
        let unclosed = inline(
            "<span onclick=\"alert(1)\" style=\"position:fixed;color:#f00\">a **b</span> c** <script>",
        );
        assert_eq!(
            unclosed.to_string(),
            "<span class=\"red\">a <strong>b c</strong> &lt;script&gt;</span>"
        );
    }

    #[test]
    fn tags_of_other_programs_become_ours_and_always_end() {
        for (written, shown) in [
            (
                "<b>bold</b> and <I>it</I>",
                "<strong>bold</strong> and <em>it</em>",
            ),
            ("one<br>two<br/>three", "one<br />\ntwo<br />\nthree"),
            ("<font color='green'>go</font>", "<span class=\"green\">go</span>"),
            (
                "<span style=\"background-color:red; color: #1E90FF\">x</span>",
                "<span class=\"blue\">x</span>",
            ),
            ("<span style=\"color:#333\">grey</span>", "<span>grey</span>"),
            ("<b>never ends", "<strong>never ends</strong>"),
            ("</b>never began", "never began"),
            ("*a <b>b* c</b>", "<em>a <strong>b</strong></em> c"),
            ("<b><i>crossed</b></i>", "<strong><em>crossed</em></strong>"),
            ("<center>**kept** as text</center>", "**kept** as text"),
            (
                "## Part\n\nof it",
                "<span class=\"title\">Part</span><br />\nof it",
            ),
            ("for \u{2068}a \\_ b\u{2069} too", "for <bdi>a _ b</bdi> too"),
        ] {
            assert_eq!(inline(written).to_string(), shown, "{written}");
        }
        assert_eq!(plain("<b>a</b> <span style=\"color:red\">c</span>"), "a c");
        assert_eq!(
            block("<p>one\n\n# two").to_string(),
            "<p>one\n</p>\n<h2>two</h2>\n"
        );
    }

    #[test]
    fn emphasis_needs_no_blanks_in_languages_that_have_none() {
        for (written, shown) in [
            ("**注意：**请回答。", "<strong>注意：</strong>请回答。"),
            ("他说**“你好”**然后走", "他说<strong>“你好”</strong>然后走"),
            ("**甲。***乙*、丙", "<strong>甲。</strong><em>乙</em>、丙"),
            ("第一，`a*，b` 和 \\*，", "第一，<code>a*，b</code> 和 *，"),
            ("* 不是，强调", "不是，强调"),
        ] {
            assert_eq!(inline(written).to_string(), shown, "{written}");
        }
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
