//! How the invitations of a study travelled: the same figures for everybody, renewed on Mondays.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::chain::lineage::{self, Chain, Group};
use crate::chain::links::Tier;
use crate::chain::{Audience, Role};
use crate::language::Language;
use crate::questionnaire::versions;
use crate::store::StoreError;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::handed::audience_name;
use crate::web::page::{Page, show};

/// Chains that the page lists; all of them are in editions.
const MOST: usize = 100;

#[derive(Template)]
#[template(path = "public/lineage.html")]
struct LineagePage {
    page: Page,
    study: String,
    title: String,
    /// The Monday up to which it counts.
    as_of: Option<String>,
    /// Of ten people downstream of the publisher, how many came by an invitation.
    coverage: Option<u64>,
    /// Whose questionnaire, and submissions by tier; empty where too few can be told of.
    roles: Vec<(String, Vec<String>)>,
    chains: Vec<Row>,
    /// Chains beyond those listed.
    more: usize,
}

struct Row {
    number: i32,
    above: String,
    depth: i32,
    role: String,
    tier: &'static str,
    submissions: u64,
}

const TIERS: [Tier; 4] = [Tier::Open, Tier::Channel, Tier::Personal, Tier::Confirmed];

impl LineagePage {
    fn address(&self) -> String {
        format!("/studies/{}", self.study)
    }
}

/// Shows it.
///
/// # Errors
/// [`WebError::Missing`].
pub async fn lineage(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let key = path.into_inner();
    let shelf = site.shelf.clone();
    let found = site
        .store
        .read(move |db| {
            let Some(header) = versions::study(db, &key)? else {
                return Ok(None);
            };
            let described = shelf.described(db, &header)?;
            let as_of = lineage::as_of(db, header.id)?;
            let told = lineage::of_study(db, header.id)?;
            let chains = lineage::chains(db, header.id)?;
            Ok::<_, StoreError>(Some((header, described, as_of, told, chains)))
        })
        .await?;
    let (header, described, as_of, told, chains) = found.ok_or(WebError::Missing)?;
    let settings = &described.settings;
    let title = settings.title_in(page.language.tag());
    show(&LineagePage {
        study: header.key,
        title: title.to_owned(),
        as_of: as_of.map(|day| day.to_string()),
        coverage: coverage(&told),
        roles: roles(&told, page.language),
        more: chains.len().saturating_sub(MOST),
        chains: chains
            .iter()
            .take(MOST)
            .map(|chain| row(chain, page.language))
            .collect(),
        page,
    })
}

/// Invited among those whom a publisher's invitation can reach, in tenths.
fn coverage(told: &[(Group, u64)]) -> Option<u64> {
    let downstream = told
        .iter()
        .filter(|(group, _)| group.role.is_some_and(|role| role != Role::Publisher));
    let (mut invited, mut all) = (0, 0);
    for (group, count) in downstream {
        all += count;
        if group.tier != Tier::Open {
            invited += count;
        }
    }
    (all > 0).then(|| (invited * 10 + all / 2) / all)
}

fn roles(told: &[(Group, u64)], language: Language) -> Vec<(String, Vec<String>)> {
    let mut audiences: Vec<Audience> = Vec::new();
    for (group, _) in told {
        if !audiences.contains(&group.audience()) {
            audiences.push(group.audience());
        }
    }
    audiences.sort_unstable_by_key(|audience| match audience {
        Audience::Role(role) => Some(*role),
        Audience::Any | Audience::Report => None,
    });
    let row = |audience: Audience| {
        let cell = |tier: &Tier| {
            let here = |(group, _): &&(Group, u64)| group.audience() == audience && group.tier == *tier;
            told.iter()
                .find(here)
                .map_or_else(String::new, |(_, count)| count.to_string())
        };
        (
            audience_name(audience, language),
            TIERS.iter().map(cell).collect(),
        )
    };
    audiences.into_iter().map(row).collect()
}

fn row(chain: &Chain, language: Language) -> Row {
    Row {
        number: chain.number,
        above: chain.above.map_or_else(String::new, |above| above.to_string()),
        depth: chain.depth,
        role: audience_name(chain.group.audience(), language),
        tier: chain.group.tier.as_str(),
        submissions: chain.submissions,
    }
}
