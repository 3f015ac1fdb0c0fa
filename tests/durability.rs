//! A receipt that was acknowledged is never lost, whatever becomes of the process.
//!
//! Sixty-four people submit while the program is killed at a random moment and started again on
//! the same data. `SOUNDINGS_TEST_SEED` repeats a run.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "load/client.rs"]
mod client;
#[path = "load/journeys.rs"]
#[allow(dead_code, reason = "each program uses its part")]
mod journeys;
#[path = "load/server.rs"]
#[allow(dead_code, reason = "each program uses its part")]
mod server;
mod support;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use client::Client;
use journeys::{Journey, send};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use server::Server;
use soundings::settings::Database;
use support::database::TestDatabase;

const ROUNDS: usize = 3;
const PEOPLE: usize = 64;
/// Drafts that each person sends in a round.
const EACH: usize = 3;
/// The badge on the receipt of what was submitted and of what was not.
const WAITING: &str = "badge waiting";
const DRAFT: &str = "badge draft";

/// One code and what its person was told.
struct Sent {
    code: String,
    acknowledged: bool,
}

#[test]
fn every_acknowledged_receipt_is_there_once_after_a_kill() {
    let seed = std::env::var("SOUNDINGS_TEST_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    let seed: u64 = seed.unwrap_or_else(rand::random);
    println!("SOUNDINGS_TEST_SEED={seed}");
    let mut chance = Xoshiro256PlusPlus::seed_from_u64(seed);

    let database = TestDatabase::empty();
    let url = match database.settings() {
        Database::Sqlite(path) => format!("sqlite:{}", path.display()),
        Database::Postgres(url) => url.clone(),
    };
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(folder.path(), Some(&url)).unwrap();
    let journeys = Rc::new(journeys::made_up(folder.path(), Some(&url), &["user"], 40).unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let here = tokio::task::LocalSet::new();

    let mut sent: Vec<Sent> = Vec::new();
    for _ in 0..ROUNDS {
        let codes = here.block_on(&runtime, prepare(&server, &journeys));
        let stop_after = chance.random_range(1..PEOPLE * EACH);
        let pause = Duration::from_micros(chance.random_range(0..3_000));
        sent.extend(here.block_on(&runtime, send_until_killed(&mut server, codes, stop_after, pause)));
        server = Server::start(folder.path(), Some(&url)).unwrap();
        here.block_on(&runtime, check(&server, &sent));
    }
    let acknowledged = sent.iter().filter(|one| one.acknowledged).count();
    println!("{acknowledged} of {} acknowledged", sent.len());
    assert!(
        acknowledged > 0 && acknowledged < sent.len(),
        "nothing was cut off; seed {seed}"
    );

    server.kill().unwrap();
    let count = |query: &str| database.texts(query).remove(0).parse::<usize>().unwrap();
    let submissions = count("SELECT CAST(count(*) AS text) AS text FROM submissions");
    let codes = count("SELECT CAST(count(DISTINCT code_hash) AS text) AS text FROM submissions");
    let drafts = count("SELECT CAST(count(*) AS text) AS text FROM drafts");
    assert_eq!(submissions, codes, "a code has two submissions; seed {seed}");
    assert_eq!(
        submissions + drafts,
        sent.len(),
        "answers are lost or doubled; seed {seed}"
    );
    assert!(submissions >= acknowledged);
}

async fn prepare(server: &Server, journeys: &Rc<Vec<Journey>>) -> Vec<Vec<String>> {
    let mut people = Vec::new();
    for person in 0..PEOPLE {
        let mut client = Client::connect(&server.host).await.unwrap();
        let journeys = Rc::clone(journeys);
        people.push(tokio::task::spawn_local(async move {
            let mut codes = Vec::new();
            for turn in 0..EACH {
                let journey = &journeys[(person * EACH + turn) % journeys.len()];
                codes.push(journey.prepare(&mut client).await.unwrap());
            }
            codes
        }));
    }
    let mut codes = Vec::new();
    for person in people {
        codes.push(person.await.unwrap());
    }
    codes
}

/// Everybody sends; after `stop_after` receipts and a pause the program is killed.
async fn send_until_killed(
    server: &mut Server,
    codes: Vec<Vec<String>>,
    stop_after: usize,
    pause: Duration,
) -> Vec<Sent> {
    let sent = Rc::new(RefCell::new(Vec::new()));
    let receipts = Rc::new(Cell::new(0));
    let mut people = Vec::new();
    for codes in codes {
        let mut client = Client::connect(&server.host).await.unwrap();
        let (sent, receipts) = (Rc::clone(&sent), Rc::clone(&receipts));
        people.push(tokio::task::spawn_local(async move {
            for code in codes {
                let acknowledged = match send(&mut client, &code).await {
                    Ok(acknowledged) => {
                        assert!(acknowledged, "a complete draft was refused");
                        true
                    }
                    Err(_) => false, // the program is gone
                };
                receipts.set(receipts.get() + usize::from(acknowledged));
                sent.borrow_mut().push(Sent { code, acknowledged });
            }
        }));
    }
    while receipts.get() < stop_after && !people.iter().all(tokio::task::JoinHandle::is_finished) {
        tokio::task::yield_now().await;
    }
    tokio::time::sleep(pause).await;
    server.kill().unwrap();
    for person in people {
        person.await.unwrap();
    }
    Rc::into_inner(sent).unwrap().into_inner()
}

/// Whoever was told that the answers are stored finds them; the others find a draft or a submission.
async fn check(server: &Server, sent: &[Sent]) {
    let mut client = Client::connect(&server.host).await.unwrap();
    for one in sent {
        let answer = client
            .get(&format!("/answer/{}/receipt", one.code))
            .await
            .unwrap();
        assert_eq!(answer.status, 200);
        let page = String::from_utf8(answer.body).unwrap();
        let is = |status: &str| page.contains(status);
        if one.acknowledged {
            assert!(is(WAITING), "an acknowledged receipt is lost");
        } else {
            assert!(
                is(WAITING) || is(DRAFT),
                "answers are neither draft nor submission"
            );
        }
    }
}
