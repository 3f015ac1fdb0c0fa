//! What all pages have in common: the frame around them, headers, and error pages.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpRequest, HttpResponse};
use askama::Template;

use crate::language::Language;

use super::assets;
use super::error::{Problem, WebError};

/// The frame that `templates/layout.html` draws around every page.
#[derive(Debug, Clone)]
pub struct Page {
    /// The language of the page.
    pub language: Language,
    /// Whether the visitor chose the language on this visit; then links carry it on, since no
    /// cookie is set before consent.
    chosen: bool,
    /// Path of this page, for the links that switch the language.
    path: String,
    /// The staff's navigation, for somebody who has signed in.
    pub staff: Option<Staff>,
}

/// Where somebody who has signed in can go.
#[derive(Debug, Clone, Copy)]
pub struct Staff {
    /// To the queue.
    pub moderates: Reach,
    /// To the editions.
    pub researches: bool,
    /// To the registry: it administers the site.
    pub administers: bool,
}

/// How far a permission reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Nowhere,
    SomeStudies,
    Everywhere,
}

impl Staff {
    /// Whether there is a queue to look at.
    pub fn moderates(self) -> bool {
        self.moderates != Reach::Nowhere
    }
}

impl Page {
    /// The frame for a request: language from `?language=`, else from `Accept-Language`.
    pub fn of(request: &HttpRequest) -> Self {
        let asked = request
            .query_string()
            .split('&')
            .filter_map(|pair| pair.strip_prefix("language="))
            .find_map(Language::from_tag);
        let accepted = || {
            let wish = request
                .headers()
                .get(header::ACCEPT_LANGUAGE)
                .and_then(|value| value.to_str().ok());
            wish.map_or_else(Language::fallback, Language::negotiate)
        };
        Self {
            language: asked.unwrap_or_else(accepted),
            chosen: asked.is_some(),
            path: request.path().to_owned(),
            staff: None,
        }
    }

    /// The same frame in a language that the draft or the account has chosen.
    #[must_use]
    pub fn in_language(mut self, language: Language) -> Self {
        self.language = language;
        self.chosen = false;
        self
    }

    /// The same frame with the staff's navigation.
    #[must_use]
    pub fn for_staff(mut self, staff: Staff) -> Self {
        self.staff = Some(staff);
        self
    }

    /// Whether it is for somebody who decides on claims, which count in every study.
    pub fn settles_claims(&self) -> bool {
        self.staff
            .is_some_and(|staff| staff.moderates == Reach::Everywhere)
    }

    /// Whether the visitor chose the language on this visit.
    pub fn is_language_chosen(&self) -> bool {
        self.chosen
    }

    /// An address of the site that keeps the visitor's choice of language.
    pub fn link(&self, path: &str) -> String {
        if self.chosen {
            let mark = if path.contains('?') { '&' } else { '?' };
            format!("{path}{mark}language={}", self.language.tag())
        } else {
            path.to_owned()
        }
    }

    /// The other languages of this page: tag, name and address.
    pub fn other_languages(&self) -> Vec<(&'static str, &'static str, String)> {
        Language::all()
            .filter(|language| *language != self.language)
            .map(|language| {
                (
                    language.tag(),
                    language.name(),
                    format!("{}?language={}", self.path, language.tag()),
                )
            })
            .collect()
    }

    /// Address of the style sheet.
    pub fn style(&self) -> &'static str {
        assets::address("style.css")
    }
}

impl FromRequest for Page {
    type Error = WebError;
    type Future = std::future::Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Ok(Self::of(request)))
    }
}

/// A page as an answer.
///
/// # Errors
/// When the template cannot be written.
pub fn show(template: &impl Template) -> Result<HttpResponse, WebError> {
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .body(template.render()?))
}

/// The same page as [`show`], with another status.
///
/// # Errors
/// When the template cannot be written.
pub fn show_as(
    status: actix_web::http::StatusCode,
    template: &impl Template,
) -> Result<HttpResponse, WebError> {
    Ok(HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .body(template.render()?))
}

/// Sends the browser on after a POST.
pub fn see_other(address: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, address))
        .finish()
}

/// Answers for an address that nobody serves.
///
/// # Errors
/// Always [`WebError::Missing`].
pub async fn missing() -> Result<HttpResponse, WebError> {
    Err(WebError::Missing)
}

#[derive(Template)]
#[template(path = "public/problem.html")]
struct ProblemPage {
    page: Page,
    title: String,
    text: String,
}

const HEADERS: [(&str, &str); 7] = [
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ("x-frame-options", "DENY"),
];

/// Outermost of ours: shows refusals as pages, adds the security headers and logs the request
/// under an id, without its path's last words, its query or its sender.
///
/// # Errors
/// None of its own.
pub async fn finish(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let id = uuid::Uuid::new_v4().simple().to_string();
    let begun = std::time::Instant::now();
    let mut answer = next.call(request).await?.map_into_boxed_body();
    let problem = answer.response().extensions().get::<Problem>().copied();
    if let Some(problem) = problem {
        let page = Page::of(answer.request());
        let text = ProblemPage {
            title: page
                .language
                .text(&format!("problem-{}-title", problem.key))
                .into_owned(),
            text: page
                .language
                .text(&format!("problem-{}-text", problem.key))
                .into_owned(),
            page,
        };
        let text = text.render().map_err(WebError::from)?;
        answer.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        );
        answer = answer.map_body(|_, _| BoxBody::new(text));
    }
    let headers = answer.headers_mut();
    for (name, value) in HEADERS {
        // What shows a file or asks for a place has said something else.
        if !headers.contains_key(name) {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
    tracing::info!(
        request = %id,
        method = %answer.request().method(),
        route = answer.request().match_pattern().as_deref().unwrap_or("-"),
        status = answer.status().as_u16(),
        milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
    );
    Ok(answer)
}
