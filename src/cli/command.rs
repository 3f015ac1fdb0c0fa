//! The grammar of the command line, and what each command needs before it can run.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::clock::Clock;
use crate::settings::{Flags, LogFormat, Settings};
use crate::store::{Store, migrations};
use crate::web::app::Site;

use super::{migrate, serve};

/// Takes soundings along the chain that carries an AI model from its publisher to its end users.
#[derive(Parser)]
#[command(version, about, max_term_width = 100)]
struct Arguments {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Run the site and its background work (the default)
    Serve,
    /// Bring the database to the shape that this program expects
    Migrate,
}

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse(); // exits with 2 when used wrongly
    match carry_out(arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("soundings: {}", one_line(&error));
            ExitCode::FAILURE
        }
    }
}

/// The error and its causes in one line.
fn one_line(error: &anyhow::Error) -> String {
    format!("{error:#}")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn carry_out(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let settings = Settings::read(arguments.flags)?;
    start_logging(settings.log);
    match arguments.command.unwrap_or(Command::Serve) {
        Command::Serve => {
            let listener = serve::listener(settings.listen)?;
            with_store(settings, async |site| serve::run(site, listener).await)?;
        }
        Command::Migrate => migrate::run(&settings)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Migrates and opens the database, then runs `work` over it.
fn with_store<T>(settings: Settings, work: impl AsyncFnOnce(Site) -> anyhow::Result<T>) -> anyhow::Result<T> {
    migrations::run(&settings.database)?;
    actix_web::rt::System::new().block_on(async {
        let store = Store::open(&settings.database)?;
        work(Site::new(store, settings, Clock::running())).await
    })
}

fn start_logging(format: LogFormat) {
    use tracing_subscriber::EnvFilter;
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,actix_server=warn"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match format {
        LogFormat::Text => lines.init(),
        LogFormat::Json => lines.json().init(),
    }
}
