//! The pages that people work in: rendered on the server over the gRPC contract alone, and of use without script.
//!
//! Nothing here decides what anybody may see or do: pages ask, send, and show what they are answered. Each theme's
//! pages are one file in `pages`, its markup one folder in `templates/pages`.

pub mod assets;
pub mod audience;
pub mod bar;
mod choices;
mod drafts;
pub mod elsewhere;
pub mod entry;
pub mod failure;
pub mod form;
pub mod gallery;
mod guard;
pub mod labels;
pub mod listing;
mod live;
pub mod logo;
mod meanwhile;
pub mod names;
pub mod offers;
pub mod page;
pub mod pages;
mod readers;
pub mod samples;
pub mod sent;
pub mod session;
pub mod signed_in;
pub mod site;
pub mod speaking;
pub mod told;
pub mod visit;
pub mod words;

use axum::{Router, middleware};
use tower_http::compression::CompressionLayer;

pub use site::{Settings, SignIn, Site};

/// Every page, over what `site` is made of.
pub fn router(site: Site) -> Router {
    pages::routes()
        .fallback(|| async { failure::Failure::NoSuchPage })
        .layer(middleware::from_fn_with_state(site.clone(), guard::guard))
        .layer(CompressionLayer::new())
        .with_state(site)
}
