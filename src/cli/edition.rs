//! `soundings edition`: builds the next edition of a study, and checks a folder that holds one.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};

use super::progress;
use crate::dataset::{self, Built, Order, sealed};
use crate::store::Store;

/// Builds the next edition; with `out` its files are copied there too.
///
/// # Errors
/// When it is refused, or `out` is there and not empty; in that case nothing is built.
pub async fn build(store: Store, order: Order, out: Option<&Path>) -> anyhow::Result<()> {
    if let Some(out) = out {
        check_empty(out)?;
    }
    let bar = progress::bar(0, "building the edition");
    let watching = bar.clone();
    let watch = Arc::new(move |done, total| {
        watching.set_length(total);
        watching.set_position(done);
    });
    let (study, exports) = (order.study.clone(), order.exports.clone());
    let built = dataset::build(store, order, watch).await;
    bar.finish_and_clear();
    let built = built?;
    let folder = sealed::folder(&exports, &study, built.number());
    match built {
        Built::New(number) => println!("edition {number} of {study} is in {}", folder.display()),
        Built::Unchanged(number) => {
            println!(
                "nothing is new since edition {number} of {study}, which is in {}",
                folder.display()
            );
        }
    }
    if let Some(out) = out {
        copy(&folder, out).with_context(|| format!("cannot copy the edition to {}", out.display()))?;
        println!("copied to {}", out.display());
    }
    Ok(())
}

/// Checks a folder and says everything that is wrong with it.
///
/// # Errors
/// When anything is not as it was sealed.
pub fn verify(folder: &Path) -> anyhow::Result<()> {
    let report = dataset::verify(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for finding in &report.findings {
        println!("{finding}");
    }
    let name = match &report.edition {
        Some((study, number)) => format!("edition {number} of {study}"),
        None => folder.display().to_string(),
    };
    match report.findings.len() {
        0 => println!(
            "{name} is as it was sealed: {} files, {} submissions",
            report.files, report.submissions
        ),
        1 => bail!("{name} is not as it was sealed: 1 finding"),
        findings => bail!("{name} is not as it was sealed: {findings} findings"),
    }
    Ok(())
}

fn check_empty(out: &Path) -> anyhow::Result<()> {
    match std::fs::read_dir(out) {
        Ok(entries) => match entries.count() {
            0 => Ok(()),
            _ => bail!(
                "{} is there already and not empty; name a new folder",
                out.display()
            ),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).with_context(|| format!("cannot write to {}", out.display())),
    }
}

fn copy(folder: &Path, out: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(out)?;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        std::fs::copy(entry.path(), out.join(entry.file_name()))?;
    }
    Ok(())
}
