//! Every knob, read once: flags, then the environment, then `soundings.toml`, then defaults
//! that just work. The only place that reads the environment and the only home of secrets.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// What can be set by flag or environment variable.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Flags {
    /// Settings file; ./soundings.toml is read when it is there
    #[arg(long, global = true, env = "SOUNDINGS_SETTINGS", value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// sqlite:PATH or postgres://…
    #[arg(
        long,
        global = true,
        env = "SOUNDINGS_DATABASE",
        value_name = "URL",
        hide_env_values = true
    )]
    pub database: Option<String>,
    /// Address and port to listen on
    #[arg(long, global = true, env = "SOUNDINGS_LISTEN", value_name = "ADDRESS:PORT")]
    pub listen: Option<String>,
    /// Where people reach the site, such as `https://soundings.example`
    #[arg(long, global = true, env = "SOUNDINGS_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Folder for what the site keeps: database, secrets
    #[arg(long, global = true, env = "SOUNDINGS_DATA", value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    /// Folder for editions
    #[arg(long, global = true, env = "SOUNDINGS_EXPORTS", value_name = "FOLDER")]
    pub exports: Option<PathBuf>,
    /// Largest file that somebody can add to answers, in MB
    #[arg(long, global = true, env = "SOUNDINGS_UPLOAD_LIMIT", value_name = "MB")]
    pub upload_limit: Option<u32>,
    /// Largest sum of the files that somebody can add, in MB
    #[arg(long, global = true, env = "SOUNDINGS_UPLOAD_TOTAL", value_name = "MB")]
    pub upload_total: Option<u32>,
    /// At least 32 characters from which all keys are derived; made and kept when absent
    #[arg(long, env = "SOUNDINGS_SECRET", hide = true, hide_env_values = true)]
    pub secret: Option<String>,
    /// text or json
    #[arg(long, global = true, env = "SOUNDINGS_LOG", value_name = "FORMAT")]
    pub log: Option<LogFormat>,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// `soundings.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsFile {
    database: Option<String>,
    listen: Option<String>,
    public_url: Option<String>,
    data: Option<PathBuf>,
    exports: Option<PathBuf>,
    upload_limit: Option<u32>,
    upload_total: Option<u32>,
    secret: Option<String>,
    log: Option<LogFormat>,
}

/// The settings in force.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the data are.
    pub database: Database,
    /// Where the site listens.
    pub listen: SocketAddr,
    /// Where people reach the site, without a slash at the end.
    pub public_url: String,
    /// Folder of the database file and the secret.
    pub data: PathBuf,
    /// Folder of the editions.
    pub exports: PathBuf,
    /// Bytes of the largest file that somebody can add to answers.
    pub upload_limit: u64,
    /// Bytes of all files that somebody can add, together.
    pub upload_total: u64,
    /// Source of all keys.
    pub secret: Secret,
    /// How log lines are written.
    pub log: LogFormat,
}

/// Which database to use; parsed from a URL, so that a typo is refused instead of created.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// A file, made when it is absent.
    Sqlite(PathBuf),
    /// A connection URL, which may hold a password and is therefore never shown.
    Postgres(String),
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(_) => f.write_str("postgres://…"),
        }
    }
}

impl FromStr for Database {
    type Err = String;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        match url.strip_prefix("sqlite:") {
            Some(path) => {
                let path = path.strip_prefix("//").unwrap_or(path);
                if path.is_empty() || path.starts_with(':') {
                    return Err(
                        "the database URL sqlite: needs the path of a file, as in sqlite:data/soundings.db"
                            .into(),
                    );
                }
                Ok(Self::Sqlite(PathBuf::from(path)))
            }
            None => Err("a database is named by a URL that begins with sqlite: or postgres://".into()),
        }
    }
}

/// A secret that never shows itself. Keys for different uses are derived from it.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// A secret derived from any text of at least 32 characters.
    pub fn from_text(text: &str) -> Result<Self, SettingsFault> {
        let text = text.trim();
        if text.chars().count() < 32 {
            return Err(SettingsFault(
                "the secret must have at least 32 characters; leave it unset to have one made".into(),
            ));
        }
        Ok(Self(Sha256::digest(text.as_bytes()).into()))
    }

    /// The key for one use, which tells nothing about the keys for other uses.
    #[must_use]
    pub fn key_for(&self, purpose: &str) -> Self {
        Self(self.hash(&[purpose.as_bytes()]))
    }

    /// HMAC-SHA-256 of the parts, one after the other, under this key.
    pub fn hash(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut block = [0; 64]; // HMAC fills shorter keys up with zeros
        block[..32].copy_from_slice(&self.0);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// A setting that cannot be used, in one line for the operator.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SettingsFault(pub String);

impl Settings {
    /// Reads the settings and makes the secret at first start.
    ///
    /// # Errors
    /// One line that names the setting and how to mend it.
    pub fn read(flags: Flags) -> Result<Self, SettingsFault> {
        let file = SettingsFile::read(flags.settings.as_deref())?;
        let data = flags.data.or(file.data).unwrap_or_else(|| PathBuf::from("data"));
        let listen = flags
            .listen
            .or(file.listen)
            .unwrap_or_else(|| "127.0.0.1:8080".into());
        let listen: SocketAddr = listen.parse().map_err(|_| {
            SettingsFault(format!(
                "cannot listen on {listen:?}: write an address and a port, as in 127.0.0.1:8080"
            ))
        })?;
        let database = match flags.database.or(file.database) {
            Some(url) => url.parse().map_err(SettingsFault)?,
            None => Database::Sqlite(data.join("soundings.db")),
        };
        let public_url = flags
            .public_url
            .or(file.public_url)
            .unwrap_or_else(|| format!("http://{listen}"));
        if !(public_url.starts_with("http://") || public_url.starts_with("https://")) {
            return Err(SettingsFault(format!(
                "the public URL {public_url:?} must begin with http:// or https://"
            )));
        }
        let limit = megabytes(
            "upload limit",
            flags.upload_limit.or(file.upload_limit).unwrap_or(10),
        )?;
        let total = megabytes(
            "upload total",
            flags.upload_total.or(file.upload_total).unwrap_or(50),
        )?;
        let secret = match flags.secret.or(file.secret) {
            Some(text) => Secret::from_text(&text)?,
            None => Secret::kept_in(&data)?,
        };
        Ok(Self {
            database,
            listen,
            public_url: public_url.trim_end_matches('/').to_owned(),
            exports: flags
                .exports
                .or(file.exports)
                .unwrap_or_else(|| PathBuf::from("exports")),
            data,
            upload_limit: limit,
            upload_total: total.max(limit),
            secret,
            log: flags.log.or(file.log).unwrap_or_default(),
        })
    }

    /// Whether people reach the site by TLS, so that cookies may be bound to it.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// Megabytes as bytes. A file is looked at as a whole, in memory, so there is an upper bound.
fn megabytes(what: &str, number: u32) -> Result<u64, SettingsFault> {
    const MOST: u32 = 1_000;
    if (1..=MOST).contains(&number) {
        return Ok(u64::from(number) * 1_000_000);
    }
    Err(SettingsFault(format!(
        "the {what} of {number} MB cannot be kept: write a number from 1 to {MOST}"
    )))
}

impl SettingsFile {
    fn read(named: Option<&Path>) -> Result<Self, SettingsFault> {
        let path = named.unwrap_or_else(|| Path::new("soundings.toml"));
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(error) => return Err(SettingsFault(format!("cannot read {}: {error}", path.display()))),
        };
        toml::from_str(&text).map_err(|error| {
            // The rendered error quotes the line, which may hold a password.
            SettingsFault(format!("{}: {}", path.display(), error.message()))
        })
    }
}

impl Secret {
    /// The secret in the data folder; made there, readable by its owner only, at first start.
    fn kept_in(data: &Path) -> Result<Self, SettingsFault> {
        let path = data.join("secret");
        let cannot = |error: std::io::Error| {
            SettingsFault(format!("cannot keep the secret in {}: {error}", path.display()))
        };
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::from_text(&text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                std::fs::create_dir_all(data).map_err(cannot)?;
                let text = new_secret();
                write_private(&path, &text).map_err(cannot)?;
                Self::from_text(&text)
            }
            Err(error) => Err(cannot(error)),
        }
    }
}

fn new_secret() -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
