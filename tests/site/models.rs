//! The registry: files come in by command, people browse, and everything goes out again.

use std::fs;
use std::path::{Path, PathBuf};

use soundings::cli::registry::{self, Wanted};

use crate::support::site::{Browser, TestSite};

/// Three releases: weights under the terms of a vendor, what a community made of them under a wider
/// licence, and a service.
pub const TABLE: &str = "\
model,release,field,item,value,basis,on,source,standing,reason
llama,8b,name,,Llama 8B,,2024-04-18,https://example.org/llama,,
llama,8b,publisher,,Meta & Co,,2024-04-18,https://example.org/llama,,
llama,8b,licence,,LicenseRef-llama3,,2024-04-18,https://example.org/llama,,
llama,8b,parameters,total,8030000000,,2024-04-18,https://example.org/llama,,
llama,8b,access,,A1,announced,2024-02-01,a press release,,
llama,8b,access,,A4,catalogue,2024-04-18,https://example.org/llama,,
amber,7b,name,,Amber 7B <i>,,2024-11-15,a report,,
amber,7b,licence,,Apache-2.0,,2024-11-15,a report,,
amber,7b,parameters,total,7000000000,,2024-11-15,a report,,
amber,7b,modality,in,md.text md.image,,2024-11-15,a report,,
amber,7b,purpose,,NIST200.create.code,,2024-11-15,a report,,
amber,7b,access,,A5,observed,2024-11-15,a moderator,,
amber,7b,identifier,hub,hf:LLM360/Amber,,2024-11-15,a report,,
amber,7b,identifier,cn-filing,Beijing-Amber-20240821,,2024-11-15,a report,,
amber,7b,component,architecture,MIT,,2024-11-15,a report,,
amber,7b,component,final-parameters,MIT,,2024-11-15,a report,,
amber,7b,component,model-card,CC-BY-4.0,,2024-11-15,a report,,
amber,7b,component,data-card,CC-BY-4.0,,2024-11-15,a report,,
amber,7b,component,research-paper,CC-BY-4.0,,2024-11-15,a report,,
amber,7b,component,evaluation-results,CC-BY-4.0,,2024-11-15,a report,,
amber,7b,component,datasets,absent,,2024-11-15,a report,,
amber,7b,base,tuned_from,llama/8b,,2024-11-15,the card of Amber,,
文心,4,name,,文心一言 4.0,,2023-10-17,百度,,
文心,4,access,,A2,announced,2023-10-17,百度,,
文心,4,supersedes,,llama/8b,,2023-10-17,百度,,
";

/// Puts a file into the site's folder.
fn file(site: &TestSite, name: &str, text: &str) -> PathBuf {
    let path = site.database.folder().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    path
}

/// Imports a path; the refusal, if there is one.
fn import(site: &TestSite, path: &Path, reason: Option<&str>, dry_run: bool) -> Result<(), String> {
    let wanted = Wanted {
        path: path.to_owned(),
        reason: reason.map(str::to_owned),
        dry_run,
    };
    let done = site.run(registry::import(&site.site.store, site.site.clock, wanted));
    done.map_err(|refused| format!("{refused:#}"))
}

/// Fills a site with the three releases.
pub fn imported(site: &TestSite) {
    let path = file(site, "registry.csv", TABLE);
    import(site, &path, None, false).unwrap();
}

/// Imports a table, in which nothing is wrong.
pub fn imports(site: &TestSite, table: &str) {
    let path = file(site, "more.csv", table);
    import(site, &path, None, false).unwrap();
}

fn visitor(site: &TestSite, language: &'static str) -> Browser {
    site.visitor().reading(language)
}

#[test]
fn a_dry_run_changes_nothing_and_an_import_is_kept_with_its_entry() {
    let site = TestSite::empty();
    let path = file(&site, "registry.csv", TABLE);
    import(&site, &path, None, true).unwrap();
    assert_eq!(site.count("registry_statements"), 0);

    import(&site, &path, None, false).unwrap();
    assert_eq!(site.count("releases"), 3);
    assert_eq!(site.count("registry_statements"), 25);
    assert_eq!(site.count("audit WHERE event = 'registry.changed'"), 1);

    import(&site, &path, None, false).unwrap();
    assert_eq!(site.count("registry_statements"), 25, "all is known");
    assert_eq!(site.count("audit WHERE event = 'registry.changed'"), 1);
}

#[test]
fn bad_input_changes_nothing() {
    let site = TestSite::empty();
    let bad = TABLE.replace("A5,observed", "A9,observed");
    let path = file(&site, "registry.csv", &bad);
    let refusal = import(&site, &path, None, false).unwrap_err();
    assert_eq!(refusal, "nothing was changed: 1 error(s), listed above");
    assert_eq!((site.count("models"), site.count("registry_statements")), (0, 0));
    let nowhere = site.database.folder().join("nowhere");
    assert!(import(&site, &nowhere, None, false).is_err());
}

#[test]
fn what_contradicts_the_registry_needs_a_reason_and_both_stay_to_be_seen() {
    let site = TestSite::empty();
    imported(&site);
    let contrary = "model,release,field,value,on,source\nllama,8b,publisher,Meta,2024-04-18,their lawyers\n";
    let path = file(&site, "contrary.csv", contrary);
    let refusal = import(&site, &path, None, false).unwrap_err();
    assert!(refusal.contains("1 conflict(s)"), "{refusal}");

    import(&site, &path, Some("There is no such company."), false).unwrap();

    visitor(&site, "en")
        .get("/models/llama/8b")
        .is(200)
        .says("<p class=\"lead\">Meta</p>")
        .says("Meta &#38; Co")
        .says("Why it changed: There is no such company.");
    assert_eq!(site.count("registry_statements"), 26);
    let change = "UPDATE registry_statements SET value = 'x'";
    assert!(site.database.try_execute(change).is_err());
    assert!(
        site.database
            .try_execute("DELETE FROM registry_statements")
            .is_err()
    );
}

#[test]
fn releases_are_found_by_what_is_known_of_them() {
    let site = TestSite::empty();
    imported(&site);
    let ann = visitor(&site, "en");
    ann.get("/").is(200).says("href=\"/models\"");
    let (amber, llama, ernie) = ("/models/amber/7b", "/models/llama/8b", "/models/文心/4");
    for (query, found) in [
        ("", vec![amber, llama, ernie]),
        ("?size=z.4_10", vec![amber, llama]),
        ("?access=A4", vec![llama]),
        ("?access=A1", vec![]),
        ("?licence=L.perm", vec![amber]),
        ("?modality=md.image", vec![amber]),
        ("?purpose=NIST200.create", vec![amber]),
        ("?size=z.4_10&access=A5", vec![amber]),
        ("?size=nonsense", vec![amber, llama, ernie]),
        ("?words=LLAMA", vec![llama]),
        ("?words=meta+8b", vec![llama]),
        ("?words=llm360", vec![amber]),
        ("?words=Lama+8b", vec![llama]),
        ("?words=LLM360%2Famber", vec![amber]),
        (
            "?words=https%3A%2F%2Fhuggingface.co%2FLLM360%2FAmber",
            vec![amber],
        ),
        ("?words=20240821", vec![amber]),
        ("?words=%E6%96%87%E5%BF%83%E4%B8%80%E4%B8%AA", vec![ernie]),
        ("?words=beijing-amber", vec![amber]),
        ("?words=%E6%96%87%E5%BF%83", vec![ernie]),
        ("?words=%25", vec![]),
        ("?words=_", vec![]),
        ("?words=%5C", vec![]),
        ("?after=amber/7b", vec![llama, ernie]),
        ("?after=../etc", vec![amber, llama, ernie]),
    ] {
        let page = ann.get(&format!("/models{query}"));
        page.is(200);
        for address in [amber, llama, ernie] {
            let shown = page.body.contains(&format!("href=\"{address}\""));
            assert_eq!(shown, found.contains(&address), "{query}: {address}");
        }
    }
    let chosen = ann.get("/models?size=z.4_10&words=a%22b");
    chosen
        .says("<option value=\"z.4_10\" selected>")
        .says("value=\"a&#34;b\"");
}

#[test]
fn a_long_list_goes_on_over_pages() {
    let site = TestSite::empty();
    let rows = (0..60).map(|number| format!("m{number:02},1,name,Model {number:02},2024-01-01,x\n"));
    let mut table = "model,release,field,value,on,source\n".to_owned();
    table.extend(rows);
    let path = file(&site, "many.csv", &table);
    import(&site, &path, None, false).unwrap();
    let ann = visitor(&site, "en");
    let mut page = ann.get("/models?words=model");
    let mut seen = Vec::new();
    let mut pages = 0;
    loop {
        page.is(200).says("60 releases");
        pages += 1;
        let links = page.body.split("href=\"/models/m").skip(1);
        seen.extend(links.map(|link| link[..2].to_owned()));
        let Some(next) = page
            .body
            .split("\" rel=\"next\"")
            .next()
            .filter(|_| page.body.contains("rel=\"next\""))
        else {
            break;
        };
        let address = next.rsplit("href=\"").next().unwrap().replace("&#38;", "&");
        page = ann.get(&address);
    }
    let expected: Vec<_> = (0..60).map(|number| format!("{number:02}")).collect();
    assert_eq!((pages, seen), (3, expected));
}

#[test]
fn pages_stay_short_however_much_is_known() {
    let site = TestSite::empty();
    let mut table = "model,release,field,item,value,on,source\nm,r0,name,,Zero,2024-01-01,x\n".to_owned();
    table.extend((0..60).map(|number| {
        format!(
            "m,r{number},publisher,,P,2024-01-01,x\nm,r0,identifier,text,word {number},2024-01-01,x\n\
             n{number},1,base,ad.lora,m/r0,2024-01-01,x\n"
        )
    }));
    let path = file(&site, "many.csv", &table);
    import(&site, &path, None, false).unwrap();
    let ann = visitor(&site, "en");
    let model = ann.get("/models/m");
    model.is(200).says("60 releases").says("href=\"/models?words=m\"");
    assert_eq!(model.body.matches("href=\"/models/m/r").count(), 50);
    let release = ann.get("/models/m/r0");
    release
        .is(200)
        .says("20 more names are in the exported tables.")
        .says("more than this page has room for");
    assert_eq!(release.body.matches("<circle").count(), 30);
}

#[test]
fn a_release_tells_its_course_and_its_sources_and_never_whether_it_is_open() {
    let site = TestSite::empty();
    imported(&site);
    let ann = visitor(&site, "en");
    let page = ann.get("/models/amber/7b");
    page.is(200)
        .says("Amber 7B &#60;i&#62;")
        .says("<time datetime=\"2024-11-15\">2024-11-15</time> · <strong>Weights can be downloaded by anyone</strong>")
        .says("somebody tried · a moderator")
        .says("7 billion parameters <small>a report, 2024-11-15</small>")
        .says("Class III, open model.")
        .says("For the next class these are not there under an open licence: Training code, Inference code")
        .says("https://huggingface.co/LLM360/Amber")
        .says("Beijing-Amber-20240821")
        .says("<svg class=\"lineage\"")
        .says("fine-tuned; how is not said")
        .says("claimed by one side")
        .says("is alleged to stand under Apache-2.0 (permissive) (source: a report), which permits more than LicenseRef-llama3 (terms of a vendor)")
        .says("You get an answer within 30 days.")
        .does_not_say("style=");
    ann.get("/models/llama/8b")
        .is(200)
        .says("Superseded by")
        .says("Amber 7B")
        .says("Only for invited partners or testers");
    ann.get("/models/amber").is(200).says("Amber 7B");
    for nowhere in [
        "/models/amber/8b",
        "/models/nothing",
        "/models/Amber/7b",
        "/models/amber/%2e%2e",
    ] {
        ann.get(nowhere).is(404);
    }
    visitor(&site, "zh-Hans")
        .get("/models/amber/7b")
        .is(200)
        .says("70 亿参数")
        .says("任何人都可下载权重")
        .says("第三等级：开放模型。")
        .says("据称");
}

#[test]
fn the_pages_are_light() {
    let site = TestSite::with_the_stock_study();
    imported(&site);
    let ann = visitor(&site, "en");
    let start = ann.get("/models");
    let style = start
        .body
        .split("href=\"/assets/style")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let style = ann.bytes_as(&format!("/assets/style{style}"), "gzip");
    for path in ["/models", "/models/amber", "/models/amber/7b"] {
        let bytes = style + ann.bytes_as(path, "gzip");
        assert!(bytes < 20_480, "{path} weighs {bytes} bytes");
    }
}

/// The files of an export by name.
fn exported(site: &TestSite, name: &str) -> Vec<(String, String)> {
    let folder = site.database.folder().join(name);
    site.run(registry::export(&site.site.store, site.site.clock.now(), &folder))
        .unwrap();
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn a_registry_that_was_exported_can_be_imported_elsewhere_with_its_history() {
    let site = TestSite::empty();
    imported(&site);
    let contrary = "model,release,field,value,on,source\nllama,8b,publisher,Meta,2024-04-18,their lawyers\n";
    let path = file(&site, "contrary.csv", contrary);
    import(&site, &path, Some("There is no such company."), false).unwrap();
    let files = exported(&site, "out");
    let there = site.database.folder().join("out");
    let again = registry::export(&site.site.store, site.site.clock.now(), &there);
    assert!(site.run(again).is_err(), "a folder that is there is left alone");

    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len(), 15);
    for name in [
        "models",
        "releases",
        "identifiers",
        "access_events",
        "components",
        "release_edges",
        "statements",
    ] {
        assert!(names.contains(&format!("{name}.csv").as_str()), "{name}");
        assert!(names.contains(&format!("{name}.json").as_str()), "{name}");
    }
    let text = |name: &str| &files.iter().find(|(own, _)| own == name).unwrap().1;
    assert!(text("releases.csv").contains("llama,8b,Llama 8B,Meta,,,8030000000,,z.4_10,"));
    assert!(text("access_events.csv").contains("llama,8b,A1,announced,2024-02-01,a press release\n"));
    assert!(text("release_edges.csv").contains("amber,7b,llama,8b,tuned_from,claimed,2024-11-15,"));
    let package: serde_json::Value = serde_json::from_str(text("datapackage.json")).unwrap();
    assert_eq!(package["resources"].as_array().unwrap().len(), 7);

    let other = TestSite::empty();
    let path = file(&other, "statements.csv", text("statements.csv"));
    import(&other, &path, None, false).unwrap();
    let without_moments = |files: Vec<(String, String)>| -> Vec<_> {
        files
            .into_iter()
            .filter(|(name, _)| !name.starts_with("statements"))
            .collect()
    };
    assert_eq!(other.count("registry_statements"), 26);
    assert_eq!(without_moments(exported(&other, "out")), without_moments(files));
}

#[test]
fn a_folder_of_others_files_is_read_in_one_go_and_cards_find_their_records() {
    let site = TestSite::empty();
    let record = "framework:\n  name: 'Model Openness Framework'\nrelease:\n  name: Amber\n  version: 7B\n  \
                  date: '2024-11-15'\n  huggingface: https://huggingface.co/LLM360/Amber\n  components: []\n";
    let path = file(&site, "records/Amber.yml", record);
    file(&site, "records/notes.md", "nothing of ours");
    import(&site, path.parent().unwrap(), None, false).unwrap();
    let card = "---\nlicense: apache-2.0\nbase_model: meta/Llama-8B\nbase_model_relation: finetune\n---\n";
    let path = file(&site, "cards/LLM360/Amber/README.md", card);
    import(&site, &path, None, false).unwrap();

    visitor(&site, "en")
        .get("/models/amber/7b")
        .is(200)
        .says("Model Openness Tool: Amber.yml")
        .says("Apache-2.0 (permissive)")
        .says("Llama-8B");
    assert_eq!(
        site.count("releases"),
        2,
        "the card is of the release that is known"
    );
}
