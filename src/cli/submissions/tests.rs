//! Only under `#[cfg(test)]`: the stock study, filled with people who do not exist.

use std::path::{Path, PathBuf};

use chrono::{TimeZone, Utc};
use diesel::prelude::*;

use super::{Simulation, import, simulate};
use crate::cli::study;
use crate::clock::Clock;
use crate::questionnaire::shelf::Shelf;
use crate::settings::Database;
use crate::store::{Instant, Store, StoreError, migrations, on};

struct Stock {
    store: Store,
    shelf: Shelf,
    clock: Clock,
    folder: tempfile::TempDir,
}

impl Stock {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(folder.path().join("test.db"));
        migrations::run(&database).unwrap();
        let store = Store::open(&database).unwrap();
        let clock = Clock::stopped(Instant::new(Utc.with_ymd_and_hms(2027, 3, 1, 9, 30, 0).unwrap()));
        study::add(&store, clock, study::Addition::default())
            .await
            .unwrap();
        Self {
            store,
            shelf: Shelf::new(),
            clock,
            folder,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn simulate(&self, count: u64, seed: u64, out: Option<PathBuf>) {
        let simulation = Simulation {
            study: "open-models".to_owned(),
            count,
            seed,
            out,
        };
        simulate(&self.store, &self.shelf, self.clock, simulation)
            .await
            .unwrap();
    }

    async fn import(&self, file: &Path) -> anyhow::Result<()> {
        import(&self.store, &self.shelf, self.clock, "open-models", file).await
    }

    /// Public id, answers and day of every submission, by public id.
    async fn rows(&self) -> Vec<(crate::id::PublicId, String, Instant)> {
        use crate::store::Document;
        use crate::store::schema::submissions::dsl::{answers, public_id, submissions, submitted_at};
        self.store
            .read(|db| {
                let query =
                    submissions
                        .order(public_id)
                        .select((public_id, answers.assume_not_null(), submitted_at));
                let rows: Vec<(crate::id::PublicId, Document, Instant)> = on!(db, conn => query.load(conn))?;
                Ok::<_, StoreError>(
                    rows.into_iter()
                        .map(|(id, document, at)| (id, document.as_str().to_owned(), at))
                        .collect(),
                )
            })
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn the_same_seed_gives_the_same_submissions_on_any_database() {
    let (one, two) = (Stock::new().await, Stock::new().await);

    one.simulate(60, 7, None).await;
    two.simulate(60, 7, None).await;
    two.simulate(60, 7, None).await;

    let rows = one.rows().await;
    assert_eq!(rows.len(), 60);
    assert_eq!(rows, two.rows().await);
    one.simulate(60, 8, None).await;
    assert_eq!(one.rows().await.len(), 120);
}

#[tokio::test]
async fn simulated_lines_can_be_imported_once() {
    let site = Stock::new().await;
    let file = site.path("lines.jsonl");
    site.simulate(80, 3, Some(file.clone())).await;
    assert!(site.rows().await.is_empty());

    site.import(&file).await.unwrap();
    site.import(&file).await.unwrap();

    assert_eq!(site.rows().await.len(), 80);
}

#[tokio::test]
async fn a_file_with_one_faulty_line_is_refused_as_a_whole() {
    let site = Stock::new().await;
    let file = site.path("lines.jsonl");
    site.simulate(20, 3, Some(file.clone())).await;
    let good = std::fs::read_to_string(&file).unwrap();
    let spoilt = [
        "no json\n",
        "{\"questionnaire\":\"user\"}\n",
        "{\"questionnaire\":\"user\",\"language\":\"en\",\"answers\":{\"u_freq\":\"never\"}}\n",
        "{\"questionnaire\":\"user\",\"language\":\"en\",\"answers\":{\"release\":\"dk\",\"u_age\":\"ag.min\"}}\n",
    ];
    for line in spoilt {
        std::fs::write(&file, format!("{good}{line}")).unwrap();
        let refused = site.import(&file).await.unwrap_err().to_string();
        assert!(refused.starts_with("nothing was imported"), "{refused}");
    }
    std::fs::write(&file, [good.as_bytes(), b"\xff\xfe\n"].concat()).unwrap();
    assert!(site.import(&file).await.is_err());
    assert!(site.import(&site.path("absent.jsonl")).await.is_err());

    assert!(site.rows().await.is_empty());
    std::fs::write(&file, format!("\u{feff}{}\n\n", good.replace('\n', "\r\n"))).unwrap();
    site.import(&file).await.unwrap();
    assert_eq!(site.rows().await.len(), 20);
}
