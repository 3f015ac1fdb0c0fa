//! How much the site bears: durable submissions, whole journeys and pages a second, and memory.
//!
//! `cargo bench --bench load` starts the release build on a temporary folder, or on the empty
//! database that `SOUNDINGS_LOAD_DATABASE` names, and prints a table in Markdown. Everything goes
//! over HTTP, through the same pages as people's answers. The figures hold for a machine that does
//! nothing else; the CPU time for each request is steadier than the rate.

mod client;
mod journeys;
mod server;

use std::cell::RefCell;
use std::error::Error;
use std::rc::Rc;
use std::time::{Duration, Instant};

use client::Client;
use journeys::{Journey, send};
use server::Server;

/// The longest that one line of the table is measured.
const WINDOW: Duration = Duration::from_secs(5);
/// The longest that drafts are prepared for one line.
const PREPARATION: Duration = Duration::from_secs(25);
/// Drafts that are prepared for 1, 16 and 64 connections, if there is time for so many.
const DRAFTS: [(usize, usize); 3] = [(1, 1_000), (16, 6_000), (64, 20_000)];

type Failure = Box<dyn Error>;

fn main() -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    tokio::task::LocalSet::new().block_on(&runtime, measure())
}

async fn measure() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let database = std::env::var("SOUNDINGS_LOAD_DATABASE").ok();
    let server = Rc::new(Server::start(folder.path(), database.as_deref())?);
    let journeys = journeys::made_up(folder.path(), database.as_deref(), &["user", "deployer"], 4_000)?;
    let journeys = Rc::new(journeys);
    let mut report = Report::new(&server);

    for (connections, drafts) in DRAFTS {
        let codes = Rc::new(RefCell::new(Vec::new()));
        let begun = Instant::now();
        let cpu = server.cpu_seconds();
        let requests = prepare(&server, &journeys, drafts, &codes).await?;
        let (seconds, cpu) = (begun.elapsed().as_secs_f64(), server.cpu_seconds() - cpu);
        println!(
            "{} drafts prepared: {:.0} posts/s, {:.0} µs CPU each",
            codes.borrow().len(),
            requests / seconds,
            cpu / requests * 1e6,
        );
        let work = move |mut client: Client| {
            let codes = Rc::clone(&codes);
            async move {
                let Some(code) = codes.borrow_mut().pop() else {
                    return Ok(None);
                };
                let acknowledged = send(&mut client, &code).await?;
                acknowledged
                    .then_some(Some(client))
                    .ok_or_else(|| "a complete draft was not taken".into())
            }
        };
        report.line("submissions", connections, work).await?;
    }

    let next = Rc::new(RefCell::new(0));
    let one_journey = {
        let journeys = Rc::clone(&journeys);
        move |mut client: Client| {
            let journeys = Rc::clone(&journeys);
            let next = Rc::clone(&next);
            async move {
                let journey = &journeys[take_turn(&next) % journeys.len()];
                let code = journey.prepare(&mut client).await?;
                send(&mut client, &code).await?;
                Ok(Some(client))
            }
        }
    };
    report.line("whole journeys", 64, one_journey).await?;

    let mut client = Client::connect(&server.host).await?;
    let code = journeys[0].prepare(&mut client).await?;
    let page = format!("/answer/{code}/2");
    let shown = client.get(&page).await?.body;
    println!("a page of questions weighs {} bytes", shown.len());
    let look = journeys[0]
        .look(2, &String::from_utf8_lossy(&shown))
        .ok_or("the first journey has no second page")?;
    println!(
        "a look at it sends {} bytes and gets {}",
        look.len(),
        client.post(&page, &look).await?.body.len()
    );
    let one_look = {
        let page = page.clone();
        move |mut client: Client| {
            let (page, look) = (page.clone(), look.clone());
            async move {
                let answer = client.post(&page, &look).await?;
                (answer.status == 200)
                    .then_some(Some(client))
                    .ok_or_else(|| "a look was not answered".into())
            }
        }
    };
    report
        .line("looks at a page that is being filled in", 64, one_look)
        .await?;
    let one_page = move |mut client: Client| {
        let page = page.clone();
        async move {
            let answer = client.get(&page).await?;
            (answer.status == 200)
                .then_some(Some(client))
                .ok_or_else(|| "a page was not shown".into())
        }
    };
    report.line("pages of questions", 64, one_page).await?;
    report.print();
    Ok(())
}

fn take_turn(next: &RefCell<usize>) -> usize {
    next.replace_with(|turn| *turn + 1)
}

/// Prepares drafts over 64 connections; answers how many requests that took.
async fn prepare(
    server: &Rc<Server>,
    journeys: &Rc<Vec<Journey>>,
    drafts: usize,
    codes: &Rc<RefCell<Vec<String>>>,
) -> Result<f64, Failure> {
    let next = Rc::new(RefCell::new(0));
    let begun = Instant::now();
    let mut people = Vec::new();
    for _ in 0..64 {
        let (journeys, codes, next) = (Rc::clone(journeys), Rc::clone(codes), Rc::clone(&next));
        let mut client = Client::connect(&server.host).await?;
        people.push(tokio::task::spawn_local(async move {
            let mut requests = 0;
            loop {
                let turn = take_turn(&next);
                if turn >= drafts || begun.elapsed() > PREPARATION {
                    return std::io::Result::Ok(requests);
                }
                let journey = &journeys[turn % journeys.len()];
                let code = journey.prepare(&mut client).await?;
                codes.borrow_mut().push(code);
                requests += journey.requests();
            }
        }));
    }
    let mut requests = 0;
    for person in people {
        requests += person.await??;
    }
    Ok(f64::from(u32::try_from(requests)?))
}

/// The lines of the table, and the memory beside them.
struct Report {
    server: Rc<Server>,
    idle_mib: f64,
    lines: Vec<String>,
}

impl Report {
    fn new(server: &Rc<Server>) -> Self {
        Self {
            server: Rc::clone(server),
            idle_mib: server.resident_mib(),
            lines: Vec::new(),
        }
    }

    /// Lets every connection work until the window closes or there is nothing left to do.
    async fn line<W, F>(&mut self, what: &str, connections: usize, work: W) -> Result<(), Failure>
    where
        W: Fn(Client) -> F + Clone + 'static,
        F: Future<Output = Result<Option<Client>, Failure>> + 'static,
    {
        let mut clients = Vec::new();
        for _ in 0..connections {
            clients.push(Client::connect(&self.server.host).await?);
        }
        let others = busy_seconds() - own_seconds(&self.server);
        let (begun, cpu) = (Instant::now(), self.server.cpu_seconds());
        let people: Vec<_> = clients
            .into_iter()
            .map(|mut client| {
                let work = work.clone();
                tokio::task::spawn_local(async move {
                    let mut times = Vec::new();
                    while begun.elapsed() < WINDOW {
                        let asked = Instant::now();
                        match work(client).await {
                            Ok(Some(back)) => client = back,
                            Ok(None) => break,
                            Err(failure) => return Err(failure.to_string()),
                        }
                        times.push(asked.elapsed());
                    }
                    Ok(times)
                })
            })
            .collect();
        let mut times = Vec::new();
        for person in people {
            times.extend(person.await??);
        }
        let seconds = begun.elapsed().as_secs_f64();
        let cpu = self.server.cpu_seconds() - cpu;
        let others = busy_seconds() - own_seconds(&self.server) - others;
        times.sort_unstable();
        let count = f64::from(u32::try_from(times.len())?);
        let percentile = |hundredth: usize| {
            let at = times.len() * hundredth / 100;
            times
                .get(at.min(times.len().saturating_sub(1)))
                .map_or(0.0, |time| time.as_secs_f64() * 1e3)
        };
        self.lines.push(format!(
            "| {what} | {connections} | {:.0} | {:.2} | {:.2} | {:.0} | {:.0} | {:.0} |",
            count / seconds,
            percentile(50),
            percentile(99),
            cpu / count * 1e6,
            others / seconds * 100.0,
            self.server.resident_mib(),
        ));
        Ok(())
    }

    fn print(&self) {
        println!("\nresident when idle: {:.0} MiB\n", self.idle_mib);
        println!(
            "| what | connections | a second | p50 ms | p99 ms | server CPU µs each | CPU of others % | MiB after |"
        );
        println!("| --- | --: | --: | --: | --: | --: | --: | --: |");
        for line in &self.lines {
            println!("{line}");
        }
    }
}

/// CPU time that the whole machine has used, in seconds.
fn busy_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/stat").unwrap_or_default();
    let line = stat.lines().next().unwrap_or_default();
    let ticks: Vec<f64> = line
        .split_whitespace()
        .skip(1)
        .filter_map(|ticks| ticks.parse().ok())
        .collect();
    // user, nice, system; then idle and waiting; then interrupts.
    let busy = [0, 1, 2, 5, 6]
        .iter()
        .filter_map(|at| ticks.get(*at))
        .sum::<f64>();
    busy / 100.0
}

/// CPU time of the server and of this program.
fn own_seconds(server: &Server) -> f64 {
    server.cpu_seconds() + server::cpu_seconds_of("self")
}
