//! `soundings serve`: the site and its background work in one process.

use std::net::TcpListener;
use std::time::Duration;

use anyhow::Context;

use crate::web::app::{self, Site};

/// How often the background work looks around.
const PAUSE: Duration = Duration::from_secs(30);

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
    println!("Soundings is at {}", site.settings.public_url);
    actix_web::rt::spawn(background(site.clone()));
    app::serve(site, listener).await.context("the server stopped")
}

/// What needs no visitor: forgetting what is over.
async fn background(site: Site) {
    loop {
        tokio::time::sleep(PAUSE).await;
        site.throttle.tidy();
    }
}
