//! The pages: one file for each theme of the contract, and the paths at which they are found.

mod cases;
mod referrals;
mod sign_in;
mod story;
mod work;

use axum::{
    Router,
    handler::Handler,
    routing::{MethodRouter, get, post},
};

use crate::{assets, gallery::Gallery, live, site::Site};

/// Every path.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/assets/{name}", get(assets::serve))
        .route("/changes", get(live::changes))
        .route("/", get(work::home))
        .route("/sign-in", get(sign_in::choose).post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/work", get(work::mine))
        .route("/people", get(cases::caseload))
        .route("/people/{person}", get(cases::brief))
        .route("/referrals", get(referrals::list))
        .route("/referrals/{id}", get(referrals::one))
        .route("/referrals/{id}/accept", form(referrals::accept_referral))
        .route("/referrals/{id}/decline", form(referrals::decline_referral))
        .route(
            "/referrals/{id}/withdraw",
            form(referrals::withdraw_referral),
        )
        .route(
            "/referrals/{id}/information",
            form(referrals::request_information),
        )
        .route(
            "/referrals/{id}/information/provide",
            form(referrals::provide_information),
        )
        .route(
            "/referrals/{id}/contact",
            form(referrals::record_first_contact),
        )
        .route(
            "/referrals/{id}/complete",
            form(referrals::complete_referral),
        )
        .route(
            "/people/{person}/referrals/new",
            get(referrals::choose_service),
        )
        .route(
            "/people/{person}/referrals/new/{organisation}/{service}",
            form(referrals::raise_referral),
        )
        .route("/people/{person}/notes/new", form(story::record_note))
}

/// A form has one handler for all its stages.
fn form<H, T>(handler: H) -> MethodRouter<Site>
where
    H: Handler<T, Site>,
    T: 'static,
{
    get(handler.clone()).post(handler)
}

/// Samples of every page.
pub fn samples(gallery: &mut Gallery) {
    referrals::samples(gallery);
    story::samples(gallery);
    work::samples(gallery);
}
