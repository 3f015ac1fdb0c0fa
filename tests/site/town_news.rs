//! News in the town: users report, moderators join what is the same, the publisher answers. The script knows
//! how far each issue came and when, and computes the clock for itself.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, TimeDelta};
use soundings::chain::lineage::week;
use soundings::dataset::propagation::{self, Clock, ProblemFigure};
use soundings::dataset::{self, Order, Profile};
use soundings::news::Hop;
use soundings::questionnaire::versions;
use soundings::store::Instant;

use crate::news::{does, id, issues, of_publisher};
use crate::participant::{Participant, fill};
use crate::support::invented::Chance;
use crate::support::site::{Browser, TestSite};

/// The report of the town: the questions by whose names facts are known.
pub const REPORT: &str = "\
| survey |
| | type | name | label | exposure |
| | select_one_from_file releases.csv | i_release | Which model? | public |
| | select_one problem | i_problem | What kind of problem? | public |
| | text | i_what | What happened? | text |
| | date | i_when | When did it begin? | text |
| | select_multiple route | i_told | Whom did you tell? | public |
| | date | i_told_on | When? | text |
| | select_one share | i_share | How far may it go? | public |
| choices |
| | list_name | name | label |
| | problem | pb.wrong | It is wrong |
| | problem | pb.slow | It is slow |
| | route | fr.none | Nobody |
| | route | fr.inapp | In the app |
| | route | fr.deployer | Whoever runs it |
| | route | fr.maker | Whoever made it |
| | share | sl.mod | Moderators only |
| | share | sl.pass | The publisher |
| | share | sl.pub | Everybody |
";

/// Reports that tell of something new.
const ISSUES: usize = 32;
/// Reports that tell of the first of these again.
const AGAIN: usize = 14;
/// Issues that the publisher answers, as far as it sees them.
const ANSWERED: usize = 22;

/// What somebody reported.
struct Report {
    issue: usize,
    route: &'static str,
    noticed: NaiveDate,
    told: NaiveDate,
    share: &'static str,
    problem: &'static str,
}

/// Texts of words that nobody else uses.
fn text(chance: &mut Chance) -> Vec<String> {
    let letters: Vec<char> = ('a'..='z').collect();
    let mut word = || (0..8).map(|_| letters[chance.below(26)]).collect::<String>();
    (0..14).map(|_| word()).collect()
}

/// Two of the words are others.
fn retold(text: &[String], chance: &mut Chance) -> Vec<String> {
    let mut words = text.to_vec();
    let other = self::text(chance);
    words[3].clone_from(&other[3]);
    words[9].clone_from(&other[9]);
    words
}

fn send(site: &TestSite, report: &Report, words: &[String]) -> Participant {
    let mut person = Participant::begins(site, "town", "report", "en");
    let mut form = person.form();
    form.set(".search:i_release", "ambr 7b");
    person.press(&form, "search:i_release");
    let mut form = person.form();
    form.set("i_release", "amber/7b");
    let (what, noticed, told) = (
        words.join(" "),
        report.noticed.to_string(),
        report.told.to_string(),
    );
    let wishes = [
        ("i_what", what.as_str()),
        ("i_when", &noticed),
        ("i_told", report.route),
        ("i_told_on", &told),
        ("i_share", report.share),
        ("i_problem", report.problem),
    ];
    fill(&mut form, &wishes);
    person.press(&form, "next");
    let form = person.form();
    person.press(&form, "send");
    person.page.says("have arrived");
    person
}

/// The publisher of amber/7b, confirmed, and the address of its claim.
fn publisher(site: &TestSite, moderator: &Browser) -> (Browser, String) {
    crate::models::imported(site);
    let publisher = site.visitor();
    let claim = crate::claims::stated(&publisher, "P");
    let confirm = [
        ("verdict", "confirm"),
        ("round", "1"),
        ("reason", "It stands in the card."),
    ];
    moderator
        .post(&crate::claims::case_of(moderator), &confirm)
        .is(303);
    (publisher, claim)
}

/// Reports, grouping, answers, the clock and `issue_hops.csv`.
pub fn travels(site: &TestSite, chance: &mut Chance) {
    let moderator = site.moderator("mo");
    let (publisher, claim) = publisher(site, &moderator);
    let today = site.site.clock.now().utc().date_naive();
    let ago = |days: usize| today - Days::new(days as u64);

    let mut texts: Vec<Vec<String>> = (0..ISSUES).map(|_| text(chance)).collect();
    let again: Vec<_> = texts[..AGAIN].iter().map(|text| retold(text, chance)).collect();
    texts.extend(again);
    let mut reports = Vec::new();
    let mut people: Vec<(usize, Participant)> = Vec::new();
    for (number, words) in texts.iter().enumerate() {
        let noticed = 40 + chance.below(50);
        let report = Report {
            issue: number % ISSUES,
            route: chance.one_of(&["fr.none", "fr.inapp", "fr.inapp", "fr.deployer", "fr.maker"]),
            noticed: ago(noticed),
            told: ago(noticed - chance.below(30)),
            share: chance.one_of(&["sl.mod", "sl.pass", "sl.pub", "sl.pub"]),
            problem: chance.one_of(&["pb.wrong", "pb.slow", "pb.slow"]),
        };
        people.push((report.issue, send(site, &report, words)));
        reports.push(report);
    }
    site.accept_all("town");
    let addresses = grouped(&moderator, &texts);
    let answered = answers(&publisher, &claim, &moderator, (&addresses, &texts), &reports);
    for (issue, person) in &people {
        let receipt = person.browser.get(&person.at("receipt"));
        let mut own = reports.iter().filter(|report| report.issue == *issue);
        if answered.contains_key(issue) {
            receipt.says(&format!("An answer to issue {issue}."));
        } else if own.any(|report| report.share != "sl.mod") {
            receipt.does_not_say("An answer to issue");
        }
    }
    the_clock_is_right(site, &reports, &answered);
}

/// Joins what is the same, as the suggestions say; gives the address of each issue. The texts that were told
/// again come last.
fn grouped(moderator: &Browser, texts: &[Vec<String>]) -> Vec<String> {
    let mut first = vec![String::new(); ISSUES];
    let mut again = Vec::new();
    for address in issues(moderator) {
        let page = moderator.get(&address);
        // Its own words stand before those of what it is like.
        let places = texts.iter().enumerate();
        let places = places.filter_map(|(number, text)| Some((page.body.find(&text.join(" "))?, number)));
        let (_, number) = places.min().unwrap();
        match first.get_mut(number) {
            Some(first) => *first = address,
            None => again.push((address, page)),
        }
    }
    assert!(first.iter().all(|address| !address.is_empty()));
    assert_eq!(again.len(), AGAIN);
    for (address, page) in again {
        let alike: Vec<&String> = first
            .iter()
            .filter(|other| page.body.contains(id(other)))
            .collect();
        let [same] = alike[..] else {
            panic!("{} suggestions for {address}: {}", alike.len(), page.body)
        };
        let number = first.iter().position(|address| address == same).unwrap();
        page.says(&texts[number][0]);
        let join = [("do", "join"), ("other", id(same)), ("reason", "The same words")];
        does(moderator, &address, &join).says("2 reports");
    }
    first
}

/// The publisher answers the first issues that it sees; gives which, and whether they are mended.
fn answers(
    publisher: &Browser,
    claim: &str,
    moderator: &Browser,
    (addresses, texts): (&[String], &[Vec<String>]),
    reports: &[Report],
) -> BTreeMap<usize, bool> {
    let seen: BTreeSet<usize> = reports
        .iter()
        .filter(|report| report.share != "sl.mod")
        .map(|report| report.issue)
        .collect();
    let list = of_publisher(publisher, claim);
    assert_eq!(
        list.len(),
        seen.len(),
        "what reporters let the publisher see, and no more"
    );
    for address in &list {
        let page = publisher.get(address);
        page.is(200);
        assert!(texts.iter().all(|text| !page.body.contains(&text[0])), "no words");
    }
    // Which issue is whose the publisher does not learn from the address; a moderator sees the answer.
    let mut answered = BTreeMap::new();
    for (turn, address) in list.iter().take(ANSWERED).enumerate() {
        let is_mended = turn % 2 == 0;
        let mark = format!("Turn {turn}.");
        let outcome = if is_mended { "fo.fixed" } else { "fo.wait" };
        let answer = [("outcome", "fo.wait"), ("english", mark.as_str())];
        publisher.post(address, &answer).is(303);
        let issue = addresses
            .iter()
            .position(|issue| moderator.get(issue).body.contains(&mark))
            .unwrap();
        let english = format!("An answer to issue {issue}.");
        let answer = [("outcome", outcome), ("english", english.as_str())];
        publisher.post(address, &answer).is(303);
        answered.insert(issue, is_mended);
    }
    answered
}

/// The day on which an issue made a hop, as the script knows it.
fn made(reports: &[&Report], answer: Option<bool>, today: NaiveDate) -> BTreeMap<Hop, NaiveDate> {
    let mut made: BTreeMap<Hop, NaiveDate> = BTreeMap::new();
    let mut told = |hop, day: NaiveDate| {
        let known = made.entry(hop).or_insert(day);
        *known = day.min(*known);
    };
    for report in reports {
        match report.route {
            "fr.inapp" => told(Hop::ToldService, report.told),
            "fr.deployer" => told(Hop::ToldDeployer, report.told),
            "fr.maker" => told(Hop::ToldPublisher, report.told),
            _ => {}
        }
        if report.share != "sl.mod" {
            told(Hop::ToldPublisher, today);
        }
    }
    if let Some(is_mended) = answer {
        told(Hop::Acknowledged, today);
        if is_mended {
            told(Hop::Resolved, today);
        }
    }
    made
}

/// The day by which it had happened to half, by the product-limit estimate done by hand.
fn median(cases: &[(i64, bool)]) -> Option<u32> {
    let mut days: Vec<i64> = cases.iter().map(|case| case.0).collect();
    days.sort_unstable();
    days.dedup();
    let mut left = 1.0;
    for day in days {
        let count = |counts: fn(i64, i64, bool) -> bool| {
            let counted = cases.iter().filter(|case| counts(case.0, day, case.1));
            counted.map(|_| 1.0).sum::<f64>()
        };
        let at_risk = count(|last, day, _| last >= day);
        let events = count(|last, day, happened| last == day && happened);
        left *= 1.0 - events / at_risk;
        if left < 0.5 {
            return u32::try_from(day).ok();
        }
    }
    None
}

fn told(count: usize) -> Option<u64> {
    (count >= 10).then_some((count as u64 + 2) / 5 * 5)
}

fn the_clock_is_right(site: &TestSite, reports: &[Report], answered: &BTreeMap<usize, bool>) {
    let now = site.site.clock.now();
    let later = now.plus(TimeDelta::days(8));
    let (today, monday) = (now.utc().date_naive(), week::of(later));
    let clock = clock_of(site, later);
    assert_eq!((clock.as_of, clock.issues), (monday, told(ISSUES)));

    let courses: Vec<(NaiveDate, BTreeMap<Hop, NaiveDate>)> = (0..ISSUES)
        .map(|issue| {
            let own: Vec<&Report> = reports.iter().filter(|report| report.issue == issue).collect();
            let noticed = own.iter().map(|report| report.noticed).min().unwrap();
            (noticed, made(&own, answered.get(&issue).copied(), today))
        })
        .collect();
    for figures in &clock.hops {
        let hop = figures.hop;
        let came = |from: Hop| {
            let came = courses
                .iter()
                .filter(|(_, made)| made.keys().any(|made| *made >= from));
            came.count()
        };
        assert_eq!(figures.came, told(came(hop)), "{hop:?}");
        let is_told_here = hop < Hop::ToldPublisher;
        let known_until = if is_told_here { today } else { monday };
        let cases: Vec<(i64, bool)> = courses
            .iter()
            .map(|(noticed, made)| match made.get(&hop) {
                Some(day) => ((*day - *noticed).num_days().max(0), true),
                None => ((known_until - *noticed).num_days(), false),
            })
            .collect();
        let happened = cases.iter().filter(|case| case.1).count();
        assert_eq!(figures.times.is_some(), happened >= 10, "{hop:?}");
        if let Some(times) = &figures.times {
            assert_eq!(times.of, told(ISSUES).unwrap());
            assert_eq!(times.median, median(&cases), "{hop:?}");
        }
    }
    for problem in ["pb.wrong", "pb.slow"] {
        let count = reports.iter().filter(|report| report.problem == problem).count();
        let of_it = |figure: &&ProblemFigure| figure.problem.as_deref() == Some(problem);
        let figure = clock.problems.iter().find(of_it).unwrap();
        assert_eq!(Some(figure.reports), told(count), "{problem}");
        assert_eq!(figure.release, "amber/7b");
    }
    let replies = clock.replies;
    assert!(replies.is_none(), "the town asks for no days: {replies:?}");
    the_files_say_the_same(site, later, &courses, reports);
}

/// The clock of the Monday before a moment.
fn clock_of(site: &TestSite, moment: Instant) -> Clock {
    let study = site
        .run(site.site.store.read(|db| versions::study(db, "town")))
        .unwrap()
        .unwrap()
        .id;
    site.run(propagation::renew(&site.site.store, moment, study))
        .unwrap();
    let read = site
        .site
        .store
        .read(move |db| propagation::clock(db, study, moment));
    site.run(read).unwrap().unwrap()
}

/// Builds an edition at a moment, and gives its folder.
fn edition(site: &TestSite, moment: Instant, profile: Profile) -> std::path::PathBuf {
    let order = Order {
        study: "town".to_owned(),
        profile,
        exports: site.exports().to_path_buf(),
        clock: soundings::clock::Clock::stopped(moment),
        links: site.site.links.clone(),
    };
    let silent: dataset::Watch = std::sync::Arc::new(|_, _| ());
    let built = site
        .run(dataset::build(site.site.store.clone(), order, silent))
        .unwrap();
    site.exports().join("town").join(built.number().to_string())
}

/// The rows of a table, by the names of its columns.
fn table(path: &std::path::Path) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn the_files_say_the_same(
    site: &TestSite,
    moment: Instant,
    courses: &[(NaiveDate, BTreeMap<Hop, NaiveDate>)],
    reports: &[Report],
) {
    let public = edition(site, moment, Profile::Public);
    let restricted = edition(site, moment, Profile::Restricted);
    let hops = table(&restricted.join("issue_hops.csv"));
    let coarse = table(&public.join("issue_hops.csv"));
    assert_eq!(coarse.len(), hops.len());
    for (exact, band) in hops.iter().zip(&coarse) {
        let days: u32 = exact["days"].parse().unwrap();
        let next = propagation::DAYS.into_iter().find(|band| days <= *band);
        assert_eq!(
            band["days"],
            next.unwrap().to_string(),
            "everybody has bands of days"
        );
        assert_eq!(band["release"], "amber/7b");
    }
    let named: BTreeSet<&String> = hops.iter().map(|row| &row["issue"]).collect();
    let public_issues: BTreeSet<usize> = reports
        .iter()
        .filter(|report| report.share == "sl.pub")
        .map(|report| report.issue)
        .collect();
    assert_eq!(named.len(), public_issues.len(), "only what everybody may have");
    assert!(hops.iter().all(|row| row["release"] == "amber/7b"));
    // Of issues with one report it says exactly what the script knows.
    let alone = |issue: &usize| reports.iter().filter(|report| report.issue == *issue).count() == 1;
    let mut expected: Vec<Vec<(String, String)>> = public_issues
        .iter()
        .filter(|issue| alone(issue))
        .map(|issue| {
            let (noticed, made) = &courses[*issue];
            let hops = Hop::ALL.iter().skip(1).filter_map(|hop| {
                let day = made.get(hop)?;
                Some((hop.as_str().to_owned(), (*day - *noticed).num_days().to_string()))
            });
            hops.collect()
        })
        .collect();
    expected.sort();
    let mut found: Vec<Vec<(String, String)>> = named
        .iter()
        .map(|issue| {
            let made = hops
                .iter()
                .filter(|row| row["issue"] == **issue && row["censored"] == "false");
            made.map(|row| (row["hop"].clone(), row["days"].clone()))
                .collect()
        })
        .collect();
    found.sort();
    for course in expected {
        let place = found.iter().position(|one| *one == course);
        found.remove(place.unwrap_or_else(|| panic!("{course:?} is not there")));
    }
    nothing_joins(site, &public, &restricted);
}

/// No cell that is one person's or one issue's stands in two files, or in the database beside whoever sent it.
fn nothing_joins(site: &TestSite, public: &std::path::Path, restricted: &std::path::Path) {
    let mut marks: BTreeMap<String, String> = BTreeMap::new();
    for (folder, file, column) in [
        (public, "submissions.csv", "sys_id"),
        (public, "issue_hops.csv", "issue"),
        (restricted, "recruitment.csv", "id"),
    ] {
        let rows = table(&folder.join(file));
        let own: BTreeSet<String> = rows
            .iter()
            .map(|row| {
                row.get(column)
                    .unwrap_or_else(|| panic!("{file}: {row:?}"))
                    .clone()
            })
            .collect();
        assert!(own.len() > 9, "{file}");
        for mark in own {
            let other = marks.insert(mark, file.to_owned());
            assert_eq!(other, None, "{file}");
        }
    }
    // Rows of chains and of recruits are of ten people or more, whatever of them is compared.
    for (file, columns) in [
        ("chains.csv", &["role", "tier"][..]),
        ("recruitment.csv", &["role", "tier", "recruiter.id"]),
    ] {
        let mut sizes: BTreeMap<Vec<String>, u64> = BTreeMap::new();
        for row in table(&restricted.join(file)) {
            let key = columns.iter().map(|column| row[*column].clone()).collect();
            let count = row.get("submissions").map_or(1, |count| count.parse().unwrap());
            *sizes.entry(key).or_default() += count;
        }
        assert!(
            !sizes.is_empty() && sizes.values().all(|size| *size >= 10),
            "{file}: {sizes:?}"
        );
    }
    // Without the keys nothing that is kept of links stands beside what is kept of whoever came by them.
    let kept = |columns: &[&str], table: &str| {
        let mut all = Vec::new();
        for column in columns {
            let query = format!("SELECT {column} AS text FROM {table} WHERE {column} IS NOT NULL");
            all.extend(site.database.texts(&query));
        }
        all
    };
    let of_links = kept(&["issuer", "token_hash", "code_hash"], "links");
    let of_links: BTreeSet<&String> = of_links.iter().collect();
    let of_people = kept(&["came_by", "code_hash"], "submissions");
    assert!(of_people.iter().all(|one| !of_links.contains(one)));
    let different: BTreeSet<&String> = of_people.iter().collect();
    assert_eq!(
        different.len(),
        of_people.len(),
        "two who came by one link are not seen to"
    );
    assert!(of_people.len() > 800 && of_links.len() > 40);
}
