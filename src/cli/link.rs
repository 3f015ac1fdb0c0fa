//! `soundings link make | list | revoke`: the links of a study itself, from which its chain begins.

use anyhow::Context;
use chrono::NaiveDate;

use crate::chain::Role;
use crate::chain::links::{self, Limits, Link, LinkKind, Standing, Wish};
use crate::clock::Clock;
use crate::id::LinkId;
use crate::questionnaire::versions;
use crate::web::app::Site;

/// What can be done with the links of a study.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Make a link and print it, once
    Make(Wanted),
    /// Name the links of a study and how many came by each
    List {
        /// Key of the study
        study: String,
    },
    /// Let nobody come by a link any more
    Revoke {
        /// As `link list` names it
        id: LinkId,
    },
}

/// A link that an operator wants.
#[derive(clap::Args)]
pub struct Wanted {
    /// Key of the study
    pub study: String,
    /// Step of the chain that it is for: P, D, S or U
    #[arg(long, value_parser = role)]
    pub role: Role,
    /// personal: for one person; channel: for many; open: for a campaign page
    #[arg(long, value_parser = link_kind, default_value = "channel")]
    pub kind: LinkKind,
    /// For whom a channel link is
    #[arg(long, value_name = "TEXT")]
    pub audience: Option<String>,
    /// For about how many people a channel link is; more are flagged
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i32).range(1..))]
    pub expected: Option<i32>,
    /// At most so many submissions
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i32).range(1..))]
    pub most: Option<i32>,
    /// The last day on which it can be used, such as 2027-03-31
    #[arg(long, value_name = "DATE")]
    pub until: Option<NaiveDate>,
    /// At most so many begin by it in an hour
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i32).range(1..=1000))]
    pub per_hour: Option<i32>,
    /// Tag of the language in which the invitation opens, such as zh-Hans
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// The model release that it is about, as a choice of the question `release`
    #[arg(long)]
    pub release: Option<String>,
}

fn role(letter: &str) -> Result<Role, &'static str> {
    Role::from_code(letter).ok_or("a role is P, D, S or U")
}

fn link_kind(word: &str) -> Result<LinkKind, &'static str> {
    LinkKind::from_code(word).ok_or("a link is personal, channel or open")
}

/// Does it.
///
/// # Errors
/// When there is no such study or link, or a channel link does not say for whom it is.
pub async fn run(site: &Site, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Make(wanted) => make(site, wanted).await,
        Command::List { study } => list(site, study).await,
        Command::Revoke { id } => revoke(site, id).await,
    }
}

/// Makes a link and prints it; it cannot be printed again.
///
/// # Errors
/// When there is no such study, or a channel link does not say for whom it is.
async fn make(site: &Site, wanted: Wanted) -> anyhow::Result<()> {
    let key = site.links.clone();
    let (id, shown) = site
        .store
        .write(move |tx| {
            let study = versions::study(tx, &wanted.study)?.context("there is no such study")?;
            let wish = Wish {
                study: study.id,
                kind: wanted.kind,
                role: wanted.role,
                release: wanted.release,
                audience: wanted.audience.zip(wanted.expected),
                limits: Limits {
                    most_uses: wanted.most,
                    expires_at: wanted.until.map(links::end_of),
                    per_hour: wanted.per_hour,
                    language: wanted.language,
                },
            };
            Ok::<_, anyhow::Error>(links::issue(tx, &key, &wish)?)
        })
        .await?;
    println!("{}/l/{}", site.settings.public_url, shown.token.reveal());
    println!(
        "short code {}; to call it back: soundings link revoke {id}",
        shown.code
    );
    Ok(())
}

/// Prints the links of a study, with how many came by each, and those that people handed on if they are
/// flooded.
///
/// # Errors
/// When there is no such study.
async fn list(site: &Site, study: String) -> anyhow::Result<()> {
    let found = site.store.read(move |db| {
        let study = versions::study(db, &study)?.context("there is no such study")?;
        let own = links::of_study(db, study.id)?;
        let floods = links::floods_of_study(db, study.id)?;
        Ok::<_, anyhow::Error>((own, floods))
    });
    let (own, floods) = found.await?;
    for link in &own {
        println!("{}", line(link, site.clock));
    }
    for link in &floods {
        let node = link.node(&site.links);
        let node = node.map_or_else(String::new, |node| format!(" handed on by {node}"));
        println!("{}{node}", line(link, site.clock));
    }
    Ok(())
}

fn line(link: &Link, clock: Clock) -> String {
    let most = link
        .most_uses
        .map_or_else(String::new, |most| format!(" of {most}"));
    let standing = match link.standing(clock.now()) {
        Standing::Good => "",
        Standing::UsedUp => ", used up",
        Standing::Expired => ", expired",
        Standing::Revoked => ", called back",
    };
    let flood = match link.expected {
        Some(expected) if link.is_flooded() => format!(", FLOODED: expected about {expected}"),
        Some(_) | None => String::new(),
    };
    let audience = link.audience.as_deref().unwrap_or("-");
    format!(
        "{} {} for {}: {} used{most}{standing}{flood} ({audience})",
        link.id,
        link.kind.as_str(),
        link.role.as_str(),
        link.uses,
    )
}

/// Calls a link back.
///
/// # Errors
/// When there is no such link.
async fn revoke(site: &Site, id: LinkId) -> anyhow::Result<()> {
    site.store.write(move |tx| links::revoke(tx, id)).await?;
    println!("called back; what came by it stays");
    Ok(())
}
