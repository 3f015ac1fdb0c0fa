//! The program at a command line, with folders of studies and a database.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use soundings::settings::Database;

use crate::server;
use crate::support::database::TestDatabase;

/// Folders and a database.
pub struct Desk {
    pub database: TestDatabase,
}

/// What a command said.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub line: String,
}

impl Desk {
    /// A desk with these versions of the small study, each in a folder.
    pub fn with(versions: &[&str]) -> Self {
        let desk = Self {
            database: TestDatabase::empty(),
        };
        for version in versions {
            let from = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("tests/golden/small")
                .join(version);
            fs::create_dir(desk.folder(version)).unwrap();
            for entry in fs::read_dir(from).unwrap() {
                let path = entry.unwrap().path();
                fs::copy(&path, desk.folder(version).join(path.file_name().unwrap())).unwrap();
            }
        }
        desk
    }

    pub fn folder(&self, name: &str) -> PathBuf {
        self.database.folder().join(name)
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        let url = match self.database.settings() {
            Database::Sqlite(path) => format!("sqlite:{}", path.display()),
            Database::Postgres(url) => url.clone(),
        };
        let mut command = server::program(self.database.folder(), Some(&url));
        let Output {
            status,
            stdout,
            stderr,
        } = command.args(arguments).stdin(Stdio::null()).output().unwrap();
        Said {
            code: status.code().unwrap(),
            out: String::from_utf8(stdout).unwrap(),
            line: String::from_utf8(stderr).unwrap(),
        }
    }

    /// What a command says that fails for one reason.
    #[track_caller]
    pub fn refuses(&self, arguments: &[&str], words: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!(said.code, 1, "{}{}", said.out, said.line);
        assert_eq!(said.line.lines().count(), 1, "{}", said.line);
        for word in words {
            assert!(said.line.contains(word), "{} does not say {word}", said.line);
        }
        said.out
    }

    #[track_caller]
    pub fn does(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!(said.code, 0, "{}{}", said.out, said.line);
        said.out
    }

    pub fn list(&self) -> String {
        self.does(&["study", "list"])
    }
}
