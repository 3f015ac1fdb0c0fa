//! Who is asking: extractors that turn a session cookie into proofs.

use std::future::Future;
use std::pin::Pin;

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};

use crate::id::StudyId;
use crate::language::Language;
use crate::people::{Administrator, Moderator, Permission, Researcher, Scope, Session, Token, sessions};

use super::app::Site;
use super::error::WebError;
use super::page::{Page, Reach, Staff};

/// Somebody with an account, and the frame of their page in their language.
pub struct SignedIn {
    /// Who it is.
    pub session: Session,
    /// The page's frame, with the staff's navigation.
    pub page: Page,
}

impl SignedIn {
    /// Proof that the person moderates something.
    ///
    /// # Errors
    /// [`WebError::Forbidden`].
    pub fn moderator(&self) -> Result<Moderator, WebError> {
        self.session.permissions.moderator().ok_or(WebError::Forbidden)
    }

    /// Proof that the person may read restricted editions of `study`.
    ///
    /// # Errors
    /// [`WebError::Forbidden`].
    pub fn researcher_of(&self, study: StudyId) -> Result<Researcher, WebError> {
        self.session
            .permissions
            .researcher_of(study)
            .ok_or(WebError::Forbidden)
    }

    /// Proof that the person administers something.
    ///
    /// # Errors
    /// [`WebError::Forbidden`].
    pub fn administrator(&self) -> Result<Administrator, WebError> {
        self.session
            .permissions
            .administrator()
            .ok_or(WebError::Forbidden)
    }
}

impl FromRequest for SignedIn {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let page = Page::of(request);
        let site = request.app_data::<web::Data<Site>>().cloned();
        let token = site
            .as_ref()
            .and_then(|site| request.cookie(cookie_name(site)))
            .and_then(|cookie| Token::received(cookie.value()));
        Box::pin(async move {
            let (Some(site), Some(token)) = (site, token) else {
                return Err(WebError::SignInFirst);
            };
            let now = site.clock.now();
            let session = site
                .store
                .read(move |db| sessions::recall(db, now, &token))
                .await?
                .ok_or(WebError::SignInFirst)?;
            if session.is_due_a_note(now) {
                let noted = session.clone();
                site.store
                    .write(move |tx| sessions::note_visit(tx, now, &noted))
                    .await?;
            }
            let page = match Language::from_tag(&session.language) {
                Some(language) if !page.is_language_chosen() => page.in_language(language),
                _ => page,
            };
            let may = &session.permissions;
            let staff = Staff {
                moderates: match (may.scope_of(Permission::Moderator), may.moderator()) {
                    (Scope::Site, _) => Reach::Everywhere,
                    (Scope::Studies(_), Some(_)) => Reach::SomeStudies,
                    (Scope::Studies(_), None) => Reach::Nowhere,
                },
                researches: may.researcher().is_some(),
                administers: *may.scope_of(Permission::Administrator) == Scope::Site,
            };
            Ok(Self {
                session,
                page: page.for_staff(staff),
            })
        })
    }
}

/// The cookie that carries a new session.
pub fn session_cookie<'c>(site: &Site, token: &Token) -> Cookie<'c> {
    Cookie::build(cookie_name(site), token.reveal().to_owned())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(site.settings.is_https())
        .finish()
}

/// The cookie that takes the session's cookie away.
pub fn no_session_cookie<'c>(site: &Site) -> Cookie<'c> {
    Cookie::build(cookie_name(site), "")
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(site.settings.is_https())
        .max_age(Duration::ZERO)
        .finish()
}

/// Over TLS the prefix binds the cookie to this host.
fn cookie_name(site: &Site) -> &'static str {
    if site.settings.is_https() {
        "__Host-session"
    } else {
        "session"
    }
}
