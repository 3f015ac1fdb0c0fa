//! A page that keeps up while it is being filled in, as the script of the site does it.

use regex::Regex;

use super::form::Form;
use super::site::{Answer, Browser};

/// The form of a page as it stands in the browser, and what the script keeps beside it.
pub struct Live {
    html: String,
    /// Values of questions that went away; they are sent on.
    kept: Vec<(String, String)>,
    /// What was read out last.
    pub news: String,
}

impl Live {
    /// The form of a page that was loaded.
    #[track_caller]
    pub fn of(page: &Answer) -> Self {
        Self {
            html: form_of(&page.body),
            kept: Vec::new(),
            news: String::new(),
        }
    }

    /// The form, to be filled in.
    pub fn form(&self) -> Form {
        Form::of(&answer(&self.html))
    }

    /// The questions as HTML.
    pub fn questions(&self) -> &str {
        let (_, questions) = self.html.split_once("<div id=\"questions\"").unwrap();
        questions.split_once("<div class=\"actions\"").unwrap().0
    }

    /// Sends what stands in the form, and puts what has changed into the page.
    #[track_caller]
    pub fn look(&mut self, browser: &Browser, form: &Form, go: &str, left: &str) {
        let have: Vec<String> = marks(&self.html);
        let reply = self.ask(browser, form, go, left, &have.join(" "));
        let before: Vec<(String, String)> = form.fields();
        let (sheet, news) = reply.split_once("<p id=\"news\"").unwrap();
        let (_, news) = news.split_once('>').unwrap();
        super::form::plain(news.split('<').next().unwrap()).clone_into(&mut self.news);
        self.html = filled(&form_of(sheet), &self.html);
        self.keep(before, go);
    }

    /// What would come if the browser had nothing yet.
    pub fn whole(&self, browser: &Browser) -> Self {
        let reply = self.ask(browser, &self.form(), "look", "", "");
        Self {
            html: form_of(&reply),
            kept: Vec::new(),
            news: String::new(),
        }
    }

    /// Sends the form as a browser does when a button is pressed.
    pub fn press(&self, browser: &Browser, form: &Form, go: &str) -> Answer {
        form.press_with(browser, go, &self.kept)
    }

    fn ask(&self, browser: &Browser, form: &Form, go: &str, left: &str, have: &str) -> String {
        let mut fields = [form.told(), self.kept.clone()].concat();
        for (name, value) in [("go", go), (".left", left), (".have", have)] {
            fields.push((name.to_owned(), value.to_owned()));
        }
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let reply = browser.post(&form.action, &fields);
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.body
    }

    fn keep(&mut self, before: Vec<(String, String)>, go: &str) {
        let now = self.form();
        let goes = |name: &str| !now.has(name) && !name.starts_with('.') && !name.ends_with("[was]");
        self.kept.retain(|(name, _)| goes(name));
        if !go.starts_with("remove") {
            let gone = before
                .into_iter()
                .filter(|(name, value)| goes(name) && !value.is_empty());
            self.kept.extend(gone);
        }
    }
}

fn answer(html: &str) -> Answer {
    Answer {
        status: 200,
        location: String::new(),
        body: format!("<main>{html}"),
        headers: ureq::http::HeaderMap::new(),
    }
}

#[track_caller]
fn form_of(body: &str) -> String {
    let start = body
        .find("<form method=\"post\" action=\"/answer/")
        .unwrap_or_else(|| panic!("no questions: {body}"));
    let length = body[start..].find("</form>").expect("the form's end");
    body[start..start + length + 7].to_owned()
}

/// Marks of the blocks of a page.
fn marks(html: &str) -> Vec<String> {
    let mark = Regex::new("data-v=\"([0-9a-f]+)\"").unwrap();
    mark.captures_iter(html)
        .map(|found| found[1].to_owned())
        .collect()
}

/// What came, with the blocks in it that the page has already.
fn filled(came: &str, page: &str) -> String {
    let named = Regex::new("<i id=\"([^\"]+)\"></i>").unwrap();
    named
        .replace_all(came, |found: &regex::Captures<'_>| block(page, &found[1]))
        .into_owned()
}

/// The element of this id, to its end.
fn block(page: &str, id: &str) -> String {
    let tag = Regex::new(&format!("<(\\w+) id=\"{}\" data-v=", regex::escape(id))).unwrap();
    let found = tag.captures(page).unwrap_or_else(|| panic!("no block {id}"));
    let start = found.get(0).unwrap().start();
    let either = Regex::new(&format!("<(/?){}\\b", &found[1])).unwrap();
    let mut depth = 0;
    for one in either.captures_iter(&page[start..]) {
        depth += if one[1].is_empty() { 1 } else { -1 };
        if depth == 0 {
            let end = start + one.get(0).unwrap().end() + 1;
            return page[start..end].to_owned();
        }
    }
    panic!("{id} never ends");
}
