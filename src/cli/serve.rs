//! `soundings serve`: the site and its background work in one process.

use std::net::TcpListener;

use anyhow::Context;

use crate::people::{self, keys};
use crate::questionnaire::versions;
use crate::web::app::{self, Site};

use super::{study, work};

/// Takes the port. Done before anything is touched, so that a second start changes nothing.
///
/// # Errors
/// One line that names the address.
pub fn listener(address: std::net::SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).with_context(|| format!("cannot listen on {address}"))
}

/// Serves until the process is told to stop.
///
/// # Errors
/// When the listener fails.
pub async fn run(site: Site, listener: TcpListener) -> anyhow::Result<()> {
    furnish(&site).await?;
    println!("Soundings is at {}", site.settings.public_url);
    invite_the_first_administrator(&site).await?;
    actix_web::rt::spawn(work::forever(site.clone()));
    app::serve(site, listener).await.context("the server stopped")
}

/// At first start there is something to answer: the stock study, open. A later program may bring
/// another version of it, which is told and not published.
async fn furnish(site: &Site) -> anyhow::Result<()> {
    if site.store.read(versions::studies).await?.is_empty() {
        study::add(&site.store, site.clock, study::Addition::default()).await?;
        study::open(&site.store, &site.shelf, site.clock, study::STOCK, false).await?;
    } else if study::stock_differs(&site.store).await? {
        tracing::info!(
            "the stock study that comes with this program is another version than the one here; \
             `soundings study add --stock --dry-run` says what it changes"
        );
    }
    Ok(())
}

/// Prints the one-time address at which the first administrator sets a password.
async fn invite_the_first_administrator(site: &Site) -> anyhow::Result<()> {
    let now = site.clock.now();
    let key = site
        .store
        .write(move |tx| keys::first_key(tx, now))
        .await
        .map_err(|refused: people::Refused| refused)?;
    if let Some(token) = key {
        println!(
            "Nobody administers the site yet. This address sets the first password, once, within 7 days:"
        );
        println!("{}/account/key/{}", site.settings.public_url, token.reveal());
    }
    Ok(())
}
