//! Questionnaires as Markdown tables with files beside them, and what becomes of these.

use super::super::{Beside, Reading, SharedLists, export, import_with, import_workbook};
use crate::questionnaire::definition::{ChoiceList, Definition, Source};
use crate::questionnaire::findings::Severity;

const CITIES: &str = "name,label,country\nrome,Rome,it\nlyon,Lyon,fr\n";

fn files(files: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
        .collect()
}

/// Reads a questionnaire in a folder with these files and no others.
fn read(table: &str, beside: &[(&str, &str)]) -> Reading {
    let files = files(beside);
    let shared = SharedLists::default();
    import_with(table.as_bytes(), "form.md", &shared, Beside::All(&files))
}

/// A questionnaire of one row, with `cells` after its name `q` and label.
fn row(kind: &str, headers: &str, cells: &str) -> String {
    format!("| survey |\n| | type | name | label | {headers} |\n| | {kind} | q | Q | {cells} |")
}

/// `file:row column code` of each finding that is no hint and not about exposure.
fn remarks(reading: &Reading) -> Vec<String> {
    let findings = reading.findings.clone().sorted();
    let told = findings
        .iter()
        .filter(|finding| finding.code.as_str() != "no-exposure" && finding.severity() != Severity::Hint);
    told.map(|finding| {
        let place = &finding.place;
        let file = place.file.clone().unwrap_or_default();
        let row = place.row.map_or_else(|| "-".to_owned(), |row| row.to_string());
        let column = place.column.clone().unwrap_or_else(|| "-".to_owned());
        format!("{file}:{row} {column} {}", finding.code.as_str())
    })
    .collect()
}

fn list<'r>(reading: &'r Reading, name: &str) -> &'r ChoiceList {
    let definition = reading.definition.as_ref().expect("a definition");
    &definition.lists[name]
}

#[test]
fn options_are_taken_from_a_file_with_all_its_columns() {
    let form = row(
        "select_one_from_file cities.csv",
        "choice_filter",
        "country = 'it'",
    );
    let reading = read(&form, &[("cities.csv", CITIES)]);
    assert_eq!(remarks(&reading), Vec::<String>::new());
    let rome = &list(&reading, "cities.csv").choices[0];
    assert_eq!((rome.name.as_str(), rome.label.get("und", "")), ("rome", "Rome"));
    let data: Vec<String> = rome
        .data
        .iter()
        .map(|(column, cell)| format!("{column}={cell}"))
        .collect();
    assert_eq!(data, ["country=it", "label=Rome", "name=rome"]);
    let definition = reading.definition.unwrap();
    let question = definition.questions()[0].clone();
    let source = Source::File {
        file: "cities.csv".to_owned(),
        value: "name".to_owned(),
        label: "label".to_owned(),
    };
    assert_eq!(question.kind.selection().unwrap().source, source);
    assert!(definition.tables.is_empty());
    assert_eq!(reading.files.into_iter().collect::<Vec<_>>(), ["cities.csv"]);
}

#[test]
fn parameters_say_which_columns_are_names_and_labels() {
    let file = [("c.csv", "id,name,Title\n1,one,One\n2,two,\n")];
    let reading = read(
        &row(
            "select_one_from_file c.csv",
            "parameters",
            "value=id, label=Title",
        ),
        &file,
    );
    assert_eq!(remarks(&reading), Vec::<String>::new());
    let choices = &list(&reading, "c.csv (id, Title)").choices;
    assert_eq!(choices[0].data["name"], "one");
    assert_eq!(choices[1].label.get("und", ""), "2");
    let wrong = read(
        &row("select_one_from_file c.csv", "parameters", "value=code label=a*b"),
        &file,
    );
    let wanted = [
        "c.csv:1 - no-such-column",
        "c.csv:1 - no-such-column",
        "form.md:2 parameters invalid-parameter",
    ];
    assert_eq!(remarks(&wrong), wanted);
}

#[test]
fn a_file_that_is_not_there_is_missing_in_a_study_and_unknown_elsewhere() {
    for form in [
        row(
            "select_multiple_from_file cities.csv",
            "choice_filter",
            "colour = 'red'",
        ),
        row("text", "calculation", "pulldata('cities', 'a', 'b', 'c')"),
        row("text", "media::image", "cities.png"),
    ] {
        let missing = read(&form, &[]);
        assert!(missing.definition.is_none());
        let codes = remarks(&missing);
        let [code] = codes.as_slice() else {
            panic!("{codes:?}")
        };
        assert!(code.ends_with("missing-external-file"), "{code}");
        let unknown = import_with(
            form.as_bytes(),
            "form.md",
            &SharedLists::default(),
            Beside::Some(&[]),
        );
        let codes = remarks(&unknown);
        let [code] = codes.as_slice() else {
            panic!("{codes:?}")
        };
        assert!(code.ends_with("external-file-unknown"), "{code}");
        let definition = unknown.definition.expect("a definition");
        let empty = definition.lists.values().all(|list| list.choices.is_empty());
        assert!(empty && definition.media.is_empty());
        assert_eq!(unknown.files.len(), 1);
    }
}

#[test]
fn names_of_files_lead_nowhere_else() {
    for file in [
        "../cities.csv",
        "a/cities.csv",
        "/etc/cities.csv",
        "..csv",
        ".csv",
    ] {
        let reading = read(&row(&format!("select_one_from_file {file}"), "hint", ""), &[]);
        assert!(reading.definition.is_none(), "{file}");
        assert!(reading.files.is_empty(), "{file}");
    }
    for file in ["cities", "cities.txt", "cities.2.csv", "cities.CSV", ""] {
        let reading = read(&row(&format!("select_one_from_file {file}"), "hint", ""), &[]);
        let codes = remarks(&reading);
        let [code] = codes.as_slice() else {
            panic!("{codes:?}")
        };
        assert!(
            code.ends_with("-ending") || code.ends_with("missing-file-name"),
            "{file} {code}"
        );
    }
}

#[test]
fn what_is_wrong_with_a_table_is_told_at_its_row() {
    let remarks_on = |text: &str| {
        let form = row("select_multiple_from_file t.csv", "hint", "");
        remarks(&read(&form, &[("t.csv", text)]))
    };
    assert_eq!(remarks_on(""), ["t.csv:- - table-shape"]);
    assert_eq!(
        remarks_on("\u{feff} name , label\n a , A \n\n,\n"),
        Vec::<String>::new()
    );
    assert_eq!(
        remarks_on("name,\na,b\n"),
        ["t.csv:1 - no-such-column", "t.csv:1 - table-column-without-name"][1..]
    );
    assert_eq!(
        remarks_on("name,label,label\na,A,B\n"),
        ["t.csv:1 label duplicate-column"]
    );
    assert_eq!(remarks_on("name,label\na\nb,B\n"), ["t.csv:2 - short-rows"]);
    assert_eq!(
        remarks_on("name,label\na,\"A, a\"\nb,B, b\n"),
        ["t.csv:3 - long-rows"]
    );
    assert_eq!(
        remarks_on("name,label\na,A\n,B\n"),
        ["t.csv:3 name rows-without-value"]
    );
    assert_eq!(
        remarks_on("name,label\na,A\nb,B\na,C\n"),
        ["t.csv:4 name repeated-values"]
    );
    assert_eq!(
        remarks_on("name,label\na b,A\n"),
        ["t.csv:2 name values-with-spaces"]
    );
    let form = row("select_one_from_file t.csv", "hint", "");
    let files = [("t.csv".to_owned(), vec![b'a', 0xFF])];
    let reading = import_with(
        form.as_bytes(),
        "form.md",
        &SharedLists::default(),
        Beside::All(&files),
    );
    assert_eq!(remarks(&reading), ["t.csv:- - not-utf-8"]);
}

#[test]
fn all_tables_together_are_bounded() {
    let rows = "x,y,z\n".repeat(90_000);
    let text = format!("name,label,c\n{rows}");
    let form = "
        | survey |              |      |
        |        | type         | name |
        |        | csv-external | a    |
        |        | csv-external | b    |
        |        | calculate    | c    | instance('a')/root/item[1]/name |
        |        | calculate    | d    | instance('b')/root/item[1]/name |
        "
    .replace("| name |\n", "| name | calculation |\n");
    let reading = read(&form, &[("a.csv", &text), ("b.csv", &text)]);
    assert_eq!(remarks(&reading), ["b.csv:- - file-out-of-bounds"]);
    let wide = "a,".repeat(2_000);
    let reading = read(&form, &[("a.csv", &wide), ("b.csv", "a\nb")]);
    assert_eq!(remarks(&reading)[0], "a.csv:- - sheet-too-large");
}

#[test]
fn expressions_look_into_tables() {
    let form = "
        | survey |              |        |       |                                                    |
        |        | type         | name   | label | calculation                                        |
        |        | csv-external | cities |       |                                                    |
        |        | xml-external | people |       |                                                    |
        |        | csv-external | unused |       |                                                    |
        |        | calculate    | a      |       | instance('cities')/root/item[name = 'rome']/label  |
        |        | calculate    | b      |       | pulldata('prices', 'price', 'name', 'bread')       |
        |        | calculate    | c      |       | count(instance('people')/root/item)                |
        ";
    let beside = [
        ("cities.csv", CITIES),
        ("prices.csv", "name,price\nbread,2\n"),
        (
            "people.xml",
            "<root><item><name>ada</name></item><item><name>bo</name><age>3</age></item></root>",
        ),
    ];
    let reading = read(form, &beside);
    assert_eq!(remarks(&reading), Vec::<String>::new());
    let hints = reading.findings.iter().map(|finding| finding.code.as_str());
    assert!(hints.collect::<Vec<_>>().contains(&"unused-table"));
    let tables = reading.definition.unwrap().tables;
    assert_eq!(tables.keys().collect::<Vec<_>>(), ["cities", "people", "prices"]);
    assert_eq!(tables["prices"].rows, [["bread", "2"]]);
    assert_eq!(
        (tables["people"].columns.join(" "), tables["people"].file.as_str()),
        ("name age".to_owned(), "people.xml")
    );
    assert_eq!(tables["people"].rows, [["ada", ""], ["bo", "3"]]);
}

#[test]
fn tables_and_columns_that_do_not_exist_are_told() {
    let code = |calculation: &str| {
        let form = row("text", "calculation", calculation);
        remarks(&read(&form, &[("cities.csv", CITIES)]))
    };
    assert_eq!(
        code("instance('cities')/root/item[1]/name"),
        ["form.md:2 calculation unknown-instance"]
    );
    assert_eq!(
        code("pulldata('cities', 'mayor', 'name', 'x')"),
        ["form.md:2 calculation no-such-column"]
    );
    assert_eq!(
        code("pulldata('cities', 'label', 'key', 'x')"),
        ["form.md:2 calculation no-such-column"]
    );
    assert_eq!(
        code("pulldata(${q}, 'label', 'name', 'x')").last().unwrap(),
        "form.md:2 calculation table-name-is-no-text"
    );
    let form = "
        | survey |                                 |      |       |                                                |
        |        | type                            | name | label | calculation                                    |
        |        | select_one_from_file cities.csv | a    | A     |                                                |
        |        | calculate                       | b    |       | instance('cities')/root/item[town = ${a}]/code |
        ";
    let reading = read(form, &[("cities.csv", CITIES)]);
    assert_eq!(remarks(&reading), ["form.md:3 calculation no-such-column"; 2]);
}

#[test]
fn an_id_stands_for_one_table() {
    let form = "
        | survey  |                           |      |       |                                |
        |         | type                      | name | label | calculation                    |
        |         | csv-external              | c    |       |                                |
        |         | begin_group               | g    | G     |                                |
        |         | csv-external              | c    |       |                                |
        |         | select_one_from_file c.xml | a   | A     |                                |
        |         | text                      | b    | B     | pulldata('l', 'x', 'y', ${a})  |
        |         | end_group                 |      |       |                                |
        | choices |                           |      |       |                                |
        |         | list_name                 | name | label |                                |
        |         | l                         | x    | X     |                                |
        ";
    let reading = import_with(
        form.as_bytes(),
        "form.md",
        &SharedLists::default(),
        Beside::Some(&[]),
    );
    let codes: Vec<String> = remarks(&reading)
        .into_iter()
        .filter(|code| !code.ends_with("unknown"))
        .collect();
    let wanted = [
        "form.md:4 name table-declared-twice",
        "form.md:5 type table-twice",
        "form.md:6 calculation table-twice",
    ];
    assert_eq!(codes, wanted);
}

#[test]
fn hostile_markup_is_refused() {
    let read_xml = |text: &str| {
        let form = "
            | survey |              |      |             |
            |        | type         | name | calculation |
            |        | xml-external | x    |             |
            |        | calculate    | c    | count(instance('x')/root/item) |
            ";
        remarks(&read(form, &[("x.xml", text)]))
    };
    assert_eq!(read_xml("<root/>"), ["x.xml:- - table-shape"]);
    assert_eq!(
        read_xml("<root><item><a><b/></a></item></root>"),
        ["x.xml:- - table-shape"]
    );
    let bomb =
        "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><root><item><a>&b;</a></item></root>";
    assert_eq!(read_xml(bomb), ["x.xml:- - corrupt-file"]);
    let deep = "<a>".repeat(100_000);
    assert_eq!(read_xml(&deep).len(), 1);
    let wide: String = (0..2_000)
        .flat_map(|number| ["<c".to_owned(), number.to_string(), "/>".to_owned()])
        .collect();
    assert_eq!(
        read_xml(&format!("<root><item>{wide}</item></root>")),
        ["x.xml:- - sheet-too-large"]
    );
}

#[test]
fn places_of_a_collection_are_options() {
    let text = r#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": "a", "geometry": {"type": "Point", "coordinates": [8.5, 47.25]},
         "properties": {"title": "Zurich", "people": 400000, "capital": false, "mayor": null}},
        {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4, 5]]},
         "properties": {"id": "b", "title": "A way"}}]}"#;
    let reading = read(
        &row("select_one_from_file places.geojson", "hint", ""),
        &[("places.geojson", text)],
    );
    assert_eq!(remarks(&reading), Vec::<String>::new());
    let choices = &list(&reading, "places.geojson").choices;
    assert_eq!(
        (choices[0].name.as_str(), choices[0].label.get("und", "")),
        ("a", "Zurich")
    );
    assert_eq!(choices[0].data["geometry"], "47.25 8.5 0 0");
    assert_eq!(
        (
            choices[0].data["people"].as_str(),
            choices[0].data["mayor"].as_str()
        ),
        ("400000", "")
    );
    assert_eq!(choices[1].name, "b");
    assert_eq!(choices[1].data["geometry"], "2 1 0 0; 4 3 5 0");
    for wrong in ["", "{}", "[1]", "{\"features\": 3}", &"[".repeat(10_000)] {
        let reading = read(
            &row("select_one_from_file p.geojson", "hint", ""),
            &[("p.geojson", wrong)],
        );
        assert_eq!(remarks(&reading), ["p.geojson:- - table-shape"], "{wrong:.20}");
    }
}

#[test]
fn media_are_named_by_language_and_known_by_their_content() {
    let form = "
        | survey  |               |      |                     |                    |                     |
        |         | type          | name | label::English (en) | label::French (fr) | media::image::French (fr) |
        |         | select_one l  | a    | A                   | Â                  | fr.png              |
        | choices |               |      |                     |                    |                     |
        |         | list_name     | name | label::English (en) | label::French (fr) | audio               |
        |         | l             | x    | X                   | Y                  | jr://audio/x.mp3    |
        |         | unused        | y    | X                   | Y                  | y.mp3               |
        ";
    let beside = [
        ("fr.png", "\u{89}PNG"),
        ("x.mp3", "ID3 sound"),
        ("y.mp3", "ID3 noise"),
    ];
    let mut given = files(&beside);
    given[0].1 = b"\x89PNG\r\n\x1a\n...".to_vec();
    let reading = import_with(
        form.as_bytes(),
        "form.md",
        &SharedLists::default(),
        Beside::All(&given),
    );
    assert_eq!(remarks(&reading), Vec::<String>::new());
    let definition = reading.definition.unwrap();
    let question = definition.questions()[0].clone();
    assert_eq!(
        question.media.image.0.iter().collect::<Vec<_>>(),
        [(&"fr".to_owned(), &"fr.png".to_owned())]
    );
    assert_eq!(
        definition.lists["l"].choices[0].media.audio.get("en", "en"),
        "x.mp3"
    );
    assert_eq!(definition.media.keys().collect::<Vec<_>>(), ["fr.png", "x.mp3"]);
    assert!(definition.media.values().all(|digest| digest.len() == 64));
}

#[test]
fn pages_and_scripts_do_not_pass_for_media() {
    let remarks_on =
        |column: &str, file: &str, text: &str| remarks(&read(&row("text", column, file), &[(file, text)]));
    assert_eq!(
        remarks_on("image", "a.svg", "<svg/>"),
        ["form.md:2 image media-type"]
    );
    assert_eq!(
        remarks_on("image", "a.html", "<p>"),
        ["form.md:2 image media-type"]
    );
    assert_eq!(
        remarks_on("image", "a.mp3", "ID3"),
        ["form.md:2 image media-type"]
    );
    assert_eq!(
        remarks_on("image", "a.png", "<html>"),
        ["a.png:- - media-content"]
    );
    assert_eq!(
        remarks_on("audio", "../a.mp3", "ID3"),
        ["form.md:2 audio file-is-a-path"]
    );
    assert_eq!(
        remarks_on("image", "${q}.png", ""),
        ["form.md:2 image disregarded"]
    );
    let large = "ID3".to_owned() + &"x".repeat(21 * 1024 * 1024);
    assert_eq!(remarks_on("audio", "a.mp3", &large), ["a.mp3:- - file-too-large"]);
    let without = read(&row("text", "big-image", "a.png"), &[]);
    assert!(remarks(&without).contains(&"form.md:2 big-image parameter-misplaced".to_owned()));
}

#[test]
fn without_a_file_of_its_own_a_study_has_the_registry_as_its_releases() {
    let table = "\
        | survey | | | | |
        | | type | name | label | calculation |
        | | select_one_from_file releases.csv | release | Which? | |
        | | calculate | maker | | pulldata('releases', 'publisher', 'name', ${release}) |";
    let reading = read(table, &[]);
    assert_eq!(remarks(&reading), Vec::<String>::new());
    let definition = reading.definition.unwrap();
    let source = |definition: &Definition| definition.questions()[0].kind.selection().unwrap().source.clone();
    assert_eq!(source(&definition), Source::Registry);
    assert!(definition.lists.is_empty() && definition.tables.is_empty());
    assert_eq!(definition.registry.iter().collect::<Vec<_>>(), ["releases"]);
    let exported = export(&definition, "again.xlsx");
    let read_again = import_workbook(&exported.workbook, &SharedLists::default(), Beside::All(&[]));
    assert_eq!(read_again.definition.unwrap(), definition);

    let own = read(table, &[("releases.csv", "name,label,publisher\na,A,P\n")])
        .definition
        .unwrap();
    assert!(matches!(source(&own), Source::File { .. }));
    assert!(own.registry.is_empty() && own.tables.contains_key("releases"));
}

#[test]
fn what_the_registry_cannot_do_is_told_with_what_it_can() {
    for (form, code) in [
        (
            row("select_multiple_from_file releases.csv", "hint", ""),
            "form.md:2 type registry-use",
        ),
        (
            row("rank releases.csv", "hint", ""),
            "form.md:2 type registry-use",
        ),
        (
            row(
                "select_one_from_file releases.csv",
                "choice_filter",
                "publisher = 'x'",
            ),
            "form.md:2 type registry-use",
        ),
        (
            row(
                "select_one_from_file releases.csv",
                "parameters",
                "randomize=true",
            ),
            "form.md:2 type registry-use",
        ),
        (
            row(
                "text",
                "calculation",
                "pulldata('releases', 'colour', 'name', 'a/b')",
            ),
            "form.md:2 calculation registry-use",
        ),
        (
            row(
                "text",
                "calculation",
                "pulldata('releases', 'name', 'publisher', 'x')",
            ),
            "form.md:2 calculation registry-use",
        ),
        (
            row("text", "calculation", "instance('releases')/root/item[1]/name"),
            "form.md:2 calculation unknown-instance",
        ),
    ] {
        assert_eq!(remarks(&read(&form, &[])), [code], "{form}");
    }
}
