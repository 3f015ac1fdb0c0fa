//! A release in a list.

use super::wording;
use crate::chain::registry::browse::Listed;
use crate::chain::registry::terms::{AccessLevel, SizeBand};
use crate::chain::registry::{Dossier, Family, Licence};
use crate::language::Language;
use crate::web::page::Page;

/// One line.
pub struct Line {
    pub address: String,
    pub name: String,
    pub publisher: String,
    /// Size, access, family of the licence and day; what is not known is left out.
    pub facts: Vec<String>,
}

impl Line {
    /// A release that was found.
    pub fn of_listed(page: &Page, listed: &Listed) -> Self {
        let codes = [
            listed.band().map(SizeBand::as_str),
            listed.access().map(AccessLevel::as_str),
            listed.family().map(Family::as_str),
        ];
        Self {
            address: page.link(&format!("/models/{}", listed.address)),
            name: listed.name.clone(),
            publisher: listed.publisher.clone(),
            facts: facts(page.language, codes),
        }
    }

    /// A release of a model.
    pub fn of_dossier(page: &Page, dossier: &Dossier) -> Self {
        let family = dossier.licence().and_then(Licence::family);
        let codes = [
            dossier.band().map(SizeBand::as_str),
            dossier.timeline().last().map(|step| step.level.as_str()),
            family.map(Family::as_str),
        ];
        let mut facts = facts(page.language, codes);
        facts.extend(dossier.released_on().map(|day| day.to_string()));
        Self {
            address: page.link(&format!("/models/{}", dossier.address)),
            name: dossier.name().to_owned(),
            publisher: dossier.publisher().unwrap_or_default().to_owned(),
            facts,
        }
    }
}

fn facts(language: Language, codes: [Option<&'static str>; 3]) -> Vec<String> {
    let known = codes.into_iter().flatten();
    known
        .map(|code| wording::term(language, code).into_owned())
        .collect()
}
