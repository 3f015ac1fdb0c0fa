//! A whole site on a port of its own, and the people who use it.

use std::net::TcpListener;
use std::path::Path;
use std::sync::OnceLock;

use soundings::cli::submissions::{Simulation, simulate};
use soundings::clock::Clock;
use soundings::people::{self, Authority, Email, Permission, accounts};
use soundings::questionnaire::comparison::Reason;
use soundings::questionnaire::walker::Clearance;
use soundings::questionnaire::{study, versions};
use soundings::settings::{Database, Flags, Settings};
use soundings::store::{Instant, Store, StoreError, Transaction, migrations};
use soundings::web::app::{self, Site};

use super::database::TestDatabase;

/// A passphrase that the rules accept.
pub const PASSPHRASE: &str = "three otters row past the lighthouse";

/// Leave to open a study. That of the stock study is asked for once: it is opened again and again.
fn cleared(study: &study::Study) -> Clearance {
    static STOCK: OnceLock<Clearance> = OnceLock::new();
    if study.settings.key == "open-models" {
        STOCK.get_or_init(|| walked(study)).clone()
    } else {
        walked(study)
    }
}

fn walked(study: &study::Study) -> Clearance {
    Clearance::of_study(study, Clock::running().now().utc(), false).unwrap()
}

/// A running site over a fresh database, with the stock study open.
pub struct TestSite {
    pub database: TestDatabase,
    pub address: String,
    pub site: Site,
    runtime: tokio::runtime::Runtime,
}

impl TestSite {
    /// Starts a site with the stock study.
    pub fn with_the_stock_study() -> Self {
        let started = Self::empty();
        started.add_study(&stock_study());
        started
    }

    /// Starts a site without any study.
    pub fn empty() -> Self {
        Self::start(None)
    }

    /// Starts a site that people reach under another address, such as behind a proxy with TLS.
    pub fn at(public_url: &str) -> Self {
        Self::start(Some(public_url.to_owned()))
    }

    /// Starts a site that takes files of so many MB, and so many in all from one person.
    pub fn with_room(limit: u32, total: u32) -> Self {
        Self::start_with(Flags {
            upload_limit: Some(limit),
            upload_total: Some(total),
            ..Flags::default()
        })
    }

    fn start(public_url: Option<String>) -> Self {
        Self::start_with(Flags {
            public_url,
            ..Flags::default()
        })
    }

    fn start_with(flags: Flags) -> Self {
        let database = TestDatabase::empty();
        migrations::run(database.settings()).unwrap();
        let settings = Settings::read(Flags {
            data: Some(database.folder().join("data")),
            exports: Some(database.folder().join("exports")),
            ..flags
        })
        .unwrap();
        let store = Store::open(database.settings()).unwrap();
        let site = Site::new(store, settings, Clock::running());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let served = site.clone();
        // The server lives until the test process ends.
        std::thread::spawn(move || actix_web::rt::System::new().block_on(app::serve(served, listener)));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        Self {
            database,
            address,
            site,
            runtime,
        }
    }

    /// Adds a study and opens it.
    pub fn add_study(&self, study: &study::Study) {
        let (study, key, clearance) = (study.clone(), study.settings.key.clone(), cleared(study));
        self.write(move |tx, now| {
            versions::add_study(tx, now, &study, None, &clearance)?;
            versions::open(tx, now, &key, &clearance)
        });
    }

    /// Adds a study and opens it behind the program's back: parts of what it asks can never be answered.
    pub fn add_broken_study(&self, study: &study::Study) {
        let (study, key) = (study.clone(), study.settings.key.clone());
        self.write(move |tx, now| versions::add_study(tx, now, &study, None, &Clearance::none()));
        self.database.execute(&format!(
            "UPDATE studies SET state = 'open', opened_at = added_at WHERE key = '{key}'"
        ));
    }

    /// Publishes a study again, in other words and for a reason.
    pub fn publish(&self, study: &study::Study, reason: &str) {
        let (study, reason) = (study.clone(), Reason::typed(reason, "en").unwrap());
        let clearance = walked(&study);
        self.write(move |tx, now| versions::add_study(tx, now, &study, Some(&reason), &clearance));
    }

    /// Changes the database as the program would.
    pub fn write<T, E>(
        &self,
        change: impl FnOnce(&mut Transaction<'_>, Instant) -> Result<T, E> + Send + 'static,
    ) -> T
    where
        T: Send + 'static,
        E: From<StoreError> + std::fmt::Debug + Send + 'static,
    {
        let now = self.site.clock.now();
        self.runtime
            .block_on(self.site.store.write(move |tx| change(tx, now)))
            .unwrap()
    }

    /// Runs something of the program that waits.
    pub fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Number of rows of a table, or of those that fit.
    pub fn count(&self, table_and_condition: &str) -> usize {
        let query = format!("SELECT CAST(COUNT(*) AS TEXT) AS text FROM {table_and_condition}");
        self.database.texts(&query)[0].parse().unwrap()
    }

    /// Lets everything in a table with `expires_at` end in the past.
    pub fn expire(&self, table: &str) {
        self.age(table, "expires_at");
    }

    /// Lets every moment in a column be long past.
    pub fn age(&self, table: &str, column: &str) {
        let past = self.long_past();
        self.database
            .execute(&format!("UPDATE {table} SET {column} = {past}"));
    }

    fn long_past(&self) -> &'static str {
        match self.database.settings() {
            Database::Sqlite(_) => "1",
            Database::Postgres(_) => "'2001-01-01T00:00:00Z'",
        }
    }

    /// Does what the background work has to do.
    pub fn work(&self) {
        self.run(soundings::cli::work::round(&self.site)).unwrap();
    }

    /// Accepts all that waits.
    pub fn accept_all(&self, study: &str) {
        self.run(soundings::cli::decide::accept_all(
            &self.site.store,
            self.site.clock,
            study,
        ))
        .unwrap();
    }

    /// Stores simulated submissions of the stock study.
    pub fn simulate(&self, count: u64) {
        let simulation = Simulation {
            study: "open-models".to_owned(),
            count,
            seed: 1,
            out: None,
        };
        let Site {
            store, shelf, clock, ..
        } = &self.site;
        self.run(simulate(store, shelf, *clock, simulation)).unwrap();
    }

    /// Where editions are written.
    pub fn exports(&self) -> &Path {
        &self.site.settings.exports
    }

    /// Somebody who has just come by, with scripts off.
    pub fn visitor(&self) -> Browser {
        Browser::new(&self.address)
    }

    /// A moderator who has signed in.
    pub fn moderator(&self, name: &str) -> Browser {
        self.signed_in(name, Permission::Moderator)
    }

    /// A researcher who has signed in.
    pub fn researcher(&self, name: &str) -> Browser {
        self.signed_in(name, Permission::Researcher)
    }

    /// An account with one permission for the whole site, signed in.
    pub fn signed_in(&self, name: &str, permission: Permission) -> Browser {
        self.account(name, Some(permission));
        self.sign_in(name)
    }

    /// An account that may do nothing, signed in.
    pub fn signed_in_without_permission(&self, name: &str) -> Browser {
        self.account(name, None);
        self.sign_in(name)
    }

    /// Signs an account in that [`TestSite::account`] made.
    pub fn sign_in(&self, name: &str) -> Browser {
        let email = format!("{name}@example.org");
        let browser = self.visitor();
        let answer = browser.post("/sign-in", &[("email", &email), ("password", PASSPHRASE)]);
        assert_eq!(answer.status, 303, "{}", answer.body);
        browser
    }

    /// An account with [`PASSPHRASE`] as its password; gives its address.
    pub fn account(&self, name: &str, permission: Option<Permission>) -> String {
        let address = format!("{name}@example.org");
        let email = Email::parse(&address).unwrap();
        let password = people::Password::accept(people::Typed::new(PASSPHRASE), &email).unwrap();
        let hash = self.run(self.site.hasher.hash(password)).unwrap();
        self.write(move |tx, now| {
            let account = accounts::join(tx, now, &email, "en")?;
            accounts::set_password(tx, now, None, account, &hash)?;
            if let Some(permission) = permission {
                people::grant(tx, now, Authority::Operator, account, permission, None)?;
            }
            Ok::<_, people::Refused>(())
        });
        address
    }
}

/// The study that comes with the program.
pub fn stock_study() -> study::Study {
    let reading = study::read(&soundings::cli::study::stock());
    reading.study.unwrap_or_else(|| panic!("{:?}", reading.findings))
}

/// A browser without scripts: keeps cookies, follows nothing by itself.
pub struct Browser {
    agent: ureq::Agent,
    address: String,
    language: &'static str,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub body: String,
    pub headers: ureq::http::HeaderMap,
}

impl Browser {
    pub fn new(address: &str) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .build()
            .new_agent();
        Self {
            agent,
            address: address.to_owned(),
            language: "en",
        }
    }

    /// The same person, reading another language.
    pub fn reading(mut self, language: &'static str) -> Self {
        self.language = language;
        self
    }

    pub fn get(&self, path: &str) -> Answer {
        let request = self
            .agent
            .get(format!("{}{path}", self.address))
            .header("accept-language", self.language);
        Answer::of(request.call().unwrap())
    }

    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_from(path, fields, &self.address)
    }

    /// Posts bytes that no form would send.
    pub fn post_bytes(&self, path: &str, body: &[u8]) -> Answer {
        self.try_post_bytes(path, body).expect("an answer")
    }

    /// Posts bytes; gives nothing when the connection was closed before all were sent.
    pub fn try_post_bytes(&self, path: &str, body: &[u8]) -> Option<Answer> {
        let request = self
            .agent
            .post(format!("{}{path}", self.address))
            .header("accept-language", self.language)
            .header("origin", &self.address)
            .header("content-type", "application/x-www-form-urlencoded");
        request.send(body).ok().map(Answer::of)
    }

    /// Length of what is sent in an encoding, in bytes.
    pub fn bytes_as(&self, path: &str, encoding: &str) -> usize {
        let request = self
            .agent
            .get(format!("{}{path}", self.address))
            .header("accept-encoding", encoding);
        let mut response = request.call().unwrap();
        assert_eq!(response.headers()["content-encoding"], encoding);
        response.body_mut().read_to_vec().unwrap().len()
    }

    /// Posts a body in parts.
    pub fn post_parts(&self, path: &str, body: &[u8]) -> Answer {
        self.try_post_parts(path, body).expect("an answer")
    }

    /// Posts a body in parts; gives nothing when the connection was closed before all was sent.
    pub fn try_post_parts(&self, path: &str, body: &[u8]) -> Option<Answer> {
        let kind = format!("multipart/form-data; boundary={}", super::form::BOUNDARY);
        self.post_as(path, &kind, body)
    }

    /// Posts a body of any kind.
    pub fn post_as(&self, path: &str, kind: &str, body: &[u8]) -> Option<Answer> {
        let request = self
            .agent
            .post(format!("{}{path}", self.address))
            .header("accept-language", self.language)
            .header("origin", &self.address)
            .header("content-type", kind);
        request.send(body).ok().map(Answer::of)
    }

    /// Posts a body in parts as a page of this browser's own address would, to another one.
    pub fn post_elsewhere(&self, address: &str, path: &str, body: &[u8]) -> Answer {
        let request = self
            .agent
            .post(format!("{address}{path}"))
            .header("origin", &self.address)
            .header(
                "content-type",
                format!("multipart/form-data; boundary={}", super::form::BOUNDARY),
            );
        Answer::of(request.send(body).unwrap())
    }

    /// Fetches something that is no text; gives it with its status and headers.
    pub fn fetch(&self, path: &str, range: &str) -> (Answer, Vec<u8>) {
        let mut request = self.agent.get(format!("{}{path}", self.address));
        if !range.is_empty() {
            request = request.header("range", range);
        }
        let mut response = request.call().unwrap();
        let content = response.body_mut().read_to_vec().unwrap();
        (Answer::of(response), content)
    }

    /// Asks for the headers alone.
    pub fn head(&self, path: &str) -> Answer {
        Answer::of(self.agent.head(format!("{}{path}", self.address)).call().unwrap())
    }

    /// Asks with a cookie that nobody gave.
    pub fn get_with_cookie(&self, path: &str, cookie: &str) -> Answer {
        let request = self
            .agent
            .get(format!("{}{path}", self.address))
            .header("cookie", cookie);
        Answer::of(request.call().unwrap())
    }

    /// Asks for a page that it has already, in the version with this tag.
    pub fn get_if_changed(&self, path: &str, tag: &str) -> Answer {
        let request = self
            .agent
            .get(format!("{}{path}", self.address))
            .header("if-none-match", tag);
        Answer::of(request.call().unwrap())
    }

    /// Posts as a page of `origin` would.
    pub fn post_from(&self, path: &str, fields: &[(&str, &str)], origin: &str) -> Answer {
        let request = self
            .agent
            .post(format!("{}{path}", self.address))
            .header("accept-language", self.language)
            .header("origin", origin);
        Answer::of(request.send_form(fields.iter().copied()).unwrap())
    }

    /// Posts as a current browser does, which says from where by `Sec-Fetch-Site`.
    pub fn post_fetched(&self, path: &str, fields: &[(&str, &str)], claim: &str) -> Answer {
        let request = self
            .agent
            .post(format!("{}{path}", self.address))
            .header("accept-language", self.language)
            .header("sec-fetch-site", claim)
            .header("origin", &self.address);
        Answer::of(request.send_form(fields.iter().copied()).unwrap())
    }

    /// Goes where an answer sends the browser.
    pub fn follow(&self, answer: &Answer) -> Answer {
        assert_eq!(answer.status, 303, "{}", answer.body);
        self.get(&answer.location)
    }
}

impl Answer {
    fn of(mut response: ureq::http::Response<ureq::Body>) -> Self {
        let location = response
            .headers()
            .get("location")
            .map_or("", |value| value.to_str().unwrap())
            .to_owned();
        Self {
            status: response.status().as_u16(),
            location,
            headers: response.headers().clone(),
            // A picture has no text, and what a test asks of it is something else.
            body: String::from_utf8_lossy(&response.body_mut().read_to_vec().unwrap()).into_owned(),
        }
    }

    /// A header, empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Asserts that the page holds `text`.
    #[track_caller]
    pub fn says(&self, text: &str) -> &Self {
        assert!(
            self.body.contains(text),
            "{} does not say {text:?}:\n{}",
            self.status,
            self.body
        );
        self
    }

    /// Asserts that the page does not hold `text`.
    #[track_caller]
    pub fn does_not_say(&self, text: &str) -> &Self {
        assert!(!self.body.contains(text), "{} says {text:?}", self.status);
        self
    }

    /// Asserts the status and gives the answer on.
    #[track_caller]
    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }
}
