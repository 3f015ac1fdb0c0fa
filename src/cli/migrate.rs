//! `soundings migrate`: brings the database to the shape that this program expects.

use crate::settings::Settings;
use crate::store::migrations;

/// Runs what is missing and says how much that was.
///
/// # Errors
/// When the database cannot be used, or was changed by a newer program.
pub fn run(settings: &Settings) -> anyhow::Result<()> {
    match migrations::run(&settings.database)? {
        0 => println!("{:?} is up to date", settings.database),
        1 => println!("{:?}: 1 migration run", settings.database),
        n => println!("{:?}: {n} migrations run", settings.database),
    }
    Ok(())
}
