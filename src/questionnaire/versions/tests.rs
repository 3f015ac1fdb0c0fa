//! The stock study in a real file: what adding it again changes, and what it leaves alone.

mod guard;

use chrono::{TimeDelta, TimeZone, Utc};

use super::*;
use crate::questionnaire::shelf::Shelf;
use crate::questionnaire::study;
use crate::settings::Database;
use crate::store::{Store, migrations};

struct Site {
    store: Store,
    now: Instant,
    _folder: tempfile::TempDir,
}

fn stock() -> Study {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/studies/open-models");
    let files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            (
                entry.file_name().into_string().unwrap(),
                std::fs::read(entry.path()).unwrap(),
            )
        })
        .collect();
    study::read(&files).study.unwrap()
}

impl Site {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(folder.path().join("test.db"));
        migrations::run(&database).unwrap();
        Self {
            store: Store::open(&database).unwrap(),
            now: Instant::new(Utc.with_ymd_and_hms(2027, 3, 1, 9, 30, 0).unwrap()),
            _folder: folder,
        }
    }

    async fn add(&self, study: Study) -> Result<Added, Refused> {
        self.add_because(study, None).await
    }

    async fn add_because(&self, study: Study, reason: Option<&str>) -> Result<Added, Refused> {
        let now = self.now;
        let reason = reason.map(|reason| Reason::typed(reason, "en").unwrap());
        self.store
            .write(move |tx| add_study(tx, now, &study, reason.as_ref(), &Clearance::none()))
            .await
    }

    /// Opens the stock study at a moment, with leave to ask what was walked.
    async fn open(&self, now: Instant, walked: &Study) -> Result<Header, Refused> {
        let clearance = Clearance::of_study(walked, now.utc(), false).unwrap();
        let write = move |tx: &mut Transaction<'_>| open(tx, now, "open-models", &clearance);
        self.store.write(write).await
    }

    async fn questionnaires(&self, study: StudyId) -> Vec<(String, i32)> {
        let asked = self
            .store
            .read(move |db| questionnaires(db, study))
            .await
            .unwrap();
        asked.into_iter().map(|one| (one.key, one.number)).collect()
    }
}

#[tokio::test]
async fn a_new_study_is_prepared_and_asks_its_first_versions() {
    let site = Site::new();

    let added = site.add(stock()).await.unwrap();

    assert!(added.new && added.questionnaires.iter().all(|one| one.new && one.number == 1));
    let header = site
        .store
        .read(|db| super::study(db, "open-models"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((header.state, header.opened_at), (State::Prepared, None));
    assert!(site.store.read(open_studies).await.unwrap().is_empty());
    let keys: Vec<_> = added.questionnaires.iter().map(|one| one.key.as_str()).collect();
    assert_eq!(keys, ["publisher", "deployer", "provider", "user", "report"]);
}

#[tokio::test]
async fn only_what_changed_gets_a_new_version() {
    let site = Site::new();
    let first = site.add(stock()).await.unwrap();
    let again = site.add(stock()).await.unwrap();
    assert!(!again.new && again.questionnaires.iter().all(|one| !one.new));

    let mut changed = stock();
    changed.questionnaires[1].1.title.push('!');
    let third = site.add(changed).await.unwrap();

    let new: Vec<_> = third
        .questionnaires
        .iter()
        .map(|one| (one.new, one.number))
        .collect();
    assert_eq!(new, [(false, 1), (true, 2), (false, 1), (false, 1), (false, 1)]);
    assert_eq!(third.questionnaires[0].version, first.questionnaires[0].version);
    let study = first.study;
    let all = site
        .store
        .read(move |db| versions_of_study(db, study))
        .await
        .unwrap();
    assert_eq!(all.len(), 6);
}

#[tokio::test]
async fn a_version_reads_back_as_it_was_published() {
    let site = Site::new();
    let added = site.add(stock()).await.unwrap();
    let shelf = Shelf::new();

    for ((entry, definition), published) in stock().questionnaires.iter().zip(&added.questionnaires) {
        let (shelf, id) = (shelf.clone(), published.version);
        let version = site
            .store
            .read(move |db| shelf.version(db, id))
            .await
            .unwrap()
            .unwrap();

        assert_eq!(version.plan.definition(), definition);
        assert_eq!(version.content_hash, definition.content_hash().unwrap());
        assert_eq!(
            (version.key.as_str(), version.study_key.as_str()),
            (entry.key.as_str(), "open-models")
        );
    }
}

#[tokio::test]
async fn a_questionnaire_that_is_left_out_is_asked_no_more_and_can_come_back() {
    let site = Site::new();
    let study = site.add(stock()).await.unwrap().study;
    let mut fewer = stock();
    fewer.questionnaires.retain(|(entry, _)| entry.key != "report");

    site.add(fewer).await.unwrap();
    assert_eq!(site.questionnaires(study).await.len(), 4);
    let newest = site
        .store
        .read(move |db| Shelf::new().newest(db, study, "report"))
        .await
        .unwrap();
    assert!(newest.is_none());

    site.add(stock()).await.unwrap();
    assert_eq!(
        site.questionnaires(study).await.last(),
        Some(&("report".to_owned(), 1))
    );
}

#[tokio::test]
async fn a_questionnaire_comes_back_to_an_open_study_only_if_it_was_walked() {
    let site = Site::new();
    let study = site.add(stock()).await.unwrap().study;
    let mut fewer = stock();
    fewer.questionnaires.retain(|(entry, _)| entry.key != "report");
    site.add(fewer.clone()).await.unwrap();
    site.open(site.now, &fewer).await.unwrap();

    assert!(matches!(site.add(stock()).await, Err(Refused::NotWalked)));
    assert_eq!(site.questionnaires(study).await.len(), 4);
    let now = site.now;
    let clearance = Clearance::of_study(&stock(), now.utc(), false).unwrap();
    let write = site
        .store
        .write(move |tx| add_study(tx, now, &stock(), None, &clearance));
    write.await.unwrap();
    assert_eq!(site.questionnaires(study).await.len(), 5);
}

#[tokio::test]
async fn a_role_changes_only_before_the_study_was_open() {
    let site = Site::new();
    let swapped = || {
        let mut study = stock();
        study.questionnaires[0].0.role = study.questionnaires[1].0.role;
        study
    };
    site.add(stock()).await.unwrap();
    site.add(swapped()).await.unwrap();
    site.open(site.now, &stock()).await.unwrap();

    assert!(matches!(site.add(stock()).await, Err(Refused::RoleChanged)));
    assert!(site.add(swapped()).await.is_ok());
}

#[tokio::test]
async fn the_shelf_gives_new_settings_as_soon_as_they_are_stored() {
    let site = Site::new();
    site.add(stock()).await.unwrap();
    let shelf = Shelf::new();
    let k = async || {
        let shelf = shelf.clone();
        let read = site.store.read(move |db| {
            let header = super::study(db, "open-models")?.unwrap();
            let described = shelf.described(db, &header)?;
            assert!(std::sync::Arc::ptr_eq(&described, &shelf.described(db, &header)?));
            Ok::<_, StoreError>(described.settings.thresholds.k)
        });
        read.await.unwrap()
    };

    assert_eq!(k().await, 5);
    let mut stricter = stock();
    stricter.settings.thresholds.k = 9;
    site.add(stricter).await.unwrap();
    assert_eq!(k().await, 9);
}

#[tokio::test]
async fn opening_and_closing_keep_their_moments() {
    let site = Site::new();
    site.add(stock()).await.unwrap();
    let (now, later) = (site.now, site.now.plus(TimeDelta::days(30)));
    let opened = site.open(now, &stock()).await.unwrap();
    let again = site.open(later, &stock()).await.unwrap();
    let closed = site
        .store
        .write(move |tx| close(tx, later, "open-models"))
        .await
        .unwrap();

    assert_eq!((opened.state, opened.opened_at), (State::Open, Some(now)));
    assert_eq!(again, opened);
    assert_eq!((closed.state, closed.closed_at), (State::Closed, Some(later)));
    let nothing = Clearance::none();
    let missing = site
        .store
        .write(move |tx| open(tx, now, "coffee", &nothing))
        .await;
    assert!(matches!(missing, Err(Refused::NoSuchStudy)));
}

#[tokio::test]
async fn what_was_not_walked_is_never_asked() {
    let site = Site::new();
    site.add(stock()).await.unwrap();
    let mut changed = stock();
    changed.questionnaires[0].1.title.push('!');

    assert!(matches!(
        site.open(site.now, &changed).await,
        Err(Refused::NotWalked)
    ));
    site.open(site.now, &stock()).await.unwrap();
    assert!(matches!(site.add(changed.clone()).await, Err(Refused::NotWalked)));
    let now = site.now;
    let clearance = Clearance::of_study(&changed, now.utc(), false).unwrap();
    let added = site
        .store
        .write(move |tx| add_study(tx, now, &changed, None, &clearance))
        .await;
    assert!(added.unwrap().questionnaires[0].new);
}
