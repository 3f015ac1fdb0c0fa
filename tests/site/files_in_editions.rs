//! Files and places of people in editions: who gets them, and that nobody changes them unseen.

use std::fs;
use std::path::{Path, PathBuf};

use soundings::dataset::{self, verify};

use crate::files::photograph;
use crate::participant::{Participant, pots};
use crate::research::order;
use crate::support::site::TestSite;

/// Five people with a pot, who buy their tea at the same place; each photograph has its own size.
fn record(site: &TestSite) -> Vec<Participant> {
    site.add_study(&pots());
    let people = (0..5).map(|number| {
        let mut person = Participant::begins(site, "tea", "drinkers", "en");
        let mut form = person.form();
        form.choose("photo", "pot.jpg", &photograph(300_000 + number));
        person.press(&form, "next");
        let mut form = person.form();
        form.choose("teas[1]/recipe", "recipe.txt", b"Boil it.");
        form.set("shop[latitude]", "52.51627")
            .set("shop[longitude]", "-13.62");
        form.set("shop[altitude]", "34");
        person.press(&form, "send");
        person.page.says("have arrived");
        person
    });
    let people = people.collect();
    site.accept_all("tea");
    people
}

fn folder(site: &TestSite, number: &str) -> PathBuf {
    site.exports().join("tea").join(number)
}

/// The header and the rows of a table.
fn table(folder: &Path, name: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_path(folder.join(name)).unwrap();
    let own = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let header = own(reader.headers().unwrap());
    (
        header,
        reader.records().map(|record| own(&record.unwrap())).collect(),
    )
}

/// The values of one column.
#[track_caller]
fn column(folder: &Path, file: &str, name: &str) -> Vec<String> {
    let (header, rows) = table(folder, file);
    let at = header.iter().position(|column| column == name);
    let at = at.unwrap_or_else(|| panic!("no {name} among {header:?}"));
    rows.into_iter().map(|mut row| row.swap_remove(at)).collect()
}

fn findings(folder: &Path) -> Vec<dataset::Finding> {
    verify(folder).unwrap().findings
}

#[test]
fn researchers_get_the_files_and_the_public_never() {
    let site = TestSite::empty();
    record(&site);
    let rita = site.researcher("rita");
    order(&site, &rita, "public");
    order(&site, &rita, "restricted");

    let public = folder(&site, "1");
    let (header, _) = table(&public, "submissions.csv");
    assert!(
        header
            .iter()
            .all(|name| !name.contains("photo") && !name.contains("altitude")),
        "{header:?}"
    );
    assert!(!public.join("files").exists() && !public.join("teas.csv").exists());
    assert_eq!(column(&public, "submissions.csv", "shop__latitude"), ["53"; 5]);
    assert_eq!(column(&public, "submissions.csv", "shop__longitude"), ["-14"; 5]);
    assert_eq!(findings(&public), []);

    let restricted = folder(&site, "2");
    assert_eq!(findings(&restricted), []);
    let sum = std::process::Command::new("sha256sum")
        .args(["--check", "--quiet", "SHA256SUMS"])
        .current_dir(&restricted)
        .status();
    assert!(sum.unwrap().success());
    assert_eq!(
        column(&restricted, "submissions.csv", "shop__latitude"),
        ["52.5163"; 5]
    );
    assert_eq!(
        column(&restricted, "submissions.csv", "shop__altitude"),
        ["34"; 5]
    );
    assert_eq!(
        column(&restricted, "submissions.csv", "shop__accuracy"),
        [".s"; 5]
    );
    let photographs = column(&restricted, "submissions.csv", "photo");
    for path in &photographs {
        let content = fs::read(restricted.join(path)).unwrap();
        assert!(
            content.starts_with(&[0xff, 0xd8]) && content.len() > 300_000,
            "{path}"
        );
    }
    for path in column(&restricted, "teas.csv", "recipe") {
        assert_eq!(fs::read(restricted.join(path)).unwrap(), b"Boil it.");
    }
    assert_eq!(fs::read_dir(restricted.join("files")).unwrap().count(), 10);

    let address = format!("/editions/tea/2/{}", photographs[0]);
    let (answer, content) = rita.fetch(&address, "");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "image/jpeg");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(content, fs::read(restricted.join(&photographs[0])).unwrap());
    rita.get("/editions/tea/2").says("10 files that people added");
    site.visitor().get(&address).is(303);
    site.moderator("mo").get(&address).is(403);
    for elsewhere in [
        "2/files/..%2fmanifest.json",
        "2/files/%2e%2e%2f1%2fmanifest.json",
        "2/files/manifest.json",
        "1/files/x.jpg",
    ] {
        rita.get(&format!("/editions/tea/{elsewhere}")).is(404);
    }
}

#[test]
fn a_changed_file_is_found() {
    let site = TestSite::empty();
    record(&site);
    order(&site, &site.researcher("rita"), "restricted");
    let folder = folder(&site, "1");
    let path = column(&folder, "submissions.csv", "photo").remove(0);
    let file = folder.join(&path);
    let content = fs::read(&file).unwrap();
    let sums = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();

    let mut changed = content.clone();
    changed[1_000] ^= 1;
    fs::write(&file, &changed).unwrap();
    assert_eq!(findings(&folder), [dataset::Finding::Changed(path.clone())]);
    fs::remove_file(&file).unwrap();
    assert_eq!(findings(&folder), [dataset::Finding::Missing(path.clone())]);
    fs::write(&file, &content).unwrap();
    fs::write(folder.join("files/added.jpg"), &content).unwrap();
    assert_eq!(
        findings(&folder),
        [dataset::Finding::Unknown("files/added.jpg".to_owned())]
    );
    fs::remove_file(folder.join("files/added.jpg")).unwrap();

    // Whoever changes the sum as well cannot change what the manifest says of all sums.
    let line = sums.lines().find(|line| line.ends_with(&path)).unwrap();
    fs::write(&file, b"other").unwrap();
    let sum = "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa";
    fs::write(
        folder.join("SHA256SUMS"),
        sums.replace(line, &format!("{sum}  {path}")),
    )
    .unwrap();
    assert_eq!(
        findings(&folder),
        [dataset::Finding::Contradiction("files/".to_owned())]
    );
    fs::remove_file(&file).unwrap();
    fs::write(folder.join("SHA256SUMS"), sums.replace(&format!("{line}\n"), "")).unwrap();
    assert_eq!(
        findings(&folder),
        [dataset::Finding::Contradiction("files/".to_owned())]
    );
    fs::write(&file, &content).unwrap();
    fs::write(folder.join("SHA256SUMS"), &sums).unwrap();
    assert_eq!(findings(&folder), []);
}

#[test]
fn files_leave_an_edition_with_their_person() {
    let site = TestSite::empty();
    let people = record(&site);
    let rita = site.researcher("rita");
    order(&site, &rita, "restricted");

    people[2].browser.post(&people[2].at("withdraw"), &[]).is(200);
    site.work();

    rita.get("/editions/tea")
        .says("/editions/tea/1.1\"")
        .does_not_say("/editions/tea/1\"");
    let revised = folder(&site, "1.1");
    assert_eq!(fs::read_dir(revised.join("files")).unwrap().count(), 8);
    assert_eq!(findings(&revised), []);
}

#[test]
fn a_file_that_was_damaged_in_the_database_stops_the_edition() {
    let site = TestSite::empty();
    record(&site);
    site.database
        .execute("DELETE FROM attachment_pieces WHERE number = 1");
    let rita = site.researcher("rita");
    rita.post("/research/tea/order", &[("profile", "restricted")])
        .is(303);
    site.work();

    assert!(!folder(&site, "1").exists());
    assert_eq!(site.count("editions"), 0);
}
