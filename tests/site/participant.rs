//! Somebody who answers, with scripts off, and a small study for the corners that the stock study
//! has not got.

use soundings::questionnaire::study::{self, Study};

use crate::support::form::Form;
use crate::support::site::{Answer, Browser, TestSite};

/// A person with a draft, looking at a page.
pub struct Participant {
    pub browser: Browser,
    pub page: Answer,
    pub code: String,
}

impl Participant {
    /// Agrees to the first box only and comes to the first page.
    #[track_caller]
    pub fn begins(site: &TestSite, study: &str, questionnaire: &str, language: &'static str) -> Self {
        Self::begins_at(site, &format!("/studies/{study}/{questionnaire}"), language)
    }

    /// As [`Participant::begins`] in English, with more boxes ticked.
    #[track_caller]
    pub fn begins_with(site: &TestSite, study: &str, questionnaire: &str, boxes: &[&str]) -> Self {
        Self::agrees(site, &format!("/studies/{study}/{questionnaire}"), "en", boxes)
    }

    /// As [`Participant::begins`], from the consent page at an address.
    #[track_caller]
    pub fn begins_at(site: &TestSite, address: &str, language: &'static str) -> Self {
        Self::agrees(site, address, language, &[])
    }

    #[track_caller]
    fn agrees(site: &TestSite, address: &str, language: &'static str, boxes: &[&str]) -> Self {
        let browser = site.visitor().reading(language);
        let mut form = Form::of(browser.get(address).is(200));
        form.tick("tick-take_part", "yes", true);
        for name in boxes {
            form.tick(&format!("tick-{name}"), "yes", true);
        }
        if form.has("language") {
            form.set("language", language);
        }
        let begun = form.press(&browser, "");
        no_cookie(&begun);
        let mut page = browser.follow(&begun);
        // The first page need not be one that is asked.
        if page.status == 303 {
            page = browser.follow(&page);
        }
        page.is(200);
        let code = begun.location.split('/').nth(2).unwrap().to_owned();
        Self { browser, page, code }
    }

    pub fn form(&self) -> Form {
        Form::of(&self.page)
    }

    /// Sends the page with a button, and goes where that leads.
    #[track_caller]
    pub fn press(&mut self, form: &Form, go: &str) -> &mut Self {
        let answer = form.press(&self.browser, go);
        self.arrive(answer);
        self
    }

    /// Opens an address.
    pub fn open(&mut self, path: &str) -> &mut Self {
        let answer = self.browser.get(path);
        self.arrive(answer);
        self
    }

    /// The address of a page of the draft, or of what belongs to it.
    pub fn at(&self, page: &str) -> String {
        format!("/answer/{}/{page}", self.code)
    }

    fn arrive(&mut self, answer: Answer) {
        no_cookie(&answer);
        self.page = if answer.status == 303 {
            self.browser.follow(&answer)
        } else {
            answer
        };
        no_cookie(&self.page);
    }

    /// Answers every question that is shown, `wishes` first, until the receipt appears.
    /// The last page is sent with `last`.
    #[track_caller]
    pub fn answers_everything(&mut self, wishes: &[(&str, &str)], last: &str) {
        for _ in 0..60 {
            if !self.page.body.contains("name=\"go\"") {
                return;
            }
            self.page.is(200);
            let mut form = self.form();
            fill(&mut form, wishes);
            let is_last = form.buttons.iter().any(|button| button == "send");
            self.press(&form, if is_last { last } else { "next" });
        }
        panic!("the questionnaire does not end: {}", self.page.body);
    }
}

/// Gives every question that has no answer yet the wish for it, or the first that is offered.
pub fn fill(form: &mut Form, wishes: &[(&str, &str)]) {
    for name in form.names() {
        if !form.value(&name).is_empty() {
            continue;
        }
        let wish = wishes
            .iter()
            .find(|(wished, _)| *wished == name)
            .map(|(_, wish)| *wish);
        let first = form
            .inputs(&name)
            .find(|input| !input.value.is_empty() && !input.alone)
            .cloned();
        let some = form.inputs(&name).next().unwrap().clone();
        match some.kind.as_str() {
            "checkbox" => {
                let value = wish.map_or_else(|| first.unwrap().value, str::to_owned);
                form.tick(&name, &value, true);
            }
            // The youngest stand first.
            "radio" | "option" if name == "u_age" => drop(form.set(&name, wish.unwrap_or("ag.25"))),
            "radio" | "option" => {
                let value = wish.map_or_else(|| first.unwrap().value, str::to_owned);
                form.set(&name, &value);
            }
            "file" | "hidden" => {}
            _ if ["latitude", "longitude", "altitude", "accuracy"]
                .iter()
                .any(|part| name.ends_with(&format!("[{part}]"))) =>
            {
                form.set(&name, wish.unwrap_or_default());
            }
            "date" => drop(form.set(&name, wish.unwrap_or("2026-01-05"))),
            _ if some.mode == "numeric" || some.mode == "decimal" => {
                form.set(&name, wish.unwrap_or("2"));
            }
            _ => {
                form.set(
                    &name,
                    wish.unwrap_or("Words of my own, long enough for every question."),
                );
            }
        }
    }
}

/// Nothing that a participant opens sets a cookie.
#[track_caller]
pub fn no_cookie(answer: &Answer) {
    assert_eq!(answer.header("set-cookie"), "", "{}", answer.body);
}

/// The answers of all submissions, as stored.
pub fn stored(site: &TestSite) -> Vec<serde_json::Value> {
    let query = "SELECT CAST(answers AS TEXT) AS text FROM submissions \
                 WHERE answers IS NOT NULL ORDER BY submitted_at, id";
    let texts = site.database.texts(query);
    texts
        .iter()
        .map(|text| serde_json::from_str(text).unwrap())
        .collect()
}

/// The only answers that are stored.
#[track_caller]
pub fn only(site: &TestSite) -> serde_json::Value {
    let mut all = stored(site);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

/// A study about tea: three pages, of which the second is for those who drink it.
pub fn tea() -> Study {
    study_of("tea", SETTINGS, DRINKERS)
}

/// The same study, in which pieces of what the drinkers are asked are replaced by others.
pub fn tea_with(edits: &[(&str, &str)]) -> Study {
    let mut drinkers = DRINKERS.to_owned();
    for (was, is) in edits {
        assert_eq!(drinkers.matches(was).count(), 1, "{was}");
        drinkers = drinkers.replace(was, is);
    }
    study_of("tea", SETTINGS, &drinkers)
}

/// A study in English alone with one questionnaire, called `drinkers` as that about tea.
pub fn study_in_english(key: &str, questionnaire: &str) -> Study {
    let settings: String = SETTINGS
        .replace("languages = [\"en\", \"zh-Hans\"]", "languages = [\"en\"]")
        .lines()
        .map(|line| match line.split_once(", zh-Hans = ") {
            Some((english, _)) => format!("{english} }}\n"),
            None => format!("{line}\n"),
        })
        .collect();
    study_of(key, &settings, questionnaire)
}

fn study_of(key: &str, settings: &str, questionnaire: &str) -> Study {
    let settings = settings.replace("key = \"tea\"", &format!("key = \"{key}\""));
    let files = [
        ("study.toml".to_owned(), settings.into_bytes()),
        ("drinkers.md".to_owned(), questionnaire.as_bytes().to_vec()),
    ];
    let reading = study::read(&files);
    reading
        .study
        .unwrap_or_else(|| panic!("{:#?}", reading.findings.sorted()))
}

/// A study that asks for files and a place.
pub fn pots() -> Study {
    study_of("tea", SETTINGS, POTS)
}

const POTS: &str = "\
| survey |
| | type | name | label::English (en) | label::简体中文 (zh-Hans) | required | relevant | constraint | constraint_message::English (en) | exposure |
| | begin_group | first | Your pot | 您的茶壶 | | | | | |
| | image | photo | A photograph of your pot | 茶壶照片 | yes | | | | text |
| | audio | whistle | How does it whistle? | 它的哨声 | | | | | text |
| | integer | cups | Cups a day | 每天几杯 | | | . < 50 | Nobody drinks so much. | public |
| | select_one yes_no | broken | Is it broken? | 坏了吗？ | | | | | public |
| | image | crack | A photograph of the crack | 裂缝照片 | | ${broken} = 'yes' | | | text |
| | end_group | | | | | | | | |
| | begin_group | second | Your tea | 您的茶 | | | | | |
| | begin_repeat | teas | Tea | 茶 | | | | | |
| | file | recipe | How do you make it? | 怎么泡？ | | | | | text |
| | end_repeat | | | | | | | | |
| | geopoint | shop | Where do you buy it? | 在哪里买？ | | | | | quasi |
| | text | wish | A wish | 愿望 | | | | | text |
| | end_group | | | | | | | | |
| choices |
| | list_name | name | label::English (en) | label::简体中文 (zh-Hans) |
| | yes_no | yes | Yes | 是 |
| | yes_no | no | No | 否 |
";

pub const SETTINGS: &str = r#"
key = "tea"
version = "1"
languages = ["en", "zh-Hans"]
minimum_age = 18
title = { en = "Tea", zh-Hans = "茶" }
short_title = { en = "Tea", zh-Hans = "茶" }
summary = { en = "Tea", zh-Hans = "茶" }
description = { en = "Tea", zh-Hans = "茶" }
sponsor = { en = "Nobody", zh-Hans = "无" }

[controller]
name = { en = "Somebody", zh-Hans = "某人" }
contact = { en = "here", zh-Hans = "此处" }

[ethics]
reference = { en = "None", zh-Hans = "无" }

[thresholds]
k = 5
table_k = 10

[consent]
version = "1"
text = { en = "Text", zh-Hans = "文" }
purpose = { en = "Purpose", zh-Hans = "目的" }
categories = { en = "Categories", zh-Hans = "类别" }
recipients = { en = "Recipients", zh-Hans = "接收方" }
retention = { en = "Retention", zh-Hans = "保存" }
rights = { en = "Rights", zh-Hans = "权利" }

[[consent.ticks]]
key = "take_part"
required = true
text = { en = "I take part.", zh-Hans = "同意" }

[[questionnaires]]
key = "drinkers"
file = "drinkers.md"
role = "any"
minutes = 1
title = { en = "Drinkers", zh-Hans = "饮茶者" }
description = { en = "Drinkers", zh-Hans = "饮茶者" }
"#;

const DRINKERS: &str = "\
| survey |
| | type | name | label::English (en) | label::简体中文 (zh-Hans) | required | relevant | constraint | constraint_message::English (en) | constraint_message::简体中文 (zh-Hans) | exposure |
| | begin_group | first | You | 您 | | | | | | |
| | select_one yes_no | drinks | Do you drink tea? | 您喝茶吗？ | yes | | | | | public |
| | text | why | Why not? | 为什么不喝？ | | ${drinks} = 'no' | | | | text |
| | select_multiple taste | taste | What do you put into it? | 您加什么？ | | | | | | public |
| | end_group | | | | | | | | | |
| | begin_group | second | Your pots | 您的茶壶 | | ${drinks} = 'yes' | | | | |
| | integer | cups | Cups a day | 每天几杯 | | | . < 50 | Nobody drinks so much. | 没人喝这么多。 | public |
| | begin_repeat | pots | Pot | 茶壶 | | | | | | |
| | text | pot | Which pot is it? | 哪个茶壶？ | yes | | | | | text |
| | end_repeat | | | | | | | | | |
| | end_group | | | | | | | | | |
| | begin_group | third | The end | 最后 | | | | | | |
| | text | wish | A wish | 愿望 | | | | | | text |
| | end_group | | | | | | | | | |
| choices |
| | list_name | name | label::English (en) | label::简体中文 (zh-Hans) | exclusive |
| | yes_no | yes | Yes | 是 | |
| | yes_no | no | No | 否 | |
| | taste | milk | Milk | 牛奶 | |
| | taste | lemon | Lemon | 柠檬 | |
| | taste | none | Nothing | 什么都不加 | yes |
";
