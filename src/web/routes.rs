//! Every address of the site with its method and audience, as data: the contents page.
//!
//! The tests try each address as a stranger, and each change with a forged origin, from this
//! same list.

use actix_web::guard;
use actix_web::web::{self, ServiceConfig};

use super::{account, administer, assets, claim, moderate, participate, public, research};

/// Who may open an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everybody.
    Public,
    /// Whoever holds the receipt code, claim code or one-time token in the address.
    Bearer,
    /// People with an account.
    SignedIn,
    /// Moderators.
    Moderator,
    /// Researchers.
    Researcher,
    /// Administrators.
    Administrator,
}

/// One line of the contents page.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// GET or POST.
    pub method: &'static str,
    /// Path pattern.
    pub path: &'static str,
    /// Who may open it.
    pub audience: Audience,
}

macro_rules! routes {
    ($($method:ident $path:literal $audience:ident => $handler:expr;)+) => {
        /// The contents page.
        pub const ROUTES: &[Route] = &[
            $(Route { method: stringify!($method), path: $path, audience: Audience::$audience },)+
        ];

        /// Registers every address.
        pub fn configure(config: &mut ServiceConfig) {
            $(config.route($path, route!($method, $handler));)+
        }
    };
}

macro_rules! route {
    // HEAD answers as GET does; the server leaves the body out.
    (GET, $handler:expr) => {
        web::route()
            .guard(guard::Any(guard::Get()).or(guard::Head()))
            .to($handler)
    };
    (POST, $handler:expr) => {
        web::post().to($handler)
    };
}

routes! {
    GET "/assets/{file}" Public => assets::file;
    GET "/" Public => public::home::home;
    GET "/studies/{study}" Public => public::study::study;
    GET "/lineage/{study}" Public => public::lineage::lineage;
    GET "/studies/{study}/{questionnaire}" Public => participate::consent::read;
    POST "/studies/{study}/{questionnaire}" Public => participate::consent::begin;
    GET "/studies/{study}/{questionnaire}/versions" Public => public::versions::versions;
    GET "/studies/{study}/{questionnaire}/print" Public => participate::print::print;
    GET "/answer/{code}/send" Bearer => participate::send::look;
    POST "/answer/{code}/send" Bearer => participate::send::submit;
    GET "/answer/{code}/files/{name}" Bearer => participate::upload::show;
    GET "/answer/{code}/receipt" Bearer => participate::receipt::show_receipt;
    GET "/answer/{code}/links" Bearer => participate::handing::links;
    POST "/answer/{code}/links" Bearer => participate::handing::make;
    GET "/answer/{code}/links/{number}/qr" Bearer => participate::handing::qr;
    GET "/answer/{code}/links/{number}/call-back" Bearer => participate::handing::ask;
    POST "/answer/{code}/links/{number}/call-back" Bearer => participate::handing::call_back;
    GET "/answer/{code}/hand-over/{file}" Bearer => participate::hand_over::file;
    GET "/answer/{code}/withdraw" Bearer => participate::withdraw::ask;
    POST "/answer/{code}/withdraw" Bearer => participate::withdraw::withdraw;
    GET "/answer/{code}/{page}" Bearer => participate::answer::show_page;
    POST "/answer/{code}/{page}" Bearer => participate::answer::take_page;
    GET "/media/{hash}" Public => public::media::file;
    GET "/l" Public => participate::invitation::enter;
    POST "/l" Public => participate::invitation::go;
    GET "/l/{token}" Bearer => participate::invitation::read;
    GET "/l/{token}/{questionnaire}" Bearer => participate::invitation::consent;
    POST "/l/{token}/{questionnaire}" Bearer => participate::invitation::begin;
    GET "/receipt" Public => participate::receipt::enter;
    POST "/receipt" Public => participate::receipt::find;
    GET "/clock/{study}" Public => public::clock::clock;
    GET "/editions/{study}" Public => public::editions::list;
    GET "/editions/{study}/{number}" Public => public::editions::edition;
    GET "/editions/{study}/{number}/{file}" Public => public::editions::file;
    GET "/editions/{study}/{number}/files/{name}" Public => public::editions::attached;
    GET "/models" Public => public::models::browse;
    GET "/models/{model}" Public => public::models::model;
    GET "/models/{model}/{release}" Public => public::models::release;
    GET "/models/{model}/{release}/issues" Public => public::models::issues;
    GET "/models/{model}/{release}/claim" Public => claim::begin::form;
    POST "/models/{model}/{release}/claim" Public => claim::begin::begin;
    GET "/claim" Public => claim::enter::form;
    POST "/claim" Public => claim::enter::enter;
    GET "/claim/{code}" Bearer => claim::own::own;
    POST "/claim/{code}/place" Bearer => claim::own::state;
    POST "/claim/{code}/name" Bearer => claim::own::name;
    GET "/claim/{code}/issues" Bearer => claim::issues::issues;
    GET "/claim/{code}/issues/{issue}" Bearer => claim::reply::read;
    GET "/claim/{code}/issues/{issue}/hand-over/{file}" Bearer => claim::reply::file;
    POST "/claim/{code}/issues/{issue}" Bearer => claim::reply::reply;
    GET "/claim/{code}/links/{study}" Bearer => claim::links::links;
    POST "/claim/{code}/links/{study}" Bearer => claim::links::make;
    GET "/claim/{code}/links/{study}/{number}/qr" Bearer => claim::links::qr;
    GET "/claim/{code}/links/{study}/{number}/call-back" Bearer => claim::links::ask;
    POST "/claim/{code}/links/{study}/{number}/call-back" Bearer => claim::links::call_back;
    GET "/research" Researcher => research::studies::studies;
    POST "/research/{study}/order" Researcher => research::studies::order;
    GET "/administer/registry" Administrator => administer::registry::page;
    POST "/administer/registry" Administrator => administer::registry::take;
    GET "/administer/registry/{upload}" Administrator => administer::registry::preview;
    POST "/administer/registry/{upload}" Administrator => administer::registry::apply;
    GET "/healthz" Public => public::health::alive;
    GET "/readyz" Public => public::health::ready;
    GET "/sign-in" Public => account::sign_in::form;
    POST "/sign-in" Public => account::sign_in::sign_in;
    POST "/sign-out" SignedIn => account::sign_out::sign_out;
    GET "/account" SignedIn => account::own::page;
    POST "/account/language" SignedIn => account::own::choose_language;
    POST "/account/password" SignedIn => account::own::change_password;
    POST "/account/sign-out-everywhere" SignedIn => account::sign_out::sign_out_everywhere;
    GET "/account/key/{token}" Bearer => account::key::form;
    POST "/account/key/{token}" Bearer => account::key::redeem;
    GET "/moderate" Moderator => moderate::queue::page;
    GET "/moderate/decided" Moderator => moderate::decided::page;
    GET "/moderate/claims" Moderator => moderate::claims::list;
    GET "/moderate/claims/{claim}" Moderator => moderate::claims::claim;
    POST "/moderate/claims/{claim}" Moderator => moderate::claims::decide;
    GET "/moderate/names" Moderator => moderate::names::page;
    POST "/moderate/names" Moderator => moderate::names::decide;
    GET "/moderate/issues" Moderator => moderate::issues::page;
    GET "/moderate/issues/{issue}" Moderator => moderate::issue::page;
    POST "/moderate/issues/{issue}" Moderator => moderate::issue_change::change;
    GET "/moderate/issues/{issue}/hand-over/{file}" Moderator => moderate::issue_file::file;
    GET "/moderate/{submission}" Moderator => moderate::case::page;
    GET "/moderate/{submission}/files/{name}" Moderator => moderate::file::show;
    POST "/moderate/{submission}/decision" Moderator => moderate::decide::decide;
}
