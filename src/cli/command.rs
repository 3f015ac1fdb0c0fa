//! The grammar of the command line, and what each command needs before it can run.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand};

use crate::clock::Clock;
use crate::dataset::{Order, Profile};
use crate::people::Permission;
use crate::settings::{Flags, LogFormat, Settings};
use crate::store::{Store, migrations};
use crate::web::app::Site;

use super::study::Addition;
use super::submissions::{self, Simulation};
use super::{
    account, decide, demo, edition, expression, link, migrate, questionnaire, rds, registry, serve, study,
    work,
};

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
    /// Run the background work alone
    Work,
    /// Run a filled, throw-away site to look around in
    Demo {
        /// How many submissions are simulated
        #[arg(long, default_value_t = 2_000)]
        submissions: u64,
        /// The same seed gives the same submissions
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Studies: add, list, open, close
    #[command(subcommand)]
    Study(StudyCommand),
    /// Links from which the chain of a study begins: make, list, revoke
    #[command(subcommand)]
    Link(link::Command),
    /// Submissions: import, simulate, decide
    #[command(subcommand)]
    Submissions(SubmissionsCommand),
    /// Editions: build, verify
    #[command(subcommand)]
    Edition(EditionCommand),
    /// Accounts of moderators, researchers and administrators
    #[command(subcommand)]
    Account(AccountCommand),
    /// Questionnaires, before they are asked
    #[command(subcommand)]
    Questionnaire(QuestionnaireCommand),
    /// Models and releases: import, export
    #[command(subcommand)]
    Registry(registry::Command),
    /// Estimates of respondent-driven sampling from a table of who brought whom; no population weights
    Rds(rds::Wanted),
    /// Evaluate expressions: JSON lines in, JSON lines out
    Expression,
}

#[derive(Subcommand)]
enum StudyCommand {
    /// Add a study or bring it up to date; a changed questionnaire becomes a new version
    Add {
        /// Folder with study.toml and the questionnaires
        #[arg(required_unless_present = "stock", conflicts_with = "stock")]
        folder: Option<PathBuf>,
        /// The stock study, which comes with the program
        #[arg(long)]
        stock: bool,
        /// Why common items change; published with the new versions
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
        /// Only say what would change
        #[arg(long)]
        dry_run: bool,
        /// If the study is open: also with branches that nobody could walk, nor prove to be impossible
        #[arg(long)]
        even_unwalked: bool,
    },
    /// Name all studies
    List,
    /// Let a study take answers, once every branch of it was walked
    Open {
        /// Key of the study
        key: String,
        /// Also with branches that nobody could walk, nor prove to be impossible
        #[arg(long)]
        even_unwalked: bool,
    },
    /// Let a study take no more answers
    Close {
        /// Key of the study
        key: String,
    },
}

#[derive(Subcommand)]
enum SubmissionsCommand {
    /// Take submissions from a file of JSON lines, through the same checks as the web
    Import {
        /// Key of the study
        study: String,
        /// Lines such as {"questionnaire": "user", "language": "en", "answers": {…}}
        file: PathBuf,
    },
    /// Make up plausible submissions
    Simulate {
        /// Key of the study
        study: String,
        #[arg(long)]
        count: u64,
        /// The same seed gives the same submissions
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Write them to this file, as JSON lines, instead of storing them
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Decide on all that waits; for trials and imports
    Decide {
        /// Key of the study
        study: String,
        #[arg(long, required = true)]
        accept_all: bool,
    },
}

#[derive(Subcommand)]
enum EditionCommand {
    /// Build the next edition of a study
    Build {
        /// Key of the study
        study: String,
        #[arg(long, default_value = "public", value_parser = profiles())]
        profile: Profile,
        /// Copy the edition's files to this new folder too
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Check that an edition is as it was sealed
    Verify {
        /// Folder of the edition
        folder: PathBuf,
    },
}

#[derive(Subcommand)]
enum AccountCommand {
    /// Make an account, or give it another permission; prints a one-time address unless a
    /// password is given
    Add {
        /// E-mail address
        email: String,
        #[arg(long, value_parser = permissions())]
        permission: Permission,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
    },
}

#[derive(Subcommand)]
enum QuestionnaireCommand {
    /// Say all that is wrong with a questionnaire or a study; exits with 1 if any of it is an error
    Check {
        /// An `XLSForm` (.xlsx, .csv, .md), or the folder of a study
        path: PathBuf,
        #[arg(long, default_value = "text")]
        format: questionnaire::Format,
    },
    /// Write the newest version of a questionnaire as an `XLSForm`, which reads back as the same
    Export {
        /// Key of the study
        study: String,
        /// Key of the questionnaire
        questionnaire: String,
        /// A file that is not there yet
        #[arg(long, value_name = "FILE.xlsx")]
        out: PathBuf,
    },
}

fn profiles() -> impl TypedValueParser<Value = Profile> {
    PossibleValuesParser::new(Profile::ALL.map(Profile::as_str))
        .try_map(|code| Profile::from_code(&code).ok_or("no such profile"))
}

fn permissions() -> impl TypedValueParser<Value = Permission> {
    PossibleValuesParser::new(Permission::ALL.map(Permission::as_str))
        .try_map(|code| Permission::from_code(&code).ok_or("no such permission"))
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

fn carry_out(Arguments { flags, command }: Arguments) -> anyhow::Result<ExitCode> {
    match command.unwrap_or(Command::Serve) {
        Command::Serve => {
            let settings = prepared(flags)?;
            let listener = serve::listener(settings.listen)?;
            with_site(settings, async |site| serve::run(site, listener).await)?;
        }
        Command::Work => with_site(prepared(flags)?, work::forever)?,
        Command::Demo { submissions, seed } => {
            let (folder, settings) = demo::settings(flags)?;
            start_logging(settings.log);
            let listener = serve::listener(settings.listen)?;
            with_site(settings, async |site| {
                demo::run(site, listener, folder.path(), submissions, seed).await
            })?;
        }
        Command::Study(command) => with_site(prepared(flags)?, async |site| on_studies(site, command).await)?,
        Command::Link(command) => with_site(prepared(flags)?, async |site| link::run(&site, command).await)?,
        Command::Submissions(command) => {
            with_site(prepared(flags)?, async |site| on_submissions(site, command).await)?;
        }
        Command::Edition(EditionCommand::Verify { folder }) => edition::verify(&folder)?,
        Command::Edition(EditionCommand::Build { study, profile, out }) => {
            with_site(prepared(flags)?, async |site| {
                let exports = site.settings.exports.clone();
                let order = Order {
                    study,
                    profile,
                    exports,
                    clock: site.clock,
                };
                edition::build(site.store, order, out.as_deref()).await
            })?;
        }
        Command::Migrate => migrate::run(&prepared(flags)?)?,
        Command::Account(AccountCommand::Add {
            email,
            permission,
            password_stdin,
        }) => {
            let password = password_stdin
                .then(|| std::io::read_to_string(std::io::stdin()))
                .transpose()?;
            let lines = with_site(prepared(flags)?, async |site| {
                let url = &site.settings.public_url;
                account::add(
                    &site.store,
                    site.clock,
                    &email,
                    permission,
                    password.as_deref(),
                    url,
                )
                .await
            })?;
            println!("{lines}");
        }
        Command::Questionnaire(QuestionnaireCommand::Check { path, format }) => {
            if questionnaire::check(&path, format, Clock::running())? {
                return Ok(ExitCode::FAILURE);
            }
        }
        Command::Questionnaire(QuestionnaireCommand::Export {
            study,
            questionnaire,
            out,
        }) => with_site(prepared(flags)?, async |site| {
            questionnaire::export(&site.store, &site.shelf, &study, &questionnaire, &out).await
        })?,
        Command::Registry(command) => with_site(prepared(flags)?, async |site| {
            registry::run(&site.store, site.clock, command).await
        })?,
        Command::Rds(wanted) => rds::run(&wanted)?,
        Command::Expression => {
            let now = Clock::running().now().utc();
            expression::run(std::io::stdin().lock(), std::io::stdout().lock(), now)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn on_studies(site: Site, command: StudyCommand) -> anyhow::Result<()> {
    match command {
        StudyCommand::Add {
            folder,
            stock: _,
            reason,
            dry_run,
            even_unwalked,
        } => {
            let addition = Addition {
                folder,
                reason,
                dry_run,
                even_unwalked,
            };
            study::add(&site.store, site.clock, addition).await
        }
        StudyCommand::List => study::list(&site.store).await,
        StudyCommand::Open { key, even_unwalked } => {
            study::open(&site.store, &site.shelf, site.clock, &key, even_unwalked).await
        }
        StudyCommand::Close { key } => study::close(&site.store, site.clock, &key).await,
    }
}

async fn on_submissions(site: Site, command: SubmissionsCommand) -> anyhow::Result<()> {
    match command {
        SubmissionsCommand::Import { study, file } => {
            submissions::import(&site.store, &site.shelf, site.clock, &study, &file).await
        }
        SubmissionsCommand::Simulate {
            study,
            count,
            seed,
            out,
        } => {
            let simulation = Simulation {
                study,
                count,
                seed,
                out,
            };
            submissions::simulate(&site.store, &site.shelf, site.clock, simulation).await
        }
        SubmissionsCommand::Decide { study, accept_all: _ } => {
            decide::accept_all(&site.store, site.clock, &study).await
        }
    }
}

/// Reads the settings and begins to log as they say.
fn prepared(flags: Flags) -> anyhow::Result<Settings> {
    let settings = Settings::read(flags)?;
    start_logging(settings.log);
    Ok(settings)
}

/// Migrates and opens the database, then runs `work` over it.
fn with_site<T>(settings: Settings, work: impl AsyncFnOnce(Site) -> anyhow::Result<T>) -> anyhow::Result<T> {
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
