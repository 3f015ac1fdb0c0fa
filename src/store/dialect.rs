//! Everything that is said differently to `SQLite` and to `PostgreSQL`.

/// Runs one query on whichever database stands behind a [`Snapshot`](super::Snapshot) or
/// [`Transaction`](super::Transaction): `on!(db, conn => query.load(conn))`.
///
/// The body is compiled once for each database, so every statement is checked for both.
macro_rules! on {
    ($db:expr, $conn:ident => $body:expr) => {
        match $db.dialect() {
            $crate::store::connection::Dialect::Sqlite(conn) => {
                let $conn = &mut **conn;
                $body
            }
            $crate::store::connection::Dialect::Postgres(conn) => {
                let $conn = &mut **conn;
                $body
            }
        }
        .map_err($crate::store::StoreError::from)
    };
}
pub(crate) use on;

/// Hands the rows of a query over one at a time, in constant memory:
/// `each!(db, query, Row => |row| …)`. The closure answers with a result whose error must be
/// made from [`StoreError`](super::StoreError); the first error ends the reading.
macro_rules! each {
    ($db:expr, $query:expr, $row:ty => $take:expr) => {{
        use diesel::RunQueryDsl;
        let mut take = $take;
        match $db.dialect() {
            $crate::store::connection::Dialect::Sqlite(conn) => {
                let rows = $query
                    .load_iter::<$row, diesel::connection::DefaultLoadingMode>(&mut **conn)
                    .map_err($crate::store::StoreError::from)?;
                for row in rows {
                    take(row.map_err($crate::store::StoreError::from)?)?;
                }
            }
            $crate::store::connection::Dialect::Postgres(conn) => {
                let rows = $query
                    .load_iter::<$row, diesel::pg::PgRowByRowLoadingMode>(&mut **conn)
                    .map_err($crate::store::StoreError::from)?;
                for row in rows {
                    take(row.map_err($crate::store::StoreError::from)?)?;
                }
            }
        }
    }};
}
pub(crate) use each;
