//! A fresh database for each test: a `SQLite` file, or a database on the `PostgreSQL` server that
//! `SOUNDINGS_TEST_POSTGRES` names.

use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use soundings::settings::Database;

/// A database that goes away with the test.
pub struct TestDatabase {
    settings: Database,
    server: Option<(String, String)>,
    folder: tempfile::TempDir,
}

static COUNT: AtomicU32 = AtomicU32::new(0);

impl TestDatabase {
    /// A database without tables.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let Ok(server) = std::env::var("SOUNDINGS_TEST_POSTGRES") else {
            let settings = Database::Sqlite(folder.path().join("test.db"));
            return Self {
                settings,
                server: None,
                folder,
            };
        };
        let name = format!(
            "soundings_{}_{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let mut conn = PgConnection::establish(&server).expect("SOUNDINGS_TEST_POSTGRES names no server");
        diesel::sql_query(format!("CREATE DATABASE {name}"))
            .execute(&mut conn)
            .unwrap();
        let (base, _) = server
            .rsplit_once('/')
            .expect("SOUNDINGS_TEST_POSTGRES ends with a database name");
        let settings = Database::Postgres(format!("{base}/{name}"));
        Self {
            settings,
            server: Some((server, name)),
            folder,
        }
    }

    /// How the program is told to use it.
    pub fn settings(&self) -> &Database {
        &self.settings
    }

    /// A folder that goes away with the test.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Runs a statement that must succeed.
    pub fn execute(&self, statement: &str) {
        self.try_execute(statement).unwrap();
    }

    /// The texts that a query gives in its one column, which it calls `text`.
    pub fn texts(&self, query: &str) -> Vec<String> {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::Text)]
            text: String,
        }
        let query = diesel::sql_query(query);
        let rows: Vec<Row> = match &self.settings {
            Database::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
                // A site that is just ending folds its log into the file.
                conn.batch_execute("PRAGMA busy_timeout = 5000").unwrap();
                query.load(&mut conn)
            }
            Database::Postgres(url) => query.load(&mut PgConnection::establish(url).unwrap()),
        }
        .unwrap();
        rows.into_iter().map(|row| row.text).collect()
    }

    /// Runs a statement.
    pub fn try_execute(&self, statement: &str) -> QueryResult<usize> {
        match &self.settings {
            Database::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
                diesel::sql_query(statement).execute(&mut conn)
            }
            Database::Postgres(url) => {
                diesel::sql_query(statement).execute(&mut PgConnection::establish(url).unwrap())
            }
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.server
            && let Ok(mut conn) = PgConnection::establish(server)
        {
            let _ = diesel::sql_query(format!("DROP DATABASE {name} WITH (FORCE)")).execute(&mut conn);
        }
    }
}
