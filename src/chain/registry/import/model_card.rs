//! Model cards as hubs keep them: a README.md that begins with YAML. The card does not say which
//! repository it is of; the two folders that it lies in do.

use chrono::NaiveDate;
use serde_norway::Value;

use super::findings::{Code, Findings, Place};
use super::sheet::Sheet;
use super::yaml::{documents, text, texts};
use crate::chain::registry::changes::Proposal;
use crate::chain::registry::facts::{Direction, Fact};
use crate::chain::registry::identifiers::{Identifier, Scheme};
use crate::chain::registry::terms::{AccessLevel, Basis, Confidence, Modality, Relation};

/// Keys of which a model card has at least one.
const KEYS: [&str; 6] = [
    "license:",
    "base_model:",
    "pipeline_tag:",
    "library_name:",
    "new_version:",
    "extra_gated_prompt:",
];

/// The YAML that a text begins with.
fn front_matter(text: &str) -> Option<&str> {
    let text = text.trim_start_matches('\u{feff}');
    let rest = text.strip_prefix("---")?;
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
    let end = rest.match_indices("\n---").find(|(at, _)| {
        let after = rest.get(at + 4..).unwrap_or("");
        after.is_empty() || after.starts_with(['\r', '\n'])
    })?;
    rest.get(..=end.0)
}

/// Whether a text is a model card.
pub fn is_card(text: &str) -> bool {
    front_matter(text).is_some_and(|yaml| {
        let mut lines = yaml.lines();
        lines.any(|line| KEYS.iter().any(|key| line.starts_with(key)))
    })
}

/// Reads a card.
pub fn read(file: &str, content: &str, today: NaiveDate, findings: &mut Findings) -> Vec<Proposal> {
    let place = Place {
        file: file.to_owned(),
        line: None,
    };
    let card = match documents(front_matter(content).unwrap_or_default()) {
        Ok(documents) => documents.into_iter().next().unwrap_or(Value::Null),
        Err(told) => {
            findings.add(Code::FileUnreadable, place, told);
            return Vec::new();
        }
    };
    let mut folders = file.rsplit(['/', '\\']).skip(1);
    let (name, namespace) = (folders.next().unwrap_or(""), folders.next().unwrap_or(""));
    let Ok(own) = Identifier::parse(Scheme::Hub, &format!("hf:{namespace}/{name}")) else {
        let told = "it is not told of which repository the card is: put it into NAMESPACE/NAME/README.md";
        findings.add(Code::RecordIncomplete, place, told);
        return Vec::new();
    };
    let source = format!("model card of {}", own.value());
    let named = format!("{namespace}/{name}");
    let Some(mut sheet) = Sheet::begin((&named, None), today, &source, place, findings) else {
        return Vec::new();
    };
    sheet.say_text(name, Fact::Name);
    sheet.say_model(name);
    sheet.say_text(namespace, Fact::Publisher);
    sheet.say(Fact::Identifier(own));
    let licence = match text(card.get("license")) {
        Some(word) if word == "other" => text(card.get("license_name")).or(Some(word)),
        Some(word) => Some(word),
        None => texts(card.get("license")).into_iter().next(),
    };
    let licence = sheet.licence(licence.as_deref().unwrap_or_default());
    sheet.say(Fact::Licence(licence));
    if let Some((taken, given)) = text(card.get("pipeline_tag")).as_deref().and_then(modalities) {
        sheet.say(Fact::Modalities(Direction::In, taken.to_vec()));
        sheet.say(Fact::Modalities(Direction::Out, given.to_vec()));
    }
    if ["extra_gated_prompt", "extra_gated_fields", "extra_gated_heading"]
        .iter()
        .any(|key| card.get(key).is_some())
    {
        sheet.say(Fact::Access(AccessLevel::OnRequest, Basis::Catalogue));
    }
    lines(&card, &mut sheet);
    sheet.proposals
}

/// Says what it was made from, and what is newer.
fn lines(card: &Value, sheet: &mut Sheet<'_>) {
    let relation = match text(card.get("base_model_relation")) {
        None => Relation::Derived,
        Some(word) => Relation::of_hub(&word).unwrap_or_else(|| {
            sheet.tell(
                Code::RelationUnknown,
                format!("base_model_relation {word:?} is not known"),
            );
            Relation::Derived
        }),
    };
    for base in texts(card.get("base_model")) {
        if let Some(address) = repository(&base, sheet) {
            sheet.say(Fact::Base(relation, address, Confidence::Claimed));
        }
    }
    if let Some(newer) = text(card.get("new_version")) {
        let own = sheet.address.clone();
        if let Some(address) = repository(&newer, sheet) {
            sheet.say_of(address, Fact::Supersedes(own));
        }
    }
}

fn repository(named: &str, sheet: &mut Sheet<'_>) -> Option<crate::chain::registry::Address> {
    let Ok(identifier) = Identifier::parse(Scheme::Hub, &format!("hf:{named}")) else {
        sheet.tell(Code::AddressUnknown, format!("{named:?} is no repository"));
        return None;
    };
    sheet.mention(&identifier)
}

/// What a hub's task takes and gives, where that is plain.
fn modalities(task: &str) -> Option<(&'static [Modality], &'static [Modality])> {
    use Modality::{Audio, Embeddings, Image, Text, ThreeDimensions, Video};
    Some(match task {
        "text-generation"
        | "text2text-generation"
        | "translation"
        | "summarization"
        | "fill-mask"
        | "question-answering"
        | "text-classification"
        | "token-classification" => (&[Text], &[Text]),
        "image-text-to-text" | "visual-question-answering" => (&[Text, Image], &[Text]),
        "video-text-to-text" => (&[Text, Video], &[Text]),
        "audio-text-to-text" => (&[Text, Audio], &[Text]),
        "image-to-text" => (&[Image], &[Text]),
        "text-to-image" => (&[Text], &[Image]),
        "image-to-image" => (&[Image], &[Image]),
        "text-to-video" => (&[Text], &[Video]),
        "image-to-video" => (&[Image], &[Video]),
        "text-to-speech" | "text-to-audio" => (&[Text], &[Audio]),
        "automatic-speech-recognition" => (&[Audio], &[Text]),
        "text-to-3d" => (&[Text], &[ThreeDimensions]),
        "image-to-3d" => (&[Image], &[ThreeDimensions]),
        "feature-extraction" | "sentence-similarity" => (&[Text], &[Embeddings]),
        _ => return None,
    })
}
