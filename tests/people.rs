//! What people can and cannot do, on a real database.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

mod support;

use chrono::TimeDelta;

use soundings::clock::Clock;
use soundings::id::{AccountId, StudyId};
use soundings::people::accounts::{self, join};
use soundings::people::audit::{Event, record};
use soundings::people::{
    Authority, Email, Hasher, Password, PasswordHash, Permission, Permissions, Proven, Refused, Session,
    Token, Typed, grant, keys, revoke, sessions,
};
use soundings::store::{Instant, Store, StoreError, migrations};
use support::database::TestDatabase;

const WORDS: &str = "winter harbour owl lantern";

struct Site {
    store: Store,
    hasher: Hasher,
    database: TestDatabase,
}

fn now() -> Instant {
    Clock::running().now()
}

fn email(name: &str) -> Email {
    Email::parse(&format!("{name}@example.org")).unwrap()
}

impl Site {
    fn new() -> Self {
        let database = TestDatabase::empty();
        migrations::run(database.settings()).unwrap();
        Self {
            store: Store::open(database.settings()).unwrap(),
            hasher: Hasher::default(),
            database,
        }
    }

    async fn hash(&self, words: &str) -> PasswordHash {
        let password = Password::accept(Typed::new(words), &email("somebody")).unwrap();
        self.hasher.hash(password).await.unwrap()
    }

    async fn account(&self, name: &str) -> AccountId {
        let (hash, email) = (self.hash(WORDS).await, email(name));
        self.store
            .write(move |tx| {
                let account = join(tx, now(), &email, "en")?;
                accounts::set_password(tx, now(), None, account, &hash)?;
                Ok::<_, Refused>(account)
            })
            .await
            .unwrap()
    }

    async fn proven(&self, name: &str, words: &str) -> Option<Proven> {
        let email = email(name);
        let known = self.store.read(move |db| accounts::credentials(db, &email));
        self.hasher
            .prove(known.await.unwrap(), Typed::new(words))
            .await
            .unwrap()
    }

    async fn signs_in(&self, name: &str) -> Token {
        let proven = self.proven(name, WORDS).await.unwrap();
        self.store
            .write(move |tx| sessions::sign_in(tx, now(), &proven))
            .await
            .unwrap()
    }

    async fn recalls(&self, token: &Token, at: Instant) -> Option<Session> {
        let token = token.clone();
        self.store
            .read(move |db| sessions::recall(db, at, &token))
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn signing_in_needs_the_password_and_an_open_account() {
    let site = Site::new();
    let ada = site.account("ada").await;

    assert!(site.proven("ada", "wrong harbour owl lantern").await.is_none());
    assert!(site.proven("nobody", WORDS).await.is_none());
    assert_eq!(site.proven("ada", WORDS).await.map(|it| it.account()), Some(ada));

    site.store
        .write(move |tx| accounts::close(tx, now(), None, ada))
        .await
        .unwrap();
    assert!(site.proven("ada", WORDS).await.is_none());
}

#[tokio::test]
async fn a_session_ends_when_idle_when_old_and_on_signing_out() {
    let site = Site::new();
    site.account("ada").await;
    let token = site.signs_in("ada").await;
    let begun = now();
    let later = move |hours| begun.plus(TimeDelta::hours(hours));

    let session = site.recalls(&token, begun).await.unwrap();
    assert!(!session.is_due_a_note(begun));
    assert!(session.is_due_a_note(later(1)));
    assert!(site.recalls(&token, later(9)).await.is_none());
    for hours in (7..168).step_by(7) {
        let visiting = site.recalls(&token, later(hours)).await.unwrap();
        let noted = site
            .store
            .write(move |tx| sessions::note_visit(tx, later(hours), &visiting));
        noted.await.unwrap();
    }
    assert!(site.recalls(&token, later(169)).await.is_none());

    let gone = site
        .store
        .write(move |tx| sessions::sign_out(tx, begun, &session));
    gone.await.unwrap();
    assert!(site.recalls(&token, begun).await.is_none());
}

#[tokio::test]
async fn a_new_password_ends_every_session_and_what_was_proven_before() {
    let site = Site::new();
    site.account("ada").await;
    let (phone, desk) = (site.signs_in("ada").await, site.signs_in("ada").await);
    let (stale, proven) = (
        site.proven("ada", WORDS).await.unwrap(),
        site.proven("ada", WORDS).await.unwrap(),
    );
    let hash = site.hash("copper meadow tram riddle").await;

    let changed = site
        .store
        .write(move |tx| sessions::change_password(tx, now(), &proven, &hash));
    let fresh = changed.await.unwrap();

    assert!(site.recalls(&phone, now()).await.is_none());
    assert!(site.recalls(&desk, now()).await.is_none());
    assert!(site.recalls(&fresh, now()).await.is_some());
    let refused = site
        .store
        .write(move |tx| sessions::sign_in(tx, now(), &stale))
        .await;
    assert!(matches!(refused, Err(Refused::WrongPassword)));
}

#[tokio::test]
async fn the_first_administrator_comes_in_by_a_one_time_address() {
    let site = Site::new();
    let first = |site: &Site| {
        let store = site.store.clone();
        async move { store.write(|tx| keys::first_key(tx, now())).await }
    };
    let lost = first(&site).await.unwrap().unwrap();
    let token = first(&site).await.unwrap().unwrap();
    let (hash, ada) = (site.hash(WORDS).await, email("ada"));

    let (used, other) = (token.clone(), hash.clone());
    let offered = site.store.read(move |db| {
        let gone = keys::offer(db, now(), &lost)?;
        let offer = keys::offer(db, now(), &used)?;
        Ok::<_, StoreError>((gone, offer))
    });
    let (gone, offer) = offered.await.unwrap();
    assert_eq!(gone, None);
    assert!(offer.unwrap().asks_for_email);
    let redeem = |token: Token, hash: PasswordHash, ada: Email| {
        site.store
            .write(move |tx| sessions::sign_in_with_key(tx, now(), &token, Some(&ada), &hash))
    };
    let cookie = redeem(token.clone(), hash, ada.clone()).await.unwrap();
    let twice = redeem(token, other, ada).await;

    assert!(matches!(twice, Err(Refused::KeyUnusable)));
    let session = site.recalls(&cookie, now()).await.unwrap();
    assert_eq!(session.email, "ada@example.org");
    assert!(session.permissions.administrator().is_some());
    assert!(session.permissions.moderator().is_none());
    assert_eq!(first(&site).await.unwrap(), None);
}

#[tokio::test]
async fn a_one_time_address_lasts_seven_days() {
    let site = Site::new();
    let ada = site.account("ada").await;
    let offered = site.store.write(move |tx| keys::offer_key(tx, now(), None, ada));
    let token = offered.await.unwrap();

    let opens = |days| {
        let token = token.clone();
        let at = now().plus(TimeDelta::days(days));
        site.store.read(move |db| keys::offer(db, at, &token))
    };
    assert!(opens(6).await.unwrap().is_some());
    assert!(opens(8).await.unwrap().is_none());

    let reaped = site
        .store
        .write(move |tx| sessions::reap(tx, now().plus(TimeDelta::days(8))));
    assert_eq!(reaped.await.unwrap(), 1);
}

#[tokio::test]
async fn permissions_reach_as_far_as_they_were_granted() {
    let site = Site::new();
    let (ada, bo) = (site.account("ada").await, site.account("bo").await);
    let study = StudyId::new();
    site.store
        .write(move |tx| {
            grant(
                tx,
                now(),
                Authority::Operator,
                ada,
                Permission::Administrator,
                None,
            )?;
            grant(tx, now(), Authority::Operator, bo, Permission::Moderator, None)
        })
        .await
        .unwrap();

    let of = |account| site.store.read(move |db| Permissions::of(db, account));
    let (adas, bos) = (of(ada).await.unwrap(), of(bo).await.unwrap());
    assert!(adas.administrator_of(study).is_some());
    assert!(adas.moderator_of(study).is_none());
    assert!(bos.moderator_of(study).is_some());
    assert!(bos.administrator().is_none());
    assert!(bos.researcher().is_none());

    let by = adas.administrator().unwrap();
    let twice = site.store.write({
        let by = by.clone();
        move |tx| {
            grant(
                tx,
                now(),
                Authority::Administrator(&by),
                bo,
                Permission::Moderator,
                None,
            )
        }
    });
    assert!(matches!(twice.await, Err(Refused::AlreadyGranted)));
    let last = site.store.write(move |tx| {
        let by = Authority::Administrator(&by);
        revoke(tx, now(), by, ada, Permission::Administrator, None)
    });
    assert!(matches!(last.await, Err(Refused::LastAdministrator)));
    assert!(of(ada).await.unwrap().administrator().is_some());
}

#[tokio::test]
async fn everything_done_is_audited_and_the_log_never_changes() {
    let site = Site::new();
    let ada = site.account("ada").await;
    site.signs_in("ada").await;
    site.store
        .write(move |tx| record(tx, now(), Some(ada), Event::SignedOut { account: ada }))
        .await
        .unwrap();

    assert_eq!(
        site.database.texts("SELECT event AS text FROM audit ORDER BY id"),
        [
            "account.joined",
            "account.password_set",
            "account.signed_in",
            "account.signed_out"
        ]
    );
    for change in ["UPDATE audit SET event = 'nothing'", "DELETE FROM audit"] {
        let refused = site.database.try_execute(change).unwrap_err();
        assert!(refused.to_string().contains("audit entries never change"));
    }
}
