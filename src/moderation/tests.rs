//! Deciding, on a real database file.

use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use super::*;
use crate::clock::Clock;
use crate::id::{AccountId, QuestionnaireId, StudyId, SubmissionId};
use crate::people::{
    Authority, Email, Moderator, Permission, Permissions, Refused as PeopleRefused, accounts, grant,
};
use crate::settings::Database;
use crate::store::{Instant, Store, migrations};

struct Site {
    store: Store,
    _folder: tempfile::TempDir,
    path: std::path::PathBuf,
    study: StudyId,
    questionnaire: QuestionnaireId,
}

fn now() -> Instant {
    Clock::running().now()
}

/// A blob literal of an id.
fn blob(id: impl std::fmt::Display) -> String {
    format!("X'{id}'")
}

impl Site {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("soundings.db");
        let database = Database::Sqlite(path.clone());
        migrations::run(&database).unwrap();
        let site = Self {
            store: Store::open(&database).unwrap(),
            _folder: folder,
            path,
            study: StudyId::new(),
            questionnaire: QuestionnaireId::new(),
        };
        site.add_study(site.study, site.questionnaire, "chain");
        site
    }

    fn run(&self, statements: &str) -> Result<(), diesel::result::Error> {
        let mut conn = SqliteConnection::establish(&self.path.to_string_lossy()).unwrap();
        conn.batch_execute("PRAGMA busy_timeout = 5000")?;
        conn.batch_execute(statements)
    }

    /// A study with one questionnaire and one version, which has the id of the questionnaire.
    fn add_study(&self, study: StudyId, questionnaire: QuestionnaireId, key: &str) {
        let (study, questionnaire) = (blob(study), blob(questionnaire));
        self.run(&format!(
            "INSERT INTO studies VALUES ({study}, '{key}', '{{}}', 'open', 0, 0, NULL);
             INSERT INTO questionnaires VALUES ({questionnaire}, {study}, 'user', 'U', 1);
             INSERT INTO questionnaire_versions VALUES ({questionnaire}, {questionnaire}, 1, 'h', '{{}}', 0);"
        ))
        .unwrap();
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
        let (blob_id, study, version) = (blob(id), blob(self.study), blob(self.questionnaire));
        let code = code.map_or_else(|| id.to_string(), str::to_owned);
        self.run(&format!(
            "INSERT INTO submissions (id, public_id, code_hash, revision, study_id, version_id, language,
                 tier, consent, seed, answers, submitted_at)
             VALUES ({blob_id}, {blob_id}, '{code}', {revision}, {study}, {version}, '{language}',
                 'T0', '{{}}', 1, '{{}}', {seconds}000000)"
        ))
        .unwrap();
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

    assert!(first.is_ok());
    assert!(matches!(second, Err(Refused::AlreadyDecided)));
    assert_eq!(
        site.verdicts(&bo, submission).await,
        [(1, Verdict::Accept, Some(ada.account()))]
    );
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
    site.run("UPDATE submissions SET withdrawn_at = 5, answers = NULL")
        .unwrap();
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
    use crate::store::schema::audit;
    let mut conn = SqliteConnection::establish(&site.path.to_string_lossy()).unwrap();
    let entries: Vec<crate::store::Document> = audit::table
        .filter(audit::event.eq("submission.all_accepted"))
        .select(audit::detail)
        .load(&mut conn)
        .unwrap();
    assert_eq!(entries.len(), 1);
    let detail: serde_json::Value = entries[0].parse().unwrap();
    assert_eq!(detail["count"], 5);
}

#[tokio::test]
async fn decisions_never_change() {
    let site = Site::new();
    let ada = site.moderator("ada", None).await;
    let submission = site.waiting_submission();
    site.decides(&ada, submission, 0, "accept", "").await.unwrap();

    for change in ["UPDATE decisions SET verdict = 'reject'", "DELETE FROM decisions"] {
        let refused = site.run(change).unwrap_err();
        assert!(refused.to_string().contains("decisions never change"));
    }
}
