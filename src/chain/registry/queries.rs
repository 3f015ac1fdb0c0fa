//! Every query on models, releases and what was said of them.

use std::collections::HashMap;

use diesel::prelude::*;

use super::addresses::{Address, Key};
use super::browse::{Listed, Wish};
use super::changes::{Proposal, Subject};
use super::facts::{Cells, Fact, Field};
use super::statements::{Kept, Line, Standing, Statement};
use crate::id::{AccountId, ModelId, ReleaseId, StatementId, UploadId};
use crate::store::schema::{models, registry_statements, registry_uploads, release_terms, releases};
use crate::store::{Instant, Snapshot, StoreError, Transaction, on};

/// Most values bound in one statement; both databases take many more.
const CHUNK: usize = 500;

type Row = (
    String,
    Option<String>,
    (String, String, String, String),
    String,
    String,
    String,
    Option<String>,
    Instant,
);

macro_rules! statements {
    () => {
        registry_statements::table
            .inner_join(models::table)
            .left_join(releases::table)
            .order((registry_statements::recorded_at, registry_statements::id))
            .select((
                models::key,
                releases::key.nullable(),
                (
                    registry_statements::field,
                    registry_statements::item,
                    registry_statements::value,
                    registry_statements::basis,
                ),
                registry_statements::standing,
                registry_statements::stated_on,
                registry_statements::source,
                registry_statements::reason,
                registry_statements::recorded_at,
            ))
    };
}

/// A row that another version of the program must have written.
fn unreadable(told: impl std::fmt::Display) -> StoreError {
    StoreError::Database(diesel::result::Error::DeserializationError(
        format!("a statement of the registry cannot be read: {told}").into(),
    ))
}

/// A key as it is stored.
pub(super) fn key(text: &str) -> Result<Key, StoreError> {
    text.parse().map_err(unreadable)
}

fn kept(
    (model, release, (field, item, value, basis), standing, on, source, reason, recorded_at): Row,
) -> Result<(Subject, Kept), StoreError> {
    let subject = Subject {
        model: key(&model)?,
        release: release.as_deref().map(key).transpose()?,
    };
    let cells = Cells {
        field,
        item,
        value,
        basis,
    };
    let statement = Statement {
        fact: Fact::read(&cells).map_err(unreadable)?,
        standing: Standing::from_code(&standing).ok_or_else(|| unreadable(standing))?,
        on: on.parse().map_err(unreadable)?,
        source: Line::typed("source", &source).map_err(unreadable)?,
        reason: reason
            .map(|reason| Line::typed("reason", &reason).map_err(unreadable))
            .transpose()?,
    };
    Ok((
        subject,
        Kept {
            statement,
            recorded_at,
        },
    ))
}

/// All that was said of models with these keys and of their releases, as recorded.
pub fn of_models(db: &mut Snapshot<'_>, keys: &[String]) -> Result<Vec<(Subject, Kept)>, StoreError> {
    let mut found = Vec::new();
    for keys in keys.chunks(CHUNK) {
        let rows: Vec<Row> = on!(db, conn => statements!().filter(models::key.eq_any(keys)).load(conn))?;
        for row in rows {
            found.push(kept(row)?);
        }
    }
    Ok(found)
}

/// What was said of these fields of releases, as recorded.
pub fn of_releases(
    db: &mut Snapshot<'_>,
    ids: &[ReleaseId],
    fields: &[Field],
) -> Result<Vec<(Subject, Kept)>, StoreError> {
    let fields: Vec<&str> = fields.iter().map(|field| field.as_str()).collect();
    let mut found = Vec::new();
    for ids in ids.chunks(CHUNK) {
        let rows: Vec<Row> = on!(db, conn => statements!()
            .filter(registry_statements::release_id.eq_any(ids.iter().copied().map(Some)))
            .filter(registry_statements::field.eq_any(&fields))
            .load(conn))?;
        for row in rows {
            found.push(kept(row)?);
        }
    }
    Ok(found)
}

/// What was said with one of these values in a field, as recorded.
pub fn naming(
    db: &mut Snapshot<'_>,
    field: Field,
    values: &[String],
) -> Result<Vec<(Subject, Kept)>, StoreError> {
    let mut found = Vec::new();
    for values in values.chunks(CHUNK) {
        let rows: Vec<Row> = on!(db, conn => statements!()
            .filter(registry_statements::field.eq(field.as_str()))
            .filter(registry_statements::value.eq_any(values))
            .load(conn))?;
        for row in rows {
            found.push(kept(row)?);
        }
    }
    Ok(found)
}

/// All that was ever said, as recorded.
pub fn everything(db: &mut Snapshot<'_>) -> Result<Vec<(Subject, Kept)>, StoreError> {
    let rows: Vec<Row> = on!(db, conn => statements!().load(conn))?;
    rows.into_iter().map(kept).collect()
}

/// Every release of models with these keys.
pub fn ids(db: &mut Snapshot<'_>, keys: &[String]) -> Result<HashMap<Address, ReleaseId>, StoreError> {
    let mut found = HashMap::new();
    for keys in keys.chunks(CHUNK) {
        let query = releases::table
            .inner_join(models::table)
            .filter(models::key.eq_any(keys))
            .select((models::key, releases::key, releases::id));
        let rows: Vec<(String, String, ReleaseId)> = on!(db, conn => query.load(conn))?;
        for (model, release, id) in rows {
            let address = Address {
                model: key(&model)?,
                release: key(&release)?,
            };
            found.insert(address, id);
        }
    }
    Ok(found)
}

/// Models with these keys.
pub fn model_ids(db: &mut Snapshot<'_>, keys: &[String]) -> Result<HashMap<String, ModelId>, StoreError> {
    let mut found = HashMap::new();
    for keys in keys.chunks(CHUNK) {
        let query = models::table
            .filter(models::key.eq_any(keys))
            .select((models::key, models::id));
        let rows: Vec<(String, ModelId)> = on!(db, conn => query.load(conn))?;
        found.extend(rows);
    }
    Ok(found)
}

pub fn add_model(tx: &mut Transaction<'_>, id: ModelId, model: &Key, now: Instant) -> Result<(), StoreError> {
    let row = (
        models::id.eq(id),
        models::key.eq(model.as_str()),
        models::added_at.eq(now),
    );
    on!(tx, conn => diesel::insert_into(models::table).values(row).execute(conn)).map(drop)
}

/// Names follow with [`repeat`].
pub fn add_release(
    tx: &mut Transaction<'_>,
    id: ReleaseId,
    model: ModelId,
    release: &Key,
    now: Instant,
) -> Result<(), StoreError> {
    let row = (
        releases::id.eq(id),
        releases::model_id.eq(model),
        releases::key.eq(release.as_str()),
        releases::added_at.eq(now),
        releases::name.eq(""),
        releases::publisher.eq(""),
        releases::words.eq(""),
    );
    on!(tx, conn => diesel::insert_into(releases::table).values(row).execute(conn)).map(drop)
}

pub fn add_statement(
    tx: &mut Transaction<'_>,
    model: ModelId,
    release: Option<ReleaseId>,
    proposal: &Proposal,
    now: Instant,
) -> Result<(), StoreError> {
    let statement = &proposal.statement;
    let cells = statement.fact.cells();
    let row = (
        registry_statements::id.eq(StatementId::new()),
        registry_statements::model_id.eq(model),
        registry_statements::release_id.eq(release),
        registry_statements::field.eq(cells.field),
        registry_statements::item.eq(cells.item),
        registry_statements::value.eq(cells.value),
        registry_statements::basis.eq(cells.basis),
        registry_statements::standing.eq(statement.standing.as_str()),
        registry_statements::stated_on.eq(statement.on.to_string()),
        registry_statements::source.eq(statement.source.as_str()),
        registry_statements::reason.eq(statement.reason.as_ref().map(Line::as_str)),
        registry_statements::recorded_at.eq(now),
    );
    on!(tx, conn => diesel::insert_into(registry_statements::table).values(row).execute(conn)).map(drop)
}

/// Repeats beside a release what its statements amount to.
pub fn repeat(
    tx: &mut Transaction<'_>,
    id: ReleaseId,
    (name, publisher): (&str, &str),
    terms: &[&str],
) -> Result<(), StoreError> {
    let one = releases::table.filter(releases::id.eq(id));
    let texts = (releases::name.eq(name), releases::publisher.eq(publisher));
    on!(tx, conn => diesel::update(one).set(texts).execute(conn))?;
    let old = release_terms::table.filter(release_terms::release_id.eq(id));
    on!(tx, conn => diesel::delete(old).execute(conn))?;
    let rows: Vec<_> = terms
        .iter()
        .map(|term| (release_terms::term.eq(*term), release_terms::release_id.eq(id)))
        .collect();
    on!(tx, conn => diesel::insert_into(release_terms::table).values(&rows).execute(conn)).map(drop)
}

macro_rules! wished {
    ($query:expr, $wish:expr) => {{
        let mut query = $query;
        for term in &$wish.terms {
            let having = release_terms::table
                .filter(release_terms::term.eq(term))
                .select(release_terms::release_id);
            query = query.filter(releases::id.eq_any(having));
        }
        for word in $wish.patterns() {
            query = query.filter(releases::words.like(word).escape('\\'));
        }
        query
    }};
}

type ListedRow = (ReleaseId, String, String, String, String);

macro_rules! listed {
    () => {
        (
            releases::id,
            models::key,
            releases::key,
            releases::name,
            releases::publisher,
        )
    };
}

/// How many releases a wish finds.
pub fn count(db: &mut Snapshot<'_>, wish: &Wish) -> Result<i64, StoreError> {
    on!(db, conn => {
        let all = releases::table.count().into_boxed();
        wished!(all, wish).get_result(conn)
    })
}

/// The releases that a wish finds, by address, after one of them.
pub fn found(
    db: &mut Snapshot<'_>,
    wish: &Wish,
    after: Option<&Address>,
    most: i64,
) -> Result<Vec<Listed>, StoreError> {
    let rows: Vec<ListedRow> = on!(db, conn => {
        let all = releases::table.inner_join(models::table).select(listed!()).into_boxed();
        let mut query = wished!(all, wish);
        if let Some(Address { model, release }) = after {
            let same = models::key.eq(model.as_str()).and(releases::key.gt(release.as_str()));
            query = query.filter(models::key.gt(model.as_str()).or(same));
        }
        query.order((models::key, releases::key)).limit(most).load(conn)
    })?;
    let listed = with_terms(db, rows)?;
    Ok(listed.into_iter().map(|(_, listed)| listed).collect())
}

/// These releases as they stand in lists, in no order.
pub fn listed(db: &mut Snapshot<'_>, ids: &[ReleaseId]) -> Result<Vec<(ReleaseId, Listed)>, StoreError> {
    let query = releases::table
        .inner_join(models::table)
        .filter(releases::id.eq_any(ids))
        .select(listed!());
    let rows = on!(db, conn => query.load(conn))?;
    with_terms(db, rows)
}

fn with_terms(db: &mut Snapshot<'_>, rows: Vec<ListedRow>) -> Result<Vec<(ReleaseId, Listed)>, StoreError> {
    let ids: Vec<ReleaseId> = rows.iter().map(|row| row.0).collect();
    let query = release_terms::table
        .filter(release_terms::release_id.eq_any(&ids))
        .order(release_terms::term)
        .select((release_terms::release_id, release_terms::term));
    let terms: Vec<(ReleaseId, String)> = on!(db, conn => query.load(conn))?;
    let listed = |(id, model, release, name, publisher): ListedRow| {
        let own = terms.iter().filter(|(of, _)| *of == id);
        let listed = Listed {
            address: Address {
                model: key(&model)?,
                release: key(&release)?,
            },
            name,
            publisher,
            terms: own.map(|(_, term)| term.clone()).collect(),
        };
        Ok((id, listed))
    };
    rows.into_iter().map(listed).collect()
}

pub fn hold(
    tx: &mut Transaction<'_>,
    id: UploadId,
    (name, content): (&str, &[u8]),
    by: AccountId,
    now: Instant,
) -> Result<(), StoreError> {
    let row = (
        registry_uploads::id.eq(id),
        registry_uploads::name.eq(name),
        registry_uploads::content.eq(content),
        registry_uploads::sent_by.eq(by),
        registry_uploads::sent_at.eq(now),
    );
    on!(tx, conn => diesel::insert_into(registry_uploads::table).values(row).execute(conn)).map(drop)
}

/// Name and content of what was sent after a moment.
pub fn held(
    db: &mut Snapshot<'_>,
    id: UploadId,
    after: Instant,
) -> Result<Option<(String, Vec<u8>)>, StoreError> {
    let query = registry_uploads::table
        .find(id)
        .filter(registry_uploads::sent_at.gt(after))
        .select((registry_uploads::name, registry_uploads::content));
    on!(db, conn => query.get_result(conn).optional())
}

pub fn let_go(tx: &mut Transaction<'_>, id: UploadId) -> Result<(), StoreError> {
    on!(tx, conn => diesel::delete(registry_uploads::table.find(id)).execute(conn)).map(drop)
}

pub fn discard_held(tx: &mut Transaction<'_>, until: Instant) -> Result<usize, StoreError> {
    let old = registry_uploads::table.filter(registry_uploads::sent_at.le(until));
    on!(tx, conn => diesel::delete(old).execute(conn))
}
