//! Common items change for a reason only, and what was changed and why stays on record.

use diesel::prelude::*;

use super::*;
use crate::id::{PublicId, SubmissionId};
use crate::questionnaire::comparison::{Effect, Kind};
use crate::questionnaire::definition::{Node, Question};
use crate::questionnaire::history::{self, Publication};
use crate::store::on;
use crate::store::schema::{audit, questionnaire_versions as versions, submissions};

/// The stock study, in which one question of the users' questionnaire is edited.
fn edited(name: &str, edit: impl Fn(&mut Question)) -> Study {
    fn find<'d>(nodes: &'d mut [Node], name: &str) -> Option<&'d mut Question> {
        nodes.iter_mut().find_map(|node| match node {
            Node::Question(question) if question.name == name => Some(&mut **question),
            Node::Question(_) => None,
            Node::Group(group) => find(&mut group.children, name),
        })
    }
    let mut study = stock();
    let user = study
        .questionnaires
        .iter_mut()
        .find(|(entry, _)| entry.key == "user");
    edit(find(&mut user.unwrap().1.nodes, name).unwrap());
    study
}

fn reworded(name: &str) -> Study {
    edited(name, |question| {
        question
            .label
            .0
            .insert("en".to_owned(), "In other words?".to_owned());
    })
}

impl Site {
    async fn history(&self, study: StudyId) -> Vec<Publication> {
        let read = self
            .store
            .read(move |db| history::of_questionnaire(db, study, "user", (i32::MAX, 100)));
        read.await.unwrap()
    }

    async fn answer(&self, study: StudyId, version: VersionId) {
        let now = self.now;
        let write = self.store.write(move |tx| {
            let row = (
                submissions::id.eq(SubmissionId::new()),
                submissions::public_id.eq(PublicId::random()),
                submissions::code_hash.eq("code"),
                submissions::revision.eq(1),
                submissions::study_id.eq(study),
                submissions::version_id.eq(version),
                submissions::language.eq("en"),
                submissions::tier.eq("T0"),
                submissions::consent.eq(Document::of(&"")?),
                submissions::seed.eq(1_i64),
                submissions::answers.eq(Document::of(&())?),
                submissions::submitted_at.eq(now),
            );
            on!(tx, conn => diesel::insert_into(submissions::table).values(row).execute(conn))
        });
        write.await.unwrap();
    }
}

#[tokio::test]
async fn an_item_of_several_questionnaires_changes_for_a_reason_only() {
    let site = Site::new();
    let study = site.add(stock()).await.unwrap().study;

    let refused = site.add(reworded("continue")).await.unwrap_err();
    assert!(
        matches!(&refused, Refused::ReasonMissing(items) if items == "continue"),
        "{refused:?}"
    );
    assert!(refused.to_string().contains("--reason"), "{refused}");
    assert_eq!(site.history(study).await.len(), 1);

    let why = "People took it for a question of price.";
    let added = site.add_because(reworded("continue"), Some(why)).await.unwrap();
    let new: Vec<_> = added.questionnaires.iter().filter(|one| one.new).collect();
    assert_eq!((new.len(), new[0].key.as_str(), new[0].number), (1, "user", 2));
    let history = site.history(study).await;
    assert_eq!(history[0].reason.get("en", "en"), why);
    assert_eq!(history[0].published_at, site.now);
    let [change] = history[0].changes.as_slice() else {
        panic!("{history:?}")
    };
    assert_eq!(
        (change.kind, change.effect),
        (Kind::Label, Effect::MayChangeAnswers)
    );
    assert_eq!(change.questions, ["continue"]);
    assert!(history[1].changes.is_empty() && history[1].reason.is_empty());
}

#[tokio::test]
async fn an_item_of_one_questionnaire_is_common_once_it_was_answered() {
    let site = Site::new();
    site.add(stock()).await.unwrap();
    let added = site.add(reworded("u_freq")).await.unwrap();
    let asked = added.questionnaires.iter().find(|one| one.new).unwrap();

    site.answer(added.study, asked.version).await;

    let refused = site.add(stock()).await;
    assert!(
        matches!(&refused, Err(Refused::ReasonMissing(items)) if items == "u_freq"),
        "{refused:?}"
    );
    site.add_because(stock(), Some("back to the old words"))
        .await
        .unwrap();
}

#[tokio::test]
async fn white_space_and_exposure_need_no_reason() {
    let site = Site::new();
    let study = site.add(stock()).await.unwrap().study;
    let spaced = edited("continue", |question| {
        let label = question.label.0.get_mut("en").unwrap();
        label.push(' ');
        question.exposure = crate::questionnaire::definition::Exposure::Withheld;
    });

    site.add(spaced).await.unwrap();

    let history = site.history(study).await;
    assert_eq!(history[0].changes.len(), 2);
    assert!(history[0].reason.is_empty());
}

#[tokio::test]
async fn the_reason_in_study_toml_counts_for_the_version_that_it_names() {
    let site = Site::new();
    let study = site.add(stock()).await.unwrap().study;
    let with_reason = |version: &str| {
        let mut study = reworded("continue");
        version.clone_into(&mut study.settings.version);
        study.reason = Some(Reason::typed("Plainer words.", "en").unwrap());
        study
    };

    // The version that is stored already was explained before, if at all.
    let refused = site.add(with_reason("1")).await;
    assert!(matches!(refused, Err(Refused::ReasonMissing(_))), "{refused:?}");
    site.add(with_reason("2")).await.unwrap();

    assert_eq!(
        site.history(study).await[0].reason.get("en", "en"),
        "Plainer words."
    );
}

#[tokio::test]
async fn the_audit_knows_each_version_and_nobody_changes_its_reason() {
    let site = Site::new();
    site.add(stock()).await.unwrap();
    site.add_because(reworded("continue"), Some("plainer words"))
        .await
        .unwrap();

    let read = site.store.read(|db| {
        let query = audit::table
            .filter(audit::event.eq("version.published"))
            .order(audit::id.asc())
            .select(audit::detail);
        on!(db, conn => query.load::<Document>(conn))
    });
    let entries = read.await.unwrap();
    assert_eq!(entries.len(), 6);
    let last = entries[5].as_str();
    assert!(
        last.contains("\"number\":2") && last.contains("\"changes\":1"),
        "{last}"
    );
    assert!(
        last.contains("\"explained\":true") && !last.contains("plainer"),
        "{last}"
    );

    let change = site.store.write(|tx| {
        let none = versions::reason.eq(None::<Document>);
        on!(tx, conn => diesel::update(versions::table).set(none).execute(conn))
    });
    assert!(change.await.is_err());
}

#[tokio::test]
async fn what_an_older_program_published_is_compared_when_it_is_asked_for() {
    let site = Site::new();
    let study = site.add(stock()).await.unwrap().study;
    let questionnaire = site
        .store
        .read(move |db| super::questionnaire(db, study, "user"))
        .await
        .unwrap()
        .unwrap();
    let now = site.now;
    let user = reworded("continue").questionnaires.swap_remove(3).1;
    let write = site.store.write(move |tx| {
        let row = (
            versions::id.eq(VersionId::new()),
            versions::questionnaire_id.eq(questionnaire.id),
            versions::number.eq(2),
            versions::content_hash.eq("older"),
            versions::definition.eq(Document::of(&user)?),
            versions::published_at.eq(now),
        );
        on!(tx, conn => diesel::insert_into(versions::table).values(row).execute(conn))
    });
    write.await.unwrap();

    let history = site.history(study).await;

    let questions: Vec<_> = history[0]
        .changes
        .iter()
        .flat_map(|change| &change.questions)
        .collect();
    assert_eq!(questions, ["continue"]);
    let changed = site
        .store
        .read(move |db| history::changed(db, study))
        .await
        .unwrap();
    assert_eq!(changed, [("user".to_owned(), 2)]);
}
