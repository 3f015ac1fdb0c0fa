//! `soundings demo`: a filled, throw-away site to look around in.
//!
//! Everything is made through the real checks and the real write path: the stock study, simulated
//! submissions, a moderator's decisions and an edition. The folder goes when the process ends.

use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;

use crate::dataset::{self, Order, Profile};
use crate::id::{AccountId, SubmissionId};
use crate::moderation::{self, Cursor, Decision, Filter};
use crate::people::{Email, Moderator, Permission, Permissions, accounts};
use crate::settings::{Flags, Settings};
use crate::store::StoreError;
use crate::web::app::Site;

use super::submissions::{self, Simulation};
use super::{account, progress, serve, study};

/// One account that may do everything.
const EMAIL: &str = "demo@soundings.example";
/// Decisions in one transaction.
const AT_ONCE: usize = 200;

/// A folder for everything that the demonstration keeps, and settings that point there unless
/// the flags say otherwise.
///
/// # Errors
/// When there is no temporary folder to be had, or a setting is unusable.
pub fn settings(mut flags: Flags) -> anyhow::Result<(tempfile::TempDir, Settings)> {
    let folder = tempfile::Builder::new()
        .prefix("soundings-demo-")
        .tempdir()
        .context("cannot make a temporary folder")?;
    let within = |name: &str| folder.path().join(name);
    flags.data.get_or_insert(within("data"));
    flags.exports.get_or_insert(within("exports"));
    flags
        .database
        .get_or_insert(format!("sqlite:{}", within("demo.db").display()));
    let settings = Settings::read(flags)?;
    Ok((folder, settings))
}

/// Fills the site and serves it until the process is told to stop.
///
/// # Errors
/// When the site cannot be filled or served.
pub async fn run(
    site: Site,
    listener: TcpListener,
    folder: &Path,
    submissions: u64,
    seed: u64,
) -> anyhow::Result<()> {
    let password = format!("demo-{}", uuid::Uuid::new_v4().simple());
    let url = site.settings.public_url.clone();
    study::add(&site.store, site.clock, study::Addition::default()).await?;
    study::open(&site.store, &site.shelf, site.clock, study::STOCK, false).await?;
    for permission in Permission::ALL {
        account::add(&site.store, site.clock, EMAIL, permission, Some(&password), &url).await?;
    }
    let simulation = Simulation {
        study: study::STOCK.into(),
        count: submissions,
        seed,
        out: None,
    };
    submissions::simulate(&site.store, &site.shelf, site.clock, simulation).await?;
    decide_most(&site).await?;
    let order = Order {
        study: study::STOCK.into(),
        profile: Profile::Public,
        exports: site.settings.exports.clone(),
        clock: site.clock,
        links: site.links.clone(),
    };
    let built = dataset::build(site.store.clone(), order, Arc::new(|_, _| ())).await?;
    println!();
    println!(
        "A filled site to look around in; it goes away when you stop it. It lives in {}",
        folder.display()
    );
    println!("  answer      {url}/studies/{}", study::STOCK);
    println!("  editions    {url}/editions/{}/{}", study::STOCK, built.number());
    println!("  moderate    {url}/moderate");
    println!("  research    {url}/research");
    println!("  sign in     {EMAIL} with the password {password}");
    serve::run(site, listener).await
}

/// Decides on nine of ten submissions, the oldest first: most are accepted, some rejected.
async fn decide_most(site: &Site) -> anyhow::Result<()> {
    let moderator = moderator(site).await?;
    let waiting = waiting(site, &moderator).await?;
    let decided = waiting.len() * 9 / 10;
    let bar = progress::bar(decided as u64, "deciding");
    let reject =
        Decision::read("reject", "test_or_empty", "").map_err(|_| anyhow::anyhow!("no such reason"))?;
    for (index, some) in waiting[..decided].chunks(AT_ONCE).enumerate() {
        let (moderator, now, reject, some) =
            (moderator.clone(), site.clock.now(), reject.clone(), some.to_vec());
        let first = index * AT_ONCE;
        let decide = move |tx: &mut crate::store::Transaction<'_>| {
            for (place, submission) in some.into_iter().enumerate() {
                let accepted = Decision::acceptance();
                let decision = if (first + place) % 25 == 24 {
                    &reject
                } else {
                    &accepted
                };
                moderation::decide(tx, now, &moderator, submission, 0, decision)?;
            }
            Ok::<_, moderation::Refused>(())
        };
        site.store.write(decide).await?;
        bar.inc(AT_ONCE as u64);
    }
    bar.finish_and_clear();
    Ok(())
}

async fn moderator(site: &Site) -> anyhow::Result<Moderator> {
    let email = Email::parse(EMAIL).context("not an address")?;
    let proof = site.store.read(move |db| {
        let account: Option<AccountId> = accounts::by_email(db, &email)?.map(|account| account.id);
        let Some(account) = account else { return Ok(None) };
        Ok::<_, StoreError>(Permissions::of(db, account)?.moderator())
    });
    proof.await?.context("the demonstration's account is gone")
}

/// Everything that waits, oldest first.
async fn waiting(site: &Site, moderator: &Moderator) -> anyhow::Result<Vec<SubmissionId>> {
    let mut found: Vec<SubmissionId> = Vec::new();
    let mut after: Option<Cursor> = None;
    loop {
        let moderator = moderator.clone();
        let some = site
            .store
            .read(move |db| moderation::waiting(db, &moderator, &Filter::default(), after, AT_ONCE))
            .await?;
        let Some(last) = some.last() else { return Ok(found) };
        after = Some(last.cursor());
        found.extend(some.iter().map(|item| item.submission));
    }
}
