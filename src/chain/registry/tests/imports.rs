//! Files of all kinds, read.

use proptest::prelude::*;

use super::day;
use crate::chain::registry::changes::Voice;
use crate::chain::registry::import::{Import, read};

fn import(files: &[(&str, &str)]) -> Import {
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
        .collect();
    read(&files, day("2025-06-01"))
}

/// What is proposed, one line each: subject, cells and day.
fn said(import: &Import) -> Vec<String> {
    let line = |one: &crate::chain::registry::changes::Proposal| {
        let cells = one.statement.fact.cells();
        let parts = [
            one.subject.to_string(),
            cells.field,
            cells.item,
            cells.value,
            cells.basis,
            one.statement.on.to_string(),
        ];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    };
    import.proposals.iter().map(line).collect()
}

fn codes(import: &Import) -> Vec<&'static str> {
    import
        .findings
        .all()
        .iter()
        .map(|finding| finding.code.as_str())
        .collect()
}

#[test]
fn a_table_of_ours_says_one_thing_in_a_row() {
    let import = import(&[(
        "registry.csv",
        "model,release,field,item,value,basis,on,source,reason\n\
         qwen3,,name,,Qwen3,,2025-04-28,the publisher,\n\
         qwen3,8b,access,,A5,announced,2025-04-28,https://example.org,\n\
         qwen3,8b,base,ad.sft,qwen3/8b-base,,2025-04-28,\"card, of the hub\",\n",
    )]);
    assert_eq!(codes(&import), [""; 0]);
    assert_eq!(
        said(&import),
        [
            "qwen3 name Qwen3 2025-04-28",
            "qwen3/8b access A5 announced 2025-04-28",
            "qwen3/8b base ad.sft qwen3/8b-base claimed 2025-04-28",
        ]
    );
    assert_eq!(import.proposals[2].statement.source.as_str(), "card, of the hub");
    assert_eq!(import.proposals[2].place.to_string(), "registry.csv:4");
}

#[test]
fn every_faulty_row_of_a_table_is_told_with_its_line() {
    let import = import(&[(
        "registry.csv",
        "model,release,field,value,on,source,colour\n\
         a,1,name,A,2025-04-28,x,\n\
         A,1,name,A,2025-04-28,x,\n\
         a,1,name,A,yesterday,x,\n\
         a,1,name,A,2025-04-28,,\n\
         a,1,name\n\
         a,1,size,8,2025-04-28,x,\n",
    )]);
    let lines: Vec<_> = import
        .findings
        .all()
        .iter()
        .map(|one| (one.place.line, one.code.as_str()))
        .collect();
    assert_eq!(
        lines,
        [
            (Some(1), "table.column_unknown"),
            (Some(3), "table.cell_unreadable"),
            (Some(4), "table.cell_unreadable"),
            (Some(5), "table.cell_unreadable"),
            (Some(6), "table.row_unreadable"),
            (Some(7), "table.cell_unreadable"),
        ]
    );
    assert_eq!(import.proposals.len(), 1);
}

/// A record of the tool as its form of 2024 has it.
fn record(name: &str, version: &str, origin: &str, components: &[(&str, &str)]) -> String {
    let mut text = format!(
        "framework:\n  name: 'Model Openness Framework'\n  version: '1.0'\nrelease:\n  name: {name}\n  \
         version: {version}\n  date: '2024-11-15'\n  type: language\n  origin: '{origin}'\n  producer: 'The makers'\n  \
         huggingface: 'https://huggingface.co/makers/{name}'\n  components:\n"
    );
    let listed = components.iter().map(|(component, licence)| {
        format!("    -\n      name: '{component}'\n      license_name: '{licence}'\n")
    });
    text.extend(listed);
    text
}

#[test]
fn a_record_of_the_openness_tool_says_what_was_published_under_which_licence() {
    let record = record(
        "Amber",
        "7B",
        "Amber",
        &[
            ("Model parameters (Final)", "Apache-2.0"),
            ("Datasets", "License not specified"),
            ("Model metadata", "Component Component not included"),
            ("Research paper", "Pending evaluation"),
            ("Training code", "Llama 3 Community License"),
            ("Colour scheme", "MIT"),
        ],
    );
    let import = import(&[("models/Amber.yml", &record)]);
    assert_eq!(
        said(&import),
        [
            "amber/7b name Amber 7B 2024-11-15",
            "amber name Amber 2024-11-15",
            "amber/7b publisher The makers 2024-11-15",
            "amber/7b parameters total 7000000000 2024-11-15",
            "amber/7b modality in md.text 2024-11-15",
            "amber/7b modality out md.text 2024-11-15",
            "amber/7b identifier hub hf:makers/Amber 2024-11-15",
            "amber/7b component final-parameters Apache-2.0 2024-11-15",
            "amber/7b component datasets L.none 2024-11-15",
            "amber/7b component metadata absent 2024-11-15",
            "amber/7b component training-code LicenseRef-Llama-3-Community-License 2024-11-15",
            "amber/7b licence L.perm Apache-2.0 2024-11-15",
        ]
    );
    assert_eq!(codes(&import), ["record.component_unknown"]);
    assert_eq!(
        import.proposals[0].statement.source.as_str(),
        "Model Openness Tool: Amber.yml"
    );
}

#[test]
fn a_record_with_licences_of_the_release_lends_them_to_its_components() {
    let import = import(&[(
        "Granite.yml",
        "framework:\n  name: 'Model Openness Framework'\nrelease:\n  name: Granite\n  date: soon\n  \
         huggingface: https://huggingface.co/collections/x/y\n  license:\n    distribution:\n      name: Apache-2.0\n    \
         document:\n      name: CC-BY-4.0\n  components:\n    - name: Model card\n    - name: Training code\n",
    )]);
    assert_eq!(
        said(&import),
        [
            "granite/1 name Granite 2025-06-01",
            "granite name Granite 2025-06-01",
            "granite/1 component model-card CC-BY-4.0 2025-06-01",
            "granite/1 component training-code Apache-2.0 2025-06-01",
            "granite/1 licence L.perm Apache-2.0 2025-06-01",
        ]
    );
    assert_eq!(
        codes(&import),
        ["record.day_unreadable", "record.address_unknown"]
    );
}

#[test]
fn an_origin_is_a_base_if_its_record_is_there_too() {
    let base = record("Base", "1B", "", &[]);
    let tuned = record("Tuned", "1B", "base", &[]);
    let lost = record("Lost", "Undisclosed", "Nowhere", &[]);
    let import = import(&[("a.yml", &tuned), ("b.yml", &format!("{base}---\n{lost}"))]);
    let edges: Vec<_> = said(&import)
        .into_iter()
        .filter(|line| line.contains(" base "))
        .collect();
    assert_eq!(edges, ["tuned/1b base derived_from base/1b claimed 2024-11-15"]);
    assert_eq!(codes(&import), ["record.origin_unknown"]);
    assert!(said(&import).contains(&"lost/1 name Lost 2024-11-15".to_owned()));
}

#[test]
fn a_model_card_says_where_it_comes_from() {
    let import = import(&[(
        "cards/makers/Tuned-8B/README.md",
        "---\nlicense: other\nlicense_name: llama3\nbase_model:\n- meta/Base-8B\nbase_model_relation: quantized\n\
         pipeline_tag: text-generation\nnew_version: makers/Tuned-9B\nextra_gated_prompt: please\n---\n# Tuned\n",
    )]);
    assert_eq!(
        said(&import),
        [
            "makers-tuned-8b/1 name Tuned-8B 2025-06-01",
            "makers-tuned-8b name Tuned-8B 2025-06-01",
            "makers-tuned-8b/1 publisher makers 2025-06-01",
            "makers-tuned-8b/1 identifier hub hf:makers/Tuned-8B 2025-06-01",
            "makers-tuned-8b/1 licence L.community LicenseRef-llama3 2025-06-01",
            "makers-tuned-8b/1 modality in md.text 2025-06-01",
            "makers-tuned-8b/1 modality out md.text 2025-06-01",
            "makers-tuned-8b/1 access A4 catalogue 2025-06-01",
            "meta-base-8b/1 name Base-8B 2025-06-01",
            "meta-base-8b/1 identifier hub hf:meta/Base-8B 2025-06-01",
            "makers-tuned-8b/1 base ad.quant meta-base-8b/1 claimed 2025-06-01",
            "makers-tuned-9b/1 name Tuned-9B 2025-06-01",
            "makers-tuned-9b/1 identifier hub hf:makers/Tuned-9B 2025-06-01",
            "makers-tuned-9b/1 supersedes makers-tuned-8b/1 2025-06-01",
        ]
    );
    let mentioned = import
        .proposals
        .iter()
        .filter(|one| one.voice == Voice::Mentioned)
        .count();
    assert_eq!((mentioned, codes(&import)), (6, vec![]));
}

#[test]
fn a_card_outside_of_its_folders_is_of_nobody() {
    let import = import(&[("README.md", "---\nlicense: mit\n---\n")]);
    assert_eq!(
        (codes(&import), import.proposals.len()),
        (vec!["record.incomplete"], 0)
    );
}

const SPDX: &str = r#"{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [
  {"type": "CreationInfo", "@id": "_:made", "created": "2025-05-01T10:00:00Z"},
  {"type": "Organization", "spdxId": "urn:makers", "name": "The makers"},
  {"type": "ai_AIPackage", "spdxId": "urn:tuned", "creationInfo": "_:made", "name": "Tuned",
   "software_packageVersion": "2.0", "suppliedBy": ["urn:makers"], "releaseTime": "2025-04-01T00:00:00Z",
   "software_downloadLocation": "https://huggingface.co/makers/Tuned",
   "verifiedUsing": [{"type": "Hash", "algorithm": "sha256", "hashValue": "0000000000000000000000000000000000000000000000000000000000000001"}]},
  {"type": "ai_AIPackage", "spdxId": "urn:base", "creationInfo": "_:made", "name": "Base", "software_packageVersion": "1.0"},
  {"type": "simplelicensing_LicenseExpression", "spdxId": "urn:mit", "simplelicensing_licenseExpression": "MIT"},
  {"type": "Relationship", "from": "urn:tuned", "relationshipType": "hasDeclaredLicense", "to": ["urn:mit"]},
  {"type": "Relationship", "from": "urn:tuned", "relationshipType": "descendantOf", "to": ["urn:base"]}
]}"#;

#[test]
fn an_spdx_document_says_what_its_packages_are() {
    let import = import(&[("tuned.spdx.json", SPDX)]);
    assert_eq!(
        said(&import),
        [
            "tuned/2.0 name Tuned 2.0 2025-05-01",
            "tuned name Tuned 2025-05-01",
            "tuned/2.0 publisher The makers 2025-05-01",
            "tuned/2.0 released-on 2025-04-01 2025-05-01",
            "tuned/2.0 identifier hub hf:makers/Tuned 2025-05-01",
            "tuned/2.0 identifier sha256 0000000000000000000000000000000000000000000000000000000000000001 2025-05-01",
            "tuned/2.0 licence L.perm MIT 2025-05-01",
            "base/1.0 name Base 1.0 2025-05-01",
            "tuned/2.0 base derived_from base/1.0 claimed 2025-05-01",
            "base/1.0 name Base 1.0 2025-05-01",
            "base name Base 2025-05-01",
        ]
    );
    assert_eq!(codes(&import), [""; 0]);
}

#[test]
fn a_single_file_must_be_known_and_of_several_the_others_are_passed_over() {
    assert_eq!(codes(&import(&[("notes.txt", "nothing")])), ["file.unknown"]);
    let several = import(&[("notes.md", "nothing"), ("tuned.json", SPDX)]);
    assert_eq!(
        (several.read, several.passed_over, codes(&several).len()),
        (1, 1, 0)
    );
}

#[test]
fn broken_files_are_told() {
    for (name, text) in [
        ("a.yml", "framework: Model Openness Framework\nrelease: [\n"),
        ("a.json", "{\"@graph\": [AIPackage"),
        ("b/c/README.md", "---\nlicense: [\n---\n"),
    ] {
        assert_eq!(codes(&import(&[(name, text)])), ["file.unreadable"], "{name}");
    }
    let latin = read(
        &[("a.csv".to_owned(), b"model,field,value\n\xe9".to_vec())],
        day("2025-06-01"),
    );
    assert_eq!(codes(&latin), ["file.unreadable"]);
}

proptest! {
    /// Whatever stands in a file, it is read or told.
    #[test]
    fn nothing_panics(
        kind in 0_usize..4,
        at in 0_usize..1200,
        put in prop_oneof![Just(String::new()), "[\\PC\n\"'{}:,\\[\\]-]{0,12}"],
        cut in 0_usize..40,
    ) {
        let whole = match kind {
            0 => "model,release,field,item,value,basis,on,source\na,1,access,,A5,terms,2025-01-01,x\n".to_owned(),
            1 => record("Amber", "7B", "Base", &[("Datasets", "MIT"), ("Model card", "")]),
            2 => "---\nlicense: mit\nbase_model: a/b\npipeline_tag: text-to-image\n---\n".to_owned(),
            _ => SPDX.to_owned(),
        };
        let name = ["a.csv", "a.yml", "n/m/README.md", "a.json"][kind];
        let letters: Vec<char> = whole.chars().collect();
        let at = at.min(letters.len());
        let end = (at + cut).min(letters.len());
        let text: String = letters[..at].iter().copied().chain(put.chars()).chain(letters[end..].iter().copied()).collect();
        let _ = import(&[(name, &text)]);
    }
}
