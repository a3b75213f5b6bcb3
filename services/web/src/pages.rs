//! The pages: one file for each theme of the contract, with its paths, its pages and its samples.

mod about_me;
mod actions;
mod cases;
mod cover;
mod decisions;
mod directory;
mod handovers;
mod help;
mod joining;
mod meetings;
mod people;
mod plans;
mod readings;
mod records;
mod referrals;
mod reviews;
mod safeguarding;
mod sharing;
mod sign_in;
mod story;
mod volunteers;
mod work;

use axum::{
    Router,
    handler::Handler,
    routing::{MethodRouter, get},
};

use crate::{assets, gallery::Gallery, live, logo, site::Site};

/// What a theme has: its paths, and samples of its pages.
struct Theme {
    routes: fn() -> Router<Site>,
    samples: fn(&mut Gallery),
}

/// Every theme.
#[rustfmt::skip]
const THEMES: &[Theme] = &[
    Theme { routes: about_me::routes, samples: about_me::samples },
    Theme { routes: actions::routes, samples: actions::samples },
    Theme { routes: cases::routes, samples: cases::samples },
    Theme { routes: cover::routes, samples: cover::samples },
    Theme { routes: decisions::routes, samples: decisions::samples },
    Theme { routes: directory::routes, samples: directory::samples },
    Theme { routes: handovers::routes, samples: handovers::samples },
    Theme { routes: help::routes, samples: help::samples },
    Theme { routes: joining::routes, samples: joining::samples },
    Theme { routes: meetings::routes, samples: meetings::samples },
    Theme { routes: people::routes, samples: people::samples },
    Theme { routes: plans::routes, samples: plans::samples },
    Theme { routes: readings::routes, samples: readings::samples },
    Theme { routes: records::routes, samples: records::samples },
    Theme { routes: referrals::routes, samples: referrals::samples },
    Theme { routes: reviews::routes, samples: reviews::samples },
    Theme { routes: safeguarding::routes, samples: safeguarding::samples },
    Theme { routes: sharing::routes, samples: sharing::samples },
    Theme { routes: sign_in::routes, samples: sign_in::samples },
    Theme { routes: story::routes, samples: story::samples },
    Theme { routes: volunteers::routes, samples: volunteers::samples },
    Theme { routes: work::routes, samples: work::samples },
];

/// Every path.
pub fn routes() -> Router<Site> {
    let ours = Router::new()
        .route("/assets/{name}", get(assets::serve))
        .route("/logo", get(logo::serve))
        .route("/changes", get(live::changes));
    THEMES
        .iter()
        .fold(ours, |all, theme| all.merge((theme.routes)()))
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
    for theme in THEMES {
        (theme.samples)(gallery);
    }
}
