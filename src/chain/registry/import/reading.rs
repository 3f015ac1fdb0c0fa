//! Which file is of which kind, and what all files together propose.

use chrono::NaiveDate;

use super::findings::{Code, Findings, Place};
use super::{model_card, openness_tool, spdx_package, table};
use crate::chain::registry::changes::Proposal;

/// Largest file that is read, in bytes.
const LARGEST: usize = 64 << 20;

/// What files propose.
#[derive(Debug, Clone, Default)]
pub struct Import {
    pub proposals: Vec<Proposal>,
    pub findings: Findings,
    /// Files that were read.
    pub read: usize,
    /// Files that are none of ours.
    pub passed_over: usize,
}

/// The kinds of files.
#[derive(Debug, Clone, Copy)]
enum Format {
    Table,
    OpennessTool,
    ModelCard,
    Spdx,
}

impl Format {
    fn of(file: &str, text: &str) -> Option<Self> {
        let ending = file.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        match ending.as_str() {
            "csv" if table::is_table(text) => Some(Self::Table),
            "yml" | "yaml" if openness_tool::is_record(text) => Some(Self::OpennessTool),
            "md" if model_card::is_card(text) => Some(Self::ModelCard),
            "json" | "jsonld" if spdx_package::is_document(text) => Some(Self::Spdx),
            _ => None,
        }
    }
}

/// Reads files by name and content. A single file must be of a kind that is known; of several,
/// those that are not are passed over.
pub fn read(files: &[(String, Vec<u8>)], today: NaiveDate) -> Import {
    let mut import = Import::default();
    let mut records = Vec::new();
    for (file, content) in files {
        let findings = &mut import.findings;
        let place = || Place {
            file: file.clone(),
            line: None,
        };
        if content.len() > LARGEST {
            findings.add(
                Code::FileTooLarge,
                place(),
                format!("it has more than {} MB", LARGEST >> 20),
            );
            continue;
        }
        let text = String::from_utf8_lossy(content);
        let Some(format) = Format::of(file, &text) else {
            import.passed_over += 1;
            if files.len() == 1 {
                findings.add(
                    Code::FileUnknown,
                    place(),
                    "it is no file that the registry knows",
                );
            }
            continue;
        };
        import.read += 1;
        if let std::borrow::Cow::Owned(_) = text {
            findings.add(Code::FileUnreadable, place(), "it is not UTF-8");
            continue;
        }
        match format {
            Format::Table => import.proposals.extend(table::read(file, &text, findings)),
            Format::OpennessTool => records.extend(openness_tool::read(file, &text, today, findings)),
            Format::ModelCard => import
                .proposals
                .extend(model_card::read(file, &text, today, findings)),
            Format::Spdx => import
                .proposals
                .extend(spdx_package::read(file, &text, today, findings)),
        }
    }
    import
        .proposals
        .extend(openness_tool::joined(records, &mut import.findings));
    import
}
