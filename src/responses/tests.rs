//! Only under `#[cfg(test)]`: a real file as the database, and one small study in it.

#![allow(clippy::similar_names, reason = "a shelf beside self")]

use std::collections::BTreeMap;

use chrono::{TimeDelta, TimeZone, Utc};

use super::draft::{self, Begun, Saved, Start};
use super::{Code, CodeHash, CodeKey, Consent, Outcome, Refused, Status, Withdrawn};
use crate::id::{PublicId, SubmissionId};
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::shelf::Shelf;
use crate::questionnaire::study::{self, Study};
use crate::questionnaire::versions;
use crate::questionnaire::walker::Clearance;
use crate::settings::{Database, Secret};
use crate::store::{Instant, Store, StoreError, migrations};

mod attaching;
mod correcting;
mod drafting;
mod importing;
mod submitting;
mod withdrawing;

/// The study: people under 18 are not asked, and one question must be answered.
const STUDY: &str = r#"
key = "tea"
version = "1"
languages = ["en", "zh-Hans"]
minimum_age = 18
title = { en = "Tea", zh-Hans = "茶" }
short_title = { en = "Tea", zh-Hans = "茶" }
summary = { en = "Tea", zh-Hans = "茶" }
description = { en = "Tea", zh-Hans = "茶" }
sponsor = { en = "Nobody", zh-Hans = "无" }

[controller]
name = { en = "Somebody", zh-Hans = "某人" }
contact = { en = "here", zh-Hans = "此处" }

[ethics]
reference = { en = "None", zh-Hans = "无" }

[thresholds]
k = 5
table_k = 10

[under_age]
question = "age"
choices = ["under"]
text = { en = "Thank you.", zh-Hans = "谢谢。" }

[consent]
version = "1"
text = { en = "Text", zh-Hans = "文" }
purpose = { en = "Purpose", zh-Hans = "目的" }
categories = { en = "Categories", zh-Hans = "类别" }
recipients = { en = "Recipients", zh-Hans = "接收方" }
retention = { en = "Retention", zh-Hans = "保存" }
rights = { en = "Rights", zh-Hans = "权利" }

[[consent.ticks]]
key = "take_part"
required = true
text = { en = "I take part.", zh-Hans = "同意" }

[[consent.ticks]]
key = "quote"
required = false
text = { en = "Quote me.", zh-Hans = "引用" }

[[questionnaires]]
key = "drinkers"
file = "drinkers.md"
role = "any"
minutes = 1
title = { en = "Drinkers", zh-Hans = "饮茶者" }
description = { en = "Drinkers", zh-Hans = "饮茶者" }
"#;

const DRINKERS: &str = "\
| survey |
| | type | name | label::English (en) | label::简体中文 (zh-Hans) | required | relevant | exposure |
| | begin_group | first | You | 您 | | | |
| | select_one age | age | Your age | 年龄 | | | quasi |
| | select_one yes_no | drinks | Do you drink tea? | 您喝茶吗？ | yes | | public |
| | end_group | | | | | | |
| | begin_group | second | Tea | 茶 | | | |
| | integer | cups | Cups a day | 每天几杯 | | ${drinks} = 'yes' | public |
| | text | wish | A wish | 愿望 | | | text |
| | end_group | | | | | | |
| choices |
| | list_name | name | label::English (en) | label::简体中文 (zh-Hans) |
| | age | under | Under 18 | 未满 18 岁 |
| | age | over | 18 or over | 年满 18 岁 |
| | yes_no | yes | Yes | 是 |
| | yes_no | no | No | 否 |
";

/// An open study in a fresh database.
struct Site {
    store: Store,
    shelf: Shelf,
    key: CodeKey,
    now: Instant,
    _folder: tempfile::TempDir,
}

fn tea(questionnaire: &str) -> Study {
    let files = [
        ("study.toml".to_owned(), STUDY.as_bytes().to_vec()),
        ("drinkers.md".to_owned(), questionnaire.as_bytes().to_vec()),
    ];
    let reading = study::read(&files);
    reading
        .study
        .unwrap_or_else(|| panic!("{:#?}", reading.findings.sorted()))
}

impl Site {
    async fn open() -> Self {
        Self::open_with(tea(DRINKERS)).await
    }

    async fn open_with(study: Study) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(folder.path().join("test.db"));
        migrations::run(&database).unwrap();
        let site = Self {
            store: Store::open(&database).unwrap(),
            shelf: Shelf::new(),
            key: CodeKey::new(&Secret::from_text("a secret that is used in these tests only").unwrap()),
            now: Instant::new(Utc.with_ymd_and_hms(2027, 3, 1, 9, 30, 0).unwrap()),
            _folder: folder,
        };
        let now = site.now;
        let clearance = Clearance::of_study(&study, now.utc(), false).unwrap();
        site.store
            .write(move |tx| {
                versions::add_study(tx, now, &study, None, &clearance)?;
                versions::open(tx, now, "tea", &clearance)
            })
            .await
            .unwrap();
        site
    }

    fn start(&self) -> Start {
        Start {
            study: "tea".to_owned(),
            questionnaire: "drinkers".to_owned(),
            language: "en".to_owned(),
            consent: Consent {
                ticks: vec!["take_part".to_owned()],
                version: "1".to_owned(),
                at: self.now,
            },
            link: None,
        }
    }

    async fn begin(&self, start: Start) -> Result<Begun, Refused> {
        let (now, shelf, key) = (self.now, self.shelf.clone(), self.key.clone());
        self.store
            .write(move |tx| draft::begin(tx, now, &shelf, &key, &start))
            .await
    }

    async fn begun(&self) -> (Code, CodeHash) {
        let begun = self.begin(self.start()).await.unwrap();
        let hash = self.key.hash(&begun.code);
        (begun.code, hash)
    }

    async fn draft(&self, hash: &CodeHash) -> Option<draft::Draft> {
        let (shelf, hash, now) = (self.shelf.clone(), hash.clone(), self.now);
        self.store
            .read(move |db| draft::open(db, now, &shelf, &hash))
            .await
            .unwrap()
    }

    async fn save(&self, draft: draft::Draft, answers: Answers) -> Result<Saved, Refused> {
        let now = self.now;
        self.store
            .write(move |tx| draft::save(tx, now, &draft, &answers))
            .await
    }

    /// Begins and saves a draft with these answers.
    async fn answered(&self, answers: &[(&str, &str)]) -> CodeHash {
        let (_, hash) = self.begun().await;
        let draft = self.draft(&hash).await.unwrap();
        self.save(draft, given(answers)).await.unwrap();
        hash
    }

    async fn submit(&self, hash: &CodeHash) -> Result<Outcome, Refused> {
        super::submit(&self.store, self.now, &self.shelf, hash, |_, _| {}).await
    }

    async fn submitted(&self, answers: &[(&str, &str)]) -> (CodeHash, SubmissionId) {
        let hash = self.answered(answers).await;
        match self.submit(&hash).await.unwrap() {
            Outcome::Submitted(id) => (hash, id),
            Outcome::TooYoung => panic!("nobody here is too young"),
        }
    }

    async fn receipt(&self, hash: &CodeHash) -> Option<super::Receipt> {
        let (shelf, hash, now) = (self.shelf.clone(), hash.clone(), self.now);
        self.store
            .read(move |db| super::receipt(db, now, &shelf, &hash))
            .await
            .unwrap()
    }

    async fn withdraw(&self, hash: &CodeHash) -> Result<Withdrawn, Refused> {
        let (now, hash) = (self.now, hash.clone());
        self.store.write(move |tx| super::withdraw(tx, now, &hash)).await
    }

    /// Decides as the room of moderation would.
    async fn decide(&self, submission: SubmissionId, verdict: &'static str) {
        use crate::id::DecisionId;
        use crate::store::on;
        use crate::store::types::{Key, Moment};
        use diesel::prelude::*;
        use diesel::sql_types::Text;
        let now = self.now;
        self.store
            .write(move |tx| {
                let insert =
                    "INSERT INTO decisions (id, submission_id, round, verdict, reason, note, decided_at)
                    VALUES (?, ?, 1, ?, 'unclear', 'Which tea?', ?)";
                let insert = diesel::sql_query(insert)
                    .bind::<Key, _>(DecisionId::new())
                    .bind::<Key, _>(submission)
                    .bind::<Text, _>(verdict)
                    .bind::<Moment, _>(now);
                on!(tx, conn => insert.execute(conn))
            })
            .await
            .unwrap();
    }

    async fn count(&self, table: &'static str) -> i64 {
        use diesel::prelude::*;
        #[derive(QueryableByName)]
        struct Count {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            n: i64,
        }
        self.store
            .read(move |db| {
                let count: Count = crate::store::on!(db, conn => diesel::sql_query(format!("SELECT count(*) AS n FROM {table}")).get_result(conn))?;
                Ok::<_, StoreError>(count.n)
            })
            .await
            .unwrap()
    }
}

fn given(answers: &[(&str, &str)]) -> Answers {
    let pairs = answers
        .iter()
        .map(|(key, value)| ((*key).to_owned(), Answer::One((*value).to_owned())));
    Answers(pairs.collect::<BTreeMap<_, _>>())
}
