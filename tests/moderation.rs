//! Deciding, on a real database.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

mod support;

use chrono::TimeDelta;
use soundings::clock::Clock;
use soundings::id::{AccountId, QuestionnaireId, StudyId, SubmissionId};
use soundings::moderation::{
    Accepted, AtMost, Case, Cursor, Decision, Filter, Refused, Verdict, WaitingItem, accept_next, case,
    decide, decided, history, newer_revision, waiting, waiting_count,
};
use soundings::people::{
    Authority, Email, Moderator, Permission, Permissions, Refused as PeopleRefused, accounts, grant,
};
use soundings::settings::Database;
use soundings::store::{Instant, Store, migrations};
use support::database::TestDatabase;

struct Site {
    store: Store,
    database: TestDatabase,
    study: StudyId,
    questionnaire: QuestionnaireId,
}

fn now() -> Instant {
    Clock::running().now()
}

impl Site {
    fn new() -> Self {
        let database = TestDatabase::empty();
        migrations::run(database.settings()).unwrap();
        let site = Self {
            store: Store::open(database.settings()).unwrap(),
            database,
            study: StudyId::new(),
            questionnaire: QuestionnaireId::new(),
        };
        site.add_study(site.study, site.questionnaire, "chain");
        site
    }

    /// An id and a moment as each database writes them.
    fn key(&self, id: impl std::fmt::Display) -> String {
        match self.database.settings() {
            Database::Sqlite(_) => format!("X'{id}'"),
            Database::Postgres(_) => format!("'{id}'"),
        }
    }

    fn moment(&self, seconds: i64) -> String {
        match self.database.settings() {
            Database::Sqlite(_) => format!("{seconds}000000"),
            Database::Postgres(_) => format!("to_timestamp({seconds})"),
        }
    }

    /// A study with one questionnaire and one version, which has the id of the questionnaire.
    fn add_study(&self, study: StudyId, questionnaire: QuestionnaireId, key: &str) {
        let (study, questionnaire, at) = (self.key(study), self.key(questionnaire), self.moment(0));
        for statement in [
            format!("INSERT INTO studies VALUES ({study}, '{key}', '{{}}', 'open', {at}, {at}, NULL)"),
            format!("INSERT INTO questionnaires VALUES ({questionnaire}, {study}, 'user', 'U', 1)"),
            format!(
                "INSERT INTO questionnaire_versions
                     (id, questionnaire_id, number, content_hash, definition, published_at)
                 VALUES ({questionnaire}, {questionnaire}, 1, 'h', '{{}}', {at})"
            ),
        ] {
            self.database.execute(&statement);
        }
    }

    /// A submission sent `seconds` after 1970, under a code of its own or under `code`.
    fn add_submission(
        &self,
        language: &str,
        seconds: i64,
        code: Option<&str>,
        revision: i32,
    ) -> SubmissionId {
        let id = SubmissionId::new();
        let (key, study, version) = (self.key(id), self.key(self.study), self.key(self.questionnaire));
        let (code, at) = (
            code.map_or_else(|| id.to_string(), str::to_owned),
            self.moment(seconds),
        );
        self.database.execute(&format!(
            "INSERT INTO submissions (id, public_id, code_hash, revision, study_id, version_id, language,
                 tier, consent, seed, answers, submitted_at)
             VALUES ({key}, {key}, '{code}', {revision}, {study}, {version}, '{language}',
                 'T0', '{{}}', 1, '{{}}', {at})"
        ));
        id
    }

    fn waiting_submission(&self) -> SubmissionId {
        self.add_submission("en", 1, None, 1)
    }

    async fn moderator(&self, name: &str, study: Option<StudyId>) -> Moderator {
        let email = Email::parse(&format!("{name}@example.org")).unwrap();
        let granted = self.store.write(move |tx| {
            let account = accounts::join(tx, now(), &email, "en")?;
            grant(
                tx,
                now(),
                Authority::Operator,
                account,
                Permission::Moderator,
                study,
            )?;
            Ok::<_, PeopleRefused>(Permissions::of(tx, account)?)
        });
        granted.await.unwrap().moderator().unwrap()
    }

    async fn decides(
        &self,
        by: &Moderator,
        submission: SubmissionId,
        round_seen: i32,
        verdict: &str,
        reason: &str,
    ) -> Result<(), Refused> {
        let by = by.clone();
        let decision = Decision::read(verdict, reason, "").unwrap();
        self.store
            .write(move |tx| decide(tx, now(), &by, submission, round_seen, &decision))
            .await
    }

    async fn waiting(
        &self,
        by: &Moderator,
        filter: Filter,
        after: Option<Cursor>,
        limit: usize,
    ) -> Vec<WaitingItem> {
        let by = by.clone();
        self.store
            .read(move |db| waiting(db, &by, &filter, after, limit))
            .await
            .unwrap()
    }

    async fn case(&self, by: &Moderator, submission: SubmissionId) -> Option<Case> {
        let by = by.clone();
        self.store
            .read(move |db| case(db, &by, submission))
            .await
            .unwrap()
    }

    async fn verdicts(
        &self,
        by: &Moderator,
        submission: SubmissionId,
    ) -> Vec<(i32, Verdict, Option<AccountId>)> {
        let case = self.case(by, submission).await.unwrap();
        let past = self.store.read(move |db| history(db, &case)).await.unwrap();
        past.into_iter()
            .map(|past| (past.round, past.verdict, past.decided_by))
            .collect()
    }
}

#[tokio::test]
async fn two_moderators_at_once_one_wins_and_the_other_is_told() {
    let site = Site::new();
    let (ada, bo) = (
        site.moderator("ada", None).await,
        site.moderator("bo", None).await,
    );
    let submission = site.waiting_submission();

    let (first, second) = tokio::join!(
        site.decides(&ada, submission, 0, "accept", ""),
        site.decides(&bo, submission, 0, "reject", "off_topic"),
    );

    let winner = match (first, second) {
        (Ok(()), Err(Refused::AlreadyDecided)) => (1, Verdict::Accept, Some(ada.account())),
        (Err(Refused::AlreadyDecided), Ok(())) => (1, Verdict::Reject, Some(bo.account())),
        other => panic!("{other:?}"),
    };
    assert_eq!(site.verdicts(&bo, submission).await, [winner]);
}

#[tokio::test]
async fn a_later_round_supersedes_and_both_stay() {
    let site = Site::new();
    let ada = site.moderator("ada", None).await;
    let submission = site.waiting_submission();

    site.decides(&ada, submission, 0, "accept", "").await.unwrap();
    site.decides(&ada, submission, 1, "reject", "duplicate")
        .await
        .unwrap();

    let case = site.case(&ada, submission).await.unwrap();
    assert_eq!((case.round, case.verdict), (2, Some(Verdict::Reject)));
    let ada = Some(ada.account());
    let by = site.moderator("bo", None).await;
    assert_eq!(
        site.verdicts(&by, submission).await,
        [(1, Verdict::Accept, ada), (2, Verdict::Reject, ada)]
    );
}

#[tokio::test]
async fn only_moderators_of_the_study_see_it_and_decide() {
    let site = Site::new();
    let other = StudyId::new();
    site.add_study(other, QuestionnaireId::new(), "other");
    let ours = site.moderator("ada", Some(site.study)).await;
    let theirs = site.moderator("bo", Some(other)).await;
    let submission = site.waiting_submission();

    assert!(site.case(&theirs, submission).await.is_none());
    assert_eq!(site.waiting(&theirs, Filter::default(), None, 50).await, []);
    assert!(matches!(
        site.decides(&theirs, submission, 0, "accept", "").await,
        Err(Refused::NoSuchSubmission)
    ));
    assert_eq!(site.waiting(&ours, Filter::default(), None, 50).await.len(), 1);
    site.decides(&ours, submission, 0, "accept", "").await.unwrap();
}

#[tokio::test]
async fn what_was_withdrawn_or_replaced_is_not_decided_on() {
    let site = Site::new();
    let ada = site.moderator("ada", None).await;
    let withdrawn = site.waiting_submission();
    let at = site.moment(5);
    site.database.execute(&format!(
        "UPDATE submissions SET withdrawn_at = {at}, answers = NULL"
    ));
    let replaced = site.add_submission("en", 1, Some("same code"), 1);
    let newest = site.add_submission("en", 2, Some("same code"), 2);

    let refused = site.decides(&ada, withdrawn, 0, "accept", "").await;
    assert!(matches!(refused, Err(Refused::Withdrawn)));
    let refused = site.decides(&ada, replaced, 0, "accept", "").await;
    assert!(matches!(refused, Err(Refused::Superseded)));
    site.decides(&ada, newest, 0, "accept", "").await.unwrap();
    let case = site.case(&ada, replaced).await.unwrap();
    let newer = site.store.read(move |db| newer_revision(db, &case)).await;
    assert_eq!(newer.unwrap(), Some(newest));
}

#[tokio::test]
async fn the_queue_is_oldest_first_and_goes_on_where_a_page_ended() {
    let site = Site::new();
    let ada = site.moderator("ada", None).await;
    // Five that share an instant, then older ones, so that neither ids nor ages alone are the order.
    let mut expected: Vec<_> = (0..5).map(|_| site.add_submission("en", 7, None, 1)).collect();
    let older: Vec<_> = (0..3)
        .map(|second| site.add_submission("zh-Hans", second, None, 1))
        .collect();
    expected.splice(0..0, older);

    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = site.waiting(&ada, Filter::default(), after, 3).await;
        let Some(last) = page.last() else { break };
        after = Some(last.cursor().to_string().parse().unwrap());
        seen.extend(page.iter().map(|item| item.submission));
    }

    assert_eq!(seen, expected);
    let chinese = Filter {
        language: Some("zh-Hans".into()),
        study: Some(site.study),
        questionnaire: Some(site.questionnaire),
    };
    assert_eq!(site.waiting(&ada, chinese.clone(), None, 50).await.len(), 3);
    let counted = site
        .store
        .read(move |db| waiting_count(db, &ada, &chinese, 2))
        .await;
    assert_eq!(counted.unwrap(), AtMost { count: 2, more: true });
}

#[tokio::test]
async fn what_was_decided_lately_can_be_found_again() {
    let site = Site::new();
    let ada = site.moderator("ada", None).await;
    let submissions: Vec<_> = (0..3).map(|_| site.waiting_submission()).collect();
    for submission in &submissions {
        site.decides(&ada, *submission, 0, "accept", "").await.unwrap();
    }

    let (one, two) = (ada.clone(), ada.clone());
    let newest = site
        .store
        .read(move |db| decided(db, &one, &Filter::default(), None, 2))
        .await
        .unwrap();
    let before = newest.last().map(|item| item.decision);
    let rest = site
        .store
        .read(move |db| decided(db, &two, &Filter::default(), before, 2))
        .await
        .unwrap();

    let found: Vec<_> = newest.iter().chain(&rest).map(|item| item.submission).collect();
    assert_eq!(found, submissions.iter().copied().rev().collect::<Vec<_>>());
    assert!(site.waiting(&ada, Filter::default(), None, 50).await.is_empty());
}

#[tokio::test]
async fn accepting_everything_is_audited_once_with_the_count() {
    let site = Site::new();
    let ada = site.moderator("ada", None).await;
    for _ in 0..5 {
        site.waiting_submission();
    }

    let study = site.study;
    let mut so_far = Accepted::NOTHING;
    while !so_far.is_done {
        so_far = site
            .store
            .write(move |tx| accept_next(tx, now().plus(TimeDelta::seconds(1)), study, so_far, 2))
            .await
            .unwrap();
    }

    assert_eq!(so_far.count, 5);
    assert!(site.waiting(&ada, Filter::default(), None, 50).await.is_empty());
    let details = site
        .database
        .texts("SELECT CAST(detail AS TEXT) AS text FROM audit WHERE event = 'submission.all_accepted'");
    assert_eq!(details.len(), 1);
    let detail: serde_json::Value = serde_json::from_str(&details[0]).unwrap();
    assert_eq!(detail["count"], 5);
}

#[tokio::test]
async fn what_is_returned_can_be_corrected_by_its_author() {
    let site = Site::new();
    let ada = site.moderator("ada", None).await;
    let returned = site.add_submission("en", 1, Some("code"), 1);

    site.decides(&ada, returned, 0, "return", "needs_detail")
        .await
        .unwrap();

    let drafts = site.database.texts("SELECT code_hash AS text FROM drafts");
    assert_eq!(drafts, ["code"]);
    let case = site.case(&ada, returned).await.unwrap();
    assert_eq!((case.round, case.verdict), (1, Some(Verdict::Return)));
}

#[tokio::test]
async fn decisions_never_change() {
    let site = Site::new();
    let ada = site.moderator("ada", None).await;
    let submission = site.waiting_submission();
    site.decides(&ada, submission, 0, "accept", "").await.unwrap();

    for change in ["UPDATE decisions SET verdict = 'reject'", "DELETE FROM decisions"] {
        let refused = site.database.try_execute(change).unwrap_err();
        assert!(refused.to_string().contains("decisions never change"));
    }
}
