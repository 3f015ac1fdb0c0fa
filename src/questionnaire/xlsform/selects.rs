//! Questions answered from a list: of the sheet choices, of a file, or of the answers in a repeat.

use super::files::{Columns, Wanted, is_table};
use super::names;
use super::parameters::{self, Parameters};
use super::question::QuestionReader;
use super::references::{self, Reference};
use super::types::{From, How, Select};
use crate::questionnaire::definition::{QuestionKind, Selection, Source};
use crate::questionnaire::findings::Code;

impl QuestionReader<'_, '_> {
    pub(super) fn select(&mut self, select: &Select, parameters: &Parameters) -> QuestionKind {
        let place = self.at("parameters");
        parameters.accept(accepted(select.from), &place, self.findings);
        let (randomize, seed) = parameters.randomize(&place, self.findings);
        let (list, source) = match select.from {
            From::Sheet => (self.sheet_list(select), Source::Sheet),
            From::File => self.file_list(select, parameters),
            From::Answers => (self.answers(&select.list), Source::Answers),
        };
        let filter = self.expression("choice_filter");
        if select.or_other && filter.is_some() {
            self.remark("choice_filter", Code::OtherWithFilter);
        }
        if select.or_other && select.from != From::Sheet {
            self.remark("type", Code::OtherWithoutOptions);
        }
        let selection = Selection {
            list,
            source,
            filter,
            randomize,
            seed,
        };
        match select.how {
            How::One => QuestionKind::SelectOne(selection),
            How::Multiple => QuestionKind::SelectMultiple(selection),
            How::Rank => QuestionKind::Rank(selection),
        }
    }

    /// The name of the list, which with `or_other` has an option more.
    fn sheet_list(&mut self, select: &Select) -> String {
        let list = select.list.clone();
        if list.is_empty() {
            let word = self.text("type").to_owned();
            self.remark("type", Code::MissingList { word });
        } else if !self.lists.by_name.contains_key(&list) {
            let meant = names::meant(&list, self.lists.by_name.keys().map(String::as_str));
            let list = list.clone();
            self.remark("type", Code::UnknownList { list, meant });
        } else if select.how != How::One && self.lists.without_spaces.insert(list.clone()) {
            self.check_spaces(&list);
        }
        if select.or_other {
            self.list_with_other(&list)
        } else {
            list
        }
    }

    /// Several names are stored with spaces between them.
    fn check_spaces(&mut self, list: &str) {
        let choices = self.lists.by_name.get(list).map(|list| list.choices.as_slice());
        let spaced = choices
            .unwrap_or_default()
            .iter()
            .enumerate()
            .filter(|(_, choice)| choice.name.contains(' '));
        for (index, choice) in spaced {
            let place = self.lists.place(list, index).column("name");
            self.findings.add(
                place,
                Code::ChoiceNameSpace {
                    list: list.to_owned(),
                    name: choice.name.clone(),
                },
            );
        }
    }

    fn file_list(&mut self, select: &Select, parameters: &Parameters) -> (String, Source) {
        let file = select.list.as_str();
        let parted = file.split_once('.');
        if file.is_empty() {
            let word = self.text("type").to_owned();
            self.remark("type", Code::MissingFile { word });
        } else if !parted.is_some_and(|(stem, ending)| !stem.is_empty() && is_table(ending)) {
            let file = file.to_owned();
            self.remark("type", Code::TableEnding { file });
        }
        let usual = Columns::usual(file);
        let columns = Columns {
            value: self.column(parameters, "value").unwrap_or(usual.value),
            label: self.column(parameters, "label").unwrap_or(usual.label),
        };
        if self.files.is_registry(file) {
            self.check_registry(select, parameters);
            return (file.to_owned(), Source::Registry);
        }
        let source = Source::File {
            file: file.to_owned(),
            value: columns.value.clone(),
            label: columns.label.clone(),
        };
        if parted.is_none_or(|(_, ending)| !is_table(ending)) {
            return (file.to_owned(), source);
        }
        let wanted = Wanted {
            file,
            columns: &columns,
            several: select.how != How::One,
            language: &self.languages.default,
            asked: self.at("type"),
        };
        (self.files.list(&wanted, self.findings), source)
    }

    /// The registry is searched, so that one release at a time is found, by columns of its own.
    fn check_registry(&mut self, select: &Select, parameters: &Parameters) {
        let reason = if select.how != How::One {
            "several releases cannot be chosen at once"
        } else if !self.text("choice_filter").is_empty() {
            "its options cannot be filtered"
        } else if ["value", "label", "randomize", "seed"]
            .iter()
            .any(|key| parameters.get(key).is_some())
        {
            "its columns and their order are fixed"
        } else {
            return;
        };
        let reason = reason.to_owned();
        self.remark("type", Code::RegistryUse { reason });
    }

    /// A column of a file that a parameter names.
    fn column(&mut self, parameters: &Parameters, key: &str) -> Option<String> {
        let column = parameters.get(key)?;
        if !names::is_valid(column) {
            let code = parameters::invalid(key, column, "the name of a column, without blanks or signs");
            self.remark("parameters", code);
        }
        Some(column.to_owned())
    }

    /// The name of the question whose answers are the options; whether there is one, and only one,
    /// is checked when all rows are known.
    fn answers(&mut self, list: &str) -> String {
        let code = match references::scan(list).as_slice() {
            [Reference::Name(name)] if list == format!("${{{name}}}") => return (*name).to_owned(),
            [Reference::LastSaved] => references::last_saved(),
            _ => Code::MalformedReference {
                text: list.to_owned(),
            },
        };
        self.remark("type", code);
        list.to_owned()
    }
}

const fn accepted(from: From) -> &'static [&'static str] {
    match from {
        From::Sheet | From::Answers => &["randomize", "seed"],
        From::File => &["value", "label", "randomize", "seed"],
    }
}
