//! Links that somebody hands on, to copy, to print, to scan and to call back: the part that the pages of
//! respondents and of claimants have in common. Whose the links are is not known here.

use std::borrow::Cow;

use actix_web::HttpResponse;
use actix_web::http::header;
use askama::Template;
use chrono::NaiveDate;
use qrcode::QrCode;
use qrcode::render::svg;

use crate::chain::links::{self, Handed, Issuer, Limits, LinkKind, next_roles};
use crate::chain::{Audience, Role};
use crate::language::{Language, Value};
use crate::questionnaire::study::StudySettings;
use crate::responses;
use crate::store::Instant;

use super::app::Site;
use super::error::WebError;
use super::form::Posted;
use super::page::Page;

/// What `templates/handed.html` shows: the links, and forms for more of them.
pub struct Handing {
    /// Where they stand.
    pub address: String,
    pub links: Vec<Shown>,
    pub personal_left: usize,
    pub channels_left: usize,
    /// Letter and name of the steps that may be invited.
    pub roles: Vec<(&'static str, String)>,
    /// Tag, name, and whether it was chosen.
    pub languages: Vec<(&'static str, &'static str, bool)>,
    /// Key of what is wrong with what was typed.
    pub fault: Option<&'static str>,
    pub typed: Posted,
}

/// One link.
pub struct Shown {
    pub number: i32,
    /// For whom it is.
    pub role: String,
    /// For whom a channel link is.
    pub audience: Option<String>,
    /// What it is limited to, in words.
    pub limits: Vec<String>,
    pub short_code: String,
    /// Language, and a text to send with the link.
    pub messages: Vec<(&'static str, &'static str, String)>,
    /// Its QR code.
    pub qr: String,
    /// Where it is called back.
    pub call_back: String,
}

/// Asks once more before a link is called back.
#[derive(Template)]
#[template(path = "call_back.html")]
pub struct CallBackPage {
    pub page: Page,
    pub study: String,
    pub link: Shown,
    /// The page of all links.
    pub back: String,
}

/// A link that somebody asks for.
pub struct Wished {
    pub kind: LinkKind,
    pub role: Role,
    pub audience: Option<(String, i32)>,
    pub limits: Limits,
}

impl Handing {
    /// `handed` are the links of one study.
    pub fn of(
        site: &Site,
        page: &Page,
        settings: &StudySettings,
        address: String,
        (issuer, handed): (&Issuer, &[Handed]),
    ) -> Self {
        let standing = handed.iter().filter(|link| !link.revoked);
        Self {
            links: standing
                .map(|link| Shown::of(site, page, settings, &address, link))
                .collect(),
            personal_left: issuer.left(LinkKind::Personal, handed),
            channels_left: issuer.left(LinkKind::Channel, handed),
            roles: next_roles(issuer.role())
                .iter()
                .map(|role| (role.as_str(), role_name(settings, *role, page.language)))
                .collect(),
            languages: Language::all()
                .map(|language| (language.tag(), language.name(), false))
                .collect(),
            fault: None,
            typed: Posted::default(),
            address,
        }
    }

    /// The same with what was typed, and what is wrong with it.
    #[must_use]
    pub fn faulty(mut self, fault: &'static str, typed: Posted) -> Self {
        for (tag, _, chosen) in &mut self.languages {
            *chosen = typed.get("speaks") == *tag;
        }
        self.fault = Some(fault);
        self.typed = typed;
        self
    }

    /// What was typed into a field of the form for one kind.
    pub fn typed(&self, kind: &str, name: &str) -> &str {
        if self.typed.get("kind") == kind {
            self.typed.get(name)
        } else {
            ""
        }
    }
}

impl Shown {
    /// The link as it stands among those at an address.
    pub fn of(site: &Site, page: &Page, settings: &StudySettings, address: &str, link: &Handed) -> Self {
        let own = address_of(site, link);
        let words = if link.by_claimant {
            "hand-on-message-claim"
        } else {
            "hand-on-message"
        };
        let message = |language: Language| {
            let study = settings.title_in(language.tag());
            let words = language.filled(words, "study", study);
            (language.tag(), language.name(), format!("{words} {own}"))
        };
        Self {
            number: link.number,
            role: role_name(settings, link.role, page.language),
            audience: link.audience.clone(),
            limits: limits_in_words(page.language, &link.limits),
            short_code: link.shown.code.to_string(),
            messages: Language::all().map(message).collect(),
            qr: format!("{address}/{}/qr", link.number),
            call_back: page.link(&format!("{address}/{}/call-back", link.number)),
        }
    }
}

/// Reads what somebody asks for; the key of what is wrong with it.
///
/// # Errors
/// [`WebError::Unreadable`] for what no form of ours sends.
pub fn wish(posted: &Posted, now: Instant) -> Result<Result<Wished, &'static str>, WebError> {
    let kind = LinkKind::from_code(posted.get("kind")).ok_or(WebError::Unreadable)?;
    let role = Role::from_code(posted.get("role")).ok_or(WebError::Unreadable)?;
    let limits = limits(posted, now);
    let wished = limits.map(|limits| Wished {
        kind,
        role,
        audience: match (posted.get("audience"), posted.get("expected").parse()) {
            (audience, Ok(expected)) if !audience.is_empty() => Some((audience.to_owned(), expected)),
            _ => None,
        },
        limits,
    });
    Ok(wished.ok_or("hand-on-bad-limits"))
}

/// The limits that were typed; an empty field is none.
fn limits(posted: &Posted, now: Instant) -> Option<Limits> {
    let number = |name: &str| match posted.get(name) {
        "" => Some(None),
        typed => typed.parse::<i32>().ok().map(Some),
    };
    let last_day = match posted.get("until") {
        "" => None,
        typed => {
            let day: NaiveDate = typed.parse().ok()?;
            Some(day).filter(|day| *day >= now.utc().date_naive()).map(Some)?
        }
    };
    Some(Limits {
        most_uses: number("most")?,
        expires_at: last_day.map(links::end_of),
        per_hour: number("per_hour")?,
        language: Language::from_tag(posted.get("speaks")).map(|language| language.tag().to_owned()),
    })
}

/// Key of the text for a refusal that whoever asked can mend.
///
/// # Errors
/// Every other refusal.
pub fn fault(refused: links::Refused) -> Result<&'static str, WebError> {
    match refused {
        links::Refused::NoAudience => Ok("hand-on-no-audience"),
        links::Refused::TooMany => Ok("hand-on-too-many"),
        links::Refused::BadLimits => Ok("hand-on-bad-limits"),
        refused @ (links::Refused::WrongRole | links::Refused::NoSuchLink | links::Refused::Store(_)) => {
            Err(responses::Refused::Links(refused).into())
        }
    }
}

/// The QR code of a link, as a picture.
///
/// # Errors
/// When the address is too long for one.
pub fn qr(site: &Site, link: &Handed) -> Result<HttpResponse, WebError> {
    let address = address_of(site, link);
    let code = QrCode::new(address.as_bytes()).map_err(|_| WebError::Missing)?;
    let picture = code.render::<svg::Color<'_>>().min_dimensions(200, 200).build();
    Ok(HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(picture))
}

fn address_of(site: &Site, link: &Handed) -> String {
    format!("{}/l/{}", site.settings.public_url, link.shown.token.reveal())
}

fn role_name(settings: &StudySettings, role: Role, language: Language) -> String {
    let named = settings.place(Audience::Role(role), language.tag());
    named.map_or_else(|| audience_name(Audience::Role(role), language), |(name, _)| name)
}

fn limits_in_words(language: Language, limits: &Limits) -> Vec<String> {
    let most = limits
        .most_uses
        .map(|most| language.count("hand-on-limit-most", most));
    let per_hour = limits
        .per_hour
        .map(|most| language.count("hand-on-limit-hour", most));
    let until = limits.last_day().map(|day| {
        let day = day.to_string();
        language.with("hand-on-limit-until", &[("day", Value::Text(&day))])
    });
    let speaks = limits.language.as_deref().and_then(Language::from_tag);
    let speaks = speaks.map(|speaks| language.filled("hand-on-limit-language", "language", speaks.name()));
    let all = [until, most, per_hour, speaks];
    all.into_iter().flatten().map(Cow::into_owned).collect()
}

/// What an audience is called where no study says it.
pub fn audience_name(audience: Audience, language: Language) -> String {
    language.text(&format!("role-{}", audience.as_str())).into_owned()
}
