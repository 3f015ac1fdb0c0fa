//! All that is known of a release: facts with their sources, the history of access, components,
//! names, lineage, and what was corrected.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::drawing::{self, Drawing};
use super::issues::{self, Alleged};
use super::{claimed, correction, wording};
use crate::chain::claims;
use crate::chain::registry::drift::{self, drifts};
use crate::chain::registry::facts::{Counted, Direction, Fact, Field};
use crate::chain::registry::lineage::{self, Lineage};
use crate::chain::registry::openness::{Availability, Component};
use crate::chain::registry::{Address, Dossier, Statement, dossier};
use crate::language::{Language, Value};
use crate::store::StoreError;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::markdown::Markup;
use crate::web::page::{Page, show};

/// Labels of facts, in the order in which people look for them.
const ORDER: [&str; 7] = [
    "registry-released-on",
    "registry-size",
    "registry-active",
    "registry-licence",
    "registry-takes",
    "registry-gives",
    "registry-purpose",
];

/// Most of each on one page: names, lines of lineage, and statements that are no longer in force.
const MOST_IDENTIFIERS: usize = 40;
const MOST_BYGONE: usize = 40;
const MOST_LINES: usize = 60;

#[derive(Template)]
#[template(path = "public/release.html")]
struct ReleasePage {
    page: Page,
    name: String,
    model: String,
    model_address: String,
    publisher: String,
    /// Key of the label, what is known, and the statement that it rests on.
    facts: Vec<(&'static str, String, Source)>,
    /// Releases that supersede this one: address and name.
    newer: Vec<(String, String)>,
    /// The release that this one supersedes.
    older: Option<(String, String)>,
    steps: Vec<Step>,
    /// Code of the class, if components are known.
    class: Option<&'static str>,
    /// What the next class lacks.
    missing: String,
    components: Vec<Part>,
    /// Scheme, name, address, and the statement.
    identifiers: Vec<(&'static str, String, Option<String>, Source)>,
    /// Names that the page has no room for.
    more_identifiers: usize,
    drawing: Option<Drawing>,
    lines: Vec<Line>,
    /// Whether there is more lineage than is shown.
    cut: bool,
    drifts: Vec<String>,
    bygone: Vec<Bygone>,
    /// What was reported last.
    alleged: Vec<Alleged>,
    /// How often which problem is reported.
    problems: Vec<issues::Figure>,
    /// Where everything stands that is reported.
    all_alleged: String,
    /// Who showed that it is theirs.
    claimed: Vec<String>,
    /// Where somebody else does so.
    claim: String,
    contacts: Vec<Markup>,
}

/// Who says so, and since when.
struct Source {
    /// Its address, if it is one.
    link: Option<String>,
    text: String,
    on: String,
}

/// A step in the history of access.
struct Step {
    on: String,
    level: &'static str,
    basis: &'static str,
    source: Source,
}

/// A component.
struct Part {
    code: &'static str,
    /// Whether anything is known of it, and whether it is published.
    state: &'static str,
    licence: String,
    counts: bool,
    source: Option<Source>,
}

/// A line of the lineage.
struct Line {
    derived: (String, String),
    relation: &'static str,
    base: (String, String),
    confidence: &'static str,
    source: Source,
}

/// A statement that is no longer in force.
struct Bygone {
    what: String,
    value: String,
    withdrawn: bool,
    source: Source,
    /// Why the one after it took its place.
    reason: String,
}

fn source(statement: &Statement) -> Source {
    let text = statement.source.as_str();
    Source {
        link: text.starts_with("https://").then(|| text.to_owned()),
        text: text.trim_start_matches("https://").to_owned(),
        on: statement.on.to_string(),
    }
}

/// Shows a release.
///
/// # Errors
/// [`WebError::Missing`].
pub async fn release(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let address = crate::web::release::address(path.into_inner())?;
    let (within, asking) = (site.clone(), page.clone());
    let found = site
        .store
        .read(move |db| {
            let Some(dossier) = dossier::of_release(db, &address)? else {
                return Ok(None);
            };
            let newer = dossier::newer(db, &address)?;
            let newer = lineage::named(db, newer)?;
            let older = dossier.supersedes().cloned();
            let older = lineage::named(db, older.into_iter().collect())?;
            let lineage = lineage::around(db, &address)?;
            let contacts = correction::contacts(&within, &asking, db)?;
            let claimed = claims::confirmed_of_release(db, &within.links, &address)?;
            let now = within.clock.now();
            let few = (0, issues::FEW);
            let alleged = issues::of_release(db, &within.shelf, &address, now, few, asking.language)?;
            let problems = issues::figures(db, &within.shelf, &address, now, asking.language)?;
            let rest = (contacts, claimed, alleged, problems);
            Ok::<_, StoreError>(Some((dossier, (newer, older), lineage, rest)))
        })
        .await?;
    let (dossier, (newer, older), lineage, (contacts, claimed, alleged, problems)) =
        found.ok_or(WebError::Missing)?;
    let link = |(address, name): (Address, String)| (page.link(&format!("/models/{address}")), name);
    let completeness = dossier.completeness();
    let missing = completeness.iter().flat_map(|found| &found.missing);
    let missing: Vec<_> = missing.map(|one| component(page.language, *one)).collect();
    show(&ReleasePage {
        name: dossier.name().to_owned(),
        model: dossier.model_name().to_owned(),
        model_address: page.link(&format!("/models/{}", dossier.address.model)),
        publisher: dossier.publisher().unwrap_or_default().to_owned(),
        facts: facts(page.language, &dossier),
        newer: newer.into_iter().map(link).collect(),
        older: older.into_iter().next().map(link),
        steps: steps(&dossier),
        class: completeness.as_ref().map(|found| found.class.as_str()),
        missing: missing.join(&page.language.text("registry-comma")),
        components: components(page.language, &dossier),
        more_identifiers: dossier.identifiers().len().saturating_sub(MOST_IDENTIFIERS),
        identifiers: identifiers(&dossier),
        drawing: drawing::draw(&lineage, &dossier.address),
        lines: lines(&page, &lineage),
        cut: lineage.cut || lineage.edges.len() > MOST_LINES,
        drifts: drift_sentences(page.language, &lineage),
        bygone: bygone(page.language, &dossier),
        alleged,
        problems,
        all_alleged: page.link(&format!("/models/{}/issues", dossier.address)),
        claimed: claimed::sentences(page.language, &claimed),
        claim: page.link(&format!("/models/{}/claim", dossier.address)),
        contacts,
        page,
    })
}

fn component(language: Language, component: Component) -> String {
    language
        .text(&format!("component-{}", component.as_str()))
        .into_owned()
}

/// Facts that have one value.
fn facts(language: Language, dossier: &Dossier) -> Vec<(&'static str, String, Source)> {
    let mut facts = Vec::new();
    for statement in dossier.holding() {
        let (label, words) = match &statement.fact {
            Fact::ReleasedOn(day) => ("registry-released-on", day.to_string()),
            Fact::Parameters(Counted::Total, number) => {
                let size = wording::parameters(language, "registry-parameters-total", *number);
                ("registry-size", size.into_owned())
            }
            Fact::Parameters(Counted::Active, number) => {
                let size = wording::parameters(language, "registry-parameters-active", *number);
                ("registry-active", size.into_owned())
            }
            Fact::Modalities(direction, which) => {
                let label = match direction {
                    Direction::In => "registry-takes",
                    Direction::Out => "registry-gives",
                };
                (
                    label,
                    wording::terms(language, which.iter().map(|one| one.as_str())),
                )
            }
            Fact::Licence(licence) => ("registry-licence", wording::licence(language, licence)),
            Fact::Purposes(which) => (
                "registry-purpose",
                wording::terms(language, which.iter().map(|one| one.as_str())),
            ),
            Fact::Name(_)
            | Fact::Publisher(_)
            | Fact::Supersedes(_)
            | Fact::Identifier(_)
            | Fact::Access(..)
            | Fact::Component(..)
            | Fact::Base(..) => continue,
        };
        facts.push((label, words, source(statement)));
    }
    facts.sort_by_key(|(label, ..)| ORDER.iter().position(|known| known == label));
    facts
}

fn steps(dossier: &Dossier) -> Vec<Step> {
    let steps = dossier.timeline().into_iter().map(|step| Step {
        on: step.statement.on.to_string(),
        level: step.level.as_str(),
        basis: step.basis.as_str(),
        source: source(step.statement),
    });
    steps.collect()
}

fn components(language: Language, dossier: &Dossier) -> Vec<Part> {
    let part = |component: &Component| {
        let said = dossier.holding().find_map(|statement| match &statement.fact {
            Fact::Component(of, availability) if of == component => Some((availability, statement)),
            _ => None,
        });
        let licence = match said {
            Some((Availability::Under(licence), _)) => wording::licence(language, licence),
            Some((Availability::Absent, _)) | None => String::new(),
        };
        Part {
            code: component.as_str(),
            state: match said {
                Some((Availability::Under(_), _)) => "published",
                Some((Availability::Absent, _)) => "absent",
                None => "unknown",
            },
            licence,
            counts: said.is_some_and(|(availability, _)| availability.is_open()),
            source: said.map(|(_, statement)| source(statement)),
        }
    };
    Component::ALL.iter().map(part).collect()
}

fn identifiers(dossier: &Dossier) -> Vec<(&'static str, String, Option<String>, Source)> {
    let identifiers = dossier.identifiers().into_iter();
    identifiers
        .take(MOST_IDENTIFIERS)
        .map(|(identifier, statement)| {
            (
                identifier.scheme().as_str(),
                identifier.value().to_owned(),
                identifier.address(),
                source(statement),
            )
        })
        .collect()
}

fn lines(page: &Page, lineage: &Lineage) -> Vec<Line> {
    let named = |address: &Address| {
        let name = lineage
            .relative(address)
            .map_or_else(|| address.to_string(), |one| one.name.clone());
        (page.link(&format!("/models/{address}")), name)
    };
    let line = |edge: &lineage::Edge| Line {
        derived: named(&edge.derived),
        relation: edge.relation.as_str(),
        base: named(&edge.base),
        confidence: edge.confidence.as_str(),
        source: source(&edge.statement),
    };
    lineage.edges.iter().take(MOST_LINES).map(line).collect()
}

fn drift_sentences(language: Language, lineage: &Lineage) -> Vec<String> {
    let named = |address: &Address| lineage.relative(address).map_or("", |one| one.name.as_str());
    let stated = |statement: &Statement| {
        drift::licence(statement).map_or_else(String::new, |one| wording::licence(language, one))
    };
    let sentence = |drift: &drift::Drift<'_>| {
        let (base_licence, licence) = (stated(drift.base), stated(drift.derived));
        let values = [
            ("derived", Value::Text(named(&drift.edge.derived))),
            ("licence", Value::Text(&licence)),
            ("source", Value::Text(drift.derived.source.as_str())),
            ("base", Value::Text(named(&drift.edge.base))),
            ("base_licence", Value::Text(&base_licence)),
            ("base_source", Value::Text(drift.base.source.as_str())),
        ];
        language.with("registry-drift", &values).into_owned()
    };
    drifts(lineage).iter().map(sentence).collect()
}

/// Statements that others have taken the place of, with the reason where there is one.
fn bygone(language: Language, dossier: &Dossier) -> Vec<Bygone> {
    let mut bygone = Vec::new();
    for (slot, strand) in dossier.strands() {
        let all = strand.all();
        for (index, kept) in all.iter().enumerate() {
            let statement = &kept.statement;
            let after = all.get(index + 1).map(|kept| &kept.statement);
            // An earlier step of access is history; only what was corrected is bygone.
            let is_step = slot.field() == Field::Access && after.is_none_or(|after| after.on > statement.on);
            if after.is_none() && statement.stands() || is_step && statement.stands() {
                continue;
            }
            let cells = statement.fact.cells();
            let own = statement.reason.as_ref().filter(|_| !statement.stands());
            let reason = own.or_else(|| after.and_then(|after| after.reason.as_ref()));
            bygone.push(Bygone {
                what: language
                    .text(&format!("registry-field-{}", slot.field().as_str()))
                    .into_owned(),
                value: format!("{} {}", cells.item, cells.value).trim().to_owned(),
                withdrawn: !statement.stands(),
                source: source(statement),
                reason: reason.map_or_else(String::new, |reason| reason.as_str().to_owned()),
            });
        }
    }
    bygone.truncate(MOST_BYGONE);
    bygone
}
