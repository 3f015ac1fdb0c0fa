//! `soundings work`: the background work alone; `serve` does it beside the site.
//!
//! Work is a row with a state, not a job framework: what is left undone when the process ends is
//! found again by the next round.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;

use crate::chain::claims;
use crate::chain::registry::{import, search};
use crate::dataset::orders::{self, Outcome, Placed};
use crate::dataset::propagation;
use crate::dataset::{self, Order, Profile, Refused};
use crate::moderation::lineage;
use crate::people::sessions;
use crate::questionnaire::versions;
use crate::responses::{attachments, draft};
use crate::store::{Store, StoreError, Transaction};
use crate::web::app::Site;

/// How long the work rests when nobody wakes it.
const REST: Duration = Duration::from_secs(30);
/// Drafts that nobody has touched for so long are forgotten; the consent page says so.
const DRAFTS_LAST: TimeDelta = TimeDelta::days(60);
/// A file that has not become an answer for so long never will.
const UPLOADS_LAST: TimeDelta = TimeDelta::hours(2);
/// A claim on which nobody says where its string stands; its page says so.
const CLAIMS_LAST: TimeDelta = TimeDelta::days(90);
/// Drafts, files or claims that are deleted in one write.
const AT_A_TIME: i64 = 8;

/// Works until the process ends. A fault is logged and tried again in the next round.
pub async fn forever(site: Site) -> anyhow::Result<()> {
    loop {
        if let Err(fault) = round(&site).await {
            tracing::error!(%fault, "background work failed and will be tried again");
        }
        tokio::select! {
            () = site.work.notified() => {}
            () = tokio::time::sleep(REST) => {}
        }
    }
}

/// Does all that is due.
///
/// # Errors
/// When the database or the exports folder fails; what is left undone is due again.
pub async fn round(site: &Site) -> anyhow::Result<()> {
    let now = site.clock.now();
    site.throttle.tidy();
    site.store.write(move |tx| sessions::reap(tx, now)).await?;
    gradually(&site.store, move |tx| {
        draft::discard_old_drafts(tx, now.plus(-DRAFTS_LAST), AT_A_TIME)
    })
    .await?;
    gradually(&site.store, move |tx| {
        attachments::discard_stranded(tx, now.plus(-UPLOADS_LAST), AT_A_TIME)
    })
    .await?;
    gradually(&site.store, move |tx| {
        claims::discard_idle(tx, now.plus(-CLAIMS_LAST), AT_A_TIME)
    })
    .await?;
    site.store.write(move |tx| import::discard_held(tx, now)).await?;
    gradually(&site.store, move |tx| search::fill(tx, AT_A_TIME)).await?;
    super::decide::take_reports_in(&site.store, site.clock).await?;
    renew_figures(site).await?;
    revise_editions(site).await?;
    while let Some(order) = site.store.read(orders::next).await? {
        if !fulfil(site, order).await? {
            break;
        }
    }
    Ok(())
}

/// Does what is due little by little, and files may be large: others want to write too.
pub(super) async fn gradually<F>(store: &Store, some: F) -> Result<(), StoreError>
where
    F: Fn(&mut Transaction<'_>) -> Result<usize, StoreError> + Clone + Send + 'static,
{
    while store.write(some.clone()).await? > 0 {}
    Ok(())
}

/// What is told of invitations and of issues counts up to last Monday.
async fn renew_figures(site: &Site) -> Result<(), StoreError> {
    let now = site.clock.now();
    for study in site.store.read(versions::studies).await? {
        match lineage::renew(&site.store, &site.links, now, study.id).await {
            Ok(_) | Err(StoreError::Conflict) => {}
            Err(fault) => return Err(fault),
        }
        propagation::renew(&site.store, now, study.id).await?;
    }
    Ok(())
}

/// Editions that still hold a withdrawn submission are replaced by a revision.
async fn revise_editions(site: &Site) -> Result<(), Refused> {
    let studies = site.store.read(versions::studies).await?;
    for study in studies {
        let order = wanted(site, study.key, Profile::Public);
        match dataset::revise(site.store.clone(), order).await {
            Ok(_) | Err(Refused::AlreadyBuilding) => {}
            Err(refused) => return Err(refused),
        }
    }
    Ok(())
}

/// Builds what was ordered; answers no when another process is building, so that the order waits
/// for the next round.
async fn fulfil(site: &Site, placed: Placed) -> Result<bool, StoreError> {
    let order = wanted(site, placed.study, placed.profile);
    let outcome = match dataset::build(site.store.clone(), order, Arc::new(|_, _| ())).await {
        Ok(built) => Outcome::Built(built.number()),
        Err(Refused::AlreadyBuilding) => return Ok(false),
        Err(refused) => {
            tracing::error!(fault = %refused, "an edition could not be built");
            Outcome::Failed
        }
    };
    let now = site.clock.now();
    site.store
        .write(move |tx| orders::finish(tx, now, placed.id, outcome))
        .await?;
    Ok(true)
}

fn wanted(site: &Site, study: String, profile: Profile) -> Order {
    Order {
        study,
        profile,
        exports: site.settings.exports.clone(),
        clock: site.clock,
        links: site.links.clone(),
    }
}
