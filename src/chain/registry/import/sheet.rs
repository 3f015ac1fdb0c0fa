//! What one record of a file says of one release, being written down.

use chrono::NaiveDate;

use super::findings::{Code, Findings, Place};
use crate::chain::registry::addresses::{Address, Key};
use crate::chain::registry::changes::{Proposal, Subject, Voice};
use crate::chain::registry::facts::Fact;
use crate::chain::registry::identifiers::Identifier;
use crate::chain::registry::licences::Licence;
use crate::chain::registry::statements::{Line, Standing, Statement};

/// Release key where a file knows no versions.
const ONLY: &str = "1";

/// One record being read.
#[derive(Debug)]
pub struct Sheet<'f> {
    pub address: Address,
    on: NaiveDate,
    source: Line,
    place: Place,
    pub proposals: Vec<Proposal>,
    findings: &'f mut Findings,
}

impl<'f> Sheet<'f> {
    /// Begins with a name and a version, from which keys are made. Nothing, but a finding, if none
    /// can be made or the source is no line.
    pub fn begin(
        (name, version): (&str, Option<&str>),
        on: NaiveDate,
        source: &str,
        place: Place,
        findings: &'f mut Findings,
    ) -> Option<Self> {
        let made = address(name, version).zip(Line::typed("source", source).ok());
        let Some((address, source)) = made else {
            findings.add(
                Code::RecordIncomplete,
                place,
                "there is no name that a key can be made of",
            );
            return None;
        };
        Some(Self {
            address,
            on,
            source,
            place,
            proposals: Vec::new(),
            findings,
        })
    }

    /// The release itself has this to be known of it.
    pub fn say(&mut self, fact: Fact) {
        self.propose(self.address.clone().into(), fact, Voice::Guessed);
    }

    /// Another release, which the record mentions, has this to be known of it.
    pub fn say_of(&mut self, address: Address, fact: Fact) {
        self.propose(address.into(), fact, Voice::Mentioned);
    }

    fn propose(&mut self, subject: Subject, fact: Fact, voice: Voice) {
        self.proposals.push(Proposal {
            subject,
            statement: Statement {
                fact,
                standing: Standing::Stated,
                on: self.on,
                source: self.source.clone(),
                reason: None,
            },
            voice,
            place: self.place.clone(),
        });
    }

    /// The model has this name, unless it is known under another.
    pub fn say_model(&mut self, name: &str) {
        let fact = Fact::Name(name.split_whitespace().collect::<Vec<_>>().join(" "));
        let model = Subject {
            model: self.address.model.clone(),
            release: None,
        };
        if Fact::read(&fact.cells()).is_ok() {
            self.propose(model, fact, Voice::Mentioned);
        }
    }

    /// The name or the publisher, if it can be one.
    pub fn say_text(&mut self, text: &str, fact: fn(String) -> Fact) {
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let said = fact(text);
        if Fact::read(&said.cells()).is_ok() {
            self.say(said);
        }
    }

    /// Mentions a repository on a hub by its name and an identifier.
    pub fn mention(&mut self, identifier: &Identifier) -> Option<Address> {
        let (_, repository) = identifier.value().split_once(':')?;
        let address = address(repository, None)?;
        let name = repository.rsplit('/').next()?;
        self.say_of(address.clone(), Fact::Name(name.to_owned()));
        self.say_of(address.clone(), Fact::Identifier(identifier.clone()));
        Some(address)
    }

    /// A licence in a hub's words; what cannot be read is told and taken as not stated.
    pub fn licence(&mut self, word: &str) -> Licence {
        Licence::of_hub(word).unwrap_or_else(|told| {
            self.tell(Code::LicenceUnreadable, told);
            Licence::NONE
        })
    }

    /// Adds a finding on the record.
    pub fn tell(&mut self, code: Code, told: impl Into<String>) {
        self.findings.add(code, self.place.clone(), told);
    }
}

/// The address made from a name and a version.
pub fn address(name: &str, version: Option<&str>) -> Option<Address> {
    let version = version.and_then(Key::of_name);
    Some(Address {
        model: Key::of_name(name)?,
        release: version.or_else(|| ONLY.parse().ok())?,
    })
}
