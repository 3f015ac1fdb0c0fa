//! What every handler can reach, and the server that serves it.

use std::sync::Arc;

use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpServer, web};
use tokio::sync::Notify;

use crate::chain::claims::ClaimKey;
use crate::chain::links::LinkKey;
use crate::clock::Clock;
use crate::people::Hasher;
use crate::questionnaire::shelf::Shelf;
use crate::responses::CodeKey;
use crate::settings::Settings;
use crate::store::Store;

use super::parts::{Gate, LARGEST_FIELDS};
use super::throttle::Throttle;
use super::{address, csrf, page, routes};

/// The parts that handlers share; one for the whole process.
#[derive(Clone)]
pub struct Site {
    /// The database.
    pub store: Store,
    /// Every knob.
    pub settings: Arc<Settings>,
    /// The time.
    pub clock: Clock,
    /// What is asked, ready made.
    pub shelf: Shelf,
    /// The key under which receipt codes are stored.
    pub codes: CodeKey,
    /// The key of everything about links.
    pub links: LinkKey,
    /// The key of everything about claims.
    pub claims: ClaimKey,
    /// Hashes passwords.
    pub hasher: Hasher,
    /// Rate limits, in memory only.
    pub throttle: Arc<Throttle>,
    /// How many files come in at once.
    pub gate: Arc<Gate>,
    /// Wakes the background work when there is something to do.
    pub work: Arc<Notify>,
}

impl Site {
    /// A site over an open store.
    pub fn new(store: Store, settings: Settings, clock: Clock) -> Self {
        Self {
            store,
            clock,
            shelf: Shelf::new(),
            codes: CodeKey::new(&settings.secret),
            links: LinkKey::new(&settings.secret),
            claims: ClaimKey::new(&settings.secret),
            hasher: Hasher::default(),
            throttle: Arc::new(Throttle::new(&settings.secret)),
            settings: Arc::new(settings),
            gate: Arc::new(Gate::default()),
            work: Arc::new(Notify::new()),
        }
    }
}

/// Serves the site on `listener` until the process is told to stop.
///
/// # Errors
/// When the listener cannot be used.
pub async fn serve(site: Site, listener: std::net::TcpListener) -> std::io::Result<()> {
    HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(site.clone()))
            .app_data(web::PayloadConfig::new(LARGEST_FIELDS))
            .configure(routes::configure)
            .default_service(web::to(page::missing))
            .wrap(from_fn(csrf::same_origin_only))
            .wrap(from_fn(address::without_nul))
            .wrap(from_fn(page::finish))
            .wrap(Compress::default())
    })
    .client_request_timeout(std::time::Duration::from_secs(15))
    .shutdown_timeout(20)
    .listen(listener)?
    .run()
    .await
}
