//! The pages: one file for each theme of the contract, and the paths at which they are found.

mod cases;
mod sign_in;
mod story;
mod work;

use axum::{
    Router,
    routing::{get, post},
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
        .route(
            "/people/{person}/notes/new",
            get(story::record_note).post(story::record_note),
        )
}

/// Samples of every page.
pub fn samples(gallery: &mut Gallery) {
    story::samples(gallery);
    work::samples(gallery);
}
