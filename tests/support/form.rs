//! A form as a browser without scripts reads it out of a page, fills it and sends it.

use regex::Regex;

use super::site::{Answer, Browser};

/// The form of a page, with what stands in it.
pub struct Form {
    pub action: String,
    inputs: Vec<Input>,
    /// It is sent in parts.
    pub in_parts: bool,
    /// Files that were chosen.
    chosen: Vec<Chosen>,
    /// Values of the buttons called `go`.
    pub buttons: Vec<String>,
}

/// One input, or one option of a menu.
#[derive(Debug, Clone)]
pub struct Input {
    pub name: String,
    /// `text`, `radio`, `checkbox`, `date`, `textarea`, `option` …
    pub kind: String,
    /// The input's `inputmode`.
    pub mode: String,
    pub value: String,
    pub id: String,
    pub chosen: bool,
    /// It excludes the other options.
    pub alone: bool,
}

/// A file that somebody chose.
struct Chosen {
    field: String,
    called: String,
    content: Vec<u8>,
}

impl Form {
    /// The form in the main part of a page.
    #[track_caller]
    pub fn of(page: &Answer) -> Self {
        let (_, main) = page.body.split_once("<main").expect("a page");
        let (_, form) = main
            .split_once("<form method=\"post\" action=\"")
            .unwrap_or_else(|| panic!("no form: {}", page.body));
        let form = form.split_once("</form>").expect("the form's end").0;
        let tag = Regex::new("<(input|select|option|textarea|button)\\b([^>]*)>([^<]*)").unwrap();
        let mut read = Self {
            action: plain(form.split('"').next().unwrap()),
            inputs: Vec::new(),
            in_parts: form
                .split('>')
                .next()
                .unwrap()
                .contains(" enctype=\"multipart/form-data\""),
            chosen: Vec::new(),
            buttons: Vec::new(),
        };
        let (mut menu, mut menu_id) = (String::new(), String::new());
        for found in tag.captures_iter(form) {
            let attributes = Attributes(&found[2]);
            let text = plain(&found[3]);
            let name = attributes.get("name").unwrap_or_default();
            match &found[1] {
                "button" => read.buttons.extend(attributes.get("value")),
                "select" => {
                    menu = name;
                    menu_id = attributes.get("id").unwrap_or_default();
                }
                kind => read.inputs.push(Input {
                    name: if kind == "option" { menu.clone() } else { name },
                    kind: match kind {
                        "input" => attributes.get("type").unwrap_or_else(|| "text".to_owned()),
                        other => other.to_owned(),
                    },
                    mode: attributes.get("inputmode").unwrap_or_default(),
                    value: match kind {
                        "textarea" => text.strip_prefix('\n').unwrap_or(&text).to_owned(),
                        _ => attributes.get("value").unwrap_or_else(|| text.trim().to_owned()),
                    },
                    id: match kind {
                        "option" => menu_id.clone(),
                        _ => attributes.get("id").unwrap_or_default(),
                    },
                    chosen: attributes.has("checked") || attributes.has("selected"),
                    alone: attributes.has("data-alone"),
                }),
            }
        }
        read
    }

    /// Names of the inputs in the order of the page, each once.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for input in &self.inputs {
            if !names.contains(&input.name) {
                names.push(input.name.clone());
            }
        }
        names
    }

    /// The inputs of one name.
    pub fn inputs<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f Input> {
        self.inputs.iter().filter(move |input| input.name == name)
    }

    /// Whether there is an input of this name.
    pub fn has(&self, name: &str) -> bool {
        self.inputs(name).next().is_some()
    }

    /// What a name stands at: typed, chosen or ticked, parted by blanks.
    pub fn value(&self, name: &str) -> String {
        let values: Vec<String> = self
            .fields()
            .into_iter()
            .filter(|(field, _)| field == name)
            .map(|(_, value)| value)
            .collect();
        values.join(" ")
    }

    /// Types a text, or chooses an option in place of another.
    #[track_caller]
    pub fn set(&mut self, name: &str, value: &str) -> &mut Self {
        assert!(self.has(name), "no {name} among {:?}", self.names());
        for input in self.inputs.iter_mut().filter(|input| input.name == name) {
            match input.kind.as_str() {
                "radio" | "option" => input.chosen = input.value == value,
                "checkbox" => panic!("{name} is ticked, not set"),
                _ => value.clone_into(&mut input.value),
            }
        }
        assert_eq!(self.value(name), value, "{name} does not offer it");
        self
    }

    /// Ticks a box, or takes the tick away.
    #[track_caller]
    pub fn tick(&mut self, name: &str, value: &str, ticked: bool) -> &mut Self {
        let found = self
            .inputs
            .iter_mut()
            .find(|input| input.name == name && input.value == value && input.kind == "checkbox");
        found.unwrap_or_else(|| panic!("no box {name} = {value}")).chosen = ticked;
        self
    }

    /// Chooses a file from the person's device.
    #[track_caller]
    pub fn choose(&mut self, name: &str, called: &str, content: &[u8]) -> &mut Self {
        let takes = self.inputs(name).any(|input| input.kind == "file");
        assert!(takes && self.in_parts, "no file {name} among {:?}", self.names());
        self.chosen.push(Chosen {
            field: name.to_owned(),
            called: called.to_owned(),
            content: content.to_owned(),
        });
        self
    }

    /// What a browser would send of all but files.
    pub fn fields(&self) -> Vec<(String, String)> {
        let mut fields = Vec::new();
        for name in self.names() {
            if self.inputs(&name).any(|input| input.kind == "file") {
                continue;
            }
            let is_menu = self.inputs(&name).any(|input| input.kind == "option");
            let chosen: Vec<&Input> = self
                .inputs(&name)
                .filter(|input| match input.kind.as_str() {
                    "radio" | "checkbox" | "option" => input.chosen,
                    _ => true,
                })
                .collect();
            // A menu in which nothing was chosen stands at its first option.
            let first = self.inputs(&name).next().filter(|_| is_menu && chosen.is_empty());
            fields.extend(
                chosen
                    .into_iter()
                    .chain(first)
                    .map(|input| (name.clone(), input.value.clone())),
            );
        }
        fields
    }

    /// What the script sends while the page is being filled in: of files only whether they were chosen.
    pub fn told(&self) -> Vec<(String, String)> {
        let files = self.inputs.iter().filter(|input| input.kind == "file");
        let told = files.map(|file| {
            let is_chosen = self.chosen.iter().any(|chosen| chosen.field == file.name);
            let word = if is_chosen { "file" } else { "" };
            (file.name.clone(), word.to_owned())
        });
        self.fields().into_iter().chain(told).collect()
    }

    /// Sends the form with the button `go`.
    pub fn press(&self, browser: &Browser, go: &str) -> Answer {
        self.press_with(browser, go, &[])
    }

    /// Sends the form with the button `go` and what stands beside it.
    pub fn press_with(&self, browser: &Browser, go: &str, beside: &[(String, String)]) -> Answer {
        let mut fields = [&self.fields(), beside].concat();
        fields.push(("go".to_owned(), go.to_owned()));
        if self.in_parts {
            return browser.post_parts(&self.action, &self.parts(&fields));
        }
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        browser.post(&self.action, &fields)
    }
}

impl Form {
    /// The body of a form with files, as browsers write it: those not chosen are empty.
    fn parts(&self, fields: &[(String, String)]) -> Vec<u8> {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(part(name, None, value.as_bytes()));
        }
        for name in self.names() {
            if !self.inputs(&name).any(|input| input.kind == "file") {
                continue;
            }
            match self.chosen.iter().find(|file| file.field == name) {
                Some(file) => body.extend(part(&name, Some(&file.called), &file.content)),
                None => body.extend(part(&name, Some(""), b"")),
            }
        }
        body.extend(format!("--{BOUNDARY}--\r\n").bytes());
        body
    }
}

/// Stands between the parts of a body.
pub const BOUNDARY: &str = "----boundary7MA4YWxkTrZu0gW";

/// One part of a body; `called` is the name of a file.
pub fn part(name: &str, called: Option<&str>, content: &[u8]) -> Vec<u8> {
    let file = called.map_or_else(String::new, |called| {
        format!("; filename=\"{called}\"\r\nContent-Type: application/octet-stream")
    });
    let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
    [head.as_bytes(), content, b"\r\n"].concat()
}

struct Attributes<'t>(&'t str);

impl Attributes<'_> {
    fn get(&self, name: &str) -> Option<String> {
        let start = format!(" {name}=\"");
        let (_, rest) = self.0.split_once(start.as_str())?;
        rest.split('"').next().map(plain)
    }

    fn has(&self, name: &str) -> bool {
        self.0.split_whitespace().any(|word| word == name)
    }
}

/// A text of a page without its escapes.
pub fn plain(escaped: &str) -> String {
    let mut text = escaped.to_owned();
    for (escape, sign) in [
        ("&#60;", "<"),
        ("&lt;", "<"),
        ("&#62;", ">"),
        ("&gt;", ">"),
        ("&#34;", "\""),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ] {
        text = text.replace(escape, sign);
    }
    text
}
